"""The sequence witness: it follows a quantity to large lengths, exactly, and measures how fast it arrives.

It takes no limit. What it follows is the closed form in 1/N that a certificate brings, whose equality with what was
stated the other witnesses judge; so it sees whether the value, the order and the divisors are right, at some instances.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np

from lsa_theory.claims.certificate import Sequence
from lsa_theory.claims.equality import Statement
from lsa_theory.expressions.traversal import Constituents
from lsa_theory.values.arithmetic.balls import Balls
from lsa_theory.values.instances.formulas import Formulas
from lsa_theory.values.instances.instance import Instance, Letter
from lsa_theory.values.instances.random_instances import draw_generic, draw_integers
from lsa_theory.values.refusals import NotApplicable, NotConcerned, SingularInstance
from lsa_theory.verification.outcome import Finding, Verdict
from lsa_theory.verification.witnesses.base import Setting, Witness

_DIGITS = 60
# 1/N is made smaller by this factor twice. A quantity that is analytic there comes nearer by as much, one with a root
# by its square root: less than that is no convergence.
_SMALLER, _FIRST, _LEAST = 10**6, Fraction(1, 10**6), 10**2
# What is bounded may still grow a little before it settles.
_SETTLED = 4
_SIZES, _INSTANCES = (1, 2, 3), 3


class SequenceWitness(Witness):
    """Confirms what it follows where all of it arrives; it decides nothing, for it looks at some instances."""

    name = "sequence"
    answers = frozenset({"limit", "regularity"})
    shares = frozenset({"evaluator", "balls"})

    def judge(self, claim: Statement, stream: str, setting: Setting) -> Finding:
        """Evaluate the distance at three lengths, for small sizes and a few instances."""
        certificate = claim.certificate
        if certificate is None or not certificate.sequences:
            raise NotConcerned("there is no quantity to follow to large lengths")
        rng, looked_at = setting.generator(stream, self.name), 0
        for sequence in certificate.sequences:
            sides = Formulas([sequence.moving, sequence.target])
            for instance in _instances(sides.parts, rng):
                for rates in _rates(len(sequence.small)):
                    try:
                        distances = [_distance(sides, sequence, instance, rates, k) for k in range(3)]
                    except (SingularInstance, NotApplicable):
                        continue
                    looked_at += 1
                    if not _arrives(distances, sequence.power):
                        # Finitely many lengths refute no limit: a constant may be larger than all of them.
                        shown = ", ".join(d.str(3, radius=False) for d in distances)
                        figure = f"does not arrive: {shown} apart at 1e6, 1e12, 1e18"
                        return self.found(Verdict.UNDECIDED, figure)
        if not looked_at:
            raise NotApplicable("the quantity could not be evaluated at large lengths")
        what = "arrives" if sequence.power == 0 else f"stays within a multiple of 1/N^{sequence.power}"
        return self.found(Verdict.CONFIRMED, f"{what} at {looked_at} instances, lengths up to 1e18")


def _instances(parts: Constituents, rng: np.random.Generator) -> Iterator[Instance]:
    for size in _SIZES:
        sizes = dict.fromkeys(parts.dimensions, size)
        for k in range(_INSTANCES if parts.symbols or parts.unbound else 1):
            try:
                yield draw_generic(rng, parts, sizes) if k else draw_integers(rng, parts, sizes, 2)
            except NotApplicable:
                return


def _rates(count: int) -> list[tuple[int, ...]]:
    """Return how fast each small scalar vanishes: all alike, and each one faster than the others."""
    alike = (1,) * count
    return (
        [alike]
        if count == 1
        else [alike, *(tuple(2 if k == j else 1 for k in range(count)) for j in range(count))]
    )


def _moved(sequence: Sequence, instance: Instance, rates: tuple[int, ...], step: int) -> Instance:
    # The factors differ so that what cancels at equal lengths only does not cancel here.
    values: dict[Letter, list[list[Fraction]]] = {
        small: [[(_FIRST / _SMALLER**step) ** rate * Fraction(k + 2, k + 3)]]
        for k, (small, rate) in enumerate(zip(sequence.small, rates, strict=True))
    }
    return Instance(instance.sizes, {**instance.values, **values})


def _distance(
    sides: Formulas, sequence: Sequence, instance: Instance, rates: tuple[int, ...], step: int
) -> Any:
    """Return the largest entry of the distance."""
    arithmetic = Balls(_DIGITS * (step + 1))
    moving, target = sides.values(arithmetic, _moved(sequence, instance, rates, step))
    with arithmetic.at_work():
        return max(
            (abs(value).mid() for value in (moving - target).flat),
            default=arithmetic.from_fraction(Fraction(0)),
        )


def _arrives(distances: list[Any], power: int) -> bool:
    """Whether each distance is smaller than the one before by what the order asks for."""
    factor = Fraction(_LEAST) if power == 0 else Fraction(_SMALLER**power, _SETTLED)
    pairs = itertools.pairwise(distances)
    return all(later * factor.numerator <= earlier * factor.denominator for earlier, later in pairs)
