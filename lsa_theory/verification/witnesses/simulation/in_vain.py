"""When drawing stops because the whole budget would not do: a confirmation is out of reach, and nothing stands out."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np

from lsa_theory.verification.witnesses.simulation.tails import is_plausible

# An error that is itself estimated is taken for so many of its own standard deviations less than it seems.
_SURE = 3.0
# What differs by more than chance does in one claim of twenty is drawn to the end: it may be refuted yet.
_STANDS_OUT = 0.05


def is_in_vain(relative: float, uncertainty: float, done: int, most: int, wanted: float, z: Any) -> bool:
    """Whether more draws, up to the whole budget, would neither confirm nor probably refute.

    What stops here rejects nothing, so that the level of the test stays what it is.

    Parameters
    ----------
    relative : float
        The relative error so far.
    uncertainty : float
        The relative standard deviation of that error.
    done, most : int
        Draws taken, and those of the whole budget; the error falls with the root of their number.
    wanted : float
        The relative error that confirms.
    z : array
        The differences in standard errors.

    Examples
    --------
    >>> is_in_vain(0.1, 0.01, 16, 64, wanted=0.02, z=np.zeros(1))
    True
    >>> is_in_vain(0.1, 0.01, 16, 64, wanted=0.05, z=np.zeros(1)), is_in_vain(0.1, 0.01, 16, 64, 0.02, np.full(1, 3.0))
    (False, False)
    """
    at_best = relative * sqrt(done / most) * max(0.0, 1.0 - _SURE * uncertainty)
    return at_best > wanted and is_plausible(float(np.abs(z).max()), _STANDS_OUT / 2 / np.size(z))


def of_a_spread(groups: int) -> float:
    """Return the relative standard deviation of the spread of so many normal estimates."""
    return 1.0 / sqrt(2.0 * (groups - 1))


def of_errors(variances: Any) -> float:
    """Return the relative standard deviation of a root mean square, from the squares, one for each run.

    >>> of_errors(np.array([[1.0], [1.0], [1.0]]))
    0.0
    """
    mean = np.mean(variances, axis=0)
    spread = np.std(variances, axis=0, ddof=1) / np.sqrt(len(variances))
    return float(np.max(np.where(mean > 0, spread / np.where(mean > 0, mean, 1.0), 0.0))) / 2
