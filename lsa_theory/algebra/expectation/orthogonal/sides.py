"""A graph with open rows and columns of copies of one matrix, taken apart where no word leads from a row to a column.

So it is where Q and Q' alternate. Then what rows join to and what columns join to are factors of their own, and with n
pairs of copies there are (2n - 1)!! of each to be looked at, not as many as there are pairs of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from lsa_theory.algebra.ring.networks import NOWHERE, Graph


def taken_apart(
    graph: Graph, rows: Sequence[int], columns: Sequence[int]
) -> tuple[tuple[Graph, list[int]], tuple[Graph, list[int]]] | None:
    """Return the part with the rows and that with the columns, each with the new numbers of its open ends.

    Returns
    -------
    pair of (graph, ends), or None
        None where a row and a column hang together. What hangs on neither is with the rows; a column without a vertex,
        of a matrix with one, is NOWHERE.
    """
    root = list(range(len(graph.sizes)))

    def find(v: int) -> int:
        while root[v] != v:
            v = root[v]
        return v

    for a, b, _ in graph.edges:
        if a != NOWHERE and b != NOWHERE:
            root[find(a)] = find(b)
    legs = [leg for leg in graph.legs if leg != NOWHERE]
    if len(legs) == 2:
        root[find(legs[0])] = find(legs[1])
    own = {find(v) for v in columns if v != NOWHERE}
    if own & {find(v) for v in rows}:
        return None
    here = [find(v) in own for v in range(len(graph.sizes))]
    return _part(graph, here, False, rows), _part(graph, here, True, columns)


def _part(graph: Graph, here: list[bool], wanted: bool, ends: Sequence[int]) -> tuple[Graph, list[int]]:
    number = {v: k for k, v in enumerate(v for v, side in enumerate(here) if side is wanted)}
    number[NOWHERE] = NOWHERE
    edges = [
        (number[a], number[b], word)
        for a, b, word in graph.edges
        if (here[a] if a != NOWHERE else here[b] if b != NOWHERE else False) is wanted
    ]
    first, last = graph.legs
    inside = (here[first] if first != NOWHERE else here[last] if last != NOWHERE else False) is wanted
    legs = (number[first], number[last]) if inside else (NOWHERE, NOWHERE)
    sizes = [graph.sizes[v] for v, side in enumerate(here) if side is wanted]
    return Graph(sizes, legs, edges), [number[v] for v in ends]
