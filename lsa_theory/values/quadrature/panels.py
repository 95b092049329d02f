"""Nodes and weights for one or two standard normal variables, on panels that jumps and kinks do not cross.

Two variables are taken in polar coordinates: a linear form that vanishes at the origin has one sign along each ray, and
an affine one changes it once. On each panel the integrand is smooth, and Gauss-Legendre converges geometrically.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from math import atan2, ceil, cos, pi, sin, sqrt
from typing import Any, TypeAlias

import numpy as np

# c + a z_1 + b z_2, or c + a z_1: where it vanishes the integrand has a jump or a kink.
Line: TypeAlias = tuple[float, ...]
_NODES = 16
# Towards a logarithm's singularity panels halve so many times.
_HALVINGS = 24


def normal_panels(
    variables: int, lines: Sequence[Line], reach: float, fineness: int, singular: bool
) -> tuple[Any, Any, Any]:
    """Return nodes (n, variables), weights (n,) of the standard normal law, and which nodes lie farthest out.

    Parameters
    ----------
    variables : int
        1 or 2.
    lines : sequence of coefficients (c, a) or (c, a, b)
        Where the integrand is not smooth.
    reach : float
        How far out the panels go.
    fineness : int
        How many panels stand where one would do.
    singular : bool
        Whether the integrand has a logarithm's singularity at the origin.

    Examples
    --------
    >>> z, w, _ = normal_panels(2, [(0.0, 1.0, 2.0)], 12.0, 1, False)
    >>> f"{w.sum():.12f} {(w * np.abs(z[:, 0] + 2 * z[:, 1])).sum():.12f} {sqrt(2 * 5 / pi):.12f}"
    '1.000000000000 1.784124116153 1.784124116153'
    """
    if variables == 1:
        breaks = [-c / a for c, a in lines if a and abs(c / a) < reach]
        z, w = _panels(_cut([-reach, *breaks, reach], 2.0 / fineness, 0.0 if singular else None))
        return z[:, None], w * np.exp(-(z**2) / 2) / sqrt(2 * pi), np.abs(z) > 0.9 * reach
    angles = [-pi, pi]
    for _, a, b in lines:
        if a or b:
            turn = atan2(-a, b)
            angles += [turn, turn - pi if turn > 0 else turn + pi]
    theta, around = _panels(_cut(angles, pi / (4 * fineness), None))
    nodes, weights = [], []
    for t, w in zip(theta, around, strict=True):
        slopes = [(c, a * cos(t) + b * sin(t)) for c, a, b in lines]
        stops = [-c / s for c, s in slopes if c and s and 0 < -c / s < reach]
        r, along = _panels(_cut([0.0, *stops, reach], 2.0 / fineness, 0.0 if singular else None))
        nodes.append(np.stack([r * cos(t), r * sin(t)], axis=1))
        weights.append(w * along * r * np.exp(-(r**2) / 2) / (2 * pi))
    z, weight = np.concatenate(nodes), np.concatenate(weights)
    return z, weight, np.hypot(z[:, 0], z[:, 1]) > 0.9 * reach


def _cut(breaks: Sequence[float], widest: float, singular: float | None) -> list[float]:
    """Return the ends of panels: between neighbouring breaks of equal width, halving towards a singularity."""
    if singular is not None:
        halved = [singular + sign * 0.5**k for k in range(_HALVINGS) for sign in (-1, 1)]
        breaks = [*breaks, singular, *(x for x in halved if min(breaks) < x < max(breaks))]
    stops = sorted(set(breaks))
    ends = [stops[0]]
    for left, right in pairwise(stops):
        count = max(1, ceil((right - left) / widest))
        ends += [left + (right - left) * k / count for k in range(1, count + 1)]
    return ends


def _panels(ends: Sequence[float]) -> tuple[Any, Any]:
    x, w = _legendre()
    left, right = np.array(ends[:-1]), np.array(ends[1:])
    half = (right - left) / 2
    nodes = half[:, None] * x[None, :] + ((right + left) / 2)[:, None]
    return nodes.ravel(), (half[:, None] * w[None, :]).ravel()


@lru_cache(maxsize=1)
def _legendre() -> tuple[Any, Any]:
    return np.polynomial.legendre.leggauss(_NODES)
