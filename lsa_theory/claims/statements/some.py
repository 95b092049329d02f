"""The claim that something holds somewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

from lsa_theory.claims.equality import About, Statement
from lsa_theory.claims.hypotheses import equation
from lsa_theory.claims.names import check_names
from lsa_theory.claims.questions.at_least import AtLeast
from lsa_theory.claims.questions.equal import Equal, as_stated
from lsa_theory.claims.questions.some_instance import SomeInstance
from lsa_theory.errors import InvalidArgument


@dataclass(frozen=True, init=False, eq=False)
class Exists(Statement):
    """The claim that there are sizes and values at which a relation holds.

    One exact instance confirms it. It is refuted where the form of the difference shows that the opposite holds
    everywhere; where neither is found it stays undecided, and the opposite is a claim of its own, with a proof.

    Parameters
    ----------
    left, relation, right
        Scalars or, for "=", expressions of one shape; the relation is one of "=", ">=", ">", "<=" and "<".

    The remaining parameters are those of `Statement`.

    Raises
    ------
    InvalidArgument
        If the relation is another word.
    ShapeMismatch
        If the sides cannot be compared.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, matrix, trace
    >>> A = matrix("A", dimension("d"))
    >>> Exists(trace(A @ A), "<", 0).describe()
    'at some instance: 0 > tr(A @ A)'
    """

    asked: SomeInstance

    def __init__(self, left: object, relation: str, right: object, **about: Unpack[About]) -> None:
        one, other = as_stated(left), as_stated(right)
        of: Equal | AtLeast
        match relation:
            case "=":
                of = equation(one, other)
            case ">=" | ">":
                of = AtLeast(one, other, strict=relation == ">")
            case "<=" | "<":
                of = AtLeast(other, one, strict=relation == "<")
            case _:
                raise InvalidArgument(f"relation={relation!r}; expected one of =, >=, >, <=, <")
        object.__setattr__(self, "asked", SomeInstance(of, strict=relation in ("<", ">")))
        check_names(self.stated())
        Statement.__init__(self, **about)

    @property
    def questions(self) -> tuple[SomeInstance, ...]:
        """That there is an instance."""
        return (self.asked,)
