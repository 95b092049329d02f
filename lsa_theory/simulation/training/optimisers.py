"""Rules that turn a gradient into a displacement, with what one step is worth in time of the flow."""

from typing import Any, Protocol

import numpy as np

from lsa_theory.errors import InvalidArgument
from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.validation import as_positive


class Optimiser(Protocol):
    """What training needs of a rule."""

    time_step: float
    """Time of the gradient flow that one small step covers."""

    def displacement(self, gradient: Array) -> Array:
        """Return what to subtract from the parameter."""

    def state(self) -> dict[str, Any]:
        """Return the buffers, for a checkpoint."""

    def restore(self, state: dict[str, Any]) -> None:
        """Take the buffers of a checkpoint."""


class HeavyBall:
    """v <- momentum v + gradient, displacement learning_rate v; plain gradient descent at momentum 0.

    At equilibrium v is gradient / (1 - momentum), hence the time step learning_rate / (1 - momentum).
    Source: Polyak 1964.

    Examples
    --------
    >>> HeavyBall(0.1, 0.9).time_step
    1.0000000000000002
    """

    def __init__(self, learning_rate: float, momentum: float = 0.0) -> None:
        self.learning_rate = as_positive(learning_rate, "learning_rate")
        if not 0 <= momentum < 1:
            raise InvalidArgument(f"`momentum` must be in [0, 1); given {momentum!r}. Pass e.g. 0.9.")
        self.momentum = momentum
        self.time_step = self.learning_rate / (1 - momentum)
        self.velocity: Array | float = 0.0

    def displacement(self, gradient: Array) -> Array:
        """Return learning_rate x velocity."""
        self.velocity = self.momentum * self.velocity + gradient
        return np.asarray(self.learning_rate * self.velocity)

    def state(self) -> dict[str, Any]:
        """Return the velocity."""
        return {"velocity": np.array(self.velocity)}

    def restore(self, state: dict[str, Any]) -> None:
        """Take the velocity."""
        self.velocity = np.array(state["velocity"])


class Adam:
    """Adam with decay rates 0.9 and 0.999 and 1e-8 in the denominator. Source: Kingma & Ba 2015, algorithm 1.

    Examples
    --------
    The first step has length learning_rate whatever the gradient's size.

    >>> import numpy as np
    >>> Adam(0.1).displacement(np.array([100.0])).round(6)
    array([0.1])
    """

    def __init__(self, learning_rate: float) -> None:
        self.learning_rate = as_positive(learning_rate, "learning_rate")
        self.time_step = self.learning_rate
        self.first: Array | float = 0.0
        self.second: Array | float = 0.0
        self.steps = 0

    def displacement(self, gradient: Array) -> Array:
        """Return the bias-corrected ratio of moments, times learning_rate."""
        self.steps += 1
        self.first = 0.9 * self.first + 0.1 * gradient
        self.second = 0.999 * self.second + 0.001 * gradient**2
        first = self.first / (1 - 0.9**self.steps)
        second = self.second / (1 - 0.999**self.steps)
        return np.asarray(self.learning_rate * first / (np.sqrt(second) + 1e-8))

    def state(self) -> dict[str, Any]:
        """Return both moments and the number of steps."""
        return {"first": np.array(self.first), "second": np.array(self.second), "steps": self.steps}

    def restore(self, state: dict[str, Any]) -> None:
        """Take both moments and the number of steps."""
        self.first, self.second = np.array(state["first"]), np.array(state["second"])
        self.steps = int(state["steps"])


def optimiser(method: str, learning_rate: float, momentum: float) -> Optimiser:
    """Return the rule called "sgd", "momentum" or "adam"; raise `InvalidArgument` for another name."""
    if method == "sgd":
        return HeavyBall(learning_rate)
    if method == "momentum":
        return HeavyBall(learning_rate, momentum)
    if method == "adam":
        return Adam(learning_rate)
    raise InvalidArgument(f"`method` must be one of sgd, momentum, adam; given {method!r}.")
