"""Expressions as readable text, in the syntax that builds them."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from lsa_theory.expressions.analysis.block_norm import BlockNorm
from lsa_theory.expressions.analysis.kinds import Applied, Determinant, Pi
from lsa_theory.expressions.entrywise.arrays import Array
from lsa_theory.expressions.entrywise.elementwise import UnitVector, diagonal_of, entry_of, factors_of
from lsa_theory.expressions.entrywise.products import Hadamard, Ones
from lsa_theory.expressions.expression import (
    Expression,
    Identity,
    Number,
    Power,
    Product,
    Scale,
    Sum,
    Symbol,
    SymbolicPower,
    Trace,
    Transpose,
    Zero,
    name_of,
    writes,
)
from lsa_theory.expressions.fractions_of_scalars import parts
from lsa_theory.expressions.functions import NegativeEigenvalues, OperatorNorm, Rank
from lsa_theory.expressions.nodes import known
from lsa_theory.expressions.operators import At, Gradient
from lsa_theory.expressions.random import (
    Column,
    End,
    Expectation,
    Index,
    Position,
    RandomVector,
    SampleMatrix,
    SumOver,
)

_SUM, _SCALE, _PRODUCT, _POWER, _ATOM = range(5)


@writes("text")
def to_text(expression: Expression) -> str:
    """Return the expression as text.

    >>> from lsa_theory.expressions import dimension, matrix, positive_definite, trace
    >>> d = dimension("d"); A = matrix("A", d); L = positive_definite("Lambda", d)
    >>> trace(A @ L.T) * L - L @ (A + A.T) @ L / 2
    tr(A @ Lambda.T) * Lambda - (Lambda @ (A + A.T) @ Lambda) / 2
    """
    return _text(expression)[0]


def _wrap(expression: Expression, level: int) -> str:
    text, own = _text(expression)
    return text if own >= level else f"({text})"


def _text(node: Expression) -> tuple[str, int]:
    name = name_of(node)
    return (name, _ATOM) if name is not None else _spelled(node)


def _spelled(node: Expression) -> tuple[str, int]:
    node = known(node)
    match node:
        case Number():
            value = node.value
            return str(value), _ATOM if value.denominator == 1 and value >= 0 else _SCALE
        case Symbol() | RandomVector():
            # A stand-in has a name that nobody can type, which begins with a character that is not shown.
            return node.name.removeprefix("\0"), _ATOM
        case SampleMatrix():
            return node.name.upper() if len(node.name) == 1 else node.name, _ATOM
        case Column():
            return f"{node.sample.name}[{_place(node.index)}]", _ATOM
        case Identity():
            return "I", _ATOM
        case Zero():
            return "0", _ATOM
        case Sum():
            return _sum_text(node), _SUM
        case Scale():
            return _scale_text(node), _SCALE
        case Product() | Hadamard() if (inside := diagonal_of(node)) is not None:
            return f"diagonal({to_text(inside)})", _ATOM
        case Product() if (found := entry_of(node)) is not None:
            whole, places = found
            return f"{_wrap(whole, _ATOM)}[{', '.join(map(_place, places))}]", _ATOM
        case Product():
            return f"{_wrap(node.left, _PRODUCT)} @ {_wrap(node.right, _PRODUCT)}", _PRODUCT
        case Transpose():
            return f"{_wrap(node.child, _ATOM)}.T", _ATOM
        case Trace():
            return f"tr({to_text(node.child)})", _ATOM
        case Power() if node.is_scalar and node.exponent < 0:
            return _scale_text(node), _SCALE
        case Power():
            exponent = node.exponent
            shown = str(exponent) if exponent.denominator == 1 and exponent > 0 else f"({exponent})"
            return f"{_wrap(node.child, _ATOM)}**{shown}", _POWER
        case Hadamard():
            return f"hadamard({', '.join(map(to_text, factors_of(node)))})", _ATOM
        case Array():
            rows = (f"[{', '.join(map(str, row))}]" for row in node.entries)
            return f"array([{', '.join(rows)}])", _ATOM
        case Ones():
            return f"ones({node.rows})" if node.cols == 1 else f"ones({node.rows}, {node.cols})", _ATOM
        case UnitVector():
            return f"unit({node.rows}, {_place(node.place)})", _ATOM
        case OperatorNorm():
            return f"|{to_text(node.child)}|_op", _ATOM
        case BlockNorm():
            return f"|{_blocks_text(node.blocks, _SUM)}|_op", _ATOM
        case Rank():
            return f"rank({to_text(node.child)})", _ATOM
        case Applied():
            return _applied_text(node), _ATOM
        case Determinant():
            return f"det({_blocks_text(node.blocks, _SUM)})", _ATOM
        case Pi():
            return "pi", _ATOM
        case SymbolicPower():
            return f"{_wrap(node.child, _ATOM)}**{_wrap(node.exponent, _ATOM)}", _POWER
        case NegativeEigenvalues():
            return f"negative_eigenvalues({' kron '.join(map(_blocks_text, node.factors))})", _ATOM
        case Expectation():
            return f"E[{to_text(node.body)}]", _ATOM
        case SumOver():
            return f"sum[{_range_text(node.index)}]({to_text(node.body)})", _ATOM
        case Position():
            return _place(node.index), _ATOM
        case Gradient():
            return f"grad[{node.symbol.name}]({to_text(node.body)})", _ATOM
        case At():
            values = ", ".join(f"{s.name}={to_text(v)}" for s, v in node.values)
            return f"({to_text(node.body)})|[{values}]", _ATOM
        case _:
            assert_never(node)


def _applied_text(node: Applied) -> str:
    first, *others = node.arguments
    if node.function == "absolute":
        return f"|{to_text(first)}|"
    if node.function == "indicator":
        return f"1[{to_text(first)} > 0]"
    if node.function == "digamma" and others != [Number(Fraction(1))]:
        return f"digamma_{_wrap(others[0], _ATOM)}({to_text(first)})"
    if node.function == "harmonic" and others != [Number(Fraction(1))]:
        return f"harmonic({to_text(first)}, {to_text(others[0])})"
    return f"{node.function}({to_text(first)})"


def _range_text(index: Index) -> str:
    begin, end = _end_text(index.first, "0"), _end_text(index.last, str(index.count))
    return f"{index.name}<={end}" if index.first == (None, 1) else f"{begin}<={index.name}<={end}"


def _end_text(end: End, base: str) -> str:
    outer, shift = end
    text = base if outer is None else _place(outer)
    if text.isdecimal():
        return str(int(text) + shift)
    return f"{text}{shift:+d}" if shift else text


def _place(place: int | Index) -> str:
    # An index has no name while the function of its sum is asked for the first time.
    return str(place) if isinstance(place, int) else place.name or "i"


def _blocks_text(rows: tuple[tuple[Expression, ...], ...], level: int = _POWER) -> str:
    if len(rows) == len(rows[0]) == 1:
        return _wrap(rows[0][0], level)
    return "[" + "; ".join(", ".join(map(to_text, row)) for row in rows) + "]"


def _sum_text(node: Sum) -> str:
    text = _wrap(node.terms[0], _SCALE)
    for term in node.terms[1:]:
        shown = _wrap(term, _SCALE)
        text += f" - {shown[1:]}" if shown.startswith("-") else f" + {shown}"
    return text


def _scale_text(node: Expression) -> str:
    split = parts(node)
    above = [_wrap(f, _POWER) for f in split.numerator]
    if split.matrix is not None:
        above.append(_wrap(split.matrix, _POWER))
    below = [_wrap(f, _POWER) for f in split.denominator]
    number = abs(split.number)
    if number.numerator != 1 or not above:
        above.insert(0, str(number.numerator))
    if number.denominator != 1:
        below.insert(0, str(number.denominator))
    text = " * ".join(above)
    if below:
        text += f" / ({' * '.join(below)})" if len(below) > 1 else f" / {below[0]}"
    return f"-{text}" if split.number < 0 else text
