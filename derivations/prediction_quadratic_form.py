"""The prediction is a quadratic form in the parameters.

Source: Zhang, Frei & Bartlett 2024, Lemma 5.1. For every prompt, not only on average: $y_q = u' H u$ with $u = vec
[[U_11, u_12], [u_21', u_{-1}]]$, $H = (1/2) X kron (E E'/N)$, $X = [[0, x_q], [x_q', 0]]$. Uses: the model alone.
"""

from lsa_theory.claims.equality import Claim
from lsa_theory.expressions import BlockContext, Expression, kronecker, zero
from lsa_theory.expressions.entrywise.vectorised import vec
from lsa_theory.theory import setting
from lsa_theory.theory.setting import N, U, d, u, u_12, u_21, x_q

SOURCE = "Zhang, Frei & Bartlett 2024, Lemma 5.1"


def as_printed() -> Expression:
    """U' H u."""
    context = BlockContext()
    parameters = vec(context.block([[U, u_12], [u_21.T, u]]))
    x = context.block([[zero(d, d), x_q], [x_q.T, zero(1)]])
    tokens = setting.embedding()
    return parameters.T @ (kronecker(x, tokens @ tokens.T / N) / 2) @ parameters


def steps() -> dict[str, Expression]:
    """The prediction as the layer computes it."""
    return {"prediction of the layer, all blocks free": setting.prediction()}


def claims() -> list[Claim]:
    """For every prompt, every d and N, and whatever stands in the blocks that are never read."""
    return [
        Claim(
            setting.prediction(),
            as_printed(),
            id="prediction.quadratic-form",
            title="the prediction is $u' H u$",
            source=SOURCE,
        )
    ]
