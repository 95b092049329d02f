"""Two layers on isotropic data: the loss through the moments of the Wishart distribution.

The setting of Ahn, Cheng, Daneshmand & Sra 2023 (arXiv 2306.00297): the query's column is masked, layers have $W^KQ
= [[a_i I, 0], [0, 0]]$, $W^PV = [[0, 0], [0, 1]]$, the prediction is minus the last entry. Then two layers are two
steps of gradient descent on the prompt's least squares problem with steps $-a_1$, $-a_2$, and for $Lambda = I$

    $L = E tr (I + a_1 S)^2 (I + a_2 S)^2 / 2$,      $S = X X' / N$,

a polynomial in $a_1$, $a_2$ with the four moments $E tr S^k$. Derived here: the polynomial for every $d$ and $N$,
masked and not. With the query's column included the second layer meets its own first prediction, which adds $a_1
a_2 (|x_q|^2 / N) S x_q$ to $(I + a_1 S)(I + a_2 S) x_q$. By symmetry a critical point of the tied loss is one of
the untied loss; the two best steps differ, and the critical point with equal steps is then a saddle
(tests/descriptions).
"""

from fractions import Fraction

from lsa_theory.claims.equality import Claim
from lsa_theory.descriptions import InContextRegression, LinearSelfAttention, expand, population_loss
from lsa_theory.expressions import E, Expression, at, gaussian, gradient, identity, samples, trace
from lsa_theory.expressions.declare import scalar
from lsa_theory.theory.setting import N, d

SOURCE = "derived here, in the setting of Ahn, Cheng, Daneshmand & Sra 2023 (arXiv 2306.00297)"
EXACT = ["algebra", "field", "quadrature"]
HALF = Fraction(1, 2)
LAYERS = LinearSelfAttention(layers=2, free=("U_11",), preconditioner="isotropic", sign=-1)
TIED = LinearSelfAttention(layers=2, free=("U_11",), preconditioner="isotropic", sign=-1, tied=True)
MASKED = InContextRegression(covariate=identity(d), query_column="masked")
INCLUDED = InContextRegression(covariate=identity(d))
a_1, a_2 = LAYERS.parameters(d)
(a,) = TIED.parameters(d)
ratio = scalar("r", positive=True)


def moments() -> tuple[Expression, ...]:
    """E tr S^k for k = 0 ... 4."""
    return (
        d + 0 * d,
        d + 0 * d,
        d * (N + d + 1) / N,
        d * (N**2 + 3 * N * (d + 1) + d**2 + 3 * d + 4) / N**2,
        d * (N**3 + 6 * N**2 * (d + 1) + N * (6 * d**2 + 17 * d + 21) + d**3 + 6 * d**2 + 21 * d + 20) / N**3,
    )


def as_printed() -> dict[str, Expression]:
    """The polynomials."""
    m = moments()
    first, second = a_1 + a_2, a_1 * a_2
    masked = HALF * (
        m[0]
        + 2 * first * m[1]
        + (first**2 + 2 * second) * m[2]
        + 2 * first * second * m[3]
        + second**2 * m[4]
    )
    cross = second * (d + 2) / N * (m[1] + first * m[2] + second * m[3])
    own = second**2 * (d + 2) * (d + 4) / (2 * N**2) * m[2]
    return {"masked": masked, "included": masked + cross + own}


def steps() -> dict[str, Expression]:
    """The loss as defined, for each treatment of the query's column; and as two steps of gradient descent."""
    X = samples("x", covariance=identity(d), count=N)
    query = gaussian("x_q", covariance=identity(d))
    S = X.gram / N
    two = (identity(d) + a_1 * S) @ (identity(d) + a_2 * S)
    own = a_1 * a_2 * (query.T @ query) / N * (S @ query)
    left = two @ query + own
    return {
        "masked": population_loss(LAYERS, MASKED).tree,
        "included": population_loss(LAYERS, INCLUDED).tree,
        "descent": HALF * E(trace(two @ two.T)),
        "descent, included": HALF * E(left.T @ left),
    }


def claims() -> list[Claim]:
    """Two steps of descent, the polynomials, equal steps, and the limit of many dimensions."""
    printed, derived = as_printed(), steps()
    tied = population_loss(TIED, MASKED)
    swapped = {a_1: a_2, a_2: a_1}
    wide = expand(printed["masked"] / d, N, 0, holding={d: ratio * N}).terms[0].as_expression()
    first, second = a_1 + a_2, a_1 * a_2
    marchenko_pastur = HALF * (
        1
        + 2 * first
        + (first**2 + 2 * second) * (1 + ratio)
        + 2 * first * second * (1 + 3 * ratio + ratio**2)
        + second**2 * (1 + 6 * ratio + 6 * ratio**2 + ratio**3)
    )
    return [
        Claim(
            derived["masked"],
            derived["descent"],
            id="descriptions.two-layers.descent",
            title="two layers are two steps of gradient descent",
            source="Ahn, Cheng, Daneshmand & Sra 2023 (arXiv 2306.00297)",
            witnesses=EXACT,
        ),
        Claim(
            derived["masked"],
            printed["masked"],
            id="descriptions.two-layers.masked",
            title="the loss of two layers, query column masked",
            source=SOURCE,
            witnesses=EXACT,
        ),
        Claim(
            derived["included"],
            printed["included"],
            id="descriptions.two-layers.included",
            title="the loss of two layers, query column included",
            source=SOURCE,
            witnesses=EXACT,
        ),
        Claim(
            derived["descent, included"],
            printed["included"],
            id="descriptions.two-layers.included-descent",
            title="the second layer meets its own first prediction",
            source=SOURCE,
            witnesses=EXACT,
        ),
        Claim(
            at(gradient(printed["masked"], a_1), swapped),
            gradient(printed["masked"], a_2),
            id="descriptions.two-layers.symmetry",
            title="the two steps may be exchanged",
            source=SOURCE,
            note="so a critical point of the tied loss is one of the untied loss",
        ),
        Claim(
            tied.as_expression(),
            at(printed["masked"], {a_1: a, a_2: a}),
            id="descriptions.two-layers.tied",
            title="tied layers",
            source=SOURCE,
        ),
        Claim(
            wide,
            marchenko_pastur,
            id="descriptions.two-layers.wide",
            title="$N$, $d -> infinity$ at $d/N = r$: the moments of Marchenko and Pastur",
            source=SOURCE,
        ),
    ]
