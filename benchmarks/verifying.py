"""CPU time and memory of `verify` of everything: `python -m benchmarks.verifying [--against CHECKOUT]`.

Fresh processes with one worker and nothing remembered; bytecode is there, as it is by default. With `--against`,
another checkout of the repository judges its own claims in turn with this one: an earlier commit
(`git worktree add --detach ../earlier COMMIT`) shows what was gained. Claims that only one of them has count in its
total, and are left out of the rows.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

HERE = Path(__file__).parents[1]
CACHE = "LSA_THEORY_CACHE"
SECONDS, MEGABYTES = 25.0, 200.0


def environment(root: Path, folder: str) -> dict[str, str]:
    """Return the variables of a run: verdicts of earlier runs lie elsewhere, also for a version without a cache."""
    given = {**os.environ, "PYTHONPATH": str(root), CACHE: folder}
    given.pop("PYTHONDONTWRITEBYTECODE", None)
    return given


def run(root: Path) -> tuple[float, float, dict[str, dict[str, float]]]:
    """Return the CPU seconds and peak megabytes of a whole run, and the seconds of each claim's witnesses, by id."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "lsa_theory", "verify", "--jobs", "1", "--json", str(report)]
        process = subprocess.Popen(
            command, cwd=root, env=environment(root, folder), stdout=subprocess.DEVNULL
        )
        # Of the process and those that it waited for; the largest of them has the peak, in units of 1024 bytes.
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, process.args)
        claims: list[dict[str, Any]] = json.loads(report.read_text())["claims"]
    by_witness = {c["id"]: {w["name"]: w["seconds"] or 0.0 for w in c["witnesses"]} for c in claims}
    return used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / 1e6, by_witness


def main() -> None:
    """Print one line a witness, the whole, and the peak of memory."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--against", type=Path, help="another checkout")
    parser.add_argument("--repeats", type=int, default=2)
    given = parser.parse_args()
    roots = [HERE] + ([given.against.resolve()] if given.against else [])
    totals: dict[Path, list[float]] = {root: [] for root in roots}
    peaks: dict[Path, float] = dict.fromkeys(roots, 0.0)
    rows: dict[Path, Counter[str]] = {root: Counter() for root in roots}
    for root in roots:
        compiling = [sys.executable, "-m", "compileall", "-q", "lsa_theory", "derivations"]
        subprocess.run(compiling, cwd=root, check=True)
    for _ in range(given.repeats):
        found = {root: run(root) for root in roots}
        both = set.intersection(*(set(claims) for *_, claims in found.values()))
        for root, (seconds, peak, claims) in found.items():
            totals[root].append(seconds)
            peaks[root] = max(peaks[root], peak)
            for name in both:
                rows[root].update(claims[name])
    print(f"{'witness':<12} {'s':>6}" + ("  other / this" if given.against else ""))
    for name, seconds in rows[HERE].most_common():
        line = f"{name:<12} {seconds / given.repeats:>6.1f}"
        if given.against and seconds > 0:
            line += f"  {rows[roots[1]][name] / seconds:.2f}"
        print(line)
    whole = [statistics.median(totals[root]) for root in roots]
    line = f"{'everything':<12} {whole[0]:>6.1f}"
    line += f"  {whole[1] / whole[0]:.2f}" if given.against else ""
    print(f"{line}   ({SECONDS:g} s {'met' if whole[0] <= SECONDS else 'MISSED'})")
    line = f"{'peak MB':<12} {peaks[HERE]:>6.0f}"
    line += f"  {peaks[roots[1]] / peaks[HERE]:.2f}" if given.against else ""
    print(f"{line}   ({MEGABYTES:g} MB {'met' if peaks[HERE] <= MEGABYTES else 'MISSED'})")


if __name__ == "__main__":
    main()
