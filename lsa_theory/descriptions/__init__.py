"""Ask for a theory: describe prompts and a layer, and get loss, gradient, flow, minimum and risk.

No closed form is typed in here: the model's own text is run on the description's symbols, the expectation is taken by
the algebra, and what follows is solved for. Where there is no closed form, the result says so and carries the equation
that defines it.
"""

from lsa_theory.descriptions.covariances import (
    CovarianceMixture,
    DeclaredCovariance,
    RandomCovariance,
    WishartCovariance,
)
from lsa_theory.descriptions.expansion import Expansion, expand
from lsa_theory.descriptions.layer import LinearSelfAttention
from lsa_theory.descriptions.loss import PopulationLoss, gradient, gradient_flow, hessian, population_loss
from lsa_theory.descriptions.minimum import Minimum, global_minimum
from lsa_theory.descriptions.problem import InContextRegression
from lsa_theory.descriptions.risk import Risk, prediction_risk, variance_of_squared_error
from lsa_theory.descriptions.stationary import StationaryPoints, StationarySet, stationary_points

__all__ = [
    "CovarianceMixture",
    "DeclaredCovariance",
    "Expansion",
    "InContextRegression",
    "LinearSelfAttention",
    "Minimum",
    "PopulationLoss",
    "RandomCovariance",
    "Risk",
    "StationaryPoints",
    "StationarySet",
    "WishartCovariance",
    "expand",
    "global_minimum",
    "gradient",
    "gradient_flow",
    "hessian",
    "population_loss",
    "prediction_risk",
    "stationary_points",
    "variance_of_squared_error",
]
