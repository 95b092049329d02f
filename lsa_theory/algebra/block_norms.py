"""Operator norms of block matrices, reduced as far as their layout tells.

Zero rows and columns do not count; what is block diagonal after a permutation has the largest norm of its parts; of a
row or a column of blocks |M|^2 is |M M'| or |M'M|, one block; multiples of one block are a matrix of numbers times it,
[A, B; B, A] has A + B and A - B on its diagonal in another basis. What is left is a scalar of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from flint import fmpq, fmpq_mat

from lsa_theory.algebra.functions.making import absolute
from lsa_theory.algebra.norms_and_ranks import NORM, Functions, Grid, with_whole_numbers
from lsa_theory.algebra.ring.multiplication import multiply
from lsa_theory.algebra.ring.polynomial import Terms, add, constant, freeze, of_atom, power, scale, transpose
from lsa_theory.algebra.ring.words import variable

HALF = Fraction(1, 2)
# Rows of blocks, and the names of their heights and widths.
Layout = tuple[Grid, list[str], list[str]]


def norm_of_blocks(functions: Functions, grid: Grid, heights: Sequence[str], widths: Sequence[str]) -> Terms:
    """Return the operator norm of a block matrix as a scalar.

    Parameters
    ----------
    functions : Functions
        Reduces what comes to be a single block.
    grid : rows of blocks in normal form
    heights, widths : names of the sizes of the rows and the columns
    """
    parts = [_connected(functions, *part) for part in _components(grid, heights, widths)]
    # Sorted, so that the largest of several is written in one way.
    distinct = sorted({freeze(part): part for part in parts}.items(), key=lambda item: repr(item[0]))
    total: Terms = {}
    for k, (_, part) in enumerate(distinct):
        total = _larger(total, part) if k else part
    return total


def _larger(one: Terms, other: Terms) -> Terms:
    lead = next(iter(one), None)
    ratio = Fraction(other.get(lead, 0)) / Fraction(one[lead]) if lead is not None else Fraction(0)
    if ratio > 0 and scale(one, ratio) == other:
        return other if ratio > 1 else one
    apart = add(one, scale(other, -1))
    return scale(add(add(one, other), absolute(apart)), HALF)


def _components(grid: Grid, heights: Sequence[str], widths: Sequence[str]) -> list[Layout]:
    """Return the parts that share no row and no column, zero rows and columns left out."""
    waiting = {i for i, row in enumerate(grid) if any(row)}
    found = []
    while waiting:
        rows, columns = {min(waiting)}, set[int]()
        while True:
            more = {j for i in rows for j, block in enumerate(grid[i]) if block}
            wider = {i for i in waiting for j in more if grid[i][j]}
            if more == columns and wider == rows:
                break
            rows, columns = wider, more
        waiting -= rows
        own, across = sorted(rows), sorted(columns)
        part = [[grid[i][j] for j in across] for i in own]
        found.append((part, [heights[i] for i in own], [widths[j] for j in across]))
    return found


def _connected(functions: Functions, grid: Grid, heights: list[str], widths: list[str]) -> Terms:
    if len(grid) == len(grid[0]) == 1:
        return functions.norm(grid[0][0], heights[0], widths[0])
    if len(grid) == 1:
        total: Terms = {}
        for block in grid[0]:
            total = add(total, multiply(block, transpose(block)))
        if heights[0] == "1":
            return power(total, HALF)
        return power(functions.norm(total, heights[0], heights[0]), HALF)
    if len(grid[0]) == 1:
        turned = [[transpose(row[0]) for row in grid]]
        return _connected(functions, turned, widths, heights)
    multiples = _numbers(grid) if len({*heights}) == len({*widths}) == 1 else None
    if multiples is not None:
        numbers, block = multiples
        known = _norm_of_numbers(numbers)
        if known is not None:
            return multiply(known, functions.norm(block, heights[0], widths[0]))
    alike = heights[0] == heights[-1] and widths[0] == widths[-1]
    if alike and len(grid) == len(grid[0]) == 2 and grid[0][0] == grid[1][1] and grid[0][1] == grid[1][0]:
        plus, minus = add(*grid[0]), add(grid[0][0], scale(grid[0][1], -1))
        return norm_of_blocks(functions, [[plus, {}], [{}, minus]], heights, widths)
    return _left_over(functions, grid, heights, widths)


def _left_over(functions: Functions, grid: Grid, heights: list[str], widths: list[str]) -> Terms:
    """Return a scalar that stands for the norm of a block matrix, its negative and their transposes."""
    turned = [[transpose(block) for block in column] for column in zip(*grid, strict=True)]
    layouts: list[Layout] = [(grid, heights, widths), (turned, widths, heights)]
    forms = [*layouts, *(([[scale(b, -1) for b in row] for row in plain], h, w) for plain, h, w in layouts)]

    def key(form: Layout) -> str:
        return repr(([[freeze(with_whole_numbers(block)) for block in row] for row in form[0]], *form[1:]))

    chosen = min(forms, key=key)
    name = f"{NORM}blocks {key(chosen)}"
    functions.blocks_left_over.setdefault(name, chosen)
    return of_atom(variable(name, "positive"))


def _numbers(grid: Grid) -> tuple[list[list[Fraction]], Terms] | None:
    """Return rational numbers and the block that a matrix of blocks has as its multiples; None if it has none."""
    block = next(entry for row in grid for entry in row if entry)
    lead = next(iter(block))
    numbers = []
    for row in grid:
        ratios = []
        for entry in row:
            ratio = Fraction(entry.get(lead, 0)) / Fraction(block[lead])
            if scale(block, ratio) != entry and not (ratio == 0 and not entry):
                return None
            ratios.append(ratio)
        numbers.append(ratios)
    return numbers, block


def _norm_of_numbers(numbers: list[list[Fraction]]) -> Terms | None:
    """Return the norm of a matrix of rational numbers where its square is rational."""
    matrix = fmpq_mat([[fmpq(x.numerator, x.denominator) for x in row] for row in numbers])
    gram = matrix.transpose() * matrix
    # No eigenvalue of what is left exceeds the largest rational one if that is at least the largest of them all.
    factors = gram.charpoly().factor()[1]
    rational = [-factor[0] / factor[1] for factor, _ in factors if factor.degree() == 1]
    if not rational:
        return None
    largest = max(rational)
    if any(_exceeds(factor, largest) for factor, _ in factors if factor.degree() > 1):
        return None
    return power(constant(Fraction(int(largest.p), int(largest.q))), HALF)


def _exceeds(factor: Any, bound: fmpq) -> bool:
    """Whether a polynomial, all of whose roots are real, has one above a bound."""
    polynomial, signs = factor, set()
    while polynomial:
        signs.add(polynomial(bound) > 0 if polynomial(bound) else None)
        polynomial = polynomial.derivative()
    # By Budan and Fourier the roots above a bound are as many as sign changes there, all roots being real.
    return {True, False} <= signs
