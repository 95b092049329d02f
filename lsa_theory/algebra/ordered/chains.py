"""Sums over places p_1 < p_2 < ... < p_k, from the first place to the last, in closed form.

The inner sum runs to p_2 - 1, and is 0 where p_2 is its first place: so the next may begin there too, and every range
ends no earlier than one place before it begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lsa_theory.algebra.ordered.weights import place, summed
from lsa_theory.algebra.ring.polynomial import Terms, add, constant
from lsa_theory.errors import UnsupportedExpression


@dataclass(frozen=True)
class Link:
    """A place of a chain: the name of its index, whether it is summed over, and the numbers that bound it.

    `least` is a place that it is never below, given the places that bound it.
    """

    index: str
    free: bool
    first: int
    least: int
    room: int


def chain_sum(terms: Terms, links: Sequence[Link], count: Terms, known: int) -> Terms:
    """Return the sum of terms over the free places of a chain.

    Parameters
    ----------
    terms : polynomial
        Holds the places in scalars.
    links : sequence of Link
        In increasing order.
    count : polynomial
        How many places there are.
    known : int
        A number that the count is known to reach.

    Raises
    ------
    UnsupportedExpression
        If a weight has no closed form, or a range does not follow from those that were written.
    """
    fixed: Link | None = None
    first = 1
    for k, link in enumerate(links):
        following = links[k + 1] if k + 1 < len(links) else None
        if not link.free:
            fixed = link
            continue
        if following is not None and link.room > following.room + 1:
            raise _unclear()
        upper = (
            add(count, constant(-link.room))
            if following is None
            else add(place(following.index), constant(-1))
        )
        if fixed is not None:
            if link.first > fixed.least + 1 or (following is None and link.room > fixed.room):
                raise _unclear()
            base = min(link.least, fixed.least + 1)
            terms = summed(terms, link.index, base, add(place(fixed.index), constant(1)), upper)
            continue
        first = max(first, link.first)
        try:
            value = summed(terms, link.index, first, constant(first), upper)
        except UnsupportedExpression:
            # Where something is divided by i - 1, the range has to begin where the places before leave it to.
            if link.least <= first:
                raise
            first = link.least
            value = summed(terms, link.index, first, constant(first), upper)
        if following is None:
            needed, whole = first - 1 + link.room, _number(count)
            if whole is not None and whole < needed:
                return {}
            if whole is None and needed > known:
                raise _unclear()
        elif not following.free and following.least < first:
            raise _unclear()
        terms = value
    return terms


def _number(count: Terms) -> int | None:
    return int(count.get(((), ()), 0)) if set(count) <= {((), ())} else None


def _unclear() -> UnsupportedExpression:
    return UnsupportedExpression(
        "ranges that begin or end at different places are multiplied, and for the smallest lengths one of them is "
        "empty; a closed form for all lengths is not known here. Let the sums run over ranges that begin and end alike"
    )
