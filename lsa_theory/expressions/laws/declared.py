"""Declaring vectors whose law is elliptical: on a sphere, Student's, a mixture of scales."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.declare import gaussian
from lsa_theory.expressions.expression import Dimension, Expression, Identity, Number, Symbol, as_expression
from lsa_theory.expressions.guards import checked_size
from lsa_theory.expressions.laws.elliptical import Elliptical, Scales, Sphere, StudentT
from lsa_theory.expressions.random import RandomVector, SampleMatrix, sources


def on_sphere(
    name: str, rows: Dimension, *, radius: object = 1, count: Dimension | None = None
) -> RandomVector | SampleMatrix:
    """Declare a vector (or, with `count`, i.i.d. columns) uniform on the sphere of a radius around zero.

    Parameters
    ----------
    name : str
    rows : dimension or int
    radius : positive number or scalar expression
    count : dimension or int, optional

    Raises
    ------
    InvalidArgument
        If the radius is not a positive number or scalar, or is itself random.

    Examples
    --------
    >>> from lsa_theory import E, dimension, normal, on_sphere, symmetric
    >>> d = dimension("d"); A = symmetric("A", d); u = on_sphere("u", d)
    >>> normal(E(u @ u.T)), normal(E((u.T @ A @ u) ** 2))
    (I / d, tr(A)**2 / (d * (2 + d)) + 2 * tr(A**2) / (d * (2 + d)))
    """
    size = checked_size(rows, name)
    length = _positive(radius, "the radius", name)
    covariance = length**2 / as_expression(size) * Identity(size)
    return _declared(name, Elliptical(covariance, Sphere(size)), count)


def student_t(
    name: str,
    *,
    scale: object,
    degrees: object,
    mean: object = None,
    count: Dimension | None = None,
) -> RandomVector | SampleMatrix:
    """Declare a vector (or i.i.d. columns) of Student's multivariate t, with covariance degrees/(degrees - 2) scale.

    Moments exist below the order that the degrees of freedom are; beyond, an expectation is refused. Where the degrees
    are a symbol, `Normal.conditions` says how large they have to be.

    Parameters
    ----------
    name : str
    scale : (d, d) expression
        The matrix in the density.
    degrees : number larger than 2, or a positive scalar
    mean : (d, 1) expression, optional
    count : dimension or int, optional

    Raises
    ------
    InvalidArgument
        If there is no covariance, or the degrees of freedom are themselves random.

    Examples
    --------
    >>> from lsa_theory import E, dimension, normal, positive_definite, student_t
    >>> S = positive_definite("Sigma", dimension("d"))
    >>> x = student_t("x", scale=S, degrees=6)
    >>> normal(E(x @ x.T)), normal(E(x @ x.T @ x @ x.T))
    (3 * Sigma / 2, 9 * Sigma**2 + 9 * tr(Sigma) * Sigma / 2)
    >>> normal(E((x.T @ x) ** 3))
    Traceback (most recent call last):
    lsa_theory.errors.MissingMoment: Student's t with 6 degrees of freedom has moments below order 6 only; the one ...
    """
    nu = _positive(degrees, "the number of degrees of freedom", name)
    if isinstance(nu, Number) and nu.value <= 2:
        raise InvalidArgument(
            f"{name} has {nu!r} degrees of freedom, and so no covariance; give more than 2, or a positive scalar"
        )
    gaussian(name, covariance=scale, mean=mean)
    matrix, centre = as_expression(scale), None if mean is None else as_expression(mean)
    factor = as_expression(nu.value / (nu.value - 2)) if isinstance(nu, Number) else nu / (nu - 2)
    return _declared(name, Elliptical(factor * matrix, StudentT(nu), centre), count)


def scale_mixture(
    name: str,
    *,
    covariance: object,
    scales: Sequence[tuple[object, object]],
    mean: object = None,
    count: Dimension | None = None,
) -> RandomVector | SampleMatrix:
    """Declare a Gaussian vector (or i.i.d. columns) whose covariance is v times `covariance` with probability p.

    Parameters
    ----------
    name : str
    covariance : (d, d) expression
    scales : sequence of (p, v)
        Exact positive numbers; the probabilities add up to 1.
    mean : (d, 1) expression, optional
    count : dimension or int, optional

    Raises
    ------
    InvalidArgument
        If a number is not exact and positive, or the probabilities do not add up to 1.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from lsa_theory import E, dimension, normal, positive_definite, scale_mixture
    >>> L = positive_definite("Lambda", dimension("d"))
    >>> x = scale_mixture("x", covariance=L, scales=[(Fraction(9, 10), 1), (Fraction(1, 10), 11)])
    >>> normal(E(x @ x.T)), normal(E(x @ x.T @ x @ x.T))
    (2 * Lambda, 26 * Lambda**2 + 13 * tr(Lambda) * Lambda)
    """
    gaussian(name, covariance=covariance, mean=mean)
    matrix, centre = as_expression(covariance), None if mean is None else as_expression(mean)
    pairs = [
        (_positive(p, "a probability", name), _positive(v, "a factor of the covariance", name))
        for p, v in scales
    ]
    if not all(isinstance(part, Number) for pair in pairs for part in pair):
        raise InvalidArgument(f"the scales of {name} are pairs of exact numbers; given {list(scales)!r}")
    total = sum((p.value for p, _ in pairs if isinstance(p, Number)), Fraction(0))
    if total != 1:
        raise InvalidArgument(f"the probabilities of the scales of {name} add up to {total}; expected 1")
    mixed = Scales(tuple(pairs))
    average = sum(
        (p.value * v.value for p, v in pairs if isinstance(p, Number) and isinstance(v, Number)), Fraction(0)
    )
    return _declared(name, Elliptical(average * matrix, mixed, centre), count)


def _declared(name: str, law: Elliptical, count: Dimension | None) -> RandomVector | SampleMatrix:
    # The checks of a Gaussian's name, covariance and mean are those of every vector's.
    rows = gaussian(name, covariance=law.covariance, mean=law.mean).rows
    if count is None:
        return RandomVector(name, rows, law)
    return SampleMatrix(name, rows, checked_size(count, name), law)


def _positive(value: object, what: str, name: str) -> Expression:
    number = as_expression(value)
    signed = isinstance(number, Number) and number.value <= 0
    if not number.is_scalar or signed or (isinstance(number, Symbol) and number.structure == "real"):
        raise InvalidArgument(
            f"{what} of {name} is {value!r}; expected a positive exact number, or scalar(..., positive=True)"
        )
    if sources(number):
        raise InvalidArgument(f"{what} of {name} is itself random; a law of this kind has fixed parameters")
    return number
