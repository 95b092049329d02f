"""Which sizes of the dimensions a witness can afford to test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod

from lsa_theory.expressions.expression import Dimension, Expression, Product, Symbol
from lsa_theory.expressions.laws.orthogonal import Orthogonal
from lsa_theory.expressions.operators import At, Gradient
from lsa_theory.expressions.random import Expectation, RandomVector, SampleMatrix, SumOver
from lsa_theory.expressions.traversal import parts_of
from lsa_theory.values.degree import degree_in
from lsa_theory.values.instances.frames import exist, frames_in
from lsa_theory.values.lengths import length
from lsa_theory.values.quadrature.laws import Rule
from lsa_theory.values.refusals import NotApplicable

Sizes = dict[Symbol, int]


def affordable_sizes(
    dimensions: Sequence[Symbol],
    trees: Sequence[Expression],
    rule: Rule,
    *,
    each: float,
    total: float,
    largest: int = 6,
    most: int = 16,
    overhead: float = 0.0,
) -> list[Sizes]:
    """Return assignments of sizes 1 ... largest, whose work fits the budget, in the order of their sums.

    Parameters
    ----------
    dimensions : dimension symbols
    trees : expressions
        What will be evaluated.
    rule : Rule
        Says how many points an expectation takes.
    each, total : float
        The largest work for one assignment and for all together, in multiplications.
    overhead : float
        What visiting one node costs besides, in multiplications of the arithmetic.

    Returns
    -------
    list of dict
        At least the smallest assignment is missing only if it alone exceeds `each`.
    """
    chosen: list[Sizes] = []
    spent = 0.0
    known: dict[tuple[int, ...], float] = {}
    frames = frames_in(trees)
    # Half of them the smallest there are; then those where no dimension is one, which many mistakes need to show.
    for smallest, count in ((1, (most + 1) // 2), (2, most), (1, most)):
        level, fitted = 0, True
        for sizes in all_sizes(dimensions, largest, smallest):
            if len(chosen) >= count:
                break
            if sum(sizes.values()) != level:
                # Work grows with each size: where nothing of one sum fits, nothing of a larger sum does.
                if not fitted:
                    break
                level, fitted = sum(sizes.values()), False
            if sizes in chosen or not exist(frames, sizes):
                fitted = True
                continue
            place = tuple(sizes.values())
            if place not in known:
                known[place] = sum(multiplications(tree, sizes, rule, overhead) for tree in trees)
            work = known[place]
            if work <= each and spent + work <= total:
                fitted = True
                chosen.append(sizes)
                spent += work
    return sorted(chosen, key=lambda sizes: (sum(sizes.values()), tuple(sizes.values())))


def multiplications(
    tree: Expression, sizes: Mapping[Symbol, int], rule: Rule, overhead: float = 0.0
) -> float:
    """Return an estimate of the multiplications that evaluating a tree takes."""
    return _Work(sizes, rule, overhead).of(tree)


def all_sizes(dimensions: Sequence[Symbol], largest: int, smallest: int = 1) -> Iterator[Sizes]:
    """Yield all assignments: by their sum, then in the order of the symbols.

    >>> from lsa_theory.expressions import dimension
    >>> d, N = dimension("d"), dimension("N")
    >>> [tuple(s.values()) for s in all_sizes([d, N], 2)]
    [(1, 1), (1, 2), (2, 1), (2, 2)]
    """
    yield from (
        dict(zip(dimensions, sizes, strict=True))
        for sizes in sorted(
            product(range(smallest, largest + 1), repeat=len(dimensions)), key=lambda s: (sum(s), s)
        )
    )


def describe_sizes(tested: Sequence[Sizes]) -> str:
    """Return the tested range, for instance "d = 1..4, N = 1..3".

    >>> from lsa_theory.expressions import dimension
    >>> d = dimension("d")
    >>> describe_sizes([{d: 1}, {d: 2}, {d: 3}])
    'd = 1..3'
    """
    if not tested or not tested[0]:
        return "no dimensions"
    parts = []
    full = 1
    for symbol in tested[0]:
        values = sorted({sizes[symbol] for sizes in tested})
        span = f"{values[0]}..{values[-1]}" if len(values) > 1 else str(values[0])
        full *= len(values)
        gaps = len(values) not in (1, values[-1] - values[0] + 1)
        parts.append(f"{symbol.name} = {','.join(map(str, values)) if gaps else span}")
    # Fewer sizes than all combinations of the ranges: say how many.
    return ", ".join(parts) + ("" if full == len(tested) else f" ({len(tested)} sizes)")


Points = dict[Expression, int]


@dataclass(frozen=True)
class _Load:
    """Multiplications, and the bound sources that a node depends on."""

    work: float
    sources: frozenset[Expression]


class _Work:
    """An estimate of the multiplications that evaluating a tree takes.

    Every node is computed on the grid of those bound sources alone that occur below it.
    """

    def __init__(self, sizes: Mapping[Symbol, int], rule: Rule, overhead: float) -> None:
        self._overhead = overhead
        self._sizes = sizes
        self._rule = rule
        self._known: dict[tuple[int, int], _Load] = {}
        # Grids are kept, because their identity is part of a key.
        self._kept: list[Points] = []

    def of(self, tree: Expression) -> float:
        """Return the work for a whole tree."""
        nothing_bound: Points = {}
        self._kept.append(nothing_bound)
        return self._load(tree, nothing_bound).work

    def _size(self, dimension: Dimension) -> int:
        return dimension if isinstance(dimension, int) else self._sizes.get(dimension, 1)

    def _load(self, node: Expression, points: Points) -> _Load:
        key = id(node), id(points)
        if key not in self._known:
            self._known[key] = self._compute(node, points)
            return self._known[key]
        # A shared node is computed once.
        return replace(self._known[key], work=0.0)

    def _compute(self, node: Expression, points: Points) -> _Load:
        if isinstance(node, Expectation):
            return self._expectation(node, points)
        if isinstance(node, At) and any(symbol.structure == "dimension" for symbol, _ in node.values):
            return self._resized(node, points)
        loads = [self._load(part, points) for part in parts_of(node)]
        sources = frozenset().union(*(load.sources for load in loads))
        if isinstance(node, RandomVector | SampleMatrix) and node in points:
            sources = sources | {node}
        own = float(self._size(node.rows) * self._size(node.cols)) * prod(points[s] for s in sources)
        below = sum(load.work for load in loads)
        match node:
            case Product():
                own *= self._size(node.left.cols)
            case SumOver():
                below *= self._size(node.index.count)
            case Gradient():
                entries = self._size(node.rows) * self._size(node.cols)
                below *= entries * (1 + self._degree(node))
        return _Load(self._overhead + own + below, sources)

    def _degree(self, node: Gradient) -> int:
        try:
            return degree_in(node.body, node.symbol, self._sizes)
        except NotApplicable:
            # What is no polynomial is differentiated along with being evaluated, at about three times the work.
            return 2

    def _resized(self, node: At, points: Points) -> _Load:
        """Count the body at the sizes that it is evaluated at."""
        sizes = dict(self._sizes)
        for symbol, given in node.values:
            if symbol.structure == "dimension":
                sizes[symbol] = length(given, self._sizes) or self._size(symbol)
        within = _Work(sizes, self._rule, self._overhead)._load(node.body, points)
        return replace(
            within, work=within.work + sum(self._load(value, points).work for _, value in node.values)
        )

    def _expectation(self, node: Expectation, points: Points) -> _Load:
        inner = dict(points)
        for source in node.over:
            rows, columns = self._size(source.rows), self._size(source.cols)
            degree = degree_in(node.body, source, self._sizes)
            if isinstance(source.law, Orthogonal):
                inner[source] = self._rule.frames(rows, columns, degree)
            else:
                inner[source] = self._rule.size(rows * columns, degree)
        self._kept.append(inner)
        load = self._load(node.body, inner)
        return _Load(load.work, load.sources - set(node.over))
