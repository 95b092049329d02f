"""Prompts that were drawn: what the layer reads, and the target it should hit."""

from dataclasses import dataclass, field

import numpy as np

from lsa_theory.errors import ShapeMismatch
from lsa_theory.model import embedding
from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.numpy_context import NumpyContext


@dataclass(frozen=True, eq=False)
class Prompts:
    """A batch of B prompts with M labelled examples each.

    Parameters
    ----------
    covariates : (B, d, M) array
        The columns x_1 ... x_M of each prompt.
    labels : (B, 1, M) array
        y_1 ... y_M, noise included.
    query : (B, d, 1) array
        x_q.
    target : (B,) array
        What the prediction is compared with.
    task : (B, d) array, optional
        The weight vector w, when there is one; the layer never sees it.

    Raises
    ------
    ShapeMismatch
        If the shapes do not fit together.

    Examples
    --------
    >>> import numpy as np
    >>> Prompts(np.ones((4, 2, 3)), np.ones((4, 1, 3)), np.ones((4, 2, 1)), np.ones(4)).tokens().shape
    (4, 3, 4)
    """

    covariates: Array
    labels: Array
    query: Array
    target: Array
    task: Array | None = field(default=None)

    def __post_init__(self) -> None:
        if self.covariates.ndim != 3:
            raise ShapeMismatch(
                f"`covariates` must have shape (B, d, M); given {self.covariates.shape}. "
                "For one prompt add a leading axis: covariates[None]."
            )
        batch, dimension, length = self.covariates.shape
        expected = {"labels": (batch, 1, length), "query": (batch, dimension, 1), "target": (batch,)}
        if self.task is not None:
            expected["task"] = (batch, dimension)
        for name, shape in expected.items():
            given = getattr(self, name).shape
            if given != shape:
                raise ShapeMismatch(
                    f"`{name}` must have shape {shape} to go with covariates of shape "
                    f"{self.covariates.shape}; given {given}."
                )

    def __len__(self) -> int:
        return int(self.covariates.shape[0])

    @property
    def dimension(self) -> int:
        """The d of the covariates."""
        return int(self.covariates.shape[1])

    @property
    def context_length(self) -> int:
        """The number M of labelled examples."""
        return int(self.covariates.shape[2])

    def tokens(self) -> Array:
        """Return the embedding E of each prompt, shape (B, d + 1, M + 1), by the model's own text."""
        context = NumpyContext(self.covariates.dtype)
        tokens: Array = embedding(context, self.covariates, self.labels, self.query)
        return tokens

    def part(self, first: int, last: int) -> "Prompts":
        """Return prompts number `first` up to but without `last`, as views."""
        return Prompts(
            self.covariates[first:last],
            self.labels[first:last],
            self.query[first:last],
            self.target[first:last],
            None if self.task is None else self.task[first:last],
        )

    def astype(self, dtype: type[np.floating]) -> "Prompts":
        """Return the same prompts rounded to `dtype`."""
        return Prompts(
            self.covariates.astype(dtype),
            self.labels.astype(dtype),
            self.query.astype(dtype),
            self.target.astype(dtype),
            None if self.task is None else self.task.astype(dtype),
        )
