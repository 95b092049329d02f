"""What a description is made of: matrices in products and sums, whose equations the family solves in words."""

from __future__ import annotations

from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions.entrywise.arrays import Array
from lsa_theory.expressions.entrywise.elementwise import UnitVector
from lsa_theory.expressions.entrywise.products import Hadamard, Ones
from lsa_theory.expressions.expression import Expression, describe, walk


def check_words(value: Expression, name: str) -> None:
    """Refuse what is made of elementwise products, ones, entries or numbers: the family solves equations in words.

    Raises
    ------
    UnsupportedExpression
        With what to write instead.
    """
    if any(isinstance(node, Hadamard | Ones | UnitVector | Array) for node in walk(value)):
        raise UnsupportedExpression(
            f"{name} is {describe(value)}; the minimisers of this family are not known for elementwise products, "
            "diagonals, ones, single entries or numbers of an array. Declare a symbol for it, and put its value into "
            "the result with at(...), or its numbers with evaluate(...)"
        )
