"""What a description may not contain: the names that a description gives its own parts, and anything random."""

from __future__ import annotations

from collections.abc import Iterator

from lsa_theory.descriptions.covariances import CovarianceMixture, RandomCovariance, WishartCovariance
from lsa_theory.descriptions.layer import LinearSelfAttention
from lsa_theory.descriptions.problem import InContextRegression
from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions import Expression, Symbol
from lsa_theory.expressions.expression import walk
from lsa_theory.expressions.random import sources

# Prompts are written with these, and the minimum is sought in these.
_OWN = {
    "x": "the covariates",
    "w": "the task",
    "x_q": "the query",
    "epsilon": "the noise",
    "g": "the columns behind a Wishart covariance",
    "B": "the product of the weights",
    "b": "the product of the weights",
}


def check_description(layer: LinearSelfAttention, problem: InContextRegression) -> None:
    """Refuse a description in which a symbol has a name of the descriptions' own, or something is random.

    Two symbols of one name would be one symbol: a noise variance called u would be the layer's u.

    Raises
    ------
    InvalidArgument
        With the name, what it stands for, and what to do.
    """
    moving = {s.name: "a weight of the layer" for s in layer.parameters(problem.dimension)}
    directions = {
        f"{letter}_{name.replace('_', '')}": "a direction in the space of weights"
        for letter in ("V", "W")
        for name in moving
    }
    taken = {**_OWN, **directions, **moving}
    for part, expression in _parts(problem):
        for source in sources(expression):
            raise InvalidArgument(
                f"{part} contains {source.name}, which is random; average it, or describe a covariance that differs "
                "from prompt to prompt by WishartCovariance, CovarianceMixture or DeclaredCovariance"
            )
        for node in walk(expression):
            if isinstance(node, Symbol) and node.name in taken:
                raise InvalidArgument(
                    f"{part} contains a symbol called {node.name}, which is what a description calls "
                    f"{taken[node.name]}; give yours another name"
                )


def fresh(name: str, problem: InContextRegression, layer: LinearSelfAttention) -> str:
    """Return a name like the given one that neither the description nor the layer uses."""
    used = {node.name for _, part in _parts(problem) for node in walk(part) if isinstance(node, Symbol)}
    used |= {symbol.name for symbol in layer.parameters(problem.dimension)}
    candidate, count = name, 0
    while candidate in used:
        count += 1
        candidate = f"{name}_{count}"
    return candidate


def _parts(problem: InContextRegression) -> Iterator[tuple[str, Expression]]:
    covariate = problem.covariate
    if isinstance(covariate, RandomCovariance):
        if isinstance(covariate, WishartCovariance):
            yield "scale", covariate.scale
        elif isinstance(covariate, CovarianceMixture):
            for probability, part in covariate.parts:
                yield "a covariance of the mixture", part
                if isinstance(probability, Expression):
                    yield "a probability of the mixture", probability
    else:
        yield "covariate", covariate
    for name in ("task", "task_mean", "noise", "query", "query_mean", "normalisation"):
        value = getattr(problem, name)
        if isinstance(value, Expression):
            yield name, value
