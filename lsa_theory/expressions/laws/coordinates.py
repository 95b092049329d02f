"""Independent coordinates of one law: signs, uniform numbers, masks, or any of which the moments are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

from lsa_theory.errors import InvalidArgument, MissingMoment
from lsa_theory.expressions.entrywise.products import Ones
from lsa_theory.expressions.expression import Dimension, Expression, Identity, as_expression
from lsa_theory.expressions.laws.coordinate_law import CoordinateLaw
from lsa_theory.expressions.laws.numbers import folded


@dataclass(frozen=True)
class Signs:
    """1 with a probability, else -1."""

    probability: Expression

    def moment(self, k: int) -> Expression:
        """Return E xi^k."""
        return as_expression(1) if k % 2 == 0 else folded(2 * self.probability - 1)

    @property
    def atoms(self) -> tuple[tuple[int, Expression], ...] | None:
        """The values and their probabilities; None where there is a density, or the law is open."""
        return ((1, self.probability), (-1, 1 - self.probability))

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The expressions that the law is made of."""
        return (self.probability,)


@dataclass(frozen=True)
class Mask:
    """1 with a probability, else 0."""

    probability: Expression

    def moment(self, k: int) -> Expression:
        """Return E xi^k."""
        return self.probability if k else as_expression(1)

    @property
    def atoms(self) -> tuple[tuple[int, Expression], ...] | None:
        """The values and their probabilities; None where there is a density, or the law is open."""
        return ((1, self.probability), (0, 1 - self.probability))

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The expressions that the law is made of."""
        return (self.probability,)


@dataclass(frozen=True)
class Uniform:
    """Any number between two, each with the same density."""

    low: Expression
    high: Expression

    def moment(self, k: int) -> Expression:
        """Return E xi^k, the mean of low^j high^(k-j) over j = 0, ..., k."""
        terms = [_times(_to_the(self.low, j), _to_the(self.high, k - j)) for j in range(k + 1)]
        return folded(_added(terms) / (k + 1) if k else _added(terms))

    @property
    def atoms(self) -> tuple[tuple[int, Expression], ...] | None:
        """The values and their probabilities; None where there is a density, or the law is open."""
        return None

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The expressions that the law is made of."""
        return (self.low, self.high)


@dataclass(frozen=True)
class Given:
    """A law of which the moments of order 1, 2, ... are given, up to some order."""

    moments: tuple[Expression, ...]

    def moment(self, k: int) -> Expression:
        """Return E xi^k.

        Raises
        ------
        MissingMoment
            If it was not given.
        """
        if k == 0:
            return as_expression(1)
        if k > len(self.moments):
            raise MissingMoment(
                f"this expectation needs the moment of order {k} of independent coordinates; given are those up to "
                f"order {len(self.moments)}. Give it in independent_coordinates(..., moments=[...])"
            )
        return self.moments[k - 1]

    @property
    def atoms(self) -> tuple[tuple[int, Expression], ...] | None:
        """The values and their probabilities; None where there is a density, or the law is open."""
        return None

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The expressions that the law is made of."""
        return self.moments


Coordinate = Signs | Mask | Uniform | Given | CoordinateLaw


@dataclass(frozen=True)
class IndependentCoordinates:
    """The law of a vector whose coordinates are independent and have one law; see `independent`."""

    covariance: Expression
    coordinate: Coordinate
    mean: Expression | None = None

    def __post_init__(self) -> None:
        if (self.covariance, self.mean) != _first_moments(self.covariance.rows, self.coordinate):
            raise InvalidArgument(
                f"the covariance {self.covariance!r} and mean {self.mean!r} are not those of independent coordinates "
                "of the law given; declare the vector with independent_coordinates(...), or random_signs(...)"
            )


def independent(rows: Dimension, coordinate: Coordinate) -> IndependentCoordinates:
    """Return the law of `rows` independent coordinates."""
    covariance, mean = _first_moments(rows, coordinate)
    return IndependentCoordinates(covariance, coordinate, mean)


def _first_moments(rows: Dimension, coordinate: Coordinate) -> tuple[Expression, Expression | None]:
    mean = coordinate.moment(1)
    shift = None if _vanishes(mean) else mean if rows == 1 else mean * Ones(rows)
    variance = central_moment(coordinate, 2)
    return (Identity(rows) if variance == as_expression(1) else variance * Identity(rows)), shift


def _vanishes(mean: Expression) -> bool:
    return mean == as_expression(0)


def central_moment(coordinate: Coordinate, k: int) -> Expression:
    """Return E (xi - E xi)^k."""
    mean = coordinate.moment(1)
    if _vanishes(mean):
        return coordinate.moment(k)
    if k < 2:
        return as_expression(1 - k)
    terms = [
        (-1) ** (k - j) * comb(k, j) * _times(coordinate.moment(j), _to_the(mean, k - j))
        for j in range(k - 1, 1, -1)
    ]
    # Those of order 1 and 0 are powers of the mean both.
    return folded(_added([coordinate.moment(k), *terms, (-1) ** (k - 1) * (k - 1) * _to_the(mean, k)]))


def _to_the(base: Expression, exponent: int) -> Expression:
    """Return a power; of order 0 or 1 as one writes it."""
    return as_expression(1) if exponent == 0 else base if exponent == 1 else base**exponent


def _times(left: Expression, right: Expression) -> Expression:
    one = as_expression(1)
    return right if left == one else left if right == one else left * right


def _added(terms: Sequence[Expression]) -> Expression:
    """Return a sum without zeros in it."""
    kept = [term for term in terms if folded(term) != as_expression(0)]
    total = kept[0] if kept else as_expression(0)
    for term in kept[1:]:
        total = total + term
    return total
