"""Double precision for batches of instances of which some may be singular: these become NaN, and cost no other."""

# What the methods do is documented once, on Arithmetic.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Sequence
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

    def negative_eigenvalues(self, factors: Sequence[Sequence[Sequence[Any]]]) -> Any:
        """Count in floats: an eigenvalue that is 0 may come out as either; a matrix that is not symmetric has none."""
        joined = [_joined(rows) for rows in factors]
        whole = joined[0]
        for factor in joined[1:]:
            whole = np.einsum("...ij,...kl->...ikjl", whole, factor).reshape(
                *np.broadcast_shapes(whole.shape[:-2], factor.shape[:-2]),
                whole.shape[-2] * factor.shape[-2],
                whole.shape[-1] * factor.shape[-1],
            )
        turned = np.swapaxes(whole, -1, -2)
        sound = np.isfinite(whole).all(axis=(-1, -2)) & (whole == turned).all(axis=(-1, -2))
        values = np.linalg.eigvalsh(np.where(sound[..., None, None], whole, 0.0))
        return np.where(sound, (values < 0).sum(axis=-1), np.nan)[..., None, None]

    def operator_norm(self, a: Any) -> Any:
        sound = np.isfinite(a).all(axis=(-1, -2), keepdims=True)
        return np.where(sound, super().operator_norm(np.where(sound, a, 0.0)), np.nan)


def _joined(rows: Sequence[Sequence[Any]]) -> Any:
    """Return a block matrix of batches as one batch."""
    batch = np.broadcast_shapes(*(block.shape[:-2] for row in rows for block in row))
    return np.concatenate(
        [np.concatenate([np.broadcast_to(b, (*batch, *b.shape[-2:])) for b in row], axis=-1) for row in rows],
        axis=-2,
    )
