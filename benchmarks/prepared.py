"""What preparing spares a loop, measured beside what the docstrings say: `python -m benchmarks.prepared [--size D]`.

CPU time of a call of each generated function that has constants over that of its prepared form, taken in turns in one
process, and the ratio of operations by the plan. Checks of the arguments are part of a call and no operations.
"""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np

from benchmarks.ratios import interleaved
from lsa_theory.catalogue import functions
from lsa_theory.codegen import Function, module_source
from lsa_theory.codegen.planning.plan import plan
from lsa_theory.codegen.targets import target_named
from lsa_theory.expressions import Symbol


def value_of(symbol: Symbol, size: int, rng: np.random.Generator) -> Any:
    """Return numbers for an argument."""
    if symbol.is_scalar:
        return 3 * size if symbol.structure == "dimension" else 0.3
    rows, cols = (1 if side == 1 else size for side in symbol.shape)
    drawn = rng.standard_normal((rows, cols))
    definite = symbol.structure in ("positive definite", "symmetric")
    return drawn @ drawn.T / size + np.eye(size) if definite else drawn


def ratios(function: Function, size: int, repeats: int) -> tuple[float, float]:
    """Return a call over a prepared call, in seconds and in operations."""
    rng = np.random.default_rng(1)
    values = {a.name: value_of(a, size, rng) for a in function.arguments}
    space: dict[str, Any] = {}
    exec(module_source("Measured.", [function]), space)
    called = space[function.name]
    at = space[f"prepare_{function.name}"](*(values[a.name] for a in function.constants))
    everything = [values[a.name] for a in function.arguments]
    free = [values[a.name] for a in function.variables]
    taken = interleaved({"call": lambda: called(*everything), "prepared": lambda: at(*free)}, repeats)
    own = plan(function, target_named("numpy").ways)
    each, once = own.cost.flops.at(size), own.cost_before.flops.at(size)
    return taken["call"] / taken["prepared"], (each + once) / max(each, 1)


def main() -> None:
    """Print one line a function."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=64)
    parser.add_argument("--repeats", type=int, default=9)
    given = parser.parse_args()
    print(f"{'call / prepared at d = ' + str(given.size):<28} {'measured':>9} {'operations':>11}")
    for function in functions().values():
        if function.constants:
            measured, counted = ratios(function, given.size, given.repeats)
            print(f"{function.name:<28} {measured:>8.1f}x {counted:>10.1f}x", flush=True)


if __name__ == "__main__":
    main()
