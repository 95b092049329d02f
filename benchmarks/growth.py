"""How symbolic results grow, against what was to be reached: `python -m benchmarks.growth [--against CHECKOUT]`.

Every case is calculated in a fresh process, CPU time and peak memory, the median of several. With `--against`, another
checkout of the repository calculates the same in turn with this one, and the ratio of the two is printed: an earlier
commit (`git worktree add --detach ../earlier COMMIT`) shows what was gained, and that no case has become slower. Short
cases are called again in the same process: the first call is mostly that of loading code.

Targets are in seconds of the machine on which the first version (23a3bc3) took `BEFORE`. On another the ratio to
that version says the same; it lacks what the cases are written with. A commit before the averages by levels (c51f42e)
has it, and takes about as long.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.algebra import CASES

HERE = Path(__file__).parents[1]
# Seconds and megabytes that were to be reached.
TARGETS = {"distinct-7": (5.0, 300), "tenth": (1.0, None), "flow": (3.0, None), "one-8": (3.0, 500)}
# Seconds that the first version took where the targets were set.
BEFORE = {"distinct-7": 17.7, "tenth": 4.5, "flow": 11.4}
# What takes longer than this is not repeated as often.
LONG = 2.0


def measure(case: str, root: Path) -> dict[str, Any]:
    """Calculate one case in a fresh process with the package of a checkout."""
    worker = HERE / "benchmarks" / "algebra_workers.py"
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, str(worker), "lsa_theory", case],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def main() -> None:
    """Print one line a case."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="*", help="cases of benchmarks.algebra; all if left out")
    parser.add_argument("--against", type=Path, help="another checkout")
    parser.add_argument("--repeats", type=int, default=5)
    given = parser.parse_args()
    roots = [HERE] + ([given.against.resolve()] if given.against else [])
    print(
        f"{'case':<42} {'s':>8} {'MB':>5} {'terms':>7}   {'target':<34} {'other / this' if given.against else ''}"
    )
    for case in given.cases or CASES:
        runs: dict[Path, list[dict[str, Any]]] = {root: [] for root in roots}
        for k in range(given.repeats):
            if k == 1 and max(own[0]["seconds"] for own in runs.values()) > LONG:
                break
            for root in roots:
                runs[root].append(measure(case, root))
        seconds = [statistics.median(float(run["seconds"]) for run in runs[root]) for root in roots]
        first = runs[HERE][0]
        row = f"{CASES[case]:<42} {seconds[0]:>8.4f} {first['megabytes']:>5} {first['words']:>7}   "
        ratio = seconds[1] / seconds[0] if given.against else None
        row += f"{_judged(case, seconds[0], first['megabytes'], ratio):<34}"
        if given.against:
            row += (
                f" {ratio:.2f}{_later([runs[root] for root in roots])}, {runs[roots[1]][0]['megabytes']} MB"
            )
        print(row, flush=True)


def _later(runs: list[list[dict[str, Any]]]) -> str:
    """Return the ratio of later calls, of what was called again."""
    if any(run["again"] is None for own in runs for run in own):
        return ""
    this, other = (statistics.median(float(run["again"]) for run in own) for own in runs)
    return f" ({other / this:.2f} later)"


def _judged(case: str, seconds: float, megabytes: float, ratio: float | None) -> str:
    if case not in TARGETS:
        return ""
    limit, memory = TARGETS[case]
    fits = memory is None or megabytes < memory
    said = f"{limit:g} s{'' if memory is None else f', {memory} MB'}"
    if ratio is None or case not in BEFORE:
        return f"{said} {'met' if seconds < limit and fits else 'MISSED'}"
    asked = BEFORE[case] / limit
    return f"{said}: {asked:.1f} times {'met' if ratio >= asked and fits else 'MISSED'}"


if __name__ == "__main__":
    main()
