"""Forms that a reader asks for by name: factored, expanded, collected, by orders, in a named matrix.

Each is decided to be equal to what was given before it is returned.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from lsa_theory.algebra.compact.compacting import candidates, compact
from lsa_theory.algebra.compact.length import length
from lsa_theory.algebra.compact.proposing import free_letter
from lsa_theory.algebra.declarations import declarations
from lsa_theory.algebra.normal import Normal, difference, normal
from lsa_theory.algebra.ring.occurring import parts_of
from lsa_theory.algebra.ring.polynomial import Terms, accumulate
from lsa_theory.algebra.ring.words import variable
from lsa_theory.algebra.writing import Writer
from lsa_theory.errors import InvalidArgument, LsaTheoryError, UnsupportedExpression
from lsa_theory.expressions.expression import (
    Expression,
    Number,
    Power,
    Scale,
    Sum,
    Symbol,
    as_expression,
    describe,
    walk,
)
from lsa_theory.expressions.operators import at


def expanded(expression: object) -> Expression:
    """Return the sum of all terms of the normal form: products and coefficients multiplied out.

    >>> from lsa_theory.expressions import dimension, matrix
    >>> d = dimension("d"); A = matrix("A", d); B = matrix("B", d)
    >>> expanded((A + B) @ A)
    A**2 + B @ A
    """
    form = normal(expression)
    writer = Writer(dict(form.declared))
    keys = sorted(form.terms, key=lambda key: (len(key[1]), key[1], len(key[0]), key[0]))
    parts = [writer.matrix({key: form.terms[key]}, form.rows, form.cols) for key in keys]
    if not parts:
        return form.as_expression()
    return parts[0] if len(parts) == 1 else Sum(tuple(parts))


def factored(expression: object) -> Expression:
    """Return a product if the search finds one, else the shortest sum.

    >>> from lsa_theory.expressions import dimension, positive_definite, scalar
    >>> d = dimension("d"); L = positive_definite("L", d); a = scalar("a")
    >>> factored(a**2 * L - a * L), factored(L**2 + 2 * a * L)
    (a * (a - 1) * L, L @ (L + 2 * a * I))
    """
    form = normal(expression)
    found = [tree for tree in candidates(form, {}, products=True) if not isinstance(tree, Sum)]
    for tree in sorted(dict.fromkeys(found), key=length):
        if _same(tree, form):
            return tree
    return compact(form)


def collected_in(expression: object, letter: object) -> Expression:
    """Return a sum over the powers of a scalar letter, each with its coefficient in shortest form.

    Raises
    ------
    InvalidArgument
        If it is not a scalar letter.
    UnsupportedExpression
        If the letter stands inside a sum under an inverse or a root, so that there is no sum over its powers.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, positive_definite, trace
    >>> d = dimension("d"); N = dimension("N"); L = positive_definite("L", d)
    >>> collected_in((N + 1) * N * L + trace(L) * N * L, N)
    N**2 * L + N * (L + tr(L) * L)
    """
    return _powers(expression, letter)


def orders(expression: object, small: object) -> Expression:
    """Return a sum over the powers of 1/N, the largest term first, each with its coefficient in shortest form.

    Parameters
    ----------
    expression : Expression
    small : Expression
        1/N for a scalar letter N, or the letter.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, positive_definite, trace
    >>> d = dimension("d"); N = dimension("N"); L = positive_definite("L", d)
    >>> orders((L + (L + trace(L) * L) / N) / N + L, 1 / N)
    L + L / N + (L + tr(L) * L) / N**2
    """
    tree = as_expression(small)
    match tree:
        case Scale(Power(Symbol() as letter, exponent), Number(value)) if exponent == -1 and value == 1:
            return _powers(expression, letter)
        case Power(Symbol() as letter, exponent) if exponent == -1:
            return _powers(expression, letter)
    return _powers(expression, tree)


def in_terms_of(expression: object, letters: Mapping[Symbol, Expression] | Expression) -> Expression:
    """Return the shortest form in which every given letter occurs.

    Parameters
    ----------
    expression : Expression
    letters : mapping of Symbol to Expression, or Expression
        What the letters stand for; of an expression alone the letter is Gamma, or the next that is free.

    Raises
    ------
    UnsupportedExpression
        If the search finds no such form.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, identity, positive_definite, trace
    >>> d = dimension("d"); L = positive_definite("L", d); G = positive_definite("G", d)
    >>> in_terms_of(L @ L + 2 * L, {G: L + 2 * identity(d)})
    L @ G
    """
    typed = as_expression(expression)
    if isinstance(letters, Mapping):
        put = {symbol: as_expression(value) for symbol, value in letters.items()}
    else:
        value = as_expression(letters)
        put = {free_letter(value, {*declarations(typed), *declarations(value)}): value}
    form = normal(at(typed, put) if put else typed)
    found = [tree for tree in candidates(form, put) if all(_occurs(s, tree) for s in put)]
    for tree in sorted(dict.fromkeys(found), key=length):
        if _same(at(tree, put) if put else tree, form):
            return tree
    names = ", ".join(symbol.name for symbol in put)
    raise UnsupportedExpression(f"no form of {describe(typed)} in terms of {names} was found")


def _occurs(symbol: Symbol, tree: Expression) -> bool:
    return any(node == symbol for node in walk(tree))


def _same(tree: Expression, form: Normal) -> bool:
    try:
        return difference(tree, form).is_zero()
    except LsaTheoryError:
        return False


def _powers(expression: object, letter: object) -> Expression:
    if not isinstance(letter, Symbol) or not letter.is_scalar:
        raise InvalidArgument(f"{letter!r} is no scalar letter; give one, such as N or 1 / N")
    form = normal(expression)
    atom = variable(letter.name, letter.structure)
    parts: dict[Fraction, Terms] = {}
    for (monomial, word), c in form.terms.items():
        exponent = Fraction(dict(monomial).get(atom, 0))
        rest = tuple(item for item in monomial if item[0] != atom)
        if atom in parts_of({(rest, word): 1}):
            raise UnsupportedExpression(
                f"{letter.name} stands inside a sum under an inverse or a root: there is no finite sum over its "
                f"powers; expand(expression, {letter.name}) gives the first of them"
            )
        accumulate(parts.setdefault(exponent, {}), {(rest, word): c})
    writer = Writer(dict(form.declared))
    shown = []
    for exponent in sorted(parts, reverse=True):
        if not parts[exponent]:
            continue
        part = compact(normal(writer.matrix(parts[exponent], form.rows, form.cols)))
        shown.append(_times_power(part, letter, exponent))
    if not shown:
        return form.as_expression()
    return shown[0] if len(shown) == 1 else Sum(tuple(t for p in shown for t in _terms(p)))


def _terms(node: Expression) -> tuple[Expression, ...]:
    return node.terms if isinstance(node, Sum) else (node,)


def _times_power(part: Expression, letter: Symbol, exponent: Fraction) -> Expression:
    if exponent == 0:
        return part
    power = letter if exponent == 1 else Power(letter, exponent)
    if part == Number(Fraction(1)):
        return power
    return Scale(power, part)
