"""The claim that something is the least value of an objective, where it is attained, and where alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Unpack

from lsa_theory.claims.domain import domain
from lsa_theory.claims.equality import About, Statement
from lsa_theory.claims.named_inequalities import Sign
from lsa_theory.claims.names import check_names
from lsa_theory.claims.questions.at_least import AtLeast, Step
from lsa_theory.claims.questions.attained import Attained
from lsa_theory.claims.questions.equal import Equal, as_stated
from lsa_theory.claims.strict import has_structure
from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.expressions.declare import identity
from lsa_theory.expressions.definitions import where
from lsa_theory.expressions.expression import Expression, Symbol, Zero, as_expression, describe
from lsa_theory.expressions.operators import at
from lsa_theory.expressions.traversal import free_symbols


@dataclass(frozen=True, init=False, eq=False)
class GlobalMinimum(Statement):
    """The claim that `value` is the least value of an objective over some symbols.

    Without a proof it can be refuted by a lower value, but not confirmed.

    Parameters
    ----------
    objective : scalar expression
    over : symbols
        What varies, over all matrices of its shape.
    value : scalar expression
        Free of them.
    attained_at : mapping from Symbol to expression, optional
        Where the value is attained; the symbols that are left out may have any value there. What is only approached is
        no minimum: without a minimiser the claim can be refuted by a lower value, and is not confirmed.
    only_where : expression Z, optional
        The minimisers are exactly the solutions of Z = 0.
    weights : pair of expressions, optional
        A and B, positive definite, with objective - value = tr(Z' A Z B): the proof. Identities if left out.
    proof : scalar expressions, optional
        Without `only_where`: terms that add up to objective - value, each non-negative by its form.

    The remaining parameters are those of `Statement`.

    Raises
    ------
    ShapeMismatch
        If the objective or the value is no scalar.
    InvalidArgument
        If the value depends on what varies, or the form of a minimiser does not show that it is what its symbol is
        declared to be: positive, symmetric, positive definite.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, norm_squared, positive_definite, vector
    >>> d = dimension("d"); L = positive_definite("L", d); x = vector("x", d); a = vector("a", d)
    >>> print(GlobalMinimum(norm_squared(x - a), [x], 0, attained_at={x: a}, only_where=x - a).describe())
    min over x of (x - a).T @ (x - a) is 0
    attained at x = a
    attained exactly where x - a = 0
    """

    objective: Expression
    over: tuple[Symbol, ...]
    value: Expression
    attained_at: Mapping[Symbol, Expression]
    exact: Attained | None
    terms: tuple[Expression, ...]

    def __init__(
        self,
        objective: object,
        over: Sequence[Symbol],
        value: object,
        *,
        attained_at: Mapping[Symbol, object] | None = None,
        only_where: object = None,
        weights: tuple[object, object] | None = None,
        proof: Sequence[object] = (),
        **about: Unpack[About],
    ) -> None:
        left, least = as_stated(objective), as_stated(value)
        for side in (left, least):
            if not side.is_scalar:
                raise ShapeMismatch(f"an objective and its minimum are scalars; {describe(side)} is not one")
        varying = (over,) if isinstance(over, Symbol) else tuple(over)
        depends = sorted(s.name for s in free_symbols(least) & set(varying))
        if depends or not varying:
            raise InvalidArgument(
                f"the minimum {describe(least)} depends on {depends[0]}, over which it is taken"
                if depends
                else "give the symbols over which the minimum is taken"
            )
        points = {} if attained_at is None else _points(attained_at, varying)
        exact = None
        if only_where is not None:
            inside = as_expression(only_where)
            pair = weights or (identity(inside.rows), identity(inside.cols))
            exact = Attained(inside, as_expression(pair[0]), as_expression(pair[1]), of=(left, least))
        elif weights is not None:
            raise InvalidArgument("weights= are those of the square of only_where=, which is missing")
        terms = tuple(as_expression(term) for term in proof)
        if terms and exact is not None:
            raise InvalidArgument(
                "only_where= has its square for a proof; give proof= for a minimum without it"
            )
        for name, thing in (
            ("terms", terms),
            ("objective", left),
            ("over", varying),
            ("value", least),
            ("attained_at", points),
            ("exact", exact),
        ):
            object.__setattr__(self, name, thing)
        check_names([*self.stated(), *varying])
        Statement.__init__(self, **about)

    @property
    def questions(self) -> tuple[AtLeast | Equal | Attained, ...]:
        """That nothing is lower, that the value is attained, and where alone."""
        terms = self.terms if self.exact is None else (self.exact.square,)
        proof = (Step(self.value, *map(Sign, terms)),) if terms else ()
        least = AtLeast(self.objective, self.value, proof=proof)
        if not self.attained_at:
            return (least,) if self.exact is None else (least, self.exact)
        attained = Equal(at(self.objective, self.attained_at), self.value, "attained")
        if self.exact is None:
            return (least, attained)
        inside = self.exact.inside
        there = Equal(
            at(inside, self.attained_at), Zero(inside.rows, inside.cols), "the minimiser is one of them"
        )
        return (least, attained, there, self.exact)

    @property
    def needs(self) -> tuple[str, ...]:
        """What has to be decided; a minimiser too, which nobody finds for a claim that gives none."""
        return super().needs if self.attained_at else (*super().needs, "minimiser")

    def describe(self) -> str:
        """Return the statement as readable text."""
        names = ", ".join(symbol.name for symbol in self.over)
        lines = [f"min over {names} of {self.objective!r} is {self.value!r}"]
        if self.attained_at:
            lines.append("attained at " + ", ".join(f"{s.name} = {v!r}" for s, v in self.attained_at.items()))
        if self.exact is not None:
            lines.append(f"attained exactly where {self.exact.inside!r} = 0")
        there = domain([self.objective, self.value])
        lines += [f"where {c}" for c in domain([*self.attained_at.values()]) if c not in there]
        return "\n".join([*lines, *where(self.stated())])


def _points(given: Mapping[Symbol, object], varying: Sequence[Symbol]) -> dict[Symbol, Expression]:
    """Return where the value is attained, each point in the set over which the minimum is taken."""
    points = {symbol: as_expression(value) for symbol, value in given.items()}
    if not points:
        raise InvalidArgument("give a minimiser: attained_at={symbol: value}")
    for symbol, value in points.items():
        if symbol not in varying:
            raise InvalidArgument(f"attained_at gives {symbol.name}, which does not vary")
        if symbol.structure == "dimension":
            raise InvalidArgument(
                f"{symbol.name} is a dimension; a minimum is taken over scalars and matrices"
            )
        if not has_structure(symbol, value):
            raise InvalidArgument(
                f"{symbol.name} is declared {symbol.structure}, and the form of {describe(value)} does not show that "
                "it is"
            )
    return points
