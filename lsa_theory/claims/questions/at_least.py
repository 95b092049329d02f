"""Whether one scalar is at least another, with a proof that the program checks or without one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from lsa_theory.claims.box import Box
from lsa_theory.claims.existence import existence
from lsa_theory.claims.forms.assumptions import greater, known_signs, nonzero, told
from lsa_theory.claims.forms.gap import gap
from lsa_theory.claims.named_inequalities import Given, Reason, Sign
from lsa_theory.claims.norms_as_scalars import without_functions
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.claims.signs import factors_of, functions_of_one, has_safe_roots, is_nonnegative
from lsa_theory.claims.strict import is_positive, is_strictly_definite
from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.expressions.expression import Expression, Number, Trace, as_expression, describe

Term = tuple[Expression, Reason]
Known = Callable[[Expression], Expression]


@dataclass(frozen=True, init=False)
class Step:
    """One link of a chain: the expression before it equals `to` plus non-negative terms.

    Parameters
    ----------
    to : scalar expression
        What stands after the sign >=.
    because : Reasons, or pairs (multiplier, Reason)
        Their gaps, each times its multiplier, add up to what is given away; none for an equality. A multiplier
        must show by its form that it is non-negative.

    Examples
    --------
    >>> from lsa_theory import Sign, Step, dimension, matrix, norm_squared, trace
    >>> A = matrix("A", dimension("d"))
    >>> Step(trace(A @ A), Sign(norm_squared(A - A.T) / 2)).given_away()
    0 + tr((A - A.T) @ (A - A.T).T) / 2
    """

    to: Expression
    because: tuple[Term, ...]

    def __init__(self, to: object, *because: Reason | tuple[object, Reason]) -> None:
        target = as_expression(to)
        if not target.is_scalar:
            raise ShapeMismatch(f"a step of an inequality is a scalar; {describe(target)} is not")
        terms = [(1, b) if isinstance(b, Reason) else b for b in because]
        object.__setattr__(self, "to", target)
        object.__setattr__(self, "because", tuple((as_expression(m), r) for m, r in terms))

    def given_away(self) -> Expression:
        """Return the sum of multiplier times gap."""
        total: Expression = Number(Fraction(0))
        for multiplier, reason in self.because:
            total = total + multiplier * reason.gap()
        return total


@dataclass(frozen=True, init=False, eq=False)
class AtLeast:
    """larger >= smaller, or strictly larger > smaller, wherever the hypotheses hold.

    Parameters
    ----------
    larger, smaller : scalar expressions
    given : scalar expressions, optional
        Hypotheses: each is assumed to be at least 0; `greater(left, right)` is one that is strict.
    proof : Steps, optional
        A chain from `larger` down to `smaller`; the last step's `to` may be left to `smaller` itself. None is needed
        where the form of the difference shows its sign.
    on : Box, optional
        Ask it on this box only; then branch and bound is the proof.
    strict : bool
        Ask for larger > smaller; then something that is given away has to be above 0, by its form or by hypothesis.

    Raises
    ------
    ShapeMismatch
        If a side or hypothesis is not a scalar.

    Examples
    --------
    >>> from lsa_theory import AtLeast, dimension, matrix, norm_squared, trace
    >>> A = matrix("A", dimension("d"))
    >>> question = AtLeast(norm_squared(A), trace(A @ A))
    >>> question.describe()
    'tr(A @ A.T) >= tr(A @ A)'
    >>> question.missing()
    'no proof was given; write proof=[Step(...)], or claim it on a box with on=Box(...)'
    """

    established: ClassVar[str] = "the steps of the proof"

    larger: Expression
    smaller: Expression
    given: tuple[Expression, ...]
    proof: tuple[Step, ...]
    on: Box | None
    strict: bool

    def __init__(
        self,
        larger: Expression,
        smaller: Expression,
        *,
        given: Sequence[object] = (),
        proof: Sequence[Step] = (),
        on: Box | None = None,
        strict: bool = False,
    ) -> None:
        hypotheses = tuple(as_expression(g) for g in given)
        for side in (larger, smaller, *hypotheses):
            if not side.is_scalar:
                raise ShapeMismatch(f"an inequality compares scalars; {describe(side)} is not one")
        if not isinstance(strict, bool):
            raise InvalidArgument(f"strict={strict!r}; expected True or False")
        if any(not isinstance(step, Step) for step in proof):
            raise InvalidArgument("a proof is a sequence of Step(to, reason, ...)")
        if on is not None and (hypotheses or proof):
            raise InvalidArgument("on a box the proof is branch and bound; leave out given= and proof=")
        assign = object.__setattr__
        assign(self, "larger", larger)
        assign(self, "smaller", smaller)
        assign(self, "given", hypotheses)
        assign(self, "proof", tuple(proof))
        assign(self, "on", on)
        assign(self, "strict", strict)
        if on is None and not proof:
            # A difference whose own form shows its sign needs nobody to write a step.
            assign(self, "proof", (Step(smaller, Sign(gap(larger, smaller))),))
            if self.missing():
                assign(self, "proof", ())

    @property
    def needs(self) -> tuple[str, ...]:
        """The signs that the proof uses, and that each of its steps is an equality; on a box, the signs."""
        return ("signs",) if self.on is not None else ("signs", "equality")

    @property
    def chain(self) -> Iterator[tuple[Expression, Step]]:
        """Yield each step with the expression before it, a last equality with `smaller` included if needed."""
        before = self.larger
        for step in self.proof:
            yield before, step
            before = step.to
        if self.proof and before != self.smaller:
            yield before, Step(self.smaller)

    def equalities(self) -> tuple[Equal, ...]:
        """Return the equalities that the proof rests on, operator norms replaced by positive scalars."""
        result = []
        for i, (before, step) in enumerate(self.chain, 1):
            left, right = without_functions(before, step.to + step.given_away())
            result.append(Equal(left, right, f"step {i}", step=True))
            for _, reason in step.because:
                for k, pair in enumerate(reason.premises(), 1):
                    told, found = without_functions(*pair)
                    result.append(Equal(told, found, f"step {i}, premise {k}", step=True))
        return tuple(result)

    def stated(self) -> tuple[Expression, ...]:
        """Return both sides and the hypotheses."""
        return (self.larger, self.smaller, *self.given)

    def describe(self) -> str:
        """Return the question as readable text."""
        text = f"{self.larger!r} {'>' if self.strict else '>='} {self.smaller!r}"
        where = f"\n  for {self.on.describe()}" if self.on is not None else ""
        return "\n".join([text + where, *self.hypotheses_told()])

    def hypotheses_told(self) -> list[str]:
        """Return a line for each hypothesis."""
        return [f"  given {told(g)}" for g in self.given]

    def _everything(self) -> list[Expression]:
        """Return every expression of the statement and of its proof."""
        steps = [tree for _, step in self.chain for tree in (step.to, step.given_away())]
        return [*self.stated(), *steps]

    def missing(self) -> str:
        """Return what the proof lacks, in words, apart from its identities; empty if every sign is shown."""
        if not self.proof:
            return "no proof was given; write proof=[Step(...)], or claim it on a box with on=Box(...)"
        for needed in existence(self._everything()):
            # A proof may not conclude from a law that quietly bounds its own parameters.
            if needed.scalar is None:
                return f"{needed.words} is assumed, and is no hypothesis that can be listed in given="
            if not self._is_given(needed.scalar):
                return f"{needed.words} is assumed, and is not among the hypotheses; list it in given="
        known = known_signs(self.given)
        for i, (_, step) in enumerate(self.chain, 1):
            if not has_safe_roots(step.to + step.given_away()):
                return (
                    f"step {i}: it takes a root of something whose form does not show that it is non-negative"
                )
            for multiplier, reason in step.because:
                if not is_nonnegative(known(multiplier)):
                    return (
                        f"step {i}: the form of the multiplier {describe(multiplier)} does not show its sign"
                    )
                if reason.assumed and not self._is_given(reason.gap()):
                    return f"step {i}: {describe(reason.gap())} is not among the hypotheses"
                gap = reason.missing()
                if gap and not (isinstance(reason, Sign) and is_nonnegative(known(reason.expression))):
                    return f"step {i}: {gap}"
        if self.strict and not any(self._is_above(*term, known) for _, s in self.chain for term in s.because):
            return (
                "no step shows by its form, or by a strict hypothesis, that something above 0 is given away"
            )
        return ""

    def _is_given(self, tree: Expression) -> bool:
        """Whether something is assumed to be at least 0, or above it."""
        return tree in self.given or greater(tree) in self.given

    def _is_above(self, multiplier: Expression, reason: Reason, known: Known) -> bool:
        """Whether a term that is given away is above 0."""
        strict = isinstance(reason, Sign | Given) and (
            is_positive(known(reason.expression))
            or greater(reason.expression) in self.given
            or self._is_form_above(known(reason.expression))
        )
        return strict and is_positive(known(multiplier))

    def _is_form_above(self, tree: Expression) -> bool:
        """Whether a scalar reads X' P X, or its trace, with P definite and X not 0 by hypothesis."""
        factors = factors_of(tree.child if isinstance(tree, Trace) else tree)
        if len(factors) < 2 or factors[0] != factors[-1].T:
            return False
        middle = factors[1:-1]
        definite = functions_of_one(middle) and all(map(is_strictly_definite, middle))
        return definite and any(nonzero(end) in self.given for end in (factors[0], factors[-1]))
