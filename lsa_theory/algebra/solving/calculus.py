"""Calculus on expressions: directional and time derivatives, Hessians as bilinear forms."""

from __future__ import annotations

from collections.abc import Mapping

from lsa_theory.algebra.derivative import directional
from lsa_theory.algebra.normal import Normal, normal
from lsa_theory.algebra.ring.polynomial import freeze
from lsa_theory.algebra.ring.rational import reduced
from lsa_theory.errors import ShapeMismatch
from lsa_theory.expressions.expression import Symbol, as_expression, describe


def directional_derivative(expression: object, directions: Mapping[Symbol, object]) -> Normal:
    """Return d/ds of an expression when each symbol moves along its direction, at s = 0.

    Parameters
    ----------
    expression : Expression
        Any shape.
    directions : mapping of Symbol to Expression
        Of the symbols' shapes; for a symmetric symbol a symmetric expression.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, matrix, trace
    >>> d = dimension("d"); A = matrix("A", d); V = matrix("V", d)
    >>> directional_derivative(trace(A @ A.T), {A: V})
    2 * tr(A @ V.T)
    """
    form = normal(expression)
    moved = {}
    declared = dict(form.declared)
    for symbol, given in directions.items():
        direction = normal(given)
        if (direction.rows, direction.cols) != symbol.shape:
            raise ShapeMismatch(
                f"the direction of {describe(symbol)} is {direction.rows} x {direction.cols}; the shapes must be equal"
            )
        moved[symbol.name] = direction.terms
        declared.update(direction.declared)
    terms = reduced(directional(form.terms, moved))
    return Normal(form.rows, form.cols, freeze(terms), tuple(sorted(declared.items())))


def along(quantity: object, flow: Mapping[Symbol, object]) -> Normal:
    """Return the time derivative of a quantity along a flow {symbol: rate}."""
    return directional_derivative(quantity, flow)


def hessian(expression: object, first: Mapping[Symbol, object], second: Mapping[Symbol, object]) -> Normal:
    """Return the second derivative of an expression as a bilinear form in two sets of directions.

    >>> from lsa_theory.expressions import dimension, matrix, trace
    >>> d = dimension("d"); A, V, W = (matrix(n, d) for n in "AVW")
    >>> hessian(trace(A @ A.T), {A: V}, {A: W})
    2 * tr(V @ W.T)
    """
    return directional_derivative(as_expression(directional_derivative(expression, first)), second)
