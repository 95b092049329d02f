"""Expectation of terms that hold elementwise products: the first leg is joined with every block of others.

E of a product of legs is the sum over partitions of the legs into blocks, each with its joint cumulant. Legs of one
block stand in one column: the numbers of their columns become one vertex.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from lsa_theory.algebra.expectation.networks.cumulants import alternatives, check, reaches
from lsa_theory.algebra.expectation.networks.opening import Leg, Opening
from lsa_theory.algebra.expectation.occurrences import of_atom
from lsa_theory.algebra.expectation.source import Source
from lsa_theory.algebra.ring.concatenation import RING
from lsa_theory.algebra.ring.networks import Graph, settled
from lsa_theory.algebra.ring.polynomial import Terms, accumulate, constant, multiply_scalars
from lsa_theory.algebra.ring.words import Word
from lsa_theory.errors import UnsupportedExpression


def split_networks(terms: Terms, sources: Mapping[str, Source], over: frozenset[str]) -> tuple[Terms, Terms]:
    """Return the terms without elementwise products of what is averaged, and those with some.

    A vector of independent coordinates has an elementwise product in its moments from order three on.
    """
    plain: Terms = {}
    held: Terms = {}
    alone = [name for name in sorted(over) if sources[name].coordinate is not None]
    for (monomial, word), c in terms.items():
        words = [word, *(atom.word for atom, _ in monomial if atom.kind == "t")]
        meets = any(holds_network(w, over) for w in words) or any(
            _holds(w, name) for name in alone for w in words
        )
        (held if meets else plain)[monomial, word] = c
    return plain, held


def averaged_first(terms: Terms, sources: Mapping[str, Source], over: frozenset[str]) -> frozenset[str]:
    """Return the sources that may be averaged by words before vectors of independent coordinates are.

    None where elementwise products are written, or where columns of both are numbered together.
    """
    words = [w for m, word in terms for w in (word, *(atom.word for atom, _ in m if atom.kind == "t"))]
    if any(holds_network(w, over) for w in words):
        return frozenset()
    alone = {name for name in over if sources[name].coordinate is not None}
    counts = {sources[name].count_name for name in alone} - {None}
    return frozenset(name for name in over - alone if sources[name].count_name not in counts)


def average_networks(terms: Terms, sources: Mapping[str, Source], over: frozenset[str]) -> Terms:
    """Return the expectation of such terms.

    Raises
    ------
    UnsupportedExpression, MissingMoment
        If one is no polynomial in what is averaged, or a moment is not known.
    """
    total: Terms = {}
    for (monomial, word), c in terms.items():
        for atom, _ in monomial:
            if atom.kind == "b" and of_atom(atom) & over:
                raise UnsupportedExpression(
                    "the integrand divides by, or takes a root of, something random; only polynomials have an "
                    "expectation in closed form here"
                )
        opened = Opening(over).of(monomial, word)
        for name in over:
            check(sources[name], sum(leg.source == name for leg in opened.legs))
        scalar: Terms = {(opened.beside, ()): c}
        accumulate(total, multiply_scalars(scalar, _average(opened.graph, opened.legs, sources)))
    return total


def _average(graph: Graph, legs: list[Leg], sources: Mapping[str, Source]) -> Terms:
    total: Terms = {}
    for scalar, done in _contracted(constant(1), graph, legs, sources):
        accumulate(total, multiply_scalars(scalar, settled(done, RING)))
    return total


def _contracted(
    scalar: Terms, graph: Graph, legs: list[Leg], sources: Mapping[str, Source]
) -> Iterator[tuple[Terms, Graph]]:
    if not legs:
        yield scalar, graph
        return
    first, source = legs[0], sources[legs[0].source]
    alike = [k for k in range(1, len(legs)) if legs[k].source == first.source]
    for size in range(len(alike) + 1):
        if not reaches(source, size + 1):
            continue
        for chosen in combinations(alike, size):
            block = [first, *(legs[k] for k in chosen)]
            rest = [leg for k, leg in enumerate(legs) if k and k not in chosen]
            columns = [leg.column for leg in block if leg.column is not None]
            joined = [(columns[0], other, ()) for other in columns[1:]]
            for factor, edges in alternatives(source, block):
                branch = graph.copy()
                branch.edges += [*edges, *joined]
                yield from _contracted(multiply_scalars(scalar, factor), branch, rest, sources)


def holds_network(word: Word, over: frozenset[str]) -> bool:
    """Whether a word holds an elementwise product of what is averaged."""
    return any(x.kind == "e" and Opening(over).concerns((x,)) for x in word)


def _holds(word: Word, name: str) -> bool:
    return Opening(frozenset({name})).concerns(word)
