"""What is observed: tokens drawn, the layer run and trained, with honest errors. It knows no theory."""

from lsa_theory.simulation.budget import Budget, until
from lsa_theory.simulation.estimate import Estimate
from lsa_theory.simulation.flow import train_by_flow
from lsa_theory.simulation.law import GaussianTask, PromptLaw, sample_prompts
from lsa_theory.simulation.layer import initialisation, predict, predict_as_defined
from lsa_theory.simulation.loss import estimate_gradient, estimate_loss, observe
from lsa_theory.simulation.moments import Moments
from lsa_theory.simulation.prompts import Prompts
from lsa_theory.simulation.stochastic import train_by_sgd
from lsa_theory.simulation.trajectory import Trajectory

__all__ = [
    "Budget",
    "Estimate",
    "GaussianTask",
    "Moments",
    "PromptLaw",
    "Prompts",
    "Trajectory",
    "estimate_gradient",
    "estimate_loss",
    "initialisation",
    "observe",
    "predict",
    "predict_as_defined",
    "sample_prompts",
    "train_by_flow",
    "train_by_sgd",
    "until",
]
