"""The precision witness: both sides at many digits, in mpmath and in balls with proven radii."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import Any

import numpy as np
from flint import arb

from lsa_theory.claims.equality import Statement
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.expressions.analysis.kinds import Applied
from lsa_theory.expressions.traversal import Constituents
from lsa_theory.values.arithmetic.balls import Balls
from lsa_theory.values.arithmetic.base import Arithmetic
from lsa_theory.values.arithmetic.bounded import Floats
from lsa_theory.values.arithmetic.digits import Digits
from lsa_theory.values.instances.corners import corners
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.instances.random_instances import draw_generic
from lsa_theory.values.magnitude import magnitude
from lsa_theory.values.quadrature.cubature import Lattice
from lsa_theory.values.refusals import NotApplicable, SingularInstance
from lsa_theory.values.sizes import Sizes, affordable_sizes, describe_sizes
from lsa_theory.verification.outcome import Finding, Lead, Verdict
from lsa_theory.verification.trial import Trial, differ
from lsa_theory.verification.witnesses.base import Setting, Witness, equalities_of

# Object arithmetic takes about half a microsecond an operation.
_EACH, _TOTAL = 5e4, 1e5
# Where one size is all there is, it is tried at several instances; roots have branches, each with its signs.
LEAST_INSTANCES, LEAST_WITH_ROOTS = 3, 12
_BY_MPMATH = 3
_DRAWS = 20
_WITH_A_KINK = ("sign", "absolute", "relu", "indicator")


class Precision(Witness):
    """Confirms when the balls of both sides overlap, are narrow, and mpmath agrees to the digits asked for.

    A ball is narrow when its radius is below 10^-digits of the value; a wide ball is undecided, since it
    overlaps with everything. Balls that do not overlap refute rigorously.
    """

    name = "precision"
    rigorous = True
    shares = frozenset({"evaluator", "lattice"})

    def judge(self, claim: Statement, stream: str, setting: Setting) -> Finding:
        """Evaluate both sides at rational instances of every affordable size."""
        rng = setting.generator(stream, self.name)
        digits, radius = float("inf"), float("-inf")
        balls, numbers = Balls(setting.digits), Digits(setting.digits)
        tested: list[Any] = []
        for identity in equalities_of(claim):
            parts = identity.formulas.parts
            tested = affordable_sizes(
                parts.dimensions,
                identity.formulas,
                Lattice(),
                each=_EACH,
                total=_TOTAL,
                largest=4,
                overhead=20.0,
                most=6,
            )
            if not tested:
                raise NotApplicable("even the smallest sizes need too many points")
            lead = _at_a_corner(identity, parts, tested[0])
            if lead is not None:
                return replace(self.found(Verdict.REFUTED, _apart(tested[0])), leads=(lead,))
            seen: list[Sizes] = []
            reason, sides = "", _Sides(identity)
            least = LEAST_WITH_ROOTS if parts.has_fractional_powers else LEAST_INSTANCES
            for sizes in tested * (1 + (least - 1) // len(tested)):
                try:
                    # By mpmath too, which adds a library that shares no code: once at each of the smallest sizes.
                    again = sizes in seen or len(seen) >= _BY_MPMATH
                    gap, ball = sides.compare(rng, sizes, balls, None if again else numbers)
                except NotApplicable as error:
                    # Some sizes are singular for good, such as d = 1 where d - 1 is divided by.
                    reason = str(error)
                    continue
                where = describe_sizes([sizes])
                if gap is None:
                    lead = Lead(identity.left, identity.right, (sizes,), identity.part)
                    return replace(self.found(Verdict.REFUTED, _apart(sizes)), leads=(lead,))
                if ball > -setting.digits:
                    return self.found(Verdict.UNDECIDED, f"the balls are too wide (1e{ball:.0f}) at {where}")
                if gap < setting.digits:
                    return self.found(Verdict.UNDECIDED, f"only {gap:.0f} digits agree at {where}")
                digits, radius = min(digits, gap), max(radius, ball)
                seen.append(sizes)
            if not seen:
                raise NotApplicable(reason)
            tested = [sizes for sizes in tested if sizes in seen]
        return self.found(
            Verdict.CONFIRMED,
            f"{min(digits, setting.digits):.0f} digits, radius {_power_of_ten(radius)}, "
            f"{describe_sizes(tested)}",
        )


def _apart(sizes: Sizes) -> str:
    return f"the balls of the two sides are apart at {describe_sizes([sizes])}"


def _at_a_corner(identity: Equal, parts: Constituents, sizes: Sizes) -> Lead | None:
    """Return a lead where a side with a kink differs at zeros, ones and their negatives, which no draw ever is."""
    sides = identity.left, identity.right
    nodes = identity.formulas.nodes
    if not any(isinstance(node, Applied) and node.function in _WITH_A_KINK for node in nodes):
        return None
    trial = Trial(*sides, differ, part=identity.part)
    broken = any(trial.broken(instance) for instance in corners(parts, sizes))
    return Lead(*sides, (sizes,), identity.part) if broken else None


class _Sides:
    """Both sides of an identity, compared at random instances."""

    def __init__(self, identity: Equal) -> None:
        self._formulas, self._floats = identity.formulas, Floats()

    def compare(
        self, rng: np.random.Generator, sizes: Sizes, balls: Balls, numbers: Digits | None
    ) -> tuple[float | None, float]:
        """Return the digits on which mpmath agrees (None if the balls are apart), and log10 of the relative radius."""
        reason = ""
        for _ in range(_DRAWS):
            try:
                instance = draw_generic(rng, self._formulas.parts, sizes)
                left, right = self._values(balls, instance)
                near = None if numbers is None else self._values(numbers, instance)
            except SingularInstance as error:
                reason = str(error)
                continue
            with balls.at_work():
                pairs = list(zip(left.flat, right.flat, strict=True))
                if not all(a.overlaps(b) for a, b in pairs):
                    return None, float("-inf")
                zero = all(a.contains(0) and b.contains(0) for a, b in pairs)
                size = max(max(abs(float(a.mid())), abs(float(b.mid()))) for a, b in pairs)
            if zero:
                size = magnitude(self._formulas, self._floats, instance)
            with balls.at_work():
                # A double cannot hold 1e-1000: the logarithm is taken first.
                radii = [(a - b).rad() / arb(size) for a, b in pairs]
                radius = max(float(r.log() / arb(10).log()) if r > 0 else float("-inf") for r in radii)
            if near is None or numbers is None:
                return float("inf"), radius
            gap = max(abs(a - b) for a, b in zip(near[0].flat, near[1].flat, strict=True)) / size
            return float("inf") if gap == 0 else float(-numbers.context.log10(gap)), radius
        raise NotApplicable(f"no instance was found in {_DRAWS} draws: {reason}")

    def _values(self, arithmetic: Arithmetic, instance: Instance) -> list[Any]:
        return self._formulas.values(arithmetic, instance, Lattice())


def _power_of_ten(exponent: float) -> str:
    return "0" if exponent == float("-inf") else f"1e{ceil(exponent)}"
