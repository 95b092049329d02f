"""The same draws on several threads of one process; NumPy lets go of the lock while it draws."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from lsa_theory.simulation.estimates.budget import Budget
from lsa_theory.simulation.estimates.moments import Moments
from lsa_theory.simulation.estimates.source import Source, accumulate
from lsa_theory.simulation.validation import as_count, as_generator

STREAMS = 16


def accumulate_on_threads(source: Source, rng: np.random.Generator, prompts: int, threads: int) -> Moments:
    """Draw in 16 streams with generators of their own, and merge them in order.

    The streams do not depend on the number of threads, so the result is the same, to the bit, for any.

    Parameters
    ----------
    source : Source
        What to draw.
    rng : numpy.random.Generator
        The parent from which the streams' generators are spawned.
    prompts : int
        How many draws, at least 32.
    threads : int
        How many threads. More than cores do not help; on two cores expect less than twice the speed.

    Raises
    ------
    InvalidArgument
        If a number is too small.

    Examples
    --------
    >>> source = Source.of_values("coin", 64, lambda rng, n: rng.integers(0, 2, n))
    >>> one, two = (accumulate_on_threads(source, np.random.default_rng(0), 1000, n) for n in (1, 2))
    >>> one.count, bool(one.mean == two.mean)
    (1000, True)
    """
    total, workers = as_count(prompts, "prompts", 2 * STREAMS), as_count(threads, "threads")
    sizes = [total // STREAMS + (index < total % STREAMS) for index in range(STREAMS)]
    generators = as_generator(rng).spawn(STREAMS)
    with ThreadPoolExecutor(workers) as pool:
        parts = pool.map(
            lambda size, child: accumulate(source, child, Budget(prompts=size)), sizes, generators
        )
        merged, *rest = parts
        for part in rest:
            merged = merged.merged(part)
    return merged
