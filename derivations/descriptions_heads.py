"""Separate key and query: heads of rank one, their fixed points, the plateaus of the loss.

Zhang, Singh, Latham & Saxe 2025 (arXiv 2501.16265), heads $f(E) = E + sum_h W^PV_h E (E' W_K,h' W_Q,h E) / N$ with
keys and queries of rank one: $U_11 = k q'$ for each head. Their loss has no factor 1/2. The loss depends on the
heads through $B = sum_h u_h k_h q_h'$ alone. For an eigenvector $v$ of $Lambda$ (eigenvalue $l$), $g = (1 + 1/N) l
+ tr(Lambda)/N$, one head along $v$ rests at $u k q' = v v' / (g v'v)$, where the loss has fallen from $tr Lambda$
by $l / (1 + (1 + tr(Lambda)/l) / N)$; each further eigenvector adds its own term: that is the staircase. On its way
a head along $v$ follows one equation, $ds/dt = l^2 s^2 (1 - g s^3)$ for $u = s$, $k = q = s v / |v|$: $l^2 s^2 -
l^3 (1 + (1 + tr(Lambda)/l) / N) s^5$.

$Lambda$ with a given eigenvector is written $l v v' / v'v + Z A Z$ with $Z = I - v v' / v'v$ and $A$ positive definite.
"""

from __future__ import annotations

from fractions import Fraction

from lsa_theory.claims.equality import Claim
from lsa_theory.descriptions import (
    InContextRegression,
    LinearSelfAttention,
    global_minimum,
    gradient_flow,
    population_loss,
)
from lsa_theory.descriptions.product_loss import product_loss
from lsa_theory.expressions import (
    Expression,
    as_expression,
    at,
    gradient,
    identity,
    inverse,
    positive_definite,
    scalar,
    symmetric,
    trace,
    vector,
    zero,
)
from lsa_theory.theory.setting import B, Gamma, Lambda, N, d

SOURCE = "Zhang, Singh, Latham & Saxe 2025 (arXiv 2501.16265), separate key and query"
EXACT = ["algebra", "field", "quadrature"]
ONE = LinearSelfAttention(key_query="separate", rank=1)
TWO = LinearSelfAttention(key_query="separate", rank=1, heads=2)
v = vector("v", d)
l = scalar("l", positive=True)
kappa, omega, scale = scalar("kappa"), scalar("omega"), scalar("scale", positive=True)
A = positive_definite("A", d)
# P commutes with Lambda: a function of its eigenvectors.
Lambda_s, P = (symmetric(n, d, family="spectral") for n in ("Lambda_s", "P"))
k, q, u = ONE.parameters(d)


def projection(direction: Expression) -> Expression:
    """The projection on a direction."""
    return direction @ direction.T / (direction.T @ direction)


def covariance() -> Expression:
    """A covariance with the eigenvector v, of eigenvalue l."""
    rest = identity(d) - projection(v)
    return l * projection(v) + rest @ A @ rest


def eigenvalue(of: Expression, total: Expression) -> Expression:
    """g, the eigenvalue of Gamma that belongs to an eigenvalue of Lambda."""
    return (1 + 1 / N) * of + total / N


def step(of: Expression, total: Expression) -> Expression:
    """By how much learning one eigenvector lowers twice the loss, as printed."""
    return of / (1 + (1 + total / of) / N)


def as_printed() -> dict[str, Expression]:
    """Values of twice the loss on the plateaus, and the rates on the way."""
    total = trace(covariance())
    inner = identity(d) + (identity(d) + trace(Lambda) * Lambda**-1) / N
    inner_s = identity(d) + (identity(d) + trace(Lambda_s) * Lambda_s**-1) / N
    rate = 1 - eigenvalue(l, total) * (v.T @ v) * kappa**2 * omega
    return {
        "first": total - step(l, total),
        "several": trace(Lambda_s) - trace(Lambda_s @ (inner_s**-1) @ (2 * P - P @ P)),
        "gradient": -Lambda_s @ Lambda_s @ (identity(d) - P),
        "last": trace(Lambda) - trace(Lambda @ inner**-1),
        "k": l**2 * kappa * omega * rate * v,
        "u": l**2 * kappa**2 * (v.T @ v) * rate,
    }


def loss(of: Expression) -> Expression:
    """l(B) for a covariance, derived."""
    return at(product_loss(ONE, InContextRegression())[0].as_expression(), {Lambda: of})


def steps() -> dict[str, Expression]:
    """The loss at the fixed points, and the flow put on k = q = kappa v."""
    total = trace(covariance())
    learnt = projection(v) / eigenvalue(l, total)
    several = at(inverse(Gamma), {Lambda: Lambda_s}) @ P
    flow = gradient_flow(population_loss(ONE, InContextRegression()))
    aligned = {k: kappa * v, q: kappa * v, u: omega, Lambda: covariance()}
    return {
        "first": 2 * at(loss(covariance()), {B: learnt}),
        "several": 2 * at(loss(Lambda_s), {B: several}),
        "gradient": at(gradient(loss(Lambda_s), B), {B: several}),
        "last": 2
        * global_minimum(
            population_loss(LinearSelfAttention(key_query="separate"), InContextRegression())
        ).value,
        "k": at(as_expression(flow[k]), aligned),
        "q": at(as_expression(flow[q]), aligned),
        "u": at(as_expression(flow[u]), aligned),
    }


def claims() -> list[Claim]:
    """The loss through B, what is conserved, fixed points, plateaus, and the scalar equation."""
    printed, derived = as_printed(), steps()
    heads = population_loss(TWO, InContextRegression())
    k1, q1, u1, k2, q2, u2 = heads.parameters
    through = at(loss(Lambda), {B: u1 * k1 @ q1.T + u2 * k2 @ q2.T})
    body = heads.as_expression()
    flow = {s: -gradient(body, s) for s in heads.parameters}
    total = trace(covariance())
    rest = {k: scale * v, q: kappa * v, u: 1 / (scale * kappa * eigenvalue(l, total) * (v.T @ v))}
    one = population_loss(ONE, InContextRegression()).as_expression()
    fixed = [at(gradient(one, s), {**rest, Lambda: covariance()}) for s in (k, q, u)]
    return [
        Claim(
            heads.tree,
            through,
            id="descriptions.heads.product",
            title="two heads of rank one: the loss through $B$",
            witnesses=EXACT,
            source=SOURCE,
        ),
        *(
            Claim(
                (first.T @ flow[first]) - (other.T @ flow[other]),
                zero(1),
                id=f"descriptions.heads.balance.{i}",
                title=f"{title} is conserved by the flow",
                source=SOURCE,
            )
            for i, title, first, other in (
                ("key-query", "$|k|^2 - |q|^2$", k2, q2),
                ("key-value", "$|k|^2 - u^2$", k1, u1),
            )
        ),
        Claim(
            derived["gradient"],
            printed["gradient"],
            id="descriptions.heads.plateau.gradient",
            title="on a plateau the gradient in $B$ is $-Lambda^2 (I - P)$",
            note="$P k = k$ and $P q = q$ for the heads that have learnt, so they rest; heads at 0 rest too",
            source=SOURCE,
        ),
        *(
            Claim(
                left,
                zero(d) if i != "u" else zero(1),
                id=f"descriptions.heads.fixed-point.{i}",
                title=f"one head along an eigenvector rests: $dL/d{i} = 0$",
                source=SOURCE,
            )
            for left, i in zip(fixed, "kqu", strict=True)
        ),
        *(
            Claim(
                derived[i],
                printed[i],
                id=f"descriptions.heads.plateau.{i}",
                title=f"twice the loss, {title}",
                source=SOURCE,
            )
            for i, title in (
                ("first", "one eigenvector learnt"),
                ("several", "any eigenvectors learnt, $2 P - P^2 = P$ their projection"),
                ("last", "all learnt: the global minimum"),
            )
        ),
        *(
            Claim(
                derived[i],
                printed["u" if i == "u" else "k"],
                id=f"descriptions.heads.rate.{i}",
                title=f"$d{i}/dt$ along an eigenvector",
                note="with $u = s$ and $|k| = |q| = s$ it is $ds/dt = l^2 s^2 (1 - g s^3)$",
                source=SOURCE,
            )
            for i in "kqu"
        ),
        Claim(
            derived["first"],
            printed["first"] + Fraction(1, 50) * step(l, total),
            id="descriptions.heads.plateau.wrong",
            title="a plateau 2 % of the step off",
            source="negative control",
            expected="refuted",
            witnesses=["algebra", "field", "precision"],
        ),
    ]
