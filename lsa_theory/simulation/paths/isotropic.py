"""Everything a multiple of the identity: only the spectrum of the Wishart matrix is left."""

import numpy as np

from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.estimates.budget import chunk_size
from lsa_theory.simulation.estimates.source import Source
from lsa_theory.simulation.law import PromptLaw
from lsa_theory.simulation.paths import assumptions, wishart
from lsa_theory.simulation.paths.assumptions import Assumption, query_second_moment, task_second_moment
from lsa_theory.simulation.paths.bartlett import spectral_traces
from lsa_theory.simulation.paths.weights import Weights

NAME = "isotropic"
ASSUMES: tuple[Assumption, ...] = (*wishart.ASSUMES, assumptions.isotropic)


def source(law: PromptLaw, weights: Weights) -> Source:
    """Return the source of E[(prediction - target)^2 / 2 | spectrum of S]; 2 min(d, M) - 1 numbers a draw.

    The conditional loss of `wishart` with every matrix scalar: a quadratic in S whose trace is taken.
    """
    d = law.dimension
    query = float(query_second_moment(law)[0, 0])
    task = float(task_second_moment(law)[0, 0])
    gain = weights.u / weights.rho * float(weights.U11[0, 0])
    variance = float(np.asarray(law.covariance)[0, 0])
    noise = law.noise_variance

    def losses(rng: np.random.Generator, count: int) -> Array:
        trace, square = spectral_traces(rng, count, d, law.context_length)
        trace, square = variance * trace, variance**2 * square
        total = query * task * (gain**2 * square - 2 * gain * trace + d) + noise * query * gain**2 * trace
        return np.asarray(0.5 * (total + (noise if law.noisy_target else 0.0)))

    return Source.of_values(NAME, chunk_size(8 * d), losses)
