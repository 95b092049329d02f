"""Choosing a path: the fastest that applies, or the one asked for, or an error that names one that does."""

from types import ModuleType

from lsa_theory.errors import InvalidArgument, UnknownName
from lsa_theory.near import did_you_mean
from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.estimates.source import Source
from lsa_theory.simulation.law import PromptLaw
from lsa_theory.simulation.paths import (
    as_defined,
    isotropic,
    order_d,
    order_d_integrated,
    order_d_query_integrated,
    projected,
    sobol,
    tokens,
    tokens_query_integrated,
    wishart,
)
from lsa_theory.simulation.paths.weights import Weights

PATHS: dict[str, ModuleType] = {
    module.NAME: module
    for module in (
        isotropic,
        order_d_integrated,
        order_d_query_integrated,
        order_d,
        projected,
        tokens_query_integrated,
        tokens,
        as_defined,
        wishart,
        sobol,
    )
}
"""In the order in which `auto` prefers them. `tokens` always applies, so those after it are by request."""


def loss_source(
    law: PromptLaw,
    key_query: Array,
    value: Array,
    *,
    path: str = "auto",
    normalisation: float | None = None,
) -> Source:
    """Return a source of draws whose mean is the loss E(prediction - target)^2 / 2.

    Parameters
    ----------
    law : PromptLaw
        Where prompts come from.
    key_query, value : (d + 1, d + 1) array
        W^KQ and W^PV, all blocks.
    path : str
        A name of `PATHS`, or "auto" for the first of them that applies. `Source.path` says which it is.
    normalisation : float, optional
        rho; the context length unless told.

    Raises
    ------
    UnknownName
        If there is no such path.
    InvalidArgument
        If the path asked for does not apply: the message says why, and which does.

    Examples
    --------
    >>> import numpy as np
    >>> law = PromptLaw(np.eye(2), 5, noise_variance=0.01)
    >>> loss_source(law, np.diag([1.0, 2.0, 0.0]), np.eye(3)).path
    'order-d-integrated'
    >>> loss_source(law, np.eye(3), np.ones((3, 3)), path="wishart")
    Traceback (most recent call last):
    ...
    lsa_theory.errors.InvalidArgument: Path 'wishart' does not apply: u12 is not zero. Ask for ...
    """
    weights = Weights.of(law, key_query, value, normalisation)
    if path != "auto" and path not in PATHS:
        near = did_you_mean(path, ("auto", *PATHS))
        raise UnknownName(f"There is no path {path!r}; there are auto, {', '.join(PATHS)}.{near}")
    best = next(name for name in PATHS if refusal(name, law, weights) is None)
    if path != "auto" and (reason := refusal(path, law, weights)):
        raise InvalidArgument(
            f"Path {path!r} does not apply: {reason}. Ask for {best!r}, which does, or for 'auto'."
        )
    chosen: Source = PATHS[best if path == "auto" else path].source(law, weights)
    return chosen


def refusal(name: str, law: PromptLaw, weights: Weights) -> str | None:
    """Return the first reason why a path does not apply, or None if it does.

    Assumptions are asked in order, and a later one may presuppose an earlier one.
    """
    reasons = (assumption(law, weights) for assumption in PATHS[name].ASSUMES)
    return next((reason for reason in reasons if reason is not None), None)
