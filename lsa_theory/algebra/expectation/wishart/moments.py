"""Moments of a Wishart matrix W = sum_i x_i x_i' that has its covariance C alone beside it, without pairings.

With W on n columns, E J_kappa(W) = prod (n + 2j - i) J_kappa(C) over the boxes (i, j) of kappa (Muirhead 1982, theorem
7.2.8). So a product of traces is written in zonal polynomials, each is multiplied by its factor, and the sum is written
in traces again. Two rules take care of the rest:

- E[f(W) tr W] = n tr(C) E f(W) + 2 D E f(W), D the derivative along dC = C^2: p_j -> j p_(j+1), C^j -> j C^(j+1);
- C dE f / dC = E[W f'(W)], which turns the moment of a trace into that of a power of W.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import Any, TypeAlias

from flint import fmpq, fmpq_poly

from lsa_theory.algebra.expectation.pairing_weights import Type
from lsa_theory.algebra.expectation.wishart.zonal_polynomials import (
    Zonal,
    contents,
    power_sums_in_monomials,
    zonal,
)

# The coefficients of n^0, n^1, ...
Row: TypeAlias = list[int]
# From (j, lambda) to the row of C^j prod tr(C^lambda_i); j is 0 in a scalar.
Moment: TypeAlias = dict[tuple[int, Type], Row]


def is_known(power: int, traces: Type) -> bool:
    """Whether `moment` answers: no open power, or beside it traces of one power, the first ones not counted."""
    return not power or {a for a in traces if a > 1} <= {power}


@lru_cache(maxsize=64)
def moment(power: int, traces: Type) -> Moment:
    """Return E[W^power prod tr(W^a) for a in traces], for all dimensions and numbers of columns.

    Parameters
    ----------
    power : int
        Of the open factor, 0 for a scalar; `is_known(power, traces)` must hold.
    traces : tuple of int
        Decreasing.

    Returns
    -------
    dict
        From (j, shape) to the coefficients of n^0, n^1, ... of C^j prod tr(C^a) for a in shape. Not to be changed.

    Examples
    --------
    E tr W^2 = (n + n^2) tr C^2 + n (tr C)^2:

    >>> moment(0, (2,))
    {(0, (1, 1)): [0, 1, 0], (0, (2,)): [0, 1, 1]}
    """
    if traces and traces[-1] == 1:
        return _times_trace(moment(power, traces[:-1]))
    if not power:
        return {(0, shape): row for shape, row in _of_traces(traces).items()} if traces else {(0, ()): [1]}
    # power E[W^power (tr W^power)^m] (m + 1) = C d/dC of E (tr W^power)^(m + 1).
    whole = (power, *traces)
    factor = power * len(whole)
    out: Moment = {}
    for shape, row in _of_traces(whole).items():
        for j, times in Counter(shape).items():
            rest = list(shape)
            rest.remove(j)
            out[j, tuple(rest)] = [x * j * times // factor for x in row]
    return out


def _times_trace(moment: Moment) -> Moment:
    out: Moment = {}

    def put(j: int, shape: tuple[int, ...], row: Row) -> None:
        key = j, tuple(sorted(shape, reverse=True))
        known = out.get(key)
        out[key] = row if known is None else [a + b for a, b in zip(known, row, strict=True)]

    for (j, shape), row in moment.items():
        longer = [*row, 0]
        put(j, (*shape, 1), [0, *row])
        if j:
            put(j + 1, shape, [2 * j * x for x in longer])
        for part, times in Counter(shape).items():
            rest = list(shape)
            rest.remove(part)
            put(j, (*rest, part + 1), [2 * part * times * x for x in longer])
    return out


@lru_cache(maxsize=32)
def _of_traces(traces: Type) -> dict[Type, Row]:
    """Return E of a product of traces as {shape: row}."""
    factors = {shape: _rising(shape) for shape in zonal(sum(traces)).shapes}
    size = sum(traces) + 1
    rows = {
        shape: [int(x) for x in v.coeffs()] for shape, v in transformed(traces, factors.__getitem__).items()
    }
    return {shape: row + [0] * (size - len(row)) for shape, row in rows.items()}


def transformed(traces: Type, factor: Callable[[Type], Any]) -> dict[Type, Any]:
    """Return a product of traces with each zonal polynomial in it multiplied by a factor, in traces again.

    Parameters
    ----------
    traces : tuple of int
        The powers, decreasing.
    factor : function from shape to fmpq_poly
    """
    table = zonal(sum(traces))
    left = [Fraction(0)] * len(table.shapes)
    for shape, times in power_sums_in_monomials(traces):
        left[table.place[shape]] += times
    total = [fmpq_poly() for _ in table.shapes]
    for start, shape in enumerate(table.shapes):
        if not left[start]:
            continue
        column = table.in_monomials(shape)
        weight = left[start] / column[start]
        scaled = factor(shape) * fmpq(weight.numerator, weight.denominator)
        for m in range(start, len(column)):
            if c := column[m]:
                left[m] -= weight * c
                total[m] += scaled * c
    return _in_power_sums(total, table)


def _rising(shape: Type) -> Any:
    """Return the product of n + 2j - i over the boxes, as a polynomial in n."""
    value = fmpq_poly([1])
    for c in contents(shape):
        value *= fmpq_poly([c, 1])
    return value


def _in_power_sums(total: list[Any], table: Zonal) -> dict[Type, Any]:
    """Turn monomials into power sums: the finest monomial function stands in its own product alone."""
    out: dict[Type, Any] = {}
    for shape in reversed(table.shapes):
        if not (value := total[table.place[shape]]):
            continue
        expanded = dict(power_sums_in_monomials(shape))
        out[shape] = value = value / expanded[shape]
        for mu, times in expanded.items():
            total[table.place[mu]] -= value * times
    return out
