"""Two printed statements about prompts with random diagonal covariance, refuted and corrected.

Source: Zhang, Frei & Bartlett 2024, section 4.3 and its appendix.

The initial decrease: $E tr[Lambda^2 Theta Theta'] = |E[Lambda] Theta|_F^2$ takes the mean of a square for the
square of the mean; the difference is a variance, so that it is an inequality. Stated for any independent entries
$m_i + a_i xi_i$ with $E xi_i = 0$, $E xi_i^2 = 1$. The limit of $u_{-1}$ (C.15): with $A = diag(zeta_i / gamma_i)$ the
balance gives $u_{-1}^4 = |A|_F^2 = sum (zeta_i / gamma_i)^2$; the square is missing in print. Here $G = E[Gamma
Lambda^2]$ and $Z = E[Lambda^2]$ are diagonal, hence of one commuting family.
"""

from lsa_theory.algebra.solving.equations import solve_monomial
from lsa_theory.claims.equality import Claim, Statement
from lsa_theory.claims.inequality import Inequality
from lsa_theory.claims.named_inequalities import Sign
from lsa_theory.claims.questions.at_least import Step
from lsa_theory.expressions import E, Expression, inverse, matrix, norm_squared, positive_definite, trace
from lsa_theory.expressions.entrywise.elementwise import diagonal
from lsa_theory.theory.random_setting import Lambda_any, deviations
from lsa_theory.theory.setting import d, u

SOURCE = "Zhang, Frei & Bartlett 2024, section 4.3"
Theta = matrix("Theta", d)
G = positive_definite("G", d, family="diagonal")
Z = positive_definite("Z", d, family="diagonal")


def as_printed() -> dict[str, Expression]:
    """The right sides as printed."""
    return {
        "random.initial-decrease": norm_squared(E(Lambda_any) @ Theta),
        "random.limit-scalar": trace(Z @ inverse(G)),
    }


def steps() -> dict[str, Expression]:
    """The mean over the covariances, and u_{-1}^4 from the balance u^2 = |A / u|_F^2."""
    limit = solve_monomial(u**2 - norm_squared(inverse(G) @ Z / u), u)
    return {
        "random.initial-decrease": E(trace(Lambda_any**2 @ Theta @ Theta.T)),
        "random.limit-scalar": limit.as_expression() ** 4,
    }


def claims() -> list[Statement]:
    """Each as printed (refuted), and corrected (confirmed)."""
    printed, derived = as_printed(), steps()
    mean_square, squared_mean = derived["random.initial-decrease"], printed["random.initial-decrease"]
    spread = norm_squared(diagonal(deviations) @ Theta)
    return [
        Claim(
            mean_square,
            squared_mean,
            id="random.initial-decrease.as-printed",
            title="$E tr[Lambda^2 Theta Theta'] = |E[Lambda] Theta|_F^2$",
            source=SOURCE,
            expected="refuted",
            note="a mean square for a squared mean: an inequality ($>=$) used as an equality",
        ),
        Inequality(
            mean_square,
            squared_mean,
            id="random.initial-decrease",
            corrects="random.initial-decrease.as-printed",
            title="$E tr[Lambda^2 Theta Theta'] >= |E[Lambda] Theta|_F^2$; the variance makes up the difference",
            source=SOURCE,
            proof=[Step(squared_mean, Sign(spread))],
        ),
        Claim(
            derived["random.limit-scalar"],
            printed["random.limit-scalar"],
            id="random.limit-scalar.as-printed",
            title="$u_{-1}^4$ is the sum of $zeta_i / gamma_i$",
            source=SOURCE,
            expected="refuted",
            note="a misprint: the square is missing",
        ),
        Claim(
            derived["random.limit-scalar"],
            trace(Z @ Z @ inverse(G) @ inverse(G)),
            id="random.limit-scalar",
            corrects="random.limit-scalar.as-printed",
            title="$u_{-1}^4$ is the sum of $(zeta_i / gamma_i)^2$",
            source=SOURCE,
        ),
    ]
