"""Names proposed: where one resolvent, or one inverse of a sum, stands in a formula, a letter for the sum."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from lsa_theory.algebra.compact.compacting import compact
from lsa_theory.algebra.compact.length import length
from lsa_theory.algebra.declarations import declarations
from lsa_theory.algebra.normal import Normal, normal
from lsa_theory.algebra.ring.polynomial import Terms
from lsa_theory.algebra.ring.words import Word
from lsa_theory.algebra.writing import Writer
from lsa_theory.errors import LsaTheoryError, UnsupportedExpression
from lsa_theory.expressions.declare import positive_definite, scalar
from lsa_theory.expressions.expression import (
    Expression,
    Identity,
    Number,
    Power,
    Sum,
    Symbol,
    as_expression,
    describe,
    walk,
)
from lsa_theory.expressions.latex import to_latex

# Letters that are offered, in this order; the first that the formula does not use is taken.
_LETTERS = ("Gamma", "Phi", "Xi", "Upsilon", "G1", "G2", "G3")
_SCALARS = ("gamma", "phi", "xi", "upsilon", "g1", "g2", "g3")


@dataclass(frozen=True)
class Written:
    """A formula and the letters that it is written in, each with what it stands for."""

    tree: Expression
    where: dict[Symbol, Expression] = field(default_factory=dict)

    def __repr__(self) -> str:
        where = ", ".join(f"{s.name} = {v!r}" for s, v in self.where.items())
        return f"{self.tree!r}, where {where}" if where else repr(self.tree)

    def latex(self) -> str:
        """Return the formula as LaTeX, the letters explained behind it."""
        where = r",\quad ".join(f"{to_latex(s)} = {to_latex(v)}" for s, v in self.where.items())
        return rf"{to_latex(self.tree)},\quad {where}" if where else to_latex(self.tree)

    def __len__(self) -> int:
        """The tokens of the formula and of what its letters stand for."""
        return length(self.tree) + sum(length(v) + 3 for v in self.where.values())


def with_letters(
    expression: object, taken: Iterable[str] = (), inverses: Iterable[Expression] = ()
) -> Written:
    """Return the shortest form, in a letter for a sum under an inverse where that is shorter, definition included.

    Parameters
    ----------
    expression : Expression
        Any shape.
    taken : names, optional
        Letters that mean something else where the formula is shown.
    inverses : expressions, optional
        Matrices whose inverses are offered letters first, such as the minimiser.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, identity, positive_definite, trace
    >>> d = dimension("d"); L = positive_definite("Lambda", d); R = (L + trace(L) * identity(d)) ** -1
    >>> with_letters(2 * R @ R + trace(R @ L @ L) * R + R)
    2 * Gamma**(-2) + Gamma**(-1) + tr(Lambda**2 @ Gamma**(-1)) * Gamma**(-1), where Gamma = Lambda + tr(Lambda) * I
    """
    typed = as_expression(expression)
    best = Written(compact(typed))
    names = {*taken, *_names(typed)}
    known = [s for e in inverses for s in _inverse(e)]
    offered = known or [by_words(s) for s in _sums(best.tree)]
    for value in dict.fromkeys(offered):
        letter = free_letter(value, names)
        tree = compact(typed, definitions={letter: value})
        if letter in set(walk(tree)):
            found = Written(tree, {letter: value})
            # A known matrix is explained once for all formulas in it; another pays for its definition here.
            if len(found) < len(best) or (known and length(tree) < length(best.tree)):
                best = found
    return best


def free_letter(value: Expression, taken: Collection[str]) -> Symbol:
    """Return a letter for a matrix or a scalar that nothing else is called.

    Raises
    ------
    UnsupportedExpression
        If all the letters that are offered are taken.
    """
    for name in _LETTERS if not value.is_scalar else _SCALARS:
        if name not in taken:
            return scalar(name) if value.is_scalar else positive_definite(name, value.rows)
    raise UnsupportedExpression(f"every letter that could stand for {describe(value)} is taken; give one")


def by_words(expression: object) -> Expression:
    """Return a sum over the words of the normal form, each with its coefficient in shortest form.

    >>> from lsa_theory.expressions import dimension, identity, positive_definite, trace
    >>> d = dimension("d"); N = dimension("N"); L = positive_definite("Lambda", d)
    >>> by_words(L + (L + trace(L) * identity(d)) / N)
    (N + 1) * Lambda / N + tr(Lambda) * I / N
    """
    form = normal(expression)
    if form.is_scalar:
        return compact(form)
    groups: dict[Word, Terms] = {}
    for (monomial, word), c in form.terms.items():
        groups.setdefault(word, {})[monomial, ()] = c
    writer = Writer(dict(form.declared))
    parts: list[Expression] = []
    for word, terms in sorted(groups.items(), key=lambda item: (-len(item[0]), item[0])):
        coefficient = compact(normal(writer.matrix(terms, 1, 1)))
        matrix = writer.word(word) if word else Identity(form.rows)
        parts.append(matrix if coefficient == Number(Fraction(1)) else coefficient * matrix)
    return parts[0] if len(parts) == 1 else Sum(tuple(parts)) if parts else as_expression(form)


def _names(tree: Expression) -> set[str]:
    return set(declarations(tree))


def _sums(tree: Expression) -> list[Expression]:
    """Return the matrix sums that stand under an inverse."""
    return [
        node.child
        for node in walk(tree)
        if isinstance(node, Power)
        and node.exponent < 0
        and isinstance(node.child, Sum)
        and not node.is_scalar
    ]


def _inverse(expression: Expression) -> list[Expression]:
    """Return the inverse of a matrix in its shortest form, where it has one in words."""
    try:
        form: Normal = normal(expression**-1)
    except LsaTheoryError:
        return []
    if form.is_scalar:
        return []
    value = by_words(form)
    return [value] if isinstance(value, Sum) or any(isinstance(n, Sum) for n in walk(value)) else []
