"""What is observed: tokens drawn, the layer run and trained, with honest errors. It knows no theory."""

from lsa_theory.doors import door
from lsa_theory.simulation.baselines import best_linear, least_squares, ridge
from lsa_theory.simulation.eigenbasis import Eigenbasis
from lsa_theory.simulation.estimates.budget import Budget, until
from lsa_theory.simulation.estimates.estimate import Estimate
from lsa_theory.simulation.estimates.moments import Moments
from lsa_theory.simulation.estimates.sequential import Comparison, compare, look
from lsa_theory.simulation.estimates.side_by_side import SideBySide, side_by_side
from lsa_theory.simulation.estimates.source import Source, accumulate
from lsa_theory.simulation.law import GaussianTask, PromptLaw, sample_prompts
from lsa_theory.simulation.layer import initialisation, predict, predict_as_defined
from lsa_theory.simulation.loss import (
    estimate_gradient,
    estimate_loss,
    observe,
    observed_gradient,
    observed_loss,
)
from lsa_theory.simulation.paths import PATHS, loss_source
from lsa_theory.simulation.prompts import Prompts
from lsa_theory.simulation.risk import estimate_risk, risk_by_length
from lsa_theory.simulation.training.bordered_flow import train_by_bordered_flow
from lsa_theory.simulation.training.descent import batch_gradient, train_by_descent
from lsa_theory.simulation.training.flow import train_by_flow
from lsa_theory.simulation.training.stochastic import train_by_sgd
from lsa_theory.simulation.training.trajectory import Trajectory

for _name in [name for name, value in globals().items() if callable(value) and name != "door"]:
    globals()[_name] = door(globals()[_name], __name__)

__all__ = [
    "PATHS",
    "Budget",
    "Comparison",
    "Eigenbasis",
    "Estimate",
    "GaussianTask",
    "Moments",
    "PromptLaw",
    "Prompts",
    "SideBySide",
    "Source",
    "Trajectory",
    "accumulate",
    "batch_gradient",
    "best_linear",
    "compare",
    "estimate_gradient",
    "estimate_loss",
    "estimate_risk",
    "initialisation",
    "least_squares",
    "look",
    "loss_source",
    "observe",
    "observed_gradient",
    "observed_loss",
    "predict",
    "predict_as_defined",
    "ridge",
    "risk_by_length",
    "sample_prompts",
    "side_by_side",
    "train_by_bordered_flow",
    "train_by_descent",
    "train_by_flow",
    "train_by_sgd",
    "until",
]
