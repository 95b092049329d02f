"""How many multiplications a tree takes to evaluate, as a function of the sizes that is made once for each tree.

Every node is computed on the grid of those bound sources alone that occur below it, and a shared node once. What nodes
take is a product of sizes and numbers of points, and most nodes of a tree take the same products: these are counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from lsa_theory.expressions.expression import Dimension, Expression, Product, Symbol
from lsa_theory.expressions.laws.orthogonal import Orthogonal
from lsa_theory.expressions.operators import At, Gradient
from lsa_theory.expressions.random import Expectation, RandomVector, SampleMatrix, SumOver
from lsa_theory.expressions.traversal import parts_of
from lsa_theory.values.degree import Degrees
from lsa_theory.values.lengths import length
from lsa_theory.values.quadrature.laws import Rule
from lsa_theory.values.refusals import NotApplicable


@dataclass(frozen=True)
class _Side:
    """The size of a dimension where the sizes are those of a scope."""

    scope: int
    dimension: Symbol


@dataclass(frozen=True)
class _Grid:
    """The number of points of a source that an expectation binds."""

    scope: int
    body: int
    rows: Dimension
    cols: Dimension
    source: int
    frame: bool


@dataclass(frozen=True)
class _Slopes:
    """How often the body of a gradient is evaluated for each entry."""

    scope: int
    gradient: int


_Factor = _Side | _Grid | _Slopes | int
_Points = dict[Expression, _Grid]


class Work:
    """An estimate of the multiplications that evaluating a tree takes, at any sizes.

    Parameters
    ----------
    tree : expression
    degrees : Degrees, optional
        What was found of the tree, for those who keep it.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, matrix
    >>> from lsa_theory.values.quadrature.cubature import Lattice
    >>> d = dimension("d"); A = matrix("A", d)
    >>> work = Work(A @ A)
    >>> [work.at({d: n}, Lattice()) for n in (1, 2, 3)]
    [2.0, 12.0, 36.0]
    """

    def __init__(self, tree: Expression, degrees: Degrees | None = None) -> None:
        self._terms: Counter[tuple[_Factor, ...]] = Counter()
        # Where lengths are replaced, sizes are others: the replacement, and the scope that it stands in.
        self._scopes: list[tuple[int, At] | None] = [None]
        self._seen: dict[tuple[int, int, int], frozenset[Expression]] = {}
        # What has an identity in a key is kept alive.
        self._kept: list[_Points | Expression] = []
        self._nodes: dict[int, Expression] = {}
        self._degrees = Degrees() if degrees is None else degrees
        nothing_bound: _Points = {}
        self._kept += [nothing_bound, tree]
        self._walk(tree, nothing_bound, 0, ())

    def at(self, sizes: Mapping[Symbol, int], rule: Rule, overhead: float = 0.0) -> float:
        """Return the multiplications at some sizes; each node takes `overhead` besides.

        Raises
        ------
        NotApplicable
            If what an expectation averages is no polynomial, or the rule has no points for it.
        """
        within = self._sizes(sizes)
        worth: dict[_Factor, float] = {}
        total = 0.0
        for (own, *factors), count in self._terms.items():
            work = overhead if own == 0 else 1.0
            for factor in factors:
                if factor not in worth:
                    worth[factor] = self._worth(factor, within, rule)
                work *= worth[factor]
            total += count * work
        return total

    def _sizes(self, sizes: Mapping[Symbol, int]) -> list[Mapping[Symbol, int]]:
        within: list[Mapping[Symbol, int]] = [sizes]
        for scope in self._scopes[1:]:
            assert scope is not None
            outer, node = within[scope[0]], scope[1]
            inner = dict(outer)
            for symbol, given in node.values:
                if symbol.structure == "dimension":
                    inner[symbol] = length(given, outer) or outer.get(symbol, 1)
            within.append(inner)
        return within

    def _worth(self, factor: _Factor, within: list[Mapping[Symbol, int]], rule: Rule) -> float:
        match factor:
            case int():
                return float(factor)
            case _Side():
                return float(within[factor.scope].get(factor.dimension, 1))
            case _Grid():
                sizes = within[factor.scope]
                rows, cols = _size(factor.rows, sizes), _size(factor.cols, sizes)
                body, source = self._nodes[factor.body], self._nodes[factor.source]
                degree = self._degrees.of(body, source, sizes)
                points = rule.frames(rows, cols, degree) if factor.frame else rule.size(rows * cols, degree)
                return float(points)
            case _Slopes():
                node = self._nodes[factor.gradient]
                assert isinstance(node, Gradient)
                try:
                    return 1.0 + self._degrees.of(node.body, node.symbol, within[factor.scope])
                except NotApplicable:
                    # What is no polynomial is differentiated along with being evaluated, at about three times the work.
                    return 3.0

    def _walk(
        self, node: Expression, points: _Points, scope: int, times: tuple[_Factor, ...]
    ) -> frozenset[Expression]:
        """Count what a node and all below it take, `times` over; return the bound sources that it depends on."""
        key = id(node), id(points), scope
        if key not in self._seen:
            self._seen[key] = self._counted(node, points, scope, times)
        return self._seen[key]

    def _counted(
        self, node: Expression, points: _Points, scope: int, times: tuple[_Factor, ...]
    ) -> frozenset[Expression]:
        if isinstance(node, Expectation):
            inner: _Points = dict(points)
            inner.update((source, self._grid(source, node, scope)) for source in node.over)
            self._kept.append(inner)
            return self._walk(node.body, inner, scope, times) - set(node.over)
        if isinstance(node, At) and any(symbol.structure == "dimension" for symbol, _ in node.values):
            for _, value in node.values:
                self._walk(value, points, scope, times)
            self._scopes.append((scope, node))
            return self._walk(node.body, points, len(self._scopes) - 1, times)
        entries = self._sides(scope, node.rows, node.cols)
        below: tuple[_Factor, ...] = ()
        own: tuple[_Factor, ...] = ()
        match node:
            case Product():
                own = self._sides(scope, node.left.cols)
            case SumOver():
                below = self._sides(scope, node.index.count)
            case Gradient():
                self._nodes[id(node)] = node
                below = (*entries, _Slopes(scope, id(node)))
        sources = frozenset().union(
            *(self._walk(part, points, scope, (*times, *below)) for part in parts_of(node))
        )
        if isinstance(node, RandomVector | SampleMatrix) and node in points:
            sources = sources | {node}
        grids = sorted((points[s] for s in sources), key=lambda g: (g.scope, g.body, g.source))
        self._terms[(0, *times)] += 1
        self._terms[(1, *times, *entries, *own, *grids)] += 1
        return sources

    def _grid(self, source: RandomVector | SampleMatrix, node: Expectation, scope: int) -> _Grid:
        self._nodes[id(node.body)] = node.body
        self._nodes[id(source)] = source
        frame = isinstance(source.law, Orthogonal)
        return _Grid(scope, id(node.body), source.rows, source.cols, id(source), frame)

    def _sides(self, scope: int, *dimensions: Dimension) -> tuple[_Factor, ...]:
        return tuple(
            d if isinstance(d, int) else _Side(scope, d)
            for d in dimensions
            if not isinstance(d, int) or d != 1
        )


def _size(dimension: Dimension, sizes: Mapping[Symbol, int]) -> int:
    return dimension if isinstance(dimension, int) else sizes.get(dimension, 1)
