"""Scrambled Sobol points on the (d + 1)-dimensional form of `order_d_integrated`.

A draw is the mean over one independently scrambled set of 2^m points, so draws are independent and unbiased
and their spread gives an honest standard error (Owen 1997); with few draws use Student's interval, as
`Estimate.interval` does.
"""

import numpy as np

from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.covariance import coloured
from lsa_theory.simulation.estimates.moments import Moments
from lsa_theory.simulation.estimates.source import Source
from lsa_theory.simulation.law import GaussianTask, PromptLaw
from lsa_theory.simulation.paths import assumptions, order_d_integrated
from lsa_theory.simulation.paths.assumptions import Assumption
from lsa_theory.simulation.paths.order_d_integrated import conditional_loss
from lsa_theory.simulation.paths.weights import Weights

NAME = "sobol"
ASSUMES: tuple[Assumption, ...] = (*order_d_integrated.ASSUMES, assumptions.gaussian_task)
LOG2_POINTS = 10
FEWEST_SCRAMBLES = 16


def source(law: PromptLaw, weights: Weights, log2_points: int = LOG2_POINTS) -> Source:
    """Return the source of means of E[(prediction - target)^2 / 2 | w, R^2] over one scramble each."""
    loss = conditional_loss(law, weights)
    dimension, length = law.dimension, law.context_length
    random_task = law.task is None or isinstance(law.task, GaussianTask)

    def one(seed: np.random.Generator) -> float:
        from scipy.special import gammaincinv, ndtri
        from scipy.stats import qmc

        columns = dimension + 1 if random_task else 1
        points = qmc.Sobol(columns, scramble=True, rng=seed).random_base2(log2_points)
        inside = np.clip(points, 2.0**-54, 1 - 2.0**-53)
        chi_square = 2 * gammaincinv(length / 2, inside[:, 0])
        if not random_task:
            task = np.broadcast_to(np.asarray(law.task), (len(inside), dimension))
        else:
            task = ndtri(inside[:, 1:])
            if isinstance(law.task, GaussianTask) and law.task_root is not None:
                task = law.task.mean + coloured(law.task_root, task[:, :, None].copy())[:, :, 0]
        return float(loss(task, chi_square).mean())

    def moments(rng: np.random.Generator, count: int) -> Moments:
        means: Array = np.array([one(child) for child in rng.spawn(count)])
        return Moments.of(means)

    return Source(NAME, FEWEST_SCRAMBLES, moments, points=2**log2_points, fewest=FEWEST_SCRAMBLES)
