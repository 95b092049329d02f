"""Label noise, a prior with mean and covariance, a query of its own, any normalisation.

General statement derived here: with $T = E w w'$, $R = E x_q x_q'$, noise variance $s$ and $rho$, the loss on $u_12
= u_21 = 0$ depends on these second moments alone. Its special case $w ~ N(0, psi^2 I)$, $rho = N$ is that of Wu,
Zou, Chen, Braverman, Gu & Bartlett, "How Many Pretraining Tasks Are Needed for In-Context Learning of Linear
Regression?" (ICLR 2024, arXiv 2310.08391, section 3), in whose letters $H = Lambda$, $sigma^2 = s$, $R(Gamma)$
without the factor 1/2, and $Gamma = B'$ as $x_q' Gamma (1/N) X y$. The isotropic case is that of Mahankali,
Hashimoto & Ma 2023 (arXiv 2307.03576, Theorem 1): the best step size of one step of gradient descent.
"""

from fractions import Fraction

from lsa_theory.claims.equality import Claim
from lsa_theory.descriptions import InContextRegression, LinearSelfAttention, global_minimum, population_loss
from lsa_theory.descriptions.minimum import Minimum
from lsa_theory.descriptions.product_loss import product_loss
from lsa_theory.expressions import (
    E,
    Expression,
    at,
    identity,
    inverse,
    positive_definite,
    samples,
    scalar,
    trace,
    vector,
    zero,
)
from lsa_theory.theory.setting import B, Lambda, N, d, w

SOURCE = "derived here"
WU = "Wu, Zou, Chen, Braverman, Gu & Bartlett 2024 (arXiv 2310.08391), section 3"
MAHANKALI = "Mahankali, Hashimoto & Ma 2023 (arXiv 2307.03576), Theorem 1"
HALF = Fraction(1, 2)
# Where quadrature integrates the definition exactly, drawing prompts on top takes seconds and adds little.
EXACT = ["algebra", "field", "quadrature"]
Psi, Q = positive_definite("Psi", d), positive_definite("Lambda_q", d)
m, mu = vector("m", d), vector("mu", d)
s, rho, psi = (scalar(n, positive=True) for n in ("s", "rho", "psi"))
LAYER = LinearSelfAttention(free=("U_11",))
GENERAL = InContextRegression(
    task=Psi, task_mean=m, noise=s, query=Q, query_mean=mu, normalisation=rho, query_column="masked"
)
CENTRED = InContextRegression(task=Psi, noise=s, query=Q, normalisation=rho)
RIDGE = InContextRegression(task=psi * identity(d), noise=s)


def as_printed() -> dict[str, Expression]:
    """The loss from second moments; the minimiser; Wu et al.'s minimiser and excess risk."""
    T, R = Psi + m @ m.T, Q + mu @ mu.T
    moment = (N + 1) * (Lambda @ T @ Lambda) + (trace(Lambda @ T) + s) * Lambda
    ridge = (trace(Lambda) + s / psi) / N * identity(d) + (N + 1) / N * Lambda
    gap = B - inverse(ridge)
    return {
        "loss": HALF * trace(R @ T)
        - N / rho * trace(T @ Lambda @ B @ R)
        + N / (2 * rho**2) * trace(moment @ B @ R @ B.T),
        "minimiser": rho * inverse((N + 1) * Lambda + (trace(Lambda @ Psi) + s) * inverse(Psi)),
        "wu.minimiser": inverse(ridge),
        "wu.excess": trace(Lambda @ gap.T @ (psi * (Lambda @ ridge)) @ gap),
    }


def minimum(problem: InContextRegression) -> Minimum:
    """The global minimum of the description."""
    return global_minimum(population_loss(LAYER, problem))


def loss(problem: InContextRegression) -> Expression:
    """l(B) as defined: an expectation over prompts, not yet taken."""
    tree = population_loss(LAYER, problem).tree
    (parameter,) = LAYER.parameters(d)
    return at(tree, {parameter: B})


def step_size() -> Expression:
    """E <w, X y> / E |X y|^2 for isotropic covariates: the best multiple of one step of gradient descent."""
    X = samples("x", covariance=identity(d), count=N)
    noise = samples("epsilon", covariance=s, count=N)
    moved = X @ (X.T @ w + noise.T)
    return E(w.T @ moved) / E(moved.T @ moved)


def steps() -> dict[str, Expression]:
    """Losses as defined, minimisers as solved for."""
    least = minimum(CENTRED).product
    ridge = minimum(RIDGE)
    assert least is not None
    assert ridge.product is not None
    return {
        "loss": loss(GENERAL),
        "minimiser": least,
        "wu.minimiser": ridge.product,
        "wu.excess": 2 * loss(RIDGE) - 2 * ridge.value,
    }


def claims() -> list[Claim]:
    """The general loss and minimiser, and what two papers print of special cases."""
    printed, derived = as_printed(), steps()
    equation = product_loss(LAYER, CENTRED)[0].as_expression()
    isotropic = InContextRegression(covariate=identity(d), noise=s, normalisation=1)
    scaled = minimum(isotropic).product
    from lsa_theory.expressions import gradient

    return [
        Claim(
            derived["loss"],
            printed["loss"],
            id="descriptions.noise-prior.loss",
            title="the loss from second moments of task and query",
            source=SOURCE,
            witnesses=EXACT,
        ),
        Claim(
            at(gradient(equation, B), {B: printed["minimiser"]}),
            zero(d, d),
            id="descriptions.noise-prior.stationary",
            title="$rho ((N+1) Lambda + (tr(Lambda Psi) + s) Psi^{-1})^{-1}$ is stationary",
            source=SOURCE,
            note="$Lambda$ and $Psi$ need not commute; the query's law drops out",
        ),
        Claim(
            derived["minimiser"],
            printed["minimiser"],
            id="descriptions.noise-prior.minimiser",
            title="the minimiser that is solved for is that one",
            source=SOURCE,
        ),
        Claim(
            derived["wu.minimiser"],
            printed["wu.minimiser"],
            id="descriptions.noise-prior.wu-minimiser",
            title="Wu et al.: the optimal one-step preconditioner",
            source=WU,
        ),
        Claim(
            derived["wu.excess"],
            printed["wu.excess"],
            id="descriptions.noise-prior.wu-excess",
            title="Wu et al.: the excess risk is a weighted square",
            source=WU,
            witnesses=EXACT,
        ),
        Claim(
            scaled if scaled is not None else zero(d, d),
            step_size() * identity(d),
            id="descriptions.noise-prior.one-step",
            title="isotropic: one step of gradient descent at the best step size",
            source=MAHANKALI,
            note="the ratio is printed with the posterior mean for $w$, which has the same expectation; "
            "it is $1 / (N + d + 1 + s)$",
        ),
    ]
