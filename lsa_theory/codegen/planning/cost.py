"""The cost model: floating-point operations and bytes of each node, as polynomials in the dimensions.

Dense matrices, eight bytes a number, every node reads its arguments and writes its result once. A solve is an LU
factorisation and two triangular sweeps, 2/3 n^3 + 2 n^2 m; an inverse 2 n^3; the eigenvalues of a symmetric
matrix 4/3 n^3, with vectors 9 n^3 (LAPACK users' guide, tables of operation counts); the inverse of a Cholesky factor
by products of halves n^3 (1 + 1/4 + ...) = 4/3 n^3.

Plans are compared by operations times `WEIGHTS`, because an operation inside a factorisation takes longer than one of
a matrix product.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from lsa_theory.codegen.nodes import Graph

# Plans are compared at this size of every dimension that is a symbol.
REFERENCE = 64

# An exponential or logarithm, in multiplications.
OF_ELEMENTARY = 20

# How many times as long as an operation of a matrix product an operation of these takes, in whole numbers, as measured
# about d = 128 by `python -m benchmarks.operations`: twice that at d = 64, less at 256.
WEIGHTS = {"solve": 4, "inverse": 6, "inverse root": 4, "eigenvalues": 10, "eigenvectors": 4}

Monomial = tuple[str, ...]


class Count:
    """A polynomial in dimensions, such as 4 d^3 + 6 d^2."""

    def __init__(self, terms: Iterable[tuple[Monomial, Fraction | int]] = ()) -> None:
        self._terms: Counter[Monomial] = Counter()
        for monomial, c in terms:
            self._terms[tuple(sorted(x for x in monomial if x != "1"))] += c  # type: ignore[assignment]

    def __add__(self, other: Count) -> Count:
        return Count([*self._terms.items(), *other._terms.items()])

    def at(self, size: int = REFERENCE) -> float:
        """Return the number with every symbolic dimension of one size."""
        total = Fraction(0)
        for monomial, c in self._terms.items():
            value = Fraction(c)
            for name in monomial:
                value *= int(name) if name.isdecimal() else size
            total += value
        return float(total)

    def __str__(self) -> str:
        parts = []
        for monomial, c in sorted(self._terms.items(), key=lambda item: (-len(item[0]), item[0])):
            if c:
                powers = Counter(monomial)
                names = " ".join(n if e == 1 else f"{n}^{e}" for n, e in sorted(powers.items()))
                parts.append(f"{c} {names}".strip())
        return " + ".join(parts) or "0"


@dataclass(frozen=True)
class Cost:
    """Operations and bytes."""

    flops: Count
    bytes: Count

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.flops + other.flops, self.bytes + other.bytes)


def of_product(rows: str, inner: str, cols: str, *, triangular: bool = False) -> Count:
    """Return the operations of a matrix product, the first triangular or not."""
    return Count([((rows, inner, cols), 1 if triangular else 2)])


def _is_triangular(graph: Graph, number: int) -> bool:
    node = graph.nodes[number]
    if node.op == "transpose":
        node = graph.nodes[node.args[0]]
    return node.op == "inverse root"


def of_solve(size: str, cols: str) -> Count:
    """Return the operations of a linear solve with several right-hand sides."""
    return Count([((size, size, size), Fraction(2, 3)), ((size, size, cols), 2)])


def of_inverse(size: str) -> Count:
    """Return the operations of an inverse."""
    return Count([((size, size, size), 2)])


def of_inverse_root(size: str) -> Count:
    """Return the operations of the inverse of a Cholesky factor, the factorisation included."""
    return Count([((size, size, size), Fraction(4, 3))])


def of_inner(rows: str, cols: str) -> Count:
    """Return the operations of a sum of products of entries."""
    return Count([((rows, cols), 2)])


def of_trace(size: str) -> Count:
    """Return the operations of a sum over the diagonal."""
    return Count([((size,), 1)])


def of_spectral(size: str) -> Count:
    """Return the operations of V f(w) V'."""
    return Count([((size, size, size), 2), ((size, size), 1)])


def of_node(graph: Graph, number: int) -> Cost:
    """Return the cost of computing one node from its arguments."""
    node = graph.nodes[number]
    shapes = [(graph.nodes[k].rows, graph.nodes[k].cols) for k in node.args]
    match node.op:
        case "argument" | "size" | "identity" | "transpose" | "row":
            return Cost(Count(), Count())
        case "matmul":
            flops = of_product(
                node.rows, shapes[0][1], node.cols, triangular=_is_triangular(graph, node.args[0])
            )
        case "solve":
            flops = of_solve(node.rows, node.cols)
        case "inverse":
            flops = of_inverse(node.rows)
        case "inverse root":
            flops = of_inverse_root(node.rows)
        case "inner":
            flops = of_inner(*shapes[0])
        case "trace":
            flops = of_trace(shapes[0][0])
            return Cost(flops, Count([((shapes[0][0],), 8), ((), 8)]))
        case "eigenvalues":
            flops = Count([((node.rows,) * 3, Fraction(4, 3))])
        case "eigenvectors":
            flops = Count([((node.rows,) * 3, 9)])
        case "spectral":
            flops = of_spectral(node.rows)
        case "spectral trace":
            flops = Count([((shapes[0][0],), 2 * len(node.data))])
        case "combine":
            terms: list[tuple[Monomial, int]] = [((node.rows,), 1)] if node.data else []
            for position, k in enumerate(node.args[: len(node.args) - bool(node.data)]):
                if position % 2 == 0:
                    plain = graph.value(k) in (1, -1)
                    terms.append(((node.rows, node.cols), (not plain) + (position > 0)))
            flops = Count(terms)
        case "determinant" | "log determinant":
            flops = Count([((shapes[0][0],) * 3, Fraction(2, 3))])
        case "pi" | "raised" | "sign" | "arcsin" | "erf" | "factorial" | "digamma" | "harmonic":
            return Cost(Count([((), OF_ELEMENTARY)]), Count())
        case "ones" | "unit":
            flops = Count()
        case "times" | "spread":
            flops = Count([((node.rows, node.cols), 1)])
        case "sums" | "sum all":
            flops = Count([(shapes[0], 1)])
        case "diagonal":
            return Cost(Count(), Count([((shapes[0][0],), 16)]))
        case "elementary":
            return Cost(Count([((), OF_ELEMENTARY)]), Count())
        case "polynomial":
            return Cost(Count([((), sum(1 + len(m) for _, m in node.data))]), Count())
        case "entrywise":
            flops = Count([((node.rows,), sum(1 + len(m) for _, m in node.data))])
        case "total":
            flops = Count([((shapes[0][0],), 1)])
        case _:
            raise ValueError(f"no cost is known for {node.op}")
    moved = Count([(shape, 8) for shape in [*shapes, (node.rows, node.cols)]])
    return Cost(flops, moved)


def price(graph: Graph, numbers: Iterable[int]) -> float:
    """Return the weighted operations of several nodes, by which plans are compared."""
    return sum(
        of_node(graph, k).flops.at() * WEIGHTS.get(graph.nodes[k].op, 1) for k in _computed(graph, numbers)
    )


def total(graph: Graph, numbers: Iterable[int]) -> Cost:
    """Return the cost of several nodes."""
    result = Cost(Count(), Count())
    for number in _computed(graph, numbers):
        result += of_node(graph, number)
    return result


def _computed(graph: Graph, numbers: Iterable[int]) -> list[int]:
    """Return the nodes without eigenvalues that come with their vectors."""
    listed = list(numbers)
    vectors = {graph.nodes[k].args for k in listed if graph.nodes[k].op == "eigenvectors"}
    return [k for k in listed if graph.nodes[k].op != "eigenvalues" or graph.nodes[k].args not in vectors]
