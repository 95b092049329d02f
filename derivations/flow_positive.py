"""$u_{-1}$ stays away from 0: the printed bound, a sharper one, and which hypothesis the proof uses.

Source: Zhang, Frei & Bartlett 2024, section 5 and its appendix (the lower bound on $u_{-1}$). With
$A = Theta Theta'$ of Frobenius norm 1 (written for any $Theta$ by dividing by the norm) and $l = L - tr(Lambda)/2$:

1. $l$ never increases: $dl/dt = -|grad l|^2$.
2. At the start, $-l(0) >= sigma^2 tr(Lambda^2 A) (1 - sigma^2 |Gamma|_op / 2)$. The print has $sqrt(d) |Gamma|_op$;
   the root of $d$ is not needed, because $tr(Lambda A Lambda A) <= |A|_F tr(Lambda A Lambda)$ already.
3. On the balance surface, where $|U|_F = u$, $-l <= tr(Lambda^2 U') u <= |Lambda^2|_F u^2$.

Together, wherever $l <= l(0)$ on the balance surface, $u^2 >= -l(0) / |Lambda^2|_F$. Were $u$ to reach 0, $U$ would
vanish with it and $l$ would be $0 > l(0)$; so $u$ stays positive. Uses: `flow.balance`.
"""

from fractions import Fraction

from lsa_theory.claims.equality import Claim, Statement
from lsa_theory.claims.inequality import Inequality
from lsa_theory.claims.named_inequalities import (
    AtLeastOne,
    CauchySchwarz,
    Frobenius,
    FrobeniusOfTrace,
    Given,
    NormOfPower,
    NormOfTrace,
    Sign,
)
from lsa_theory.claims.questions.at_least import Step
from lsa_theory.expressions import Expression, at, norm_squared, operator_norm, square_root, trace
from lsa_theory.theory import initialisation, minimum
from lsa_theory.theory.flow import reduced_flow, time_derivative
from lsa_theory.theory.initialisation import Theta, sigma
from lsa_theory.theory.setting import B, Gamma, Lambda, U, d, u

SOURCE = "Zhang, Frei & Bartlett 2024, section 5"
HALF = Fraction(1, 2)
A = initialisation.direction()
root = square_root(Lambda)
spread = trace(Lambda @ A @ Lambda)
norm = square_root(norm_squared(U))


def as_printed() -> dict[str, Expression]:
    """The square of the printed bound, with |Lambda Theta|_F^2 = tr(Lambda A Lambda)."""
    slow = 2 - square_root(d) * sigma**2 * operator_norm(Gamma)
    size = 2 * square_root(d) * operator_norm(Lambda) ** 2
    return {"flow.positive": sigma**2 / size * spread * slow}


def sharper() -> Expression:
    """The bound without sqrt(d) beside Gamma and with |Lambda^2|_F for sqrt(d) |Lambda|_op^2."""
    slow = 2 - sigma**2 * operator_norm(Gamma)
    return sigma**2 / (2 * square_root(norm_squared(Lambda**2))) * spread * slow


def steps() -> dict[str, Expression]:
    """L on the balance surface, and l at the start."""
    return {
        "$l(U)$ with $u = |U|_F$": initialisation.balanced_loss(),
        "$l(0)$": initialisation.initial_loss().as_expression(),
    }


def claims() -> list[Statement]:
    """The decrease, the start, the level set, and both bounds."""
    return [_decrease(), _start(), _level(), _sharper(), _printed()]


def _decrease() -> Claim:
    flow = reduced_flow()
    excess = at(minimum.excess_loss(), {B: u * U})
    speed = norm_squared(flow[U].as_expression()) + flow[u].as_expression() ** 2
    return Claim(
        time_derivative(excess, flow).as_expression(),
        -speed,
        id="flow.positive.decrease",
        title="the loss falls at the squared length of its gradient",
        source=SOURCE,
    )


def _start() -> Inequality:
    initial = initialisation.initial_loss().as_expression()
    fourth = HALF * sigma**4
    norm_ = operator_norm(Gamma)
    return Inequality(
        -initial,
        sigma**2 * spread * (1 - HALF * sigma**2 * norm_),
        id="flow.positive.start",
        title="the loss at the start, without $sqrt(d)$",
        source=SOURCE,
        proof=[
            Step(
                sigma**2 * spread - fourth * norm_ * trace(Lambda @ A @ Lambda @ A),
                (fourth, NormOfTrace(Gamma, root @ A @ Lambda @ A @ root)),
            ),
            Step(
                sigma**2 * spread - fourth * norm_ * spread,
                (fourth * norm_, FrobeniusOfTrace(A, Lambda @ A @ Lambda)),
            ),
        ],
        strengthens="The loss at the start is below 0, which is all that the proof needs, as soon as "
        "$sigma^2 |Gamma|_op < 2$: the factor $sqrt(d)$ in the hypothesis of Theorem 4.1 is unnecessary.",
    )


def _level() -> Inequality:
    level = initialisation.balanced_loss()
    return Inequality(
        norm_squared(U) * square_root(norm_squared(Lambda**2)),
        -level,
        id="flow.positive.level",
        title="on the balance surface $u^2 |Lambda^2|_F >= -l$",
        source=SOURCE,
        proof=[
            Step(norm * trace(Lambda @ Lambda @ U.T), (norm, CauchySchwarz(U, Lambda**2))),
            Step(-level, (1, Sign(_quadratic()))),
        ],
    )


def _quadratic() -> Expression:
    """The part of l that is quadratic in B, at B = |U| U."""
    return HALF * norm_squared(U) * trace(Gamma @ Lambda @ U @ Lambda @ U.T)


def _below_start() -> Expression:
    return initialisation.initial_loss().as_expression() - initialisation.balanced_loss()


def _sharper() -> Inequality:
    size = square_root(norm_squared(Lambda**2))
    level, initial = initialisation.balanced_loss(), initialisation.initial_loss().as_expression()
    first, second = _level(), _start()
    return Inequality(
        norm_squared(U),
        sharper(),
        given=[_below_start()],
        id="flow.positive.sharper",
        title="a larger lower bound on $u^2$",
        source=f"{SOURCE}, sharpened here",
        strengthens="The lower bound on $u_{-1}$ holds without $sqrt(d)$ beside $|Gamma|_op$, and with "
        "$|Lambda^2|_F$ in place of $sqrt(d) |Lambda|_op^2$.",
        proof=[
            Step(-level / size, *((m / size, r) for step in first.proof for m, r in step.because)),
            Step(-initial / size, (1 / size, Given(_below_start()))),
            Step(sharper(), *((m / size, r) for step in second.proof for m, r in step.because)),
        ],
    )


def _printed() -> Inequality:
    size, wide = square_root(norm_squared(Lambda**2)), square_root(d) * operator_norm(Lambda) ** 2
    level, initial = initialisation.balanced_loss(), initialisation.initial_loss().as_expression()
    first, second = _level(), _start()
    norm_ = operator_norm(Gamma)
    last = sigma**2 * spread * (1 - HALF * sigma**2 * norm_) / wide
    return Inequality(
        norm_squared(U),
        as_printed()["flow.positive"],
        given=[_below_start()],
        id="flow.positive",
        title="$u^2$ is at least the printed bound",
        source=SOURCE,
        proof=[
            Step(
                norm_squared(U) * size / wide,
                (norm_squared(U) / wide, Frobenius(Lambda**2)),
                (norm_squared(U) * square_root(d) / wide, NormOfPower(Lambda, 2)),
            ),
            Step(-level / wide, *((m / wide, r) for step in first.proof for m, r in step.because)),
            Step(-initial / wide, (1 / wide, Given(_below_start()))),
            Step(last, *((m / wide, r) for step in second.proof for m, r in step.because)),
            Step(
                as_printed()["flow.positive"],
                (HALF * sigma**4 * norm_ * spread / wide, AtLeastOne(d, HALF)),
            ),
        ],
    )


__all__ = ["Theta", "as_printed", "claims", "sharper", "steps"]
