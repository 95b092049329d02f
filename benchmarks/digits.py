"""Closed forms at many digits: `python -m benchmarks.digits [--repeats R] [--quick]`.

The limit of the flow and the risk of the trained layer, dense rational Lambda: generated flint and mpmath code against
mpmath (with gmpy2, where that is installed) by hand. CPU time, in turns, medians; the values are compared first. The
targets were set by a program that forms a product anew for each entry of one trace; "lean" forms it once.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath
from mpmath import libmp

from benchmarks.ratios import interleaved, line
from lsa_theory.catalogue import functions
from lsa_theory.codegen import module_source

TRAINED, ASKED = 41, 17
TARGETS = {(20, 1000): 30.0, (20, 10_000): 300.0}


def generated(target: str) -> Callable[[list[list[Fraction]], int], tuple[Any, Any, Any]]:
    """Return (Lambda, digits) -> (U, u, risk) as the target's functions compute it."""
    known, space = functions(), dict[str, Any]()
    exec(module_source("Both.", [known["flow_limit"], known["linear_risk"]], target), space)

    def both(Lambda: list[list[Fraction]], digits: int) -> tuple[Any, Any, Any]:
        given = {"Lambda": Lambda, "N": TRAINED, "digits": digits}
        return (*space["flow_limit"](**given), space["linear_risk"](M=ASKED, **given))

    return both


def by_hand(Lambda: list[list[Fraction]], digits: int, *, lean: bool = True) -> tuple[Any, Any, Any]:
    """Return (U, u, risk) as one writes them in mpmath; if not lean, one product anew for each entry of its trace."""
    mp, d = mpmath.mp, len(Lambda)
    with mp.workdps(digits + 10):
        L = mp.matrix([[mp.mpf(x.numerator) / x.denominator for x in row] for row in Lambda])
        total = mp.fsum(L[i, i] for i in range(d))

        def gamma(length: int) -> Any:
            return L * (1 + mp.mpf(1) / length) + mp.eye(d) * (total / length)

        inverse = gamma(TRAINED) ** -1
        u = mp.root(mp.fsum(x * x for x in inverse), 4)
        kept = L * inverse
        squared, product = kept * gamma(ASKED) * kept.T, L * kept
        crossed = mp.fsum((product if lean else L * kept)[i, i] for i in range(d))
        risk = total - 2 * crossed + mp.fsum(squared[i, i] for i in range(d))
        return inverse / u, u, risk


def dense(d: int) -> list[list[Fraction]]:
    """Return a positive definite matrix whose entries have many denominators."""
    return [[Fraction(3) if i == j else Fraction(1, 1 + (i - j) ** 2) for j in range(d)] for i in range(d)]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument(
        "--quick", action="store_true", help="without mpmath by hand at 10 000 digits, d = 20"
    )
    asked = parser.parse_args()
    flint, in_mpmath = generated("flint"), generated("mpmath")
    print(f"times by which mpmath by hand, on integers of {libmp.BACKEND}, is slower")
    for d in (5, 20):
        Lambda = dense(d)
        for digits in (50, 200, 1000, 10_000):
            slow = d == 20 and digits == 10_000
            if slow and asked.quick:
                continue
            ours, theirs = flint(Lambda, digits)[2], by_hand(Lambda, digits)[2]
            with mpmath.mp.workdps(digits + 10):
                mantissa, exponent = ours.mid().man_exp()
                apart = abs(mpmath.ldexp(mpmath.mpf(int(mantissa)), int(exponent)) - theirs)
                assert apart < mpmath.mpf(10) ** (2 - digits), "the ways disagree"
            cases: dict[str, Callable[[], Any]] = {
                "by hand": lambda L=Lambda, n=digits: by_hand(L, n, lean=False),
                "by hand, lean": lambda L=Lambda, n=digits: by_hand(L, n),
                "flint": lambda L=Lambda, n=digits: flint(L, n),
            }
            if not slow:
                cases["mpmath"] = lambda L=Lambda, n=digits: in_mpmath(L, n)
            taken = interleaved(cases, 1 if slow else asked.repeats)
            for name in list(cases)[2:]:
                target = TARGETS.get((d, digits)) if name == "flint" else None
                label = f"d = {d}, {digits} digits, generated {name}"
                beside = f"  {taken['by hand, lean'] / taken[name]:.3g}x lean; {1e3 * taken[name]:.3g} ms"
                print(line(label, taken["by hand"] / taken[name], target) + beside)


if __name__ == "__main__":
    main()
