"""Sums of coefficient x scalars x word: the ring in which everything is calculated.

A polynomial maps `(monomial, word)` to a rational coefficient. A monomial is a sorted tuple of
`(atom, exponent)`. The word is open, from rows to columns; in a scalar it is empty.

Nothing here loops over dimensions: they are scalar symbols like any other.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from math import gcd
from typing import Any, TypeAlias

from lsa_theory.algebra.ring import words
from lsa_theory.algebra.ring.effort import spend
from lsa_theory.algebra.ring.quadratic_numbers import Quadratic, as_quadratic, denested
from lsa_theory.algebra.ring.words import (
    POSITIVE,
    SYMMETRIC,
    Atom,
    Function,
    Letter,
    Word,
    base_of,
    number_of,
    radicand,
    word_of,
)
from lsa_theory.errors import UnsupportedExpression

Coefficient: TypeAlias = "int | Fraction"
Monomial: TypeAlias = tuple[tuple[Atom, Coefficient], ...]
Key: TypeAlias = tuple[tuple[tuple[Monomial, Word], Coefficient], ...]
Terms: TypeAlias = dict[tuple[Monomial, Word], Coefficient]

# Shorter sums are not worth counting.
_LONG = 8

ONE: Terms = {((), ()): 1}


def constant(value: Coefficient) -> Terms:
    """Return a rational number."""
    return {((), ()): value} if value else {}


def of_atom(atom: Atom, exponent: Coefficient = 1) -> Terms:
    """Return one atom to a power."""
    return {(((atom, exponent),), ()): 1}


def of_word(word: Word) -> Terms:
    """Return one open word."""
    return {((), word): 1}


def add(*parts: Terms) -> Terms:
    """Return the sum."""
    total = dict(parts[0])
    for part in parts[1:]:
        accumulate(total, part)
    return total


def accumulate(total: Terms, part: Terms, factor: Coefficient = 1) -> None:
    """Add factor x part to `total` in place."""
    if len(part) > _LONG:
        spend(len(part))
    for key, coefficient in part.items():
        # Fractions are slow, and most products are by 1 and most sums to nothing.
        value = factor if type(coefficient) is int and coefficient == 1 else factor * coefficient
        before = total.get(key)
        if before is None:
            total[key] = value
            continue
        value += before
        if value:
            total[key] = value
        else:
            del total[key]


def scale(terms: Terms, factor: Coefficient) -> Terms:
    """Return factor x terms."""
    return {key: factor * c for key, c in terms.items()} if factor else {}


def freeze(terms: Terms) -> Key:
    """Return a hashable key, the same for equal polynomials."""
    return tuple(sorted(terms.items()))


def thaw(key: Key) -> Terms:
    """Return the polynomial of a key."""
    return dict(key)


def multiply_scalars(left: Terms, right: Terms) -> Terms:
    """Return the product where no two words meet: one factor, at least, is a scalar."""
    spend(len(left) * len(right))
    total: Terms = {}
    for (m1, w1), c1 in left.items():
        for (m2, w2), c2 in right.items():
            accumulate(total, times(m1, m2, w1, w2), c1 * c2)
    return total


def product_of_scalars(factors: Iterable[Terms]) -> Terms:
    """Return the product of polynomials of which one, at most, has words."""
    total = ONE
    for factor in factors:
        total = multiply_scalars(total, factor)
    return total


def times(m1: Monomial, m2: Monomial, w1: Word, w2: Word) -> Terms:
    """Return the product of two terms of which one, at least, has no word."""
    if w1 and w2:
        raise ValueError("two words meet in a product of scalars; multiply them as matrices")
    word = w1 or w2
    scalar = _merge(m1, m2)
    if type(scalar) is tuple:
        return {(scalar, word): 1}
    return {(m, word): c for (m, _), c in scalar.items()}


def _merge(m1: Monomial, m2: Monomial) -> Any:
    """Multiply monomials; a tuple where the product is one monomial, else a polynomial."""
    if not m1:
        return m2
    if not m2:
        return m1
    exponents = dict(m1)
    expand: list[tuple[Atom, Coefficient]] = []
    for atom, exponent in m2:
        value = exponents.get(atom, 0) + exponent
        if atom.kind == "e":
            value = folded(atom, value)
        if value:
            exponents[atom] = value
            if atom.kind in "bn" and value >= 1:
                expand.append((atom, value))
        else:
            del exponents[atom]
    if not expand:
        return tuple(sorted(exponents.items()))
    factors = []
    for atom, value in expand:
        whole = int(value)
        if value == whole:
            del exponents[atom]
        else:
            exponents[atom] = value - whole
        base = thaw(atom.key) if atom.kind == "b" else constant(number_of(atom))
        factors.extend([base] * whole)
    return product_of_scalars([{(tuple(sorted(exponents.items())), ()): 1}, *factors])


# The key of the number -1.
MINUS_ONE: Key = ((((), ()), -1),)


def folded(atom: Function, exponent: Coefficient) -> Coefficient:
    """Return the exponent that a power of a function may be written with: sign^3 = sign, (-1)^(2 n) = 1."""
    if atom.name == "sign" and exponent > 2:
        return 2 - exponent % 2
    if atom.name == "power" and atom.arguments[0] == MINUS_ONE and exponent == int(exponent):
        return exponent % 2
    if atom.name == "det" and exponent == int(exponent) and not 0 <= exponent < 2 and _is_orthogonal(atom):
        return exponent % 2
    return exponent


def _is_orthogonal(atom: Function) -> bool:
    """Whether a determinant is that of an orthogonal matrix alone: 1 or -1."""
    ((_, word), _), *others = atom.arguments[0]
    return not others and len(word) == 1 and word[0].kind == "o"


def power(terms: Terms, exponent: Coefficient) -> Terms:
    """Return a scalar polynomial to a rational power; atoms under fractional powers are taken as positive.

    Raises
    ------
    ZeroDivisionError
        If zero is raised to a negative power.
    UnsupportedExpression
        If a fractional power is taken of something not known to be positive.
    """
    if exponent == 0:
        return ONE
    if not terms:
        if exponent < 0:
            raise ZeroDivisionError("division by an expression that is zero")
        return {}
    quadratic = as_quadratic(terms) if len(terms) == 2 else None
    if quadratic is not None:
        value = _power_of_quadratic(quadratic, Fraction(exponent))
        if value is not None:
            return value
    positive = quadratic.is_positive if quadratic is not None else is_positive(terms) or has_root(terms)
    if Fraction(exponent).denominator != 1 and not positive:
        whole_root = _root_kept_whole(terms, exponent)
        if whole_root is not None:
            return whole_root
        if any(a.kind == "t" and words.is_random(a.word) for monomial, _ in terms for a, _ in monomial):
            raise UnsupportedExpression(
                f"the power {exponent} of something random is no polynomial, and has no expectation in closed form here"
            )
        raise UnsupportedExpression(
            f"a scalar under the fractional power {exponent} is not known to be positive; declare its parts "
            "positive, or give it a name with scalar(..., positive=True)"
        )
    if len(terms) == 1:
        (((monomial, _), coefficient),) = terms.items()
        raised = tuple((atom, _reduced(e * exponent)) for atom, e in monomial)
        raised = tuple((a, f) for a, e in raised if (f := folded(a, e) if a.kind == "e" else e))
        numbers = [_number_power(a.number, e) for a, e in raised if a.kind == "n"]
        bases = [(a, e) for a, e in raised if a.kind == "b" and e >= 1]
        plain = tuple(item for item in raised if item[0].kind != "n" and item not in bases)
        whole = _number_power(coefficient, exponent)
        powers = (power_of_base(a, e) for a, e in bases)
        return product_of_scalars([whole, {(plain, ()): 1}, *numbers, *powers])
    if exponent > 0 and Fraction(exponent).denominator == 1:
        return _integer_power(terms, int(exponent))
    content, monomial, primitive = primitive_part(terms)
    if not primitive:
        # Such as 1 - (1 + a) / (1 + a), fractions not cancelled.
        return power(primitive, exponent)
    if content < 0 and exponent != int(exponent):
        # What is not known to be positive stands below a root with its own sign.
        content, primitive = -content, scale(primitive, -1)
    if len(primitive) == 1:
        return multiply_scalars(power({(monomial, ()): content}, exponent), power(primitive, exponent))
    outer = power({(monomial, ()): content}, exponent)
    return multiply_scalars(outer, power_of_base(base_of(freeze(primitive)), exponent))


def _root_kept_whole(terms: Terms, exponent: Coefficient) -> Terms | None:
    """Return a root of a product with determinants in it, or powers to a length, whose signs only agree together.

    What is positive by its form is taken out; the rest stands below one root. None for what has no such factor.
    """
    content, common, rest = primitive_part(terms)
    unknown = tuple((a, e) for a, e in common if not atom_is_positive(a))
    if not any(a.kind == "e" and a.name in ("det", "power") for a, _ in unknown):
        return None
    if content < 0:
        if len(rest) == 1:
            return None
        content, rest = -content, scale(rest, -1)
    known = tuple(item for item in common if item not in unknown)
    inside = multiply_scalars({(unknown, ()): 1}, rest)
    outer = power({(known, ()): content}, exponent)
    return multiply_scalars(outer, power_of_base(base_of(freeze(inside)), exponent))


def _power_of_quadratic(number: Quadratic, exponent: Fraction) -> Terms | None:
    """Return a power of a + b sqrt(c) without a root inside another or in a denominator; None where one is left."""
    base = add(constant(number.a), scale(_number_power(number.c, Fraction(1, 2)), number.b))
    if exponent.denominator == 1:
        if exponent > 0:
            return _integer_power(base, int(exponent))
        conjugate = add(constant(number.a), scale(_number_power(number.c, Fraction(1, 2)), -number.b))
        inverted = {key: _reduced(Fraction(c) / number.norm) for key, c in conjugate.items()}
        return _integer_power(inverted, -int(exponent))
    if exponent.denominator != 2 or (parts := denested(number)) is None:
        return None
    p, q, sign = parts
    half = Fraction(1, 2)
    root = add(power(constant(_reduced(p)), half), scale(power(constant(_reduced(q)), half), sign))
    return power(root, int(2 * exponent))


def power_of_base(atom: Atom, exponent: Coefficient) -> Terms:
    """Return a base atom to a power, multiplied out as far as the power is a positive integer."""
    if atom.kind == "n":
        return _number_power(number_of(atom), exponent)
    whole = max(0, int(exponent // 1))
    rest = _reduced(exponent - whole)
    base = thaw(atom.key) if atom.kind == "b" else constant(number_of(atom))
    parts = [_integer_power(base, whole)] if whole else []
    if rest:
        parts.append(of_atom(atom, rest))
    return product_of_scalars(parts)


def _integer_power(terms: Terms, exponent: int) -> Terms:
    result = ONE
    for bit in bin(exponent)[2:]:
        result = multiply_scalars(result, result)
        if bit == "1":
            result = multiply_scalars(result, terms)
    return result


def _reduced(value: Coefficient) -> Coefficient:
    return int(value) if Fraction(value).denominator == 1 else value


def _number_power(value: Coefficient, exponent: Coefficient) -> Terms:
    """Return a rational to a rational power, with prime numbers under the fractional part."""
    exact, exponent = Fraction(value), Fraction(exponent)
    if exponent.denominator == 1:
        return constant(_reduced(exact ** int(exponent)))
    outside = Fraction(1)
    monomial = []
    for base, sign in ((exact.numerator, 1), (exact.denominator, -1)):
        for prime, count in prime_factors(base).items():
            total = exponent * count * sign
            whole = total.numerator // total.denominator
            outside *= Fraction(prime) ** whole
            if total != whole:
                monomial.append((radicand(prime), total - whole))
    return {(tuple(sorted(monomial)), ()): _reduced(outside)}


@lru_cache(maxsize=1024)
def prime_factors(number: int) -> dict[int, int]:
    """Return the exponents of the primes in a positive integer."""
    found: dict[int, int] = {}
    divisor = 2
    while divisor * divisor <= number:
        while number % divisor == 0:
            found[divisor] = found.get(divisor, 0) + 1
            number //= divisor
        divisor += 1
    if number > 1:
        found[number] = found.get(number, 0) + 1
    return found


def primitive_part(terms: Terms) -> tuple[Coefficient, Monomial, Terms]:
    """Split off the rational content and the common monomial; the leading coefficient becomes positive."""
    numerator, denominator = 0, 1
    shared: dict[Atom, Coefficient] | None = None
    for (monomial, _), c in terms.items():
        exact = Fraction(c)
        numerator = gcd(numerator, exact.numerator)
        denominator = denominator * exact.denominator // gcd(denominator, exact.denominator)
        exponents = dict(monomial)
        if shared is None:
            shared = exponents
        else:
            names = set(shared) | set(exponents)
            shared = {a: min(shared.get(a, 0), exponents.get(a, 0)) for a in names}
    common = tuple(sorted((a, e) for a, e in (shared or {}).items() if e))
    content = Fraction(numerator, denominator)
    # The sign makes N - d - 1 of d + 1 - N: of the terms of highest degree, the first is positive.
    lead = min(terms, key=lambda key: (-sum(e for _, e in key[0]), key))
    if terms[lead] < 0:
        content = -content
    inverse: Terms = {(tuple((a, -e) for a, e in common), ()): 1 / content}
    reduced = {k: _reduced(c) for k, c in multiply_scalars(inverse, terms).items()}
    opened = _with_bases_opened(reduced)
    if opened is None:
        return _reduced(content), common, reduced
    # Over a common denominator 1 - c / (1 + a) is 1 + a - c, written as what it is.
    more, shared_too, primitive = primitive_part(opened) if opened else (1, (), opened)
    together = product_of_scalars([{(common, ()): 1}, {(shared_too, ()): 1}])
    (((monomial, _), _),) = together.items()
    return _reduced(content * more), monomial, primitive


def _with_bases_opened(terms: Terms) -> Terms | None:
    """Return a polynomial in which sums to a positive whole power are multiplied out; None where there are none."""
    if not any(atom.kind == "b" and e >= 1 for monomial, _ in terms for atom, e in monomial):
        return None
    total: Terms = {}
    for (monomial, word), c in terms.items():
        rest = tuple(item for item in monomial if item[0].kind != "b" or item[1] < 1)
        factors = [power_of_base(atom, e) for atom, e in monomial if atom.kind == "b" and e >= 1]
        accumulate(total, product_of_scalars([{(rest, word): c}, *factors]))
    return total


def cleared(terms: Terms) -> Terms:
    """Multiply by denominators until none is left: zero exactly when `terms` is."""
    while True:
        lowest: dict[Atom, Coefficient] = {}
        for monomial, _ in terms:
            for atom, exponent in monomial:
                if atom.kind == "b" and exponent < 0:
                    lowest[atom] = min(lowest.get(atom, 0), exponent)
        if not lowest:
            return terms
        atom, exponent = min(lowest.items())
        lift = -(exponent // 1)
        total: Terms = {}
        for (monomial, word), c in terms.items():
            exponents = dict(monomial)
            raised = exponents.pop(atom, 0) + lift
            rest: Terms = {(tuple(sorted(exponents.items())), word): c}
            accumulate(total, multiply_scalars(power_of_base(atom, raised), rest))
        terms = total


def has_nested_roots(terms: Terms) -> bool:
    """Whether a root stands inside another root or a denominator: then a form that is not 0 may still vanish."""
    return any(
        (atom.kind == "b" and _has_roots(thaw(atom.key)))
        or (atom.kind == "e" and any(_has_roots(thaw(key)) for key in atom.arguments))
        for monomial, _ in terms
        for atom, _ in monomial
    )


def _has_roots(terms: Terms) -> bool:
    return any(
        Fraction(e).denominator != 1 or (atom.kind == "b" and _has_roots(thaw(atom.key)))
        for monomial, _ in terms
        for atom, e in monomial
    )


def is_positive(terms: Terms) -> bool:
    """Whether a scalar polynomial is visibly positive: positive coefficients, positive atoms."""
    return bool(terms) and all(
        c > 0 and all(atom_is_positive(a) for a, _ in m) for (m, _), c in terms.items()
    )


def has_root(terms: Terms) -> bool:
    """Whether a root of a scalar exists only where what stands under it can be taken apart as it will be.

    So it is for one determinant to an odd power among positive factors, and for a sum that keeps its sign whole.
    """
    if len(terms) == 1:
        (((monomial, _), c),) = terms.items()
        unknown = [(a, e) for a, e in monomial if not atom_is_positive(a)]
        return (
            c > 0
            and len(unknown) < 2
            and all(a.kind == "e" and a.name == "det" and e % 2 == 1 for a, e in unknown)
        )
    _, common, rest = primitive_part(terms)
    return len(rest) > 1 and all(atom_is_positive(a) for a, _ in common)


def atom_is_positive(atom: Atom) -> bool:
    """Whether an atom is positive by its form, wherever it does not vanish."""
    match atom.kind:
        case "a":
            return atom.structure in ("positive", "dimension")
        case "n":
            return True
        case "b":
            return is_positive(thaw(atom.key))
        case "e":
            return _function_is_positive(atom)
    word = word_of(atom)
    turns = range(1 if word[0].rows == "1" else len(word))
    return not words.is_random(word) and any(_is_square(word[k:] + word[:k]) for k in turns)


def _function_is_positive(atom: Function) -> bool:
    match atom.name:
        case "exp" | "pi" | "factorial":
            return True
        case "power":
            return is_positive(thaw(atom.arguments[0]))
        case "det":
            (key,) = atom.arguments
            return is_definite_sum(thaw(key)) or _is_gram_matrix(thaw(key))
    return False


def _is_gram_matrix(terms: Terms) -> bool:
    """Whether a matrix is X X' of one sample, whose determinant is positive wherever it has an inverse."""
    ((word, c),) = [(w, c) for (_, w), c in terms.items()] if len(terms) == 1 else [((), 0)]
    return c > 0 and len(word) == 1 and word[0].kind == "g" and word[0].payload.name == word[0].name


def _is_square(word: Word) -> bool:
    """Whether a closed word reads P Q R Q', with P, R definite or absent: tr(A A') for some A."""
    if len(word) % 2 == 1:
        # The second reads v' L v, which no rotation opens.
        return (is_definite(word[0]) and is_mirrored(word[1:])) or is_mirrored(word)
    return is_mirrored(word) or (is_definite(word[0]) and is_mirrored(word[1:]))


def is_mirrored(word: Word) -> bool:
    """Whether a word equals its transpose and has a definite letter in the middle, if it has a middle."""
    middle = len(word) // 2
    return word == words.transpose_word(word) and (len(word) % 2 == 0 or is_definite(word[middle]))


def is_definite(letter: Letter) -> bool:
    """Whether a letter is positive definite by its form."""
    if letter.kind != "f":
        return False
    if letter.flag == SYMMETRIC and all(e == int(e) and int(e) % 2 == 0 for _, _, e in letter.payload):
        return True
    return letter.flag == POSITIVE and all(
        not shift or (is_positive(thaw(shift)) if generator else is_definite_sum(thaw(shift)))
        for generator, shift, _ in letter.payload
    )


def is_definite_sum(terms: Terms) -> bool:
    """Whether a matrix polynomial is visibly positive definite: squares, and among them a definite letter or I."""
    return any(len(word) <= 1 for _, word in terms) and all(
        c > 0
        and all(atom_is_positive(a) for a, _ in monomial)
        and (not word or (len(word) == 1 and is_definite(word[0])) or (len(word) > 1 and is_mirrored(word)))
        for (monomial, word), c in terms.items()
    )


def transpose(terms: Terms) -> Terms:
    """Return the transpose."""
    return {(m, words.transpose_word(w)): c for (m, w), c in terms.items()}
