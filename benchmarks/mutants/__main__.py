"""Mutate every true statement, judge each mutant, and say who caught what.

    python -m benchmarks.mutants [--every K] [--limit N]

A mutant counts once exact evaluation has shown that it differs from what it was made from. `--every K` takes each K-th.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from pathlib import Path

import numpy as np

from benchmarks.mutants.difference import differ, violated
from benchmarks.mutants.mutations import letters_of, mutants
from lsa_theory.claims.equality import Claim, Statement
from lsa_theory.claims.inequality import Inequality
from lsa_theory.errors import LsaTheoryError
from lsa_theory.expressions.expression import Expression
from lsa_theory.expressions.traversal import everything
from lsa_theory.verification.judge import judge
from lsa_theory.verification.outcome import Judgement, Verdict

ROOT = Path(__file__).parents[2]
# Where exact witnesses settle a claim nothing is drawn; asking for draws alone would take hours.
WITNESSES = ("algebra", "proof", "field", "quadrature", "precision", "search", "flow", "entries")


def statements() -> Iterator[tuple[str, Statement]]:
    """Yield the true statements with their names."""
    for file in sorted((ROOT / "derivations").glob("*.py")):
        if file.stem != "__init__":
            for claim in import_module(f"derivations.{file.stem}").claims():
                if claim.expected == "confirmed":
                    yield claim.id or file.stem, claim
    yield from import_module("tests.verification.true.closed_forms").TRUE.items()


def wrong_ones(claim: Statement, every: int, offset: int) -> Iterator[tuple[str, Statement]]:
    """Yield (kind, mutant) of one statement for each `every`-th mutation, if it is proved to be different."""
    rng = np.random.default_rng(0)
    seen: set[Expression] = set()
    if isinstance(claim, Claim):
        sides = (claim.left, claim.right)
    elif isinstance(claim, Inequality) and claim.asked.on is None:
        sides = (claim.larger, claim.smaller)
    else:
        return
    letters = letters_of(list(sides), everything)
    for i, (kind, mutant) in enumerate(mutants(sides[1], letters)):
        if (i + offset) % every:
            continue
        try:
            if mutant in seen or mutant.shape != sides[1].shape or not differ(sides[1], mutant, rng):
                continue
            seen.add(mutant)
            wrong = _mutated(claim, mutant)
            # A mutated bound may hold all the same; one that is not seen to be false does not count.
            if not isinstance(wrong, Inequality) or violated(wrong, rng):
                yield kind, wrong
        except LsaTheoryError:
            continue


def _mutated(claim: Statement, mutant: Expression) -> Statement:
    if isinstance(claim, Claim):
        return Claim(claim.left, mutant)
    if isinstance(claim, Inequality):
        return Inequality(claim.larger, mutant, given=claim.given, proof=claim.proof)
    raise TypeError(type(claim).__name__)


def judged(job: tuple[int, int, int]) -> list[tuple[str, str, bool, Judgement]]:
    """Judge the mutants of one statement, each `every`-th of them."""
    index, every, offset = job
    name, claim = list(statements())[index]
    found = []
    for i, (kind, wrong) in enumerate(wrong_ones(claim, every, offset)):
        verdict = judge(wrong, identifier=f"{name}-{i}", witnesses=WITNESSES)
        found.append((name, kind, isinstance(claim, Claim), verdict))
    return found


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    count, start = sum(1 for _ in statements()), time.time()
    jobs = [(index, options.every, index) for index in range(count)]
    with ProcessPoolExecutor(options.jobs) as pool:
        results = [row for rows in pool.map(judged, jobs) for row in rows]
    _print_verdicts(results)
    _print_witnesses(results)
    print(f"\n{len(results)} mutants of {count} statements in {time.time() - start:.0f} s")
    for name, kind, _, judgement in results:
        if judgement.verdict is not Verdict.REFUTED:
            print(
                f"{judgement.verdict.value}: {name}, {kind}: {judgement.statement[:200]!r}: {judgement.reason[:200]}"
            )


def _print_verdicts(results: list[tuple[str, str, bool, Judgement]]) -> None:
    table: dict[tuple[str, bool], Counter[str]] = defaultdict(Counter)
    for _, kind, equality, judgement in results:
        row = table[kind, equality]
        row[judgement.verdict.value] += 1
        row["with counterexample"] += judgement.counterexample is not None
    print(
        f"{'mutation':22} {'of':11} {'mutants':>8} {'refuted':>8} {'undecided':>10} {'CONFIRMED':>10} {'instance':>9}"
    )
    for (kind, equality), row in sorted(table.items()):
        total = row["confirmed"] + row["refuted"] + row["undecided"]
        what = "equality" if equality else "inequality"
        print(
            f"{kind:22} {what:11} {total:8} {row['refuted']:8} {row['undecided']:10} {row['confirmed']:10} "
            f"{row['with counterexample']:9}"
        )


def _print_witnesses(results: list[tuple[str, str, bool, Judgement]]) -> None:
    spoke: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    for _, _, equality, judgement in results:
        for finding in judgement.findings:
            if equality and finding.applicable:
                spoke[finding.witness] += 1
                caught[finding.witness] += finding.verdict is Verdict.REFUTED
    print(f"\n{'witness alone':14} {'spoke':>7} {'caught':>7} {'rate':>6}   (mutated equalities)")
    for witness, total in spoke.items():
        print(f"{witness:14} {total:7} {caught[witness]:7} {caught[witness] / total:6.1%}")


if __name__ == "__main__":
    main()
