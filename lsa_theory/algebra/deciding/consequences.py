"""Whether an expression vanishes because others do: it is a sum of multiples of them, found by linear algebra.

The multiples are products of the letters at hand around each hypothesis, shortest first, times the scalars of what is
to vanish. What is found is an identity, which anybody can check; that nothing is found proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice, product
from typing import Any

from lsa_theory.algebra.normal import Normal, normal
from lsa_theory.algebra.ring.polynomial import freeze
from lsa_theory.errors import LsaTheoryError
from lsa_theory.expressions.declare import trace
from lsa_theory.expressions.expression import (
    Dimension,
    Expression,
    Identity,
    Number,
    Power,
    Symbol,
    Zero,
    walk,
)
from lsa_theory.expressions.random import RandomVector, SampleMatrix

Row = dict[Any, Fraction]
# Letters around a hypothesis, at most; multiples looked at for each length, at most.
_LONGEST, _MOST = 4, 400
# Terms of all multiples together, at most: what is longer has to be shown step by step.
_TERMS = 20_000
# Scalar factors taken from one term, at most.
_FACTORS = 64


def multiples(vanishing: Expression, hypotheses: Sequence[Expression]) -> Expression | None:
    """Return a sum of multiples of the hypotheses that is equal to an expression; None if none is found.

    Parameters
    ----------
    vanishing : expression
        Of any shape.
    hypotheses : expressions
        Each is assumed to be 0.

    Raises
    ------
    UnsupportedExpression
        If something has no normal form.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, matrix
    >>> d = dimension("d"); A = matrix("A", d); B = matrix("B", d)
    >>> multiples((A + B) @ (A - B) - A @ A + B @ B, [A @ B - B @ A])
    -(A @ B - (B @ A))
    """
    target = normal(vanishing)
    if target.is_zero():
        return Zero(*vanishing.shape)
    letters = _letters([vanishing, *hypotheses])
    scalars = list(_scalars(target))
    span, spent = _Span(), 0
    for length in range(_LONGEST + 1):
        candidates = (
            scalar * multiple if scalar is not None else multiple
            for hypothesis in hypotheses
            for multiple in _around(hypothesis, vanishing, letters, length, target)
            for scalar in (None, *scalars)
        )
        for candidate in islice(candidates, _MOST):
            try:
                row = _row(normal(candidate))
            except LsaTheoryError:
                continue
            span.add(candidate, row)
            spent += len(row)
            if spent > _TERMS:
                return None
        found = span.combination(_row(target))
        if found is not None:
            total: Expression | None = None
            for tree, weight in found:
                term = tree if weight == 1 else -tree if weight == -1 else Number(weight) * tree
                total = term if total is None else total + term
            return total
    return None


def _around(
    hypothesis: Expression, vanishing: Expression, letters: Sequence[Expression], length: int, target: Normal
) -> Iterator[Expression]:
    """Yield the multiples of a hypothesis by so many letters that have the shape of what is to vanish."""
    if hypothesis.is_scalar:
        if length == 0:
            yield from (hypothesis * word for word in _words_of(target))
        return
    for turned in (hypothesis, hypothesis.T) if hypothesis != hypothesis.T else (hypothesis,):
        if vanishing.is_scalar:
            for word in _words(letters, turned.cols, turned.rows, length):
                yield trace(turned if word is None else turned @ word)
            continue
        for k in range(length + 1):
            for first in _words(letters, vanishing.rows, turned.rows, k):
                for last in _words(letters, turned.cols, vanishing.cols, length - k):
                    before = turned if first is None else first @ turned
                    yield before if last is None else before @ last


def _words(
    letters: Sequence[Expression], rows: Dimension, cols: Dimension, length: int
) -> Iterator[Expression | None]:
    """Yield the products of so many letters of a shape; None for the empty one."""
    if length == 0:
        if rows == cols:
            yield None
        return
    for letter in letters:
        if letter.rows == rows:
            for rest in _words(letters, letter.cols, cols, length - 1):
                yield letter if rest is None else letter @ rest


def _letters(trees: Sequence[Expression]) -> list[Expression]:
    """Return the matrices and vectors in some trees, inverses and transposes among them."""
    found: dict[Expression, None] = {}
    for tree in trees:
        for node in walk(tree):
            inverted = isinstance(node, Power) and node.exponent < 0
            if not node.is_scalar and (inverted or isinstance(node, Symbol | RandomVector | SampleMatrix)):
                found.setdefault(node)
                if not (isinstance(node, Symbol) and node.is_symmetric):
                    found.setdefault(node.T)
    return list(found)


def _scalars(target: Normal) -> Iterator[Expression]:
    """Yield the scalars that divide a term of what is to vanish, each once, those of few factors first."""
    found: dict[Any, None] = {}
    for monomial, _ in target.terms:
        # Of an integer power any smaller one may be the factor; a root is taken whole.
        choices = [[0, *(range(1, int(e) + 1) if e == int(e) > 0 else [e])] for _, e in monomial]
        for exponents in islice(product(*choices), _FACTORS):
            chosen = tuple((atom, e) for (atom, _), e in zip(monomial, exponents, strict=True) if e)
            if chosen:
                found.setdefault(chosen)
    for chosen in sorted(found, key=len):
        yield Normal(1, 1, freeze({(chosen, ()): 1}), target.declared).as_expression()


def _words_of(target: Normal) -> Iterator[Expression]:
    """Yield the words of what is to vanish, without their scalars; of a scalar, 1."""
    if target.is_scalar:
        yield Number(Fraction(1))
        return
    for word in dict.fromkeys(word for _, word in target.terms):
        if not word:
            yield Identity(target.rows)
        else:
            yield Normal(target.rows, target.cols, freeze({((), word): 1}), target.declared).as_expression()


def _row(form: Normal) -> Row:
    return {key: Fraction(c) for key, c in form.terms.items()}


class _Span:
    """The rows met so far, in echelon form, each with the combination of candidates that it is."""

    def __init__(self) -> None:
        self._pivots: dict[Any, tuple[Row, dict[int, Fraction]]] = {}
        self._trees: list[Expression] = []

    def add(self, tree: Expression, row: Row) -> None:
        """Take a candidate in; one that the others span is dropped."""
        rest, made_of = self._reduced(row)
        if rest:
            self._trees.append(tree)
            made_of[len(self._trees) - 1] = Fraction(1)
            pivot = min(rest, key=repr)
            lead = rest[pivot]
            self._pivots[pivot] = (
                {k: v / lead for k, v in rest.items()},
                {k: v / lead for k, v in made_of.items()},
            )

    def combination(self, row: Row) -> list[tuple[Expression, Fraction]] | None:
        """Return the candidates with weights whose sum is a row; None if they do not span it."""
        rest, made_of = self._reduced(row)
        return None if rest else [(self._trees[k], -v) for k, v in sorted(made_of.items()) if v]

    def _reduced(self, row: Row) -> tuple[Row, dict[int, Fraction]]:
        """Return what is left of a row, and row - rest with its sign turned, as a combination of candidates."""
        rest, made_of = dict(row), dict[int, Fraction]()
        # A row holds no pivot of the rows before it, so that each is met once, in their order.
        for pivot, (pivot_row, combination) in self._pivots.items():
            weight = rest.get(pivot)
            if not weight:
                continue
            for key, value in pivot_row.items():
                changed = rest.get(key, Fraction(0)) - weight * value
                if changed:
                    rest[key] = changed
                else:
                    rest.pop(key, None)
            for k, value in combination.items():
                made_of[k] = made_of.get(k, Fraction(0)) - weight * value
        return rest, made_of
