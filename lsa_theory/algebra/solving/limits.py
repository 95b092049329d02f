"""What an expression does as lengths go to infinity: its form in 1/N, its value there, and its terms by order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial

from lsa_theory.algebra.normal import Normal, normal
from lsa_theory.algebra.solving.calculus import directional_derivative
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions.analysis.kinds import Applied
from lsa_theory.expressions.declare import scalar
from lsa_theory.expressions.expression import (
    Expression,
    Identity,
    Power,
    Symbol,
    SymbolicPower,
    Zero,
    as_expression,
    describe,
    walk,
)
from lsa_theory.expressions.operators import at
from lsa_theory.expressions.traversal import everything, free_symbols

# The highest power of a length that is looked for where an expression grows.
_STEEPEST = 6


@dataclass(frozen=True)
class Moving:
    """An expression in small scalars that stand for 1/N, 1/M.

    `form` is its normal form; `small` maps each length to the scalar that stands for its inverse.
    """

    form: Normal
    small: Mapping[Symbol, Symbol]

    @property
    def expression(self) -> Expression:
        """The form as a tree."""
        return self.form.as_expression()

    def at_infinity(self) -> Normal:
        """Return the value where all small scalars are 0.

        Raises
        ------
        UnsupportedExpression
            If it has a pole there.
        """
        return _at_zero(self.form, tuple(self.small.values()))

    def terms(self, order: int) -> Iterator[Normal]:
        """Yield the coefficients of 1, 1/N, ..., 1/N^order, of one length.

        Raises
        ------
        UnsupportedExpression
            If there is none.
        """
        (small,) = self.small.values()
        form = self.form
        for k in range(order + 1):
            yield normal(Fraction(1, factorial(k)) * _at_zero(form, (small,)).as_expression())
            if k < order:
                form = directional_derivative(form, {small: 1})

    def along_a_ray(self) -> tuple[int, Normal] | None:
        """Return the power of what grows, and its coefficient, where the small scalars go to 0 in fixed proportions.

        The power is 0 where the value stays finite. None where it is not found among the first few.
        """
        common = scalar("inverse_length", positive=True)
        ray = {small: (k + 1) * common for k, small in enumerate(self.small.values())}
        restricted = normal(at(self.expression, ray)).as_expression()
        for power in range(_STEEPEST + 1):
            try:
                return power, _at_zero(normal(common**power * restricted), (common,))
            except UnsupportedExpression:
                continue
        return None

    def divisors(self) -> tuple[Expression, ...]:
        """Return what is divided by at infinity, or stands below a root there: each must be positive (definite).

        What vanishes there with the small scalars alone is a pole, which shows in the value; of anything else, the
        limit is the value only where none of these vanishes.
        """
        smalls = tuple(self.small.values())
        found: dict[Expression, None] = {}
        for node in walk(self.expression):
            if not isinstance(node, Power) or (node.exponent > 0 and node.exponent.denominator == 1):
                continue
            if free_symbols(node.child) & set(smalls) and node.child not in smalls:
                there = _at_zero(normal(node.child), smalls)
                whole = node.exponent.denominator == 1 and there.is_scalar
                if whole and all(weight < 0 for weight in there.terms.values()):
                    # Divided by with its sign turned it vanishes just as little.
                    there = normal(-there.as_expression())
                found.setdefault(there.as_expression())
        return tuple(found)


def moving(
    expression: object, growing: Sequence[Symbol], holding: Mapping[Symbol, Expression] | None = None
) -> Moving:
    """Return the form of an expression in the inverses of lengths that grow.

    Parameters
    ----------
    expression : Expression, or anything with `as_expression`
    growing : dimension symbols or positive scalars
        What goes to infinity.
    holding : mapping of Symbol to expression, optional
        What grows along, for instance {d: r * N}, where d occurs as a scalar only.

    Raises
    ------
    UnsupportedExpression
        If a matrix of the closed form has the size of what grows: then it is another matrix at every size. If what
        grows stands in a harmonic number, a factorial or an exponent.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, positive_definite, identity, trace
    >>> d, N = dimension("d"), dimension("N"); L = positive_definite("Lambda", d)
    >>> form = moving((1 + 1 / N) * L + trace(L) / N * identity(d), [N])
    >>> form.at_infinity()
    Lambda
    """
    body = as_expression(expression)
    if holding:
        body = at(normal(body).as_expression(), holding)
    closed = normal(body).as_expression()
    _check_sizes(closed, (*growing, *(holding or ())))
    _check_functions(closed, growing)
    small = {length: scalar(f"inverse_{length.name}", positive=True) for length in growing}
    return Moving(normal(at(closed, {length: 1 / letter for length, letter in small.items()})), small)


def _check_sizes(closed: Expression, growing: Sequence[Symbol]) -> None:
    for node in everything([closed]):
        size = next((n for n in node.shape if n in growing), None)
        if size is not None and not isinstance(node, Identity | Zero):
            raise UnsupportedExpression(
                f"{describe(node)} has the size {size!r}, which goes to infinity: it is another matrix at every size. "
                "State it where sizes occur as numbers only, such as for a covariance c * identity(d)"
            )


def _check_functions(closed: Expression, growing: Sequence[Symbol]) -> None:
    """Refuse functions of lengths that are no functions of 1/N."""
    for node in walk(closed):
        if isinstance(node, SymbolicPower):
            inside: tuple[Expression, ...] = (node.exponent,)
        elif isinstance(node, Applied) and node.function in ("digamma", "factorial", "harmonic"):
            inside = node.arguments
        else:
            continue
        name = next((s.name for part in inside for s in growing if s in everything([part])), None)
        if name is not None:
            raise UnsupportedExpression(
                f"{node!r} is no function of 1/{name} with a value where that is 0, and how it grows is not known "
                "here; claim the limit of what stands beside it"
            )


def _at_zero(form: Normal, small: Sequence[Symbol]) -> Normal:
    try:
        return normal(at(form.as_expression(), dict.fromkeys(small, 0)))
    except ZeroDivisionError as error:
        raise UnsupportedExpression(f"it has a pole there ({error})") from None
