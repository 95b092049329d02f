"""The simulation witness: prompts are drawn, and what is observed is compared with what is claimed.

False alarms. A claim is judged at two instances, and one test over m entries of both uses the two-sided
level alpha / m for each (Bonferroni). A claim is refuted only if a first run rejects at alpha = 1e-3, and a
second run with new draws and twice the prompts rejects the entry that stood out, on the same side, at 1e-5
one-sided. The two runs are independent, so for a true claim the probability is below 1e-3 * 1e-5 = 1e-8.
The promise is 1e-6: a factor of a hundred is left for means of heavy-tailed integrands, whose Student
statistic is only nearly Student's.

Power. Sampling goes on until the standard error of the entry known best is an eighth of 2 % of it. A
formula wrong by 2 % is then 8 standard errors away in the first run (threshold 3.8 to 4.8 for 2 to 100
entries) and 11 in the second (threshold 4.4): it escapes with probability below 1e-3. If the budget ends
before, the claim is undecided here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from lsa_theory.algebra.expression import Expression, Power, Symbol
from lsa_theory.algebra.random import SampleMatrix
from lsa_theory.verification.claims import Claim, Statement
from lsa_theory.verification.constituents import constituents, everything
from lsa_theory.verification.draw import draw_generic
from lsa_theory.verification.instances import Instance
from lsa_theory.verification.montecarlo import expectations_in
from lsa_theory.verification.outcome import Counterexample, Finding, NotApplicable, Verdict
from lsa_theory.verification.sampling import RESOLUTION, Observed, from_hook, from_integrand
from lsa_theory.verification.witnesses.base import Setting, Witness

FIRST_LEVEL, SECOND_LEVEL = 1e-3, 1e-5


Observe = Callable[[np.random.Generator, int], Observed]


@dataclass(frozen=True)
class Case:
    """An instance and the way to observe it: a generator and an effort (1, or 2 for twice the prompts)."""

    instance: Instance
    observe: Observe


class Simulation(Witness):
    """Monte Carlo of the integrand as written, or of whatever the claim's `observe` draws and runs."""

    name = "simulation"
    costly = True

    def judge(self, claim: Statement, identifier: str, setting: Setting) -> Finding:
        """Run at two instances; where the test rejects, run again with new draws before refuting."""
        if not isinstance(claim, Claim):
            raise NotApplicable("the claim is not an equality that can be sampled")
        rng = setting.generator(identifier, self.name, 1)
        seen: list[tuple[Case, Observed]] = []
        for instance in _instances(claim, setting.generator(identifier, self.name, 0)):
            case = Case(instance, _sampler(claim, instance, setting))
            seen.append((case, case.observe(rng, 1)))
        entries = sum(observed.z.size for _, observed in seen)
        case, first = max(seen, key=lambda pair: float(np.abs(pair[1].z).max()))
        entry = np.unravel_index(np.argmax(np.abs(first.z)), first.z.shape)
        z = float(first.z[entry])
        if abs(z) > _threshold(first.freedom, FIRST_LEVEL / entries, two_sided=True):
            return self._again(case, setting.generator(identifier, self.name, 2), entry, z)
        shown = f"z = {z:.1f}, {_count(sum(observed.prompts for _, observed in seen))}"
        known = max(observed.relative_error for _, observed in seen)
        if known > RESOLUTION:
            return self.found(Verdict.UNDECIDED, f"{shown}, but only known to {known:.1%} within the budget")
        return self.found(Verdict.CONFIRMED, shown)

    def _again(self, case: Case, rng: np.random.Generator, entry: Any, z: float) -> Finding:
        second = case.observe(rng, 2)
        again = float(second.z[entry])
        figure = f"z = {z:.1f}, again {again:.1f}, {_count(second.prompts)}"
        if again * np.sign(z) <= _threshold(second.freedom, SECOND_LEVEL, two_sided=False):
            return self.found(Verdict.UNDECIDED, f"{figure}: the second run does not agree with the first")
        return Finding(self.name, Verdict.REFUTED, figure, counterexample=_seen(case.instance, second))


def _instances(claim: Claim, rng: np.random.Generator) -> list[Instance]:
    """Draw two instances; in each, all dimensions differ, so that none is taken for another."""
    parts = constituents([claim.left, claim.right])
    count = len(parts.dimensions)
    orders = [list(range(2, 2 + count)), [3, 2, *range(4, 2 + count)][:count]]
    sizes = [dict(zip(parts.dimensions, order, strict=True)) for order in orders]
    for chosen in sizes:
        _lengthen(chosen, [claim.left, claim.right])
    return [draw_generic(rng, parts, chosen) for chosen in sizes]


def _lengthen(sizes: dict[Symbol, int], sides: list[Expression]) -> None:
    """Make samples long enough that k inverse Gram matrices in a product have a variance.

    (S^-1)^2k has a mean for n > d + 4k - 1; five columns more keep the tails tame.
    """
    nodes = list(everything(sides))
    inverted = [n for n in nodes if isinstance(n, Power) and n.exponent < 0]
    below = {s for n in inverted for s in everything([n.child]) if isinstance(s, SampleMatrix)}
    for sample in below:
        rows = sample.rows if isinstance(sample.rows, int) else sizes[sample.rows]
        if isinstance(sample.cols, Symbol):
            sizes[sample.cols] = max(sizes[sample.cols], rows + 4 * len(inverted) + 4)


def _sampler(claim: Claim, instance: Instance, setting: Setting) -> Observe:
    if claim.observe is not None:
        return lambda rng, effort: from_hook(claim, instance, rng, setting.seconds / 2 * effort)
    identity = claim.identities()[0]
    if not (expectations_in(identity.left) or expectations_in(identity.right)):
        raise NotApplicable("there is nothing random to draw")
    # The budget of work decides; the seconds are a guard against slow machines.
    return lambda rng, effort: from_integrand(identity, instance, rng, effort, 5 * setting.seconds)


def _threshold(freedom: int, level: float, *, two_sided: bool) -> float:
    from scipy.special import stdtrit

    return float(-stdtrit(freedom, level / 2 if two_sided else level))


def _seen(instance: Instance, observed: Observed) -> Counterexample:
    estimate = [
        [f"{v:.6g} +/- {e:.1g}" for v, e in zip(values, errors, strict=True)]
        for values, errors in zip(observed.left, observed.error, strict=True)
    ]
    return Counterexample(
        sizes={s.name: n for s, n in instance.sizes.items()},
        values={s.name: tuple(tuple(str(v) for v in row) for row in m) for s, m in instance.values.items()},
        left=tuple(map(tuple, estimate)),
        right=_text(observed.right),
        difference=_text(observed.difference),
        kind="observed",
    )


def _text(matrix: Any) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(f"{float(v):.6g}" for v in row) for row in matrix)


def _count(prompts: int) -> str:
    return f"{prompts:.1e} prompts" if prompts > 10**4 else f"{prompts} runs"
