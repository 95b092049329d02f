"""The search for a counterexample: smallest dimensions first, then small integers, exact."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np

from lsa_theory.claims.questions.equal import Equal
from lsa_theory.expressions.analysis.kinds import Applied, Pi
from lsa_theory.expressions.definitions import definitions_in
from lsa_theory.expressions.expression import Symbol, walk
from lsa_theory.expressions.random import Expectation
from lsa_theory.expressions.traversal import Constituents, constituents, everything, free_symbols
from lsa_theory.values.arithmetic.balls import Balls
from lsa_theory.values.arithmetic.base import Arithmetic
from lsa_theory.values.arithmetic.rational import Rationals
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.corners import corners
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.instances.random_instances import draw_integers
from lsa_theory.values.instances.shrinking import shrink
from lsa_theory.values.quadrature.cubature import Lattice
from lsa_theory.values.quadrature.open_laws import has_open_law, realisations
from lsa_theory.values.refusals import NotApplicable, SingularInstance
from lsa_theory.values.sizes import Sizes, affordable_sizes, multiplications
from lsa_theory.verification.outcome import Counterexample, Lead

# Exact evaluation at one size costs at most a tenth of a second; where a difference must show, a few seconds.
_EACH, _TOTAL, _AT_A_LEAD = 1.5e5, 1e7, 3e6
# Instances tried at each size: a polynomial that is not zero rarely vanishes at several random ones.
_HEIGHTS = (1, 1, 1, 2, 2, 3, 5, 9)
# Balls that overlap at one precision may be apart at the next: coefficients may differ far behind the point.
_DIGITS = (30, 120, 500)


def find_counterexample(identity: Equal, rng: np.random.Generator) -> Counterexample | None:
    """Search for an exact instance at which the two sides differ, at the sizes that can be afforded.

    Parameters
    ----------
    identity : Equal
        The equality.
    rng : numpy.random.Generator
        Draws the instances.

    Returns
    -------
    Counterexample or None
        With the smallest dimensions at which one is found, in the order of their declaration, then made
        small entry by entry. With fractional powers the values are enclosures that exclude equality.
    """
    parts = constituents([identity.left, identity.right])
    sizes = affordable_sizes(
        parts.dimensions,
        (identity.left, identity.right),
        Lattice(),
        each=_EACH,
        total=_TOTAL,
        largest=4,
        most=64,
        overhead=20.0,
    )
    return _first(identity, parts, sorted(sizes, key=lambda s: tuple(s.values())), rng)


def find_at_leads(identity: Equal, lead: Lead, rng: np.random.Generator) -> Counterexample | None:
    """Search where a witness says that a difference must show.

    The statement itself is evaluated where that is affordable; elsewhere the witness's equality without
    expectations stands for it, and the counterexample says so.
    """
    short = Equal(lead.left, lead.right, lead.part)
    within = constituents([short.left, short.right])
    parts = constituents([identity.left, identity.right])
    for sizes in map(dict, lead.sizes):
        found = _first(short, within, [sizes], rng)
        if found is None:
            continue
        seen = _first(identity, parts, _affordable(identity, parts, sizes), rng)
        return seen or replace(found, law="expectations and derivatives taken in closed form for every size")
    return None


def _affordable(identity: Equal, parts: Constituents, sizes: Sizes) -> list[Sizes]:
    """Return the sizes with one for every dimension of the statement, if it can be evaluated there at all."""
    whole = {d: sizes.get(d, 1) for d in parts.dimensions}
    try:
        work = sum(multiplications(tree, whole, Lattice(), 20.0) for tree in (identity.left, identity.right))
    except NotApplicable:
        return []
    return [whole] if work <= _AT_A_LEAD else []


def _first(
    identity: Equal, parts: Constituents, sizes: list[Sizes], rng: np.random.Generator
) -> Counterexample | None:
    """Return a counterexample at the first of some sizes that has one."""
    arithmetics: list[Arithmetic] = (
        [Balls(digits) for digits in _DIGITS]
        if parts.has_fractional_powers or _holds_functions(identity)
        else [Rationals()]
    )
    rules = realisations([identity.left, identity.right])
    for chosen in sizes:
        for arithmetic in arithmetics:
            for rule in rules:
                trial = _Trial(identity, parts, arithmetic, rule)
                drawn = (draw_integers(rng, parts, chosen, height) for height in _HEIGHTS)
                for instance in chain(drawn, corners(parts, chosen)):
                    if trial.differs(instance):
                        return trial.report(shrink(instance, parts, trial.differs))
    return None


def _holds_functions(identity: Equal) -> bool:
    """Whether something in an identity is irrational at rational values."""
    return any(isinstance(n, Applied | Pi) for n in everything([identity.left, identity.right]))


_REALISED = {
    "gaussian": "Gaussian",
    "skewed": "independent two-point components of variance D (D + 1 with probability D/(D + (D + 1)^2), else "
    "-D/(D + 1))",
    "dependent": "a Gaussian vector times 2 with probability 1/5, else times 1/2",
}


class _Trial:
    """One arithmetic and one way of realising the laws."""

    def __init__(self, identity: Equal, parts: Constituents, arithmetic: Arithmetic, rule: Lattice) -> None:
        self._identity = identity
        self._parts = parts
        self._arithmetic = arithmetic
        self._rule = rule

    def sides(self, instance: Instance) -> tuple[Any, Any]:
        """Return the values of both sides."""
        evaluator = Evaluator(self._arithmetic, instance, self._rule)
        return evaluator.evaluate(self._identity.left), evaluator.evaluate(self._identity.right)

    def differs(self, instance: Instance) -> bool:
        """Whether the sides are certainly different."""
        try:
            left, right = self.sides(instance)
        except (SingularInstance, NotApplicable):
            return False
        pairs = zip(left.flat, right.flat, strict=True)
        if self._arithmetic.exact:
            return any(a != b for a, b in pairs)
        return any(not a.overlaps(b) for a, b in pairs)

    def report(self, instance: Instance) -> Counterexample:
        """Return the instance and both values, as text."""
        left, right = self.sides(instance)
        with self._arithmetic.at_work():
            difference = left - right
        free = free_symbols(self._identity.left) | free_symbols(self._identity.right)
        open_law = has_open_law([self._identity.left, self._identity.right])
        law = _REALISED[self._rule.realised] if open_law else ""
        return Counterexample.at(
            instance,
            left,
            right,
            difference,
            letters=lambda letter: not isinstance(letter, Symbol) or letter in free,
            part=self._identity.part,
            law=law,
            kind="exact" if self._arithmetic.exact else "enclosed",
            defined=self._defined(instance),
        )

    def _defined(self, instance: Instance) -> dict[str, Any]:
        """Return what the definitions of the statement are worth at an instance; one that is random is left out."""
        evaluator = Evaluator(self._arithmetic, instance, self._rule)
        found = {}
        for name, node in definitions_in([self._identity.left, self._identity.right]).items():
            if constituents([node]).unbound or any(isinstance(n, Expectation) for n in walk(node)):
                continue
            try:
                found[name] = evaluator.evaluate(node)
            except (SingularInstance, NotApplicable, KeyError):
                continue
        return found
