"""When to stop drawing: a relative error that is reached, seconds, or prompts, whichever comes first."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from lsa_theory.errors import InvalidArgument
from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.estimate import Estimate
from lsa_theory.simulation.moments import Moments
from lsa_theory.simulation.validation import as_count, as_positive

CHUNK_BYTES = 2**18
"""A chunk's covariates should stay in the second-level cache of one core."""

FEWEST_DRAWS = 1024
"""A relative error is not believed before this many draws, so that a small first spread stops no run."""


def chunk_size(numbers_per_draw: int, itemsize: int = 8) -> int:
    """Return how many draws of that many numbers fit in a chunk: at least 16, at most 16 384."""
    return min(max(CHUNK_BYTES // (numbers_per_draw * itemsize), 16), 16_384)


@dataclass(frozen=True)
class Budget:
    """When to stop; at least one limit must be set.

    Parameters
    ----------
    prompts : int, optional
        The exact number of draws, if nothing else stops the run before.
    relative_error : float, optional
        Stop when standard error / |mean| is at most this.
    seconds : float, optional
        Stop after the chunk in which that much wall time has passed. Results then depend on the machine.
    fewest : int
        No relative error is believed before this many draws.

    Raises
    ------
    InvalidArgument
        If no limit is set, or one is not positive.

    Examples
    --------
    >>> Budget(relative_error=1e-2, prompts=10**6)
    Budget(prompts=1000000, relative_error=0.01, seconds=None, fewest=1024)
    """

    prompts: int | None = None
    relative_error: float | None = None
    seconds: float | None = None
    fewest: int = field(default=FEWEST_DRAWS)

    def __post_init__(self) -> None:
        if self.prompts is None and self.relative_error is None and self.seconds is None:
            raise InvalidArgument(
                "A budget must name at least one limit; given none. "
                "Pass prompts=..., relative_error=... or seconds=...."
            )
        if self.prompts is not None:
            as_count(self.prompts, "prompts", least=2)
        if self.relative_error is not None:
            as_positive(self.relative_error, "relative_error")
        if self.seconds is not None:
            as_positive(self.seconds, "seconds")


def until(
    *, relative_error: float | None = None, seconds: float | None = None, prompts: int | None = None
) -> Budget:
    """Return a budget, read aloud: `until(relative_error=1e-3)`."""
    return Budget(prompts=prompts, relative_error=relative_error, seconds=seconds)


def accumulate(
    draw: Callable[[np.random.Generator, int], Array],
    rng: np.random.Generator,
    chunk: int,
    budget: Budget,
) -> Moments:
    """Draw chunk after chunk until the budget is used up, and return the sufficient statistics.

    Parameters
    ----------
    draw : callable
        `(rng, n) -> (n, ...)` independent draws of what is to be averaged.
    rng : numpy.random.Generator
        Handed to `draw`.
    chunk : int
        Draws a call; part of what determines the result, as the generator is consumed chunk by chunk.
    budget : Budget
        When to stop.

    Examples
    --------
    >>> import numpy as np
    >>> accumulate(lambda rng, n: rng.random(n), np.random.default_rng(0), 100, Budget(prompts=250)).count
    250
    """
    started = time.perf_counter()
    total: Moments | None = None
    while True:
        done = 0 if total is None else total.count
        size = chunk if budget.prompts is None else min(chunk, budget.prompts - done)
        fresh = Moments.of(draw(rng, size))
        total = fresh if total is None else total.merged(fresh)
        if budget.prompts is not None and total.count >= budget.prompts:
            return total
        if (
            budget.seconds is not None
            and total.count >= 2
            and time.perf_counter() - started >= budget.seconds
        ):
            return total
        if (
            budget.relative_error is not None
            and total.count >= budget.fewest
            and Estimate.of(total).relative_error <= budget.relative_error
        ):
            return total
