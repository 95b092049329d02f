"""What an operation inside each factorisation costs beside one of a matrix product: `python -m benchmarks.operations`.

CPU time on one thread, the least of several rounds. A rate is the time of the node as the NumPy target writes it,
divided by the operations that `lsa_theory.codegen.planning.cost` counts for it; a weight is that rate over a
product's at the same size. The planner uses the whole numbers in `cost.WEIGHTS`.
"""

from __future__ import annotations

import os

# Before NumPy is imported.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import time  # noqa: E402
from collections.abc import Callable  # noqa: E402

import numpy as np  # noqa: E402

from lsa_theory.codegen.nodes import Graph  # noqa: E402
from lsa_theory.codegen.planning import cost  # noqa: E402
from lsa_theory.codegen.targets.numpy_helpers import HELPERS  # noqa: E402

SIZES = (64, 128, 256)


def least(work: Callable[[], object], rounds: int = 7, seconds: float = 0.03) -> float:
    """Return the least CPU time of a call."""
    work()
    found = []
    for _ in range(rounds):
        start, calls = time.process_time(), 0
        while time.process_time() - start < seconds:
            work()
            calls += 1
        found.append((time.process_time() - start) / calls)
    return min(found)


def operations(op: str) -> cost.Count:
    """Return the counted operations of a node on d x d matrices."""
    graph = Graph()
    A, B = (graph.add("argument", (), name, "d", "d") for name in "AB")
    args = (A, B) if op in ("matmul", "solve") else (A,)
    return cost.of_node(graph, graph.add(op, args, None, "d", "1" if op == "eigenvalues" else "d")).flops


def main() -> None:
    """Print the weights."""
    space: dict[str, Callable[..., object]] = {}
    exec("import numpy as np\n" + "\n".join(HELPERS.values()), space)
    root = space["_inverse_root"]
    print(
        f"| operation | {' | '.join(f'd = {d}' for d in SIZES)} | weight used |\n|---|{'---|' * len(SIZES)}---|"
    )
    rows: dict[str, list[float]] = {op: [] for op in cost.WEIGHTS}
    for d in SIZES:
        rng = np.random.default_rng(d)
        A = rng.standard_normal((d, d))
        A, B = A @ A.T / d + np.eye(d) / 4, rng.standard_normal((d, d))
        works: dict[str, Callable[[], object]] = {
            "solve": lambda A=A, B=B: np.linalg.solve(A, B),
            "inverse": lambda A=A: np.linalg.inv(A),
            "inverse root": lambda A=A: root(A.copy()),
            "eigenvalues": lambda A=A: np.linalg.eigvalsh(A),
            "eigenvectors": lambda A=A: np.linalg.eigh(A),
        }
        product = least(lambda A=A, B=B: A @ B) / operations("matmul").at(d)
        for op, work in works.items():
            rows[op].append(least(work) / operations(op).at(d) / product)
    for op, found in rows.items():
        print(f"| {op} | {' | '.join(f'{x:.1f}' for x in found)} | {cost.WEIGHTS[op]} |")


if __name__ == "__main__":
    main()
