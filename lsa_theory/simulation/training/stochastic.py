"""Training on fresh prompts with the real layer, all blocks: SGD, heavy-ball momentum, Adam."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from lsa_theory.errors import InvalidArgument
from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.law import PromptLaw
from lsa_theory.simulation.layer import checked_weights
from lsa_theory.simulation.training.gradient import prompt_gradients
from lsa_theory.simulation.training.optimisers import Optimiser, optimiser
from lsa_theory.simulation.training.trajectory import State, Trajectory
from lsa_theory.simulation.validation import as_count, as_generator


def train_by_sgd(
    rng: np.random.Generator,
    law: PromptLaw,
    start: tuple[Array, Array],
    *,
    learning_rate: float,
    steps: int,
    batch: int = 256,
    method: str = "sgd",
    momentum: float = 0.9,
    record_every: int | None = None,
    normalisation: float | None = None,
    train: Sequence[str] = ("key_query", "value"),
    checkpoint: dict[str, Any] | None = None,
) -> Trajectory:
    """Train W^KQ and W^PV by stochastic gradients of the loss on fresh prompts.

    Parameters
    ----------
    rng : numpy.random.Generator
        All randomness. When resuming, its state is replaced by the checkpoint's.
    law : PromptLaw
        Where each step's prompts come from.
    start : pair of (d + 1, d + 1) arrays
        (W^KQ, W^PV) at time 0; ignored when resuming.
    learning_rate : float
        eta > 0.
    steps : int
        How many steps to take now.
    batch : int
        Fresh prompts a step.
    method : str
        "sgd", "momentum" (heavy ball) or "adam".
    momentum : float
        Of heavy ball, in [0, 1); not used otherwise.
    record_every : int, optional
        Record each so many steps, and the last; about 100 records unless told.
    normalisation : float, optional
        rho; the context length unless told.
    train : sequence of str
        Which of "key_query" and "value" move; the other stays at its start.
    checkpoint : dict, optional
        `Trajectory.checkpoint` of a run with the same arguments, to go on exactly where it stopped.

    Returns
    -------
    Trajectory
        States (W^KQ, W^PV). Time is eta x steps for "sgd" and eta x steps / (1 - momentum) for "momentum": in
        the limit of small steps that is the time of the gradient flow. Adam follows another flow; its times
        are eta x steps.

    Raises
    ------
    InvalidArgument
        For arguments outside their range, or when the weights overflow.

    Source: Zhang, Frei & Bartlett 2024, section 3, for layer and loss; Polyak 1964; Kingma & Ba 2015.

    Examples
    --------
    >>> import numpy as np
    >>> from lsa_theory.simulation.layer import initialisation
    >>> law, rng = PromptLaw(np.eye(1), 20), np.random.default_rng(0)
    >>> run = train_by_sgd(rng, law, initialisation(0.3, np.eye(1)), learning_rate=0.05, steps=40)
    >>> float(run.times[-1]), run.final[0].shape
    (2.0, (2, 2))
    """
    as_generator(rng)
    count, per_step = as_count(steps, "steps"), as_count(batch, "batch")
    every = max(count // 100, 1) if record_every is None else as_count(record_every, "record_every")
    unknown = set(train) - {"key_query", "value"}
    if unknown:
        raise InvalidArgument(f"`train` may name key_query and value; given {', '.join(sorted(unknown))}.")
    key_query, value, rho = checked_weights(law.dimension, law.context_length, *start, normalisation)
    rule: Optimiser = optimiser(method, learning_rate, momentum)
    weights = np.stack([key_query, value])
    mask = np.array(["key_query" in train, "value" in train], dtype=np.float64)[:, None, None]
    done = 0
    if checkpoint is not None:
        weights, done = checkpoint["weights"].copy(), int(checkpoint["steps"])
        rule.restore(checkpoint["optimiser"])
        rng.bit_generator.state = checkpoint["rng"]
    times, states = [done * rule.time_step], [_state(weights)]
    for step in range(done + 1, done + count + 1):
        gradient = np.stack(prompt_gradients(law.sample(rng, per_step), weights[0], weights[1], rho).mean())
        weights = weights - rule.displacement(gradient * mask)
        if not np.isfinite(weights).all():
            raise InvalidArgument(
                f"The weights overflowed at step {step}; the learning rate {learning_rate!r} is too large. "
                "Halve it."
            )
        if step % every == 0 or step == done + count:
            times.append(step * rule.time_step)
            states.append(_state(weights))
    saved = {
        "weights": weights,
        "steps": done + count,
        "optimiser": rule.state(),
        "rng": rng.bit_generator.state,
    }
    return Trajectory(np.array(times), states, saved)


def _state(weights: Array) -> State:
    return weights[0].copy(), weights[1].copy()
