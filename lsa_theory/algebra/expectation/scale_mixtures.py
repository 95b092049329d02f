"""Expectation over a centred vector that is a Gaussian one times an independent scale."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from lsa_theory.algebra.expectation.declared_moments import legs_of
from lsa_theory.algebra.expectation.source import Source
from lsa_theory.algebra.expectation.strands import Average
from lsa_theory.algebra.ring.multiplication import multiply
from lsa_theory.algebra.ring.polynomial import Terms, accumulate


def average_scaled(terms: Terms, sources: Mapping[str, Source], name: str) -> Terms:
    """Return the expectation over one such vector: by the number of its legs, that of a Gaussian times E s^(2k).

    Raises
    ------
    MissingMoment
        If the scale has no moment of that order.
    """
    source = sources[name]
    if source.scale is None:
        raise ValueError(f"{name} is no scale times a Gaussian vector")
    by_order: dict[int, Terms] = defaultdict(dict)
    for key, c in terms.items():
        by_order[legs_of(*key, name)][key] = c
    plain = {**sources, name: replace(source, gaussian=True, mean={})}
    total: Terms = {}
    for order, part in sorted(by_order.items()):
        if order % 2 == 0:
            gaussian = Average(plain, frozenset({name}), part).value()
            accumulate(total, multiply(source.scale(order // 2), gaussian))
    return total
