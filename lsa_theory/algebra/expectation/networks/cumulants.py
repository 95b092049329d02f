"""Joint cumulants of the coordinates of a vector, by its law: what a block of legs becomes in a graph.

A mean is a vector at the coordinate; a covariance an edge between two. A scale times a Gaussian vector has cumulants of
every even order: those of s^2, each pairing of the legs by the covariance. Independent coordinates have kappa_k where
all k coordinates are one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import comb

from lsa_theory.algebra.expectation.networks.opening import Leg
from lsa_theory.algebra.expectation.source import Source
from lsa_theory.algebra.ring.network_labelling import Edge
from lsa_theory.algebra.ring.networks import NOWHERE
from lsa_theory.algebra.ring.polynomial import (
    Key,
    Terms,
    accumulate,
    constant,
    freeze,
    multiply_scalars,
    thaw,
)
from lsa_theory.errors import UnsupportedExpression

# What a block adds to a graph: a scalar, and edges; an edge of no letters makes one vertex of two.
Alternative = tuple[Terms, list[Edge]]


def alternatives(source: Source, legs: Sequence[Leg]) -> Iterator[Alternative]:
    """Yield what the joint cumulant of some legs of one column adds, one term at a time."""
    places = [leg.place for leg in legs]
    order = len(places)
    if order == 1:
        for (monomial, word), c in source.mean.items():
            yield {(monomial, ()): c}, [(places[0], NOWHERE, word)]
    elif source.coordinate is not None:
        kappa = _cumulant(source, order)
        if kappa:
            yield kappa, [(places[0], other, ()) for other in places[1:]]
    elif order == 2:
        yield from _paired(source, [(places[0], places[1])], constant(1))
    elif source.scale is not None and order % 2 == 0:
        kappa = _of_scale(source, order // 2)
        if kappa:
            for pairs in _pairings(tuple(places)):
                yield from _paired(source, pairs, kappa)


def reaches(source: Source, order: int) -> bool:
    """Whether a joint cumulant of an order may differ from zero."""
    if order == 1:
        return bool(source.mean)
    if source.coordinate is not None or order == 2:
        return True
    return source.scale is not None and order % 2 == 0


def check(source: Source, legs: int) -> None:
    """Refuse a law of which so many legs are not known beside elementwise products.

    Raises
    ------
    UnsupportedExpression
        If only moments are declared by rules, and more than two legs meet.
    """
    if source.gaussian or source.scale is not None or source.coordinate is not None or legs <= 2:
        return
    raise UnsupportedExpression(
        f"{source.name.partition('@')[0]} has moments declared by rules and stands {legs} times in a term with "
        "elementwise products; there the law must be known, as that of independent_coordinates(...) is"
    )


def _paired(source: Source, pairs: Sequence[tuple[int, int]], scalar: Terms) -> Iterator[Alternative]:
    if not pairs:
        yield scalar, []
        return
    (a, b), rest = pairs[0], pairs[1:]
    for (monomial, word), c in source.covariance.items():
        for more, edges in _paired(source, rest, multiply_scalars(scalar, {(monomial, ()): c})):
            yield more, [(a, b, word), *edges]


def _pairings(ends: tuple[int, ...]) -> Iterator[list[tuple[int, int]]]:
    if not ends:
        yield []
        return
    for k in range(1, len(ends)):
        for rest in _pairings(ends[1:k] + ends[k + 1 :]):
            yield [(ends[0], ends[k]), *rest]


def _cumulant(source: Source, order: int) -> Terms:
    """Return the cumulant of one coordinate: m_n minus the sum over k < n of binom(n-1, k-1) kappa_k m_{n-k}."""
    if source.coordinate is None:
        raise ValueError(f"{source.name} has no independent coordinates")
    return thaw(cumulants(tuple(freeze(source.coordinate(k)) for k in range(order + 1)))[order])


def _of_scale(source: Source, k: int) -> Terms:
    """Return the k-th cumulant of s^2, whose moments are E s^(2k)."""
    if source.scale is None:
        raise ValueError(f"{source.name} is no scale times a Gaussian vector")
    return thaw(cumulants(tuple(freeze(source.scale(j)) for j in range(k + 1)))[k])


@lru_cache(maxsize=256)
def cumulants(moments: tuple[Key, ...]) -> tuple[Key, ...]:
    """Return the cumulants of a number by its moments of order 0, 1, ..., both as keys of polynomials.

    >>> from lsa_theory.algebra.ring.polynomial import constant
    >>> poisson = cumulants(tuple(freeze(constant(m)) for m in (1, 1, 2, 5, 15)))
    >>> [thaw(kappa) for kappa in poisson[1:]] == [constant(1)] * 4
    True
    """
    m = [thaw(key) for key in moments]
    found: list[Terms] = [{}]
    for n in range(1, len(m)):
        kappa = dict(m[n])
        for k in range(1, n):
            accumulate(kappa, multiply_scalars(found[k], m[n - k]), -comb(n - 1, k - 1))
        found.append(kappa)
    return tuple(freeze(kappa) for kappa in found)
