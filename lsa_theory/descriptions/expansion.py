"""Expansions in 1/N, 1/M and at fixed ratio, each with its exact remainder."""

from __future__ import annotations

from dataclasses import dataclass

from lsa_theory.algebra.compact.compacting import compact
from lsa_theory.algebra.normal import Normal, normal
from lsa_theory.algebra.solving.limits import moving
from lsa_theory.errors import InvalidArgument, UnsupportedExpression
from lsa_theory.expressions import Expression, Symbol, as_expression, at, zero
from lsa_theory.expressions.latex import to_latex


@dataclass(frozen=True, repr=False)
class Expansion:
    """sum_k terms[k] / length^k + remainder, an identity; the remainder is O(length^-(order + 1))."""

    length: Symbol
    terms: tuple[Normal, ...]
    remainder: Expression

    @property
    def instead_of_an_expression(self) -> str:
        """What to write where an expression is asked for."""
        return (
            f"claim it with EqualUpTo(left, right, {self.length.name}, order={self.order}), or take its partial_sum() "
            "and remainder"
        )

    @property
    def order(self) -> int:
        """The last power that is kept."""
        return len(self.terms) - 1

    def partial_sum(self) -> Expression:
        """Return the expansion without its remainder."""
        total = as_expression(self.terms[0])
        for k, term in enumerate(self.terms[1:], 1):
            total = total + as_expression(term) / self.length**k
        return total

    def written(self) -> Expression:
        """Return the expansion without its remainder as an author would write it: no zero terms, each in short form."""
        shown = [(k, compact(t)) for k, t in enumerate(self.terms) if not t.is_zero()]
        parts = [t if k == 0 else t / (self.length if k == 1 else self.length**k) for k, t in shown]
        if not parts:
            return zero(self.terms[0].rows, self.terms[0].cols)
        total = parts[0]
        for part in parts[1:]:
            total = total + part
        return total

    def __repr__(self) -> str:
        power = "" if self.order == 0 else f"**{self.order + 1}"
        return f"{self.written()!r} + O(1 / {self.length.name}{power})"

    def _repr_latex_(self) -> str:
        return (
            rf"$\displaystyle {to_latex(self.written())} + O({to_latex(self.length)}^{{-{self.order + 1}}})$"
        )


def expand(
    expression: object, length: Symbol, order: int = 1, *, holding: dict[Symbol, Expression] | None = None
) -> Expansion:
    """Expand an expression for a large length.

    Parameters
    ----------
    expression : Expression, or anything with `as_expression`
        Regular as length -> infinity.
    length : dimension symbol
        N or M.
    order : int
        The last power of 1/length that is kept.
    holding : mapping of Symbol to Expression, optional
        What grows along, for instance {d: r * N}; for expressions in which d occurs as a scalar only.

    Raises
    ------
    InvalidArgument
        If the order is negative.
    UnsupportedExpression
        If the expression has no limit that the algebra can take.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, identity, positive_definite, trace
    >>> d, N = dimension("d"), dimension("N"); L = positive_definite("Lambda", d)
    >>> expand(trace((L + trace(L) / N * identity(d))**-1), N)
    tr(Lambda**(-1)) - tr(Lambda**(-2)) * tr(Lambda) / N + O(1 / N**2)
    """
    if not isinstance(order, int) or order < 0:
        raise InvalidArgument(f"order={order!r}; expected an integer, at least 0")
    body = as_expression(expression)
    if holding:
        body = at(normal(body).as_expression(), holding)
    try:
        terms = list(moving(body, [length]).terms(order))
    except UnsupportedExpression as error:
        raise UnsupportedExpression(
            f"the expression has no expansion in 1/{length.name}: it is singular as {length.name} grows ({error})"
        ) from None
    found = Expansion(length, tuple(terms), as_expression(0))
    return Expansion(length, tuple(terms), body - found.partial_sum())
