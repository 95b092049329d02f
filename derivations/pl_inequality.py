"""The gradient is at least as long as the loss is high: the Polyak-Lojasiewicz inequality along the flow.

Source: Zhang, Frei & Bartlett 2024, Lemmas 5.3 and 5.4. With $S = Gamma^{1/2} (u Lambda^{1/2} U Lambda^{1/2} -
Lambda Gamma^{-1})$, $l - min l = |S|_F^2 / 2$ and $grad_U l = u (Gamma Lambda)^{1/2} S Lambda^{1/2}$. Leaving out the
derivative in $u$, and two factors by the submultiplicative Frobenius norm, give

    $|grad l|^2 >= 2 u^2 (l - min l) / (tr(Gamma^{-1} Lambda^{-1}) tr(Lambda^{-1}))$,

and the lower bound on $u^2$ (`flow.positive`, here a hypothesis) the printed constant $mu$. Along the flow $dl/dt =
-|grad l|^2$, so that $l - min l$ falls as $exp(-mu t)$ or faster. The sharp version keeps
operator norms in place of the two traces. Uses: `minimum.square`, `flow.reduced`, `flow.positive`.
"""

from fractions import Fraction

from lsa_theory.claims.equality import Claim, Statement
from lsa_theory.claims.inequality import Inequality
from lsa_theory.claims.named_inequalities import Given, NormOfSquare, Sign, Submultiplicative
from lsa_theory.claims.questions.at_least import Step
from lsa_theory.claims.statements.decay import Decays
from lsa_theory.expressions import Expression, at, inverse, norm_squared, operator_norm, square_root, trace
from lsa_theory.theory import initialisation, minimum
from lsa_theory.theory.flow import reduced_flow
from lsa_theory.theory.initialisation import sigma
from lsa_theory.theory.setting import B, Gamma, Lambda, U, d, u

SOURCE = "Zhang, Frei & Bartlett 2024, Lemma 5.3"
HALF = Fraction(1, 2)
root, inverse_root = square_root(Lambda), Lambda ** Fraction(-1, 2)
S = square_root(Gamma) @ (u * (root @ U @ root) - Lambda @ inverse(Gamma))
P = square_root(Gamma) @ root
A = initialisation.direction()


def bound_on_u() -> Expression:
    """The printed lower bound on u^2 (`flow.positive`)."""
    slow = 2 - square_root(d) * sigma**2 * operator_norm(Gamma)
    return sigma**2 / (2 * square_root(d) * operator_norm(Lambda) ** 2) * trace(Lambda @ A @ Lambda) * slow


def as_printed() -> dict[str, Expression]:
    """Mu as printed; |Lambda Theta|_F^2 is tr(Lambda A Lambda)."""
    traces = trace(inverse(Gamma) @ inverse(Lambda)) * trace(inverse(Lambda))
    slow = 2 - square_root(d) * sigma**2 * operator_norm(Gamma)
    weight = trace(Lambda @ A @ Lambda) * slow
    return {"mu": sigma**2 / (square_root(d) * operator_norm(Lambda) ** 2 * traces) * weight}


def steps() -> dict[str, Expression]:
    """The squared gradient, and the loss above its minimum."""
    flow = reduced_flow()
    return {
        "$|grad l|^2$": norm_squared(flow[U].as_expression()) + flow[u].as_expression() ** 2,
        "$l - min l$": at(minimum.square(), {B: u * U}),
    }


def claims() -> list[Statement]:
    """The gradient in terms of S, the inequality for every u, the printed one, and the rate."""
    return [_gradient(), _for_every_u(), _sharp(), _printed(), _rate()]


def _gradient() -> Claim:
    return Claim(
        -reduced_flow()[U].as_expression(),
        u * (P @ S @ root),
        id="pl.inequality.gradient",
        title="the gradient in $U$ is $u (Gamma Lambda)^1/2 S Lambda^1/2$",
        source=SOURCE,
    )


def _chain() -> list[Step]:
    """From the squared gradient to 2 u^2 (l - min l) over the two traces."""
    flow, moved = reduced_flow(), norm_squared(P @ S @ root)
    first, second = trace(inverse(Gamma) @ inverse(Lambda)), trace(inverse(Lambda))
    return [
        Step(u**2 * moved, (1, Sign(flow[u].as_expression() ** 2))),
        Step(
            u**2 * norm_squared(S @ root) / first,
            (u**2 / first, Submultiplicative(inverse(P), P @ S @ root)),
        ),
        Step(
            u**2 * norm_squared(S) / (first * second),
            (u**2 / (first * second), Submultiplicative(S @ root, inverse_root)),
        ),
    ]


def _for_every_u() -> Inequality:
    parts = steps()
    traces = trace(inverse(Gamma) @ inverse(Lambda)) * trace(inverse(Lambda))
    return Inequality(
        parts["$|grad l|^2$"],
        2 * u**2 / traces * parts["$l - min l$"],
        id="pl.inequality.every-u",
        title="$|grad l|^2$ against $l - min l$, anywhere",
        source="Zhang, Frei & Bartlett 2024, Lemma 5.4",
        proof=_chain(),
    )


def sharper_constant() -> Expression:
    """2 u^2 over operator norms: |(Gamma Lambda)^{-1/2}|_op^2 |Lambda^{-1/2}|_op^2."""
    return 2 * u**2 / (operator_norm(inverse(P)) ** 2 * operator_norm(inverse_root) ** 2)


def _sharp() -> Inequality:
    parts = steps()
    narrow = operator_norm(inverse(P)) ** 2 * operator_norm(inverse_root) ** 2
    return Inequality(
        parts["$|grad l|^2$"],
        sharper_constant() * parts["$l - min l$"],
        id="pl.inequality.sharper",
        title="the same with operator norms for traces",
        source="Zhang, Frei & Bartlett 2024, Lemma 5.4, sharpened here",
        proof=[
            Step(u**2 * norm_squared(P @ S @ root), (1, Sign(reduced_flow()[u].as_expression() ** 2))),
            Step(
                u**2 * norm_squared(S @ root) / operator_norm(inverse(P)) ** 2,
                (u**2 / operator_norm(inverse(P)) ** 2, NormOfSquare(inverse(P), P @ S @ root)),
            ),
            Step(u**2 * norm_squared(S) / narrow, (u**2 / narrow, NormOfSquare(inverse_root, root @ S.T))),
        ],
        strengthens="In the PL constant the two traces may be replaced by operator norms, which makes it up to $d^2$ "
        "times larger.",
    )


def _to_the_printed_one() -> list[Step]:
    """The chain, and the lower bound on u^2 at its end."""
    traces = trace(inverse(Gamma) @ inverse(Lambda)) * trace(inverse(Lambda))
    last = as_printed()["mu"] * steps()["$l - min l$"]
    return [*_chain(), Step(last, (norm_squared(S) / traces, Given(u**2 - bound_on_u())))]


def _rate() -> Decays:
    flow = {s: rate.as_expression() for s, rate in reduced_flow().items()}
    return Decays(
        flow,
        steps()["$l - min l$"],
        as_printed()["mu"],
        given=[u**2 - bound_on_u()],
        id="pl.inequality.rate",
        title="the loss falls to its minimum as $exp(-mu t)$, or faster",
        source=SOURCE,
        proof=_to_the_printed_one(),
    )


def _printed() -> Inequality:
    parts = steps()
    return Inequality(
        parts["$|grad l|^2$"],
        as_printed()["mu"] * parts["$l - min l$"],
        given=[u**2 - bound_on_u()],
        id="pl.inequality",
        title="the printed constant, along the flow",
        source=SOURCE,
        proof=_to_the_printed_one(),
    )
