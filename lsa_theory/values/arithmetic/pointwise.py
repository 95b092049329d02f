"""Double precision for batches of instances of which some may be singular: these become NaN, and cost no other."""

# What the methods do is documented once, on Arithmetic.
# ruff: noqa: D102

from __future__ import annotations

from typing import Any

import numpy as np

from lsa_theory.values.arithmetic.plain import Plain, float_function


class Pointwise(Plain):
    """float64 where a value is defined, NaN elsewhere."""

    name = "pointwise"

    def inverse(self, a: Any) -> Any:
        try:
            return np.linalg.inv(a)
        except np.linalg.LinAlgError:
            singular = (np.linalg.det(a) == 0)[..., None, None]
            if not singular.any():
                raise
            # Somewhere else all of them have an inverse.
            return np.where(singular, np.nan, np.linalg.inv(np.where(singular, np.eye(a.shape[-1]), a)))

    def function(self, name: str, a: Any) -> Any:
        inside = {"log": a > 0, "arcsin": np.abs(a) <= 1}.get(name, np.isfinite(a))
        return np.where(inside, float_function(name, np.where(inside, a, 0.5)), np.nan)

    def scalar_root(self, a: Any, order: int) -> Any:
        return np.where(a >= 0, np.abs(a) ** (1 / order), np.nan)

    def matrix_root(self, a: Any, order: int) -> Any:
        sound = np.isfinite(a).all(axis=(-1, -2), keepdims=True)
        values, vectors = np.linalg.eigh(np.where(sound, (a + np.swapaxes(a, -1, -2)) / 2, 0.0))
        sound = sound & np.all(values >= 0, axis=-1)[..., None, None]
        root = vectors * np.abs(values[..., None, :]) ** (1 / order) @ np.swapaxes(vectors, -1, -2)
        return np.where(sound, root, np.nan)

    def operator_norm(self, a: Any) -> Any:
        sound = np.isfinite(a).all(axis=(-1, -2), keepdims=True)
        return np.where(sound, super().operator_norm(np.where(sound, a, 0.0)), np.nan)
