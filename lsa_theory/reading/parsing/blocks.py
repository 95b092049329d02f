r"""Sides that are block matrices: pmatrix and bmatrix with formulas as blocks, compared block by block.

A block 0 or I takes the size that its company has. Only scalars, sums, products and transposes of blocks are read.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from lsa_theory.errors import ShapeMismatch
from lsa_theory.expressions.expression import Expression, Number
from lsa_theory.reading.letters import spelled
from lsa_theory.reading.parsing.cursor import Cursor, nothing_left
from lsa_theory.reading.parsing.grammar import at_end, read_factor, read_sum
from lsa_theory.reading.parsing.tokens import TIMES
from lsa_theory.reading.shapes import Value, add, exact, multiply, transposed

Grid: TypeAlias = "list[list[Value]]"
_ZERO = Number(Fraction(0))


def read_blocks(cursor: Cursor) -> Grid:
    """Read a side that holds a block matrix.

    Raises
    ------
    Unreadable
        If it holds anything else than blocks and scalars, or if the blocks do not fit.
    """
    grid = read_grid(cursor)
    nothing_left(cursor)
    return grid


def read_grid(cursor: Cursor) -> Grid:
    """Read block matrices with signs between them, up to what no factor can be."""
    total: Grid | None = None
    while True:
        at = cursor.token().at
        sign = cursor.take().text if cursor.peek() in ("+", "-") else ""
        if total is not None and not sign:
            return total
        term = _term(cursor)
        if sign == "-":
            term = [[multiply([Number(Fraction(-1)), v]) for v in row] for row in term]
        total = term if total is None else cursor.placed(at, lambda a=total, b=term: _sum(a, b))  # type: ignore[misc]


def _term(cursor: Cursor) -> Grid:
    grid: Grid | None = None
    scalars: list[Value] = []
    while not at_end(cursor):
        at = cursor.token().at
        if cursor.peek() in TIMES:
            cursor.take()
        elif cursor.peek().startswith(r"\begin{"):
            found = _matrix(cursor)
            grid = found if grid is None else cursor.placed(at, lambda a=grid, b=found: _product(a, b))  # type: ignore[misc]
        else:
            scalar = cursor.placed(at, lambda: exact(read_factor(cursor)))
            if not scalar.is_scalar:
                cursor.refuse("beside a block matrix only scalars and block matrices are read", at)
            scalars.append(scalar)
    if grid is None:
        cursor.refuse("a block matrix is added to what is none")
    return [[v if v == _ZERO else multiply([*scalars, v]) for v in row] for row in grid]


def _matrix(cursor: Cursor) -> Grid:
    opening = cursor.take()
    close = opening.text.replace("begin", "end")
    rows: Grid = [[]]
    while True:
        with cursor.until():
            rows[-1].append(read_sum(cursor))
        mark = cursor.take()
        if mark.text == r"\\":
            if cursor.peek() != close:
                rows.append([])
                continue
            mark = cursor.take()
        if mark.text == close:
            break
        if mark.text != "&":
            cursor.refuse(f"between blocks stands {mark.text}; expected & or a new line", mark.at)
    if len({len(row) for row in rows}) > 1:
        cursor.refuse("the rows of this block matrix have different lengths", opening.at)
    cursor.placed(opening.at, lambda: _check(rows))
    if cursor.peek() == "^":
        cursor.take()
        if spelled(cursor.group().tokens, cursor.text) not in (r"\top", r"\intercal"):
            cursor.refuse(r"of a block matrix only ^\top is read", opening.at)
        rows = [[transposed(v) for v in column] for column in zip(*rows, strict=True)]
    return rows


def _check(rows: Grid) -> None:
    lines = [([v for v in row if _is_sized(v)], "rows") for row in rows]
    lines += [([v for v in column if _is_sized(v)], "cols") for column in zip(*rows, strict=True)]
    for line, side in lines:
        sizes = {str(getattr(v, side)) for v in line}
        if len(sizes) > 1:
            raise ShapeMismatch(
                f"blocks side by side have {side} {', '.join(sorted(sizes))}; they must agree"
            )


def _is_sized(value: Value) -> bool:
    return isinstance(value, Expression) and value != _ZERO


def _sum(a: Grid, b: Grid) -> Grid:
    if (len(a), len(a[0])) != (len(b), len(b[0])):
        raise ShapeMismatch("block matrices of different layout are added")
    return [[add(x, y) for x, y in zip(r, s, strict=True)] for r, s in zip(a, b, strict=True)]


def _product(a: Grid, b: Grid) -> Grid:
    if len(a[0]) != len(b):
        raise ShapeMismatch(f"{len(a[0])} block columns meet {len(b)} block rows")

    def entry(row: list[Value], k: int) -> Value:
        terms = [multiply([x, b[j][k]]) for j, x in enumerate(row) if _ZERO not in (x, b[j][k])]
        total: Value = terms[0] if terms else _ZERO
        for term in terms[1:]:
            total = add(total, term)
        return total

    return [[entry(row, k) for k in range(len(b[0]))] for row in a]
