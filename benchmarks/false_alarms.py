"""How often the simulation speaks against a true claim: `python -m benchmarks.false_alarms [--seeds N] [--jobs J]`.

The promise is less than one refutation in 10^6 claims. Among the claims are heavy-tailed ones, of degree 6 to 10, whose
mean and standard error are too small together; a refutation of any is printed with its seed.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from lsa_theory import (
    Claim,
    E,
    dimension,
    gaussian,
    gradient,
    identity,
    inverse,
    matrix,
    normal,
    positive_definite,
    samples,
    trace,
    vector,
)
from lsa_theory.verification.judge import judge
from lsa_theory.verification.witnesses.base import Setting


def claims() -> dict[str, Claim]:
    """Return true claims, each an expectation against its exact value."""
    d, N = dimension("d"), dimension("N")
    L, U, A = positive_definite("Lambda", d), matrix("U", d), matrix("A", d)
    a = vector("a", d)
    X = samples("x", covariance=L, count=N)
    S = X.covariance
    w, q, x = (
        gaussian("w", covariance=identity(d)),
        gaussian("x_q", covariance=L),
        gaussian("x", covariance=L),
    )
    y = w.T @ S @ U @ q
    means = {
        "x x'": x @ x.T,
        "x'Ax": x.T @ A @ x,
        "(a'x)^2": (a.T @ x) ** 2,
        "x x'Axx'": x @ x.T @ A @ x @ x.T,
        "(x'x)^2": (x.T @ x) ** 2,
        "(x'Ax)^3, degree 6": (x.T @ A @ x) ** 3,
        "(x'Ax)^4, degree 8": (x.T @ A @ x) ** 4,
        "(x'Ax)^5, degree 10": (x.T @ A @ x) ** 5,
        "(a'x)^6": (a.T @ x) ** 6,
        "(a'x)^8": (a.T @ x) ** 8,
        "(a'x)^10": (a.T @ x) ** 10,
        "S": S,
        "S^2": S @ S,
        "S^3, degree 6": S @ S @ S,
        "S^4, degree 8": S @ S @ S @ S,
        "tr(S)^2": trace(S) ** 2,
        "yhat^2": y**2,
        "yhat^4": y**4,
        "yhat^6": y**6,
        "W^-1": inverse(X.gram),
    }
    found = {name: Claim(E(body), normal(E(body)).as_expression()) for name, body in means.items()}
    found["gradient of yhat^2"] = Claim(gradient(E(y**2), U), normal(gradient(E(y**2), U)).as_expression())
    return found


def look(seed: int) -> list[tuple[str, str, str]]:
    """Return what the simulation says of each claim under one seed."""
    return [
        (name, finding.verdict.value, finding.figure)
        for name, claim in claims().items()
        for finding in judge(claim, witnesses=["simulation"], setting=Setting(seed=seed)).findings
    ]


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    start, counts, first = time.time(), Counter[tuple[str, str]](), Counter[str]()
    with ProcessPoolExecutor(options.jobs) as pool:
        for k, rows in enumerate(pool.map(look, range(options.first, options.first + options.seeds)), 1):
            for name, verdict, figure in rows:
                counts[name, verdict] += 1
                first[name] += "again" in figure
                if verdict == "refuted":
                    print(f"REFUTED: {name}, seed {options.first + k - 1}: {figure}", flush=True)
            if k % 20 == 0:
                print(f"{k} seeds, {time.time() - start:.0f} s", flush=True)
    print(f"{'claim':24} {'confirmed':>9} {'undecided':>9} {'refuted':>8} {'first run rejects':>18}")
    for name in claims():
        row = [counts[name, v] for v in ("confirmed", "undecided", "refuted")]
        print(f"{name:24} {row[0]:9} {row[1]:9} {row[2]:8} {first[name]:18}")


if __name__ == "__main__":
    main()
