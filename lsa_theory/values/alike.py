"""Which parts of some formulas are equal, so that each is computed once wherever it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from lsa_theory.expressions.entrywise.products import Hadamard
from lsa_theory.expressions.expression import (
    Expression,
    Number,
    Power,
    Product,
    Scale,
    Sum,
    Symbol,
    Trace,
    Transpose,
)
from lsa_theory.expressions.random import RandomVector, SampleMatrix

# By the identity of a node, the number of what it is equal to; what stands in one place alone is not in it.
Alike: TypeAlias = Mapping[int, int]

# Their values are given, or made once in any case.
_AT_HAND = Symbol | Number | RandomVector | SampleMatrix
_OF_CHILDREN = {Sum, Scale, Product, Trace, Transpose, Hadamard}


def alike(roots: Iterable[Expression]) -> Alike:
    """Number the parts that occur more than once in some trees, letters and numbers left out.

    Parts that are written alike are equal wherever the same letters are bound; the trees are kept alive by who asks.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, matrix, trace
    >>> A = matrix("A", dimension("d"))
    >>> tree = trace(A @ A) + trace(A @ A) ** 2
    >>> found = alike([tree])
    >>> found[id(tree.terms[0])] == found[id(tree.terms[1].child)], id(tree) in found
    (True, False)
    """
    numbers: dict[Any, int] = {}
    by_node: dict[int, int] = {}
    times: dict[int, int] = {}
    stack = [(root, False) for root in roots]
    while stack:
        node, is_below_done = stack.pop()
        children = node.children
        if isinstance(node, _AT_HAND):
            continue
        if id(node) in by_node:
            times[by_node[id(node)]] += 1
        elif is_below_done:
            number = numbers.setdefault(_key(node, children, by_node), len(numbers))
            by_node[id(node)] = number
            times[number] = times.get(number, 0) + 1
        else:
            stack.append((node, True))
            stack.extend((child, False) for child in children)
    return {node: number for node, number in by_node.items() if times[number] > 1}


def _key(node: Expression, children: Iterable[Expression], numbers: Mapping[int, int]) -> Any:
    kind = type(node)
    if kind in _OF_CHILDREN:
        return kind, *[numbers.get(id(child), child) for child in children]
    if isinstance(node, Power) and kind is Power:
        return kind, numbers.get(id(node.child), node.child), node.exponent
    return node
