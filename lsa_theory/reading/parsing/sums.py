r"""Sums over indices: \sum_{i=1}^n of the product after it; without a length, over the samples it counts."""

from __future__ import annotations

from fractions import Fraction

from lsa_theory.expressions.entrywise.positions import sum_over
from lsa_theory.expressions.expression import Expression, Number, Symbol, as_expression, walk
from lsa_theory.expressions.random import Index, Position
from lsa_theory.reading.letters import spelled
from lsa_theory.reading.parsing import rules
from lsa_theory.reading.parsing.cursor import Cursor, nothing_left
from lsa_theory.reading.parsing.spans import End, Span, spans_of
from lsa_theory.reading.shapes import Open, Value, add, exact

_DEEPEST = 5


def read_sum_over(cursor: Cursor) -> Value:
    """Read a sum with its summand."""
    at = cursor.take().at
    low: Cursor | None = None
    high: Cursor | None = None
    while cursor.peek() in ("_", "^"):
        kind = cursor.take().text
        if (low if kind == "_" else high) is not None:
            cursor.refuse("a second script")
        inner = cursor.group()
        if kind == "_":
            low = inner
        else:
            high = inner
    spans = spans_of(cursor, low, high, at)
    if len(cursor.indices) + len(spans) > _DEEPEST:
        cursor.refuse(f"sums are nested more than {_DEEPEST} deep", at)
    return _Summing(cursor, spans, at).from_span(0)


class _Summing:
    """Reads the summand of a sum, once for each time that an index of it is bound."""

    def __init__(self, cursor: Cursor, spans: list[Span], at: int) -> None:
        self._cursor, self._spans, self._at = cursor, spans, at
        self._start = cursor.k

    def from_span(self, k: int) -> Value:
        """Return the sum over this span and those after it."""
        cursor = self._cursor
        if k == len(self._spans):
            cursor.k = self._start
            return rules.read_product(cursor)
        span = self._spans[k]
        outside = self._open_outside(span)
        if outside is not None:
            return self._term(k, Open(outside.lengths))
        if span.apart:
            return self._apart(k, span)
        first = None if span.first is None else self._end(span.first)
        last = None if span.last is None else self._end(span.last)
        if first == Number(Fraction(0)) and last is not None and not isinstance(last, Symbol):
            return self._from_zero(k, span, last)
        if isinstance(first, Number) and (first.value < 1 or first.value.denominator != 1):
            cursor.refuse(f"a sum over {span.name} from {first!r}; places are counted from 1", self._at)
        count = self._count(k, span, first, last)
        return self._sum(k, count, first, last)

    def _from_zero(self, k: int, span: Span, last: Expression) -> Value:
        """Return a sum over k = 0 ... n - 1, which has a place for each k + 1."""
        self._cursor.from_zero.add(span.name)
        try:
            end = as_expression(last.value + 1) if isinstance(last, Number) else last + 1
            return self._sum(k, self._count(k, span, None, end), None, end)
        finally:
            self._cursor.from_zero.discard(span.name)

    def _apart(self, k: int, span: Span) -> Value:
        """Return the sum over the places below another one, and over those above it."""
        other = self._cursor.indices[span.apart]
        assert isinstance(other, Index)
        if span.last is not None and self._end(span.last) != _size(other.count):
            self._cursor.refuse(f"{span.name} and {span.apart} run over different ranges", self._at)
        below = self._sum(k, other.count, None, Position(other) - 1)
        above = self._sum(k, other.count, Position(other) + 1, None)
        return self._cursor.placed(self._at, lambda: add(below, above))

    def _sum(
        self, k: int, count: int | Symbol, first: Expression | None, last: Expression | None
    ) -> Expression:
        begin = as_expression(1) if first is None else first
        return self._cursor.placed(
            self._at,
            lambda: sum_over(count, lambda index: exact(self._term(k, index)), first=begin, last=last),
        )

    def _term(self, k: int, bound: Index | Open) -> Value:
        name = self._spans[k].name
        self._cursor.indices[name] = bound
        try:
            return self.from_span(k + 1)
        finally:
            del self._cursor.indices[name]

    def _open_outside(self, span: Span) -> Open | None:
        """Return the index outside whose length is still looked for, if a range ends at it."""
        ends = [token.text for end in (span.first, span.last) if end is not None for token in end[0]]
        found = (self._cursor.indices.get(name) for name in (*ends, span.apart))
        return next((bound for bound in found if isinstance(bound, Open)), None)

    def _end(self, end: End) -> Expression:
        tokens, shift = end
        if not tokens:
            self._cursor.refuse("an end of this range is missing", self._at)
        inner = self._cursor.inside(list(tokens), tokens[0].at)
        value = self._cursor.placed(tokens[0].at, lambda: exact(rules.read_sum(inner)))
        nothing_left(inner)
        return value + shift if shift else value

    def _count(self, k: int, span: Span, first: Expression | None, last: Expression | None) -> int | Symbol:
        """Return how far an index could run: what its ends say, or the samples that it counts."""
        for end in (last, first):
            sizes = {size for node in walk(end) for size in _sizes(node)} if end is not None else set()
            if len(sizes) == 1:
                return sizes.pop()
        if last is not None:
            if isinstance(last, Number) and last.value.denominator == 1 and last.value >= 1:
                # A sample of numbered columns may have more of them.
                counted = Open()
                self._term(k, counted)
                lengths = [size for size in counted.lengths if isinstance(size, int | Symbol)]
                return lengths[0] if len(lengths) == 1 else int(last.value)
            shown = spelled(list(span.last[0]), self._cursor.text) if span.last else repr(last)
            self._cursor.refuse(f"a sum up to {shown}, which is not declared as a dimension", self._at)
        open_ = Open()
        self._term(k, open_)
        if len(open_.lengths) != 1:
            self._cursor.refuse(
                f"how far {span.name} runs is not said; write \\sum_{{{span.name}=1}}^{{n}}", self._at
            )
        (length,) = open_.lengths
        assert isinstance(length, int | Symbol)
        return length


def _size(count: int | Symbol) -> Expression:
    return as_expression(count)


def _sizes(node: Expression) -> list[int | Symbol]:
    if isinstance(node, Position):
        return [node.index.count]
    return [node] if isinstance(node, Symbol) and node.structure == "dimension" else []
