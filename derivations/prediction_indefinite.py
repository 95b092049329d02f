"""How many negative eigenvalues the quadratic form of the prediction has.

Source: Zhang, Frei & Bartlett 2024, after Lemma 5.1. $H = (1/2) X kron (E E'/N)$, $X = [[0, x_q], [x_q', 0]]$.

Spectrum of $X$. $det(mu I - X) = mu^{d-1} (mu^2 - |x_q|^2)$, as printed: the eigenvalues are 0, and $|x_q|$ and
$-|x_q|$ once each.

Negative eigenvalues. Those of a Kronecker product are the products, so $H$ has one negative eigenvalue for each
positive one of $E E'$: their number is $rank(E E')$. Printed: at least $d + 1$, almost surely. But $E E' = T diag(X
X', <w, x_q>^2) T'$ with an invertible $T$, so the rank is $rank(X X') + 1 = min(N, d) + 1$: the printed number
needs prompts with $N >= d$ examples, a hypothesis that is missing. Uses: `prediction.quadratic-form`.
"""

from lsa_theory.claims.equality import Claim, Statement
from lsa_theory.claims.inequality import Inequality
from lsa_theory.expressions import (
    Block,
    BlockContext,
    Expression,
    identity,
    kronecker,
    negative_eigenvalues,
    rank,
    scalar,
    vector,
    zero,
)
from lsa_theory.expressions.analysis.words import det
from lsa_theory.theory import setting
from lsa_theory.theory.setting import N, X, d, w, x_q

SOURCE = "Zhang, Frei & Bartlett 2024, section 5.1"
p, q = vector("p", d), vector("q", d)
s, t, mu = scalar("s"), scalar("t"), scalar("mu")
inner = w.T @ x_q


def bordered() -> Block:
    """X = [[0, x_q], [x_q', 0]]."""
    return BlockContext().block([[zero(d, d), x_q], [x_q.T, zero(1)]])


def congruence() -> Block:
    """T = [[I, x_q / <w, x_q>], [w', 0]], whose determinant is -1: it is invertible."""
    return BlockContext().block([[identity(d), x_q / inner], [w.T, zero(1)]])


def form(matrix: Block) -> Expression:
    """[p', s] matrix [q; t]: equal for all p, q, s, t only if the matrices are equal."""
    (first, second), (third, fourth) = matrix.rows
    return p.T @ first @ q + p.T @ second * t + s * (third @ q) + s * fourth * t


def as_printed() -> dict[str, Expression]:
    """The characteristic polynomial of X, and the number of negative eigenvalues claimed."""
    return {
        "prediction.indefinite.spectrum": mu ** (d - 1) * (mu**2 - x_q.T @ x_q),
        "prediction.indefinite": d + 1,
    }


def steps() -> dict[str, Expression]:
    """The determinant, E E' of a prompt as a quadratic form, and how many eigenvalues of H are negative."""
    tokens = setting.embedding()
    (corner, side), (below, end) = bordered().rows
    return {
        "$det(mu I - X)$": det(
            BlockContext().block([[mu * identity(d) - corner, -side], [-below, mu * identity(1) - end]])
        ),
        "$[p', s] E E' [q; t]$": form(tokens @ tokens.T),
        "negative eigenvalues of $H$": negative_eigenvalues(kronecker(bordered() / 2, tokens @ tokens.T / N)),
    }


def claims() -> list[Statement]:
    """The spectrum of X, the congruence, and the printed count refuted."""
    printed, derived = as_printed(), steps()
    tokens = setting.embedding()
    middle = BlockContext().block([[X @ X.T, zero(d)], [zero(1, d), inner * inner]])
    turn = congruence()
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
            given=[rank(X @ X.T) - 1, rank(inner) - 1],
            expected="refuted",
            note="a missing hypothesis: it needs $N >= d$ examples in the prompt; otherwise there are $N + 1$",
        ),
        Claim(
            form(tokens @ tokens.T),
            form(turn @ middle @ turn.T),
            id="prediction.indefinite",
            corrects="prediction.indefinite.as-printed",
            title="$E E'$ is congruent to $diag(X X', <w, x_q>^2)$",
            source=SOURCE,
            note="so $H$ has $rank(X X') + 1 = min(N, d) + 1$ negative eigenvalues almost surely",
        ),
    ]
