"""The quadrature witness: tensor Gauss-Hermite on the integrand as written."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from lsa_theory.claims.equality import Statement
from lsa_theory.expressions.random import Expectation
from lsa_theory.expressions.traversal import Constituents
from lsa_theory.values.arithmetic.base import Arithmetic
from lsa_theory.values.arithmetic.bounded import EPS, Floats
from lsa_theory.values.arithmetic.digits import Digits
from lsa_theory.values.instances.formulas import Formulas
from lsa_theory.values.instances.random_instances import draw_generic
from lsa_theory.values.magnitude import magnitude
from lsa_theory.values.quadrature.gauss_hermite import GaussHermite
from lsa_theory.values.refusals import NotApplicable, NotConcerned, SingularInstance
from lsa_theory.values.sizes import Sizes, affordable_sizes, describe_sizes
from lsa_theory.verification.outcome import Finding, Lead, Verdict
from lsa_theory.verification.witnesses.base import Setting, Witness, equalities_of
from lsa_theory.verification.witnesses.panels import compared, holds_functions

_EACH, _TOTAL = 4e6, 8e6
_EACH_DIGITS = 4e4
# Visiting a node of the tree takes about 20 microseconds.
_OVERHEAD = 2000.0
# The error bounds are first order in eps and count each rounding at its largest; four times covers the rest.
SAFETY = 4
# A result whose own rounding error exceeds this part of its size says nothing about a formula 2 % off.
_RESOLUTION = 1e-4
# Where one size is all there is, it is tried at several instances.
LEAST_INSTANCES = 3
_DRAWS = 20


class Quadrature(Witness):
    """Compares both sides at random instances, in floating point with a derived bound on the rounding."""

    name = "quadrature"
    shares = frozenset({"evaluator", "hermite"})

    def judge(self, claim: Statement, stream: str, setting: Setting) -> Finding:
        """Integrate at every affordable size, in floats or in `setting.quadrature_digits` digits."""
        identities = equalities_of(claim)
        if not any(isinstance(node, Expectation) for i in identities for node in i.formulas.nodes):
            raise NotConcerned("there is no expectation to integrate")
        rng = setting.generator(stream, self.name)
        digits = setting.quadrature_digits
        floats = Floats()
        arithmetic: Arithmetic = Digits(digits) if digits else floats
        worst, sizes_text = 0.0, ""
        for identity in identities:
            if holds_functions(identity):
                seen = compared(rng, identity)
                sizes_text = describe_sizes(seen.sizes)
                if seen.counterexample is not None:
                    finding = self.found(
                        Verdict.REFUTED, f"relative difference {seen.difference:.1e} at {sizes_text}"
                    )
                    lead = Lead(identity.left, identity.right, seen.sizes, identity.part)
                    return replace(finding, leads=(lead,), counterexample=seen.counterexample)
                worst = max(worst, seen.difference)
                continue
            sides = identity.formulas
            parts = sides.parts
            each, total = (_EACH_DIGITS, 2 * _EACH_DIGITS) if digits else (_EACH, _TOTAL)
            tested = affordable_sizes(
                parts.dimensions,
                sides,
                GaussHermite(),
                each=each,
                total=total,
                largest=4,
                overhead=0.0 if digits else _OVERHEAD,
            )
            if not tested:
                raise NotApplicable("even the smallest sizes need too many nodes")
            looked_at: list[Sizes] = []
            for sizes in tested * (1 + (LEAST_INSTANCES - 1) // len(tested)):
                try:
                    error, allowed = _relative_error(rng, arithmetic, floats, sides, parts, sizes)
                except SingularInstance as singular:
                    # Some sizes are singular for good, such as d = 1 where d - 1 is divided by.
                    reason = str(singular)
                    continue
                looked_at.append(sizes)
                if allowed > _RESOLUTION:
                    return self.found(
                        Verdict.UNDECIDED, f"rounding hides the result at {describe_sizes([sizes])}"
                    )
                if error > allowed:
                    figure = f"relative difference {error:.1e} at {describe_sizes([sizes])}"
                    lead = Lead(identity.left, identity.right, (sizes,), identity.part)
                    return replace(self.found(Verdict.REFUTED, figure), leads=(lead,))
                worst = max(worst, error)
            if not looked_at:
                raise NotApplicable(reason)
            sizes_text = describe_sizes([sizes for sizes in tested if sizes in looked_at])
        shown = f"{worst:.0e}" if worst else "0"
        return self.found(Verdict.CONFIRMED, f"{shown}, {sizes_text}")


def _relative_error(
    rng: np.random.Generator,
    arithmetic: Arithmetic,
    floats: Floats,
    sides: Formulas,
    parts: Constituents,
    sizes: Any,
) -> tuple[float, float]:
    """Return the largest difference relative to the size of the sides, and what rounding explains."""
    reason = ""
    for _ in range(_DRAWS):
        try:
            instance = draw_generic(rng, parts, sizes)
            left, right = sides.values(arithmetic, instance, GaussHermite())
        except SingularInstance as error:
            reason = str(error)
            continue
        if isinstance(arithmetic, Digits):
            scale = max(max(abs(v) for v in side.flat) for side in (left, right))
            terms = magnitude(sides, floats, instance)
            if scale <= terms * 10.0**-arithmetic.digits:
                # Both sides vanish; what they are compared with is the size of the terms that cancel.
                scale = terms
            gap = max(
                abs(v)
                for v in np.broadcast_to(left - right, np.broadcast_shapes(left.shape, right.shape)).flat
            )
            # The context works with guard digits in reserve for the sums.
            return float(gap / scale), 10.0**-arithmetic.digits
        scale = max(np.abs(left.value).max(), np.abs(right.value).max())
        gap = np.abs(left.value - right.value)
        allowed = SAFETY * (left.error + right.error)
        if scale <= allowed.max():
            # Both sides vanish; what they are compared with is the size of the terms that cancel.
            scale = max(left.error.max(), right.error.max()) / EPS or 1.0
        worst = np.unravel_index(np.argmax(gap - allowed), gap.shape)
        return float(gap[worst] / scale), float(allowed[worst] / scale)
    # At this size; there may be values at others.
    raise SingularInstance(f"no instance was found in {_DRAWS} draws: {reason}")
