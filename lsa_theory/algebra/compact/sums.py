"""Sums with their common factors out: the greedy search for the factor that saves the most tokens.

A term is a number, powers of scalar expressions, and a row of powers of matrix expressions. Terms that share scalar
factors, the beginning or the end of their rows become one term whose remainder is again such a sum.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
    Zero,
)

Cell: TypeAlias = tuple[Expression, Fraction]
Scalars: TypeAlias = tuple[tuple[Expression, Fraction], ...]
# Tokens that a bracket must save besides its own two: flat sums are read more easily.
_WORTH = 2
# So many terms at least make a product of two sums; so high powers are taken apart for it.
_LEAST_OUTER, _LARGEST_POWER = 4, 6
Exponent: TypeAlias = int | Fraction
_Cell: TypeAlias = "tuple[Base, Exponent]"
_Scalars: TypeAlias = "tuple[_Cell, ...]"


@dataclass(frozen=True)
class Term:
    """number * prod scalar ** power * the row of matrices."""

    number: Fraction
    scalars: Scalars = ()
    row: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class _Term:
    number: Fraction
    scalars: _Scalars = ()
    row: tuple[_Cell, ...] = ()


class Base:
    """An expression that remembers its hash: trees are hashed often here, and each time from the leaves."""

    __slots__ = ("_hash", "node")

    def __init__(self, node: Expression) -> None:
        self.node = node
        self._hash = hash(node)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Base)
            and self._hash == other._hash
            and (self.node is other.node or self.node == other.node)
        )


def written(terms: Sequence[Term], rows: Dimension, cols: Dimension) -> Expression:
    """Return the sum of the terms, common factors out where that is shorter."""
    return _written(tuple(_prepared(t) for t in terms), rows, cols)


def _prepared(term: Term) -> _Term:
    scalars = tuple((Base(b), _whole(e)) for b, e in term.scalars)
    return _Term(term.number, scalars, tuple((Base(b), _whole(e)) for b, e in term.row))


def _whole(exponent: Exponent) -> Exponent:
    # Integers hash faster than fractions.
    return int(exponent) if exponent.denominator == 1 else exponent


# The ways to go through a formula meet the same sums again and again.
@lru_cache(maxsize=1024)
def _written(terms: tuple[_Term, ...], rows: Dimension, cols: Dimension) -> Expression:
    left = _merged(terms)
    if len(left) >= _LEAST_OUTER and all(t.row for t in left):
        product = _as_product(left)
        if product is not None:
            return product
    while len(left) > 1:
        best = max(_candidates(left), key=lambda c: c[0], default=None)
        if best is None or best[0] <= _WORTH:
            break
        _, members, (number, scalars, before, after) = best
        inside = [_without(left[k], number, scalars, before, after) for k in members]
        open_rows = before[-1][0].node.cols if before else rows
        open_cols = after[0][0].node.rows if after else cols
        if all(not t.row for t in inside) and not (open_rows == 1 and open_cols == 1):
            # The rows are used up: what is left is a scalar.
            rest = Base(_written(tuple(inside), 1, 1))
            new = _Term(number, _times(scalars, ((rest, 1),)), (*before, *after))
        else:
            rest = Base(_written(tuple(inside), open_rows, open_cols))
            if open_rows == 1 and open_cols == 1 and not before and not after:
                new = _Term(number, _times(scalars, ((rest, 1),)))
            else:
                new = _Term(number, scalars, (*before, (rest, 1), *after))
        first = members[0]
        left = [new if k == first else t for k, t in enumerate(left) if k == first or k not in members]
    if not left:
        return Zero(rows, cols)
    if rows != 1 or cols != 1:
        # Multiples of the identity stand last.
        left.sort(key=lambda t: not t.row)
    parts = [_one(t, rows, cols) for t in _positive_first(left)]
    return parts[0] if len(parts) == 1 else Sum(tuple(_flat(parts)))


def _as_product(terms: list[_Term]) -> Expression | None:
    """Return sum_ij a_i b_j P_i S_j as (sum_i a_i P_i)(sum_j b_j S_j), where the terms are of that kind."""
    rows = [_unrolled(t.row) for t in terms]
    if any(row is None for row in rows):
        return None
    letters = [row for row in rows if row is not None]
    for k in range(1, min(map(len, letters))):
        table = {(row[:k], row[k:]): t for row, t in zip(letters, terms, strict=True)}
        first = list(dict.fromkeys(p for p, _ in table))
        second = list(dict.fromkeys(q for _, q in table))
        # Two terms with one row, or a pair that does not occur: no product.
        if len(first) < 2 or len(second) < 2 or not len(first) * len(second) == len(terms) == len(table):
            continue
        corner = table[first[0], second[0]]
        if all(
            _coefficient(table[p, q], corner) == _coefficient(table[p, second[0]], table[first[0], q])
            for p in first
            for q in second
        ):
            left = [replace(table[p, second[0]], row=_rolled(p)) for p in first]
            right = [_over(table[first[0], q], corner, _rolled(q)) for q in second]
            if all(t.number < 0 for t in left):
                left = [replace(t, number=-t.number) for t in left]
                right = [replace(t, number=-t.number) for t in right]
            inner = first[0][-1].node.cols
            return _written(tuple(left), first[0][0].node.rows, inner) @ _written(
                tuple(right), inner, second[0][-1].node.cols
            )
    return None


def _unrolled(row: tuple[_Cell, ...]) -> tuple[Base, ...] | None:
    """Return the row with powers as repeated letters; None where one is no small positive power."""
    if any(e.denominator != 1 or not 0 < e <= _LARGEST_POWER for _, e in row):
        return None
    return tuple(base for base, e in row for _ in range(int(e)))


def _rolled(letters: tuple[Base, ...]) -> tuple[_Cell, ...]:
    cells: list[_Cell] = []
    for base in letters:
        if cells and cells[-1][0] == base and base.node.rows == base.node.cols:
            cells[-1] = base, cells[-1][1] + 1
        else:
            cells.append((base, 1))
    return tuple(cells)


def _coefficient(a: _Term, b: _Term) -> tuple[Fraction, frozenset[_Cell]]:
    return a.number * b.number, frozenset(_times(a.scalars, b.scalars))


def _over(a: _Term, b: _Term, row: tuple[_Cell, ...]) -> _Term:
    inverse = tuple((base, -e) for base, e in b.scalars)
    return _Term(a.number / b.number, _times(a.scalars, inverse), row)


def _flat(parts: list[Expression]) -> Iterator[Expression]:
    for part in parts:
        if isinstance(part, Sum):
            yield from part.terms
        else:
            yield part


def _positive_first(terms: list[_Term]) -> list[_Term]:
    """A sum that begins with a minus has one term with a plus brought to the front."""
    if terms[0].number > 0:
        return terms
    k = next((k for k, t in enumerate(terms) if t.number > 0), 0)
    return [terms[k], *terms[:k], *terms[k + 1 :]]


def _merged(terms: Sequence[_Term]) -> list[_Term]:
    found: dict[tuple[frozenset[tuple[Base, Exponent]], tuple[_Cell, ...]], _Term] = {}
    for t in terms:
        key = frozenset(t.scalars), t.row
        old = found.get(key)
        found[key] = t if old is None else _Term(old.number + t.number, old.scalars, old.row)
    return [t for t in found.values() if t.number]


Common: TypeAlias = tuple[Fraction, _Scalars, tuple[_Cell, ...], tuple[_Cell, ...]]


def _candidates(terms: list[_Term]) -> Iterator[tuple[int, tuple[int, ...], Common]]:
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


def _common(terms: list[_Term]) -> Common:
    scalars: dict[Base, Exponent] = dict(terms[0].scalars)
    for t in terms[1:]:
        own = dict(t.scalars)
        scalars = {b: _smaller(e, own[b]) for b, e in scalars.items() if b in own and (own[b] > 0) == (e > 0)}
    before = _prefix([t.row for t in terms])
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


def _smaller(a: Exponent, b: Exponent) -> Exponent:
    return a if a * a <= b * b else b


def _prefix(rows: list[tuple[_Cell, ...]]) -> tuple[_Cell, ...]:
    found: list[_Cell] = []
    for cells in zip(*rows, strict=False):
        bases = {base for base, _ in cells}
        signs = {e > 0 for _, e in cells}
        if len(bases) != 1 or len(signs) != 1:
            break
        exponent: Exponent = cells[0][1]
        for _, e in cells[1:]:
            exponent = _smaller(exponent, e)
        found.append((cells[0][0], exponent))
        if any(e != exponent for _, e in cells):
            break
    return tuple(found)


def _cut(row: tuple[_Cell, ...], before: tuple[_Cell, ...], after: tuple[_Cell, ...]) -> tuple[_Cell, ...]:
    cells = list(row)
    for _, e in before:
        own, power = cells.pop(0)
        if power != e:
            cells.insert(0, (own, power - e))
    for _, e in reversed(after):
        own, power = cells.pop()
        if power != e:
            cells.append((own, power - e))
    return tuple(cells)


def _without(
    term: _Term, number: Fraction, scalars: _Scalars, before: tuple[_Cell, ...], after: tuple[_Cell, ...]
) -> _Term:
    left = dict(term.scalars)
    for base, e in scalars:
        left[base] -= e
    kept = tuple((b, e) for b, e in left.items() if e)
    return _Term(term.number / number, kept, _cut(term.row, before, after))


def _times(a: _Scalars, b: _Scalars) -> _Scalars:
    powers: dict[Base, Exponent] = dict(a)
    for base, e in b:
        powers[base] = powers.get(base, 0) + e
    return tuple((base, e) for base, e in powers.items() if e)


def _saved(common: Common, terms: list[_Term], everything: bool) -> int:
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


def _cost(base: Base, exponent: Exponent) -> int:
    return _length(base) + (2 if abs(exponent) != 1 else 0)


@lru_cache(maxsize=4096)
def _length(base: Base) -> int:
    return length(base.node) + (2 if isinstance(base.node, Sum) else 0)


def _one(term: _Term, rows: Dimension, cols: Dimension) -> Expression:
    term = _signed_row(term)
    number, powers = _signed(term)
    above = [(b, e) for b, e in powers if e > 0]
    below = [(b, e) for b, e in powers if e < 0]
    ordered = sorted(above, key=lambda item: _rank(item[0].node))
    factors: list[Expression] = [raised(b.node, e) for b, e in (*ordered, *below)]
    row: Expression | None = None
    for base, e in term.row:
        cell = raised(base.node, e)
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


def _signed(term: _Term) -> tuple[Fraction, _Scalars]:
    """Return number and scalars, a minus in front moved into a difference: -(a - b) is b - a."""
    if term.number > 0:
        return term.number, term.scalars
    for k, (base, e) in enumerate(term.scalars):
        if isinstance(base.node, Sum) and e.denominator == 1 and e % 2 == 1:
            turned = [_negated(t) for t in base.node.terms]
            plus = [t for t in turned if not _is_negative(t)]
            if plus:
                other = Base(Sum((*plus, *(t for t in turned if _is_negative(t)))))
                return -term.number, (*term.scalars[:k], (other, e), *term.scalars[k + 1 :])
    return term.number, term.scalars


def _signed_row(term: _Term) -> _Term:
    """Return the term with a minus in front moved into an odd power of a difference of matrices."""
    if term.number > 0:
        return term
    for k, (base, e) in enumerate(term.row):
        if isinstance(base.node, Sum) and e.denominator == 1 and e % 2 == 1:
            turned = [_negated(t) for t in base.node.terms]
            plus = [t for t in turned if not _is_negative(t)]
            if plus:
                other = Base(Sum((*plus, *(t for t in turned if _is_negative(t)))))
                return _Term(-term.number, term.scalars, (*term.row[:k], (other, e), *term.row[k + 1 :]))
    return term


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
    """Letters stand before sums of scalars, and these before traces and bilinear forms."""
    return 0 if isinstance(base, Symbol) else 1 if isinstance(base, Sum) else 2


def raised(base: Expression, exponent: Exponent) -> Expression:
    """Return a power."""
    return base if exponent == 1 else Power(base, Fraction(exponent))


def terms_of_mapping(powers: Mapping[Expression, Fraction]) -> Scalars:
    """Return a mapping of scalar expressions to powers as a tuple."""
    return tuple((b, e) for b, e in powers.items() if e)
