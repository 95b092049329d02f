"""The words a user writes: dimensions, scalars, matrices, random vectors, and functions of them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from lsa_theory.algebra.expression import (
    Dimension,
    Expression,
    Identity,
    Number,
    Scale,
    Symbol,
    Trace,
    Zero,
    as_expression,
    describe,
)
from lsa_theory.algebra.guards import checked_name, checked_size
from lsa_theory.algebra.random import (
    DeclaredMoments,
    Expectation,
    Gaussian,
    Law,
    MomentRule,
    RandomVector,
    SampleMatrix,
    free_sources,
    sources,
)
from lsa_theory.errors import InvalidArgument, InvalidCovariance, ShapeMismatch


def dimension(name: str) -> Symbol:
    """Declare a dimension or a length: a positive integer that stays symbolic.

    >>> dimension("d").structure
    'dimension'
    """
    return Symbol(checked_name(name, "a dimension"), structure="dimension")


def scalar(name: str, *, positive: bool = False) -> Symbol:
    """Declare a real scalar constant; only a positive one may carry a fractional power."""
    return Symbol(checked_name(name), structure="positive" if positive else "real")


def vector(name: str, rows: Dimension) -> Symbol:
    """Declare a constant rows x 1 vector."""
    return Symbol(checked_name(name), checked_size(rows, name), 1, "real" if rows == 1 else "general")


def matrix(name: str, rows: Dimension, cols: Dimension | None = None) -> Symbol:
    """Declare a constant matrix without structure; square if `cols` is left out."""
    cols = checked_size(rows, name) if cols is None else checked_size(cols, name)
    return Symbol(
        checked_name(name), checked_size(rows, name), cols, "real" if rows == cols == 1 else "general"
    )


def symmetric(name: str, rows: Dimension, *, family: str = "") -> Symbol:
    """Declare a constant symmetric matrix; matrices of one named family commute."""
    return Symbol(checked_name(name), checked_size(rows, name), rows, "symmetric", family)


def positive_definite(name: str, rows: Dimension, *, family: str = "") -> Symbol:
    """Declare a constant symmetric positive definite matrix; matrices of one named family commute."""
    return Symbol(checked_name(name), checked_size(rows, name), rows, "positive definite", family)


def identity(rows: Dimension) -> Expression:
    """Return the identity matrix."""
    return Identity(checked_size(rows, "the identity"))


def zero(rows: Dimension, cols: Dimension = 1) -> Expression:
    """Return the zero matrix, a zero column if `cols` is left out."""
    return Zero(checked_size(rows, "zero"), checked_size(cols, "zero"))


def trace(body: object) -> Expression:
    """Return the trace of a square expression; of a scalar, the scalar itself."""
    child = as_expression(body)
    if child.rows != child.cols:
        raise ShapeMismatch(f"cannot take the trace of {describe(child)}: it is not square")
    return child if child.is_scalar else Trace(child)


def inverse(body: Expression) -> Expression:
    """Return the inverse of a square expression."""
    return body**-1


def square_root(body: Expression) -> Expression:
    """Return the positive (definite) square root of a positive (definite) expression."""
    return body ** Fraction(1, 2)


def norm_squared(body: Expression) -> Expression:
    """Return the squared Frobenius norm tr(A A'); of a vector, its squared length."""
    return trace(body.T @ body) if body.cols == 1 else trace(body @ body.T)


def gaussian(name: str, *, covariance: Expression, mean: Expression | None = None) -> RandomVector:
    """Declare one Gaussian vector.

    Parameters
    ----------
    name : str
        Its name; vectors of different names are independent.
    covariance : (d, d) expression
        Symmetric and positive semi-definite.
    mean : (d, 1) expression, optional
        Zero if left out.

    Raises
    ------
    InvalidCovariance
        If the covariance is not square or is visibly not symmetric.
    ShapeMismatch
        If the mean does not fit the covariance.

    Examples
    --------
    >>> d = dimension("d")
    >>> gaussian("w", covariance=identity(d)).shape
    (d, 1)
    """
    return RandomVector(name, covariance.rows, _law(name, covariance, mean))


def samples(
    name: str, *, covariance: Expression, count: Dimension, mean: Expression | None = None
) -> SampleMatrix:
    """Declare the d x count matrix of i.i.d. Gaussian columns; parameters as for `gaussian`."""
    return SampleMatrix(name, covariance.rows, checked_size(count, name), _law(name, covariance, mean))


def with_moments(
    name: str,
    *,
    covariance: Expression,
    mean: Expression | None = None,
    central: Mapping[int, MomentRule] | None = None,
    count: Dimension | None = None,
) -> RandomVector | SampleMatrix:
    """Declare a random vector (or, with `count`, i.i.d. columns) of which only these moments are known.

    `central` maps an order k > 2 to a function of k column vectors that returns E prod_j <a_j, z - mean>.
    """
    _law(name, covariance, mean)
    law = DeclaredMoments(covariance, mean, dict(central or {}))
    if count is None:
        return RandomVector(name, covariance.rows, law)
    return SampleMatrix(name, covariance.rows, checked_size(count, name), law)


def E(body: object, *over: RandomVector | SampleMatrix) -> Expression:
    """Return the expectation of an expression over everything random in it, or over what is named.

    A mean or covariance may be random itself; then what has this law is averaged first, and the law's own randomness
    after it. Averaging over named sources alone leaves the others as they are.

    Raises
    ------
    InvalidArgument
        If a named source does not occur in the expression, or if it occurs in the law of another one that
        is not averaged: what is left would then be no function of what is written.

    Examples
    --------
    >>> d = dimension("d")
    >>> w = gaussian("w", covariance=identity(d))
    >>> E(w @ w.T)
    E[w @ w.T]
    """
    expression = as_expression(body)
    for source in over:
        if not isinstance(source, RandomVector | SampleMatrix):
            raise InvalidArgument(f"cannot average over {source!r}: it is not a random vector or a sample")
    chosen = tuple(dict.fromkeys(over)) if over else sources(expression)
    if over:
        _check_named(expression, chosen)
    for layer in _innermost_first(chosen):
        expression = Expectation(expression, layer)
    return expression


def _check_named(expression: Expression, chosen: tuple[RandomVector | SampleMatrix, ...]) -> None:
    """Refuse an average that finds nothing, or that passes over a source whose law needs it."""
    present = sources(expression)
    for source in chosen:
        if source not in present:
            names = ", ".join(s.name for s in present) or "nothing"
            raise InvalidArgument(
                f"cannot average over {source.name}: it does not occur in {describe(expression)}; random in it: {names}"
            )
    for other in free_sources(expression):
        needed = [s for s in sources(other) if s in chosen]
        if other not in chosen and needed:
            raise InvalidArgument(
                f"cannot average over {needed[0].name} and leave {other.name}, whose law depends on it; average over "
                f"{other.name} first: E(E(..., {other.name}), {needed[0].name})"
            )


def _innermost_first(
    chosen: tuple[RandomVector | SampleMatrix, ...],
) -> list[tuple[RandomVector | SampleMatrix, ...]]:
    """Put sources into layers, so that each is averaged before what its law depends on."""
    layers, waiting = [], list(chosen)
    while waiting:
        below = {s for other in waiting for s in sources(other) if s != other}
        layer = tuple(s for s in waiting if s not in below)
        layers.append(layer)
        waiting = [s for s in waiting if s not in layer]
    return layers


def _is_negative(covariance: Expression) -> bool:
    """Whether a covariance is a negative number, or a negative multiple of a definite symbol or of I."""
    if isinstance(covariance, Number):
        return covariance.value < 0
    if not isinstance(covariance, Scale) or not isinstance(covariance.scalar, Number):
        return False
    child = covariance.child
    definite = isinstance(child, Identity) or (
        isinstance(child, Symbol) and child.structure in ("positive", "positive definite", "dimension")
    )
    return covariance.scalar.value < 0 and definite


def _law(name: str, covariance: Expression, mean: Expression | None) -> Law:
    checked_name(name, "a random vector")
    if covariance.rows != covariance.cols:
        raise InvalidCovariance(
            f"the covariance of {name} is {describe(covariance)}; expected a square symmetric matrix"
        )
    if isinstance(covariance, Symbol) and not covariance.is_symmetric:
        raise InvalidCovariance(
            f"the covariance of {name} is {covariance.name}, declared without symmetry; declare it with "
            f"positive_definite({covariance.name!r}, ...)"
        )
    if _is_negative(covariance):
        raise InvalidCovariance(
            f"the covariance of {name} is {describe(covariance)} with a negative factor; a covariance is at least 0"
        )
    if mean is not None and mean.shape != (covariance.rows, 1):
        raise ShapeMismatch(
            f"the mean of {name} is {describe(mean)}, but its covariance is {describe(covariance)}: "
            f"expected a {covariance.rows} x 1 mean"
        )
    return Gaussian(covariance, mean)
