"""Shifted Sobol points on the (d + 1)-dimensional form of `order_d_integrated`.

A draw is the mean over one set of 2^m points under an independent digital shift, so draws are independent and unbiased
and their spread gives an honest standard error; with few draws use Student's interval, as `Estimate.interval` does. The
set is made once for its size: building and scrambling one for each draw takes longer than the draw.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from lsa_theory.digital_shift import BITS, digitally_shifted
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
LOG2_POINTS = 9
FEWEST_SHIFTS = 16


def source(law: PromptLaw, weights: Weights, log2_points: int = LOG2_POINTS) -> Source:
    """Return the source of means of E[(prediction - target)^2 / 2 | w, R^2] over one shift each."""
    loss = conditional_loss(law, weights)
    dimension, length = law.dimension, law.context_length
    random_task = law.task is None or isinstance(law.task, GaussianTask)

    def one(rng: np.random.Generator) -> float:
        from scipy.special import gammaincinv, ndtri

        net = _net(dimension + 1 if random_task else 1, log2_points)
        inside = np.clip(digitally_shifted(net, rng)[:, 0], 2.0**-54, 1 - 2.0**-53)
        chi_square = 2 * gammaincinv(length / 2, inside[0])
        if not random_task:
            task = np.broadcast_to(np.asarray(law.task), (2**log2_points, dimension))
        else:
            task = ndtri(inside[1:]).T
            if isinstance(law.task, GaussianTask) and law.task_root is not None:
                task = law.task.mean + coloured(law.task_root, task[:, :, None].copy())[:, :, 0]
        return float(loss(task, chi_square).mean())

    def moments(rng: np.random.Generator, count: int) -> Moments:
        means: Array = np.array([one(rng) for _ in range(count)])
        return Moments.of(means)

    return Source(NAME, FEWEST_SHIFTS, moments, points=2**log2_points, fewest=FEWEST_SHIFTS)


@lru_cache(maxsize=4)
def _net(columns: int, log2_points: int) -> NDArray[np.int32]:
    """Return the points as integers of BITS digits, (columns, points); their own scramble is always the same."""
    from scipy.stats import qmc

    engine = qmc.Sobol(columns, scramble=True, rng=np.random.default_rng(0), bits=BITS)
    net = np.ascontiguousarray((engine.random_base2(log2_points) * 2.0**BITS).astype(np.int32).T)
    net.flags.writeable = False
    return net
