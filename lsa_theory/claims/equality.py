"""A claim: a statement with a name, a source, and what its author expects of the judges."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from inspect import Signature, signature
from typing import TYPE_CHECKING, Any

from lsa_theory.claims.construction import Place, check_about, place_of_call, register
from lsa_theory.claims.names import check_names
from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.expressions.expression import Expression, as_expression, describe

if TYPE_CHECKING:
    from lsa_theory.values.instances.instance import Instance

# An observation draws tokens and runs the layer: (generator, instance) -> (estimate, standard error), both
# of the shape of the right side.
Observation = Callable[[Any, "Instance"], tuple[Any, Any]]

_EXPECTED = ("confirmed", "refuted")


def as_stated(value: object) -> Expression:
    """Return what a side of a statement says: of a loss or a risk its definition, which lets the layer be looked at.

    The closed form that was derived from the definition would have the derivation judge itself.
    """
    definition = getattr(value, "definition", None)
    return definition if isinstance(definition, Expression) else as_expression(value)


@dataclass(frozen=True)
class Identity:
    """One equality between two trees; `part` names it where a claim consists of several.

    A `step` belongs to a proof that was offered: where it fails, the statement may hold all the same.
    """

    left: Expression
    right: Expression
    part: str = ""
    step: bool = False


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
    """

    source: str = ""
    id: str | None = None
    title: str = ""
    expected: str = "confirmed"
    witnesses: Sequence[str] | None = None
    note: str = ""
    strengthens: str = ""

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

    def identities(self) -> tuple[Identity, ...]:
        """Return the equalities that exact witnesses can judge."""
        raise NotImplementedError

    def stated(self) -> tuple[Expression, ...]:
        """Return every expression of the statement, its proof left out."""
        return tuple(side for i in self.identities() if not i.step for side in (i.left, i.right))

    @property
    def questions(self) -> tuple[str, ...]:
        """What must be decided before the claim is confirmed; a kind that does not say stays undecided."""
        return ("meaning of this kind of claim",)

    @property
    def established(self) -> str:
        """What exact witnesses establish when they confirm all identities, in words; empty if it is all."""
        return ""

    @property
    def identities_are_steps(self) -> bool:
        """Whether the identities are steps of a proof: one that fails then says nothing against the claim."""
        return False

    def describe(self) -> str:
        """Return the statement as readable text."""
        return "\n".join(f"{i.left!r} = {i.right!r}" for i in self.identities())


def _of_call(function: Callable[..., None]) -> Signature:
    """Return the signature of a constructor without `self`."""
    whole = signature(function)
    return whole.replace(parameters=list(whole.parameters.values())[1:])


@dataclass(frozen=True, init=False, eq=False)
class Claim(Statement):
    """The claim that two expressions are equal for every dimension and every value of their symbols.

    Parameters
    ----------
    left, right : expressions or exact numbers, of one shape
        Both sides as on paper; nothing is simplified before the witnesses see it.
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
    right: Expression = field(kw_only=False)
    observe: Observation | None = None

    def __new__(cls, left: object = None, right: object = None, **about: Any) -> Any:
        """Return the claim, or for `Claim(left, ...)` the question what the right side is."""
        if right is ...:
            from lsa_theory.claims.open_question import OpenQuestion

            return OpenQuestion(left, **about)
        return super().__new__(cls)

    def __init__(
        self,
        left: object,
        right: object,
        *,
        source: str = "",
        id: str | None = None,
        title: str = "",
        expected: str = "confirmed",
        witnesses: Sequence[str] | None = None,
        note: str = "",
        strengthens: str = "",
        observe: Observation | None = None,
    ) -> None:
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
        Statement.__init__(
            self,
            source=source,
            id=id,
            title=title,
            expected=expected,
            witnesses=witnesses,
            note=note,
            strengthens=strengthens,
        )

    @property
    def questions(self) -> tuple[str, ...]:
        """The equality."""
        return ("equality",)

    def identities(self) -> tuple[Identity, ...]:
        """Return the one equality."""
        return (Identity(self.left, self.right),)


# `__new__` only looks whether the right side is open; what is to be given is what `__init__` says.
Claim.__signature__ = _of_call(Claim.__init__)  # type: ignore[attr-defined]
