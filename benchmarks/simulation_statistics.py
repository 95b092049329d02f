"""Coverage of the intervals over many seeds, and power of the sequential comparison at 1 % and 2 %.

    python benchmarks/simulation_statistics.py [--seeds 1000] [--only coverage|power]

The exact risks are worked by hand: with Lambda = I, U11 = c I, u = 1 the loss is E tr(c S - I)^2 / 2 with
E tr S = d and E tr S^2 = d (1 + (d + 1) / M).
"""

import argparse
import time

import numpy as np

from lsa_theory.simulation import Budget, Estimate, PromptLaw, accumulate, compare, loss_source

SETTINGS = [(1, 10), (5, 20), (20, 40)]
PATHS = (
    "tokens",
    "projected",
    "order-d",
    "order-d-query-integrated",
    "order-d-integrated",
    "wishart",
    "isotropic",
    "sobol",
)


def setting(d: int, length: int) -> tuple[PromptLaw, tuple[np.ndarray, np.ndarray], float]:
    """Return law, weights and the exact loss."""
    gain = 1 / (1 + (d + 1) / length)
    weights = np.diag([gain] * d + [0.0]), np.diag([0.0] * d + [1.0])
    exact = 0.5 * (gain**2 * d * (1 + (d + 1) / length) - 2 * gain * d + d)
    return PromptLaw(np.eye(d), length), weights, exact


def coverage(seeds: int) -> None:
    """Print how often intervals of 95 % and 99.9 % hold the exact loss."""
    print(
        f"\nCoverage over {seeds} seeds (standard error of a 95 % entry: {np.sqrt(0.95 * 0.05 / seeds):.3f})"
    )
    print(f"{'d':>3} {'M':>3} {'path':<26}{'draws':>7} {'95 %':>7} {'99.9 %':>7}")
    for d, length in SETTINGS:
        law, weights, exact = setting(d, length)
        for path in PATHS:
            for draws in (16,) if path == "sobol" else (1000, 10_000):
                if path == "tokens" and draws * d * length > 5_000_000:
                    continue
                source = loss_source(law, *weights, path=path)
                inside = np.zeros(2)
                for seed in range(seeds):
                    rng = np.random.default_rng([d, length, seed])
                    estimate = Estimate.of(accumulate(source, rng, Budget(prompts=draws)))
                    for column, level in enumerate((0.95, 0.999)):
                        low, high = estimate.interval(level)
                        inside[column] += low <= exact <= high
                shares = inside / seeds
                print(
                    f"{d:>3} {length:>3} {path:<26}{draws:>7} {shares[0]:>7.3f} {shares[1]:>7.3f}", flush=True
                )


def power(seeds: int) -> None:
    """Print how often the sequential comparison refutes the truth, and values wrong by 1 % and 2 %."""
    print(f"\nSequential comparison, {seeds} seeds, false-alarm rate 1e-6, resolve = the error")
    print(
        f"{'d':>3} {'M':>3} {'path':<26}{'error':>7}{'refuted':>9}{'consistent':>12}{'draws':>11}{'CPU s':>8}"
    )
    for d, length in SETTINGS:
        law, weights, exact = setting(d, length)
        for path in ("order-d-integrated", "wishart", "isotropic", "sobol"):
            source = loss_source(law, *weights, path=path)
            for error in (0.0, 0.01, 0.02):
                verdicts, draws = {"refuted": 0, "consistent": 0, "undecided": 0}, []
                started = time.process_time()
                for seed in range(seeds if path != "sobol" else max(seeds // 20, 1)):
                    rng = np.random.default_rng([d, length, seed, 7])
                    result = compare(source, exact * (1 + error), rng, resolve=error or 0.01)
                    verdicts[result.verdict] += 1
                    draws.append(result.estimate.count * source.points)
                total = sum(verdicts.values())
                cpu = (time.process_time() - started) / total
                print(
                    f"{d:>3} {length:>3} {path:<26}{error:>6.0%} {verdicts['refuted'] / total:>9.3f}"
                    f" {verdicts['consistent'] / total:>11.3f} {int(np.median(draws)):>10} {cpu:>7.3f}",
                    flush=True,
                )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--only", choices=("coverage", "power"))
    arguments = parser.parse_args()
    if arguments.only != "power":
        coverage(arguments.seeds)
    if arguments.only != "coverage":
        power(max(arguments.seeds // 5, 10))
