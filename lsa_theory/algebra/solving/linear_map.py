"""Linear maps X -> sum c F X G (and X'), for equations whose coefficients do not commute.

Where `solve_linear` finds no closed form, the map itself is the answer: it can be printed, applied, and written as
the matrix that acts on vec(X), columns stacked, for given numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lsa_theory.algebra.declarations import symbol_letter
from lsa_theory.algebra.normal import Normal, normal
from lsa_theory.algebra.ring.polynomial import Terms, freeze
from lsa_theory.algebra.ring.words import Word, transpose_letter
from lsa_theory.algebra.solving.equations import refuse_in_networks
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions.expression import Expression, Symbol, as_expression

Matrix = Sequence[Sequence[Fraction | int]]


@dataclass(frozen=True)
class Term:
    """One term scalar * left @ X @ right, or with X' if `transposed`."""

    scalar: Normal
    left: Normal
    right: Normal
    transposed: bool


@dataclass(frozen=True)
class LinearMap:
    """The linear part of an expression in one matrix symbol, and the rest: expression = map(X) + constant."""

    unknown: Symbol
    terms: tuple[Term, ...]
    constant: Normal

    def __call__(self, value: Expression) -> Expression:
        """Return the map applied to an expression of the unknown's shape."""
        total: Expression | None = None
        for t in self.terms:
            inner = value.T if t.transposed else value
            part = as_expression(t.scalar) * (as_expression(t.left) @ inner @ as_expression(t.right))
            total = part if total is None else total + part
        if total is None:
            return 0 * value
        return total

    def matrix(self, evaluate: Callable[[Expression], Matrix]) -> list[list[Fraction]]:
        """Return the matrix of the map on vec(X), columns stacked, for given numbers.

        Parameters
        ----------
        evaluate : callable
            Gives the entries of an expression as nested lists of rationals.

        Returns
        -------
        nested list, (rows cols) x (rows cols)
            Entry [i + rows j][k + rows l] is the coefficient of X[k, l] in map(X)[i, j].
        """
        parts = [
            (
                Fraction(evaluate(as_expression(t.scalar))[0][0]),
                evaluate(as_expression(t.left)),
                evaluate(as_expression(t.right)),
                t.transposed,
            )
            for t in self.terms
        ]
        rows, cols = len(parts[0][1]), len(parts[0][2][0])
        out = [[Fraction(0)] * (rows * cols) for _ in range(rows * cols)]
        for scalar, left, right, transposed in parts:
            for i in range(rows):
                for j in range(cols):
                    for k in range(len(left[0])):
                        for m in range(len(right)):
                            source = m + rows * k if transposed else k + rows * m
                            out[i + rows * j][source] += scalar * left[i][k] * right[m][j]
        return out


def linear_map(expression: object, unknown: Symbol) -> LinearMap:
    """Return the linear map that an expression is in a matrix symbol.

    Raises
    ------
    UnsupportedExpression
        If the expression is not linear in the symbol, or holds it inside a trace.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, matrix
    >>> d = dimension("d"); A, B, X = (matrix(n, d) for n in "ABX")
    >>> linear_map(2 * A @ X @ B - X.T + A, X)(A)
    2 * (A @ A @ B) - (I @ A.T @ I)
    """
    form = normal(expression)
    letter = symbol_letter(unknown)
    found: dict[tuple[Word, Word, bool], Terms] = {}
    constant: Terms = {}
    refuse_in_networks(form.terms, unknown)
    for (monomial, word), c in form.terms.items():
        if any(a.kind == "t" and any(x.name == unknown.name for x in a.word) for a, _ in monomial):
            raise UnsupportedExpression(f"the expression holds {unknown.name} inside a trace")
        places = [k for k, x in enumerate(word) if x.name == unknown.name]
        if not places:
            constant[monomial, word] = c
            continue
        k = places[0]
        if len(places) > 1 or word[k] not in (letter, transpose_letter(letter)):
            raise UnsupportedExpression(f"the expression is not linear in {unknown.name}")
        found.setdefault((word[:k], word[k + 1 :], word[k] != letter), {})[monomial, ()] = c

    def of(word: Word, rows: object, cols: object) -> Normal:
        return Normal(rows, cols, freeze({((), word): 1}), form.declared)  # type: ignore[arg-type]

    terms = tuple(
        Term(
            Normal(1, 1, freeze(scalar), form.declared),
            of(left, form.rows, unknown.cols if flipped else unknown.rows),
            of(right, unknown.rows if flipped else unknown.cols, form.cols),
            flipped,
        )
        for (left, right, flipped), scalar in found.items()
    )
    return LinearMap(unknown, terms, Normal(form.rows, form.cols, freeze(constant), form.declared))
