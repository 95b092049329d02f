"""The words a user writes: dimensions, scalars, matrices, random vectors, and functions of them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from lsa_theory.errors import InvalidArgument, InvalidCovariance, ShapeMismatch
from lsa_theory.expressions.entrywise.arrays import Array, is_positive_semidefinite
from lsa_theory.expressions.expression import (
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
from lsa_theory.expressions.guards import checked_name, checked_size
from lsa_theory.expressions.random import (
    DeclaredMoments,
    Expectation,
    Gaussian,
    Law,
    MomentRule,
    RandomVector,
    SampleMatrix,
    sources,
    sources_of_law,
)


def dimension(name: str) -> Symbol:
    """Declare a dimension or a length: a positive integer that stays symbolic.

    >>> dimension("d").structure
    'dimension'
    """
    return Symbol(checked_name(name, "a dimension"), structure="dimension")


def scalar(name: str, *, positive: bool = False) -> Symbol:
    """Declare a real scalar constant; only a positive one may carry a fractional power.

    >>> from lsa_theory import equal, scalar, square_root
    >>> s = scalar("s", positive=True)
    >>> equal(square_root(s) * square_root(s), s)
    True
    """
    if not isinstance(positive, bool):
        raise InvalidArgument(f"positive={positive!r}; expected True or False")
    return Symbol(checked_name(name), structure="positive" if positive else "real")


def vector(name: str, rows: Dimension) -> Symbol:
    """Declare a constant rows x 1 vector.

    >>> from lsa_theory import dimension, vector
    >>> vector("v", dimension("d")).shape
    (d, 1)
    """
    return Symbol(checked_name(name), checked_size(rows, name), 1, "real" if rows == 1 else "general")


def matrix(name: str, rows: Dimension, cols: Dimension | None = None) -> Symbol:
    """Declare a constant matrix without structure; square if `cols` is left out.

    >>> from lsa_theory import dimension, matrix
    >>> d, N = dimension("d"), dimension("N")
    >>> (matrix("W", d, N) @ matrix("W", d, N).T).shape
    (d, d)
    """
    cols = checked_size(rows, name) if cols is None else checked_size(cols, name)
    return Symbol(
        checked_name(name), checked_size(rows, name), cols, "real" if rows == cols == 1 else "general"
    )


def symmetric(name: str, rows: Dimension, *, family: str = "") -> Symbol:
    """Declare a constant symmetric matrix; matrices of one named family commute.

    >>> from lsa_theory import dimension, equal, symmetric
    >>> d = dimension("d")
    >>> H, K = symmetric("H", d, family="of one matrix"), symmetric("K", d, family="of one matrix")
    >>> equal(H @ K, K @ H)
    True
    """
    return Symbol(checked_name(name), checked_size(rows, name), rows, "symmetric", family)


def positive_definite(name: str, rows: Dimension, *, family: str = "") -> Symbol:
    """Declare a constant symmetric positive definite matrix; matrices of one named family commute.

    >>> from lsa_theory import dimension, positive_definite
    >>> Lambda = positive_definite("Lambda", dimension("d"))
    >>> Lambda.T, Lambda.is_symmetric
    (Lambda.T, True)
    """
    return Symbol(checked_name(name), checked_size(rows, name), rows, "positive definite", family)


def identity(rows: Dimension) -> Expression:
    """Return the identity matrix.

    >>> from lsa_theory import dimension, equal, identity, trace
    >>> d = dimension("d")
    >>> equal(trace(identity(d)), d)
    True
    """
    return Identity(checked_size(rows, "the identity"))


def zero(rows: Dimension, cols: Dimension = 1) -> Expression:
    """Return the zero matrix, a zero column if `cols` is left out.

    >>> from lsa_theory import dimension, zero
    >>> zero(dimension("d")).shape, zero(2, 3).shape
    ((d, 1), (2, 3))
    """
    return Zero(checked_size(rows, "zero"), checked_size(cols, "zero"))


def trace(body: object) -> Expression:
    """Return the trace of a square expression; of a scalar, the scalar itself.

    >>> from lsa_theory import dimension, equal, matrix, trace
    >>> d = dimension("d")
    >>> A, B = matrix("A", d), matrix("B", d)
    >>> equal(trace(A @ B), trace(B @ A)), equal(trace(A @ B), trace(A) * trace(B))
    (True, False)
    >>> trace(matrix("W", d, 3))
    Traceback (most recent call last):
    lsa_theory.errors.ShapeMismatch: cannot take the trace of W (d x 3): it is not square
    """
    child = as_expression(body)
    if child.rows != child.cols:
        raise ShapeMismatch(f"cannot take the trace of {describe(child)}: it is not square")
    return child if child.is_scalar else Trace(child)


def inverse(body: Expression) -> Expression:
    """Return the inverse of a square expression.

    >>> from lsa_theory import dimension, equal, identity, inverse, positive_definite
    >>> d = dimension("d")
    >>> Lambda = positive_definite("Lambda", d)
    >>> equal(inverse(Lambda) @ Lambda, identity(d))
    True
    """
    return as_expression(body) ** -1


def square_root(body: Expression | int | Fraction) -> Expression:
    """Return the positive (definite) square root of a positive (definite) expression, exact for a rational too.

    >>> from lsa_theory import dimension, equal, positive_definite, square_root
    >>> Lambda = positive_definite("Lambda", dimension("d"))
    >>> equal(square_root(Lambda) @ square_root(Lambda), Lambda)
    True
    """
    return as_expression(body) ** Fraction(1, 2)


def norm_squared(body: Expression) -> Expression:
    """Return the squared Frobenius norm tr(A A'); of a vector, its squared length.

    >>> from lsa_theory import dimension, matrix, norm_squared, normal, vector
    >>> d = dimension("d")
    >>> normal(norm_squared(matrix("A", d))), normal(norm_squared(vector("v", d)))
    (tr(A @ A.T), v.T @ v)
    """
    return trace(body.T @ body) if body.cols == 1 else trace(body @ body.T)


def gaussian(name: str, *, covariance: object, mean: object = None) -> RandomVector:
    """Declare one Gaussian vector.

    Parameters
    ----------
    name : str
        Its name; vectors of different names are independent.
    covariance : (d, d) expression, or array of exact numbers
        Symmetric and positive semi-definite.
    mean : (d, 1) expression or array, optional
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
    law = _law(name, covariance, mean)
    return RandomVector(name, law.covariance.rows, law)


def samples(name: str, *, covariance: object, count: Dimension, mean: object = None) -> SampleMatrix:
    """Declare the d x count matrix of i.i.d. Gaussian columns; parameters as for `gaussian`.

    >>> from lsa_theory import E, dimension, normal, positive_definite, samples
    >>> d, N = dimension("d"), dimension("N")
    >>> X = samples("x", covariance=positive_definite("Lambda", d), count=N)
    >>> X.shape, normal(E(X @ X.T))
    ((d, N), N * Lambda)
    """
    law = _law(name, covariance, mean)
    return SampleMatrix(name, law.covariance.rows, checked_size(count, name), law)


def with_moments(
    name: str,
    *,
    covariance: object,
    mean: object = None,
    central: Mapping[int, MomentRule] | None = None,
    count: Dimension | None = None,
) -> RandomVector | SampleMatrix:
    """Declare a random vector (or, with `count`, i.i.d. columns) of which only these moments are known.

    `central` maps an order k > 2 to a function of k column vectors that returns E prod_j <a_j, z - mean>.

    >>> from lsa_theory import E, dimension, normal, positive_definite, with_moments
    >>> d = dimension("d")
    >>> x = with_moments("x", covariance=positive_definite("Lambda", d))
    >>> normal(E(x @ x.T))
    Lambda
    >>> normal(E((x.T @ x) ** 2))
    Traceback (most recent call last):
    lsa_theory.errors.MissingMoment: this expectation needs the moment of order 4 of x, which was not declared; ...
    """
    given = _law(name, covariance, mean)
    law = DeclaredMoments(given.covariance, given.mean, dict(central or {}))
    if count is None:
        return RandomVector(name, law.covariance.rows, law)
    return SampleMatrix(name, law.covariance.rows, checked_size(count, name), law)


def E(body: object, *over: RandomVector | SampleMatrix) -> Expression:
    """Return the expectation of an expression over everything random in it, or over what is named.

    A vector whose law is itself random is averaged given that law first, then the law: E(E(. | law)).

    Raises
    ------
    InvalidArgument
        If a named source is not random in the expression, or is averaged while a vector whose law depends on it is not.

    Examples
    --------
    >>> d = dimension("d")
    >>> w = gaussian("w", covariance=identity(d))
    >>> E(w @ w.T)
    E[w @ w.T]
    >>> x = gaussian("x", covariance=identity(d), mean=w)
    >>> E(x @ x.T, x, w)
    E[E[x @ x.T]]
    """
    expression = as_expression(body)
    present = sources(expression)
    for source in over:
        if not isinstance(source, RandomVector | SampleMatrix):
            raise InvalidArgument(f"cannot average over {source!r}: it is not a random vector or a sample")
        if source not in present:
            names = ", ".join(s.name for s in present)
            raise InvalidArgument(
                f"cannot average {describe(expression)} over {source.name}: it is not random in it; what is random "
                f"there is {names or 'nothing'}"
            )
    left = list(dict.fromkeys(over)) if over else list(present)
    while left:
        # Innermost is what no other source that is still to be averaged has in its law.
        behind = {s for source in left for s in sources_of_law(source)}
        now = tuple(s for s in left if s not in behind)
        expression = Expectation(expression, now)
        left = [s for s in left if s in behind]
    return expression


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


def _law(name: str, given: object, centre: object) -> Law:
    checked_name(name, "a random vector")
    covariance = as_expression(given)
    mean = None if centre is None else as_expression(centre)
    if covariance.rows != covariance.cols:
        raise InvalidCovariance(
            f"the covariance of {name} is {describe(covariance)}; expected a square symmetric matrix"
        )
    if isinstance(covariance, Symbol) and not covariance.is_symmetric:
        raise InvalidCovariance(
            f"the covariance of {name} is {covariance.name}, declared without symmetry; declare it with "
            f"positive_definite({covariance.name!r}, ...)"
        )
    if isinstance(covariance, Array):
        rows = covariance.entries
        if rows != tuple(zip(*rows, strict=True)) or not is_positive_semidefinite(covariance):
            raise InvalidCovariance(
                f"the covariance of {name} is {describe(covariance)}; expected a symmetric matrix without negative "
                "eigenvalues"
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
