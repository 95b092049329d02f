"""The formula of a function as an author would write it, found once for docstrings, plans and targets."""

from __future__ import annotations

from functools import lru_cache

from lsa_theory.algebra.compact.compacting import compact
from lsa_theory.algebra.compact.length import length
from lsa_theory.algebra.normal import normal
from lsa_theory.codegen.function import Function
from lsa_theory.errors import LsaTheoryError
from lsa_theory.expressions.expression import Expression, Symbol

# Terms; a longer formula would make its reader wait for a form that stays unreadable.
_LONGEST = 60


def short_form(expression: Expression, function: Function) -> Expression:
    """Return the formula as an author would write it, in the letters that the function computes first."""
    return _short_form(expression, tuple((d.symbol, d.expression) for d in function.definitions))


# One function is printed for many targets, and with other constants.
@lru_cache(maxsize=256)
def compacted(expression: Expression) -> Expression:
    """Return the shortest form found with no definition in force, long formulas as their normal form."""
    form = normal(expression)
    return form.as_expression() if len(form.terms) > _LONGEST else compact(expression)


@lru_cache(maxsize=256)
def _short_form(expression: Expression, definitions: tuple[tuple[Symbol, Expression], ...]) -> Expression:
    best = compacted(expression)
    if len(normal(expression).terms) > _LONGEST:
        return best
    for symbol, meaning in definitions:
        try:
            found = compact(expression, definitions={symbol: meaning})
        except LsaTheoryError:
            # A letter for something that is no function of one matrix stays where it was typed.
            continue
        best = min(best, found, key=length)
    return best
