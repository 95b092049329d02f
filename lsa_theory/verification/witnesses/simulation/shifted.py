"""Sobol points under a random digital shift: normals for groups of prompts whose means vary far less than a sample's.

A group takes the same points of a digital net, each coordinate changed by the same random digits (exclusive or) and
moved by one random part of the last digit. So each point alone is uniform: means are unbiased for every integrand.
Groups are shifted independently, so that their spread gives the standard error, as if prompts were drawn one by one
(Owen 1997; L'Ecuyer & Lemieux 2002). Beyond some twenty coordinates nothing is gained; those are drawn one by one.
"""

from __future__ import annotations

from functools import cache
from math import prod
from typing import Any

import numpy as np

from lsa_theory.digital_shift import BITS, digitally_shifted

# Points under one shift. Means over few of them vary more; those over many are far from normal, which takes more groups
# to refute a claim.
POINTS = 2048
# Normals for one prompt that come from the net.
COORDINATES = 20
# Direction numbers of Joe & Kuo 2008, coordinates 2 to 20: degree and inner coefficients of a primitive polynomial over
# the field of two elements, and the odd numbers that the recursion starts from.
_DIRECTIONS = (
    (1, 0, (1,)),
    (2, 1, (1, 3)),
    (3, 1, (1, 3, 1)),
    (3, 2, (1, 1, 1)),
    (4, 1, (1, 1, 3, 3)),
    (4, 4, (1, 3, 5, 13)),
    (5, 2, (1, 1, 5, 5, 17)),
    (5, 4, (1, 1, 5, 5, 5)),
    (5, 7, (1, 1, 7, 11, 19)),
    (5, 11, (1, 1, 5, 1, 1)),
    (5, 13, (1, 1, 1, 3, 11)),
    (5, 14, (1, 3, 5, 5, 31)),
    (6, 1, (1, 3, 3, 9, 7, 49)),
    (6, 13, (1, 1, 1, 15, 21, 21)),
    (6, 16, (1, 3, 1, 13, 27, 49)),
    (6, 19, (1, 1, 1, 15, 7, 5)),
    (6, 22, (1, 3, 1, 15, 13, 25)),
    (6, 25, (1, 1, 5, 5, 19, 61)),
    (7, 1, (1, 3, 7, 11, 23, 15, 103)),
)


class Shifted:
    """Standard normals of one group: coordinates of the shifted net, then independent ones.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws the shifts, and whatever is beyond the net.

    Examples
    --------
    >>> Shifted(np.random.default_rng(0)).standard_normal((3, 1, 8)).shape
    (3, 1, 8)
    """

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._used = 0

    @property
    def generator(self) -> np.random.Generator:
        """What draws the shifts, and numbers that are not normal."""
        return self._rng

    def standard_normal(self, shape: tuple[int, ...]) -> Any:
        """Return an array of normals whose last axis runs over the prompts.

        Coordinates go in pairs to the Box-Muller transform. A number of prompts that is no multiple of
        POINTS has no net.
        """
        prompts = shape[-1]
        wanted = prod(shape[:-1])
        pairs = min((wanted + 1) // 2, (COORDINATES - self._used) // 2)
        if prompts % POINTS or pairs <= 0:
            return self._rng.standard_normal(shape)
        chosen = net(POINTS.bit_length() - 1)[self._used : self._used + 2 * pairs]
        self._used += 2 * pairs
        uniform = digitally_shifted(chosen, self._rng, prompts // POINTS).reshape(2 * pairs, prompts)
        normal = np.empty((wanted, prompts))
        # NumPy takes logarithms and sines of single precision by vectors; what is rounded is a ten-millionth of a turn
        # and of a squared radius. 1 - u is never zero.
        radius = np.subtract(1.0, uniform[0::2]).astype(np.float32)
        np.sqrt(np.multiply(np.log(radius, out=radius), np.float32(-2.0), out=radius), out=radius)
        angle = np.multiply(uniform[1::2], 2.0 * np.pi).astype(np.float32)
        inside = min(wanted, 2 * pairs)
        np.multiply(radius, np.cos(angle), out=normal[0:inside:2])
        # The last of an odd number leaves half of its pair unused.
        whole = inside // 2
        np.multiply(radius[:whole], np.sin(angle[:whole]), out=normal[1:inside:2])
        normal[inside:] = self._rng.standard_normal((wanted - inside, prompts))
        return normal.reshape(shape)


def independent(rng: np.random.Generator | Shifted) -> np.random.Generator:
    """Return the generator of what is drawn beside the net."""
    return rng.generator if isinstance(rng, Shifted) else rng


@cache
def net(log2: int) -> Any:
    """Return a scrambled net of 2^log2 points as integers below 2^BITS, (COORDINATES, 2^log2), not to be written.

    One matrix for each coordinate mixes the digits (Matousek 1998): the first points of Sobol's own sequence lie badly
    in some planes. The mixture is the same always; what is random is the shift.
    """
    mixing = np.tril(np.random.default_rng(1).integers(0, 2, (COORDINATES, BITS, BITS)), -1) + np.eye(
        BITS, dtype=np.int64
    )
    place = np.arange(BITS - 1, -1, -1)
    digits = directions()[:, None, :log2] >> place[None, :, None] & 1
    points = combined(np.tensordot(1 << place, mixing @ digits & 1, (0, 1))).astype(np.int32)
    points.flags.writeable = False
    return points


def combined(directions: Any) -> Any:
    """Return, for each coordinate, the sum without carry of each subset of its direction numbers.

    >>> combined(np.array([[2, 1], [2, 3]])).tolist()
    [[0, 2, 1, 3], [0, 2, 3, 1]]
    """
    points = np.zeros((len(directions), 1), dtype=np.int64)
    for direction in directions.T:
        points = np.concatenate([points, points ^ direction[:, None]], axis=1)
    return points


def directions() -> Any:
    """Return the direction numbers of Sobol's sequence scaled to BITS digits, (COORDINATES, BITS)."""
    found = [[1 << (BITS - 1 - k) for k in range(BITS)]]
    for degree, coefficients, start in _DIRECTIONS:
        numbers = list(start)
        for k in range(degree, BITS):
            value = numbers[k - degree] ^ (numbers[k - degree] << degree)
            for j in range(1, degree):
                if coefficients >> (degree - 1 - j) & 1:
                    value ^= numbers[k - j] << j
            numbers.append(value)
        found.append([number << (BITS - 1 - k) for k, number in enumerate(numbers)])
    return np.array(found)
