"""Every token drawn, the layer run: the referee, which applies always."""

from lsa_theory.simulation.estimates.source import Source
from lsa_theory.simulation.law import PromptLaw
from lsa_theory.simulation.layer import predict
from lsa_theory.simulation.loss import observed_loss
from lsa_theory.simulation.paths.assumptions import Assumption
from lsa_theory.simulation.paths.weights import Weights

NAME = "tokens"
ASSUMES: tuple[Assumption, ...] = ()


def source(law: PromptLaw, weights: Weights) -> Source:
    """Return the source of (prediction - target)^2 / 2 on fresh prompts; (d M + 2 d) numbers a draw."""
    return observed_loss(lambda prompts: predict(prompts, weights.key_query, weights.value, weights.rho), law)
