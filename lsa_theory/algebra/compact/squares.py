"""Squares completed: a sum of two letters, or of a letter and the point of least value, recognised as one.

|a|^2 - 2 a'b + |b|^2 is |e|^2 in the letter e = a - b. For each pair of letters of one shape and each ratio that the
coefficients suggest, one letter is replaced by the sum; where fewer words are left, the sum is what the author wrote.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from lsa_theory.algebra.normal import Normal, normal
from lsa_theory.algebra.ring.polynomial import Monomial, Terms, accumulate, freeze, multiply_scalars
from lsa_theory.algebra.ring.words import Word, word_of
from lsa_theory.algebra.solving.equations import solve_linear
from lsa_theory.algebra.writing import Writer, collected
from lsa_theory.errors import LsaTheoryError
from lsa_theory.expressions.expression import Expression, Symbol
from lsa_theory.expressions.operators import at, gradient
from lsa_theory.expressions.rebuilding import replaced

_MOST_WORDS = 40


def completed(form: Normal) -> Iterator[tuple[Normal, Symbol, Expression]]:
    """Yield forms with fewer words in a letter that stands for a sum: the form, the letter, the sum."""
    groups = collected(form.terms)
    if len(groups) < 2 or len(groups) > _MOST_WORDS:
        return
    tree = form.as_expression()
    declared = dict(form.declared)
    yield from _about_the_minimum(form, tree, groups)
    letters = [s for s in declared.values() if isinstance(s, Symbol) and not s.is_scalar]
    letters = [s for s in letters if s.structure in ("general", "symmetric", "positive definite")]
    for first in letters:
        for second in letters:
            if (
                first.name == second.name
                or first.shape != second.shape
                or first.structure != second.structure
            ):
                continue
            for ratio in _ratios(groups, first, second, form):
                value = first - ratio * second
                try:
                    changed = normal(at(tree, {first: value}))
                except LsaTheoryError:
                    continue
                if len(collected(changed.terms)) < len(groups) - 1:
                    yield changed, first, first + ratio * second


def _about_the_minimum(
    form: Normal, tree: Expression, groups: dict[tuple[Monomial, Word], Terms]
) -> Iterator[tuple[Normal, Symbol, Expression]]:
    """Yield quadratic forms written about the point where their gradient vanishes, where that leaves fewer words.

    There a form of constant c, linear part b and quadratic part q is c + b / 2, and about it c + b / 2 + q.
    """
    if not form.is_scalar:
        return
    for letter in dict(form.declared).values():
        if not isinstance(letter, Symbol) or letter.is_scalar or letter.structure != "general":
            continue
        degrees = {key: _count(key, letter.name) for key in groups}
        if not {1, 2} <= {*degrees.values()} <= {0, 1, 2}:
            continue
        parts = [_of_degree(form, groups, degrees, k) for k in range(3)]
        constant, linear, quadratic = parts
        try:
            if not all(_is_of_degree(part, letter, k) for k, part in enumerate(parts)):
                continue
            point = solve_linear(gradient(tree, letter), letter).value.as_expression()
            changed = normal(constant + at(linear, {letter: point}) / 2 + quadratic)
        except (LsaTheoryError, RuntimeError):
            continue
        if len(collected(changed.terms)) < len(groups):
            yield changed, letter, letter - point


def _of_degree(
    form: Normal,
    groups: Mapping[tuple[Monomial, Word], Terms],
    degrees: Mapping[tuple[Monomial, Word], int],
    degree: int,
) -> Expression:
    """Return the part of a form that is of some degree in a letter."""
    part: Terms = {}
    for (traces, word), scalars in groups.items():
        if degrees[traces, word] == degree:
            accumulate(part, multiply_scalars({(traces, word): 1}, scalars))
    return replace(form, key=freeze(part)).as_expression()


def _is_of_degree(part: Expression, letter: Symbol, degree: int) -> bool:
    """Whether twice the letter makes a part 2^degree times as large: a letter in an inverse is not counted."""
    return normal(at(part, {letter: 2 * letter}) - 2**degree * part).is_zero()


def put_back(tree: Expression, letter: Symbol, value: Expression) -> Expression:
    """Return the tree with a sum in the place of the letter that stood for it."""
    return replaced(tree, lambda node: value if node == letter else None)


def _ratios(
    groups: dict[tuple[Monomial, Word], Terms], first: Symbol, second: Symbol, form: Normal
) -> list[Expression]:
    """Return r where a word with two of the first letter and one with one of each have coefficients 1 and 2 r."""
    from lsa_theory.expressions.expression import Number

    found: dict[Expression, None] = {Number(Fraction(1)): None, Number(Fraction(-1)): None}
    pure, mixed = [], []
    for key, scalar in groups.items():
        one, two = _count(key, first.name), _count(key, second.name)
        if (one, two) == (2, 0):
            pure.append(scalar)
        elif (one, two) == (1, 1):
            mixed.append(scalar)
    writer = Writer(dict(form.declared))
    for a in pure[:2]:
        for b in mixed[:2]:
            try:
                ratio = normal(writer.scalar(b) / (2 * writer.scalar(a))).as_expression()
            except LsaTheoryError:
                continue
            found[ratio] = None
            found[normal(2 * ratio).as_expression()] = None
    return list(found)


def _count(key: tuple[Monomial, Word], name: str) -> int:
    traces, word = key
    count = sum(_in_word(word_of(atom), name) * int(e) for atom, e in traces)
    return count + _in_word(word, name)


def _in_word(word: Word, name: str) -> int:
    count = 0
    for letter in word:
        if letter.kind == "f":
            count += sum(int(e) for generator, _, e in letter.payload if generator == name)
        elif letter.kind == "e":
            count += sum(_in_word(inside, name) for _, _, inside in letter.payload.edges)
        elif letter.name == name:
            count += 1
    return count
