"""Every token drawn, and the model's own text run on every column of E: slower, word for word."""

from lsa_theory.simulation.estimates.source import Source
from lsa_theory.simulation.law import PromptLaw
from lsa_theory.simulation.layer import predict_as_defined
from lsa_theory.simulation.loss import observed_loss
from lsa_theory.simulation.paths.assumptions import Assumption
from lsa_theory.simulation.paths.weights import Weights

NAME = "as-defined"
ASSUMES: tuple[Assumption, ...] = ()


def source(law: PromptLaw, weights: Weights) -> Source:
    """Return the source of (prediction - target)^2 / 2 on fresh prompts, (M + 1)^2 scores a draw.

    From the same generator it draws the very prompts that `tokens` draws.
    """
    return observed_loss(
        lambda prompts: predict_as_defined(prompts, weights.key_query, weights.value, weights.rho),
        law,
        path=NAME,
    )
