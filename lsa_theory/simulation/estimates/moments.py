"""Mergeable sufficient statistics: count, mean, and sums of squared and cubed deviations."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lsa_theory.simulation.arrays import Array


@dataclass(frozen=True, eq=False)
class Moments:
    """What is kept of a sample so that samples can be merged.

    Parameters
    ----------
    count : int
        n.
    mean : array
        Entry-wise mean, any shape.
    squares : array
        Sum over the sample of (value - mean)^2.
    cubes : array
        Sum over the sample of (value - mean)^3; it says how far the mean is from normal.

    Source: Chan, Golub & LeVeque 1983 for squares; Pébay 2008 (SAND2008-6212), eq. 3.1, for cubes.

    Examples
    --------
    >>> import numpy as np
    >>> one, two = Moments.of(np.array([1.0, 2.0])), Moments.of(np.array([6.0]))
    >>> merged = one.merged(two)
    >>> merged.count, float(merged.mean), float(merged.squares), float(merged.cubes)
    (3, 3.0, 14.0, 18.0)
    """

    count: int
    mean: Array
    squares: Array
    cubes: Array

    @classmethod
    def none(cls, shape: tuple[int, ...] = ()) -> "Moments":
        """Return the statistics of the empty sample."""
        return cls(0, np.zeros(shape), np.zeros(shape), np.zeros(shape))

    @classmethod
    def of(cls, values: Array) -> "Moments":
        """Return the statistics of a sample along the first axis, in float64."""
        sample = np.asarray(values, dtype=np.float64)
        mean = np.asarray(sample.mean(axis=0))
        deviations = sample - mean
        squared = deviations * deviations
        return cls(
            len(sample), mean, np.asarray(squared.sum(axis=0)), np.asarray((squared * deviations).sum(axis=0))
        )

    def merged(self, other: "Moments") -> "Moments":
        """Return the statistics of both samples together. Floating-point results depend on the order."""
        if self.count == 0:
            return other
        if other.count == 0:
            return self
        n, m = self.count, other.count
        total = n + m
        delta = other.mean - self.mean
        mean = self.mean + delta * (m / total)
        squares = self.squares + other.squares + delta**2 * (n * m / total)
        cubes = (
            self.cubes
            + other.cubes
            + delta**3 * (n * m * (n - m) / total**2)
            + 3 * delta * (n * other.squares - m * self.squares) / total
        )
        return Moments(total, mean, squares, cubes)

    @classmethod
    def stacked(cls, parts: Sequence["Moments"]) -> "Moments":
        """Return the statistics of several quantities of the same draws along a new first axis."""
        return cls(
            parts[0].count,
            np.stack([part.mean for part in parts]),
            np.stack([part.squares for part in parts]),
            np.stack([part.cubes for part in parts]),
        )

    def part(self, index: int) -> "Moments":
        """Return the statistics of one entry along the first axis."""
        return Moments(self.count, self.mean[index], self.squares[index], self.cubes[index])

    def skewness(self) -> Array:
        """Return the third standardised moment, 0 where the sample is constant."""
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.sqrt(self.count) * self.cubes / self.squares**1.5
        return np.where(self.squares > 0, ratio, 0.0)
