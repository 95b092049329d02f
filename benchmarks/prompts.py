"""Prompts from tokens, and time to an error: `python -m benchmarks.prompts [--repeats R]`.

Against a program of the shape of the public PyTorch code for this layer, written anew: prompts as one tensor (B, N + 1,
d + 1), weights bordered at every call, the whole attention matrix with the query's column masked, one batch at a time.
Single precision, one thread. The limit is random numbers alone, written into a buffer that is there already: those of
NumPy's own generator, and in single precision those that are drawn here, three times as many. CPU time, in turns,
medians; the risks are compared first.
"""

from __future__ import annotations

import argparse
import os

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.ratios import interleaved, line
from lsa_theory.simulation import Budget, Estimate, PromptLaw, accumulate, loss_source, predict, until
from lsa_theory.simulation.estimates.budget import chunk_size
from lsa_theory.simulation.single_precision import fill_with_normals

try:
    import torch
except ImportError:
    torch = None

SIZES = ((5, 20), (20, 40), (20, 100), (50, 200))


def gain(d: int, length: int) -> float:
    """Return the best multiple of I at Lambda = I."""
    return 1 / (1 + (d + 1) / length)


def public_shape(d: int, length: int, batch: int) -> Callable[[], float]:
    """Return what draws a batch, runs the layer on all of it and returns the mean squared error."""
    torch.set_num_threads(1)
    P, Q = torch.zeros(d, d), gain(d, length) * torch.eye(d)

    def bordered(weight: Any, corner: float) -> Any:
        wide = torch.cat([torch.cat([weight, torch.zeros(1, d)], dim=0), torch.zeros(d + 1, 1)], dim=1)
        wide[d, d] = corner
        return wide

    def attention(Z: Any) -> Any:
        value, key_query = bordered(P, 1.0), bordered(Q, 0.0)
        mask = torch.eye(length + 1)
        mask[length, length] = 0
        scores = torch.einsum("BNi,ij,BMj->BNM", Z, key_query, Z)
        return torch.einsum("BNM,ML,BLi->BNi", scores, mask, torch.einsum("ij,BNj->BNi", value, Z)) / length

    def run() -> float:
        with torch.no_grad():
            w = torch.FloatTensor(batch, d).normal_(0, 1)
            x, x_q = (torch.FloatTensor(batch, n, d).normal_(0, 1) for n in (length, 1))
            y = torch.einsum("bi,bni->bn", w, x).unsqueeze(2)
            target = torch.einsum("bi,bni->bn", w, x_q).squeeze(1)
            Z = torch.cat(
                [torch.cat([x, x_q], dim=1), torch.cat([y, torch.zeros(batch, 1, 1)], dim=1)], dim=2
            )
            Z = Z + attention(Z)
            return float(((Z[:, length, d] - target) ** 2).mean())

    return run


def ours(d: int, length: int, count: int, dtype: Any) -> Callable[[], float]:
    """Return the referee on at least `count` prompts, chunk by chunk."""
    weights = np.diag([gain(d, length)] * d + [0.0]), np.diag([0.0] * d + [1.0])
    law, rng = PromptLaw(np.eye(d), length), np.random.default_rng(0)
    chunk = chunk_size(d * length, np.dtype(dtype).itemsize)
    chunks = max(count // chunk, 1)

    def run() -> float:
        total = 0.0
        for _ in range(chunks):
            prompts = law.sample(rng, chunk, dtype)
            total += float(((predict(prompts, *weights) - prompts.target) ** 2).sum())
        return total / (chunks * chunk)

    run.prompts = chunks * chunk  # type: ignore[attr-defined]
    return run


def limit(numbers: int, dtype: Any, ours: bool = False) -> Callable[[], None]:
    """Return what writes that many normals of NumPy, or of ours in single precision, into a buffer in pieces."""
    piece = np.empty(2**18 // np.dtype(dtype).itemsize, dtype)
    rng = np.random.default_rng(0)

    def run() -> None:
        for first in range(0, numbers, len(piece)):
            part = piece[: min(len(piece), numbers - first)]
            if ours:
                fill_with_normals(rng, part)
            else:
                rng.standard_normal(out=part, dtype=dtype)

    return run


def rates(repeats: int) -> None:
    """Print the table of prompts a second."""
    print("prompts per CPU second, thousands; shares of NumPy's normals in a buffer, and of our own")
    for d, length in SIZES:
        count = max(int(4e6 / (d * length)), 64)
        numbers = d * length + 2 * d
        single, double = (ours(d, length, count, dtype) for dtype in (np.float32, np.float64))
        cases: dict[str, Callable[[], Any]] = {"f32": single, "f64": double}
        sizes = {"f32": single.prompts, "f64": double.prompts}  # type: ignore[attr-defined]
        for name, dtype, own in (
            ("limit f32", np.float32, False),
            ("limit f64", np.float64, False),
            ("limit own", np.float32, True),
        ):
            cases[name], sizes[name] = limit(count * numbers, dtype, own), count
        batch = max(count // 4, 64)
        if torch is not None:
            cases["public"], sizes["public"] = public_shape(d, length, batch), batch
            many = [np.mean([case() for _ in range(20)]) for case in (single, cases["public"])]
            assert abs(many[0] / many[1] - 1) < 0.1, f"the risks disagree: {many}"
        taken = interleaved(cases, repeats)
        speed = {name: sizes[name] / taken[name] for name in cases}
        f32, f64 = speed["f32"], speed["f64"]
        shown = f"({d}, {length}): f32 {f32 / 1e3:.0f}, of NumPy {f32 / speed['limit f32']:.0%} (target 85 %), of ours "
        shown += (
            f"{f32 / speed['limit own']:.0%}; f64 {f64 / 1e3:.0f}, of NumPy {f64 / speed['limit f64']:.0%}"
        )
        if torch is None:
            print(f"{shown}; no torch here, so no ratio")
        else:
            print(line(f"f32 / public at ({d}, {length})", speed["f32"] / speed["public"], 2), f"  {shown}")


def time_to_error(repeats: int) -> None:
    """Print how many times sooner a relative standard error of 10^-3 of the risk is reached."""
    print("time to a relative error of 10^-3, public shape (its rate, the spread of its errors) / ours")
    for (d, length), target in (((20, 40), 2000), ((50, 200), 10_000)):
        law, weights = (
            PromptLaw(np.eye(d), length),
            (np.diag([gain(d, length)] * d + [0.0]), np.diag([0.0] * d + [1.0])),
        )
        spread = Estimate.of(
            accumulate(
                loss_source(law, *weights, path="tokens"), np.random.default_rng(1), Budget(prompts=20_000)
            )
        )
        needed = 20_000 * (spread.relative_error / 1e-3) ** 2
        batch = max(int(1e6 / (d * length)), 64)
        cases: dict[str, Callable[[], Any]] = {"public": public_shape(d, length, batch)}
        for path in ("sobol", "order-d-integrated", "isotropic"):
            source = loss_source(law, *weights, path=path)
            cases[path] = lambda s=source: accumulate(s, np.random.default_rng(1), until(relative_error=1e-3))
        taken = interleaved(cases, repeats)
        whole = needed * taken["public"] / batch
        for path in list(cases)[1:]:
            goal = target if path == "sobol" else None
            print(
                line(f"{path} at ({d}, {length})", whole / taken[path], goal), f"  {1e3 * taken[path]:.3g} ms"
            )


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=9)
    asked = parser.parse_args()
    rates(asked.repeats)
    if torch is not None:
        time_to_error(asked.repeats)


if __name__ == "__main__":
    main()
