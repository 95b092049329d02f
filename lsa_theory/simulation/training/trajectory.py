"""What training leaves behind: states at recorded times, and where to go on."""

from dataclasses import dataclass, field
from typing import Any

from lsa_theory.simulation.arrays import Array

State = Any
"""A parameter: an array, a float, or a tuple of these, e.g. (U_11, u_{-1}) or (W^KQ, W^PV)."""


@dataclass(frozen=True, eq=False)
class Trajectory:
    """Recorded states of a training run.

    Parameters
    ----------
    times : (n,) array
        In the unit of the gradient flow: learning rate x steps in the limit of small steps.
    states : list of n states
        Each of the same structure as the start.
    checkpoint : dict
        What resuming needs beyond the last state (optimiser's buffers, generator's state); empty for a flow.

    Examples
    --------
    >>> import numpy as np
    >>> run = Trajectory(np.array([0.0, 1.0]), [(1.0,), (2.0,)])
    >>> run.final, len(run)
    ((2.0,), 2)
    """

    times: Array
    states: list[State]
    checkpoint: dict[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.states)

    @property
    def final(self) -> State:
        """The last recorded state."""
        return self.states[-1]
