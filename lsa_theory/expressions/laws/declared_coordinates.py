"""Declaring vectors of independent coordinates: signs, masks, uniform and exponential numbers, or any law."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.expression import Dimension, Expression, Number, as_expression
from lsa_theory.expressions.guards import checked_name, checked_size
from lsa_theory.expressions.laws.coordinate_law import CoordinateLaw
from lsa_theory.expressions.laws.coordinates import (
    Coordinate,
    Given,
    Mask,
    Signs,
    Uniform,
    central_moment,
    independent,
)
from lsa_theory.expressions.laws.exponential import Exponential
from lsa_theory.expressions.laws.moment_problem import some_law_has
from lsa_theory.expressions.random import RandomVector, SampleMatrix, sources


def random_signs(
    name: str, rows: Dimension, *, probability: object = Fraction(1, 2), count: Dimension | None = None
) -> RandomVector | SampleMatrix:
    """Declare a vector (or, with `count`, i.i.d. columns) of independent signs, +1 with a probability, else -1.

    Parameters
    ----------
    name : str
    rows : dimension or int
    probability : exact number or scalar expression
        Of +1; with 1 minus the rate of errors, label flips.
    count : dimension or int, optional

    Raises
    ------
    InvalidArgument
        If the probability is a number outside [0, 1], or is itself random.

    Examples
    --------
    >>> from lsa_theory import dimension, normal, random_signs, symmetric, variance
    >>> d = dimension("d"); A = symmetric("A", d); r = random_signs("r", d)
    >>> normal(variance(r.T @ A @ r))
    -2 * (diagonal(A).T @ diagonal(A)) + 2 * tr(A**2)
    """
    return _declared(name, rows, Signs(_probability(probability, name)), count)


def random_mask(
    name: str, rows: Dimension, *, probability: object, count: Dimension | None = None
) -> RandomVector | SampleMatrix:
    """Declare a vector (or i.i.d. columns) of independent entries that are 1 with a probability, else 0.

    Raises
    ------
    InvalidArgument
        If the probability is a number outside [0, 1], or is itself random.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from lsa_theory import E, diagonal, dimension, matrix, normal, random_mask
    >>> d = dimension("d"); A = matrix("A", d); m = random_mask("m", d, probability=Fraction(1, 3))
    >>> normal(E(diagonal(m) @ A @ diagonal(m)))
    2 * diagonal(diagonal(A)) / 9 + A / 9
    """
    return _declared(name, rows, Mask(_probability(probability, name)), count)


def uniform_coordinates(
    name: str, rows: Dimension, *, low: object = -1, high: object = 1, count: Dimension | None = None
) -> RandomVector | SampleMatrix:
    """Declare a vector (or i.i.d. columns) of independent coordinates, uniform between two numbers.

    Raises
    ------
    InvalidArgument
        If a bound is itself random, or they are numbers of which the first is not the smaller.

    Examples
    --------
    >>> from lsa_theory import E, dimension, normal, uniform_coordinates
    >>> d, N = dimension("d"), dimension("N")
    >>> X = uniform_coordinates("x", d, count=N)
    >>> normal(E(X.covariance @ X.covariance))
    (1/9 - 1 / (45 * N) + d / (9 * N)) * I
    """
    bounds = [_fixed(value, "a bound", name) for value in (low, high)]
    if all(isinstance(b, Number) for b in bounds) and bounds[0].value >= bounds[1].value:  # type: ignore[attr-defined]
        raise InvalidArgument(
            f"the bounds of {name} are {low!r} and {high!r}; the first has to be the smaller one"
        )
    return _declared(name, rows, Uniform(*bounds), count)


def exponential_coordinates(
    name: str, rows: Dimension, *, mean: object = 1, count: Dimension | None = None
) -> RandomVector | SampleMatrix:
    """Declare a vector (or i.i.d. columns) of independent exponential coordinates.

    Raises
    ------
    InvalidArgument
        If the mean is a number that is not positive, or is itself random.

    Examples
    --------
    >>> from lsa_theory import E, diagonal, dimension, exponential_coordinates, normal, trace
    >>> d = dimension("d"); Lambda = diagonal(exponential_coordinates("lambda", d))
    >>> normal(E(trace(Lambda) ** 2)), normal(E(trace(Lambda @ Lambda)))
    (d + d**2, 2 * d)
    """
    number = _fixed(mean, "the mean", name)
    if isinstance(number, Number) and number.value <= 0:
        raise InvalidArgument(f"the mean of {name} is {mean!r}; expected a positive number")
    return _declared(name, rows, Exponential(number), count)


def independent_coordinates(
    name: str,
    rows: Dimension,
    *,
    moments: Sequence[object] = (),
    law: CoordinateLaw | None = None,
    count: Dimension | None = None,
) -> RandomVector | SampleMatrix:
    """Declare a vector (or i.i.d. columns) of independent coordinates xi, by moments or by a law of one's own.

    Parameters
    ----------
    name : str
    rows : dimension or int
    moments : exact numbers or scalar expressions
        E xi, E xi^2, E xi^3, ...: as many as what is asked needs.
    law : CoordinateLaw
        Instead of moments: it has all of them, and can be drawn from.
    count : dimension or int, optional
        Of columns.

    Raises
    ------
    InvalidArgument
        If there is neither or both of them, fewer than two moments are given, one is itself random, or they are
        numbers that no law has.

    Examples
    --------
    >>> from lsa_theory import dimension, independent_coordinates, normal, scalar, variance
    >>> d, kappa = dimension("d"), scalar("kappa")
    >>> z = independent_coordinates("z", d, moments=[0, 1, 0, kappa])
    >>> normal(variance(z.T @ z))
    -d + d * kappa
    """
    if law is not None:
        return _declared(name, rows, _own(law, name, moments), count)
    given = tuple(_fixed(value, "a moment", name) for value in moments)
    if len(given) < 2:
        raise InvalidArgument(
            f"the moments of {name} begin with E xi and E xi^2; given {list(moments)!r}. Give moments=[...], or law= "
            "with a CoordinateLaw"
        )
    variance = central_moment(Given(given), 2)
    if isinstance(variance, Number) and variance.value < 0:
        raise InvalidArgument(
            f"no coordinate of {name} has these moments: its variance would be {variance!r}"
        )
    numbers = [value.value for value in given if isinstance(value, Number)]
    if len(numbers) == len(given) and some_law_has(numbers) is False:
        raise InvalidArgument(
            f"no coordinate of {name} has the moments {', '.join(map(str, numbers))}: some E p(xi)^2 would be negative"
        )
    return _declared(name, rows, Given(given), count)


def _own(law: object, name: str, moments: Sequence[object]) -> CoordinateLaw:
    if not isinstance(law, CoordinateLaw):
        raise InvalidArgument(
            f"the law of {name} is {law!r} ({type(law).__name__}); expected a CoordinateLaw: a frozen dataclass with "
            "moment(k) and draw(rng, shape, value)"
        )
    if moments:
        raise InvalidArgument(f"{name} has a law and moments; give one of them: a law says its moments")
    for part in law.parts:
        _fixed(part, "a parameter of the law", name)
    return law


def _declared(
    name: str, rows: Dimension, coordinate: Coordinate, count: Dimension | None
) -> RandomVector | SampleMatrix:
    size = checked_size(rows, checked_name(name, "a random vector"))
    law = independent(size, coordinate)
    if count is None:
        return RandomVector(name, size, law)
    return SampleMatrix(name, size, checked_size(count, name), law)


def _probability(value: object, name: str) -> Expression:
    number = _fixed(value, "the probability", name)
    if isinstance(number, Number) and not 0 <= number.value <= 1:
        raise InvalidArgument(f"the probability of {name} is {value!r}; expected a number from 0 to 1")
    return number


def _fixed(value: object, what: str, name: str) -> Expression:
    number = as_expression(value)
    if not number.is_scalar or sources(number):
        raise InvalidArgument(
            f"{what} of {name} is {value!r}; expected an exact number or a scalar, not random"
        )
    return number
