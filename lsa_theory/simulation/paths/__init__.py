"""Ways to draw the loss: the referee and faster ones that need assumptions, one file each."""

from lsa_theory.simulation.paths.select import PATHS, loss_source, refusal
from lsa_theory.simulation.paths.weights import Weights

__all__ = ["PATHS", "Weights", "loss_source", "refusal"]
