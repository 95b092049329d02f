"""Strict signs that can be read off an expression: what is positive, or positive definite, by its structure alone."""

from __future__ import annotations

from collections.abc import Collection

from lsa_theory.claims.forms.by_entries import Signs, diagonal_is, entries_are, is_diagonal
from lsa_theory.claims.signs import (
    factors_of,
    functions_of_one,
    has_safe_roots,
    is_definite,
    is_nonnegative,
    is_symmetric,
    put_in,
)
from lsa_theory.expressions.analysis.kinds import Applied, Pi
from lsa_theory.expressions.entrywise.products import Hadamard
from lsa_theory.expressions.expression import (
    Expression,
    Identity,
    Number,
    Power,
    Product,
    Scale,
    Sum,
    Symbol,
    SymbolicPower,
    Trace,
    Transpose,
)
from lsa_theory.expressions.operators import At
from lsa_theory.expressions.random import Expectation, Position
from lsa_theory.expressions.rebuilding import replaced


def is_positive(node: Expression, positive: Collection[Symbol] = ()) -> bool:
    """Whether a scalar is above 0 wherever it is defined, as far as its structure shows.

    Parameters
    ----------
    node : scalar expression
    positive : symbols, optional
        Scalars that are known to be positive for another reason.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, norm_squared, positive_definite, scalar, trace, vector
    >>> d = dimension("d"); L = positive_definite("Lambda", d); a = vector("a", d); t = scalar("t")
    >>> is_positive(trace(L) / d), is_positive(norm_squared(a)), is_positive(t), is_positive(t, [t])
    (True, False, False, True)
    """
    return _is_positive(_with_signs(node, positive))


def is_nonnegative_given(node: Expression, positive: Collection[Symbol]) -> bool:
    """Whether a scalar is at least 0 where the named symbols are positive."""
    return is_nonnegative(_with_signs(node, positive))


def _with_signs(node: Expression, positive: Collection[Symbol]) -> Expression:
    """Return the tree with the named scalars declared positive."""
    stand_ins = {symbol: Symbol(symbol.name, structure="positive") for symbol in positive}
    return replaced(node, lambda part: stand_ins.get(part) if isinstance(part, Symbol) else None)


def _is_positive(node: Expression) -> bool:
    match node:
        case Number():
            return node.value > 0
        case Identity() | Pi() | Position():
            return True
        case Applied():
            return node.function in ("exp", "factorial")
        case SymbolicPower():
            return _is_positive(node.child)
        case Expectation():
            return is_nonnegative(node) and _is_positive(node.body)
        case At():
            return _is_positive(put_in(node))
        case Symbol():
            return node.structure in ("positive", "dimension")
        case Sum():
            return all(is_nonnegative(term) for term in node.terms) and any(map(_is_positive, node.terms))
        case Power() if node.is_scalar:
            return _is_positive(node.child)
        case Scale():
            return _is_positive(node.scalar) and _is_positive(node.child)
        case Transpose():
            return _is_positive(node.child)
        case Trace():
            factors = factors_of(node.child)
            # tr(P Q) = |P^1/2 Q^1/2|^2, which vanishes only where one of them is singular.
            return is_strictly_definite(node.child) or (
                len(factors) == 2 and all(map(is_strictly_definite, factors))
            )
        case Product() if node.is_scalar:
            return all(factor.is_scalar and _is_positive(factor) for factor in factors_of(node))
    return False


def is_strictly_definite(node: Expression) -> bool:
    """Whether a matrix is symmetric positive definite, no direction left out, as far as its structure shows.

    >>> from lsa_theory.expressions import dimension, identity, matrix, positive_definite
    >>> d = dimension("d"); L = positive_definite("Lambda", d); A = matrix("A", d)
    >>> is_strictly_definite(L + A @ A.T), is_strictly_definite(A @ A.T)
    (True, False)
    >>> is_strictly_definite(L**-2 @ (L + identity(d)))
    True
    """
    if node.is_scalar:
        return _is_positive(node)
    match node:
        case Identity():
            return True
        case At():
            return is_strictly_definite(put_in(node))
        case Symbol():
            return node.structure == "positive definite"
        case Sum():
            return all(is_definite(term) for term in node.terms) and any(
                map(is_strictly_definite, node.terms)
            )
        case Scale():
            return _is_positive(node.scalar) and is_strictly_definite(node.child)
        case Power() | Transpose():
            return is_strictly_definite(node.child)
        case Hadamard():
            # Schur, and diagonal matrices.
            schur = is_strictly_definite(node.left) and is_strictly_definite(node.right)
            return schur or (is_diagonal(node) and diagonal_is(node, _SIGNS, strict=True))
        case Product():
            factors = factors_of(node)
            return functions_of_one(factors) and all(map(is_strictly_definite, factors))
    return False


def has_nonnegative_entries(node: Expression) -> bool:
    """Whether no entry of a matrix is below 0, as far as its form shows."""
    return entries_are(node, _SIGNS)


def has_positive_entries(node: Expression) -> bool:
    """Whether every entry of a matrix is above 0, as far as its form shows.

    >>> from lsa_theory.expressions import dimension, matrix, scalar
    >>> from lsa_theory.expressions.entrywise.elementwise import hadamard, ones
    >>> d = dimension("d"); K = matrix("K", d); t = scalar("t", positive=True)
    >>> has_positive_entries(t * ones(d, d) + hadamard(K, K)), has_positive_entries(hadamard(K, K))
    (True, False)
    """
    return entries_are(node, _SIGNS, strict=True)


_SIGNS = Signs(is_nonnegative, _is_positive, is_definite, is_strictly_definite, has_safe_roots)


def has_structure(symbol: Symbol, value: Expression) -> bool:
    """Whether the form of a value shows that it is what a symbol is declared to be: positive, symmetric, definite."""
    match symbol.structure:
        case "positive":
            return is_positive(value)
        case "positive definite":
            return is_strictly_definite(value)
        case "symmetric":
            return is_symmetric(value)
    return True
