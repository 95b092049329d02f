r"""Sums over an index: \sum_{i=1}^n of the product after it; without a length, over the samples it counts."""

from __future__ import annotations

from lsa_theory.expressions.expression import Number, Symbol
from lsa_theory.expressions.random import Index, sum_over
from lsa_theory.reading.letters import Letter, spelled
from lsa_theory.reading.parsing import rules
from lsa_theory.reading.parsing.cursor import Cursor, nothing_left
from lsa_theory.reading.shapes import Open, Value, exact

_DEEPEST = 5


def read_sum_over(cursor: Cursor) -> Value:
    """Read a sum with its summand."""
    at = cursor.take().at
    low: list[str] | None = None
    count: int | Symbol | None = None
    while cursor.peek() in ("_", "^"):
        kind = cursor.take().text
        inner = cursor.group()
        if kind == "_":
            low = [t.text for t in inner.tokens]
        else:
            count = _length(cursor, inner)
    if low is None or not (len(low) == 1 or low[1:] == ["=", "1"]):
        shown = "".join(low or [])
        cursor.refuse(f"a sum over {shown or 'nothing'}; expected \\sum_{{i=1}}^{{n}} or \\sum_i", at)
    name = low[0]
    if not (len(name) == 1 and name.isalpha()):
        cursor.refuse(f"{name} cannot be an index", at)
    if name in cursor.indices or Letter(name) in cursor.notation.letters:
        cursor.refuse(f"{name} is bound or declared already; give the index of this sum another letter", at)
    if len(cursor.indices) >= _DEEPEST:
        cursor.refuse(f"sums are nested more than {_DEEPEST} deep", at)
    start = cursor.k

    def term(bound: Index | Open) -> Value:
        cursor.k = start
        cursor.indices[name] = bound
        try:
            return rules.read_product(cursor)
        finally:
            del cursor.indices[name]

    if count is None:
        open_ = Open()
        term(open_)
        if len(open_.lengths) != 1:
            cursor.refuse(f"how far {name} runs is not said; write \\sum_{{{name}=1}}^{{n}}", at)
        (length,) = open_.lengths
        assert isinstance(length, int | Symbol)
        count = length
    length_ = count
    return cursor.placed(at, lambda: sum_over(length_, lambda index: exact(term(index))))


def _length(cursor: Cursor, inner: Cursor) -> int | Symbol:
    at = inner.token().at
    shown = spelled(inner.tokens, cursor.text)
    value = exact(rules.read_sum(inner))
    nothing_left(inner)
    if isinstance(value, Symbol) and value.structure == "dimension":
        return value
    if isinstance(value, Number) and value.value.denominator == 1 and value.value >= 1:
        return int(value.value)
    cursor.refuse(f"a sum up to {shown}, which is not declared as a dimension", at)
