"""Conditions under which an expectation exists, or a sum means what is written, and what becomes of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from lsa_theory.algebra.ring.concatenation import dimension
from lsa_theory.algebra.ring.least_of_lengths import least_of_lengths
from lsa_theory.algebra.ring.polynomial import (
    Terms,
    accumulate,
    add,
    constant,
    is_definite_sum,
    is_positive,
    of_atom,
    scale,
)
from lsa_theory.algebra.ring.rational import reduced
from lsa_theory.algebra.ring.words import name_of
from lsa_theory.errors import UnsupportedExpression


@dataclass(frozen=True)
class Condition:
    """A matrix polynomial of a size that has to be positive definite; of size "1", a scalar that has to be positive.

    Conditions about lengths are also written as they read, N > d + 1.
    """

    terms: Terms
    size: str


@dataclass(frozen=True)
class LargeEnough:
    """A size above a number, up to which an expectation exists, and has another value than the one given."""

    size: str
    number: int

    def where(self, values: Mapping[str, Terms]) -> LargeEnough | None:
        """Return the condition with sizes replaced by multiples of others plus a number; None where it then holds.

        What is replaced by anything else stays as it is: a condition more than there has to be.
        """
        value = values.get(self.size)
        least = None if value is None else least_of_lengths(value)
        if least is not None and least > self.number:
            return None
        symbols = [m[0][0] for m, _ in value or {} if len(m) == 1 and m[0][1] == 1]
        if (
            value is None
            or len(symbols) != 1
            or symbols[0].kind != "a"
            or symbols[0].structure != "dimension"
        ):
            return self
        (symbol,) = symbols
        shift, factor = value.get(((), ()), 0), value[(((symbol, 1),), ())]
        if value != add(scale(of_atom(symbol), factor), constant(shift)) or factor <= 0:
            return self
        left = floor(Fraction(self.number - shift) / Fraction(factor))
        return LargeEnough(name_of(symbol), left) if left > 0 else None


# What is noted on the way: a condition on lengths that is written, N > d + 1, or one of the other kinds.
Noted = str | Condition | LargeEnough


def as_condition(condition: str | Condition) -> Condition:
    """Return a condition that is written, N > d + 1, as one on N - d - 1.

    >>> sorted(c for c in as_condition("N > d + 1").terms.values())
    [-1, -1, 1]
    """
    if isinstance(condition, Condition):
        return condition
    left, right = condition.split(" > ")
    total = _combination(left)
    accumulate(total, _combination(right), -1)
    return Condition(total, "1")


def _combination(text: str) -> Terms:
    total: Terms = {}
    sign = 1
    for word in text.split():
        if word in "+-":
            sign = 1 if word == "+" else -1
        else:
            accumulate(total, _length(word), sign)
    return total


def _length(word: str) -> Terms:
    if re.fullmatch(r"-?\d+", word):
        return constant(int(word))
    return dimension(word)


def written_lengths(condition: Condition) -> str | None:
    """Return a condition on a sum of letters and numbers as it reads, N > d + 1; None for any other."""
    if condition.size != "1":
        return None
    larger: list[str] = []
    smaller: list[str] = []
    number = 0
    for (monomial, word), c in sorted(condition.terms.items()):
        if word or c != int(c) or len(monomial) > 1:
            return None
        if not monomial:
            number = int(c)
            continue
        ((atom, e),) = monomial
        if atom.kind != "a" or e != 1 or abs(c) != 1:
            return None
        (larger if c > 0 else smaller).append(atom.name)
    right = " + ".join(smaller)
    if not larger:
        return f"{number} > {right}" if right else None
    if not right:
        return f"{' + '.join(larger)} > {-number}"
    rest = f" {'-' if number > 0 else '+'} {abs(number)}" if number else ""
    return f"{' + '.join(larger)} > {right}{rest}"


def changed(
    conditions: list[Noted], values: Mapping[str, Terms], change: Callable[[Terms], Terms], where: str
) -> Iterator[Noted]:
    """Yield what conditions become where letters get values; those that then hold by their form are left out.

    Raises
    ------
    UnsupportedExpression
        If one cannot hold there.
    """
    for condition in conditions:
        if isinstance(condition, LargeEnough):
            moved = condition.where(values)
            yield from () if moved is None else (moved,)
            continue
        before = as_condition(condition)
        try:
            after = Condition(reduced(change(before.terms)), before.size)
        except ZeroDivisionError:
            # At a pole, as 1 / t at t = 0 for a length that grows: it is about the length itself.
            yield condition
            continue
        inverted = any(e < 0 for monomial, _ in after.terms for _, e in monomial)
        if after.terms == before.terms or (isinstance(condition, str) and inverted):
            yield condition
        elif _fails(after):
            needed = condition if isinstance(condition, str) else written_lengths(before)
            raise UnsupportedExpression(
                f"what is averaged or summed exists only {f'for {needed}' if needed else 'under a condition'}, which "
                f"does not hold at {where}"
            )
        elif not _holds(after):
            yield written_lengths(after) or after


def _holds(condition: Condition) -> bool:
    terms = condition.terms
    if set(terms) <= {((), ())}:
        return terms.get(((), ()), 0) > 0
    if condition.size == "1" and (least_of_lengths(terms) or 0) > 0:
        return True
    return is_positive(terms) if condition.size == "1" else is_definite_sum(terms)


def _fails(condition: Condition) -> bool:
    """Whether a condition cannot hold, by its form: 0, a negative number or the negative of what is positive.

    Of lengths the negative may be 0 at its least, too: 1 - d is above 0 for no d.
    """
    negative = scale(condition.terms, -1)
    never = least_of_lengths(negative) if condition.size == "1" else None
    return (
        not condition.terms
        or (never is not None and never >= 0)
        or _holds(Condition(negative, condition.size))
    )
