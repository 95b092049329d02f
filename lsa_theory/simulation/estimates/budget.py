"""When to stop drawing: a relative error that is reached, seconds, or prompts, whichever comes first."""

from dataclasses import dataclass

from lsa_theory.errors import InvalidArgument
from lsa_theory.simulation.validation import as_count, as_positive

CHUNK_BYTES = 2**20
"""A chunk's covariates: enough that its fixed cost is small, and few enough for the third-level cache."""

MOST_BYTES = 2**28
"""What the covariates of a chunk may take where its least number of draws is larger than the cache."""


def chunk_size(numbers_per_draw: int, itemsize: int = 8, least: int = 16) -> int:
    """Return how many draws of that many numbers fit in a chunk: at least `least`, at most 16 384.

    A chunk costs 50 to 130 microseconds beside its draws, which take some 1500. Where `least` draws would not fit in
    memory, there are fewer, and 1 at least.
    """
    bytes_per_draw = numbers_per_draw * itemsize
    fitting = max(MOST_BYTES // bytes_per_draw, 1)
    return min(max(CHUNK_BYTES // bytes_per_draw, min(least, fitting)), 16_384)


@dataclass(frozen=True)
class Budget:
    """When to stop; at least one limit must be set.

    Parameters
    ----------
    prompts : int, optional
        The exact number of draws, if nothing else stops the run before.
    relative_error : float, optional
        Stop when standard error / |mean| is at most this; not believed before as many draws as the source
        says (`Source.fewest`), so that a small first spread stops no run.
    seconds : float, optional
        Stop after the chunk in which that much wall time has passed. Results then depend on the machine.

    Raises
    ------
    InvalidArgument
        If no limit is set, or one is not positive.

    Examples
    --------
    >>> Budget(relative_error=1e-2, prompts=10**6)
    Budget(prompts=1000000, relative_error=0.01, seconds=None)
    """

    prompts: int | None = None
    relative_error: float | None = None
    seconds: float | None = None

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
    """Return a budget, read aloud: `until(relative_error=1e-3)`.

    >>> from lsa_theory.simulation import until
    >>> until(relative_error=1e-3, seconds=60)
    Budget(prompts=None, relative_error=0.001, seconds=60)
    """
    return Budget(prompts=prompts, relative_error=relative_error, seconds=seconds)


def as_budget(limits: "Budget | int") -> Budget:
    """Return a budget, reading an int as a number of prompts (at least 2)."""
    return limits if isinstance(limits, Budget) else Budget(prompts=as_count(limits, "prompts", least=2))
