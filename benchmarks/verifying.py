"""CPU time of `verify` of everything, by witness: `python -m benchmarks.verifying [--against CHECKOUT]`.

Fresh processes with one worker and no cache. The package's bytecode is there, as it is by default; with
`--without-bytecode` it is compiled at the start, as where PYTHONDONTWRITEBYTECODE is set. With `--against`, another
checkout of the repository judges its own claims in turn with this one: an earlier commit
(`git worktree add --detach ../earlier COMMIT`) shows what was gained. Claims that only one of them has are judged and
counted in its total, and left out of the rows.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

HERE = Path(__file__).parents[1]
TARGET = 25.0


def run(root: Path, bytecode: bool) -> tuple[float, dict[str, dict[str, float]]]:
    """Return the CPU seconds of a whole run, and those of each claim's witnesses, by id."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        # In a folder of its own: the checkouts stay as they are.
        environment = {
            **os.environ,
            "PYTHONPATH": str(root),
            "PYTHONPYCACHEPREFIX": str(Path(folder) / "bytecode"),
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        if bytecode:
            compiling = [sys.executable, "-m", "compileall", "-q", "lsa_theory", "derivations"]
            subprocess.run(compiling, cwd=root, env=environment, check=True)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [
                sys.executable,
                "-m",
                "lsa_theory",
                "verify",
                "--no-cache",
                "--jobs",
                "1",
                "--json",
                str(report),
            ],
            cwd=root,
            env=environment,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        claims: list[dict[str, Any]] = json.loads(report.read_text())["claims"]
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, {c["id"]: {w["name"]: w["seconds"] or 0.0 for w in c["witnesses"]} for c in claims}


def main() -> None:
    """Print one line a witness, and the whole."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--against", type=Path, help="another checkout")
    parser.add_argument("--repeats", type=int, default=2)
    parser.add_argument(
        "--without-bytecode", action="store_true", help="compile the package anew at the start"
    )
    given = parser.parse_args()
    roots = [HERE] + ([given.against.resolve()] if given.against else [])
    totals: dict[Path, list[float]] = {root: [] for root in roots}
    rows: dict[Path, Counter[str]] = {root: Counter() for root in roots}
    for _ in range(given.repeats):
        found = {root: run(root, not given.without_bytecode) for root in roots}
        both = set.intersection(*(set(claims) for _, claims in found.values()))
        for root, (seconds, claims) in found.items():
            totals[root].append(seconds)
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
    print(f"{line}   ({TARGET:g} s {'met' if whole[0] <= TARGET else 'MISSED'})")


if __name__ == "__main__":
    main()
