"""Networks: sums over coordinates of products of entries, which elementwise products, diagonals and ones are made of.

A letter of kind "e" is a graph. Its vertices are coordinates, its edges words: an edge from i to j stands for the
entry W_ij, one that leads from i to no vertex for the coordinate i of a vector. The value is the sum over all vertices
but the legs, which are the row and the column of the letter. A o B has two edges between its legs, diag(v) one leg for
both, the vector of ones a leg without an edge. A vertex inside with two edges is a matrix product and no vertex: so
products and traces stay words, and two sums of entries are equal for all matrices of every size exactly when their
graphs are the same (they are the monomials of traffic spaces; Male 2020). Where a word meets a network in a product, it
joins it.

`settled` brings a graph to this form; what calculates with words is given to it, so that words may hold networks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from lsa_theory.algebra.ring.network_labelling import Edge, Network, labelled
from lsa_theory.algebra.ring.polynomial import Terms, accumulate, constant, multiply_scalars, of_atom, of_word
from lsa_theory.algebra.ring.words import (
    Letter,
    Word,
    new,
    size_of,
    split_at_scalars,
    trace_of,
    transpose_letter,
    transpose_word,
)

# No vertex: where an edge ends in dimension one.
NOWHERE = -1


@dataclass(frozen=True)
class Words:
    """How words are concatenated and closed."""

    concatenate: Callable[[Word, Word], Terms]
    closed: Callable[[Word], Terms]


@dataclass
class Graph:
    """A graph that is being built: sizes of its vertices, its legs, its edges in any form."""

    sizes: list[str] = field(default_factory=list)
    legs: tuple[int, int] = (NOWHERE, NOWHERE)
    edges: list[Edge] = field(default_factory=list)

    def vertex(self, size: str) -> int:
        """Return a new vertex; dimension one has none."""
        if size == "1":
            return NOWHERE
        self.sizes.append(size)
        return len(self.sizes) - 1

    def copy(self) -> Graph:
        """Return a graph that may be changed without this one changing."""
        return Graph(list(self.sizes), self.legs, list(self.edges))

    def remove(self, vertex: int) -> None:
        """Take away a vertex in which no edge ends."""

        def moved(v: int) -> int:
            return v - 1 if v > vertex else v

        self.sizes.pop(vertex)
        self.edges = [(moved(a), moved(b), word) for a, b, word in self.edges]
        self.legs = moved(self.legs[0]), moved(self.legs[1])

    def splice(self, network: Network, start: int, end: int) -> None:
        """Put a network between two vertices."""
        places = [self.vertex(size) for size in network.sizes]
        for own, outer in zip(network.legs, (start, end), strict=True):
            if own != NOWHERE:
                self.edges.append((places[own], outer, ()))
        self.edges.extend((places[a], places[b] if b != NOWHERE else NOWHERE, w) for a, b, w in network.edges)


def is_network(word: Word) -> bool:
    """Whether a word without scalar joints is a network; then it is that letter alone."""
    return any(letter.kind == "e" for letter in word)


def between(words: Iterable[Word], rows: str, cols: str, ring: Words) -> Terms:
    """Return the elementwise product of words of one shape; an empty word is the identity."""
    graph = Graph()
    graph.legs = graph.vertex(rows), graph.vertex(cols)
    graph.edges = [(*graph.legs, word) for word in words]
    return settled(graph, ring)


def in_product(left: Word, right: Word, ring: Words) -> Terms:
    """Return the product of two words that meet in a dimension, one of which is a network there."""
    before, after = split_at_scalars(left), split_at_scalars(right)
    graph = Graph()
    row, column = before[-1][0].rows, after[0][-1].cols
    graph.legs = graph.vertex(row), graph.vertex(column)
    middle = graph.vertex(left[-1].cols)
    graph.edges = [(graph.legs[0], middle, before[-1]), (middle, graph.legs[1], after[0])]
    total = settled(graph, ring)
    first = tuple(x for piece in before[:-1] for x in piece)
    last = tuple(x for piece in after[1:] for x in piece)
    if not first and not last:
        return total
    # What lies beyond a scalar joint stands beside.
    return {(m, (*first, *word, *last)): c for (m, word), c in total.items()}


def in_trace(word: Word, ring: Words) -> Terms:
    """Return the trace of a network."""
    graph = Graph()
    vertex = graph.vertex(word[0].rows)
    graph.edges = [(vertex, vertex, word)]
    return settled(graph, ring)


def settled(graph: Graph, ring: Words) -> Terms:
    """Return the value of a graph: scalars, and the word or the network that its legs hold."""
    return _Settling(graph, ring).value()


class _Settling:
    def __init__(self, graph: Graph, ring: Words) -> None:
        self._ring = ring
        self._graph = graph.copy()
        self._scalars: list[Terms] = []

    def value(self) -> Terms:
        while True:
            self._cut()
            self._merge()
            branches = self._reduce()
            if branches is None:
                break
            if branches:
                total: Terms = {}
                for scalar, graph in branches:
                    accumulate(total, multiply_scalars(scalar, _Settling(graph, self._ring).value()))
                return self._scaled(total)
        return self._scaled(self._written())

    def _scaled(self, value: Terms) -> Terms:
        for scalar in self._scalars:
            value = multiply_scalars(scalar, value)
        return value

    def _cut(self) -> None:
        """Cut words at scalar joints, splice networks, orient edges away from nowhere."""
        graph = self._graph
        waiting, graph.edges = graph.edges, []
        kept: list[Edge] = []
        while waiting:
            start, end, word = waiting.pop()
            pieces = split_at_scalars(word) if word else [()]
            if len(pieces) > 1:
                waiting.append((start, NOWHERE, pieces[0]))
                waiting.append((NOWHERE, end, pieces[-1]))
                self._scalars.extend(self._ring.closed(piece) for piece in pieces[1:-1])
            elif word and word[0].kind == "e" and (start, end) != (NOWHERE, NOWHERE):
                graph.splice(word[0].payload, start, end)
                waiting, graph.edges = waiting + graph.edges, []
            elif start == NOWHERE and end == NOWHERE:
                if word:
                    self._scalars.append(self._ring.closed(word))
            elif start == NOWHERE:
                kept.append((end, NOWHERE, transpose_word(word)))
            else:
                kept.append((start, end, word))
        graph.edges = kept

    def _merge(self) -> None:
        """Make one vertex of those that an empty word joins."""
        graph = self._graph
        root = list(range(len(graph.sizes)))

        def find(v: int) -> int:
            while root[v] != v:
                v = root[v]
            return v

        for a, b, word in graph.edges:
            if not word and b != NOWHERE:
                root[find(b)] = find(a)

        def at(v: int) -> int:
            return v if v == NOWHERE else names[find(v)]

        roots = [v for v in range(len(root)) if find(v) == v]
        names = {v: k for k, v in enumerate(roots)}
        graph.edges = [(at(a), at(b), word) for a, b, word in graph.edges if word]
        graph.legs = at(graph.legs[0]), at(graph.legs[1])
        graph.sizes = [graph.sizes[v] for v in roots]

    def _reduce(self) -> list[tuple[Terms, Graph]] | None:
        """Take one vertex away; None if all have to stay, else the graphs that are left where there are several."""
        graph = self._graph
        meeting: list[list[int]] = [[] for _ in graph.sizes]
        for k, (a, b, _) in enumerate(graph.edges):
            meeting[a].append(k)
            if b != NOWHERE:
                meeting[b].append(k)
        for vertex, edges in enumerate(meeting):
            unit = next((k for k in edges if _is_unit(graph.edges[k])), None)
            if unit is not None and len(edges) > 1:
                self._pinned(vertex, unit)
                return []
            if vertex in graph.legs:
                continue
            if not edges:
                self._scalars.append(_dimension(graph.sizes[vertex]))
                graph.remove(vertex)
                return []
            if unit is not None:
                # The entries of a unit vector add up to one.
                graph.edges.pop(unit)
                graph.remove(vertex)
                return []
            if len(edges) == 1 and (total := _total(graph.edges[edges[0]], vertex)) is not None:
                graph.edges[edges[0]] = total
                graph.remove(vertex)
                return []
            if len(edges) == 2:
                return self._absorbed(vertex, edges)
        return None

    def _pinned(self, vertex: int, unit: int) -> None:
        """Fix a coordinate: what else ends there ends in its unit vector."""
        graph = self._graph
        letter = graph.edges[unit][2][0]
        edges: list[Edge] = [graph.edges[unit]] if vertex in graph.legs else []
        for k, (a, b, word) in enumerate(graph.edges):
            if k == unit:
                continue
            before = (transpose_letter(letter),) if a == vertex else ()
            after = (letter,) if b == vertex else ()
            start, end = (NOWHERE if v == vertex else v for v in (a, b))
            value = self._chain([before, word, after])
            if not value:
                self._scalars.append({})
            # A unit vector merges with nothing: there is one term, at most.
            for (monomial, joined), c in value.items():
                self._scalars.append({(monomial, ()): c})
                edges.append((start, end, joined))
        graph.edges = edges
        if vertex not in graph.legs:
            graph.remove(vertex)

    def _chain(self, words: Sequence[Word]) -> Terms:
        value: Terms | None = None
        for word in words:
            if not word:
                continue
            if value is None:
                value = of_word(word)
                continue
            total: Terms = {}
            for (monomial, left), c in value.items():
                joined = self._ring.concatenate(left, word) if left else of_word(word)
                accumulate(total, multiply_scalars({(monomial, ()): c}, joined))
            value = total
        return value if value is not None else constant(1)

    def _absorbed(self, vertex: int, edges: list[int]) -> list[tuple[Terms, Graph]]:
        """Join the two edges at a vertex to one, or close the one that leads from it to itself."""
        graph = self._graph
        if edges[0] == edges[1]:
            self._scalars.append(self._ring.closed(graph.edges[edges[0]][2]))
            graph.edges = [edge for k, edge in enumerate(graph.edges) if k != edges[0]]
            graph.remove(vertex)
            return []
        (start, left), (end, right) = (_towards(graph.edges[k], vertex) for k in edges)
        value = self._ring.concatenate(left, transpose_word(right))
        graph.edges = [edge for k, edge in enumerate(graph.edges) if k not in edges]
        branches: list[tuple[Terms, Graph]] = []
        for (monomial, word), c in value.items():
            branch = graph.copy()
            branch.edges.append((start, end, word))
            # The vertex itself has no edge any more: it is taken away before its size is counted.
            branch.remove(vertex)
            branches.append(({(monomial, ()): c}, branch))
        if not branches:
            self._scalars.append({})
            graph.remove(vertex)
        return branches

    def _written(self) -> Terms:
        """Return what is left as a product of one letter for each component."""
        graph = self._graph
        left: Word = ()
        right: Word = ()
        value = constant(1)
        for vertices in _components(graph):
            legs = tuple(v if v in vertices else NOWHERE for v in graph.legs)
            word = _word_of(graph, sorted(vertices), (legs[0], legs[1]))
            if legs == (NOWHERE, NOWHERE):
                value = multiply_scalars(value, of_atom(trace_of(word)))
            elif legs[0] != NOWHERE:
                left = word
            else:
                right = word
        joined = (*left, *right)
        return multiply_scalars(value, of_word(joined)) if joined else value


def _is_unit(edge: Edge) -> bool:
    return edge[1] == NOWHERE and len(edge[2]) == 1 and edge[2][0].kind == "u"


def _total(edge: Edge, vertex: int) -> Edge | None:
    """Return the edge of a sample whose columns are added up: X times ones is its total."""
    start, word = _towards(edge, vertex)
    last = word[-1]
    if last.kind != "x" or last.flag != 0:
        return None
    return start, NOWHERE, (*word[:-1], new(Letter, ("s", last.name, 0, last.rows, "1", last.cols)))


def _towards(edge: Edge, vertex: int) -> tuple[int, Word]:
    """Return where an edge comes from, and its word towards a vertex."""
    start, end, word = edge
    return (start, word) if end == vertex else (end, transpose_word(word))


def _dimension(size: str) -> Terms:
    return constant(int(size)) if size.isdecimal() else of_atom(size_of(size))


def _components(graph: Graph) -> list[set[int]]:
    found: list[set[int]] = []
    for vertex in range(len(graph.sizes)):
        joined = {vertex}
        for a, b, _ in graph.edges:
            if vertex in (a, b) and NOWHERE not in (a, b):
                joined |= {a, b}
        apart = [group for group in found if not group & joined]
        found = [*apart, joined.union(*(group for group in found if group & joined))]
    return found


def _word_of(graph: Graph, vertices: list[int], legs: tuple[int, int]) -> Word:
    """Return one component as a word: of a single edge that word, else a letter."""
    edges = [edge for edge in graph.edges if edge[0] in vertices]
    row, column = legs
    if not edges and row == column != NOWHERE:
        return ()
    if len(edges) == 1 and row != column and {*edges[0][:2]} == {row, column}:
        start, end, word = edges[0]
        return word if (start, end) == (row, column) else transpose_word(word)
    place = {v: k for k, v in enumerate(vertices)} | {NOWHERE: NOWHERE}
    network = labelled(
        tuple(graph.sizes[v] for v in vertices),
        (place[row], place[column]),
        [(place[a], place[b], word) for a, b, word in edges],
    )
    rows, cols = (graph.sizes[v] if v != NOWHERE else "1" for v in legs)
    return (new(Letter, ("e", "", 0, rows, cols, network)),)
