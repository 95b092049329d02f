"""Random digital shifts: one net of points becomes independent ones, each point of which is uniform by itself.

A mean over a shifted net is unbiased for every integrand, and means under independent shifts show by their spread how
far they are off, as if they were single draws (Owen 1997; L'Ecuyer & Lemieux 2002).
"""

from __future__ import annotations

from typing import Any

import numpy as np

BITS = 30
"""The digits of a net's coordinates: integers below 2^BITS."""


def digitally_shifted(net: Any, rng: np.random.Generator, groups: int = 1) -> Any:
    """Return a net under independent random shifts, as uniform numbers.

    All digits of a coordinate change by the same random ones (exclusive or), and one random part of the last digit is
    added, so that a coordinate takes every value of [0, 1).

    Parameters
    ----------
    net : (coordinates, points) array of integers below 2^BITS
        Of 32 bits: what is read and written stays small.
    rng : numpy.random.Generator
        Draws the shifts, 2 numbers for each coordinate and group.
    groups : int
        How many shifts.

    Returns
    -------
    (coordinates, groups, points) array
        In [0, 1).

    Examples
    --------
    >>> halves = np.array([[0, 1 << (BITS - 1)]], dtype=np.int32)
    >>> uniform = digitally_shifted(halves, np.random.default_rng(0), groups=3)
    >>> uniform.shape, np.abs(np.diff(uniform)).ravel().tolist()
    ((1, 3, 2), [0.5, 0.5, 0.5])
    """
    shifts = (len(net), groups, 1)
    digits = rng.integers(0, 1 << BITS, shifts, dtype=net.dtype)
    uniform = np.multiply(net[:, None] ^ digits, 2.0**-BITS)
    uniform += rng.random(shifts) * 2.0**-BITS
    return uniform
