"""Random covariances that do not commute: the minimiser solves a linear operator equation.

Derived here: with $Gamma_t$ the $Gamma$ of one prompt's covariance $Lambda_t$, the gradient of the loss in $B$ is

    $E[Gamma_t Lambda_t B Lambda_t] - E[Lambda_t^2]$,

a positive definite operator on matrices $B$. For commuting covariances it is Zhang, Frei & Bartlett's Theorem 4.5,
$B = E[Gamma_t Lambda_t^2]^{-1} E[Lambda_t^2]$; where they do not commute there is no such formula (refuted below at
$d = 2$), and the operator, a generalised Sylvester equation, is the answer: `global_minimum(...).solve(...)` solves
it in numbers. For Wishart covariances of mean $I$ no direction is singled out, so $B = b I$ with $b$ in closed form.
"""

from fractions import Fraction

from lsa_theory.claims.equality import Claim
from lsa_theory.descriptions import (
    CovarianceMixture,
    InContextRegression,
    LinearSelfAttention,
    WishartCovariance,
    global_minimum,
    population_loss,
)
from lsa_theory.descriptions.product_loss import product_loss
from lsa_theory.expressions import (
    E,
    Expression,
    at,
    gaussian,
    gradient,
    identity,
    inverse,
    positive_definite,
    samples,
    trace,
    zero,
)
from lsa_theory.expressions.declare import dimension, scalar
from lsa_theory.theory.setting import B, N, d, w

SOURCE = "derived here"
THEOREM = "Zhang, Frei & Bartlett 2024, Theorem 4.5"
EXACT = ["algebra", "field", "quadrature"]
LAYER = LinearSelfAttention(free=("U_11",))
n, b = dimension("n"), scalar("b")
p = Fraction(1, 3)
first, second = positive_definite("Lambda_1", d), positive_definite("Lambda_2", d)
one, other = (positive_definite(f"D_{k}", d, family="diagonal") for k in (1, 2))


def mixture(a: Expression, c: Expression) -> InContextRegression:
    """Prompts with covariance a (probability 1/3) or c (probability 2/3)."""
    return InContextRegression(covariate=CovarianceMixture(((p, a), (1 - p, c))))


def gamma(covariance: Expression) -> Expression:
    """(1 + 1/N) Lambda + tr(Lambda) I / N."""
    return (1 + 1 / N) * covariance + trace(covariance) / N * identity(d)


def mean(f: object, a: Expression, c: Expression) -> Expression:
    """The expectation of f over the mixture."""
    return p * f(a) + (1 - p) * f(c)  # type: ignore[operator, no-any-return]


def as_printed() -> dict[str, Expression]:
    """The operator equation; the commuting formula; b for Wishart covariances of mean I."""
    # The Wishart moments E tr S^3 and E tr S tr S^2, times n^2 / d.
    cubic = n**2 + 3 * n * (d + 1) + d**2 + 3 * d + 4
    mixed = (n + d + 1) * (n * d + 4)
    return {
        "gradient": mean(lambda c: gamma(c) @ c @ B @ c - c @ c, first, second),
        "commuting": inverse(mean(lambda c: gamma(c) @ c @ c, one, other))
        @ mean(lambda c: c @ c, one, other),
        "not commuting": inverse(mean(lambda c: gamma(c) @ c @ c, first, second))
        @ mean(lambda c: c @ c, first, second),
        "wishart": N * n * (n + d + 1) / ((N + 1) * cubic + mixed) * identity(d),
    }


def steps() -> dict[str, Expression]:
    """The equation of each mixture, and the loss on Wishart covariances from Gaussian columns alone."""
    general = global_minimum(population_loss(LAYER, mixture(first, second)))
    diagonal = global_minimum(population_loss(LAYER, mixture(one, other)))
    assert diagonal.product is not None
    return {
        "gradient": general.equation.as_expression(),
        "commuting": diagonal.product,
        "loss": product_loss(LAYER, wishart())[0].as_expression(),
        "loss from columns": from_columns(),
    }


def wishart() -> InContextRegression:
    """Prompts with a Wishart covariance of mean I and n degrees of freedom."""
    return InContextRegression(covariate=WishartCovariance(identity(d), n))


def from_columns() -> Expression:
    """The same loss with x_i = G z_i / sqrt(n): no covariance is ever a symbol."""
    G = samples("g", covariance=identity(d), count=n)
    Z = samples("z", covariance=identity(n), count=N)
    query = gaussian("z_q", covariance=identity(n))
    seen = G @ Z @ Z.T @ G.T / (n * N)
    wrong = w.T @ seen @ B @ G @ query - w.T @ G @ query
    return E(E(wrong**2 / (2 * n), w, Z, query), G)


def claims() -> list[Claim]:
    """The operator equation, its commuting case, the formula that does not extend, the Wishart case."""
    printed, derived = as_printed(), steps()
    least = global_minimum(population_loss(LAYER, wishart()))
    assert least.product is not None
    return [
        Claim(
            gradient(loss_of_mixture(), B),
            printed["gradient"],
            id="descriptions.random-covariance.gradient",
            title="the operator equation, covariances that do not commute",
            source=SOURCE,
            witnesses=EXACT,
        ),
        Claim(
            derived["commuting"],
            printed["commuting"],
            id="descriptions.random-covariance.commuting",
            title="commuting covariances: the formula of Theorem 4.5",
            source=THEOREM,
        ),
        Claim(
            at(derived["gradient"], {B: printed["not commuting"]}),
            zero(d, d),
            id="descriptions.random-covariance.formula-does-not-extend",
            title="the same formula where they do not commute",
            source=SOURCE,
            expected="refuted",
            witnesses=["field", "precision"],
        ),
        Claim(
            derived["loss from columns"],
            derived["loss"],
            id="descriptions.random-covariance.wishart-loss",
            title="the Wishart loss, from Gaussian columns alone",
            source=SOURCE,
            witnesses=EXACT,
        ),
        Claim(
            least.product,
            printed["wishart"],
            id="descriptions.random-covariance.wishart",
            title="Wishart covariances of mean $I$: $B = b I$ in closed form",
            source=SOURCE,
        ),
    ]


def loss_of_mixture() -> Expression:
    """l(B) as defined, an expectation over prompts not yet taken."""
    tree = population_loss(LAYER, mixture(first, second)).tree
    (parameter,) = LAYER.parameters(d)
    return at(tree, {parameter: B})
