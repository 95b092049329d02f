"""From Enter to the verdict: `python -m benchmarks.waiting [--repeats R]`.

CPU seconds, user and system, of whole processes and their children, medians; beside each the target and the ratio to a
bare interpreter that imports NumPy. "again" finds what the first call kept. Bytecode is written, as it is by default:
where PYTHONDONTWRITEBYTECODE is set, each start compiles the package anew, 0.15 s.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HEAD = """from lsa_theory import Claim, E, dimension, gaussian, matrix, positive_definite, trace
d = dimension("d"); L = positive_definite("Lambda", d); A = matrix("A", d); x = gaussian("x", covariance=L)
"""
MOMENT = "Claim(E(x @ x.T @ A @ x @ x.T), L @ (A + A.T) @ L + trace(A @ L) * L)\n"
TWENTY = HEAD + "".join(
    f"c{k} = Claim(E(x.T @ A @ x * trace(A)) + {k}, trace(A) * trace(A @ L) + {k})\n" for k in range(20)
)


def seconds(words: list[str], folder: Path) -> float:
    """Return the CPU seconds of a process and what it started."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {**kept, "LSA_THEORY_CACHE": str(folder / "cache")}
    subprocess.run([sys.executable, *words], cwd=folder, env=environment, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    repeats = parser.parse_args().repeats
    command = ["-m", "lsa_theory"]
    cases: dict[str, tuple[list[str], float | None]] = {
        "import numpy": (["-c", "import numpy"], None),
        "three lines": ([*command, "verify", "three.py", "--no-cache"], 0.5),
        "three lines again": ([*command, "verify", "three.py"], None),
        "verify -k ID": ([*command, "verify", "-k", "minimum.value"], 0.4),
        "verify ID, other seed": ([*command, "verify", "minimum.value", "--seed", "{seed}"], 0.4),
        "show ID": ([*command, "show", "minimum.value"], 0.4),
        "list": ([*command, "list"], None),
        "20 claims anew": ([*command, "verify", "twenty.py", "--no-cache"], None),
        "20 claims, one edited": ([*command, "verify", "twenty.py"], 0.6),
    }
    found: dict[str, list[float]] = {name: [] for name in cases}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "three.py").write_text(HEAD + "moment = " + MOMENT)
        twenty = folder / "twenty.py"
        twenty.write_text(TWENTY)
        for words in ("list", "verify three.py", "verify minimum.value", "verify twenty.py"):
            seconds([*command, *words.split()], folder)
        for number in range(repeats):
            twenty.write_text(TWENTY.replace("+ 7", f"+ {100 + number}"))
            for name, (words, _) in cases.items():
                found[name].append(seconds([w.format(seed=number + 1) for w in words], folder))
    bare = statistics.median(found["import numpy"])
    print(f"{'case':24} {'CPU s':>7} {'target':>7} {'of import numpy':>16}")
    for name, (_, target) in cases.items():
        middle = statistics.median(found[name])
        print(f"{name:24} {middle:7.2f} {target or '':>7} {middle / bare:15.1f}x")


if __name__ == "__main__":
    main()
