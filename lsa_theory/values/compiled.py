"""A formula as a Python function of the symbols that move, for right-hand sides that are called ten thousand times.

It does what the evaluator does, node by node in the same arithmetic, without looking at the tree again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

from lsa_theory.expressions.expression import Expression, Power, Product, Scale, Sum, Symbol, Trace, Transpose
from lsa_theory.values.arithmetic.base import Arithmetic

Function = Callable[[Sequence[Any]], Any]


def as_function(
    node: Expression, moving: Sequence[Symbol], constants: Mapping[int, Any], ring: Arithmetic
) -> Function | None:
    """Return a function of the values of `moving`, in their order; None where a node needs the evaluator.

    Parameters
    ----------
    node : expression
    moving : symbols
    constants : mapping from the identity of nodes to their values
        Of every largest subexpression that does not move.
    ring : Arithmetic
        What the values are.
    """
    if id(node) in constants:
        value = constants[id(node)]
        return lambda _: value
    if isinstance(node, Symbol):
        place = list(moving).index(node)
        return lambda values: values[place]
    below = [as_function(child, moving, constants, ring) for child in node.children]
    if any(f is None for f in below):
        return None
    parts: list[Function] = [f for f in below if f is not None]
    match node:
        case Sum():
            return lambda values: reduce(ring.add, [f(values) for f in parts])
        case Scale() | Product():
            combine = ring.multiply if isinstance(node, Scale) else ring.matmul
            left, right = parts
            return lambda values: combine(left(values), right(values))
        case Transpose():
            return lambda values: ring.transpose(parts[0](values))
        case Trace():
            return lambda values: ring.trace(parts[0](values))
        case Power():
            exponent = node.exponent
            return lambda values: ring.power(parts[0](values), exponent)
    return None
