"""Orthogonal matrices as nodes of a rule: signs in size one, angles and a reflection in two, Euler's angles in three.

Equal angles are exact for trigonometric polynomials; after both averages over them what is left of a polynomial in the
entries is one in the cosine of the tilt, for which Gauss and Legendre's nodes are exact.
"""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from lsa_theory.values.arithmetic.base import Arithmetic
from lsa_theory.values.arithmetic.bounded import EPS, Bounded
from lsa_theory.values.arithmetic.digits import Digits
from lsa_theory.values.instances.frames import check_columns
from lsa_theory.values.quadrature.laws import LawAt
from lsa_theory.values.refusals import NotApplicable


def node_count(rows: int, degree: int) -> int:
    """Return how many nodes there are for matrices of so many rows."""
    angles = degree + 1
    return {1: 2, 2: 2 * angles, 3: 2 * angles**2 * (degree // 2 + 1)}.get(rows, 10**9)


def nodes_of_frames(arithmetic: Arithmetic, law: LawAt, degree: int) -> tuple[Any, Any]:
    """Return orthogonal matrices, their first columns, and weights (n, 1, 1).

    Raises
    ------
    NotApplicable
        If there are more than three rows, or the numbers are exact.
    """
    rows, cols = arithmetic.shape(law.covariance)[-1], law.count
    check_columns(rows, cols, law.name)
    if rows > 3:
        raise NotApplicable(
            f"nodes are laid for orthogonal matrices of at most 3 rows; {law.name} has {rows}"
        )
    if isinstance(arithmetic, Digits):
        points, weights = _nodes(rows, degree, arithmetic.context)
        return np.array(points, dtype=object)[:, :, :cols], np.array(weights, dtype=object).reshape(-1, 1, 1)
    if arithmetic.name == "floats":
        points, weights = _nodes(rows, degree, None)
        # A few roundings in cosines, their products and the roots of Legendre's polynomials.
        size = 64 * EPS * np.ones((len(points), rows, cols))
        shares = np.array(weights).reshape(-1, 1, 1)
        return Bounded(np.array(points)[:, :, :cols], size), Bounded(shares, 64 * EPS * shares)
    raise NotApplicable(f"cosines are irrational, and {arithmetic.name} are exact")


def _nodes(rows: int, degree: int, context: Any) -> tuple[list[Any], list[Any]]:
    one = 1.0 if context is None else context.mpf(1)
    signs = (one, -one)
    if rows == 1:
        return [[[s]] for s in signs], [one / 2, one / 2]
    angles = [_angle(k, degree + 1, context) for k in range(degree + 1)]
    if rows == 2:
        turns = [[[c, -s * r], [s, c * r]] for c, s in angles for r in signs]
        return turns, [one / len(turns)] * len(turns)
    points, weights = [], []
    for (height, share), (c, s), (x, y), r in product(
        _legendre(degree // 2 + 1, context), angles, angles, signs
    ):
        root = (1 - height * height) ** 0.5 if context is None else context.sqrt(1 - height * height)
        first = [[c, -s, 0 * one], [s, c, 0 * one], [0 * one, 0 * one, one]]
        tilt = [[one, 0 * one, 0 * one], [0 * one, height, -root], [0 * one, root, height]]
        last = [[r * x, -r * y, 0 * one], [r * y, r * x, 0 * one], [0 * one, 0 * one, r]]
        points.append(_times(_times(first, tilt), last))
        weights.append(share / (2 * len(angles) ** 2))
    return points, weights


def _times(a: list[list[Any]], b: list[list[Any]]) -> list[list[Any]]:
    return [
        [sum(x * y for x, y in zip(row, column, strict=True)) for column in zip(*b, strict=True)] for row in a
    ]


def _angle(k: int, n: int, context: Any) -> tuple[Any, Any]:
    # Not from angle zero on: there are zeros and ones, at which mistakes do not show.
    if context is None:
        turn = 2 * np.pi * (k + 0.25) / n
        return float(np.cos(turn)), float(np.sin(turn))
    turn = (2 * k + context.mpf(1) / 2) / n
    return context.cospi(turn), context.sinpi(turn)


def _legendre(n: int, context: Any) -> list[tuple[Any, Any]]:
    """Return the nodes on [-1, 1] and weights that add up to one."""
    nodes, weights = np.polynomial.legendre.leggauss(n)
    if context is None:
        return [(float(x), float(w) / 2) for x, w in zip(nodes, weights, strict=True)]
    found = []
    for start in nodes:
        x = context.mpf(float(start))
        for _ in range(max(2, int(np.ceil(np.log2(context.dps / 12))) + 2)):
            value, before = _legendre_at(n, x)
            x = x - value * (x * x - 1) / (n * (x * value - before))
        value, before = _legendre_at(n, x)
        slope = n * (x * value - before) / (x * x - 1)
        found.append((x, 1 / ((1 - x * x) * slope * slope)))
    return found


def _legendre_at(n: int, x: Any) -> tuple[Any, Any]:
    """Return P_n(x) and P_{n-1}(x)."""
    before, value = 0 * x + 1, x
    for k in range(1, n):
        before, value = value, ((2 * k + 1) * x * value - k * before) / (k + 1)
    return value, before
