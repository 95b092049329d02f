"""Instances made smaller or larger as a whole: an integral may exist for small matrices alone, or for many degrees."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from lsa_theory.values.instances.instance import Instance

# What instances are multiplied by, one after the other, while there is no mean at those drawn as they come.
FACTORS = (
    *(Fraction(1), Fraction(8), Fraction(64), Fraction(1)),
    *(Fraction(1, 4), Fraction(1, 16), Fraction(1, 64), Fraction(1, 256)),
)


def scaled(instance: Instance, factor: Fraction) -> Instance:
    """Return an instance with every entry of every letter times a number.

    >>> from lsa_theory.expressions import scalar
    >>> c = scalar("c")
    >>> scaled(Instance({}, {c: [[3]]}), Fraction(1, 4)).values[c].tolist()
    [[Fraction(3, 4)]]
    """
    if factor == 1:
        return instance
    values = {letter: np.array(value, dtype=object) * factor for letter, value in instance.values.items()}
    return Instance(instance.sizes, values)
