"""Exact time courses: isotropic covariates from an isotropic start, and flows that stay diagonal.

For $Lambda = l I$ and $U_11 = a I$ the gradient is a multiple of $I$, so $U_11$ stays one. With $b = u_{-1} a$ and
$g = (1 + 1/N + d/N) l$, the eigenvalue of $Gamma$:

    $db/dt = l^2 (1 - g b) (u^2 + d a^2)$,       and $u^2 - d a^2$ is conserved.

From a balanced start, $u^2 = d a^2$, this is the logistic equation $db/dt = 2 sqrt(d) l^2 b (1 - g b)$, whence

    $b(t) = 1 / (g + (1/b(0) - g) e^{-2 sqrt(d) l^2 t})$,

the sigmoid of Zhang, Singh, Latham & Saxe 2025 (arXiv 2501.16265) for white covariates and merged key and query. Here
$r^2 = d$, and $e$ stands for the exponential. If $U_11(0)$ commutes with $Lambda$ it does so for all $t$, and the flow
is $d$ scalar equations.
"""

from __future__ import annotations

from fractions import Fraction

from lsa_theory.algebra.normal import normal
from lsa_theory.claims.convergence.bound import Bound
from lsa_theory.claims.convergence.descent import Descent
from lsa_theory.claims.convergence.elimination import Vanishes
from lsa_theory.claims.convergence.kept import Growth
from lsa_theory.claims.equality import Claim, Statement
from lsa_theory.claims.flow import Limit
from lsa_theory.claims.named_inequalities import Sign
from lsa_theory.claims.questions.at_least import Step
from lsa_theory.claims.statements.time_course import TimeCourse
from lsa_theory.claims.vector_field import Flow
from lsa_theory.descriptions import InContextRegression, LinearSelfAttention, gradient_flow, population_loss
from lsa_theory.expressions import Expression, as_expression, at, identity, scalar, symmetric
from lsa_theory.theory.setting import N, U, d, u

SOURCE = "derived here"
SIGMOID = "Zhang, Singh, Latham & Saxe 2025 (arXiv 2501.16265), merged key and query, white covariates"
a, b, t = scalar("a"), scalar("b"), scalar("t")
e, r = scalar("e", positive=True), scalar("r", positive=True)
a_0, b_0 = scalar("a_0", positive=True), scalar("b_0", positive=True)
l = scalar("l", positive=True)
ISOTROPIC = InContextRegression(covariate=l * identity(d))
ROOT = Fraction(-1, 2)
COMMUTING = symmetric("U_c", d, family="spectral")
SPECTRAL = symmetric("Lambda_s", d, family="spectral")


def eigenvalue() -> Expression:
    """g, the eigenvalue of Gamma."""
    return (1 + 1 / N + d / N) * l


def as_printed() -> dict[str, Expression]:
    """The reduced equations, and the sigmoid."""
    g, product = eigenvalue(), u * a
    return {
        "a": l**2 * u * (1 - g * product),
        "u": d * l**2 * a * (1 - g * product),
        "b": l**2 * (1 - g * product) * (u**2 + d * a**2),
        "sigmoid": 1 / (g + (1 / b_0 - g) * e),
    }


def steps() -> dict[str, Expression]:
    """The flow of the matrix loss put on U_11 = a I."""
    flow = gradient_flow(population_loss(LinearSelfAttention(), ISOTROPIC))
    return {
        "U": at(flow[U].as_expression(), {U: a * identity(d)}),
        "u": at(flow[u].as_expression(), {U: a * identity(d)}),
    }


def _logistic(rate: Expression, g: Expression) -> Descent:
    """Why da/dt = r l^2 a (1 - r g a^2) takes every a > 0 to a^2 = 1 / (r g)."""
    speed, end = r * l**2, (r * g) ** ROOT
    potential = speed * (r * g * a**4 / 4 - a**2 / 2)
    square = Sign((a**2 - 2 / (r * g)) ** 2)
    return Descent(
        potential,
        Bound(8 / (speed * r * g), lambda: 4 / (r * g) ** 2, [Step(a**4, (1, square))], power=2),
        [Vanishes(a - end, speed * r * g * a * (a + end), [(-1, rate)], linear=True)],
        [Growth(a, speed * (1 - r * g * a**2), floor=speed)],
    )


def claims() -> list[Statement]:
    """The invariant line, the scalar equations, the conserved quantities, the limit, and the eigenbasis."""
    printed, derived = as_printed(), steps()
    scalar_loss = population_loss(LinearSelfAttention(preconditioner="isotropic"), ISOTROPIC)
    own = gradient_flow(scalar_loss)
    # Along U_11 = a I the gradient in a is d times the rate of the matrix flow.
    rates = {a: normal(as_expression(own[a]) / d).as_expression(), u: own[u].as_expression()}
    general = gradient_flow(population_loss(LinearSelfAttention(), InContextRegression(covariate=SPECTRAL)))[
        U
    ].as_expression()
    moved = at(general, {U: COMMUTING})
    on_balance = {s: at(rate, {u: r * a, d: r**2}) for s, rate in rates.items()}
    g = as_expression((1 + 1 / N + r**2 / N) * l)
    # b = u a = r a^2 there, so that db/dt = 2 r a da/dt, a^2 = b / r.
    logistic = at(printed["b"], {u: r * a, d: r**2})
    sigmoid = at(printed["sigmoid"], {d: r**2})
    return [
        Claim(
            derived["U"],
            printed["a"] * identity(d),
            id="descriptions.time-course.line",
            title="multiples of $I$ stay multiples of $I$",
            source=SOURCE,
        ),
        Claim(
            derived["u"],
            printed["u"],
            id="descriptions.time-course.value",
            title="$du/dt$ on that line",
            source=SOURCE,
        ),
        Claim(
            rates[a] * u + rates[u] * a,
            printed["b"],
            id="descriptions.time-course.product",
            title="one scalar equation for $b = u a$",
            source=SOURCE,
        ),
        Claim(
            u * rates[u],
            d * a * rates[a],
            id="descriptions.time-course.balance",
            title="$u^2 - d a^2$ is conserved",
            source=SOURCE,
        ),
        Claim(
            logistic,
            at(2 * r * l**2 * b * (1 - g * b), {b: r * a**2}),
            id="descriptions.time-course.logistic",
            title="from a balanced start it is the logistic equation",
            source=SIGMOID,
            note="$r = sqrt(d)$",
        ),
        TimeCourse(
            Flow({b: 2 * r * l**2 * b * (1 - g * b)}, start={b: b_0}),
            {b: sigmoid},
            t,
            {e: -2 * r * l**2},
            id="descriptions.time-course.sigmoid",
            title="$b(t)$ is a sigmoid from a balanced start",
            source=SIGMOID,
            uses=["descriptions.time-course.logistic"],
            note="$r = sqrt(d)$",
        ),
        Limit(
            Flow({a: on_balance[a]}, {a: a_0}),
            {a: (r * g) ** ROOT},
            proof=_logistic(on_balance[a], g),
            id="descriptions.time-course.limit",
            title="it ends at $b = 1/g$",
            source=SIGMOID,
        ),
        Claim(
            moved @ SPECTRAL,
            SPECTRAL @ moved,
            id="descriptions.time-course.eigenbasis",
            title="$U_11$ that commutes with $Lambda$ goes on commuting",
            source=SOURCE,
            note="so the flow is $d + 1$ scalar equations in the eigenbasis of $Lambda$",
        ),
    ]
