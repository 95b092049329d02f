"""A stream of independent draws of one quantity, from which its expectation is estimated."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from lsa_theory.errors import InvalidArgument
from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.estimates.budget import Budget
from lsa_theory.simulation.estimates.estimate import Estimate
from lsa_theory.simulation.estimates.moments import Moments


@dataclass(frozen=True, eq=False)
class Source:
    """Where draws come from.

    Parameters
    ----------
    path : str
        The name of the way in which they are made.
    chunk : int
        Draws at a time; part of what determines a result, as the generator is consumed chunk by chunk.
    moments : callable
        `(rng, n) -> Moments` of n fresh independent draws.
    points : int
        Evaluations behind one draw: 1, but for a draw that is a mean over a point set.
    fewest : int
        Draws before which a standard error is not believed.

    Examples
    --------
    >>> import numpy as np
    >>> from lsa_theory.simulation import Estimate, Source, accumulate, until
    >>> squares = Source.of_values("squares", 4096, lambda rng, n: rng.standard_normal(n) ** 2)
    >>> seen = Estimate.of(accumulate(squares, np.random.default_rng(0), until(prompts=100_000)))
    >>> seen.count, bool(abs(seen.z(1.0)) < 4)
    (100000, True)
    """

    path: str
    chunk: int
    moments: Callable[[np.random.Generator, int], Moments]
    points: int = 1
    fewest: int = 1024

    @classmethod
    def of_values(
        cls, path: str, chunk: int, draw: Callable[[np.random.Generator, int], Array], scale: float = 1.0
    ) -> "Source":
        """Return the source of `scale` times what `draw(rng, n) -> (n, ...)` draws."""
        return cls(path, chunk, lambda rng, count: Moments.of(scale * draw(rng, count)))

    def named(self, path: str) -> "Source":
        """Return the same source under another name."""
        return replace(self, path=path)


_OVERFLOW = (
    "What was drawn is not a finite number (an overflow, most likely: the weights, the covariance or the noise are too "
    "large, or contain NaN). Scale them; nothing is returned or recorded."
)


def accumulate(source: Source, rng: np.random.Generator, budget: Budget) -> Moments:
    """Draw chunk after chunk until the budget is used up, and return the sufficient statistics, which are finite.

    Parameters
    ----------
    source : Source
        What to draw.
    rng : numpy.random.Generator
        All randomness.
    budget : Budget
        When to stop; its `prompts` counts draws.

    Raises
    ------
    InvalidArgument
        If what is drawn overflows: a NaN or an infinity is no result.

    Examples
    --------
    >>> source = Source.of_values("coin", 100, lambda rng, n: rng.integers(0, 2, n))
    >>> accumulate(source, np.random.default_rng(0), Budget(prompts=250)).count
    250
    """
    started = time.perf_counter()
    total: Moments | None = None
    while True:
        done = 0 if total is None else total.count
        size = source.chunk if budget.prompts is None else min(source.chunk, budget.prompts - done)
        try:
            with np.errstate(over="ignore", invalid="ignore"):
                fresh = source.moments(rng, size)
                total = fresh if total is None else total.merged(fresh)
        except OverflowError:
            raise InvalidArgument(_OVERFLOW) from None
        if not (np.isfinite(total.mean).all() and np.isfinite(total.squares).all()):
            raise InvalidArgument(_OVERFLOW)
        if budget.prompts is not None and total.count >= budget.prompts:
            return total
        late = budget.seconds is not None and time.perf_counter() - started >= budget.seconds
        if late and total.count >= 2:
            return total
        believed = budget.relative_error is not None and total.count >= source.fewest
        if believed and Estimate.of(total).relative_error <= (budget.relative_error or 0.0):
            return total
