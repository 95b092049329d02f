"""Exact derivatives of polynomials from a few values."""

from __future__ import annotations

from fractions import Fraction


def moves(r: int, c: int, i: int, j: int, mirrored: bool) -> int:
    """Return whether entry (r, c) moves with entry (i, j), which may take its mirror image along."""
    return int((r, c) == (i, j) or (mirrored and (r, c) == (j, i)))


def slope_weights(reach: int) -> list[tuple[int, Fraction]]:
    """Return nodes t and weights w with sum w p(t) = p'(0) for every polynomial of degree <= 2 reach.

    >>> slope_weights(1)
    [(-1, Fraction(-1, 2)), (1, Fraction(1, 2))]

    The derivative at zero of the Lagrange polynomial of node t among -reach ... reach.
    """
    nodes = [t for t in range(-reach, reach + 1) if t != 0]
    weights = []
    for t in nodes:
        weight = Fraction(1, t)
        for s in nodes:
            if s != t:
                weight *= Fraction(-s, t - s)
        weights.append((t, weight))
    return weights
