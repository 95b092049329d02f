"""States of `wick.Contraction` that hold one Wishart matrix and nothing that tells its places apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lsa_theory.algebra.expectation.pairing_weights import Type
from lsa_theory.algebra.expectation.wishart.moments import is_known

# Up to four, pairings cost no more than polynomials.
FEWEST = 5


@dataclass(frozen=True)
class WishartState:
    """Traces of (W B)^a, and P W B W ... B W Q with `power` factors W, or power 0; B = B' a segment, as are P, Q.

    `ends` are (what P ends in, P, Q, what Q ends in), None without an open factor.
    """

    source: int
    between: int
    traces: Type
    power: int
    ends: tuple[int, int, int, int] | None


def wishart_state(
    state: tuple[tuple[int, ...], ...],
    legs: int,
    sources: int,
    averaged: frozenset[int],
    flips: Sequence[int],
) -> WishartState | None:
    """Return what a state of so many legs is if `moments.moment` knows its average, else None."""
    if legs < 2 * FEWEST:
        return None
    links: set[int] = set()
    between: set[int] = set()
    traces: list[int] = []
    power, ends = 0, None
    for kind, *body in state:
        if kind:
            if ends is not None or body[0] >= 0 or body[-1] >= 0:
                return None
            inner = body[2:-2]
            links.update(inner[::2])
            between.update(inner[1::2])
            ends = (body[0], body[1], body[-2], body[-1])
            power = (len(inner) + 1) // 2
        else:
            between.update(body[::2])
            links.update(body[1::2])
            traces.append(len(body) // 2)
        if len(links) != 1 or len(between) > 1:
            return None
    if len(between) != 1:
        return None
    (link,), (segment,) = links, between
    source, other = divmod(link, sources)
    shape = tuple(sorted(traces, reverse=True))
    if source != other or source not in averaged or flips[segment] != segment or not is_known(power, shape):
        return None
    return WishartState(source, segment, shape, power, ends)
