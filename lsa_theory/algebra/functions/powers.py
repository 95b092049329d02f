"""Scalars to a power made of lengths: mu^(d - 1) is mu^d / mu, with an atom for each factor and each length."""

from __future__ import annotations

from fractions import Fraction

from lsa_theory.algebra.functions.making import exponential, primes_of
from lsa_theory.algebra.ring.multiplication import multiply
from lsa_theory.algebra.ring.polynomial import (
    Coefficient,
    Key,
    Terms,
    atom_is_positive,
    constant,
    freeze,
    of_atom,
    power,
    primitive_part,
    product_of_scalars,
    scale,
    thaw,
)
from lsa_theory.algebra.ring.rational import reduced
from lsa_theory.algebra.ring.words import function_of, number_of
from lsa_theory.errors import UnsupportedExpression


def raised(terms: Terms, exponent: Terms) -> Terms:
    """Return a scalar to a power that is a polynomial in lengths.

    Raises
    ------
    UnsupportedExpression
        If the power is fractional for some lengths, and the scalar is not known to be positive.
    ZeroDivisionError
        If zero is raised to a power that is not visibly positive.
    """
    factors = []
    for (monomial, _), c in exponent.items():
        if not monomial:
            factors.append(power(terms, _whole(c)))
        else:
            factors.append(_to_the(reduced(terms), freeze({(monomial, ()): 1}), _whole(c)))
    return product_of_scalars(factors)


def _to_the(terms: Terms, lengths: Key, times: Coefficient) -> Terms:
    """Return a scalar to the power of `times` a product of lengths."""
    if not terms:
        if times > 0:
            return {}
        raise ZeroDivisionError("division by an expression that is zero")
    content, common, rest = primitive_part(terms)
    factors = [_of_number(Fraction(content), lengths, times)]
    for atom, e in common:
        if times != int(times) and e % 2 == 0 and (e * times) % 2 and not atom_is_positive(atom):
            raise UnsupportedExpression(
                f"an even power of a scalar stands under the power {times} times a length, and is a power of its "
                "absolute value; declare the scalar positive, or write absolute(...)"
            )
        if atom.kind == "e" and atom.name == "exp":
            factors.append(exponential(multiply(scale(thaw(lengths), e * times), thaw(atom.arguments[0]))))
        elif atom.kind == "e" and atom.name == "power":
            base, inner = map(thaw, atom.arguments)
            factors.append(raised(base, scale(multiply(inner, thaw(lengths)), e * times)))
        elif atom.kind == "n":
            factors.append(_of_number(Fraction(number_of(atom)), lengths, e * times))
        else:
            inside = thaw(atom.key) if atom.kind == "b" else of_atom(atom)
            safe = atom_is_positive(atom) or (atom.kind == "e" and atom.name == "det")
            factors.append(_atom(inside, lengths, e * times, safe))
    if rest != constant(1):
        factors.append(_atom(rest, lengths, times, False))
    return product_of_scalars(factors)


def _of_number(value: Fraction, lengths: Key, times: Coefficient) -> Terms:
    factors = [
        _atom(constant(prime), lengths, count * times, True) for prime, count in primes_of(abs(value)).items()
    ]
    if value < 0:
        if times != int(times):
            raise UnsupportedExpression(f"a power {times} times a length of a negative number is not real")
        if times % 2:
            factors.append(_atom(constant(-1), lengths, 1, True))
    return product_of_scalars(factors)


def _atom(base: Terms, lengths: Key, times: Coefficient, safe: bool) -> Terms:
    times = _whole(times)
    if times != int(times) and not safe:
        raise UnsupportedExpression(
            f"a scalar under the power {times} times a length is not known to be positive; declare its parts positive, "
            "or give it a name with scalar(..., positive=True)"
        )
    return of_atom(function_of("power", (freeze(base), lengths)), times) if times else constant(1)


def _whole(value: Coefficient) -> Coefficient:
    return int(value) if Fraction(value).denominator == 1 else value
