"""Several predictors on the very same prompts, so that their differences have small errors."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from lsa_theory.errors import UnknownName
from lsa_theory.model import squared_error
from lsa_theory.simulation.estimates.budget import Budget, as_budget, chunk_size
from lsa_theory.simulation.estimates.estimate import Estimate
from lsa_theory.simulation.estimates.moments import Moments
from lsa_theory.simulation.estimates.source import Source, accumulate
from lsa_theory.simulation.law import PromptLaw
from lsa_theory.simulation.loss import Prediction
from lsa_theory.simulation.validation import as_generator


@dataclass(frozen=True, eq=False)
class SideBySide:
    """The losses of predictors on the same prompts.

    Parameters
    ----------
    losses : dict of str to Estimate
        Of each predictor.
    excesses : dict of str to Estimate
        Of each predictor's loss minus the reference's, prompt by prompt.

    Examples
    --------
    >>> import numpy as np
    >>> from lsa_theory.simulation import PromptLaw, least_squares, ridge, side_by_side
    >>> law = PromptLaw(np.eye(2), 8, noise_variance=0.25)
    >>> predictors = {"least squares": least_squares, "ridge": ridge(0.25)}
    >>> seen = side_by_side(np.random.default_rng(0), law, predictors, "ridge", 20_000)
    >>> sorted(seen.losses), bool(seen.excesses["least squares"].mean > 0)
    (['least squares', 'ridge'], True)
    """

    losses: dict[str, Estimate]
    excesses: dict[str, Estimate]


def side_by_side(
    rng: np.random.Generator,
    law: PromptLaw,
    predictors: Mapping[str, Prediction],
    reference: str,
    budget: Budget | int = 100_000,
) -> SideBySide:
    """Observe predictors on the same prompts.

    Parameters
    ----------
    rng : numpy.random.Generator
        All randomness.
    law : PromptLaw
        Where prompts come from.
    predictors : mapping of str to callable
        Each `Prompts -> (B,)`.
    reference : str
        The one from which the excess is counted.
    budget : Budget or int
        When to stop; a relative error is asked of every loss and every excess.

    Raises
    ------
    UnknownName
        If `reference` is not among the predictors.

    Examples
    --------
    >>> from lsa_theory.simulation.baselines import best_linear, least_squares, ridge
    >>> predictors = {"best": best_linear(), "least squares": least_squares, "ridge": ridge(0.25)}
    >>> law = PromptLaw(np.eye(2), 8, noise_variance=0.25)
    >>> seen = side_by_side(np.random.default_rng(0), law, predictors, "best", 20_000)
    >>> seen.losses["best"].mean < 1e-25, seen.excesses["ridge"].mean < seen.excesses["least squares"].mean
    (True, True)
    """
    if reference not in predictors:
        raise UnknownName(f"There is no predictor {reference!r}; there are {', '.join(predictors)}.")
    names = list(predictors)
    base = names.index(reference)

    def moments(rng: np.random.Generator, count: int) -> Moments:
        prompts = law.sample(rng, count)
        losses = np.stack(
            [squared_error(predictors[name](prompts), prompts.target) for name in names], axis=1
        )
        return Moments.of(np.stack([losses, losses - losses[:, [base]]], axis=1))

    source = Source("tokens", chunk_size(law.dimension * law.context_length), moments)
    total = accumulate(source, as_generator(rng), as_budget(budget))
    losses, excesses = (
        {name: Estimate.of(total.part(row).part(column)) for column, name in enumerate(names)}
        for row in range(2)
    )
    return SideBySide(losses, excesses)
