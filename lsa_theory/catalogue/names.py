"""The matrices that generated functions call by name."""

from __future__ import annotations

from lsa_theory.algebra.normal import equal, normal
from lsa_theory.codegen import Definition
from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions import Expression, Symbol, at, identity, positive_definite, symmetric
from lsa_theory.theory.setting import Gamma, Lambda, d

PAPER = "Zhang, Frei & Bartlett 2024"

G: Symbol = positive_definite("Gamma", d)
# Gamma - Lambda by name: where the difference of two nearly equal numbers is meant, it is never formed.
Excess: Symbol = positive_definite("Excess", d)

# Gamma^{-1} Excess and what it leaves of I: both between 0 and I, and nothing cancels but in the smaller of the two.
Lost: Symbol = symmetric("Lost", d)
Kept: Symbol = symmetric("Kept", d)
Lambda_Lost: Symbol = symmetric("Lambda_Lost", d)
Lambda_Kept: Symbol = symmetric("Lambda_Kept", d)

GAMMA = Definition(G, Gamma)
SUM = Definition(G, Lambda + Excess)
EXCESS = Definition(Excess, normal(Gamma - Lambda).as_expression())

LOST = Definition(Lost, G**-1 @ Excess)
KEPT = Definition(Kept, identity(d) - Lost)
# Lambda times each of them: one product and one difference.
LAMBDA_LOST = Definition(Lambda_Lost, Lambda @ Lost)
LAMBDA_KEPT = Definition(Lambda_Kept, Lambda - Lambda_Lost)


def expanded(form: Expression) -> Expression:
    """Return an expression with every named matrix but Lambda written out."""
    for group in ((LAMBDA_KEPT,), (LAMBDA_LOST, KEPT), (LOST,), (GAMMA, EXCESS)):
        form = at(form, {definition.symbol: definition.expression for definition in group})
    return form


def written(form: Expression, derived: object) -> Expression:
    """Return a form that is cheap and free of cancellation, once it is proved equal to what was derived.

    Raises
    ------
    InvalidArgument
        If it is not equal for every dimension.
    """
    if not equal(expanded(form), derived):
        raise InvalidArgument(f"{form} is not what the theory derives: {derived}")
    return form
