"""Where the flow ends: the minimiser on the balance surface of the initialisation."""

from __future__ import annotations

from lsa_theory.algebra.normal import Normal, normal
from lsa_theory.algebra.solving.equations import solve_monomial
from lsa_theory.expressions import Symbol, at
from lsa_theory.theory.invariants import balance
from lsa_theory.theory.minimum import minimiser
from lsa_theory.theory.setting import U, u


def limit() -> dict[Symbol, Normal]:
    """Return the limit of U_11 and u_{-1}: u_{-1} U_11 = B_* with u_{-1}^2 = tr U_11 U_11', u_{-1} > 0."""
    product = minimiser().value.as_expression()
    u_star = solve_monomial(at(balance(), {U: product / u}), u)
    return {U: normal(product / u_star.as_expression()), u: u_star}
