"""The forms of an expression as its methods: `expression.factor()`, `.expand()`, `.collect(N)`, `.orders(1 / N)`.

What is written knows nothing of what is equal, so the methods are put there from above, with the first public name that
is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping

from lsa_theory.expressions.expression import Expression, Symbol


def compact(self: Expression, *, definitions: Mapping[Symbol, Expression] | None = None) -> Expression:
    """Return the shortest equal form that the search of `lsa_theory.algebra.compact` finds."""
    from lsa_theory.algebra.compact.compacting import compact

    return compact(self, definitions=definitions)


def expand(self: Expression) -> Expression:
    """Return the normal form as a sum over words, everything multiplied out."""
    from lsa_theory.algebra.compact.forms import expanded

    return expanded(self)


def factor(self: Expression) -> Expression:
    """Return a product where the search finds one, else the shortest sum."""
    from lsa_theory.algebra.compact.forms import factored

    return factored(self)


def collect(self: Expression, letter: Symbol) -> Expression:
    """Return a sum over the powers of a scalar letter."""
    from lsa_theory.algebra.compact.forms import collected_in

    return collected_in(self, letter)


def orders(self: Expression, small: Expression) -> Expression:
    """Return a sum over the powers of 1/N, given as ``1 / N``, the largest first."""
    from lsa_theory.algebra.compact.forms import orders

    return orders(self, small)


def in_terms_of(self: Expression, letters: Mapping[Symbol, Expression] | Expression) -> Expression:
    """Return the shortest form in which letters occur: ``{Gamma: (1 + 1/N) * Lambda}``, or the value alone."""
    from lsa_theory.algebra.compact.forms import in_terms_of

    return in_terms_of(self, letters)


def attach() -> None:
    """Make the forms methods of every expression.

    >>> from lsa_theory import dimension, matrix
    >>> A = matrix("A", dimension("d"))
    >>> (A + A).factor()
    2 * A
    """
    for form in (compact, expand, factor, collect, orders, in_terms_of):
        setattr(Expression, form.__name__, form)
