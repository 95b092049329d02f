"""Theorem 4.5: where training on prompts with random diagonal covariance ends.

Source: Zhang, Frei & Bartlett 2024, Theorem 4.5. $A = [E Gamma_tau Lambda_tau^2]^{-1} E[Lambda_tau^2]$; the limit
is $U_11 = A / |A|_F^{1/2}$, $u_{-1} = |A|_F^{1/2}$. At each outcome of $Lambda_tau = diag(lambda)$ the flow of the
loss is elementwise, with the weights $gamma_i lambda_i lambda_j$; so by the mean it is, for every law, with the weights
$H_ij = E[gamma_i lambda_i lambda_j]$, and $A_ii = E[lambda_i^2] / H_ii$. The theorem is proved for every $H$ with
positive entries and every positive $A$: for independent entries that are not 0, as printed, and for dependent ones as
long as no product $gamma_i lambda_i lambda_j$ is 0 almost surely, where $U_ij$ would stay what it was. Then it is
written out, expectations and all, for exponential entries and for independent entries of any one law. It needs no
bound on $sigma$. Off the diagonal $U_ij$ decays at the rate $u^2 H_ij$, so that a start that is not diagonal ends
diagonal too. Uses: `random.loss`, `flow.balance`.
"""

from fractions import Fraction
from typing import Unpack

from lsa_theory.algebra.normal import normal
from lsa_theory.claims.convergence.scaled_block import ScaledBlock
from lsa_theory.claims.equality import About, Claim, Statement
from lsa_theory.claims.flow import Limit
from lsa_theory.claims.vector_field import Flow
from lsa_theory.expressions import E, Expression, Symbol, as_expression, identity, inverse, norm_squared, zero
from lsa_theory.expressions.entrywise.elementwise import hadamard
from lsa_theory.theory import initialisation, invariants
from lsa_theory.theory.random_covariance import flow_of, weighted_flow
from lsa_theory.theory.random_setting import (
    A,
    H,
    Lambda_at,
    Lambda_positive,
    Lambda_tau,
    entries,
    excess,
    gamma,
    least_weight,
    mean,
    more_weight,
    spread,
)
from lsa_theory.theory.setting import N, U, d, u

SOURCE = "Zhang, Frei & Bartlett 2024, Theorem 4.5"
HALF = Fraction(1, 2)
# For independent entries of one law: H_ij off the diagonal, and what H_ii has besides.
OFF_DIAGONAL = (1 + 1 / N) * (mean**2 + spread) * mean + (2 * spread * mean + d * mean**3) / N
SURPLUS = mean * spread + (1 + 2 / N) * (spread**2 / mean + excess) + d * mean * spread / N


def as_printed() -> dict[str, Expression]:
    """A = [E Gamma_tau Lambda_tau^2]^{-1} E[Lambda_tau^2] for entries of any one law, and the limit of both blocks."""
    law = Lambda_positive
    limits = end(A)
    return {
        "A": inverse(E(gamma(law) @ law**2)) @ E(law**2),
        "U_11": limits[U],
        "u_-1": limits[u],
    }


def end(product: Expression) -> dict[Symbol, Expression]:
    """U_11 = A / |A|_F^{1/2} and u_{-1} = |A|_F^{1/2}."""
    size = norm_squared(product)
    return {U: size ** Fraction(-1, 4) * product, u: size ** Fraction(1, 4)}


def steps() -> dict[str, Expression]:
    """The weights at one outcome, and the flow that they make."""
    rates = weighted_flow(H, hadamard(H, A))
    return {"weights": gamma(Lambda_at) @ entries @ entries.T, **{f"$d{s.name}/dt$": rates[s] for s in rates}}


def claims() -> list[Statement]:
    """The weights of every law, the limit for any of them, and the limit written out for two kinds of law."""
    printed = as_printed()
    outcome = gamma(Lambda_at) @ Lambda_at
    return [
        Claim(
            outcome @ U @ Lambda_at,
            hadamard(gamma(Lambda_at) @ entries @ entries.T, U),
            id="random.limit.weights",
            title="$Gamma Lambda U Lambda = (Gamma lambda lambda') o U$ for every $Lambda = diag(lambda)$",
            source=f"{SOURCE}; derived here",
        ),
        Claim(
            outcome @ Lambda_at,
            hadamard(gamma(Lambda_at) @ entries @ entries.T, identity(d)),
            id="random.limit.diagonal",
            title="$Gamma Lambda^2$ is the diagonal of $Gamma lambda lambda'$",
            source=f"{SOURCE}; derived here",
        ),
        Claim(
            printed["u_-1"] ** 4,
            norm_squared(A),
            id="random.limit.fourth-power",
            title="$u_{-1}^4 = |A|_F^2$ at the limit",
            source=SOURCE,
        ),
        limit(
            weighted_flow(H, hadamard(H, A)),
            ScaledBlock(
                U,
                u,
                [(least_weight / 2, identity(d), identity(d))],
                target=hadamard(H, A),
                product=A,
                scale_limit=end(A)[u],
                block_limit=end(A)[U],
                entrywise=[(HALF, hadamard(more_weight, more_weight))],
            ),
            id="random.limit",
            title="the flow converges to $A$",
            source=SOURCE,
            note="every law: $H_ij = E[gamma_i lambda_i lambda_j] > 0$, $A = E[Gamma Lambda^2]^{-1} E[Lambda^2]$",
        ),
        Claim(
            printed["A"],
            (mean**2 + spread) / (OFF_DIAGONAL + SURPLUS) * identity(d),
            id="random.limit.independent.product",
            title="$A$ for independent entries of any one law",
            source=SOURCE,
        ),
        written_out(
            Lambda_tau,
            off_diagonal=2 + (4 + d) / N,
            surplus=4 + (6 + d) / N,
            square=as_expression(2),
            id="random.limit.exponential",
            title="written out for independent exponential entries",
            source=SOURCE,
        ),
        written_out(
            Lambda_positive,
            off_diagonal=OFF_DIAGONAL,
            surplus=SURPLUS,
            square=mean**2 + spread,
            id="random.limit.independent",
            title="written out for independent entries of any one law",
            source=SOURCE,
        ),
    ]


def limit(rates: dict[Symbol, Expression], lemma: ScaledBlock, **about: Unpack[About]) -> Limit:
    """The claim that the flow converges from the paper's start to where the lemma ends."""
    return Limit(
        Flow(rates, initialisation.start()),
        {U: lemma.block_limit, u: lemma.scale_limit},
        invariants=[(invariants.balance(), zero(1))],
        proof=lemma.proof(zero(1), rates[U], lemma.escape()),
        **about,
    )


def written_out(
    covariance: Expression,
    off_diagonal: Expression,
    surplus: Expression,
    square: Expression,
    **about: Unpack[About],
) -> Limit:
    """The theorem for independent entries of one law.

    Given are H_ij off the diagonal, what H_ii has besides, and E lambda_i^2.
    """
    rates = {symbol: normal(E(rate)).as_expression() for symbol, rate in flow_of(covariance).items()}
    product = square / (off_diagonal + surplus) * identity(d)
    lemma = ScaledBlock(
        U,
        u,
        [(off_diagonal * HALF, identity(d), identity(d))],
        target=square * identity(d),
        product=product,
        scale_limit=end(product)[u],
        block_limit=end(product)[U],
        entrywise=[(surplus * HALF, identity(d))],
    )
    return limit(rates, lemma, **about)
