"""At which one size an identity decides itself for all.

Without symbolic dimensions there is one size. Where letters are matrices between spaces of symbolic dimensions,
beside scalars and nothing else, a rational identity at large enough sizes is an identity for all. Proof. Let f be
the difference of the sides, and let all its inverses exist at a point where square letters are multiples c I of the
identity and the others 0; then they exist there at all sizes. Around that point f is a series in non-commuting
letters with a realisation of some size n: a constant needs 1, a letter 2, a sum or a product the sum of its parts,
an inverse one more than what is inverted. A series that is not 0 has a word of length k < n with a coefficient that
is not 0. If f vanishes at all matrices of size n, then so does its part of degree k, and, made multilinear, that
part at y_i = e_{i,i+1} (for a symmetric letter e_{i,i+1} + e_{i+1,i}), whose entry (1, k+1) is the coefficient of
that word: the only way from 1 to k + 1 that uses each step once is the straight one, transposes or not. So the
series is 0, and f is 0 near the point at every size, hence wherever it is defined.
"""

from __future__ import annotations

from collections.abc import Callable

from lsa_theory.claims.questions.equal import Equal
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
    Zero,
)
from lsa_theory.expressions.traversal import Constituents
from lsa_theory.values.instances.instance import Instance, Letter
from lsa_theory.values.quadrature.open_laws import has_open_law
from lsa_theory.values.sizes import Sizes

# Beyond this size one evaluation takes longer than a second.
_LARGEST = 40


def sufficient_size(identity: Equal, parts: Constituents) -> Sizes | None:
    """Return sizes at which an identity between rational functions, true there, is true for all; None if not known.

    >>> from lsa_theory.expressions import dimension, inverse, matrix
    >>> from lsa_theory.expressions.traversal import constituents
    >>> d = dimension("d"); A = matrix("A", d); B = matrix("B", d)
    >>> push = Equal(A @ inverse(A + B), inverse(A + B) @ A)
    >>> sufficient_size(push, constituents([push.left, push.right]))
    {d: 14}
    """
    sides = (identity.left, identity.right)
    if parts.has_fractional_powers or has_open_law(identity.formulas.nodes):
        return None
    if not parts.dimensions:
        return {}
    if parts.unbound:
        return None
    total = _total([_states(side) for side in sides])
    if total is None or total > _LARGEST:
        return None
    return dict.fromkeys(parts.dimensions, max(total, 1))


def regular_point(parts: Constituents, entry: Callable[[], int]) -> Instance:
    """Return the point at which all inverses must exist: size one, square letters any number, the others 0."""
    values: dict[Letter, list[list[int]]] = {
        symbol: [[entry() if symbol.rows == symbol.cols else 0]] for symbol in parts.symbols
    }
    return Instance(dict.fromkeys(parts.dimensions, 1), values)


def _states(node: Expression) -> int | None:
    """Return a bound on the size of a realisation; None for what is no rational function of matrices."""
    if _is_scalar(node):
        return 1
    if not all(isinstance(size, Symbol) for size in node.shape):
        # A vector lies in a space of dimension one, where products commute.
        return None
    match node:
        case Zero() | Identity():
            return 1
        case Symbol():
            # Letters of one commuting family satisfy relations that free letters do not.
            return None if node.family else 2
        case Transpose():
            return _states(node.child)
        case Scale() if _is_scalar(node.scalar):
            return _states(node.child)
        case Sum():
            return _total([_states(term) for term in node.terms])
        case Product():
            return _total([_states(node.left), _states(node.right)])
        case Power():
            inner = _states(node.child)
            if inner is None or node.exponent.denominator != 1:
                return None
            times = int(node.exponent)
            return max(inner * times, 1) if times >= 0 else (inner + 1) * -times
    return None


def _total(parts: list[int | None]) -> int | None:
    known = [p for p in parts if p is not None]
    return sum(known) if len(known) == len(parts) else None


def _is_scalar(node: Expression) -> bool:
    """Whether a node is a rational function of scalar symbols alone: dimensions would be read off at one size."""
    match node:
        case Number():
            return True
        case Symbol():
            return node.is_scalar and node.structure != "dimension"
        case Sum():
            return node.is_scalar and all(_is_scalar(term) for term in node.terms)
        case Scale() | Product() | Power() | Transpose():
            return node.is_scalar and all(_is_scalar(child) for child in node.children)
    return False
