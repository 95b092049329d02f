"""Determinants and functions of scalars in any arithmetic, from the few that an arithmetic supplies itself."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from lsa_theory.values.arithmetic.base import Arithmetic


def applied(ring: Arithmetic, name: str, arguments: Sequence[Any]) -> Any:
    """Return a function of 1 x 1 values, by the name it has among `expressions.analysis.kinds.FUNCTIONS`.

    >>> from lsa_theory.values.arithmetic.rational import Rationals
    >>> ring = Rationals()
    >>> applied(ring, "relu", [ring.number(-2)]).tolist(), applied(ring, "indicator", [ring.number(3)]).tolist()
    ([[0]], [[1]])
    """
    (value,) = arguments
    half = ring.number(Fraction(1, 2))
    match name:
        case "absolute":
            return ring.multiply(value, ring.function("sign", value))
        case "relu":
            return ring.multiply(half, ring.add(value, applied(ring, "absolute", arguments)))
        case "indicator":
            sign = ring.function("sign", value)
            return ring.multiply(half, ring.add(sign, ring.multiply(sign, sign)))
        case "arccos":
            return ring.subtract(ring.multiply(half, ring.pi()), ring.function("arcsin", value))
    return ring.function(name, value)


def joined(ring: Arithmetic, blocks: Sequence[Sequence[Any]]) -> Any:
    """Return the matrix of some blocks, their batch axes made alike."""
    if len(blocks) == 1 and len(blocks[0]) == 1:
        return blocks[0][0]
    nothing = ring.number(0)
    corner = (..., slice(0, 1), slice(0, 1))
    zero = nothing
    for row in blocks:
        for block in row:
            zero = ring.add(zero, ring.multiply(nothing, ring.entries(block, corner)))
    rows = [
        ring.transpose(ring.stack_rows([ring.transpose(ring.add(block, zero)) for block in row]))
        for row in blocks
    ]
    return ring.stack_rows(rows)
