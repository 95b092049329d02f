"""What outputs share beside products: a common factor of a sum of matrices, and one form for several.

dU/dt = u (Lambda^2 - u G) and du/dt = tr(Lambda^2 U) - u tr(G' U) share R = Lambda^2 - u G: the second is the form
of U with R.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from lsa_theory.codegen.nodes import Graph, Powers

# A coefficient and what it multiplies: powers of scalar nodes, by number.
Monomial = tuple[Fraction, dict[int, Fraction]]


def weighted_sum(graph: Graph, pairs: list[tuple[int, int]], rows: str, cols: str) -> int:
    """Return the node of a sum of scalar times matrix, a factor that all weights have in common taken out."""
    if len(pairs) == 1 and graph.value(pairs[0][0]) == 1:
        return pairs[0][1]
    weights = [_monomial(graph, weight) for weight, _ in pairs]
    common = _common([w[1] for w in weights if w]) if len(pairs) > 1 and all(weights) else {}
    common = {k: e for k, e in common.items() if not graph.is_constant(k)}
    if not common:
        return graph.add("combine", tuple(k for pair in pairs for k in pair), False, rows, cols)
    inner = [(_node(graph, _divided(w, common)), k) for w, (_, k) in zip(weights, pairs, strict=True) if w]
    total = graph.add("combine", tuple(k for pair in inner for k in pair), False, rows, cols)
    return graph.add("combine", (_node(graph, (Fraction(1), common)), total), False, rows, cols)


def with_shared_forms(graph: Graph, outputs: list[int]) -> list[int]:
    """Return the outputs, scalar ones written as forms with the sums of matrices among the others where they can be."""
    matrices = [m for number in outputs for m in _sums(graph, number)]
    result = []
    for number in outputs:
        if graph.nodes[number].op == "polynomial":
            for matrix in matrices:
                number = _rewritten(graph, number, matrix)
        result.append(number)
    return result


def _sums(graph: Graph, number: int) -> Iterator[int]:
    """Yield a node, or what it scales, if it is a sum of several matrices."""
    node = graph.nodes[number]
    if node.op == "combine" and not node.data:
        if len(node.args) > 2:
            yield number
        else:
            yield from _sums(graph, node.args[1])


def _rewritten(graph: Graph, number: int, matrix: int) -> int:
    node = graph.nodes[number]
    parts = graph.nodes[matrix].args
    weights = [_monomial(graph, k) for k in parts[::2]]
    if node.op != "polynomial" or not all(weights):
        return number
    terms = {tuple(sorted((node.args[i], e) for i, e in powers)): c for c, powers in node.data}
    sides = {k for n in node.args if graph.nodes[n].op == "inner" for k in graph.nodes[n].args}
    for side in sorted(sides):
        shape, own = graph.nodes[side], graph.nodes[matrix]
        if (shape.rows, shape.cols) != (own.rows, own.cols):
            continue
        forms = [graph.inner(side, k) for k in parts[1::2]]
        ratio = _ratio(terms, forms, [w for w in weights if w])
        if ratio is not None:
            kept = {m: c for m, c in terms.items() if not any(k in forms for k, _ in m)}
            c, powers = ratio
            form = graph.inner(side, matrix)
            kept[tuple(sorted({**powers, form: Fraction(1)}.items()))] = c
            return graph.polynomial(kept)
    return number


def _ratio(terms: dict[Powers, Fraction], forms: list[int], weights: list[Monomial]) -> Monomial | None:
    """Return r if the terms with these forms are r times the sum of weight times form, each exactly once."""
    found: set[tuple[Fraction, Powers]] = set()
    for form, (c, powers) in zip(forms, weights, strict=True):
        having = [(m, x) for m, x in terms.items() if any(k == form for k, _ in m)]
        if len(having) != 1 or (form, Fraction(1)) not in having[0][0]:
            return None
        m, x = having[0]
        rest = dict(item for item in m if item[0] != form)
        quotient = {k: rest.get(k, Fraction(0)) - powers.get(k, Fraction(0)) for k in {*rest, *powers}}
        found.add((x / c, tuple(sorted((k, e) for k, e in quotient.items() if e))))
    if len(found) != 1:
        return None
    ((c, items),) = found
    return c, dict(items)


def _monomial(graph: Graph, number: int) -> Monomial | None:
    """Return a scalar as one coefficient and powers of nodes; None if it is a sum."""
    node = graph.nodes[number]
    if node.op != "polynomial":
        return Fraction(1), {number: Fraction(1)}
    if len(node.data) != 1:
        return None
    ((c, powers),) = node.data
    return c, {node.args[i]: Fraction(e) for i, e in powers}


def _common(weights: list[dict[int, Fraction]]) -> dict[int, Fraction]:
    """Return the powers that all weights have in common."""
    shared = set.intersection(*(set(w) for w in weights))
    least = {k: min(w[k] for w in weights) for k in shared}
    return {k: e for k, e in sorted(least.items()) if e > 0}


def _divided(weight: Monomial, common: dict[int, Fraction]) -> Monomial:
    c, powers = weight
    left = {k: e - common.get(k, Fraction(0)) for k, e in powers.items()}
    return c, {k: e for k, e in left.items() if e}


def _node(graph: Graph, weight: Monomial) -> int:
    c, powers = weight
    return graph.polynomial({tuple(sorted(powers.items())): c})
