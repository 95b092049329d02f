"""The search for a counterexample: smallest dimensions first, then small integers, exact."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import numpy as np

from lsa_theory.claims.questions.equal import Equal
from lsa_theory.expressions.traversal import Constituents
from lsa_theory.values.instances.corners import corners
from lsa_theory.values.instances.frames import exist, frames_in
from lsa_theory.values.instances.random_instances import draw_integers
from lsa_theory.values.instances.shrinking import shrink
from lsa_theory.values.quadrature.cubature import Lattice
from lsa_theory.values.quadrature.open_laws import realisations
from lsa_theory.values.refusals import NotApplicable
from lsa_theory.values.sizes import Sizes, affordable_sizes
from lsa_theory.verification.outcome import Counterexample, Lead
from lsa_theory.verification.trial import Trial, differ

# Exact evaluation at one size costs at most a tenth of a second; where a difference must show, a few seconds.
_EACH, _TOTAL, _AT_A_LEAD = 1.5e5, 1e7, 3e6
# Instances tried at each size: a polynomial that is not zero rarely vanishes at several random ones.
_HEIGHTS = (1, 1, 1, 2, 2, 3, 5, 9)


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
    parts = identity.formulas.parts
    sizes = affordable_sizes(
        parts.dimensions,
        identity.formulas,
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
    within, parts = short.formulas.parts, identity.formulas.parts
    frames = frames_in(identity.formulas.nodes)
    for sizes in map(dict, lead.sizes):
        if not exist(frames, sizes):
            continue
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
        work = sum(work.at(whole, Lattice(), 20.0) for work in identity.formulas.works)
    except NotApplicable:
        return []
    return [whole] if work <= _AT_A_LEAD else []


def _first(
    identity: Equal, parts: Constituents, sizes: list[Sizes], rng: np.random.Generator
) -> Counterexample | None:
    """Return a counterexample at the first of some sizes that has one."""
    rules = realisations(identity.formulas.nodes)
    # The plainest way to realise the laws first, at every instance.
    trials = [Trial(identity.left, identity.right, differ, rules=[r], part=identity.part) for r in rules]
    frames = frames_in(identity.formulas.nodes)
    for chosen in sizes:
        if not exist(frames, chosen):
            continue
        for trial in trials:
            drawn = (draw_integers(rng, parts, chosen, height) for height in _HEIGHTS)
            for instance in chain(drawn, corners(parts, chosen)):
                if trial.broken(instance):
                    return trial.report(shrink(instance, parts, trial.broken))
    return None
