"""Sums with their common factors out: the greedy search for the factor that saves the most tokens.

A term is a number, powers of scalar expressions, and a row of powers of matrix expressions. Terms that share scalar
factors, the beginning or the end of their rows become one term whose remainder is again such a sum.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from math import gcd
from typing import TypeAlias

from lsa_theory.algebra.compact.length import length
from lsa_theory.expressions.expression import (
    Dimension,
    Expression,
    Identity,
    Number,
    Power,
    Scale,
    Sum,
    Symbol,
    Trace,
    Zero,
)

Cell: TypeAlias = tuple[Expression, Fraction]
Scalars: TypeAlias = tuple[tuple[Expression, Fraction], ...]


@dataclass(frozen=True)
class Term:
    """number * prod scalar ** power * the row of matrices."""

    number: Fraction
    scalars: Scalars = ()
    row: tuple[Cell, ...] = ()
    order: tuple[int, ...] = field(default=(), compare=False)


def written(terms: Sequence[Term], rows: Dimension, cols: Dimension) -> Expression:
    """Return the sum of the terms, common factors out where that is shorter."""
    left = _merged(terms)
    while len(left) > 1:
        best = max(_candidates(left), key=lambda c: c[0], default=None)
        if best is None or best[0] <= 0:
            break
        _, members, (number, scalars, before, after) = best
        inside = [_without(left[k], number, scalars, before, after) for k in members]
        open_rows = before[-1][0].cols if before else rows
        open_cols = after[0][0].rows if after else cols
        if all(not t.row for t in inside) and not (open_rows == 1 and open_cols == 1):
            # The rows are used up: what is left is a scalar.
            rest = written(inside, 1, 1)
            new = Term(number, _times(scalars, ((rest, Fraction(1)),)), (*before, *after))
        else:
            rest = written(inside, open_rows, open_cols)
            if open_rows == 1 and open_cols == 1 and not before and not after:
                new = Term(number, _times(scalars, ((rest, Fraction(1)),)))
            else:
                new = Term(number, scalars, (*before, (rest, Fraction(1)), *after))
        first = members[0]
        left = [new if k == first else t for k, t in enumerate(left) if k == first or k not in members]
    if not left:
        return Zero(rows, cols)
    parts = [_one(t, rows, cols) for t in _positive_first(left)]
    return parts[0] if len(parts) == 1 else Sum(tuple(_flat(parts)))


def _flat(parts: list[Expression]) -> Iterator[Expression]:
    for part in parts:
        if isinstance(part, Sum):
            yield from part.terms
        else:
            yield part


def _positive_first(terms: list[Term]) -> list[Term]:
    """A sum that begins with a minus has one term with a plus brought to the front."""
    if terms[0].number > 0:
        return terms
    k = next((k for k, t in enumerate(terms) if t.number > 0), 0)
    return [terms[k], *terms[:k], *terms[k + 1 :]]


def _merged(terms: Sequence[Term]) -> list[Term]:
    found: dict[tuple[frozenset[tuple[Expression, Fraction]], tuple[Cell, ...]], Term] = {}
    for t in terms:
        key = frozenset(t.scalars), t.row
        old = found.get(key)
        found[key] = t if old is None else Term(old.number + t.number, old.scalars, old.row)
    return [t for t in found.values() if t.number]


Common: TypeAlias = tuple[Fraction, Scalars, tuple[Cell, ...], tuple[Cell, ...]]


def _candidates(terms: list[Term]) -> Iterator[tuple[int, tuple[int, ...], Common]]:
    """Yield groups of terms that share something: what is saved, the members, what they share."""
    groups: dict[object, list[int]] = {}
    for k, t in enumerate(terms):
        for base, e in t.scalars:
            groups.setdefault(("s", base, e > 0), []).append(k)
        if t.row:
            groups.setdefault(("l", t.row[0][0], t.row[0][1] > 0), []).append(k)
            groups.setdefault(("r", t.row[-1][0], t.row[-1][1] > 0), []).append(k)
            groups.setdefault(("w", t.row), []).append(k)
        if abs(t.number) != 1:
            groups.setdefault(("n", abs(t.number.numerator), t.number.denominator), []).append(k)
    seen: set[tuple[int, ...]] = set()
    for group in [*groups.values(), list(range(len(terms)))]:
        members = tuple(dict.fromkeys(group))
        if len(members) < 2 or members in seen:
            continue
        seen.add(members)
        common = _common([terms[k] for k in members])
        saved = _saved(common, [terms[k] for k in members], len(members) == len(terms))
        yield saved, members, common


def _common(terms: list[Term]) -> Common:
    scalars: dict[Expression, Fraction] = dict(terms[0].scalars)
    for t in terms[1:]:
        own = dict(t.scalars)
        scalars = {
            b: min(e, own[b], key=abs) for b, e in scalars.items() if b in own and (own[b] > 0) == (e > 0)
        }
    before, after = _prefix([t.row for t in terms]), ()
    shortened = [_cut(t.row, before, ()) for t in terms]
    flipped = _prefix([tuple(reversed(row)) for row in shortened])
    after = tuple(reversed(flipped))
    numerator, denominator = 0, 0
    for t in terms:
        numerator, denominator = gcd(numerator, t.number.numerator), gcd(denominator, t.number.denominator)
    number = Fraction(numerator, denominator)
    if all(t.number < 0 for t in terms):
        number = -number
    return number, tuple(scalars.items()), before, after


def _prefix(rows: list[tuple[Cell, ...]]) -> tuple[Cell, ...]:
    found: list[Cell] = []
    for cells in zip(*rows, strict=False):
        bases = {base for base, _ in cells}
        signs = {e > 0 for _, e in cells}
        if len(bases) != 1 or len(signs) != 1:
            break
        exponent = min((e for _, e in cells), key=abs)
        found.append((cells[0][0], exponent))
        if any(e != exponent for _, e in cells):
            break
    return tuple(found)


def _cut(row: tuple[Cell, ...], before: tuple[Cell, ...], after: tuple[Cell, ...]) -> tuple[Cell, ...]:
    cells = list(row)
    for base, e in before:
        own, power = cells.pop(0)
        if power != e:
            cells.insert(0, (own, power - e))
    for _, e in reversed(after):
        own, power = cells.pop()
        if power != e:
            cells.append((own, power - e))
    return tuple(cells)


def _without(
    term: Term, number: Fraction, scalars: Scalars, before: tuple[Cell, ...], after: tuple[Cell, ...]
) -> Term:
    left = dict(term.scalars)
    for base, e in scalars:
        left[base] -= e
    kept = tuple((b, e) for b, e in left.items() if e)
    return Term(term.number / number, kept, _cut(term.row, before, after))


def _times(a: Scalars, b: Scalars) -> Scalars:
    powers: dict[Expression, Fraction] = dict(a)
    for base, e in b:
        powers[base] = powers.get(base, Fraction(0)) + e
    return tuple((base, e) for base, e in powers.items() if e)


def _saved(common: Common, terms: list[Term], everything: bool) -> int:
    number, scalars, before, after = common
    each = sum(_cost(b, e) + (e < 0) for b, e in scalars) + sum(_cost(b, e) for b, e in (*before, *after))
    if abs(number) != 1:
        each += 1 if number.denominator == 1 or number.numerator == 1 else 3
    if not each:
        return 0
    spent = 2
    bare = sum(
        not kept.row and not kept.scalars and abs(kept.number) == 1
        for kept in (_without(t, number, scalars, before, after) for t in terms)
    )
    return each * (len(terms) - 1) - spent - bare


@lru_cache(maxsize=4096)
def _cost(base: Expression, exponent: Fraction) -> int:
    brackets = 2 if isinstance(base, Sum) else 0
    return length(base) + brackets + (2 if abs(exponent) != 1 else 0)


def _one(term: Term, rows: Dimension, cols: Dimension) -> Expression:
    number, powers = _signed(term)
    above = [(b, e) for b, e in powers if e > 0]
    below = [(b, e) for b, e in powers if e < 0]
    ordered = sorted(above, key=lambda item: _rank(item[0]))
    factors: list[Expression] = [raised(b, e) for b, e in (*ordered, *below)]
    row: Expression | None = None
    for base, e in term.row:
        cell = raised(base, e)
        row = cell if row is None else row @ cell
    if row is not None:
        factors.append(row)
    elif rows != 1 or cols != 1:
        factors.append(Identity(rows))
    if number != 1 or not factors:
        factors.insert(0, Number(number))
    result = factors[-1]
    for factor in reversed(factors[:-1]):
        result = Scale(factor, result)
    return result


def _signed(term: Term) -> tuple[Fraction, Scalars]:
    """Return number and scalars, a minus in front moved into a difference: -(a - b) is b - a."""
    if term.number > 0:
        return term.number, term.scalars
    for k, (base, e) in enumerate(term.scalars):
        if isinstance(base, Sum) and e.denominator == 1 and e % 2 == 1:
            turned = [_negated(t) for t in base.terms]
            plus = [t for t in turned if not _is_negative(t)]
            if plus:
                other = Sum(tuple([*plus, *(t for t in turned if _is_negative(t))]))
                return -term.number, (*term.scalars[:k], (other, e), *term.scalars[k + 1 :])
    return term.number, term.scalars


def _negated(node: Expression) -> Expression:
    if isinstance(node, Number):
        return Number(-node.value)
    if isinstance(node, Scale) and isinstance(node.scalar, Number):
        value = -node.scalar.value
        return node.child if value == 1 else Scale(Number(value), node.child)
    return Scale(Number(Fraction(-1)), node)


def _is_negative(node: Expression) -> bool:
    front = node.scalar if isinstance(node, Scale) else node
    return isinstance(front, Number) and front.value < 0


def _rank(base: Expression) -> int:
    if isinstance(base, Symbol):
        return 0
    return 2 if isinstance(base, Trace) else 1


def raised(base: Expression, exponent: Fraction) -> Expression:
    """Return a power."""
    return base if exponent == 1 else Power(base, exponent)


def terms_of_mapping(powers: Mapping[Expression, Fraction]) -> Scalars:
    """Return a mapping of scalar expressions to powers as a tuple."""
    return tuple((b, e) for b, e in powers.items() if e)
