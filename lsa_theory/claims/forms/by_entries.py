"""Signs of entries that the form of a matrix shows, and whether its form shows that it is diagonal.

What scalars tell of their signs is handed in, so that this file knows nothing of scalars.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lsa_theory.expressions.entrywise.elementwise import UnitVector
from lsa_theory.expressions.entrywise.products import Hadamard, Ones
from lsa_theory.expressions.expression import (
    Expression,
    Identity,
    Power,
    Product,
    Scale,
    Sum,
    Transpose,
    Zero,
)

Sign = Callable[[Expression], bool]


@dataclass(frozen=True)
class Signs:
    """What is known of scalars and of whole matrices: non-negative, positive, semi-definite, definite by form.

    `square` says whether an even power of a tree is non-negative wherever it is defined.
    """

    nonnegative: Sign
    positive: Sign
    semidefinite: Sign
    definite: Sign
    square: Sign

    def scalar(self, strict: bool) -> Sign:
        """Return what is asked of scalars."""
        return self.positive if strict else self.nonnegative

    def matrix(self, strict: bool) -> Sign:
        """Return what is asked of matrices."""
        return self.definite if strict else self.semidefinite


def is_diagonal(node: Expression) -> bool:
    """Whether a square matrix is diagonal, as far as its form shows.

    >>> from lsa_theory import dimension, hadamard, identity, matrix, vector
    >>> from lsa_theory.expressions.entrywise.elementwise import diagonal
    >>> d = dimension("d"); K = matrix("K", d); a = vector("a", d)
    >>> is_diagonal(hadamard(K, identity(d)) @ diagonal(a)), is_diagonal(hadamard(K, K))
    (True, False)
    """
    match node:
        case Identity():
            return True
        case Zero():
            return node.rows == node.cols
        case Hadamard():
            return node.rows == node.cols and any(map(is_diagonal, _factors(node)))
        case Sum():
            return all(map(is_diagonal, node.terms))
        case Scale() | Transpose() | Power():
            return not node.is_scalar and is_diagonal(node.child)
        case Product():
            return is_diagonal(node.left) and is_diagonal(node.right)
    return False


def entries_are(node: Expression, signs: Signs, *, strict: bool = False) -> bool:
    """Whether every entry of a matrix is at least 0, or above it, as far as its form shows."""
    if node.is_scalar:
        return signs.scalar(strict)(node)
    match node:
        case Ones():
            return True
        case Identity() | Zero() | UnitVector():
            return not strict
        case Sum():
            return all(entries_are(term, signs) for term in node.terms) and (
                not strict or any(entries_are(term, signs, strict=True) for term in node.terms)
            )
        case Scale():
            return signs.scalar(strict)(node.scalar) and entries_are(node.child, signs, strict=strict)
        case Transpose():
            return entries_are(node.child, signs, strict=strict)
        case Product():
            return all(entries_are(side, signs, strict=strict) for side in (node.left, node.right))
        case Hadamard():
            rest = _factors(node) if strict else _unpaired(_factors(node), signs)
            return all(entries_are(factor, signs, strict=strict) for factor in rest)
    return False


def diagonal_is(node: Expression, signs: Signs, *, strict: bool = False) -> bool:
    """Whether the diagonal of a square matrix is at least 0, or above it, as far as its form shows."""
    if node.rows != node.cols:
        return False
    if isinstance(node, Identity) or entries_are(node, signs, strict=strict):
        return True
    match node:
        case Sum():
            return all(diagonal_is(term, signs) for term in node.terms) and (
                not strict or any(diagonal_is(term, signs, strict=True) for term in node.terms)
            )
        case Scale():
            return signs.scalar(strict)(node.scalar) and diagonal_is(node.child, signs, strict=strict)
        case Hadamard():
            rest = _factors(node) if strict else _unpaired(_factors(node), signs)
            return all(diagonal_is(factor, signs, strict=strict) for factor in rest)
        case Product() if is_diagonal(node):
            return all(diagonal_is(side, signs, strict=strict) for side in (node.left, node.right))
        case Power() if is_diagonal(node):
            return diagonal_is(node.child, signs, strict=strict)
    return signs.matrix(strict)(node)


def weighs_entries(left: Expression, right: Expression, signs: Signs) -> bool:
    """Whether tr(left right) reads tr((W o X) X'), the sum of W_ij X_ij^2, with no entry of W below 0."""
    if not isinstance(left, Hadamard):
        return False
    # X may be an elementwise product itself.
    ways = [(left.left, [left.right]), (left.right, [left.left])]
    factors = _factors(left)
    ways += [(factor, factors[:k] + factors[k + 1 :]) for k, factor in enumerate(factors)]
    return any(
        (right == factor.T or factor == right.T)
        and signs.square(factor)
        and all(entries_are(other, signs) for other in _unpaired(rest, signs))
        for factor, rest in ways
    )


def _factors(node: Expression) -> list[Expression]:
    """Return the factors of an elementwise product, those with a name opened too."""
    if isinstance(node, Hadamard):
        return [*_factors(node.left), *_factors(node.right)]
    return [node]


def _unpaired(factors: list[Expression], signs: Signs) -> list[Expression]:
    """Return the factors of an elementwise product that are left when squares are taken out."""
    left: list[Expression] = []
    for factor in factors:
        if factor in left and signs.square(factor):
            left.remove(factor)
        else:
            left.append(factor)
    return left
