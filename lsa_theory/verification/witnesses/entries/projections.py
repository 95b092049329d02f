"""Projections onto the row space of a Gaussian sample, read as those onto the columns of a random orthogonal matrix.

P = X' (X X')^-1 X does not change when X is multiplied by an invertible matrix from the left, so X may have covariance
I; and for N orthogonal O, X O has the law of X, so that P has that of F F' with F the first d columns of a random
orthogonal matrix of size N. So has e_i' P e_j, which is x_i' (X X')^-1 x_j. Where X stands in no other way, its average
is one over F, a polynomial.
"""

from __future__ import annotations

from functools import reduce

from lsa_theory.expressions.entrywise.elementwise import UnitVector
from lsa_theory.expressions.expression import (
    Expression,
    Identity,
    Number,
    Power,
    Product,
    Scale,
    Sum,
    Symbol,
    Transpose,
)
from lsa_theory.expressions.laws.orthogonal import Orthogonal
from lsa_theory.expressions.random import Column, Expectation, Gaussian, RandomVector, SampleMatrix
from lsa_theory.expressions.rebuilding import replaced
from lsa_theory.expressions.traversal import everything


def through_frames(node: Expectation) -> Expectation:
    """Return an expectation with samples that stand in projections alone exchanged for orthonormal columns."""
    if not any(isinstance(part, Power) and part.exponent < 0 for part in everything([node.body])):
        return node
    body, over = node.body, list(node.over)
    for k, source in enumerate(node.over):
        if not isinstance(source, SampleMatrix) or not _is_centred(source):
            continue
        frame = RandomVector(
            f"\0{source.name}", source.cols, Orthogonal(source.cols, source.rows), source.rows
        )
        changed = _Exchange(source, frame).of(body)
        if not any(part == source for part in everything([changed])):
            body, over[k] = changed, frame
    return node if body is node.body else Expectation(body, tuple(over))


def _is_centred(source: SampleMatrix) -> bool:
    law = source.law
    # Of a singular covariance there is no inverse, and nothing to be exchanged.
    return isinstance(law, Gaussian) and law.mean is None and _is_definite(law.covariance)


def _is_definite(node: Expression) -> bool:
    """Whether a covariance is definite by its declaration; of other forms that is not asked here."""
    match node:
        case Identity():
            return True
        case Number():
            return node.value > 0
        case Symbol():
            return node.structure in ("positive definite", "positive")
        case Scale():
            return _is_definite(node.scalar) and _is_definite(node.child)
        case Sum():
            return all(map(_is_definite, node.terms))
    return False


class _Exchange:
    def __init__(self, sample: SampleMatrix, frame: RandomVector) -> None:
        self._sample, self._frame = sample, frame

    def of(self, tree: Expression) -> Expression:
        """Return a tree with every projection exchanged."""
        return replaced(tree, self._rule)

    def _rule(self, node: Expression) -> Expression | None:
        if not isinstance(node, Product):
            return None
        factors, found = _factors(node), list[Expression]()
        k = 0
        while k < len(factors):
            inside = self._projected(factors[k : k + 3])
            found.append(self.of(factors[k]) if inside is None else inside)
            k += 1 if inside is None else 3
        return reduce(lambda left, right: left @ right, found)

    def _projected(self, factors: list[Expression]) -> Expression | None:
        """Return what X' (X X')^-1 X becomes, or the same with columns at its ends; None for any other factors."""
        if len(factors) < 3:
            return None
        scale = self._inverted(factors[1])
        left = self._end(factors[0].child) if isinstance(factors[0], Transpose) else None
        right = self._end(factors[2])
        if scale is None or left is None or right is None:
            return None
        inner = self._frame @ self._frame.T
        if isinstance(left, UnitVector):
            inner = left.T @ inner
        if isinstance(right, UnitVector):
            inner = inner @ right
        return inner if scale is factors[1] else scale * inner

    def _end(self, node: Expression) -> Expression | None:
        if node == self._sample:
            return node
        if isinstance(node, Column) and node.sample == self._sample:
            return UnitVector(self._sample.cols, node.index)
        return None

    def _inverted(self, node: Expression) -> Expression | None:
        """Return the node for (X X')^-1, and 1 / c for (c X X')^-1; None for anything else."""
        if not (isinstance(node, Power) and node.exponent == -1):
            return None
        gram = self._sample @ Transpose(self._sample)
        if node.child == gram:
            return node
        if isinstance(node.child, Scale) and node.child.child == gram:
            return 1 / node.child.scalar
        return None


def _factors(node: Expression) -> list[Expression]:
    return [*_factors(node.left), *_factors(node.right)] if isinstance(node, Product) else [node]
