"""The layer trained to the end, as numbers: the bridge from the derived minimum to the simulation's weights."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from lsa_theory.expressions import scalar
from lsa_theory.expressions.expression import Expression, Symbol
from lsa_theory.theory.setting import Lambda, N

Array = np.ndarray[Any, np.dtype[Any]]


def limit_weights(d: int, length: int, covariance: Array, noise_variance: float) -> tuple[Array, Array]:
    """Return W^KQ and W^PV at which training on the population loss ends, u_12 = u_21 = 0.

    Parameters
    ----------
    d, length : int
        Dimension and number N of labelled examples of the training prompts.
    covariance : (d, d) array
        Lambda of the training prompts.
    noise_variance : float
        Of the training labels.

    Returns
    -------
    key_query, value : (d + 1, d + 1) array
        With u_-1 U_11 the minimiser and u_-1 = |U_11|_F, as balanced starts end.

    Examples
    --------
    >>> key_query, value = limit_weights(1, 2, np.eye(1), 0.0)
    >>> round(float(key_query[0, 0] * value[1, 1]), 6)
    0.5
    """
    from lsa_theory.values.numerics.evaluate import evaluate

    variance, minimiser = _minimiser()
    product = evaluate(minimiser, {Lambda: covariance, N: length, variance: noise_variance})
    size = np.sqrt(np.linalg.norm(product))
    key_query, value = np.zeros((d + 1, d + 1)), np.zeros((d + 1, d + 1))
    key_query[:d, :d], value[d, d] = product / size, size
    return key_query, value


@cache
def _minimiser() -> tuple[Symbol, Expression]:
    from lsa_theory.descriptions import (
        InContextRegression,
        LinearSelfAttention,
        global_minimum,
        population_loss,
    )

    variance = scalar("noise_variance")
    found = global_minimum(population_loss(LinearSelfAttention(), InContextRegression(noise=variance)))
    if found.product is None:
        raise AssertionError("the minimiser with label noise has a closed form")
    return variance, found.product
