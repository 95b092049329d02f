"""How many negative eigenvalues the quadratic form of the prediction has.

Source: Zhang, Frei & Bartlett 2024, after Lemma 5.1. $H = (1/2) X kron (E E'/N)$, $X = [[0, x_q], [x_q', 0]]$.

Spectrum of $X$. $det(mu I - X) = mu^{d-1} (mu^2 - |x_q|^2)$, as printed: the eigenvalues are 0, and $|x_q|$ and
$-|x_q|$ once each.

Negative eigenvalues. Those of a Kronecker product are the products, so $H$ has one negative eigenvalue for each
positive one of $E E'$: their number is $rank(E E')$. Printed: at least $d + 1$, almost surely. But $E E' = T diag(X
X', 1) T'$ with an invertible $T$, so the rank is $rank(X X') + 1$, almost surely $min(N, d) + 1$: the printed
number needs prompts with $N >= d$ examples, a hypothesis that is missing. Uses: `prediction.quadratic-form`.
"""

from fractions import Fraction

from lsa_theory.claims.equality import Claim, Statement
from lsa_theory.claims.inequality import Inequality
from lsa_theory.claims.questions.counted import Congruence
from lsa_theory.claims.statements.inertia import HasNegativeEigenvalues
from lsa_theory.expressions import (
    Block,
    BlockContext,
    Expression,
    identity,
    kronecker,
    negative_eigenvalues,
    rank,
    scalar,
    zero,
)
from lsa_theory.expressions.analysis.words import det
from lsa_theory.expressions.blocks import Kronecker
from lsa_theory.theory import setting
from lsa_theory.theory.setting import N, X, d, w, x_q

SOURCE = "Zhang, Frei & Bartlett 2024, section 5.1"
mu = scalar("mu")


def bordered() -> Block:
    """X = [[0, x_q], [x_q', 0]]."""
    return BlockContext().block([[zero(d, d), x_q], [x_q.T, zero(1)]])


def quadratic_form() -> Kronecker:
    """H = (1/2) X kron (E E'/N)."""
    tokens = setting.embedding()
    return kronecker(bordered() / 2, tokens @ tokens.T / N)


def congruences() -> list[Congruence]:
    """X / 2 and E E'/N as T D T': with T = [[x_q, x_q], [1, -1]], and with T = [[I, x_q], [w', 0]]."""
    quarter = Fraction(1, 4)
    halves = BlockContext().block([[x_q, x_q], [identity(1), -identity(1)]])
    turn = BlockContext().block([[identity(d), x_q], [w.T, zero(1)]])
    return [
        Congruence(halves, [(1, quarter), (-1, quarter)], 4 * (x_q.T @ x_q)),
        Congruence(turn, [(1, X @ X.T / N), (1, 1 / N)], -(w.T @ x_q)),
    ]


def as_printed() -> dict[str, Expression]:
    """The characteristic polynomial of X, and the number of negative eigenvalues claimed."""
    return {
        "prediction.indefinite.spectrum": mu ** (d - 1) * (mu**2 - x_q.T @ x_q),
        "prediction.indefinite": d + 1,
    }


def steps() -> dict[str, Expression]:
    """The determinant, and how many eigenvalues of H are negative."""
    (corner, side), (below, end) = bordered().rows
    return {
        "$det(mu I - X)$": det(
            BlockContext().block([[mu * identity(d) - corner, -side], [-below, mu * identity(1) - end]])
        ),
        "negative eigenvalues of $H$": negative_eigenvalues(quadratic_form()),
    }


def claims() -> list[Statement]:
    """The spectrum of X, the printed count refuted, and the count by congruences."""
    printed, derived = as_printed(), steps()
    return [
        Claim(
            derived["$det(mu I - X)$"],
            printed["prediction.indefinite.spectrum"],
            id="prediction.indefinite.spectrum",
            title="$det(mu I - X) = mu^{d-1} (mu^2 - |x_q|^2)$",
            source=SOURCE,
        ),
        Inequality(
            derived["negative eigenvalues of $H$"],
            printed["prediction.indefinite"],
            id="prediction.indefinite.as-printed",
            title="$H$ has at least $d + 1$ negative eigenvalues",
            source=SOURCE,
            # What has probability one for d = 2, N = 1: a context that is not 0, a label of the query that is not.
            given=[rank(X @ X.T) - 1, rank(w.T @ x_q) - 1],
            expected="refuted",
            note="a missing hypothesis: it needs $N >= d$ examples in the prompt; otherwise there are $N + 1$",
        ),
        HasNegativeEigenvalues(
            quadratic_form(),
            rank(X @ X.T) + 1,
            by=congruences(),
            id="prediction.indefinite",
            corrects="prediction.indefinite.as-printed",
            title="$H$ has $rank(X X') + 1$ negative eigenvalues",
            source=SOURCE,
            note="almost surely $min(N, d) + 1$",
        ),
    ]
