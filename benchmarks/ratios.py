"""CPU times of several ways to one result, taken in turns in one process: only their ratios are to be read."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any

# A call shorter than this is repeated until it takes as long: the clock of a process ticks in microseconds.
SHORTEST = 0.01


def interleaved(cases: Mapping[str, Callable[[], Any]], repeats: int = 5) -> dict[str, float]:
    """Return the median CPU seconds of one call of each case; every round calls each of them once, after a warm-up.

    Examples
    --------
    >>> taken = interleaved({"short": lambda: sum(range(10)), "long": lambda: sum(range(10_000))}, repeats=3)
    >>> taken["short"] < taken["long"]
    True
    """
    counts = {}
    for name, call in cases.items():
        start = time.process_time()
        call()
        counts[name] = max(1, round(SHORTEST / max(time.process_time() - start, 1e-7)))
    found: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(repeats):
        for name, call in cases.items():
            start = time.process_time()
            for _ in range(counts[name]):
                call()
            found[name].append((time.process_time() - start) / counts[name])
    return {name: statistics.median(seconds) for name, seconds in found.items()}


def line(label: str, ratio: float, target: float | None = None) -> str:
    """Return a row of a table of ratios: what was reached beside what was to be reached.

    Examples
    --------
    >>> print(line("flint, 1000 digits", 41.3, 30))
    flint, 1000 digits                              41.3x   target     30x   met
    """
    row = f"{label:44} {ratio:7.3g}x"
    return (
        row if target is None else f"{row}   target {target:6g}x   {'met' if ratio >= target else 'missed'}"
    )
