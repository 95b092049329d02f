"""Determinants of a Gram matrix W = X X' of n Gaussian columns, d x d: E det(W)^k f(W) and E log det W.

det(W)^k makes of the Wishart density with n degrees of freedom that with n + 2 k, times
2^(d k) Gamma_d(n / 2 + k) / Gamma_d(n / 2) det(L)^k, a ratio of factorials. The mean of log det W is the derivative of
that factor at k = 0: log det L + d log 2 + sum_i psi((n + 1 - i) / 2).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from lsa_theory.algebra.expectation.conditions import Noted
from lsa_theory.algebra.expectation.occurrences import in_term
from lsa_theory.algebra.expectation.source import Source
from lsa_theory.algebra.expectation.wishart.rows import given_gram
from lsa_theory.algebra.functions.determinant import determinant
from lsa_theory.algebra.functions.making import HALF, digamma, factorial, logarithm
from lsa_theory.algebra.ring.concatenation import dimension
from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.polynomial import (
    Coefficient,
    Key,
    Terms,
    add,
    constant,
    power,
    scale,
    thaw,
)
from lsa_theory.algebra.ring.words import Function
from lsa_theory.errors import UnsupportedExpression

Average = Callable[[Terms, Mapping[str, Source], frozenset[str]], Terms]


def average_gram_determinant(
    held: Sequence[tuple[Function, Coefficient]],
    rest: Terms,
    source: Source,
    sources: Mapping[str, Source],
    average: Average,
) -> Terms:
    """Return the average over one sample of a power of det W, or of log det W, times what else stands beside it."""
    n = source.count
    if n is None or source.mean or not source.gaussian:
        raise UnsupportedExpression(
            f"determinants of the Gram matrix of {source.name} are averaged where its columns are Gaussian of mean zero"
        )
    (atom, e), *others = held
    inner = thaw(atom.arguments[0])
    is_log = atom.name == "log" and _is_determinant(inner, source.name)
    if others or not (is_log or (atom.name == "det" and _is_gram(atom.arguments[0], source.name))):
        raise UnsupportedExpression(
            f"of functions of the sample {source.name}, powers of det(X X') and log det(X X') have an expectation in "
            f"closed form here, one at a time; given: {', '.join(a.name for a, _ in held)}"
        )
    size = dimension(source.size)
    if is_log or e < 0:
        _check_columns(source, 0 if is_log else int(e))
    beside = any(source.name in in_term(*key) for key in rest)
    if is_log:
        if e != 1 or beside:
            raise UnsupportedExpression(
                f"log det(X X') of {source.name} is averaged alone, not in a power or beside something random in it"
            )
        _note(source, "- 1")
        mean = add(
            logarithm(determinant(source.covariance, source.size)),
            multiply(size, logarithm(constant(2))),
            digamma(scale(n, HALF), size),
        )
        return multiply(mean, rest)
    k = int(e)
    if k != e:
        raise UnsupportedExpression(
            f"the power {e} of det(X X') of {source.name} has no expectation in factorials"
        )
    _note(source, f"+ {-2 * k - 1}" if k < 0 else "- 1")
    factor = multiply(_factor(n, size, k), power(determinant(source.covariance, source.size), k))
    if not beside:
        return multiply(factor, rest)
    # The law of W alone has other degrees of freedom; X given W is as it was, with its own columns.
    longer = replace(source, count=add(n, constant(2 * k)), conditions=[])
    rest = given_gram(rest, source)
    value = average(rest, {**sources, source.name: longer}, frozenset({source.name}))
    source.conditions.extend(_shortened(condition, source, 2 * k) for condition in longer.conditions)
    return multiply(factor, value)


def _shortened(condition: Noted, source: Source, more: int) -> Noted:
    """Return a condition on n + more columns as one on n."""
    if not isinstance(condition, str):
        return condition
    found = re.fullmatch(rf"{re.escape(source.count_name or '')} > (.+) ([+-]) (\d+)", condition)
    if found is None:
        raise UnsupportedExpression(
            f"the average exists where {condition} with {more} more columns than {source.name} has, and this is not "
            "written as a condition on its own here"
        )
    shift = (int(found[3]) if found[2] == "+" else -int(found[3])) - more
    return f"{source.count_name} > {found[1]} {'+' if shift >= 0 else '-'} {abs(shift)}"


def _has_numbers(source: Source) -> bool:
    return source.size.isdecimal() and (source.count_name or "").isdecimal()


def _note(source: Source, more: str) -> None:
    """Note how many columns there have to be, where that is not a question of numbers."""
    if not _has_numbers(source):
        source.conditions.append(f"{source.count_name} > {source.size} {more}")


def _check_columns(source: Source, k: int) -> None:
    """Refuse a power of det(X X') whose mean is infinite, or the logarithm of zero, at sizes that are numbers."""
    needed = "has a logarithm" if not k else f"has a mean of its power {k}"
    if _has_numbers(source):
        least = int(source.size) - 2 * k
        if int(source.count_name or "") < least:
            raise UnsupportedExpression(
                f"det(X X') of {source.name} {needed} with {least} columns or more; there are {source.count_name}"
            )


def _factor(n: Terms, size: Terms, k: int) -> Terms:
    """Return 2^(d k) Gamma_d(n / 2 + k) / Gamma_d(n / 2)."""
    rest = add(n, scale(size, -1))
    parts = []
    if k > 0 and set(rest) <= {((), ())} and rest.get(((), ()), 0) < 0:
        # Fewer columns than rows: the determinant vanishes.
        return {}
    for j in range(k) if k >= 0 else range(k, 0):
        above, below = (n, rest) if k >= 0 else (rest, n)
        parts += [factorial(add(above, constant(2 * j))), _over_factorial(below, 2 * j)]
    return product(parts)


def _over_factorial(base: Terms, shift: int) -> Terms:
    """Return 1 / (base + shift)! with a factor below for each step from base on, not their product."""
    steps = [power(add(base, constant(i)), -1) for i in range(1, shift + 1)]
    steps += [add(base, constant(-i)) for i in range(-shift)]
    return product([power(factorial(base), -1), *steps])


def _is_determinant(terms: Terms, name: str) -> bool:
    if len(terms) != 1:
        return False
    (((monomial, _), c),) = terms.items()
    if c != 1 or len(monomial) != 1 or monomial[0][1] != 1:
        return False
    atom = monomial[0][0]
    return atom.kind == "e" and atom.name == "det" and _is_gram(atom.arguments[0], name)


def _is_gram(key: Key, name: str) -> bool:
    """Whether a matrix is X X' of one sample."""
    ((monomial, word), c), *others = key
    return (
        not others
        and c == 1
        and not monomial
        and len(word) == 1
        and word[0].kind == "g"
        and word[0].name == word[0].payload.name == name
    )
