"""Tensor Gauss-Hermite rules: exact for polynomials of Gaussians, and no moment formula in sight."""

from __future__ import annotations

from math import factorial
from typing import Any

import numpy as np

from lsa_theory.values.arithmetic.base import Arithmetic
from lsa_theory.values.arithmetic.bounded import EPS, Bounded
from lsa_theory.values.arithmetic.digits import Digits
from lsa_theory.values.quadrature.coordinates import line
from lsa_theory.values.quadrature.frame_nodes import node_count, nodes_of_frames
from lsa_theory.values.quadrature.laws import LawAt, transform, triangular
from lsa_theory.values.quadrature.scales import scaled
from lsa_theory.values.refusals import NotApplicable

# Points of a rule whose nodes are more than those of a Gaussian one.
_MOST = 200_000


class GaussHermite:
    """The tensor rule with degree // 2 + 1 nodes in each variable, exact up to that degree in each."""

    def size(self, dimension: int, degree: int) -> int:
        """Return (degree // 2 + 1) ** dimension."""
        return int((degree // 2 + 1) ** dimension)

    def frames(self, rows: int, cols: int, degree: int) -> int:
        """Return the number of angles, heights and signs together."""
        return node_count(rows, degree)

    def __call__(self, arithmetic: Arithmetic, law: LawAt, degree: int) -> tuple[Any, Any]:
        """Return the points (n, d, count) and weights (n, 1, 1)."""
        if law.frame:
            return nodes_of_frames(arithmetic, law, degree)
        lower, variances = triangular(arithmetic, law.covariance, law.name)
        d, n = len(variances), degree // 2 + 1
        if law.coordinate is None:
            nodes, weights = arithmetic.remembered(("hermite", n), lambda: _nodes(arithmetic, n))
        else:
            nodes, weights = line(arithmetic, law, degree)
            n = arithmetic.shape(nodes)[0]
            if n ** (d * law.count) > _MOST:
                raise NotApplicable(
                    f"{d * law.count} coordinates of {law.name} have too many values together"
                )
        grid = np.indices((n,) * (d * law.count)).reshape(d * law.count, -1).T
        weight = arithmetic.entries(weights, grid[:, 0])
        for column in range(1, grid.shape[1]):
            weight = arithmetic.multiply(weight, arithmetic.entries(weights, grid[:, column]))
        standard = arithmetic.entries(nodes, grid.reshape(len(grid), d, law.count))
        if law.coordinate is not None:
            shaped = arithmetic.reshape(weight, (len(grid), 1, 1))
            return transform(arithmetic, lower, law.mean, standard), shaped
        deviations = arithmetic.stack_rows([arithmetic.scalar_root(v, 2) for v in variances])
        shaped = arithmetic.reshape(weight, (len(grid), 1, 1))
        moved, weights = scaled(arithmetic, arithmetic.multiply(standard, deviations), shaped, law, degree)
        return transform(arithmetic, lower, law.mean, moved), weights


def _nodes(arithmetic: Arithmetic, n: int) -> tuple[Any, Any]:
    """Return nodes and weights, each of shape (n,), for the standard normal law."""
    start, start_weights = np.polynomial.hermite_e.hermegauss(n)
    if isinstance(arithmetic, Digits):
        return _sharpened(arithmetic, start)
    if arithmetic.name == "floats":
        total = start_weights.sum()
        # NumPy polishes the nodes by one Newton step: a few units in the last place.
        return (
            Bounded(start, 4 * EPS * np.maximum(np.abs(start), 1)),
            Bounded(start_weights / total, 8 * n * EPS * start_weights / total),
        )
    raise NotApplicable(f"Gauss-Hermite nodes are irrational, and {arithmetic.name} are exact")


def _sharpened(arithmetic: Digits, start: Any) -> tuple[Any, Any]:
    """Sharpen nodes by Newton's method on He_n; the weight is n! / (n He_{n-1})^2."""
    context, n = arithmetic.context, len(start)
    nodes, weights = np.empty(n, dtype=object), np.empty(n, dtype=object)
    for i, x in enumerate(start):
        node = context.mpf(float(x))
        # Each step doubles the number of right digits, starting from some fourteen.
        for _ in range(max(2, int(np.ceil(np.log2(context.dps / 12))) + 1)):
            value, lower = _hermite(n, node)
            node = node - value / (n * lower)
        nodes[i] = node
        weights[i] = context.mpf(factorial(n)) / (n * _hermite(n, node)[1]) ** 2
    return nodes, weights


def _hermite(n: int, x: Any) -> tuple[Any, Any]:
    """Return He_n(x) and He_{n-1}(x) by the recurrence He_{k+1} = x He_k - k He_{k-1}."""
    previous, current = 0 * x, 0 * x + 1
    for k in range(n):
        previous, current = current, x * current - k * previous
    return current, previous
