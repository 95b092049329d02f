"""Differential evolution, a whole generation at a time.

Each member of a population is set against one that is put together from the best member, from the difference of two
others, and from itself; the better of the two goes on (Storn & Price 1997, best/1/bin). For a function whose
batches cost little, choosing the others one member at a time would take longer than the function does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

# The part of a difference that is added, drawn anew for each generation, and how often a coordinate is exchanged.
_LEAST, _MOST, _EXCHANGED = 0.5, 1.0, 0.7


class Population:
    """Points, one a row, and the values of a function at them, which generations make smaller.

    Parameters
    ----------
    measure : callable
        From points of shape (n, count) to values of shape (n,), none of them NaN.
    starts : (n, count) array
        With n at least 3 and count at least 1.
    rng : numpy.random.Generator

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> there = Population(lambda p: ((p - 1) ** 2).sum(axis=1), rng.normal(size=(20, 2)), rng)
    >>> there.evolve(60, reach=4.0)
    >>> bool(there.least < 1e-6), there.best.round(2).tolist()
    (True, [1.0, 1.0])
    """

    def __init__(self, measure: Callable[[Any], Any], starts: Any, rng: np.random.Generator) -> None:
        self._measure, self._rng = measure, rng
        self._points = np.array(starts, dtype=float)
        self._values = np.array(measure(self._points), dtype=float)

    @property
    def least(self) -> float:
        """The smallest value so far."""
        return float(self._values.min())

    @property
    def best(self) -> Any:
        """A copy of the point at which it is taken."""
        return self._points[self._values.argmin()].copy()

    def evolve(self, generations: int, reach: float | None = None) -> None:
        """Let so many generations follow one another; with `reach`, no coordinate goes further from 0."""
        for _ in range(generations):
            trial = self._trial()
            if reach is not None:
                outside = np.abs(trial) > reach
                trial = np.where(outside, self._rng.uniform(-reach, reach, trial.shape), trial)
            values = self._measure(trial)
            better = values <= self._values
            self._points[better], self._values[better] = trial[better], values[better]

    def offer(self, points: Any) -> None:
        """Take points in, in the place of those members that are worse."""
        everybody = np.concatenate([self._points, points])
        values = np.concatenate([self._values, self._measure(points)])
        fittest = np.argsort(values, kind="stable")[: len(self._points)]
        self._points, self._values = everybody[fittest], values[fittest]

    def _trial(self) -> Any:
        points, rng = self._points, self._rng
        number, count = points.shape
        # Two different others: numbers of places further on, which differ from each other and are not the whole round.
        one, two = rng.integers(1, number, number), rng.integers(1, number - 1, number)
        two += two >= one
        places = np.arange(number)
        difference = points[(places + one) % number] - points[(places + two) % number]
        moved = points[self._values.argmin()] + rng.uniform(_LEAST, _MOST) * difference
        exchanged = rng.random((number, count)) < _EXCHANGED
        exchanged[places, rng.integers(0, count, number)] = True
        return np.where(exchanged, moved, points)
