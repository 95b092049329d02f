"""Linear matrix equations whose coefficients all commute: X = (sum c F G)^{-1} C, as a tree."""

from __future__ import annotations

from lsa_theory.algebra.normal import Normal
from lsa_theory.algebra.solving.linear_map import linear_map
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions import Expression, Symbol, as_expression, inverse


def solve_commuting(equation: Expression, unknown: Symbol) -> Expression:
    """Solve sum c F X G = C where all F, G and C are products of one commuting family.

    The solution is a function of the family, so it commutes with every F and G.

    Raises
    ------
    UnsupportedExpression
        If a coefficient lies outside one family of commuting symmetric matrices.
    """
    operator = linear_map(equation, unknown)
    groups = _groups(operator.constant)
    for term in operator.terms:
        groups |= _groups(term.left) | _groups(term.right)
    if len(groups) != 1 or any(t.transposed for t in operator.terms):
        raise UnsupportedExpression(f"the coefficients of {unknown.name} are not of one commuting family")
    total: Expression | None = None
    for term in operator.terms:
        part = as_expression(term.scalar) * (as_expression(term.left) @ as_expression(term.right))
        total = part if total is None else total + part
    return inverse(as_expression(total)) @ -as_expression(operator.constant)


def _groups(form: Normal) -> set[object]:
    """Return the families whose matrices occur; the letter itself where it is of none."""
    return {
        letter.name if letter.kind == "f" and letter.flag < 0 else letter
        for _, word in form.terms
        for letter in word
    }
