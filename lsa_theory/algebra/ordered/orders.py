"""In which orders places may stand: indices that agree form a block, and blocks follow one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions.entrywise.positions import least
from lsa_theory.expressions.random import End, Index

Block = tuple[Index, ...]


def partitions(indices: Sequence[Index], outer: Sequence[Index]) -> Iterator[list[Block]]:
    """Yield the ways in which indices of one range may agree; no two of the outer ones do."""
    if not indices:
        yield [(index,) for index in outer]
        return
    first, rest = indices[0], indices[1:]
    for blocks in partitions(rest, outer):
        yield [(first,), *blocks]
        for k, block in enumerate(blocks):
            if block[0].count == first.count:
                yield [*blocks[:k], (first, *block), *blocks[k + 1 :]]


def orders(blocks: Sequence[Block]) -> Iterator[tuple[Block, ...]]:
    """Yield the orders in which blocks of one range may follow one another, given what bounds their indices."""
    if not all(_holds(index, dict.fromkeys(block, 0)) for block in blocks for index in block):
        return
    for order in permutations(blocks):
        ranks = {index: k for k, block in enumerate(order) for index in block}
        if all(_holds(index, ranks) for index in ranks):
            yield order


def _holds(index: Index, ranks: dict[Index, int]) -> bool:
    """Whether the ranks obey the ends of an index, as far as these are indices among them."""
    (before, more), (behind, less) = index.first, index.last
    above = before is None or before not in ranks or ranks[index] >= ranks[before] + more
    return above and (behind is None or behind not in ranks or ranks[index] <= ranks[behind] + less)


def check_outer(outer: Sequence[Index]) -> None:
    """Refuse an average that depends on two places outside of it whose order is not known."""
    for k, one in enumerate(outer):
        for other in outer[k + 1 :]:
            if one.count == other.count and not (_is_below(one, other) or _is_below(other, one)):
                raise UnsupportedExpression(
                    "an expectation stands inside two sums over places, and which of these comes first is not known; "
                    "take the expectation outside of the sums, E(sum_over(...))"
                )


def _is_below(one: Index, other: Index) -> bool:
    """Whether the ranges say that one place lies before another."""
    return _reaches(one.last, other, -1) or _reaches(other.first, one, 1)


def _reaches(end: End, target: Index, sign: int) -> bool:
    total, index = end[1], end[0]
    while index is not None and index != target:
        step = index.last if sign < 0 else index.first
        total, index = total + step[1], step[0]
    return index is not None and total * sign > 0


def first_of(block: Block) -> int:
    """Return the place at which a block begins, as far as numbers say."""
    return max(index.first[1] if index.first[0] is None else 1 for index in block)


def least_of(block: Block) -> int:
    """Return a place that no place of a block is below, given those that its indices are bounded by."""
    return max(least(index) for index in block)


def room_of(block: Block) -> int:
    """Return how many places at the end are left out for a block, as far as numbers say."""
    return max(-index.last[1] if index.last[0] is None else 0 for index in block)
