"""Consistency of descriptions: special cases, laws of scaling, rotation and permutation, limits.

Each claim compares two descriptions that are derived separately. Rotations are products of reflections
$R = I - 2 v v' / v'v$, so one reflection stands for all; a permutation of coordinates is a rotation.
"""

from fractions import Fraction

from lsa_theory.algebra.normal import normal
from lsa_theory.claims.equality import Claim
from lsa_theory.descriptions import (
    CovarianceMixture,
    InContextRegression,
    LinearSelfAttention,
    WishartCovariance,
    expand,
    global_minimum,
    population_loss,
    prediction_risk,
)
from lsa_theory.descriptions.loss import PopulationLoss
from lsa_theory.expressions import (
    Expression,
    as_expression,
    at,
    gaussian,
    identity,
    positive_definite,
    scalar,
    vector,
    zero,
)
from lsa_theory.expressions.declare import dimension
from lsa_theory.expressions.statistics import variance
from lsa_theory.theory import population_loss as seed, risk as seed_risk
from lsa_theory.theory.setting import B, Lambda, M, N, U, d, u, u_12, u_21

SOURCE = "consistency"
# The normal form decides, and the field shares nothing with it; where neither side commutes, precision decides.
EXACT = ["algebra", "field", "quadrature"]
c, s = scalar("c", positive=True), scalar("s", positive=True)
v, m = vector("v", d), vector("m", d)
n, r = dimension("n"), dimension("r")
Psi, Q = positive_definite("Psi", d), positive_definite("Lambda_q", d)
ALL = LinearSelfAttention(free="all")
R = identity(d) - 2 / (v.T @ v) * (v @ v.T)
GENERAL = InContextRegression(task=Psi, task_mean=m, noise=s, query=Q)


def loss(layer: LinearSelfAttention, problem: InContextRegression | None = None) -> PopulationLoss:
    """The loss of a layer, on the seed paper's prompts if none are given."""
    return population_loss(layer, InContextRegression() if problem is None else problem)


def special_cases() -> dict[str, tuple[Expression, Expression, str]]:
    """A general result at special values, and the special result derived alone."""
    noisy = loss(ALL, GENERAL).as_expression()
    plain = {s: as_expression(0), Psi: identity(d), m: zero(d), Q: Lambda}
    mixture = CovarianceMixture(((Fraction(1, 4), Lambda), (Fraction(3, 4), Lambda)))
    two = LinearSelfAttention(free="all", heads=2)
    U1, p1, r1, u1, U2, p2, r2, u2 = loss(two).parameters
    first = {U1: U, p1: u_12, r1: u_21, u1: u, U2: zero(d, d), p2: zero(d), r2: zero(d), u2: zero(1)}
    separate = LinearSelfAttention(free="all", key_query="separate", rank=r)
    K, other, kappa, *_ = loss(separate).parameters
    layers = LinearSelfAttention(free=("U_11",), layers=2)
    A_1, A_2 = loss(layers).parameters
    single = LinearSelfAttention(free=("U_11",))
    masked = InContextRegression(query_column="masked")
    reduced = LinearSelfAttention()
    isotropic = LinearSelfAttention(preconditioner="isotropic")
    a, own = loss(isotropic).parameters
    return {
        "seed": (loss(ALL).as_expression(), seed.loss(), "the seed paper's loss"),
        "plain": (
            at(noisy, plain),
            loss(ALL).as_expression(),
            "no noise, standard prior, query as the covariates",
        ),
        "mixture": (
            loss(ALL, InContextRegression(covariate=mixture)).as_expression(),
            loss(ALL).as_expression(),
            "a random covariance that is not random",
        ),
        "wishart": (
            expand(loss(reduced, InContextRegression(covariate=WishartCovariance(Lambda, n))), n, 0)
            .terms[0]
            .as_expression(),
            loss(reduced).as_expression(),
            "a Wishart covariance of many degrees of freedom",
        ),
        "one-head": (
            at(loss(two).as_expression(), first),
            loss(ALL).as_expression(),
            "two heads, one of them 0",
        ),
        "merged": (
            loss(separate).as_expression(),
            at(loss(ALL).as_expression(), {U: K.T @ other, u_21: other.T @ kappa}),
            "separate key and query through $K' Q$ and $Q' kappa$",
        ),
        "one-layer": (
            at(loss(layers).as_expression(), {A_1: U, A_2: zero(d, d)}),
            loss(single).as_expression(),
            "two layers, the second of them 0",
        ),
        "masked": (
            loss(reduced, masked).as_expression(),
            loss(reduced).as_expression(),
            "on $u_12 = u_21 = 0$ the mask does not matter",
        ),
        "isotropic": (
            loss(isotropic).as_expression(),
            at(loss(reduced).as_expression(), {U: a * identity(d), u: own}),
            "$U_11 = a I$",
        ),
    }


def laws() -> dict[str, tuple[Expression, Expression, str]]:
    """Scaling, rotation and permutation."""
    full = loss(ALL).as_expression()
    scaled = {Lambda: c**2 * Lambda, Q: c**2 * Q, U: U / c**2, s: c**2 * s}
    turned = {Lambda: R @ Lambda @ R, U: R @ U @ R, u_12: R @ u_12, u_21: R @ u_21}
    heads = loss(LinearSelfAttention(key_query="separate", rank=1, heads=2))
    k1, q1, u1, k2, q2, u2 = heads.parameters
    swapped = {k1: k2, q1: q2, u1: u2, k2: k1, q2: q1, u2: u1}
    orbit = {U: c * U, u_21: c * u_21, u: u / c, u_12: u_12 / c}
    least = as_expression(global_minimum(loss(ALL, InContextRegression(task=Psi, noise=s))).product)
    return {
        "scaling": (
            at(loss(LinearSelfAttention(), GENERAL).as_expression(), scaled),
            c**2 * loss(LinearSelfAttention(), GENERAL).as_expression(),
            "covariates times $c$",
        ),
        "noise-scaling": (
            at(least, {Psi: c * Psi, s: c * s}),
            least,
            "task and noise times $c$ leave the minimiser",
        ),
        "rotation": (at(full, turned), full, "rotated covariates and weights"),
        "orbit": (at(full, orbit), full, "$W^KQ$ times $c$ and $W^PV$ over $c$"),
        "permutation": (at(heads.as_expression(), swapped), heads.as_expression(), "heads exchanged"),
        "sign": (
            at(full, {u: -u, U: -U, u_12: -u_12, u_21: -u_21}),
            full,
            "all weights with the other sign",
        ),
    }


def limits() -> dict[str, tuple[Expression, Expression, str]]:
    """N and M to infinity, and the risk at M = N."""
    trained = global_minimum(loss(LinearSelfAttention()))
    least = as_expression(trained.product)
    risk = prediction_risk(trained).as_expression()
    one = prediction_risk(trained, task=v).as_expression()
    both = expand(expand(risk, M, 0).terms[0], N, 0).terms[0].as_expression()
    free = prediction_risk((loss(LinearSelfAttention(free=("U_11",))), {U: B})).as_expression()
    single = at(loss(LinearSelfAttention(free=("U_11",))).as_expression(), {U: B})
    theorem = at(
        seed_risk.general_risk().as_expression(),
        {seed_risk.a: v, seed_risk.Sigma: variance_of_products(), seed_risk.residual: zero(1)},
    )
    return {
        "N": (
            expand(least, N, 0).terms[0].as_expression(),
            Lambda**-1,
            "the minimiser tends to $Lambda^{-1}$",
        ),
        "N-and-M": (both, 0 * c, "the risk tends to 0"),
        "M-equals-N": (
            at(risk, {M: N}),
            2 * trained.value,
            "averaged over tasks at $M = N$ it is twice the least loss",
        ),
        "M-equals-N-any-B": (at(free, {M: N}), 2 * single, "and so at every $B$"),
        "theorem-4.2": (one, theorem, "the risk of one task is that of Theorem 4.2"),
    }


def variance_of_products() -> Expression:
    """Sigma for noiseless linear labels, derived from one covariate."""
    x = gaussian("x_0", covariance=Lambda)
    return normal(variance(x @ x.T @ v)).as_expression()


def as_printed() -> dict[str, Expression]:
    """The right sides."""
    return {i: pair[1] for group in (special_cases(), laws(), limits()) for i, pair in group.items()}


def steps() -> dict[str, Expression]:
    """The left sides."""
    return {i: pair[0] for group in (special_cases(), laws(), limits()) for i, pair in group.items()}


def _witnesses(name: str) -> list[str]:
    if name in ("plain", "one-head", "merged", "one-layer"):
        # Trees of a hundred words, which cost the field seconds and the balls little.
        return ["algebra", "precision"]
    return [*EXACT, "precision"] if name == "noise-scaling" else EXACT


def claims() -> list[Claim]:
    """One claim for each pair."""
    groups = {"special-case": special_cases(), "law": laws(), "limit": limits()}
    return [
        Claim(left, right, id=f"descriptions.{kind}.{i}", title=title, source=SOURCE, witnesses=_witnesses(i))
        for kind, group in groups.items()
        for i, (left, right, title) in group.items()
    ]
