"""Networks written back as elementwise products, diagonals and ones; sums over single coordinates where they must be.

Edges side by side are an elementwise product, an edge from a vertex to itself is a diagonal, a vertex with one edge
adds up what hangs on it, one with two edges and a vector is a diagonal matrix between two factors. A graph in which
nothing of this is left to do has a vertex summed over by its unit vectors.
"""

from __future__ import annotations

from collections.abc import Callable

from lsa_theory.algebra.ring.network_labelling import Network
from lsa_theory.algebra.ring.words import Word
from lsa_theory.expressions.entrywise.elementwise import diagonal, diagonal_of, factors_of, hadamard, unit
from lsa_theory.expressions.entrywise.products import Hadamard, Ones
from lsa_theory.expressions.expression import Dimension, Expression, Identity, Product, Symbol, Transpose
from lsa_theory.expressions.random import sum_over

Edge = tuple[int, int, Expression]
_NOWHERE = -1


def written(
    network: Network, word: Callable[[Word], Expression], dimension: Callable[[str], Dimension]
) -> Expression:
    """Return a tree with the value of a network, given how words and dimensions are written."""
    edges = [(a, b, word(w)) for a, b, w in network.edges]
    sizes = {v: dimension(size) for v, size in enumerate(network.sizes)}
    return _Graph(sizes, network.legs, edges).tree()


def turned(tree: Expression) -> Expression:
    """Return the transpose, taken factor by factor where that leaves no bracket."""
    if diagonal_of(tree) is not None or isinstance(tree, Identity):
        return tree.T if tree.cols == 1 else tree
    match tree:
        case Transpose(child):
            return child
        case Product(left, right):
            return turned(right) @ turned(left)
        case Symbol() if tree.is_symmetric:
            return tree
        case Hadamard():
            factors = [turned(factor) for factor in factors_of(tree)]
            if sum(isinstance(factor, Transpose) for factor in factors) < len(factors):
                return hadamard(*factors)
    return tree.T


class _Graph:
    def __init__(self, sizes: dict[int, Dimension], legs: tuple[int, int], edges: list[Edge]) -> None:
        self._sizes = dict(sizes)
        self._legs = legs
        self._edges = list(edges)

    def tree(self) -> Expression:
        while self._beside() or self._loop() or self._leaf() or self._between():
            pass
        inner = [v for v in self._sizes if v not in self._legs]
        if len(inner) == 1 and self._legs == (_NOWHERE, _NOWHERE):
            return self._closed(inner[0])
        if inner:
            return self._summed(max(inner, key=lambda v: (len(self._at(v)), -v)))
        return self._open()

    def _at(self, vertex: int) -> list[Edge]:
        return [e for e in self._edges if vertex in e[:2]]

    def _vectors(self, vertex: int) -> list[Expression]:
        return [w for a, b, w in self._edges if a == vertex and b == _NOWHERE]

    def _beside(self) -> bool:
        """Join the first edges that have the same ends; vectors at a vertex that is closed last stay for a product."""
        for k, (a, b, w) in enumerate(self._edges):
            alike = [(j, e) for j, e in enumerate(self._edges) if j != k and {*e[:2]} == {a, b} and a != b]
            if not alike or (b == _NOWHERE and self._is_last(a) and len(alike) == 1):
                continue
            j, (start, _, other) = alike[0]
            joined = hadamard(w, other if start == a else turned(other))
            self._edges = [e for i, e in enumerate(self._edges) if i not in (j, k)] + [(a, b, joined)]
            return True
        return False

    def _is_last(self, vertex: int) -> bool:
        return len(self._sizes) == 1 and vertex not in self._legs

    def _loop(self) -> bool:
        for k, (a, b, w) in enumerate(self._edges):
            if a == b:
                self._edges[k] = (a, _NOWHERE, diagonal(w))
                return True
        return False

    def _leaf(self) -> bool:
        """Add up over a vertex that hangs on one edge."""
        for vertex in [v for v in self._sizes if v not in self._legs]:
            links = [e for e in self._at(vertex) if e[1] != _NOWHERE]
            if len(links) == 1:
                (start, end, w), vectors = links[0], self._vectors(vertex)
                other, matrix = (start, w) if end == vertex else (end, turned(w))
                added = vectors[0] if vectors else Ones(self._sizes[vertex])
                self._take_away(vertex)
                self._edges.append((other, _NOWHERE, matrix @ added))
                return True
        return False

    def _between(self) -> bool:
        """Write a vertex with two edges and a vector as a diagonal matrix between two factors."""
        for vertex in [v for v in self._sizes if v not in self._legs]:
            links = [e for e in self._at(vertex) if e[1] != _NOWHERE]
            if len(links) == 2:
                (one, first), (two, second) = ((a, w) if b == vertex else (b, turned(w)) for a, b, w in links)
                vectors = self._vectors(vertex)
                left = first @ diagonal(vectors[0]) if vectors else first
                self._take_away(vertex)
                self._edges.append((one, two, left @ turned(second)))
                return True
        return False

    def _take_away(self, vertex: int) -> None:
        self._edges = [e for e in self._edges if vertex not in e[:2]]
        del self._sizes[vertex]

    def _closed(self, vertex: int) -> Expression:
        vectors = self._vectors(vertex)
        first = vectors[0] if len(vectors) == 2 else Ones(self._sizes[vertex])
        return turned(first) @ vectors[-1]

    def _open(self) -> Expression:
        row, column = self._legs
        own = {v: next(iter(self._vectors(v)), None) for v in self._sizes}
        if row == column:
            vector = own[row]
            return Identity(self._sizes[row]) if vector is None else diagonal(vector)
        if _NOWHERE in (row, column):
            vertex = max(row, column)
            vector = own[vertex]
            tree = Ones(self._sizes[vertex]) if vector is None else vector
            return tree if column == _NOWHERE else turned(tree)
        start, _, w = next(e for e in self._edges if e[1] != _NOWHERE)
        tree = w if start == row else turned(w)
        if (vector := own[row]) is not None:
            tree = diagonal(vector) @ tree
        return tree @ diagonal(vector) if (vector := own[column]) is not None else tree

    def _summed(self, vertex: int) -> Expression:
        """Sum over one vertex: what ends there ends in the unit vector of an index."""
        size = self._sizes[vertex]
        sizes = {v: n for v, n in self._sizes.items() if v != vertex}

        def term(index: object) -> Expression:
            basis = unit(size, index)  # type: ignore[arg-type]
            edges: list[Edge] = []
            scalars: list[Expression] = []
            for a, b, w in self._edges:
                if vertex not in (a, b):
                    edges.append((a, b, w))
                elif b == _NOWHERE:
                    scalars.append(basis.T @ w)
                else:
                    other, matrix = (a, w) if b == vertex else (b, turned(w))
                    edges.append((other, _NOWHERE, matrix @ basis))
            tree = _Graph(sizes, self._legs, edges).tree()
            for scalar in scalars:
                tree = scalar * tree
            return tree

        return sum_over(size, term)
