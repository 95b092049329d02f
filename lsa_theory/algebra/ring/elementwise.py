"""Elementwise products of polynomials, the matrix of ones, and networks with other edges."""

from __future__ import annotations

from collections.abc import Mapping

from lsa_theory.algebra.ring.concatenation import RING
from lsa_theory.algebra.ring.networks import Graph, between, settled
from lsa_theory.algebra.ring.polynomial import Terms, accumulate, constant, multiply_scalars
from lsa_theory.algebra.ring.words import Letter


def elementwise(left: Terms, right: Terms, rows: str, cols: str) -> Terms:
    """Return the elementwise product of two matrix polynomials of one shape."""
    total: Terms = {}
    for (m1, w1), c1 in left.items():
        for (m2, w2), c2 in right.items():
            scalars = multiply_scalars({(m1, ()): c1}, {(m2, ()): c2})
            accumulate(total, multiply_scalars(scalars, between([w1, w2], rows, cols, RING)))
    return total


def all_ones(rows: str, cols: str) -> Terms:
    """Return the matrix of ones: a graph whose legs have no edge."""
    graph = Graph()
    graph.legs = graph.vertex(rows), graph.vertex(cols)
    return settled(graph, RING)


def with_edges(letter: Letter, values: Mapping[int, Terms]) -> Terms:
    """Return a network in which some edges, by their place, have become polynomials in words."""
    network = letter.payload
    alternatives: list[tuple[Terms, Graph]] = [(constant(1), Graph(list(network.sizes), network.legs))]
    for k, (start, end, word) in enumerate(network.edges):
        value = values.get(k, {((), word): 1})
        longer: list[tuple[Terms, Graph]] = []
        for scalar, graph in alternatives:
            for (monomial, chosen), c in value.items():
                branch = graph.copy()
                branch.edges.append((start, end, chosen))
                longer.append((multiply_scalars(scalar, {(monomial, ()): c}), branch))
        alternatives = longer
    total: Terms = {}
    for scalar, graph in alternatives:
        accumulate(total, multiply_scalars(scalar, settled(graph, RING)))
    return total


def without_edge(letter: Letter, edge: int, place: int) -> Terms:
    """Return what a letter in an edge of a closed network is multiplied by: the network between the letter's ends.

    Parameters
    ----------
    letter : Letter
        A network without legs.
    edge, place : int
        Which edge, and which letter of its word.
    """
    network = letter.payload
    start, end, word = network.edges[edge]
    gone = word[place]
    graph = Graph(list(network.sizes), (-1, -1), [e for k, e in enumerate(network.edges) if k != edge])
    row, column = graph.vertex(gone.rows), graph.vertex(gone.cols)
    graph.edges += [(start, row, word[:place]), (column, end, word[place + 1 :])]
    graph.legs = row, column
    return settled(graph, RING)
