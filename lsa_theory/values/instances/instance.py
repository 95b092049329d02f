"""An instance: sizes for the dimensions and exact values for the symbols of a claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lsa_theory.expressions.expression import Symbol
from lsa_theory.expressions.random import RandomVector, SampleMatrix

Letter = Symbol | RandomVector | SampleMatrix


@dataclass(frozen=True)
class Instance:
    """Sizes by dimension symbol and entries by symbol: nested ints or Fractions, of shape (rows, cols).

    A random vector or sample over which no expectation is taken has entries too.
    """

    sizes: Mapping[Symbol, int]
    values: Mapping[Letter, Any]

    def size(self, dimension: int | Symbol) -> int:
        """Return the size of a dimension."""
        return dimension if isinstance(dimension, int) else self.sizes[dimension]

    def floats(self, symbol: Symbol) -> Any:
        """Return the entries of a symbol as a float array of shape (rows, cols)."""
        import numpy as np

        return np.asarray(self.values[symbol]).astype(float)
