"""Replacing letters and scalars in a polynomial, all at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from lsa_theory.algebra.functions.acting import rebuilt
from lsa_theory.algebra.ring.concatenation import closed, dimension
from lsa_theory.algebra.ring.elementwise import with_edges
from lsa_theory.algebra.ring.matrix_power import matrix_power
from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.polynomial import (
    Terms,
    accumulate,
    add,
    constant,
    of_atom,
    of_word,
    power,
    thaw,
    transpose,
)
from lsa_theory.algebra.ring.words import Atom, Factor, Letter, Word

LetterRule = Callable[[Letter], "Terms | None"]
ScalarRule = Callable[[Atom], "Terms | None"]


def substitute_letters(terms: Terms, rule: LetterRule, scalar_rule: ScalarRule | None = None) -> Terms:
    """Return the polynomial with each letter for which the rule gives a value replaced by that value."""
    total: Terms = {}
    rule = partial(_through_networks, rule=rule)
    for (monomial, word), c in terms.items():
        factors = [power(_atom(a, rule, scalar_rule), e) for a, e in monomial]
        factors.append(_word(word, rule))
        accumulate(total, product(factors), c)
    return total


def _through_networks(letter: Letter, rule: LetterRule) -> Terms | None:
    """Return what a letter becomes; a network with the letters in it replaced."""
    value = rule(letter)
    if value is not None or letter.kind != "e":
        return value
    changed = {
        k: _word(word, partial(_through_networks, rule=rule))
        for k, (_, _, word) in enumerate(letter.payload.edges)
        if any(_through_networks(x, rule) is not None for x in word)
    }
    return with_edges(letter, changed) if changed else None


def substitute(terms: Terms, values: Mapping[str, Terms]) -> Terms:
    """Return the polynomial with constants, by name, replaced by polynomials of the same shape."""

    def scalars(atom: Atom) -> Terms | None:
        return values.get(atom.name) if atom.kind == "a" else None

    def letters(letter: Letter) -> Terms | None:
        if letter.kind == "f":
            return _block(letter, values, letters, scalars)
        if letter.kind == "m" and letter.name in values:
            value = values[letter.name]
            return transpose(value) if letter.flag == 1 else value
        return None

    return substitute_letters(terms, letters, scalars)


def _block(
    letter: Letter, values: Mapping[str, Terms], rule: LetterRule, scalar_rule: ScalarRule
) -> Terms | None:
    factors: list[Terms] = []
    changed = False
    _, name, flag, rows, cols, own = letter
    for generator, shift, exponent in own:
        moved = substitute_letters(thaw(shift), rule, scalar_rule) if shift else {}
        if generator in values or moved != (thaw(shift) if shift else {}):
            changed = True
            base = values.get(generator)
            if not generator:
                # The inverse of a sum: the sum stands in the place of the shift.
                base, moved = (transpose(moved) if flag == 1 else moved), {}
            elif base is None:
                base = of_word((Letter("f", name, flag, rows, cols, (Factor(generator, (), 1),)),))
            elif flag == 1:
                base = transpose(base)
            factors.append(matrix_power(add(base, moved), exponent))
        else:
            factors.append(
                of_word((Letter("f", name, flag, rows, cols, (Factor(generator, shift, exponent),)),))
            )
    return product(factors) if changed else None


def _atom(atom: Atom, rule: LetterRule, scalar_rule: ScalarRule | None) -> Terms:
    if atom.kind == "t":
        changed = any(rule(letter) is not None for letter in atom.word)
        if changed:
            return closed_product(atom.word, rule)
    elif atom.kind == "b":
        return substitute_letters(thaw(atom.key), rule, scalar_rule)
    elif atom.kind == "e":
        return rebuilt(atom, lambda part: substitute_letters(part, rule, scalar_rule))
    elif scalar_rule is not None:
        value = scalar_rule(atom)
        if value is not None:
            return value
    return of_atom(atom)


def closed_product(word: Word, rule: LetterRule) -> Terms:
    """Return a closed word with its letters replaced."""
    size = word[0].rows
    total: Terms = {}
    for (monomial, rest), c in _word(word, rule).items():
        value = closed(rest) if rest else constant(1) if size == "1" else dimension(size)
        accumulate(total, multiply({(monomial, ()): c}, value))
    return total


def _word(word: Word, rule: LetterRule) -> Terms:
    return product(value if (value := rule(x)) is not None else of_word((x,)) for x in word)
