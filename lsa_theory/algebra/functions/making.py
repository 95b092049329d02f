"""Functions of scalars in normal form: taken apart as far as their laws go; the rest is an atom by its argument."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import factorial as whole_factorial

from lsa_theory.algebra.functions.roots_of_numbers import in_lowest_terms
from lsa_theory.algebra.functions.signs import sign
from lsa_theory.algebra.ring.multiplication import multiply
from lsa_theory.algebra.ring.polynomial import (
    Coefficient,
    Monomial,
    Terms,
    accumulate,
    add,
    atom_is_positive,
    constant,
    freeze,
    is_positive,
    of_atom,
    power,
    prime_factors,
    primitive_part,
    product_of_scalars,
    scale,
    thaw,
)
from lsa_theory.algebra.ring.words import Atom, function_of, number_of
from lsa_theory.errors import UnsupportedExpression

PI: Terms = of_atom(function_of("pi"))
HALF = Fraction(1, 2)
# An integer beside a length is taken out of a factorial or a digamma function up to this size.
_FARTHEST = 60
# The largest number whose harmonic number is written out.
_LARGEST = 1000


def exponential(terms: Terms) -> Terms:
    """Return exp of a scalar, a product over the terms of its exponent."""
    factors: list[Terms] = []
    for (monomial, _), c in in_lowest_terms(terms).items():
        inner = _logarithm_alone(monomial)
        # Where log u stands, u is positive.
        if inner is not None and (c == int(c) or is_positive(inner)):
            factors.append(power(inner, c))
        else:
            factors.append(of_atom(function_of("exp", (freeze({(monomial, ()): 1}),)), c))
    return product_of_scalars(factors)


def _logarithm_alone(monomial: Monomial) -> Terms | None:
    if len(monomial) == 1 and monomial[0][1] == 1:
        atom = monomial[0][0]
        if atom.kind == "e" and atom.name == "log":
            return thaw(atom.arguments[0])
    return None


def logarithm(terms: Terms) -> Terms:
    """Return log of a scalar, a sum over its factors as far as they are positive.

    Raises
    ------
    UnsupportedExpression
        If it is zero or a negative number.
    """
    terms = in_lowest_terms(terms)
    if not terms:
        raise UnsupportedExpression("log of an expression that is zero is not defined")
    content, common, rest = primitive_part(terms)
    total: Terms = {}
    whole: list[tuple[Atom, Coefficient]] = []
    for atom, e in common:
        if atom.kind == "e" and atom.name == "exp":
            accumulate(total, thaw(atom.arguments[0]), e)
        elif atom.kind == "e" and atom.name == "power" and atom_is_positive(atom):
            base, exponent = map(thaw, atom.arguments)
            accumulate(total, multiply(scale(exponent, e), logarithm(base)))
        elif atom.kind == "n":
            accumulate(total, _of_number(Fraction(number_of(atom))), e)
        elif atom_is_positive(atom) or (content > 0 and _is_odd_determinant(atom, e)):
            inside = thaw(atom.key) if atom.kind == "b" else of_atom(atom)
            accumulate(total, of_atom(function_of("log", (freeze(inside),))), e)
        else:
            whole.append((atom, e))
    if content > 0 and len(whole) == 1 and rest == constant(1) and whole[0][1] % 2 == 1:
        # An odd power is positive exactly where its base is.
        ((atom, e),) = whole
        accumulate(total, of_atom(function_of("log", (freeze(of_atom(atom)),))), e)
        whole = []
    if content < 0:
        rest = scale(rest, -1)
    accumulate(total, _of_number(abs(Fraction(content))))
    rest = multiply({(tuple(whole), ()): 1}, rest)
    if rest == constant(-1):
        raise UnsupportedExpression("log of a negative number is not defined")
    if rest != constant(1):
        accumulate(total, of_atom(function_of("log", (freeze(rest),))))
    return total


def _is_odd_determinant(atom: Atom, exponent: Coefficient) -> bool:
    """Whether a determinant is positive where its power is: the square of a negative one has a logarithm too."""
    return atom.kind == "e" and atom.name == "det" and exponent % 2 != 0


def _of_number(value: Fraction) -> Terms:
    """Return the logarithm of a positive rational, a sum over its primes."""
    total: Terms = {}
    for prime, count in primes_of(value).items():
        accumulate(total, of_atom(function_of("log", (freeze(constant(prime)),))), count)
    return total


def primes_of(value: Fraction) -> dict[int, int]:
    """Return the exponents of the primes in a positive rational."""
    found = dict(prime_factors(value.numerator))
    for prime, count in prime_factors(value.denominator).items():
        found[prime] = found.get(prime, 0) - count
    return found


def arcsine(terms: Terms) -> Terms:
    """Return arcsin of a scalar, odd in its argument."""
    known = {Fraction(0): Fraction(0), Fraction(1): HALF, Fraction(1, 2): Fraction(1, 6)}
    if set(terms) <= {((), ())}:
        value = Fraction(terms.get(((), ()), 0))
        if abs(value) > 1:
            raise UnsupportedExpression(f"arcsin of {value} is not defined: it is beyond 1")
        if abs(value) in known:
            return scale(PI, known[abs(value)] * (1 if value > 0 else -1))
    return _odd("arcsin", terms)


def error_function(terms: Terms) -> Terms:
    """Return erf of a scalar, odd in its argument."""
    return _odd("erf", terms) if terms else {}


def _odd(name: str, terms: Terms) -> Terms:
    terms = in_lowest_terms(terms)
    content = primitive_part(terms)[0]
    if content < 0:
        return scale(of_atom(function_of(name, (freeze(scale(terms, -1)),))), -1)
    return of_atom(function_of(name, (freeze(terms),)))


def factorial(terms: Terms) -> Terms:
    """Return the factorial of a combination of lengths: (n + 1)! = (n + 1) n!."""
    rest, number = _apart(terms)
    if number.denominator != 1:
        raise UnsupportedExpression("a factorial is taken of whole combinations of lengths")
    if not rest:
        if number < 0:
            raise UnsupportedExpression(f"the factorial of {number} is infinite")
        return constant(whole_factorial(int(number)))
    shift = int(number) if abs(number) <= _FARTHEST else 0
    base = rest if abs(number) <= _FARTHEST else terms
    value = of_atom(function_of("factorial", (freeze(base),)))
    for k in range(1, shift + 1):
        value = multiply(value, add(rest, constant(k)))
    for k in range(0, shift, -1):
        value = multiply(value, power(add(rest, constant(k)), -1))
    return value


def harmonic(terms: Terms, order: Terms) -> Terms:
    """Return sum_{i=1}^n i^-r of a combination of lengths n and a number r: H_{n + 1} = H_n + 1 / (n + 1).

    Raises
    ------
    UnsupportedExpression
        If n is not whole, or a negative number, or r is no whole number from 1 on.
    """
    r = order.get(((), ()), 0)
    if set(order) != {((), ())} or r != int(r) or r < 1:
        raise UnsupportedExpression("the order of a harmonic number is a whole number from 1 on")
    rest, number = _apart(terms)
    if number.denominator != 1 or not is_whole(rest):
        raise UnsupportedExpression("a harmonic number is taken of whole combinations of lengths")
    if not rest and number < 0:
        raise UnsupportedExpression(f"the harmonic number of {number} is infinite")
    shift = int(number)
    if abs(shift) > (_FARTHEST if rest else _LARGEST):
        raise UnsupportedExpression(
            f"a harmonic number is taken to pieces up to {_FARTHEST} places beside a length, and of a number up to "
            f"{_LARGEST}; given: {shift}"
        )
    if not rest:
        return constant(in_whole(sum((Fraction(1, i ** int(r)) for i in range(1, shift + 1)), Fraction(0))))
    total = of_atom(function_of("harmonic", (freeze(rest), freeze(order))))
    for k in range(1, shift + 1):
        accumulate(total, power(add(rest, constant(k)), -r))
    for k in range(0, shift, -1):
        accumulate(total, power(add(rest, constant(k)) if k else rest, -r), -1)
    return total


def is_whole(terms: Terms) -> bool:
    """Whether a scalar is an integer by its form: a combination of products of lengths with whole coefficients."""
    return all(
        c == int(c)
        and not word
        and all(a.kind == "a" and a.structure == "dimension" and e > 0 and e == int(e) for a, e in monomial)
        for (monomial, word), c in terms.items()
    )


def in_whole(value: Fraction) -> Coefficient:
    """Return a rational as a coefficient, an int where it is whole."""
    return int(value) if value.denominator == 1 else value


def digamma(terms: Terms, dimension: Terms) -> Terms:
    """Return sum_{i=1}^p psi(a + (1 - i) / 2), with psi(a + 1) = psi(a) + 1 / a where p is a number."""
    if set(dimension) <= {((), ())}:
        total: Terms = {}
        for i in range(int(dimension.get(((), ()), 0))):
            accumulate(total, _digamma(add(terms, constant(Fraction(-i, 2)))))
        return total
    return of_atom(function_of("digamma", (freeze(terms), freeze(dimension))))


def _digamma(terms: Terms) -> Terms:
    rest, number = _apart(terms)
    shift = number.numerator // number.denominator
    if not rest and number.denominator == 1:
        if number <= 0:
            raise UnsupportedExpression(f"the digamma function has a pole at {number}")
        shift -= 1
    if abs(shift) > _FARTHEST:
        shift = 0
    base = add(terms, constant(-shift)) if shift else terms
    if rest and is_whole(base):
        # Of a length, psi is a harmonic number beside psi(1): one letter for both, so that they are decided together.
        total = add(_digamma(constant(1)), harmonic(base, constant(1)))
        accumulate(total, power(base, -1), -1)
    else:
        total = of_atom(function_of("digamma", (freeze(base), freeze(constant(1)))))
    for k in range(shift):
        accumulate(total, power(add(base, constant(k)) if k else base, -1))
    for k in range(-1, shift - 1, -1):
        accumulate(total, power(add(base, constant(k)), -1), -1)
    return total


def _apart(terms: Terms) -> tuple[Terms, Fraction]:
    """Split the number off a scalar."""
    rest = {key: c for key, c in terms.items() if key != ((), ())}
    return rest, Fraction(terms.get(((), ()), 0))


def absolute(terms: Terms) -> Terms:
    """Return |s| = s sign(s)."""
    return multiply(terms, sign(terms))


def _positive_part(terms: Terms) -> Terms:
    return scale(add(terms, absolute(terms)), HALF)


def _indicator(terms: Terms) -> Terms:
    one = sign(terms)
    return scale(add(one, multiply(one, one)), HALF)


def _arccosine(terms: Terms) -> Terms:
    return add(scale(PI, HALF), scale(arcsine(terms), -1))


OF_ONE: dict[str, Callable[[Terms], Terms]] = {
    "exp": exponential,
    "log": logarithm,
    "sign": sign,
    "absolute": absolute,
    "relu": _positive_part,
    "indicator": _indicator,
    "arcsin": arcsine,
    "arccos": _arccosine,
    "erf": error_function,
    "factorial": factorial,
}


def applied(name: str, arguments: list[Terms]) -> Terms:
    """Return a function, by its name among `expressions.analysis.kinds.FUNCTIONS`, of scalars in normal form."""
    if name == "digamma":
        return digamma(*arguments)
    if name == "harmonic":
        return harmonic(*arguments)
    return OF_ONE[name](arguments[0])
