"""Full-batch gradient descent: on a gradient that is handed in, e.g. that of the loss on fixed prompts."""

from collections.abc import Callable
from typing import Any

import numpy as np

from lsa_theory.errors import InvalidArgument
from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.layer import checked_weights
from lsa_theory.simulation.prompts import Prompts
from lsa_theory.simulation.training.gradient import prompt_gradients
from lsa_theory.simulation.training.optimisers import optimiser
from lsa_theory.simulation.training.packing import Packing
from lsa_theory.simulation.training.trajectory import State, Trajectory
from lsa_theory.simulation.validation import as_count


def train_by_descent(
    gradient: Callable[[State], State],
    start: State,
    *,
    learning_rate: float,
    steps: int,
    method: str = "sgd",
    momentum: float = 0.9,
    record_every: int | None = None,
    checkpoint: dict[str, Any] | None = None,
) -> Trajectory:
    """Descend along a gradient: theta <- theta - learning_rate x gradient(theta).

    Parameters
    ----------
    gradient : callable
        `state -> state`: of a population loss, or `batch_gradient(prompts)`.
    start : array, float, or tuple of these
        theta at time 0; when resuming, an example of its structure.
    learning_rate, steps, method, momentum, record_every
        As `train_by_sgd` takes them; "sgd" is plain gradient descent here.
    checkpoint : dict, optional
        `Trajectory.checkpoint` of a run with the same arguments, to go on exactly where it stopped.

    Returns
    -------
    Trajectory
        Times are learning rate x steps, over (1 - momentum) for "momentum": the time of the gradient flow in
        the limit of small steps.

    Raises
    ------
    InvalidArgument
        For arguments outside their range, or when theta overflows.

    Examples
    --------
    >>> run = train_by_descent(lambda theta: theta, 1.0, learning_rate=0.5, steps=3, record_every=1)
    >>> [float(state) for state in run.states], run.times.tolist()
    ([1.0, 0.5, 0.25, 0.125], [0.0, 0.5, 1.0, 1.5])
    """
    count = as_count(steps, "steps")
    every = max(count // 100, 1) if record_every is None else as_count(record_every, "record_every")
    packing, rule, done = Packing(start), optimiser(method, learning_rate, momentum), 0
    vector = packing.flat(start)
    if checkpoint is not None:
        vector, done = checkpoint["state"].copy(), int(checkpoint["steps"])
        rule.restore(checkpoint["optimiser"])
    times, states = [done * rule.time_step], [packing.unflat(vector)]
    for step in range(done + 1, done + count + 1):
        vector = vector - rule.displacement(packing.flat(gradient(packing.unflat(vector))))
        if not np.isfinite(vector).all():
            raise InvalidArgument(
                f"The parameters overflowed at step {step}; the learning rate {learning_rate!r} is too "
                "large. Halve it."
            )
        if step % every == 0 or step == done + count:
            times.append(step * rule.time_step)
            states.append(packing.unflat(vector))
    saved = {"state": vector, "steps": done + count, "optimiser": rule.state()}
    return Trajectory(np.array(times), states, saved)


def batch_gradient(
    prompts: Prompts, normalisation: float | None = None
) -> Callable[[tuple[Array, Array]], tuple[Array, Array]]:
    """Return the gradient, in (W^KQ, W^PV), of the mean loss on these prompts: full-batch training.

    Parameters
    ----------
    prompts : Prompts
        The training set.
    normalisation : float, optional
        rho; the prompts' number of labelled examples unless told.

    Examples
    --------
    >>> from lsa_theory.simulation import initialisation, sample_prompts
    >>> prompts = sample_prompts(np.random.default_rng(0), np.eye(2), 10, 100)
    >>> start = initialisation(0.5, np.eye(2) * 2**-0.25)
    >>> run = train_by_descent(batch_gradient(prompts), start, learning_rate=0.05, steps=10)
    >>> run.final[0].shape
    (3, 3)
    """

    def gradient(state: tuple[Array, Array]) -> tuple[Array, Array]:
        """Return the mean derivative in (W^KQ, W^PV)."""
        key_query, value, rho = checked_weights(
            prompts.dimension, prompts.context_length, state[0], state[1], normalisation
        )
        return prompt_gradients(prompts, key_query, value, rho).mean()

    return gradient
