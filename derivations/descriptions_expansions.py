"""Expansions in $1/N$ and $1/M$, and at $d/N = r$, each with its exact remainder.

Derived here. With $K = Lambda + tr(Lambda) I$, $Gamma = Lambda + K/N$ and everything commutes, so

    $Gamma^{-1} = Lambda^{-1} - K Lambda^{-2} / N + K^2 Lambda^{-2} Gamma^{-1} / N^2$        (an identity),

the risk of the trained layer is affine in $1/M$, and for exact labels it falls as $tr(K^2 Lambda^{-1}) / N^2$ once
$M$ is infinite. At $d/N = r$ with covariates $N(0, I/d)$ and label noise $s$ (the setting of Lu, Letey,
Zavatone-Veth, Maiti & Pehlevan 2025, arXiv 2405.11751, trained on unlimited prompts and tasks) twice the least loss
tends to $(1 + s) r / (1 + (1 + s) r)$.
"""

from fractions import Fraction

from lsa_theory.claims.equality import Claim, Statement
from lsa_theory.claims.statements.limits import EqualUpTo, TendsTo
from lsa_theory.descriptions import (
    Expansion,
    InContextRegression,
    LinearSelfAttention,
    expand,
    global_minimum,
    population_loss,
    prediction_risk,
)
from lsa_theory.expressions import Expression, as_expression, at, identity, inverse, scalar, trace
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
        "minimiser.first": inverse(Lambda) - K @ Lambda**-2 / N,
        "minimiser.remainder": K @ K @ Lambda**-2 @ inverse(Gamma) / N**2,
        "risk.limit": trace(Lambda @ shrunk @ shrunk),
        "risk.of-M": trace(noise),
        "risk.second": trace(K @ K @ Lambda**-1) / N**2,
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


def twice_the_least_loss() -> Expression:
    """Of one number a = U_11, isotropic covariates of covariance I / d, noise of variance s."""
    layer = LinearSelfAttention(preconditioner="isotropic")
    problem = InContextRegression(covariate=identity(d) / d, noise=s)
    return 2 * as_expression(global_minimum(population_loss(layer, problem)).value)


def steps() -> dict[str, Expression]:
    """The expansions."""
    in_m = expand(risk(), M, 1)
    first = minimum()
    return {
        "minimiser.first": first.terms[1].as_expression(),
        "minimiser.remainder": first.remainder,
        "risk.of-M": in_m.terms[1].as_expression(),
        "ratio": expand(twice_the_least_loss(), N, 0, holding={d: ratio * N}).terms[0].as_expression(),
    }


def claims() -> list[Statement]:
    """The orders, the exact remainders, the limits, and the fixed ratio."""
    printed, derived = as_printed(), steps()
    return [
        EqualUpTo(
            inverse(Gamma),
            printed["minimiser.first"],
            N,
            order=2,
            id="descriptions.expansion.minimiser.first",
            title="$Gamma^{-1}$ to first order in $1/N$",
            source=SOURCE,
        ),
        Claim(
            derived["minimiser.remainder"],
            printed["minimiser.remainder"],
            id="descriptions.expansion.minimiser.remainder",
            title="what is left after it, exactly",
            source=SOURCE,
        ),
        TendsTo(
            risk(),
            printed["risk.limit"],
            M,
            id="descriptions.expansion.risk.limit",
            title="the risk as $M -> infinity$",
            source=SOURCE,
        ),
        Claim(
            derived["risk.of-M"],
            printed["risk.of-M"],
            id="descriptions.expansion.risk.of-M",
            title="its $1/M$ term",
            source=SOURCE,
        ),
        EqualUpTo(
            printed["risk.limit"],
            printed["risk.second"],
            N,
            order=3,
            id="descriptions.expansion.risk.second",
            title="as $M -> infinity$ it falls as $1/N^2$: there is no $1/N$ term",
            source=SOURCE,
        ),
        TendsTo(
            twice_the_least_loss(),
            printed["ratio"],
            N,
            holding={d: ratio * N},
            id="descriptions.expansion.ratio",
            title="the least loss at $d/N = r$",
            source=LU,
        ),
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
    ]
