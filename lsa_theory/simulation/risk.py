"""The risk E(prediction - target)^2 by any path, and against the prompt length."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.estimates.budget import Budget, as_budget
from lsa_theory.simulation.estimates.estimate import Estimate
from lsa_theory.simulation.estimates.source import accumulate
from lsa_theory.simulation.law import PromptLaw
from lsa_theory.simulation.paths import loss_source
from lsa_theory.simulation.validation import as_generator


def estimate_risk(
    rng: np.random.Generator,
    law: PromptLaw,
    key_query: Array,
    value: Array,
    budget: Budget | int = 100_000,
    *,
    path: str = "auto",
    normalisation: float | None = None,
) -> Estimate:
    """Estimate the risk E(prediction - target)^2, twice the loss, on prompts of `law`.

    Parameters
    ----------
    rng : numpy.random.Generator
        All randomness.
    law : PromptLaw
        Test prompts, of any length M.
    key_query, value : (d + 1, d + 1) array
        W^KQ and W^PV.
    budget : Budget or int
        When to stop; an int is a number of draws of the path.
    path : str
        "tokens" for the referee, "auto" for the fastest that applies, or a name of `paths.PATHS`.
    normalisation : float, optional
        rho; the test length M unless told.

    Raises
    ------
    InvalidArgument, UnknownName, ShapeMismatch
        If the path does not apply or does not exist, or the weights do not fit.

    Examples
    --------
    Weights of zero predict 0, so the risk is tr(Lambda).

    >>> zero, law = np.zeros((3, 3)), PromptLaw(np.diag([1.0, 3.0]), 4)
    >>> estimate = estimate_risk(np.random.default_rng(0), law, zero, zero, 10_000, path="tokens")
    >>> abs(estimate.z(4.0)) < 5
    True
    """
    source = loss_source(law, key_query, value, path=path, normalisation=normalisation)
    return Estimate.of(accumulate(source, as_generator(rng), as_budget(budget)), scale=2.0)


def risk_by_length(
    rng: np.random.Generator,
    law: PromptLaw,
    lengths: Sequence[int],
    key_query: Array,
    value: Array,
    budget: Budget | int = 100_000,
    *,
    path: str = "auto",
) -> list[Estimate]:
    """Estimate the risk at each prompt length M, rho = M, from a generator spawned for each.

    Examples
    --------
    >>> law, weights = PromptLaw(np.eye(1), 1), (np.diag([1.0, 0.0]), np.diag([0.0, 1.0]))
    >>> short, long = risk_by_length(np.random.default_rng(0), law, [2, 200], *weights)
    >>> short.mean > long.mean
    True
    """
    return [
        estimate_risk(child, replace(law, context_length=length), key_query, value, budget, path=path)
        for child, length in zip(as_generator(rng).spawn(len(lengths)), lengths, strict=True)
    ]
