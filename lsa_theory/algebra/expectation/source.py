"""A source of randomness as the calculation sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lsa_theory.algebra.expectation.conditions import Noted
from lsa_theory.algebra.ring.polynomial import Terms


@dataclass(frozen=True)
class Source:
    """A random vector, or a sample of i.i.d. ones.

    `count` is the length of the sample, None for a single vector; `count_name` is the name that its Gram
    letters carry. `mean` is empty where it is zero. `gaussian` says that only mean and covariance matter.
    `moment` gives the central moment of an order above two as words between placeholders, None if undeclared.
    `scale` gives E s^(2k) where the centred vector is s times a Gaussian one with E s^2 = 1.
    `coordinate` gives the moments of one of its independent coordinates, `values` what it may be and how probably.
    `frame` is the number of columns, by name, of a random matrix with orthonormal ones.
    Conditions under which a result holds are appended to `conditions`, one list a calculation.
    """

    name: str
    size: str
    count: Terms | None
    count_name: str | None
    covariance: Terms
    mean: Terms
    gaussian: bool = True
    moment: Callable[[int], Terms | None] | None = None
    scale: Callable[[int], Terms] | None = None
    coordinate: Callable[[int], Terms] | None = None
    values: tuple[tuple[int, Terms], ...] | None = None
    frame: str | None = None
    conditions: list[Noted] = field(default_factory=list, compare=False)

    @property
    def why_not_gaussian(self) -> str:
        """What stands in the way of a formula for Gaussian vectors, as a predicate of the name."""
        if self.scale is not None:
            return "is a Gaussian vector times a random scale"
        if self.frame is not None:
            return "is a random orthogonal matrix"
        return "has independent coordinates" if self.coordinate is not None else "has declared moments only"
