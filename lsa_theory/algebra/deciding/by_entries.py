"""Equalities with single entries of matrices of a numeric size: written out in entries, they are polynomials.

The unit vectors of n coordinates add up to the identity, sum_k e_k e_k' = I, which words alone do not know.
"""

from __future__ import annotations

from itertools import product
from math import prod

from lsa_theory.algebra.ring.concatenation import RING
from lsa_theory.algebra.ring.networks import NOWHERE, Graph, settled
from lsa_theory.algebra.ring.occurring import parts_of
from lsa_theory.algebra.ring.polynomial import Coefficient, Monomial, Terms, accumulate, multiply_scalars
from lsa_theory.algebra.ring.words import Atom, Letter, Word
from lsa_theory.errors import UnsupportedExpression

# Products of entries that are written out for one term.
_MOST = 50_000


def numeric_sizes(terms: Terms) -> frozenset[str]:
    """Return the numeric sizes of the unit vectors in a polynomial."""
    units = (x for x in parts_of(terms) if isinstance(x, Letter) and x.kind == "u")
    return frozenset(size for x in units for size in (x.rows, x.cols) if size.isdecimal() and size != "1")


def in_entries(terms: Terms, sizes: frozenset[str]) -> dict[tuple[int, int], Terms]:
    """Return the entries of a polynomial, every product over such a size written out.

    Raises
    ------
    UnsupportedExpression
        If that makes too many terms.
    """
    shape = next(((word[0].rows, word[-1].cols) for _, word in terms if word), ("1", "1"))
    found: dict[tuple[int, int], Terms] = {}
    for (monomial, word), c in terms.items():
        graph, beside = _graph(monomial, word, shape)
        legs, graph.legs = graph.legs, _symbolic(graph, sizes)
        summed = [v for v, size in enumerate(graph.sizes) if size in sizes]
        if prod(int(graph.sizes[v]) for v in summed) > _MOST:
            raise UnsupportedExpression(
                "written out in entries, the equality has too many terms to be decided here"
            )
        for places in product(*(range(int(graph.sizes[v])) for v in summed)):
            at = dict(zip(summed, places, strict=True))
            placed = graph.copy()
            for v, k in at.items():
                placed.edges.append((v, NOWHERE, (Letter("u", str(k), 0, graph.sizes[v], "1", ""),)))
            value = multiply_scalars({(beside, ()): c}, settled(placed, RING))
            accumulate(found.setdefault((at.get(legs[0], 0), at.get(legs[1], 0)), {}), value)
    return found


def _symbolic(graph: Graph, sizes: frozenset[str]) -> tuple[int, int]:
    """Return the legs that stay, those of another size."""
    row, column = (NOWHERE if v != NOWHERE and graph.sizes[v] in sizes else v for v in graph.legs)
    return row, column


def holds_inverses(terms: Terms) -> bool:
    """Whether a power that is no whole positive one stands in a polynomial: its entries are no polynomials."""
    return any(
        isinstance(x, Letter) and x.kind == "f" and any(e != int(e) or e < 0 for _, _, e in x.payload)
        for x in parts_of(terms)
    )


def _graph(monomial: Monomial, word: Word, shape: tuple[str, str]) -> tuple[Graph, Monomial]:
    """Return a term as a graph in which every letter is an edge."""
    graph, beside = Graph(), list[tuple[Atom, Coefficient]]()
    for atom, exponent in monomial:
        if atom.kind == "t" and exponent > 0 and exponent == int(exponent):
            for _ in range(int(exponent)):
                start = graph.vertex(atom.word[0].rows)
                _add(graph, atom.word, start, start)
        else:
            beside.append((atom, exponent))
    if word:
        graph.legs = graph.vertex(word[0].rows), graph.vertex(word[-1].cols)
        _add(graph, word, *graph.legs)
    elif shape != ("1", "1"):
        # A multiple of the identity.
        vertex = graph.vertex(shape[0])
        graph.legs = vertex, vertex
    return graph, tuple(beside)


def _add(graph: Graph, word: Word, start: int, end: int) -> None:
    here = start
    letters = [single for letter in word for single in _singles(letter)]
    for k, letter in enumerate(letters):
        there = end if k == len(letters) - 1 else graph.vertex(letter.cols)
        if letter.kind == "e":
            network = letter.payload
            places = [graph.vertex(size) for size in network.sizes]
            for own, outer in zip(network.legs, (here, there), strict=True):
                if own != NOWHERE:
                    graph.edges.append((places[own], outer, ()))
            for a, b, inside in network.edges:
                _add(graph, inside, places[a], NOWHERE if b == NOWHERE else places[b])
        else:
            graph.edges.append((here, there, (letter,)))
        here = there


def _singles(letter: Letter) -> list[Letter]:
    """Return the matrices whose product a block is; the inverses and roots in it stay together."""
    if letter.kind != "f":
        return [letter]
    whole = [f for f in letter.payload if f.exponent > 0 and f.exponent == int(f.exponent)]
    rest = tuple(f for f in letter.payload if f not in whole)
    singles = [
        letter._replace(payload=(f._replace(exponent=1),)) for f in whole for _ in range(int(f.exponent))
    ]
    return [*singles, letter._replace(payload=rest)] if rest else singles
