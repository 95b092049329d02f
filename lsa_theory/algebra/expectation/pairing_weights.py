"""The weights of pairings in expectations of inverse Gram matrices, by the type of the pairing.

How a pairing p of 2k ends lies to the first one e, of (0, 1), (2, 3), ..., is a partition of k: the half lengths of the
cycles of p and e together. The weight depends on it alone. The equation of `inverse_wishart`, for one link of p and
with g = t - 1, is

    g w(p) - sum of w(p') over the exchanges of that link with the others = w(the rest), if the link is in e, else 0:

one equation for each partition. The poles are known, g = 2j - i for the boxes (i, j) of the diagrams of k boxes, and
the numerators are interpolated from the solutions at a few integers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

Pairing: TypeAlias = tuple[tuple[int, int], ...]
Type: TypeAlias = tuple[int, ...]
Coefficients: TypeAlias = tuple[Fraction, ...]


def partitions(k: int, largest: int | None = None) -> Iterator[Type]:
    """Yield the partitions of k, largest parts first.

    >>> list(partitions(3))
    [(3,), (2, 1), (1, 1, 1)]
    """
    if k == 0:
        yield ()
    for part in range(min(k, largest or k), 0, -1):
        for rest in partitions(k - part, part):
            yield (part, *rest)


def all_pairings(ends: tuple[int, ...]) -> list[Pairing]:
    """Return the ways of pairing an even number of ends.

    >>> all_pairings((0, 1, 2, 3))
    [((0, 1), (2, 3)), ((0, 2), (1, 3)), ((0, 3), (1, 2))]
    """
    if not ends:
        return [()]
    first = ends[0]
    out: list[Pairing] = []
    for k in range(1, len(ends)):
        rest = ends[1:k] + ends[k + 1 :]
        out.extend(((first, ends[k]), *p) for p in all_pairings(rest))
    return out


def type_of(pairing: Pairing) -> Type:
    """Return the half lengths of the cycles of a pairing and the first one.

    >>> type_of(((0, 1), (2, 5), (3, 4)))
    (2, 1)
    """
    partner = {a: b for pair in pairing for a, b in (pair, pair[::-1])}
    unseen, lengths = set(partner), []
    while unseen:
        end, length = min(unseen), 0
        while end in unseen:
            unseen -= {end, end ^ 1}
            end, length = partner[end ^ 1], length + 1
        lengths.append(length)
    return tuple(sorted(lengths, reverse=True))


@lru_cache(maxsize=16)
def weights_by_type(k: int) -> dict[Type, tuple[Coefficients, tuple[int, ...]]]:
    """Return the weight of each type: a numerator in t, from the highest power down, over the product of t - r.

    Returns
    -------
    dict
        From type to (coefficients of the numerator, roots r of the denominator with repetition).
    """
    types = list(partitions(k))
    poles = Counter[int]()
    for diagram in types:
        poles |= Counter(2 * j - i for i, row in enumerate(diagram) for j in range(row))
    # A weight vanishes like g^-k at least.
    degree = poles.total() - k
    points = range(2 * k + 1, 2 * k + 2 + degree)
    values = [_at(k, Fraction(g)) for g in points]
    out: dict[Type, tuple[Coefficients, tuple[int, ...]]] = {}
    for kind in types:
        cleared = [_cleared(value[kind], g, poles) for g, value in zip(points, values, strict=True)]
        # t = g + 1.
        numerator = _interpolated([Fraction(g + 1) for g in points], cleared)
        out[kind] = _lowest(numerator, [pole + 1 for pole in poles.elements()])
    return out


@lru_cache(maxsize=512)
def _at(k: int, g: Fraction) -> dict[Type, Fraction]:
    """Return the weights of all types at one g that is no pole."""
    if k == 0:
        return {(): Fraction(1)}
    types = list(partitions(k))
    place = {kind: i for i, kind in enumerate(types)}
    lower = _at(k - 1, g)
    rows: list[list[Fraction]] = []
    for i, kind in enumerate(types):
        row = [Fraction(0)] * (len(types) + 1)
        row[i] += g
        for neighbour, times in _exchanges(kind).items():
            row[place[neighbour]] -= times
        if kind[-1] == 1:
            row[-1] = lower[kind[:-1]]
        rows.append(row)
    return dict(zip(types, _solved(rows), strict=True))


def _exchanges(kind: Type) -> Counter[Type]:
    """Return the types that exchanging the last link of a pairing of this type with each other link leads to."""
    pairing: list[tuple[int, int]] = []
    start = 0
    for length in kind:
        ends = range(start, start + 2 * length)
        pairing.extend((ends[2 * i + 1], ends[(2 * i + 2) % (2 * length)]) for i in range(length))
        start += 2 * length
    *others, (a, b) = pairing
    found = Counter[Type]()
    for k, (c, e) in enumerate(others):
        rest = (*others[:k], *others[k + 1 :])
        found[type_of((*rest, (a, c), (b, e)))] += 1
        found[type_of((*rest, (a, e), (b, c)))] += 1
    return found


def _solved(rows: list[list[Fraction]]) -> list[Fraction]:
    """Solve a square system with its right side as last column."""
    size = len(rows)
    for k in range(size):
        pivot = next(i for i in range(k, size) if rows[i][k])
        rows[k], rows[pivot] = rows[pivot], rows[k]
        lead = rows[k][k]
        rows[k] = [x / lead for x in rows[k]]
        for i in range(size):
            if i != k and rows[i][k]:
                factor = rows[i][k]
                rows[i] = [x - factor * y for x, y in zip(rows[i], rows[k], strict=True)]
    return [row[-1] for row in rows]


def _cleared(value: Fraction, g: int, poles: Counter[int]) -> Fraction:
    for pole in poles.elements():
        value *= g - pole
    return value


def _interpolated(points: list[Fraction], values: list[Fraction]) -> list[Fraction]:
    """Return the coefficients, highest first, of the polynomial through the points: Newton's divided differences."""
    differences = list(values)
    n = len(points)
    for level in range(1, n):
        for i in range(n - 1, level - 1, -1):
            differences[i] = (differences[i] - differences[i - 1]) / (points[i] - points[i - level])
    result: list[Fraction] = []
    for i in range(n - 1, -1, -1):
        shifted = [*result, Fraction(0)]
        for j, c in enumerate(result):
            shifted[j + 1] -= points[i] * c
        shifted[-1] += differences[i]
        result = shifted
    while result and not result[0]:
        result.pop(0)
    return result


def _lowest(numerator: list[Fraction], roots: list[int]) -> tuple[Coefficients, tuple[int, ...]]:
    """Cancel what the numerator shares with the product of t - r."""
    kept: list[int] = []
    for root in roots:
        quotient, rest = [], Fraction(0)
        for c in numerator:
            rest = rest * root + c
            quotient.append(rest)
        if rest:
            kept.append(root)
        else:
            numerator = quotient[:-1]
    return tuple(numerator), tuple(kept)
