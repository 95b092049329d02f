"""Powers of matrix polynomials: repeated products, inverses of words, and functions of one matrix."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from lsa_theory.algebra.ring.blocks_of_functions import block, normal_factors
from lsa_theory.algebra.ring.inverse_of_sum import NAMELESS, common_block, power_of_sum
from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.numeric import entries_of, inverted, of_entries
from lsa_theory.algebra.ring.polynomial import (
    ONE,
    Coefficient,
    Terms,
    accumulate,
    freeze,
    of_word,
    power,
    thaw,
    transpose,
)
from lsa_theory.algebra.ring.rotated import unrotated
from lsa_theory.algebra.ring.words import POSITIVE, RANDOM_KINDS, Factor, Letter, Word
from lsa_theory.errors import UnsupportedExpression


def matrix_power(terms: Terms, exponent: Coefficient) -> Terms:
    """Return a square matrix polynomial to a rational power.

    Raises
    ------
    UnsupportedExpression
        If an inverse or a root has no closed form in words: a root of a sum that has no linear factors in one
        matrix, or of something that is not positive definite, or the inverse of a sum with something random in it.
    """
    if exponent == int(exponent) and exponent >= 0:
        return product([terms] * int(exponent))
    numbers = entries_of(terms, *_shape(terms)) if exponent == int(exponent) else None
    if numbers is not None:
        return product([of_entries(inverted(numbers))] * int(-exponent))
    if len(terms) == 1:
        (((monomial, word), c),) = terms.items()
        scalar = power({(monomial, ()): c}, exponent)
        if not word:
            return scalar
        if len(word) == 1 and word[0].kind == "e":
            # Known by itself, as a sum is.
            return multiply(scalar, power_of_sum({((), word): 1}, exponent))
        if exponent == int(exponent) and _wide(word):
            # Such as F F' with F wide: known by itself, as a sum is.
            return multiply(scalar, power_of_sum({((), word): 1}, exponent))
        if exponent == int(exponent):
            one = product(_inverse_of(x) for x in reversed(word))
            return multiply(scalar, product([one] * int(-exponent)))
        if (turned := unrotated({((), word): 1})) is not None:
            q = of_word((turned[0],))
            return product([scalar, q, matrix_power(turned[1], exponent), transpose(q)])
        if len(word) == 1:
            return multiply(scalar, _normal_letter(_letter_power(word[0], exponent)))
        raise UnsupportedExpression(
            "a fractional power is defined for functions of one positive definite matrix, not for a product "
            f"of {len(word)} different matrices"
        )
    return _function_power(terms, exponent)


def _wide(word: Word) -> bool:
    """Whether letters that are not square make up a square word that passes through no single dimension."""
    return (
        any(x.kind == "m" for x in word)
        and word[0].rows == word[-1].cols
        and not any(x.rows == "1" for x in word)
        and not any(x.kind in RANDOM_KINDS for x in word)
    )


def _shape(terms: Terms) -> tuple[str, str]:
    word = next((word for _, word in terms if word), ())
    return (word[0].rows, word[-1].cols) if word else ("", "")


def _inverse_of(letter: Letter) -> Terms:
    """Return the inverse of a letter: of the inverse of a sum, the sum."""
    nameless = [f for f in letter.payload if f.generator == NAMELESS] if letter.kind == "f" else []
    if not nameless:
        return _normal_letter(_letter_power(letter, -1))
    sums = [
        thaw(key) if letter.flag != 1 else transpose(thaw(key)) for _, key, e in nameless for _ in range(-e)
    ]
    named = tuple(f for f in letter.payload if f.generator != NAMELESS)
    rest = (
        of_word((_letter_power(block(letter.name, letter.flag, letter.rows, named), -1),)) if named else ONE
    )
    return product([rest, *sums])


def _normal_letter(letter: Letter) -> Terms:
    """Return a letter in normal form: the inverse of (g + c)^-1 is g + c, a sum of two letters."""
    return normal_block(letter, letter.payload) if letter.kind == "f" else of_word((letter,))


def _letter_power(letter: Letter, exponent: Coefficient) -> Letter:
    kind, name, flag, rows, _, factors = letter
    if kind == "g" and exponent == -1 and factors.name == name:
        return letter._replace(kind="h")
    if kind == "h" and exponent == -1:
        return letter._replace(kind="g")
    if kind == "o" and exponent == -1 and rows == letter.cols:
        return letter._replace(flag=1 - flag)
    if kind != "f":
        raise UnsupportedExpression(
            f"{name} ({rows} x {letter.cols}) has no inverse: it is not declared square"
        )
    fractional = exponent != int(exponent)
    if fractional and any(g == NAMELESS for g, _, _ in factors):
        raise UnsupportedExpression("a fractional power of the inverse of a sum has no normal form")
    if fractional and flag != POSITIVE:
        raise UnsupportedExpression(
            f"a fractional power of {name} needs it positive definite; declare it with positive_definite"
        )
    raised = tuple(Factor(g, s, _integer(e * exponent)) for g, s, e in factors)
    return block(name, flag, rows, raised)


def _function_power(terms: Terms, exponent: Coefficient) -> Terms:
    """Return a power of a sum: of functions of one matrix, through the factors of its numerator; else as a letter."""
    turned = unrotated(terms)
    if turned is not None:
        q = of_word((turned[0],))
        return product([q, matrix_power(turned[1], exponent), transpose(q)])
    from lsa_theory.algebra.sympy.factoring import factors_over_scalars

    letters = [word[0] for _, word in terms if word]
    first = letters[0] if letters else None
    if first is None:
        return power(terms, exponent)
    generators = {g for x in letters if x.kind == "f" for g, _, _ in x.payload}
    if common_block(terms) is None or len(generators) != 1 or NAMELESS in generators:
        return power_of_sum(terms, exponent)
    (generator,) = generators
    shifts = sorted({s for x in letters for _, s, e in x.payload if s and e < 0})
    # Over the common denominator prod (g + c)^k the sum becomes a polynomial in g.
    orders = {s: max((-e for x in letters for _, t, e in x.payload if t == s), default=0) for s in shifts}
    denominator = product(
        [
            of_word((block(first.name, first.flag, first.rows, (Factor(generator, s, k),)),))
            for s, k in orders.items()
        ]
    )
    numerator = multiply(terms, _expanded(denominator))
    coefficients: dict[int, Terms] = {}
    for (monomial, word), c in numerator.items():
        degree = word[0].payload[0].exponent if word else 0
        if word and (len(word[0].payload) != 1 or word[0].payload[0].shift or degree != int(degree)):
            return power_of_sum(terms, exponent)
        accumulate(coefficients.setdefault(int(degree), {}), {(monomial, ()): c})
    lead, lowest, shifted, others = factors_over_scalars(coefficients)
    if others and exponent != int(exponent):
        return power_of_sum(terms, exponent)
    exponents: dict[Any, Coefficient] = {}
    if lowest:
        exponents[()] = lowest
    for shift in shifted:
        key = freeze(shift)
        exponents[key] = exponents.get(key, 0) + 1
    for s, k in orders.items():
        exponents[s] = exponents.get(s, 0) - k
    if exponent != int(exponent) and first.flag != POSITIVE:
        raise UnsupportedExpression(f"a fractional power needs {generator} declared positive definite")
    result = [power(lead, exponent)]
    for s, e in exponents.items():
        if e:
            result.append(normal_block(first, (Factor(generator, s, _integer(e * exponent)),)))
    result.extend(power_of_sum(_in_matrix(other, first, generator), exponent) for other in others)
    return product(result)


def _in_matrix(coefficients: Mapping[int, Terms], like: Letter, generator: str) -> Terms:
    """Return the polynomial in a generator with scalar coefficients by degree."""
    total: Terms = {}
    for degree, c in coefficients.items():
        accumulate(
            total, multiply(c, normal_block(like, (Factor(generator, (), degree),)) if degree else ONE)
        )
    return total


def normal_block(like: Letter, factors: tuple[Factor, ...]) -> Terms:
    """Return a product of factors in the block of a letter, in normal form."""
    total: Terms = {}
    for scalar, reduced in normal_factors(factors):
        letter = of_word((block(like.name, like.flag, like.rows, reduced),)) if reduced else ONE
        accumulate(total, multiply(thaw(scalar), letter))
    return total


def _expanded(terms: Terms) -> Terms:
    total: Terms = {}
    for (monomial, word), c in terms.items():
        value = product(normal_block(x, x.payload) for x in word) if word else ONE
        accumulate(total, multiply({(monomial, ()): c}, value))
    return total


def _integer(value: Coefficient) -> Coefficient:
    return int(value) if Fraction(value).denominator == 1 else value
