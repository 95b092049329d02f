"""Functions of one matrix: products of powers of a matrix and of its resolvents, in a unique form.

With g the generator, the rational functions g^n (n any integer) and (g + c)^-k (k >= 1) are linearly
independent, so after partial fractions every product of such powers is one sum of them. Fractional parts of
exponents are carried along as a common prefix. Generators of one family commute and multiply_scalars independently.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from math import comb
from typing import Any, TypeAlias

from lsa_theory.algebra.ring.polynomial import (
    Coefficient,
    Key,
    Terms,
    accumulate,
    add,
    constant,
    freeze,
    multiply_scalars,
    power,
    scale,
    thaw,
)
from lsa_theory.algebra.ring.rational import reduced as in_lowest_terms
from lsa_theory.algebra.ring.words import Factor, Letter, new

Factors: TypeAlias = tuple[Factor, ...]


def block(name: str, flag: int, size: str, factors: Factors) -> Letter:
    """Return the letter of a commuting block."""
    return new(Letter, ("f", name, flag, size, size, factors))


def same_block(left: Letter, right: Letter) -> bool:
    """Whether two neighbouring letters belong to one commuting block."""
    return left.kind == "f" == right.kind and left.name == right.name and left.flag == right.flag


def multiply_blocks(left: Letter, right: Letter) -> Iterator[tuple[Terms, Letter | None]]:
    """Yield the product of two letters of one block as scalar x letter; None stands for the identity."""
    exponents: dict[tuple[str, Any], Coefficient] = {(n, s): e for n, s, e in left.payload}
    for name, shift, e in right.payload:
        value = exponents.get((name, shift), 0) + e
        if value:
            exponents[name, shift] = value
        else:
            del exponents[name, shift]
    factors = tuple(sorted(new(Factor, (n, s, _whole_if_integer(e))) for (n, s), e in exponents.items()))
    for scalar, reduced in normal_factors(factors):
        yield thaw(scalar), block(left.name, left.flag, left.rows, reduced) if reduced else None


@lru_cache(maxsize=4096)
def normal_factors(factors: Factors) -> tuple[tuple[Key, Factors], ...]:
    """Return a product of factors as the unique sum of scalar x normal factors."""
    result: dict[Factors, Terms] = {(): constant(1)}
    for generator in sorted({name for name, _, _ in factors}):
        own = [(s, e) for name, s, e in factors if name == generator]
        # Without a name: an inverse of a sum, kept as it stands.
        kept = tuple(sorted(new(Factor, (generator, s, e)) for s, e in own))
        expanded = _one_generator(generator, own) if generator else {kept: constant(1)}
        result = {
            tuple(sorted(done + more)): multiply_scalars(a, b)
            for done, a in result.items()
            for more, b in expanded.items()
        }
    lowest = ((in_lowest_terms(scalar), factors) for factors, scalar in result.items())
    return tuple((freeze(scalar), kept) for scalar, kept in lowest if scalar)


def _one_generator(name: str, own: list[tuple[Any, Coefficient]]) -> dict[Factors, Terms]:
    whole = {shift: e // 1 for shift, e in own}
    part = {shift: e - e // 1 for shift, e in own if e != e // 1}
    powers = {s: int(n) for s, n in whole.items() if s and n}
    result: dict[Factors, Terms] = {}
    for (n, shift, k), scalar in _partial_fractions(int(whole.get((), 0)), powers).items():
        exponents: dict[Any, Coefficient] = dict(part)
        if n:
            exponents[()] = exponents.get((), 0) + n
        if k:
            exponents[shift] = exponents.get(shift, 0) + k
        factors = tuple(
            sorted(new(Factor, (name, s, _whole_if_integer(e))) for s, e in exponents.items() if e)
        )
        result[factors] = add(result.get(factors, {}), scalar)
    return {f: s for f, s in result.items() if s}


def _partial_fractions(n: int, powers: dict[Any, int]) -> dict[tuple[int, Any, int], Terms]:
    """Expand g^n prod (g + c)^powers[c] over the basis g^n, (g + c)^-k, keyed (n, c, -k)."""
    for shift, k in powers.items():
        if k > 0:
            rest = {s: e for s, e in powers.items() if s != shift}
            c = thaw(shift)
            return _combine(
                (scale(power(c, k - j), comb(k, j)), _partial_fractions(n + j, rest)) for j in range(k + 1)
            )
    if len(powers) > 1:
        (first, a), (second, b) = sorted(powers.items())[:2]
        gap = power(add(thaw(second), scale(thaw(first), -1)), -1)
        return _combine(
            (
                (gap, _partial_fractions(n, _with(powers, second, b + 1))),
                (scale(gap, -1), _partial_fractions(n, _with(powers, first, a + 1))),
            )
        )
    if powers and n:
        ((shift, k),) = powers.items()
        c = thaw(shift)
        lower = _with(powers, shift, k + 1)
        if n > 0:
            return _combine(
                (
                    (constant(1), _partial_fractions(n - 1, lower)),
                    (scale(c, -1), _partial_fractions(n - 1, powers)),
                )
            )
        inverse = power(c, -1)
        return _combine(
            ((inverse, _partial_fractions(n, lower)), (scale(inverse, -1), _partial_fractions(n + 1, powers)))
        )
    if powers:
        ((shift, k),) = powers.items()
        return {(0, shift, k): constant(1)}
    return {(n, (), 0): constant(1)}


def _with(powers: dict[Any, int], shift: Any, value: int) -> dict[Any, int]:
    rest = {s: e for s, e in powers.items() if s != shift}
    return {**rest, shift: value} if value else rest


def _combine(parts: Any) -> dict[tuple[int, Any, int], Terms]:
    total: dict[tuple[int, Any, int], Terms] = {}
    for scalar, expansion in parts:
        for key, terms in expansion.items():
            accumulate(total.setdefault(key, {}), multiply_scalars(scalar, terms))
    return {key: terms for key, terms in total.items() if terms}


def _whole_if_integer(value: Coefficient) -> Coefficient:
    return int(value) if Fraction(value).denominator == 1 else value
