"""Two printed statements about prompts with random diagonal covariance, refuted and corrected.

Source: Zhang, Frei & Bartlett 2024, section 4.3 and its appendix. Already one dimension decides.

The initial decrease: $E tr[Lambda^2 Theta Theta'] = |E[Lambda] Theta|_F^2$ takes the mean of a square for the
square of the mean; the difference is the variance, so that it is an inequality. The limit of $u_{-1}$ (C.15): with
$A = diag(zeta_i / gamma_i)$ the balance gives $u_{-1}^4 = |A|_F^2 = sum (zeta_i / gamma_i)^2$; the square is
missing in print. Here $G = E[Gamma Lambda^2]$ and $Z = E[Lambda^2]$ are diagonal, hence of one commuting family.
"""

from lsa_theory.algebra.solving.equations import solve_monomial
from lsa_theory.claims.equality import Claim
from lsa_theory.expressions import (
    E,
    Expression,
    inverse,
    norm_squared,
    positive_definite,
    scalar,
    trace,
    with_moments,
)
from lsa_theory.theory.setting import d, u

SOURCE = "Zhang, Frei & Bartlett 2024, section 4.3"
theta, mean = scalar("theta"), scalar("mu", positive=True)
spread = scalar("nu", positive=True)
entry = with_moments("lambda_1", covariance=spread, mean=mean)
G = positive_definite("G", d, family="diagonal")
Z = positive_definite("Z", d, family="diagonal")


def as_printed() -> dict[str, Expression]:
    """The right sides as printed; the first at d = 1."""
    return {
        "random.initial-decrease": E(entry) ** 2 * theta**2,
        "random.limit-scalar": trace(Z @ inverse(G)),
    }


def steps() -> dict[str, Expression]:
    """The second moment, and u_{-1}^4 from the balance u^2 = |A / u|_F^2."""
    limit = solve_monomial(u**2 - norm_squared(inverse(G) @ Z / u), u)
    return {
        "random.initial-decrease": E(entry**2) * theta**2,
        "random.limit-scalar": limit.as_expression() ** 4,
    }


def claims() -> list[Claim]:
    """Each as printed (refuted), and corrected (confirmed)."""
    printed, derived = as_printed(), steps()
    corrected = {
        "random.initial-decrease": (E(entry) ** 2 + spread) * theta**2,
        "random.limit-scalar": trace(Z @ Z @ inverse(G) @ inverse(G)),
    }
    titles = {
        "random.initial-decrease": (
            "a mean square for a squared mean",
            "the variance makes up the difference",
        ),
        "random.limit-scalar": (
            "$u^4$ as printed, without the square",
            "$u^4$ is the sum of $(zeta / gamma)^2$",
        ),
    }
    notes = {
        "random.initial-decrease": "an inequality ($>=$) used as an equality",
        "random.limit-scalar": "a misprint: the square is missing",
    }
    refuted = [
        Claim(
            derived[i],
            printed[i],
            id=f"{i}.as-printed",
            title=titles[i][0],
            source=SOURCE,
            expected="refuted",
            note=notes[i],
        )
        for i in printed
    ]
    return [
        *refuted,
        *(
            Claim(
                derived[i], corrected[i], id=i, title=titles[i][1], source=SOURCE, corrects=f"{i}.as-printed"
            )
            for i in printed
        ),
    ]
