"""A claim: a statement with a name, a source, and what its author expects of the judges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypedDict, Unpack

from lsa_theory.claims.collecting.construction import Place, check_about, place_of_call, register
from lsa_theory.claims.names import check_names
from lsa_theory.claims.questions.equal import Equal, Observation, as_stated
from lsa_theory.claims.questions.kinds import Question
from lsa_theory.claims.questions.what_is import WhatIs
from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.expressions.expression import Expression, describe

_EXPECTED = ("confirmed", "refuted")


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


@dataclass(frozen=True, kw_only=True)
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
        expected to be refuted, what is wrong with it.
    strengthens : str
        What this claim shows to be unnecessary or improvable in the source, in one sentence: a hypothesis, a
        constant. It goes into the errata.
    uses : names of claims
        What it rests on: claims of the same file, `file::name` of another, or bundled ones.
    corrects : name of a claim, optional
        The misprint, expected to be refuted, in whose place this claim stands. It goes into the errata.
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

    def __init_subclass__(cls) -> None:
        # A dataclass makes a representation of every field of its own, unless the class has one.
        if "__repr__" not in vars(cls):
            cls.__repr__ = Statement.__repr__  # type: ignore[method-assign]

    def __repr__(self) -> str:
        """The statement as text, with what is expected where that is no confirmation."""
        try:
            said = self.describe()
        except Exception as error:
            said = f"cannot be shown, {type(error).__name__}"
        expected = "" if self.expected == "confirmed" else f" (expected: {self.expected})"
        name = f" {self.id}" if self.id else ""
        return f"<{type(self).__name__}{name}: {said}{expected}>"

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
        """Return the equalities that exact witnesses can judge, those of offered proofs among them."""
        return tuple(e for question in self.questions for e in question.equalities())

    def stated(self) -> tuple[Expression, ...]:
        """Return every expression of the statement, its proof left out."""
        return tuple(tree for question in self.questions for tree in question.stated())

    def describe(self) -> str:
        """Return the statement as readable text."""
        return "\n".join(question.describe() for question in self.questions)


@dataclass(frozen=True, init=False, eq=False)
class Claim(Statement):
    """The claim that two expressions are equal for every dimension and every value of their symbols.

    Parameters
    ----------
    left, right : expressions or exact numbers, of one shape
        Both sides as on paper; nothing is simplified before the witnesses see it. With `...` on the right nothing is
        claimed: `lsa-theory solve FILE` fills it in.
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

    def __init__(
        self, left: object, right: object, *, observe: Observation | None = None, **about: Unpack[About]
    ) -> None:
        if right is ...:
            return self._ask(as_stated(left), about)
        sides = as_stated(left), as_stated(right)
        if sides[0].shape != sides[1].shape:
            raise ShapeMismatch(
                f"the two sides of a claim have different shapes: {describe(sides[0])} against "
                f"{describe(sides[1])}; write zero(...) for a zero matrix"
            )
        check_names(sides)
        assign = object.__setattr__
        assign(self, "left", sides[0])
        assign(self, "right", sides[1])
        assign(self, "observe", observe)
        Statement.__init__(self, **about)

    def _ask(self, left: Expression, about: About) -> None:
        """Make the question what the right side is."""
        check_names([left])
        for name, value in (("left", left), ("right", None), ("observe", None)):
            object.__setattr__(self, name, value)
        Statement.__init__(self, **about)

    if TYPE_CHECKING:
        # Reading LaTeX is above claims; `lsa_theory.forms`, which sees both, puts it here.
        @classmethod
        def from_latex(cls, text: str, letters: Mapping[str, object], **about: Unpack[About]) -> Statement:
            """Return the claim that a formula in LaTeX makes; see `lsa_theory.reading.statements.claim_from_latex`."""

    @property
    def questions(self) -> tuple[Equal | WhatIs, ...]:
        """The equality; with three dots on the right, what stands there."""
        if self.right is None:
            return (WhatIs(self.left),)
        return (Equal(self.left, self.right, observe=self.observe),)
