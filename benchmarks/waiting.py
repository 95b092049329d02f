"""From Enter to the verdict: `python -m benchmarks.waiting [--against CHECKOUT] [--repeats R]`.

CPU seconds, user and system, of whole processes and their children, medians; beside each the ratio to a bare
interpreter that imports NumPy. "again" finds what the first call kept. Bytecode is written, as it is by default: where
PYTHONDONTWRITEBYTECODE is set, each start compiles the package anew, 0.15 s.

Targets are in seconds of a machine on which importing NumPy took 0.065 s, and the first version (23a3bc3) what stands
beside them; they are judged as multiples of that import, with one thread. With `--against` that version runs in turn,
and the ratio is compared with what it was to be.
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
# Seconds of importing NumPy where the targets were set.
NUMPY = 0.065
# Seconds to be reached, and those of the first version where that was asked.
TARGETS: dict[str, tuple[float, float | None]] = {
    "three lines": (0.5, 0.89),
    "verify -k ID": (0.4, 1.5),
    "verify -k ID, other seed": (0.4, 1.5),
    "show ID": (0.4, 1.45),
    "20 claims, one edited": (0.6, None),
}
MOMENT = "Claim(E(x @ x.T @ A @ x @ x.T), L @ (A + A.T) @ L + trace(A @ L) * L)\n"
TWENTY = HEAD + "".join(
    f"c{k} = Claim(E(x.T @ A @ x * trace(A)) + {k}, trace(A) * trace(A @ L) + {k})\n" for k in range(20)
)


def seconds(words: list[str], folder: Path, root: Path, cache: str) -> float:
    """Return the CPU seconds of a process and what it started, with the package of a checkout."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {**kept, "LSA_THEORY_CACHE": str(folder / cache), "PYTHONPATH": str(root)}
    subprocess.run([sys.executable, *words], cwd=folder, env=environment, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


COMMAND = ["-m", "lsa_theory"]
# The words of each command, and whether verdicts of earlier runs are there.
CASES: dict[str, tuple[list[str], bool]] = {
    "import numpy": (["-c", "import os; os.environ['OPENBLAS_NUM_THREADS'] = '1'; import numpy"], False),
    "three lines": ([*COMMAND, "verify", "three.py"], False),
    "three lines again": ([*COMMAND, "verify", "three.py"], True),
    "verify -k ID": ([*COMMAND, "verify", "-k", "minimum.value"], True),
    "verify -k ID, other seed": ([*COMMAND, "verify", "-k", "minimum.value", "--seed", "{seed}"], True),
    "show ID": ([*COMMAND, "show", "minimum.value"], True),
    "list": ([*COMMAND, "list"], True),
    "20 claims anew": ([*COMMAND, "verify", "twenty.py"], False),
    "20 claims, one edited": ([*COMMAND, "verify", "twenty.py"], True),
}


def measured(roots: list[Path], repeats: int) -> dict[str, list[float]]:
    """Return the medians of every case, one for each checkout."""
    found: dict[str, list[list[float]]] = {name: [[] for _ in roots] for name in CASES}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "three.py").write_text(HEAD + "moment = " + MOMENT)
        twenty = folder / "twenty.py"
        twenty.write_text(TWENTY)
        for k, root in enumerate(roots):
            for words, _ in CASES.values():
                seconds([word.format(seed=0) for word in words], folder, root, f"kept-{k}")
        for number in range(1, repeats + 1):
            twenty.write_text(TWENTY.replace("+ 7", f"+ {100 + number}"))
            for name, (words, again) in CASES.items():
                for k, root in enumerate(roots):
                    cache = f"kept-{k}" if again else f"{name}-{k}-{number}".replace(" ", "-")
                    given = [word.format(seed=number) for word in words]
                    found[name][k].append(seconds(given, folder, root, cache))
    return {name: [statistics.median(own) for own in runs] for name, runs in found.items()}


def judged(name: str, own: float, ratio: float | None) -> str:
    """Return what was to be reached, in imports of NumPy as `own` is, or as a ratio to the first version."""
    if name not in TARGETS:
        return ""
    limit, before = TARGETS[name]
    if ratio is None or before is None:
        return f"{limit} s: {limit / NUMPY:.1f} of NumPy {'met' if own < limit / NUMPY else 'MISSED'}"
    return f"{limit} s: {before / limit:.1f} times {'met' if ratio >= before / limit else 'MISSED'}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--against", type=Path, help="another checkout, such as one of the first version")
    given = parser.parse_args()
    roots = [Path(__file__).parents[1]] + ([given.against.resolve()] if given.against else [])
    found = measured(roots, given.repeats)
    bare = found["import numpy"][0]
    print(f"{'case':26} {'CPU s':>6} {'of NumPy':>9} {'other / this' if given.against else '':>13}  target")
    for name, medians in found.items():
        own = medians[0] / bare
        ratio = medians[1] / medians[0] if given.against and name != "import numpy" else None
        shown = "" if ratio is None else f"{ratio:.1f}x"
        print(f"{name:26} {medians[0]:6.2f} {own:8.1f}x {shown:>13}  {judged(name, own, ratio)}")


if __name__ == "__main__":
    main()
