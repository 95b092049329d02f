"""Derivatives of integrals by differences: an integrand with a jump is not differentiated under the integral.

Central differences of halved steps are extrapolated (Romberg): the error is a series in squares of the step. How far
the last two orders are apart says how well the derivative is known.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

from lsa_theory.values.refusals import NotApplicable

_LEVELS = 5
# What the last two orders may be apart, relative to the derivative.
_KNOWN = 1e-10


def slope(value: Callable[[float], Any], step: float) -> Any:
    """Return the derivative at 0 of a smooth function with arrays for its values.

    Parameters
    ----------
    value : callable
    step : float
        The largest step; the function is smooth so far from 0.

    Raises
    ------
    NotApplicable
        If it is not known well enough.

    Examples
    --------
    >>> f"{slope(lambda t: np.array([[np.exp(t)]]), 0.1)[0, 0]:.10f}"
    '1.0000000000'
    """
    steps = [step / 2**k for k in range(_LEVELS)]
    row = [(value(h) - value(-h)) / (2 * h) for h in steps]
    for order in range(1, _LEVELS):
        factor = 4.0**order
        last = row
        row = [(factor * fine - coarse) / (factor - 1) for coarse, fine in pairwise(row)]
    apart = float(np.abs(row[0] - last[-1]).max())
    if not apart <= _KNOWN * max(1.0, float(np.abs(row[0]).max())):
        raise NotApplicable("the derivative of an integral is not known well enough by differences")
    return row[0]
