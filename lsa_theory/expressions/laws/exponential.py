"""Exponential coordinates: the eigenvalues of a random diagonal covariance, among others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import factorial
from typing import Any

from lsa_theory.expressions.expression import Expression
from lsa_theory.expressions.laws.coordinate_law import CoordinateLaw
from lsa_theory.expressions.laws.numbers import folded


@dataclass(frozen=True)
class Exponential(CoordinateLaw):
    """Density exp(-x / mean) / mean for x > 0."""

    mean: Expression

    def moment(self, k: int) -> Expression:
        """Return E xi^k = k! mean^k."""
        return folded(factorial(k) * self.mean**k)

    def draw(self, rng: Any, shape: tuple[int, ...], value: Callable[[Expression], float]) -> Any:
        """Return independent numbers of the law."""
        return value(self.mean) * rng.exponential(1.0, shape)
