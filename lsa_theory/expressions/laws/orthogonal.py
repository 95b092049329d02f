"""The law of a random orthogonal matrix, or of its first columns: that of Haar, which no rotation changes."""

from __future__ import annotations

from dataclasses import dataclass

from lsa_theory.expressions.expression import Dimension, Expression, Identity, as_expression


@dataclass(frozen=True)
class Orthogonal:
    """The law of a rows x cols matrix Q with Q' Q = I that U Q V has too, for all orthogonal U and V.

    It exists for cols <= rows. Its columns are orthogonal, so they are not independent; each is uniform on the sphere.
    """

    rows: Dimension
    cols: Dimension

    @property
    def covariance(self) -> Expression:
        """The covariance of one column, I / rows."""
        return 1 / as_expression(self.rows) * Identity(self.rows)

    @property
    def mean(self) -> None:
        """Zero, as that of -Q is."""
        return None
