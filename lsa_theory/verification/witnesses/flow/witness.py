"""The flow witness: the differential equation integrated, against an invariant or a limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, assert_never

import numpy as np

from lsa_theory.claims.equality import Statement
from lsa_theory.claims.questions.approaches import Approaches
from lsa_theory.claims.questions.at_least import AtLeast
from lsa_theory.claims.questions.attained import Attained
from lsa_theory.claims.questions.conserved import Conserved
from lsa_theory.claims.questions.counted import Counted
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.claims.questions.solves import Solves
from lsa_theory.claims.questions.some_instance import SomeInstance
from lsa_theory.claims.questions.tends import Tends
from lsa_theory.claims.questions.tested import Tested
from lsa_theory.claims.questions.under import Under
from lsa_theory.claims.questions.what_is import WhatIs
from lsa_theory.claims.vector_field import Flow
from lsa_theory.expressions.expression import Symbol
from lsa_theory.values.arithmetic.bounded import EPS, Floats
from lsa_theory.values.arithmetic.plain import Plain
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.refusals import NotConcerned
from lsa_theory.verification.outcome import Counterexample, Finding, Verdict
from lsa_theory.verification.witnesses.base import Setting, Witness
from lsa_theory.verification.witnesses.flow.starts import starts
from lsa_theory.verification.witnesses.flow.trajectory import Trajectory, relative_distance

# Two runs, a hundred times apart in tolerance: their difference measures the solver's error.
_COARSE, _FINE, _FINEST = 1e-8, 1e-10, 1e-12
# The finer run is the better one; ten times the difference leaves room for errors that do not add at random.
_SAFETY = 10.0
# Above this resolution a formula 2 % off could hide in the solver's error.
_RESOLUTION = 1e-4
_SPAN = 2.0
# A course is looked at after each of these stretches.
_SPANS = (0.25, 0.75, 1.0)
# A flow that never rests, because it falls like a power of time, has come so near at least.
_FALLEN = 1e-3


class FlowWitness(Witness):
    """Measures the distance to a claimed limit, and the drift of a claimed invariant, from several starts."""

    name = "flow"
    answers = frozenset({"arrival", "equality"})
    shares = frozenset({"evaluator", "solver"})

    def judge(self, claim: Statement, stream: str, setting: Setting) -> Finding:
        """Integrate from two random starts at each of three sizes, at which no two dimensions agree."""
        rng = setting.generator(stream, self.name)
        found: list[Finding] = []
        for question in claim.questions:
            match question:
                case Approaches():
                    found.append(self._limit(question, rng))
                case Conserved():
                    found.append(self._invariant(question, rng))
                case Solves():
                    found.append(self._course(question, rng))
                case (
                    Equal()
                    | AtLeast()
                    | Under()
                    | Tends()
                    | SomeInstance()
                    | Attained()
                    | Tested()
                    | WhatIs()
                    | Counted()
                ):
                    pass
                case _:
                    assert_never(question)
        if not found:
            raise NotConcerned("the claim is not about a flow")
        # One answer that is not a confirmation speaks for all: the worst is the claim's.
        worst = next((f for f in found if f.verdict is not Verdict.CONFIRMED), found[0])
        # Of equalities that are asked beside the flow it has seen nothing.
        return worst if len(found) == len(claim.questions) else replace(worst, answers=frozenset({"arrival"}))

    def _limit(self, question: Approaches, rng: np.random.Generator) -> Finding:
        trees = [*question.flow.right_hand_side.values(), *question.values.values()]
        worst, falling, count = 0.0, 0.0, 0
        for instance, start in starts(question.flow, trees, rng, question.given):
            end = _end(question, instance, start, _COARSE, _FINE)
            if end.resolved > _RESOLUTION:
                if end.left is None or end.left > _FALLEN:
                    return self.found(Verdict.UNDECIDED, f"the limit is resolved to {end.resolved:.0e} only")
                falling = max(falling, end.left)
            elif end.apart(_FINE):
                # The difference of two runs can be small by chance: a third one has to agree before it refutes.
                finer = _end(question, instance, start, _FINE, _FINEST)
                where = f"ends {end.distance:.1e} from the claimed limit ({_where(instance)})"
                if not finer.apart(_FINEST):
                    return self.found(Verdict.UNDECIDED, f"{where}, but a finer run does not agree")
                observed = _observed(question.flow, instance, start, finer.reached, finer.claimed)
                return replace(self.found(Verdict.REFUTED, where), counterexample=observed)
            else:
                worst = max(worst, end.distance)
            count += 1
        slow = f", still falling at {falling:.0e} of the first distance" if falling else ""
        return self.found(Verdict.CONFIRMED, f"{worst:.0e} from {count} starts{slow}")

    def _invariant(self, question: Conserved, rng: np.random.Generator) -> Finding:
        worst, count = 0.0, 0
        for instance, start in starts(
            question.flow, [*question.flow.right_hand_side.values(), question.quantity], rng
        ):
            run = Trajectory(question.flow, instance, start, _FINE)
            run.follow(_SPAN)
            first = run.evaluate(question.quantity, 0, Floats())
            values = [run.evaluate(question.quantity, k, Floats()) for k in range(len(run.states))]
            # The running bound divided by eps is the size of the terms before they cancel.
            size = max(float(np.max(v.error)) for v in values) / EPS
            drift = max(float(np.max(np.abs(v.value - first.value))) for v in values) / size if size else 0.0
            # Each step errs by at most the tolerance, relative to the state.
            allowed = _SAFETY * _FINE * len(run.states)
            if drift > allowed:
                figure = f"drifts by {drift:.1e} ({_where(instance)})"
                last = run.evaluate(question.quantity, len(run.states) - 1, Plain())
                observed = _observed(
                    question.flow, instance, start, {"at the end": last}, {"at the start": first.value}
                )
                return replace(self.found(Verdict.REFUTED, figure), counterexample=observed)
            worst, count = max(worst, drift), count + 1
        return self.found(Verdict.CONFIRMED, f"drift {worst:.0e} from {count} starts")

    def _course(self, question: Solves, rng: np.random.Generator) -> Finding:
        """Follow the flow with its clocks, and compare each symbol with its formula at some times."""
        flow = question.clocked
        trees = [*flow.right_hand_side.values(), *question.course.values()]
        worst, count = 0.0, 0
        for instance, start in starts(flow, trees, rng):
            runs = [Trajectory(flow, instance, start, tolerance) for tolerance in (_FINE, _FINEST)]
            for span in _SPANS:
                for run in runs:
                    run.follow(span)
                coarse, fine = (run.state(-1) for run in runs)
                formulas = {s: runs[1].evaluate(f, -1, Plain()) for s, f in question.course.items()}
                own = {s: fine[s] for s in formulas}
                apart = relative_distance(*_paired(own, formulas))
                resolved = relative_distance(*_paired({s: coarse[s] for s in formulas}, own))
                if resolved > _RESOLUTION:
                    return self.found(Verdict.UNDECIDED, f"the flow is resolved to {resolved:.0e} only")
                if not apart <= _SAFETY * max(resolved, _FINE):
                    moment = f"{question.time.name} = {float(np.ravel(fine[question.time])[0]):g}"
                    figure = f"{apart:.1e} from the formulas at {', '.join(filter(None, (_where(instance), moment)))}"
                    observed = _observed(flow, instance, start, _named(own), _named(formulas))
                    return replace(self.found(Verdict.REFUTED, figure), counterexample=observed)
                worst = max(worst, apart)
            count += 1
        return self.found(Verdict.CONFIRMED, f"{worst:.0e} from {count} starts")


@dataclass(frozen=True)
class _End:
    """Where a flow was seen to end: how far from the question, how well that is known, and both values by name.

    `left` is the part of the first distance that is left, where it has been falling all the time.
    """

    distance: float
    resolved: float
    left: float | None
    reached: dict[str, Any]
    claimed: dict[str, Any]

    def apart(self, tolerance: float) -> bool:
        """Whether the distance exceeds what the solver's error explains; it is never below its tolerance."""
        return self.distance > _SAFETY * max(self.resolved, tolerance)


def _end(question: Approaches, instance: Instance, start: Any, coarse: float, fine: float) -> _End:
    evaluator = Evaluator(Plain(), instance)
    claimed = {symbol: evaluator.evaluate(value) for symbol, value in question.values.items()}
    ends: list[dict[Symbol, Any]] = []
    moved, rests = 0.0, []
    for tolerance in (coarse, fine):
        run = Trajectory(question.flow, instance, start, tolerance)
        moved = run.settle()
        ends.append(run.state(-1))
        rests = [_gap(run.state(k), claimed) for k in (0, *run.rests)]
    distance = relative_distance(*_paired(ends[1], claimed))
    resolved = moved + relative_distance(*_paired(ends[0], ends[1]))
    falls = len(rests) > 2 and all(later < earlier for earlier, later in pairwise(rests[1:]))
    left = rests[-1] / rests[0] if falls and rests[0] else None
    return _End(distance, resolved, left, _named(ends[1]), _named(claimed))


def _paired(one: Mapping[Symbol, Any], other: Mapping[Symbol, Any]) -> tuple[list[Any], list[Any]]:
    return list(one.values()), [other[symbol] for symbol in one]


def _gap(state: Mapping[Symbol, Any], claimed: Mapping[Symbol, Any]) -> float:
    return float(np.sqrt(sum(float(np.sum((state[s] - claimed[s]) ** 2)) for s in state)))


def _observed(
    flow: Flow, instance: Instance, start: Any, reached: dict[str, Any], claimed: dict[str, Any]
) -> Counterexample:
    """Return what was seen: the matrices, the start, where it ended and where it should have."""
    moving = flow.right_hand_side
    fixed = {s.name: _text(v) for s, v in instance.values.items() if s not in moving}
    begun = {f"{s.name} at the start": _text(v) for s, v in start.items()}
    names = list(reached), list(claimed)
    left, right = (np.concatenate([np.ravel(v) for v in side.values()]) for side in (reached, claimed))
    gap = left - right if left.shape == right.shape else left
    return Counterexample(
        sizes={s.name: n for s, n in instance.sizes.items()},
        values={**fixed, **begun},
        left=_text(left[None]),
        right=_text(right[None]),
        difference=_text(gap[None]),
        part=", ".join(dict.fromkeys((*names[0], *names[1]))),
        kind="observed",
    )


def _named(values: dict[Symbol, Any]) -> dict[str, Any]:
    return {symbol.name: value for symbol, value in values.items()}


def _text(matrix: Any) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(f"{float(v):.6g}" for v in row) for row in np.atleast_2d(np.asarray(matrix, dtype=float))
    )


def _where(instance: Instance) -> str:
    return ", ".join(f"{s.name} = {n}" for s, n in instance.sizes.items())
