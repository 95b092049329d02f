"""Expansions in $1/N$ and $1/M$, and at $d/N = r$, each with its exact remainder.

Derived here. With $K = Lambda + tr(Lambda) I$, $Gamma = Lambda + K/N$ and everything commutes, so

    $Gamma^{-1} = Lambda^{-1} - K Lambda^{-2} / N + K^2 Lambda^{-2} Gamma^{-1} / N^2$        (an identity),

the risk of the trained layer is affine in $1/M$, and for exact labels it falls as $tr(K^2 Lambda^{-1}) / N^2$ once
$M$ is infinite. At $d/N = r$ with covariates $N(0, I/d)$ and label noise $s$ (the setting of Lu, Letey,
Zavatone-Veth, Maiti & Pehlevan 2025, arXiv 2405.11751, trained on unlimited prompts and tasks) twice the least loss
tends to $(1 + s) r / (1 + (1 + s) r)$.
"""

from fractions import Fraction

from lsa_theory.claims.equality import Claim
from lsa_theory.descriptions import (
    Expansion,
    InContextRegression,
    LinearSelfAttention,
    expand,
    global_minimum,
    population_loss,
    prediction_risk,
)
from lsa_theory.expressions import Expression, at, identity, inverse, scalar, trace, zero
from lsa_theory.theory.setting import Gamma, Lambda, M, N, d

SOURCE = "derived here"
LU = "derived here, in the setting of Lu, Letey, Zavatone-Veth, Maiti & Pehlevan 2025 (arXiv 2405.11751)"
s, ratio = scalar("s", positive=True), scalar("r", positive=True)
K = Lambda + trace(Lambda) * identity(d)


def as_printed() -> dict[str, Expression]:
    """Terms and remainders."""
    shrunk = identity(d) - Lambda @ inverse(Gamma)
    noise = (Lambda @ Lambda + trace(Lambda) * Lambda) @ inverse(Gamma) @ inverse(Gamma) @ Lambda
    return {
        "minimiser.first": -(K @ Lambda**-2),
        "minimiser.remainder": K @ K @ Lambda**-2 @ inverse(Gamma) / N**2,
        "risk.limit": trace(Lambda @ shrunk @ shrunk),
        "risk.of-M": trace(noise),
        "risk.second": trace(K @ K @ Lambda**-1),
        "ratio": (1 + s) * ratio / (1 + (1 + s) * ratio),
    }


def minimum() -> Expansion:
    """Gamma^{-1}, as solved for, to first order in 1/N."""
    least = global_minimum(population_loss(LinearSelfAttention(), InContextRegression())).product
    return expand(least, N, 1)


def risk() -> Expression:
    """The risk of the trained layer for every N, M."""
    trained = global_minimum(population_loss(LinearSelfAttention(), InContextRegression()))
    return prediction_risk(trained).as_expression()


def at_fixed_ratio() -> Expression:
    """The limit of twice the least loss as N grows with d = r N."""
    layer = LinearSelfAttention(preconditioner="isotropic")
    problem = InContextRegression(covariate=identity(d) / d, noise=s)
    least = 2 * global_minimum(population_loss(layer, problem)).value
    return expand(least, N, 0, holding={d: ratio * N}).terms[0].as_expression()


def steps() -> dict[str, Expression]:
    """The expansions."""
    in_m = expand(risk(), M, 1)
    in_n = expand(in_m.terms[0], N, 2)
    first = minimum()
    return {
        "minimiser.first": first.terms[1].as_expression(),
        "minimiser.remainder": first.remainder,
        "risk.limit": in_m.terms[0].as_expression(),
        "risk.of-M": in_m.terms[1].as_expression(),
        "risk.second": in_n.terms[2].as_expression(),
        "ratio": at_fixed_ratio(),
        "risk.remainder": in_m.remainder,
        "risk.first": in_n.terms[1].as_expression(),
    }


def claims() -> list[Claim]:
    """The terms, the exact remainders, what vanishes, and the fixed ratio."""
    printed, derived = as_printed(), steps()
    titles = {
        "minimiser.first": "$Gamma^{-1}$ to first order in $1/N$",
        "minimiser.remainder": "what is left after it, exactly",
        "risk.limit": "the risk as $M -> infinity$",
        "risk.of-M": "its $1/M$ term",
        "risk.second": "as $M -> infinity$ it falls as $1/N^2$",
        "ratio": "the least loss at $d/N = r$",
    }
    shown = [
        Claim(
            derived[i],
            printed[i],
            id=f"descriptions.expansion.{i}",
            title=title,
            source=LU if i == "ratio" else SOURCE,
        )
        for i, title in titles.items()
    ]
    return [
        *shown,
        Claim(
            risk() - printed["risk.limit"],
            printed["risk.of-M"] / M,
            id="descriptions.expansion.risk-is-affine",
            title="the risk is affine in $1/M$, without remainder",
            source=SOURCE,
        ),
        Claim(
            at(derived["minimiser.first"], {Lambda: 2 * Lambda}),
            Fraction(1, 2) * derived["minimiser.first"],
            id="descriptions.expansion.homogeneous",
            title="each term scales as $Lambda^{-1}$",
            source=SOURCE,
        ),
        Claim(
            derived["risk.first"],
            zero(1) * trace(Lambda),
            id="descriptions.expansion.no-first-order",
            title="there is no $1/N$ term at $M = infinity$",
            source=SOURCE,
        ),
    ]
