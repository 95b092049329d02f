"""The canonical labelling of a network: graphs that are the same up to a renaming of vertices get one form.

Vertices are coloured by what meets in them, and the colours refined by those of their neighbours; the least edge list
over the orders that respect the colours is the form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations, product
from math import factorial, prod
from typing import Any, NamedTuple, TypeAlias

from lsa_theory.algebra.ring.words import Word, transpose_word
from lsa_theory.errors import UnsupportedExpression

Edge: TypeAlias = tuple[int, int, Word]
# Orders of vertices that are compared at most.
_MOST = 5040


class Network(NamedTuple):
    """A graph in canonical form; see `networks`.

    `symmetric` says that exchanging the legs changes nothing.
    """

    sizes: tuple[str, ...]
    legs: tuple[int, int]
    edges: tuple[Edge, ...]
    symmetric: bool

    @property
    def turned(self) -> Network:
        """The network of the transpose."""
        if self.symmetric:
            return self
        return Network(self.sizes, (self.legs[1], self.legs[0]), self.edges, False)


def labelled(sizes: Sequence[str], legs: tuple[int, int], edges: Sequence[Edge]) -> Network:
    """Return the canonical form of a graph.

    Raises
    ------
    UnsupportedExpression
        If it has so many vertices alike that comparing their orders would take too long.
    """
    best: tuple[tuple[Edge, ...], tuple[int, int]] | None = None
    turned = False
    for order in _orders(sizes, legs, edges):
        place = {v: k for k, v in enumerate(order)} | {-1: -1}
        renamed = tuple(sorted(_oriented(place[a], place[b], word) for a, b, word in edges))
        own = place[legs[0]], place[legs[1]]
        if best is None or renamed < best[0]:
            best, turned, chosen = (renamed, own), False, order
        elif renamed == best[0]:
            turned = turned or own == (best[1][1], best[1][0])
            if own < best[1]:
                best = renamed, own
    if best is None:
        return Network((), (-1, -1), (), True)
    alike = legs[0] == legs[1] or turned
    return Network(tuple(sizes[v] for v in chosen), best[1], best[0], alike)


def _oriented(start: int, end: int, word: Word) -> Edge:
    if end == -1:
        return start, end, word
    return min((start, end, word), (end, start, transpose_word(word)))


def _orders(sizes: Sequence[str], legs: tuple[int, int], edges: Sequence[Edge]) -> Iterator[tuple[int, ...]]:
    """Yield the orders of the vertices that respect their colours."""
    colours = _colours(sizes, legs, edges)
    classes = [[v for v, c in enumerate(colours) if c == colour] for colour in sorted(set(colours))]
    if prod(factorial(len(group)) for group in classes) > _MOST:
        raise UnsupportedExpression(
            f"a sum over {len(sizes)} coordinates has too many that are alike; its normal form would take too long"
        )
    for groups in product(*(permutations(group) for group in classes)):
        yield tuple(v for group in groups for v in group)


def _colours(sizes: Sequence[str], legs: tuple[int, int], edges: Sequence[Edge]) -> list[int]:
    # Both legs have one colour: the form of the transpose is this one with its legs exchanged.
    colours = _ranked([(v not in legs, size) for v, size in enumerate(sizes)])
    while True:
        seen: list[list[Any]] = [[] for _ in sizes]
        for a, b, word in edges:
            seen[a].append((-1 if b == -1 else colours[b], b == a, word))
            if b != -1:
                seen[b].append((colours[a], b == a, transpose_word(word)))
        finer = _ranked([(c, sorted(around)) for c, around in zip(colours, seen, strict=True)])
        if len(set(finer)) == len(set(colours)):
            return finer
        colours = finer


def _ranked(values: list[Any]) -> list[int]:
    places: list[Any] = []
    for value in sorted(values):
        if not places or places[-1] != value:
            places.append(value)
    return [places.index(value) for value in values]
