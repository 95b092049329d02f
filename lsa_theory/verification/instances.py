"""An instance: sizes for the dimensions and exact values for the symbols of a claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lsa_theory.algebra.expression import Symbol


@dataclass(frozen=True)
class Instance:
    """Sizes by dimension symbol and entries by symbol: nested ints or Fractions, of shape (rows, cols)."""

    sizes: Mapping[Symbol, int]
    values: Mapping[Symbol, Any]

    def size(self, dimension: int | Symbol) -> int:
        """Return the size of a dimension."""
        return dimension if isinstance(dimension, int) else self.sizes[dimension]

    def floats(self, symbol: Symbol) -> Any:
        """Return the entries of a symbol as a float array of shape (rows, cols)."""
        import numpy as np

        return np.asarray(self.values[symbol]).astype(float)
