"""Moments of the entries of a random orthogonal matrix, one column after the other.

Given m other columns, a column is uniform on the unit sphere of the space orthogonal to them, of dimension d - m. With
P the projection onto it, E x_1 ... x_2n is the sum over pairings of the products of entries of P, over
(d - m) (d - m + 2) ... (d - m + 2n - 2), and P = I minus the sum of the other columns times their transposes.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import lru_cache

Places = tuple[tuple[int, int], ...]


def moment_of_entries(rows: int, places: Places) -> Fraction:
    """Return the mean of the product of the entries at some places (row, column), each as often as it stands there.

    >>> moment_of_entries(2, ((0, 0), (0, 0), (1, 1), (1, 1)))
    Fraction(3, 8)
    """
    # Columns change places, and so do rows: both are numbered in the order in which they come.
    columns: dict[int, int] = {}
    lines: dict[int, int] = {}
    named = sorted(places, key=lambda p: (p[1], p[0]))
    return _moment(
        rows,
        tuple(
            sorted((lines.setdefault(i, len(lines)), columns.setdefault(j, len(columns))) for i, j in named)
        ),
    )


@lru_cache(maxsize=200_000)
def _moment(rows: int, places: Places) -> Fraction:
    if not places:
        return Fraction(1)
    times = Counter(j for _, j in places)
    if any(count % 2 for count in times.values()):
        return Fraction(0)
    least = min(times, key=lambda j: (times[j], j))
    own = tuple(i for i, j in places if j == least)
    others = tuple(place for place in places if place[1] != least)
    total = sum(
        (
            factor * moment_of_entries(rows, (*others, *more))
            for factor, more in _paired(own, tuple(times.keys() - {least}))
        ),
        Fraction(0),
    )
    room = rows - len(times) + 1
    for t in range(len(own) // 2):
        total /= room + 2 * t
    return total


def _paired(own: tuple[int, ...], columns: tuple[int, ...]) -> list[tuple[int, Places]]:
    """Return the products of entries of P over all pairings, written out."""
    if not own:
        return [(1, ())]
    first = own[0]
    found: list[tuple[int, Places]] = []
    for k in range(1, len(own)):
        entry: list[tuple[int, Places]] = [(1, ())] if own[k] == first else []
        entry += [(-1, ((first, j), (own[k], j))) for j in columns]
        for sign, more in _paired(own[1:k] + own[k + 1 :], columns):
            found += [(sign * s, (*more, *places)) for s, places in entry]
    return found
