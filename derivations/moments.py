"""Two Gaussian moments on which the paper's derivation rests.

Source: Zhang, Frei & Bartlett 2024: Lemma D.2, and $E[S^2] = Gamma Lambda$ for the sample covariance $S$.
Assumptions: $x ~ N(0, Lambda)$, the columns of the sample i.i.d.; $A$ is any $d x d$ matrix. Uses: nothing.
"""

from lsa_theory.claims.equality import Claim
from lsa_theory.expressions import E, Expression, gaussian, matrix, trace
from lsa_theory.theory.setting import Gamma, Lambda, X, d

A = matrix("A", d)
x = gaussian("x_0", covariance=Lambda)


def as_printed() -> dict[str, Expression]:
    """The right sides, typed from the paper."""
    return {
        "moment.fourth": Lambda @ (A + A.T) @ Lambda + trace(A @ Lambda) * Lambda,
        "moment.second-of-covariance": Gamma @ Lambda,
    }


def steps() -> dict[str, Expression]:
    """The left sides, as expectations."""
    return {
        "moment.fourth": E(x @ x.T @ A @ x @ x.T),
        "moment.second-of-covariance": E(X.covariance @ X.covariance),
    }


def claims() -> list[Claim]:
    """Both moments, for every d and N."""
    titles = {
        "moment.fourth": "$E[x x' A x x']$",
        "moment.second-of-covariance": "the second moment of the sample covariance",
    }
    printed = as_printed()
    return [
        Claim(
            left, printed[name], id=name, title=titles[name], source="Zhang, Frei & Bartlett 2024, Lemma D.2"
        )
        for name, left in steps().items()
    ]
