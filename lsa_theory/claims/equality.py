"""A claim: a statement with a name, a source, and what its author expects of the judges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Self, TypedDict, Unpack

from lsa_theory.claims.certificate import Certificate
from lsa_theory.claims.collecting.construction import Place, check_about, place_of_call, register
from lsa_theory.claims.hypotheses import hypotheses
from lsa_theory.claims.names import check_names
from lsa_theory.claims.questions.equal import Equal, Observation, as_stated
from lsa_theory.claims.questions.kinds import Question
from lsa_theory.claims.questions.under import Under
from lsa_theory.claims.questions.what_is import WhatIs
from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.expressions.definitions import where
from lsa_theory.expressions.expression import Expression, describe

_EXPECTED = ("confirmed", "refuted")
# Characters of a statement in a printout.
_SHOWN = 160


class About(TypedDict, total=False):
    """What any claim may say besides its mathematics; see `Statement`."""

    source: str
    id: str | None
    title: str
    expected: str
    witnesses: Sequence[str] | None
    note: str
    strengthens: str
    uses: Sequence[str]
    corrects: str | None


@dataclass(frozen=True, kw_only=True, repr=False)
class Statement:
    """What every claim carries besides its mathematics.

    Parameters
    ----------
    source : str
        Where it is printed, for instance "Zhang, Frei & Bartlett 2024, Lemma D.2".
    id : str, optional
        Its name; the collector takes the variable's name, with dashes, if left out.
    title : str
        A few words for the table.
    expected : "confirmed" or "refuted"
        "refuted" marks a statement known to be misprinted, which is in order when it is refuted.
    witnesses : names, optional
        The witnesses that may judge; all that apply if left out.
    note : str
        What a reader should know: a convention, which direction of an implication was checked; of a statement
        expected to be refuted, what is wrong with it. Here, in titles and in sources mathematics stands between
        dollar signs, `$u U = Gamma^{-1}$`, which only pages set.
    strengthens : str
        What this claim shows to be unnecessary or improvable in the source, in one sentence: a hypothesis, a
        constant. It goes into the errata.
    uses : names of claims
        What it rests on: claims of the same file, `file::name` of another, or bundled ones.
    corrects : name of a claim, optional
        The misprint, expected to be refuted, in whose place this claim stands. It goes into the errata.

    Examples
    --------
    >>> from lsa_theory import Claim, Inequality, Statement, dimension, matrix, trace
    >>> A = matrix("A", dimension("d"))
    >>> claim = Claim(trace(A), trace(A.T), title="transposes", source="folklore")
    >>> isinstance(claim, Statement), claim.expected, claim.needs
    (True, 'confirmed', ('equality',))
    """

    source: str = ""
    id: str | None = None
    title: str = ""
    expected: str = "confirmed"
    witnesses: Sequence[str] | None = None
    note: str = ""
    strengthens: str = ""
    uses: Sequence[str] = ()
    corrects: str | None = None

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        # A dataclass would print every field, with trees that nobody reads.
        if "__repr__" not in cls.__dict__:
            cls.__repr__ = Statement.__repr__  # type: ignore[method-assign]

    def __repr__(self) -> str:
        first, *more = self.describe().splitlines() or [self.title]
        text = first if len(first) <= _SHOWN else f"{first[: _SHOWN - 3]}..."
        name = f"{self.id}: " if self.id else ""
        return f"{type(self).__name__}({name}{text}{' ...' if more else ''})"

    def __post_init__(self) -> None:
        if self.expected not in _EXPECTED:
            raise InvalidArgument(
                f"expected={self.expected!r}; it must be one of {', '.join(map(repr, _EXPECTED))}"
            )
        check_about(self)
        if isinstance(self.witnesses, str):
            raise InvalidArgument(
                f"witnesses={self.witnesses!r} is a string; write a list of names, [{self.witnesses!r}]"
            )
        object.__setattr__(self, "_place", place_of_call())
        register(self)

    @property
    def place(self) -> Place | None:
        """The file and line that made it, for the collector's messages; None where no file did."""
        found: Place | None = getattr(self, "_place", None)
        return found

    @property
    def questions(self) -> tuple[Question, ...]:
        """What must be answered before the claim is confirmed; a kind that asks nothing stays undecided."""
        return ()

    @property
    def needs(self) -> tuple[str, ...]:
        """What must be decided, by name, each once."""
        return tuple(dict.fromkeys(name for question in self.questions for name in question.needs))

    def equalities(self) -> tuple[Equal, ...]:
        """Return the equalities that exact witnesses can judge, those of proofs and of a certificate among them."""
        kept = self._kept_equalities
        if kept:
            return tuple(kept)
        asked = [e for question in self.questions for e in question.equalities()]
        if self.certificate is not None:
            asked += self.certificate.equalities
        if kept is not None:
            # What is found of an equality stays with it; its author, who may pickle it, has another one.
            asked = [replace(equality) for equality in asked]
            kept += asked
        return tuple(asked)

    def at_hand(self) -> Self:
        """Return the statement for all its judges: its equalities are made once, and keep what is found of them."""
        statement = copy(self)
        object.__setattr__(statement, "_equalities", [])
        return statement

    @property
    def _kept_equalities(self) -> list[Equal] | None:
        found: list[Equal] | None = getattr(self, "_equalities", None)
        return found

    @property
    def certificate(self) -> Certificate | None:
        """What its limits and hypotheses were reduced to; None before somebody has."""
        found: Certificate | None = getattr(self, "_certificate", None)
        return found

    def certified(self, certificate: Certificate) -> Self:
        """Return the same statement with what it was reduced to."""
        statement = copy(self)
        object.__setattr__(statement, "_certificate", certificate)
        kept = self._kept_equalities
        if kept is not None:
            more = [replace(equality) for equality in certificate.equalities] if kept else []
            object.__setattr__(statement, "_equalities", [*kept, *more])
        return statement

    def stated(self) -> tuple[Expression, ...]:
        """Return every expression of the statement, its proof left out."""
        return tuple(tree for question in self.questions for tree in question.stated())

    def describe(self) -> str:
        """Return the statement as readable text, its definitions explained below it."""
        return "\n".join([*(question.describe() for question in self.questions), *where(self.stated())])


@dataclass(frozen=True, init=False, eq=False)
class Claim(Statement):
    """The claim that two expressions are equal for every dimension and every value of their symbols.

    Parameters
    ----------
    left, right : expressions or exact numbers, of one shape
        Both sides as on paper; nothing is simplified before the witnesses see it. With `...` on the right nothing is
        claimed: `lsa-theory solve FILE` fills it in.
    given : equations and scalar expressions, optional
        Hypotheses: ``equation(A @ B, B @ A)`` is assumed to hold, a scalar to be at least 0, ``greater(a, b)`` that
        a > b, and ``nonzero(x)`` that x is not 0. The claim is then about the instances that meet them, of which there
        has to be one.
    observe : callable, optional
        ``(numpy.random.Generator, Instance) -> (estimate, standard error)``; the simulation witness compares
        the estimate with the right side. Use it where tokens are drawn and the layer is run.

    The other parameters are those of `Statement`.

    Raises
    ------
    ShapeMismatch
        If the two sides have different shapes.
    UnsupportedExpression
        If a side is neither an expression nor an exact number.
    InvalidArgument
        If there is no right side.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, matrix, trace
    >>> d = dimension("d"); A = matrix("A", d); B = matrix("B", d)
    >>> Claim(trace(A @ B), trace(B @ A), source="folklore").describe()
    'tr(A @ B) = tr(B @ A)'
    """

    left: Expression = field(kw_only=False)
    right: Expression | None = field(kw_only=False)
    observe: Observation | None = None
    given: tuple[Equal | Expression, ...] = ()

    def __init__(
        self,
        left: object,
        right: object = None,
        *,
        given: Sequence[object] = (),
        observe: Observation | None = None,
        **about: Unpack[About],
    ) -> None:
        if right is None:
            raise InvalidArgument(
                f"a claim has two sides, given {left!r} alone; write Claim(left, right) with a comma. `left == right` "
                "is True or False at once, by how the two are written; equal(left, right) says whether they are equal"
            )
        if right is ...:
            return self._ask(as_stated(left), about)
        sides = as_stated(left), as_stated(right)
        if sides[0].shape != sides[1].shape:
            raise ShapeMismatch(
                f"the two sides of a claim have different shapes: {describe(sides[0])} against "
                f"{describe(sides[1])}; write zero(...) for a zero matrix"
            )
        assign = object.__setattr__
        assign(self, "left", sides[0])
        assign(self, "right", sides[1])
        assign(self, "observe", observe)
        assign(self, "given", hypotheses(given, sides))
        check_names(self.stated())
        Statement.__init__(self, **about)

    def _ask(self, left: Expression, about: About) -> None:
        """Make the question what the right side is."""
        check_names([left])
        for name, value in (("left", left), ("right", None), ("observe", None), ("given", ())):
            object.__setattr__(self, name, value)
        Statement.__init__(self, **about)

    if TYPE_CHECKING:
        # Reading LaTeX is above claims; `lsa_theory.forms`, which sees both, puts it here.
        @classmethod
        def from_latex(cls, text: str, letters: Mapping[str, object], **about: Unpack[About]) -> Statement:
            """Return the claim that a formula in LaTeX makes; see `lsa_theory.reading.statements.claim_from_latex`."""

    @property
    def questions(self) -> tuple[Equal | Under | WhatIs, ...]:
        """The equality, under its hypotheses if it has any; with three dots on the right, what stands there."""
        if self.right is None:
            return (WhatIs(self.left),)
        if self.given:
            equations = tuple(h for h in self.given if isinstance(h, Equal))
            signs = tuple(h for h in self.given if isinstance(h, Expression))
            return (Under(self.left, self.right, equations, signs),)
        return (Equal(self.left, self.right, observe=self.observe),)
