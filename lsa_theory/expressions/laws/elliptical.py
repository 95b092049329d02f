"""Elliptical laws: a Gaussian vector times an independent random scale, x = mean + s z with E s^2 = 1.

Given the scale the vector is Gaussian, so a central moment of order 2k is that of a Gaussian of the same covariance,
times E s^(2k). The sphere is one of them: a Gaussian vector divided by its length is independent of that length.
"""

from __future__ import annotations

from dataclasses import dataclass

from lsa_theory.errors import MissingMoment
from lsa_theory.expressions.expression import Dimension, Expression, Number, as_expression


@dataclass(frozen=True)
class Sphere:
    """The direction of a standard Gaussian vector of `rows` entries, scaled to a covariance of I."""

    rows: Dimension

    def even(self, k: int) -> Expression:
        """Return E s^(2k) = d^k / (d (d + 2) ... (d + 2k - 2))."""
        size = as_expression(self.rows)
        total = as_expression(1)
        for j in range(k):
            total = total * (size / (size + 2 * j))
        return total

    def positive(self, k: int) -> Expression | None:
        """Return what has to be positive for E s^(2k) to exist; None if it always does."""
        return None

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The expressions that the law of the scale is made of."""
        return ()


@dataclass(frozen=True)
class StudentT:
    """s^2 = (nu - 2) / q with q chi-squared of nu degrees of freedom."""

    degrees: Expression

    def even(self, k: int) -> Expression:
        """Return E s^(2k) = (nu - 2)^k / ((nu - 2) (nu - 4) ... (nu - 2k)).

        Raises
        ------
        MissingMoment
            If the degrees of freedom are a number that is not larger than 2k.
        """
        nu = self.degrees
        if isinstance(nu, Number) and nu.value <= 2 * k:
            raise MissingMoment(
                f"Student's t with {nu!r} degrees of freedom has moments below order {nu!r} only; the one of order "
                f"{2 * k} is infinite. Take more than {2 * k} degrees of freedom"
            )
        total = as_expression(1)
        for j in range(1, k + 1):
            total = total * ((nu - 2) / (nu - 2 * j))
        return total

    def positive(self, k: int) -> Expression | None:
        """Return nu - 2k, which has to be positive for E s^(2k) to exist."""
        return None if isinstance(self.degrees, Number) else self.degrees - 2 * k

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The expressions that the law of the scale is made of."""
        return (self.degrees,)


@dataclass(frozen=True)
class Scales:
    """s^2 is v / (sum of p v) with probability p, for pairs (p, v) of exact numbers."""

    pairs: tuple[tuple[Expression, Expression], ...]

    @property
    def average(self) -> Expression:
        """The sum of p v."""
        return self._moment(1)

    def _moment(self, k: int) -> Expression:
        total = as_expression(0)
        for p, v in self.pairs:
            total = total + p * v**k
        return total

    def even(self, k: int) -> Expression:
        """Return E s^(2k), the sum of p v^k over the k-th power of the sum of p v."""
        return self._moment(k) / self._moment(1) ** k if k else as_expression(1)

    def positive(self, k: int) -> Expression | None:
        """Return what has to be positive for E s^(2k) to exist; None if it always does."""
        return None

    @property
    def parts(self) -> tuple[Expression, ...]:
        """The expressions that the law of the scale is made of."""
        return tuple(part for pair in self.pairs for part in pair)


@dataclass(frozen=True)
class Elliptical:
    """The law of mean + s z with z Gaussian of mean 0 and the given covariance, s independent of it, E s^2 = 1."""

    covariance: Expression
    radius: Sphere | StudentT | Scales
    mean: Expression | None = None
