"""The search for one exact instance: one that meets hypotheses, breaks an equality under them, or shows existence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np

from lsa_theory.claims.questions.at_least import AtLeast
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.claims.questions.some_instance import SomeInstance
from lsa_theory.claims.questions.under import Under
from lsa_theory.expressions.traversal import constituents
from lsa_theory.values.arithmetic.rational import Rationals
from lsa_theory.values.instances.formulas import Formulas
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.instances.meeting import Boundary, Hypotheses
from lsa_theory.values.instances.shrinking import as_text, shrink
from lsa_theory.values.quadrature.cubature import Lattice
from lsa_theory.values.refusals import NotApplicable, SingularInstance
from lsa_theory.values.sizes import describe_sizes
from lsa_theory.values.sizes_meeting import sizes_meeting
from lsa_theory.verification.outcome import Finding, Verdict
from lsa_theory.verification.trial import Trial, differ, falls_short

_EACH, _TOTAL, _MOST = 1e5, 2e6, 12
# Sizes of letters are small ones; where there are lengths alone, nothing grows with them but the lengths.
_SMALL = 3
# Instances at which a sign that is assumed holds with equality, or nearly so.
_AT_THE_BOUNDARY = 12
Found = Callable[..., Finding]


def under_hypotheses(question: Under, rng: np.random.Generator, found: Found) -> Finding:
    """Look for an instance that meets the hypotheses, and for one at which the sides differ all the same."""
    hypotheses = _hypotheses(question)
    parts = constituents(question.stated())
    trial = Trial(question.left, question.right, differ, part="where the hypotheses hold")

    def breaks(instance: Instance) -> bool:
        return hypotheses.met(instance) and trial.broken(instance)

    met: list[Instance] = []
    unread, sides, ring = "", Formulas([question.left, question.right]), Rationals()
    for instance in _instances(question, hypotheses, rng):
        if breaks(instance):
            shown = trial.report(shrink(instance, parts, breaks))
            where = describe_sizes([dict(instance.sizes)])
            figure = f"sides differ at {where}, where the hypotheses hold"
            return replace(found(Verdict.REFUTED, figure), counterexample=shown)
        reason = _undefined(sides, ring, instance)
        if reason is None:
            met.append(instance)
        else:
            unread = unread or reason
    if not met and unread:
        return found(
            Verdict.UNDECIDED, f"of the instances that meet the hypotheses none could be evaluated: {unread}"
        )
    if not met:
        return found(
            Verdict.UNDECIDED,
            "no instance was found that meets the hypotheses, so that the claim may be about nothing; give one by "
            "choosing simpler hypotheses",
        )
    return found(Verdict.CONFIRMED, f"agrees at {len(met)} instances that meet the hypotheses", decides=True)


def somewhere(question: SomeInstance, rng: np.random.Generator, found: Found) -> Finding:
    """Look for an instance of what is claimed to exist."""
    inner = question.of
    hypotheses = _hypotheses(inner)
    for instance in _instances(inner, hypotheses, rng):
        if _holds(question, instance):
            values = ", ".join(f"{s.name} = {_shown(as_text(v))}" for s, v in instance.values.items())
            sizes = describe_sizes([dict(instance.sizes)])
            return found(Verdict.CONFIRMED, f"{sizes}: {values}" if values else sizes, decides=True)
    return found(Verdict.UNDECIDED, "no such instance was found, which does not show that there is none")


def _hypotheses(question: Equal | AtLeast | Under) -> Hypotheses:
    match question:
        case Under():
            return Hypotheses([e.left - e.right for e in question.equations], question.signs)
        case AtLeast():
            return Hypotheses([], question.given)
        case Equal():
            # An equality that is to hold somewhere is itself an equation to be met.
            return Hypotheses([question.left - question.right], [])


def _instances(
    question: Equal | AtLeast | Under, hypotheses: Hypotheses, rng: np.random.Generator
) -> Iterator[Instance]:
    trees = question.stated()
    parts = constituents(trees)
    sizes = sizes_meeting(
        hypotheses.signs,
        parts.dimensions,
        trees,
        each=_EACH,
        total=_TOTAL,
        largest=_SMALL if parts.symbols or parts.unbound else _MOST,
        most=_MOST,
        overhead=20.0,
    ) or [dict.fromkeys(parts.dimensions, 1)]
    boundary = Boundary(hypotheses.equations, hypotheses.signs)
    for chosen in sorted(sizes, key=lambda s: (sum(s.values()), tuple(s.values()))):
        yield from hypotheses.instances(parts, chosen, rng)
        yield from islice(boundary.instances(parts, chosen, rng), _AT_THE_BOUNDARY)


def _undefined(sides: Formulas, ring: Rationals, instance: Instance) -> str | None:
    """Return why a side has no value at an instance; None if both have one."""
    try:
        sides.values(ring, instance, Lattice())
    except (SingularInstance, NotApplicable) as reason:
        return str(reason)
    return None


def _holds(question: SomeInstance, instance: Instance) -> bool:
    match question.of:
        case AtLeast():
            sides = question.of.smaller, question.of.larger
            # In balls where the rationals do not reach: logarithms, roots.
            return Trial(*sides, falls_short if question.strict else _is_at_most).broken(instance)
        case Equal():
            # It was an equation to be met.
            return True


def _is_at_most(left: Any, right: Any) -> bool:
    return falls_short(right, left) is False


def _shown(rows: tuple[tuple[str, ...], ...]) -> str:
    return rows[0][0] if len(rows) == len(rows[0]) == 1 else "[" + "; ".join(" ".join(r) for r in rows) + "]"
