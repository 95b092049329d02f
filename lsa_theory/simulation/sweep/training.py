"""Training until the gradient says that it is over: rounds of Adam at falling rates, averages, a fresh look."""

import numpy as np

from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.estimates.budget import Budget
from lsa_theory.simulation.estimates.estimate import Estimate
from lsa_theory.simulation.estimates.source import accumulate
from lsa_theory.simulation.law import PromptLaw
from lsa_theory.simulation.layer import initialisation
from lsa_theory.simulation.loss import observed_gradient
from lsa_theory.simulation.training.gradient import prompt_gradients
from lsa_theory.simulation.training.optimisers import Adam

STEPS, BATCH, ROUNDS = 300, 256, 10
# Of the gradient at the start; the loss is then within about the square of it of its minimum.
GOAL = 0.01
LOOK = 2**15


def trained(
    rng: np.random.Generator, covariance: Array, length: int, noise_variance: float
) -> tuple[Array, Array, str]:
    """Train the layer on fresh prompts from a balanced start, and say how far it came.

    Parameters
    ----------
    rng : numpy.random.Generator
        All randomness.
    covariance : (d, d) array
        Of the prompts' covariates.
    length : int
        N.
    noise_variance : float
        Of the training labels.

    Returns
    -------
    key_query, value : (d + 1, d + 1) array
        Averages over the last half of the last round.
    words : str
        "converged" or "not converged", with the gradient that is left as a share of that at the start.
    """
    d = len(covariance)
    law = PromptLaw(covariance, length, noise_variance=noise_variance)
    # In units in which tr(Lambda) = d the solution has entries of order 1 at every scale of the covariates.
    scale = float(np.trace(covariance)) / d
    weights = np.stack(initialisation(0.5 / np.sqrt(scale), np.eye(d) * d**-0.25))
    start = _gradient_size(rng, law, weights)
    rule = Adam(0.02 / np.sqrt(scale))
    left = 1.0
    for number in range(ROUNDS):
        total, counted = np.zeros_like(weights), 0
        for step in range(STEPS):
            gradient = np.stack(
                prompt_gradients(law.sample(rng, BATCH), weights[0], weights[1], float(length)).mean()
            )
            weights = weights - rule.displacement(gradient)
            if 2 * step >= STEPS:
                total, counted = total + weights, counted + 1
        weights = total / counted
        left = _gradient_size(rng, law, weights) / start
        if left <= GOAL and number >= 2:
            break
        rule.learning_rate *= 0.6
    words = f"{'converged' if left <= GOAL else 'not converged'}: |grad| {left:.1%} of its start"
    return weights[0], weights[1], words


def _gradient_size(rng: np.random.Generator, law: PromptLaw, weights: Array) -> float:
    """Return the norm of the gradient, the part that is noise of its own estimate taken off."""
    source = observed_gradient(law, weights[0], weights[1])
    moments = accumulate(source, rng, Budget(prompts=LOOK))
    parts = Estimate.of(moments.part(0)), Estimate.of(moments.part(1))
    square = sum(float(np.sum(np.square(p.mean) - np.square(p.standard_error))) for p in parts)
    return float(np.sqrt(max(square, 0.0)))
