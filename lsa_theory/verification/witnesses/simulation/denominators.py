"""Where the inverse of something random has no bound, and how probable it is that it is large.

A k x k matrix P Y Y' P' of m Gaussian columns has an inverse whose power p has a mean exactly for m - k + 1 > 2 p (an
inverse Wishart matrix); a sum of r squares of Gaussian variables is the case k = 1 of it. Any other law with a bounded
density near zero has the same condition.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from lsa_theory.expressions.analysis.kinds import Applied, Determinant
from lsa_theory.expressions.expression import Expression, Power, Product, Scale, Sum, Trace, Transpose, walk
from lsa_theory.expressions.laws.coordinates import IndependentCoordinates, Uniform
from lsa_theory.expressions.laws.orthogonal import Orthogonal
from lsa_theory.expressions.random import Column, RandomVector, SampleMatrix, SumOver
from lsa_theory.expressions.traversal import everything
from lsa_theory.values.refusals import NotApplicable
from lsa_theory.values.scope import Scope, places, size_of
from lsa_theory.verification.witnesses.simulation.existence import is_random
from lsa_theory.verification.witnesses.simulation.growth import Pole

# The value of what is not random, (rows, cols).
Value = Callable[[Expression, Scope], Any]
_TINY = 1e-9


def denominator(value: Value) -> Callable[[Expression, Fraction, Scope], Pole | None]:
    """Return the function that says where the inverse power of something has its pole; None where it is bounded."""
    return _Denominators(value).pole


class _Denominators:
    def __init__(self, value: Value) -> None:
        self._value = value

    def pole(self, node: Expression, times: Fraction, scope: Scope) -> Pole | None:
        """Return the pole of node^(-times).

        Raises
        ------
        NotApplicable
            If it vanishes inside the law, or may do so for all that is known here.
        """
        terms = _terms(node)
        if all(self._is_semidefinite(term, scope) for term in terms):
            if any(not is_random(term) and self._least(term, scope) > _TINY for term in terms):
                return None
            rooms = [room for room in (self._room(term, scope) for term in terms) if room is not None]
            if rooms:
                return Pole(max(rooms), times, _name(node))
        room = self._room(node, scope)
        if room is None:
            raise NotApplicable(
                f"1 / {node!r} may have no variance: how probable small values are is not known here"
            )
        return Pole(room, times, _name(node))

    def _room(self, node: Expression, scope: Scope) -> Fraction | None:
        """Return (m - k + 1) / 2 of the matrix, or k m / 2 of the trace, of k x k P Y Y' P'; None for anything else."""
        if isinstance(node, Determinant) and len(node.blocks) == 1:
            return self._room(node.blocks[0][0], scope)
        if isinstance(node, Scale) and not is_random(node.scalar):
            return self._room(node.child, scope) if self._least(node.scalar, scope) > _TINY else None
        traced = node.child if isinstance(node, Trace) else node
        half = self._half(traced, scope)
        if half is None or not all(self._has_density(source, scope) for source in _sources(node)):
            return None
        left, columns = half
        rows = size_of(traced.rows, scope)
        rank = rows if left is None else int(np.linalg.matrix_rank(self._value(left, scope)))
        if isinstance(node, Trace):
            return Fraction(rank * columns, 2)
        return Fraction(columns - rank + 1, 2) if rank == rows else None

    def _has_density(self, source: RandomVector | SampleMatrix, scope: Scope) -> bool:
        """Whether no value of a vector has a probability of its own, and no direction is left out."""
        law = source.law
        if isinstance(law, Orthogonal):
            return False
        if isinstance(law, IndependentCoordinates) and not isinstance(law.coordinate, Uniform):
            return False
        # Under a random law small values may be more probable than under each of its laws.
        covariance = _unrotated(law.covariance)
        return not is_random(covariance) and self._least(covariance, scope) > _TINY

    def _half(self, node: Expression, scope: Scope) -> tuple[Expression | None, int] | None:
        """Return the P of P Y M Y' P' (None for the identity) and the rank of M, where Y has i.i.d. columns."""
        if isinstance(node, SumOver):
            body = node.body
            column = body.left if isinstance(body, Product) else None
            if not (isinstance(column, Column) and column.index == node.index and body == column @ column.T):
                return None
            return None, len(places(node.index, scope))
        factors = _factors(node)
        random = [k for k, factor in enumerate(factors) if is_random(factor)]
        if len(random) != 2:
            return None
        first, last = random
        before, middle, after = factors[:first], factors[first + 1 : last], factors[last + 1 :]
        if not _are_transposed(before, after) or factors[first] != _turned(factors[last]):
            return None
        if not isinstance(_bare(factors[first]), RandomVector | SampleMatrix | Column):
            return None
        inner = size_of(factors[first].cols, scope)
        if middle:
            values = np.linalg.eigvalsh(self._value(_product(middle), scope))
            if values.min() < -_TINY:
                return None
            inner = int((values > _TINY).sum())
        return (_product(before) if before else None), inner

    def _is_semidefinite(self, node: Expression, scope: Scope) -> bool:
        if not is_random(node):
            return self._least(node, scope) > -_TINY
        match node:
            case Scale():
                return all(self._is_semidefinite(part, scope) for part in node.children)
            case Sum():
                return all(self._is_semidefinite(term, scope) for term in node.terms)
            case Trace() | Transpose():
                return self._is_semidefinite(node.children[0], scope)
            case SumOver():
                within = (
                    scope.bind(indices={**scope.indices, node.index: i}) for i in places(node.index, scope)
                )
                return all(self._is_semidefinite(node.body, inner) for inner in within)
            case Power():
                even = node.exponent.denominator == 1 and node.exponent % 2 == 0 and node.is_scalar
                return even or self._is_semidefinite(node.child, scope)
            case Applied():
                return node.function in ("exp", "absolute", "relu", "indicator")
        factors = _factors(node)
        half = len(factors) // 2
        if not _are_transposed(factors[:half], factors[len(factors) - half :]):
            return False
        return len(factors) % 2 == 0 or (half > 0 and self._is_semidefinite(factors[half], scope))

    def _least(self, node: Expression, scope: Scope) -> float:
        """Return the least eigenvalue of what is symmetric; minus infinity for what is not."""
        value = self._value(node, scope)
        if value.shape[0] != value.shape[1] or np.abs(value - value.T).max() > _TINY * (
            1 + np.abs(value).max()
        ):
            return -np.inf
        return float(np.linalg.eigvalsh(value).min())


def _terms(node: Expression) -> tuple[Expression, ...]:
    return node.terms if isinstance(node, Sum) else (node,)


def _factors(node: Expression) -> list[Expression]:
    match node:
        case Product():
            return [*_factors(node.left), *_factors(node.right)]
        case Transpose(child=Product() as inner):
            return [_turned(factor) for factor in reversed(_factors(inner))]
    return [node]


def _turned(node: Expression) -> Expression:
    return node.child if isinstance(node, Transpose) else node.T


def _bare(node: Expression) -> Expression:
    return node.child if isinstance(node, Transpose) else node


def _are_transposed(left: list[Expression], right: list[Expression]) -> bool:
    return len(left) == len(right) and all(
        a == _turned(b) or b == a.T for a, b in zip(left, reversed(right), strict=True)
    )


def _product(factors: list[Expression]) -> Expression:
    total = factors[0]
    for factor in factors[1:]:
        total = Product(total, factor)
    return total


def _unrotated(covariance: Expression) -> Expression:
    """Return C of Q C Q' with a random orthogonal Q, under which a density has the same bound for every Q."""
    factors = _factors(covariance)
    if len(factors) < 3 or _turned(factors[0]) != factors[-1]:
        return covariance
    first = _bare(factors[0])
    square = (
        isinstance(first, RandomVector) and isinstance(first.law, Orthogonal) and first.rows == first.cols
    )
    return _unrotated(_product(factors[1:-1])) if square else covariance


def _sources(node: Expression) -> list[RandomVector | SampleMatrix]:
    """Return what is random in a matrix and in its laws, but for rotations of the laws, which `_unrotated` looks at."""
    own = set(walk(node))
    found = (n for n in everything([node]) if isinstance(n, RandomVector | SampleMatrix))
    return [n for n in found if n in own or not isinstance(n.law, Orthogonal)]


def _name(node: Expression) -> str:
    return ", ".join(sorted({source.name for source in _sources(node)}))
