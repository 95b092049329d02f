"""Whether the terms of a sum come in pairs of a matrix and its transpose: then the sum is symmetric."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lsa_theory.expressions.expression import Expression, Scale, Transpose

# The scalars of a term, and its matrices in their order.
Word = tuple[list[Expression], list[Expression]]


def come_in_pairs(words: Sequence[Word], is_symmetric: Callable[[Expression], bool]) -> bool:
    """Whether each term stands beside its transpose.

    >>> from lsa_theory.expressions import dimension, matrix
    >>> A = matrix("A", dimension("d"))
    >>> come_in_pairs([([], [A]), ([], [A.T])], lambda letter: False), come_in_pairs([([], [A])], lambda letter: False)
    (True, False)
    """
    rest = list(words)
    while rest:
        numbers, letters = rest.pop()
        flipped = [letter if is_symmetric(letter) else letter.T for letter in reversed(letters)]
        partner = next((w for w in rest if w[1] == flipped and _same(w[0], numbers)), None)
        if partner is None:
            return False
        rest.remove(partner)
    return True


def without_scalar(factor: Expression) -> tuple[Expression | None, Expression]:
    """Return the scalar that a matrix is multiplied by, or None, and what is multiplied."""
    match factor:
        case Scale():
            return factor.scalar, factor.child
        case Transpose(child=Scale() as inner):
            return inner.scalar, inner.child.T
    return None, factor


def _same(one: Sequence[Expression], other: Sequence[Expression]) -> bool:
    return len(one) == len(other) and all(one.count(number) == other.count(number) for number in one)
