"""The simulation witness: prompts are drawn, and what is observed is compared with what is claimed.

Prompts come in groups. Each group is a set of Sobol points under a random digital shift of its own (see `shifted`): its
mean is unbiased, and the groups are independent, so their spread gives the standard error.

False alarms. A claim is judged at two instances, and one test over m entries of both uses the two-sided
level alpha / m for each (Bonferroni). A claim is refuted only if a first run rejects at alpha = 1e-3, and a
second run with new draws and more groups rejects the entry that stood out, on the same side, at 1e-5
one-sided. The two runs are independent, so for a true claim the probability is below 1e-3 * 1e-5 = 1e-8. A first run
that is improbable by a normal tail, but not by one that allows for skewness, is repeated with more groups: two
chances to reject, 2e-8.
Means of heavy-tailed integrands have a Student statistic that is not Student's: both levels are those of a tail that
allows for the skewness of the estimates, and nothing is refuted while the estimate is known to worse than the 2 %
it must detect. The promise is 1e-6.

Power. Sampling goes on until the standard error of the entry known best is an eighth of 2 % of it. A
formula wrong by 2 % is then 8 standard errors away in the first run (threshold 3.8 to 4.8 for 2 to 100
entries) and 11 in the second (threshold 4.4): it escapes with probability below 1e-3. If the budget ends
before, the claim is undecided here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import log
from typing import Any

import numpy as np

from lsa_theory.claims.equality import Statement
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.expressions.expression import Expression, Power, Symbol
from lsa_theory.expressions.laws.orthogonal import Orthogonal
from lsa_theory.expressions.random import RandomVector, SampleMatrix
from lsa_theory.expressions.traversal import constituents, everything
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.instances.random_instances import draw_generic
from lsa_theory.values.instances.scaled import FACTORS, scaled
from lsa_theory.values.refusals import NotConcerned
from lsa_theory.verification.outcome import Counterexample, Finding, Verdict
from lsa_theory.verification.witnesses.base import Setting, Witness
from lsa_theory.verification.witnesses.simulation.montecarlo import expectations_in
from lsa_theory.verification.witnesses.simulation.other_laws import UnknownError
from lsa_theory.verification.witnesses.simulation.sampling import (
    DETECTABLE,
    RESOLUTION,
    Observed,
    from_hook,
    from_integrand,
)
from lsa_theory.verification.witnesses.simulation.tails import is_plausible, log_tail

FIRST_LEVEL, SECOND_LEVEL = 1e-3, 1e-5
# Drawing that takes so many times longer than it should is given up; nothing is concluded then.
_FAR = 15.0


Observe = Callable[[np.random.Generator, int], Observed]


@dataclass(frozen=True)
class Case:
    """An instance and the way to observe it: a generator and an effort (1, or 2 for twice the prompts)."""

    instance: Instance
    observe: Observe


class Simulation(Witness):
    """Monte Carlo of the integrand as written, or of whatever the claim's `observe` draws and runs."""

    name = "simulation"
    shares = frozenset({"evaluator", "draws"})
    costly = True

    def judge(self, claim: Statement, stream: str, setting: Setting) -> Finding:
        """Run at two instances; where the test rejects, run again with new draws before refuting."""
        equal = _sampled(claim)
        rng = setting.generator(stream, self.name, 1)
        seen: list[tuple[Case, Observed]] = []
        drawing = setting.generator(stream, self.name, 0)
        for instance in _instances(equal, drawing):
            seen.append(_first_observed(equal, instance, setting, (drawing, rng)))
        observed = [result for _, result in seen]
        known = max(result.relative_error for result in observed)
        case, first, entry = _outstanding(seen)
        level = FIRST_LEVEL / _entries(observed)
        prompts = sum(result.prompts for result in observed)
        if not (_rejects(first, entry, level) or is_plausible(float(first.z[entry]), level / 2)):
            # Neither probable nor, so skewed, to be called improbable: more groups tell.
            first = case.observe(rng, 2)
            prompts += first.prompts
        z = float(first.z[entry])
        shown = f"z = {z:.1f}, {_count(prompts)}"
        if known > RESOLUTION:
            far = known > DETECTABLE
            figure = f"{shown}, but only known to {known:.1%} within the budget"
            if far or not _rejects(first, entry, level):
                return self._seen(equal, Verdict.UNDECIDED, figure)
        if _rejects(first, entry, level):
            return self._again(equal, case, setting.generator(stream, self.name, 2), entry, z)
        if not is_plausible(z, level / 2):
            return self._seen(equal, Verdict.UNDECIDED, f"{shown}, but too skewed to be judged")
        return self._seen(equal, Verdict.CONFIRMED, shown)

    def _again(self, equal: Equal, case: Case, rng: np.random.Generator, entry: Any, z: float) -> Finding:
        second = case.observe(rng, 2)
        again = float(second.z[entry])
        figure = f"z = {z:.1f}, again {again:.1f}, {_count(second.prompts)}"
        if second.relative_error > DETECTABLE:
            return self._seen(
                equal, Verdict.UNDECIDED, f"{figure}, only known to {second.relative_error:.1%}"
            )
        if again * np.sign(z) <= 0 or not _rejects(second, entry, SECOND_LEVEL):
            return self._seen(
                equal, Verdict.UNDECIDED, f"{figure}: the second run does not agree with the first"
            )
        finding = self._seen(equal, Verdict.REFUTED, figure)
        return replace(finding, counterexample=_seen(case.instance, second))

    def _seen(self, equal: Equal, verdict: Verdict, figure: str) -> Finding:
        """Return a finding; a hook runs the layer on tokens, and shares no evaluation of the integrand."""
        finding = self.found(verdict, figure)
        return finding if equal.observe is None else replace(finding, shares=frozenset({"tokens"}))


def _sampled(claim: Statement) -> Equal:
    """Return the equality that a claim consists of."""
    match claim.questions:
        case (Equal() as equal,):
            return equal
    raise NotConcerned("the claim is not one equality that can be sampled")


def _entries(observed: list[Observed]) -> int:
    return sum(result.z.size for result in observed)


def _outstanding(seen: list[tuple[Case, Observed]]) -> tuple[Case, Observed, Any]:
    """Return the case and the entry whose difference is largest in standard errors."""
    case, first = max(seen, key=lambda pair: float(np.abs(pair[1].z).max()))
    return case, first, np.unravel_index(np.argmax(np.abs(first.z)), first.z.shape)


def _rejects(observed: Observed, entry: Any, level: float) -> bool:
    """Whether an entry's difference is less probable than a level for a true equal, skewness allowed for."""
    z = float(observed.z[entry])
    if is_plausible(z, level / 2):
        return False
    skewness = float(np.broadcast_to(observed.skewness, observed.z.shape)[entry])
    return log_tail(z, observed.freedom, skewness) < log(level / 2)


def _instances(equal: Equal, rng: np.random.Generator) -> list[Instance]:
    """Draw two instances; in each, all dimensions differ, so that none is taken for another."""
    parts = constituents([equal.left, equal.right])
    count = len(parts.dimensions)
    orders = [list(range(2, 2 + count)), [3, 2, *range(4, 2 + count)][:count]]
    sizes = [dict(zip(parts.dimensions, order, strict=True)) for order in orders]
    for chosen in sizes:
        _lengthen(chosen, [equal.left, equal.right])
        _narrow(chosen, [equal.left, equal.right])
    return [draw_generic(rng, parts, chosen) for chosen in sizes]


def _first_observed(
    equal: Equal, instance: Instance, setting: Setting, rngs: tuple[np.random.Generator, np.random.Generator]
) -> tuple[Case, Observed]:
    """Observe at an instance, or at the first other one of its sizes where means have a known error."""
    drawing, drawn = rngs
    for factor in FACTORS:
        case = Case(instance, _sampler(equal, instance, setting))
        try:
            return case, case.observe(drawn, 1)
        except UnknownError:
            # Whether there is a variance is known before anything is drawn: what is seen chooses nothing.
            drawn_again = draw_generic(drawing, constituents([equal.left, equal.right]), instance.sizes)
            instance = scaled(drawn_again, factor)
    case = Case(instance, _sampler(equal, instance, setting))
    return case, case.observe(drawn, 1)


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


def _narrow(sizes: dict[Symbol, int], sides: list[Expression]) -> None:
    """Give matrices of orthonormal columns no more columns than rows."""
    for node in everything(sides):
        if not (isinstance(node, RandomVector) and isinstance(node.law, Orthogonal)):
            continue
        rows, cols = (size if isinstance(size, int) else sizes[size] for size in node.shape)
        if cols <= rows:
            continue
        if isinstance(node.rows, Symbol):
            sizes[node.rows] = cols
            rows = cols
        if isinstance(node.cols, Symbol):
            sizes[node.cols] = max(rows - 1, 1)


def _sampler(equal: Equal, instance: Instance, setting: Setting) -> Observe:
    if equal.observe is not None:
        return lambda rng, effort: from_hook(equal, instance, rng, effort, _FAR * setting.seconds)
    if not (expectations_in(equal.left) or expectations_in(equal.right)):
        raise NotConcerned("there is nothing random to draw")
    # The budget of work decides; the seconds are a guard against slow machines.
    return lambda rng, effort: from_integrand(equal, instance, rng, effort, _FAR * setting.seconds)


def _seen(instance: Instance, observed: Observed) -> Counterexample:
    estimate = [
        [f"{v:.6g} +/- {e:.1g}" for v, e in zip(values, errors, strict=True)]
        for values, errors in zip(observed.left, observed.error, strict=True)
    ]
    right, difference = _text(observed.right), _text(observed.difference)
    return Counterexample.at(instance, estimate, right, difference, kind="observed")


def _text(matrix: Any) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(f"{float(v):.6g}" for v in row) for row in matrix)


def _count(prompts: int) -> str:
    return f"{prompts:.1e} prompts" if prompts > 10**4 else f"{prompts} runs"
