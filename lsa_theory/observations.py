"""How the bundled claims are observed: an instance of a claim handed to the simulation, and starts for flows.

The one place where a claim's symbols meet the simulation's weights; the simulation itself knows no symbol.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from lsa_theory import simulation
from lsa_theory.expressions import Expression, Symbol
from lsa_theory.theory import flow
from lsa_theory.theory.setting import Lambda, N, U, d, u
from lsa_theory.values.instances.instance import Instance

PROMPTS = 50_000
Array = np.ndarray[Any, np.dtype[Any]]


def weights(instance: Instance) -> tuple[Array, Array]:
    """Return W^KQ and W^PV of an instance on the invariant set: u_12 = u_21 = 0, unread blocks 0.

    A claim that puts u_12 = u_21 = 0 still mentions them, so the instance gives them values; they are not used.
    """
    size = instance.size(d)
    key_query, value = np.zeros((size + 1, size + 1)), np.zeros((size + 1, size + 1))
    key_query[:size, :size] = array(instance, U)
    value[size, size] = array(instance, u)[0, 0]
    return key_query, value


def array(instance: Instance, symbol: Symbol) -> Array:
    """Return a symbol's value as floats, zero where the instance has none."""
    shape = (instance.size(symbol.rows), instance.size(symbol.cols))
    if symbol not in instance.values:
        return np.zeros(shape)
    entries = [[float(x) for x in row] for row in instance.values[symbol]]
    return np.array(entries, dtype=np.float64).reshape(shape)


def observe_reduced_loss(rng: np.random.Generator, instance: Instance) -> tuple[Array, Array]:
    """Draw tokens, run the layer, and return the mean loss with its standard error, each 1 x 1."""
    key_query, value = weights(instance)
    # Rounding in single precision is a millionth, a thousandth of what so many prompts resolve.
    estimate = simulation.estimate_loss(
        rng, key_query, value, array(instance, Lambda), instance.size(N), PROMPTS, dtype=np.float32
    )
    return np.reshape(estimate.mean, (1, 1)), np.reshape(estimate.standard_error, (1, 1))


def observe_gradient(block: str) -> Callable[[np.random.Generator, Instance], tuple[Array, Array]]:
    """Return the observation of minus the gradient in one block, by differentiating the layer on tokens."""

    def observe(rng: np.random.Generator, instance: Instance) -> tuple[Array, Array]:
        key_query, value = weights(instance)
        size = instance.size(d)
        for_key_query, for_value = simulation.estimate_gradient(
            rng, key_query, value, array(instance, Lambda), instance.size(N), PROMPTS, dtype=np.float32
        )
        places: Mapping[str, tuple[simulation.Estimate, Any]] = {
            "U_11": (for_key_query, np.s_[:size, :size]),
            "u_21-stays": (for_key_query, np.s_[size:, :size]),
            "u_12-stays": (for_value, np.s_[size:, :size]),
            "u_-1": (for_value, np.s_[size:, size:]),
        }
        estimate, place = places[block]
        mean, error = -np.asarray(estimate.mean)[place], np.asarray(estimate.standard_error)[place]
        return (mean.T, error.T) if block.endswith("stays") else (mean, error)

    return observe


def flow_sides() -> dict[Symbol, Expression]:
    """Return the derived right-hand side of the reduced flow as trees."""
    return {symbol: rate.as_expression() for symbol, rate in flow.reduced_flow().items()}


def balanced_start(rng: np.random.Generator, instance: Instance) -> dict[Symbol, Array]:
    """Return a start of Assumption 3.3 with sigma^2 |Gamma|_op sqrt(d) < 2: random Theta, random sigma."""
    return _start(rng, instance, rng.uniform(0.05, 0.95))


def large_start(rng: np.random.Generator, instance: Instance) -> dict[Symbol, Array]:
    """Return such a start with sigma^2 |Gamma|_op sqrt(d) between 2 and 50, outside the theorem's hypothesis."""
    return _start(rng, instance, float(np.exp(rng.uniform(0.0, np.log(25.0)))))


def surplus_start(rng: np.random.Generator, instance: Instance) -> dict[Symbol, Array]:
    """Return a start with any U_11, not of the form Theta Theta', and u_{-1}^2 = |U_11|_F^2 + c."""
    size = instance.size(d)
    block = rng.standard_normal((size, size)) * rng.uniform(0.1, 1.5)
    surplus = next(float(v[0][0]) for letter, v in instance.values.items() if letter.name == "c")
    return {U: block, u: np.full((1, 1), np.sqrt(surplus + np.sum(block**2)))}


def _start(rng: np.random.Generator, instance: Instance, part: float) -> dict[Symbol, Array]:
    """Return U_11 = sigma Theta Theta', u_{-1} = sigma with sigma^2 = part * 2 / (sqrt(d) |Gamma|_op).

    Gamma is evaluated from its definition, which is part of the assumption and not of the result.
    """
    size, length = instance.size(d), instance.size(N)
    covariance = array(instance, Lambda)
    gamma = (1 + 1 / length) * covariance + np.trace(covariance) / length * np.eye(size)
    bound = 2 / (np.linalg.norm(gamma, 2) * np.sqrt(size))
    theta = rng.standard_normal((size, size))
    theta /= np.sqrt(np.linalg.norm(theta @ theta.T))
    key_query, value = simulation.initialisation(np.sqrt(bound * part), theta)
    return {U: np.asarray(key_query[:size, :size]), u: np.asarray(value[size:, size:])}
