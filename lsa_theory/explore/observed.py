"""What was observed at a few settings: the layer run on drawn prompts, with standard errors, beside the lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from lsa_theory.codegen.compiling import compile
from lsa_theory.explore.formulas import functions
from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.estimates.estimate import Estimate
from lsa_theory.simulation.law import PromptLaw
from lsa_theory.simulation.loss import estimate_loss
from lsa_theory.simulation.risk import estimate_risk
from lsa_theory.simulation.training.flow import train_by_flow

LENGTHS = (2, 5, 10, 20, 50, 100, 200, 500)
SHIFTS = (0.25, 0.5, 1.0, 2.0, 4.0)
TIMES = (0.3, 1.0, 2.0, 4.0, 8.0, 16.0, 40.0)
START = 0.1


@dataclass(frozen=True)
class Setting:
    """Where points are observed; eigenvalues fall geometrically from 1 to 1 / condition."""

    title: str
    d: int
    N: int
    M: int
    condition: float
    noise: float

    @property
    def spectrum(self) -> Array:
        """The eigenvalues, in the page's words: geometric, the largest is 1."""
        powers = np.arange(self.d) / max(1, self.d - 1)
        return np.asarray(self.condition ** (-powers))


SETTINGS = (
    Setting("No noise, five dimensions", 5, 20, 20, 10.0, 0.0),
    Setting("Noisy labels, five dimensions", 5, 20, 20, 10.0, 0.5),
    Setting("Ten dimensions, short prompts", 10, 10, 40, 30.0, 0.1),
)


def observed(draws: int = 20_000, seed: int = 0) -> list[dict[str, Any]]:
    """Return, for each setting, points (x, mean, standard error) of each curve.

    Parameters
    ----------
    draws : int
        Prompts for each point.
    seed : int
        Root of all randomness.
    """
    children = np.random.default_rng(seed).spawn(len(SETTINGS))
    return [_at(setting, rng, draws) for setting, rng in zip(SETTINGS, children, strict=True)]


def _at(setting: Setting, rng: np.random.Generator, draws: int) -> dict[str, Any]:
    known = {f.name: f for f in functions()}

    def numeric(name: str) -> Callable[..., Any]:
        function = known[name]
        made = compile(
            {o.name: o.expression for o in function.outputs}, name=name, arguments=function.arguments
        )
        return made

    d, N, noise = setting.d, setting.N, setting.noise
    covariance = np.diag(setting.spectrum)
    rates, limit = numeric("flow"), numeric("limit")
    start = (START / np.sqrt(d) * np.eye(d), np.float64(START))
    path = train_by_flow(
        lambda state: rates(state[0], covariance, N, state[1], noise), start, TIMES[-1], record=(0.0, *TIMES)
    )
    flow = [
        (t, estimate_loss(rng, *_weights(*state), covariance, N, draws, noise_variance=noise))
        for t, state in zip(path.times[1:], path.states[1:], strict=True)
    ]
    trained = _weights(limit(covariance, N, noise), 1.0)

    def risk(length: int, shift: float) -> Estimate:
        law = PromptLaw(shift * covariance, length, noise_variance=noise)
        return estimate_risk(rng, law, *trained, draws, path="tokens")

    return {
        **asdict(setting),
        "points": {
            "flow": [_point(t, e) for t, e in flow],
            "length": [_point(length, risk(length, 1.0)) for length in LENGTHS],
            "shift": [_point(shift, risk(setting.M, shift)) for shift in SHIFTS],
        },
    }


def _weights(matrix: Array, number: float) -> tuple[Array, Array]:
    d = len(matrix)
    key_query, value = np.zeros((d + 1, d + 1)), np.zeros((d + 1, d + 1))
    key_query[:d, :d] = matrix
    value[d, d] = number
    return key_query, value


def _point(x: float, estimate: Estimate) -> list[float]:
    return [float(x), float(estimate.mean), float(estimate.standard_error)]
