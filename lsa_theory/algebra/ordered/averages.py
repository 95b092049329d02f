"""Expectations of sums in the order of places, as expectations over single vectors and sums over chains of places.

sum_i sum_{j < i} F(x_i, x_j) has its terms at j < i, where x_i and x_j are independent: so for more sums, one term for
each way in which the places may agree and follow one another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product

from lsa_theory.algebra.expectation.conditions import Noted
from lsa_theory.algebra.expectation.sums_over_columns import bind_index
from lsa_theory.algebra.ordered.chains import Link, chain_sum
from lsa_theory.algebra.ordered.opening import Opening, outer_indices, renamed
from lsa_theory.algebra.ordered.orders import (
    Block,
    check_outer,
    first_of,
    least_of,
    orders,
    partitions,
    room_of,
)
from lsa_theory.algebra.ordered.weights import depends, place, stands_at, summed
from lsa_theory.algebra.ring.concatenation import dimension
from lsa_theory.algebra.ring.polynomial import Terms, accumulate, add, constant
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions.entrywise.positions import least
from lsa_theory.expressions.expression import Dimension, Expression, Symbol
from lsa_theory.expressions.operators import Gradient
from lsa_theory.expressions.random import (
    Column,
    Expectation,
    Index,
    RandomVector,
    SumOver,
    law_parts,
    sources,
)
from lsa_theory.expressions.rebuilding import with_columns
from lsa_theory.expressions.traversal import everything

Compute = Callable[[Expression], Terms]


def conditions_of(index: Index) -> Iterator[str]:
    """Yield the condition on the count under which a written range ends no earlier than it may."""
    needed = _needed(index)
    if isinstance(index.count, int) and needed > index.count:
        raise UnsupportedExpression(f"the range of a sum over {index.count} places ends before it begins")
    if needed > 1 and isinstance(index.count, Symbol):
        yield f"{index.count.name} > {needed - 1}"


def _needed(index: Index) -> int:
    """Return how many places there are at least, by the numbers that a range is written with."""
    return index.first[1] - 1 - index.last[1] if index.first[0] is None and index.last[0] is None else 1


def average(node: Expectation, numbers: Iterator[int], compute: Compute, conditions: list[Noted]) -> Terms:
    """Return the expectation of an integrand in which the order of places counts.

    Parameters
    ----------
    node : Expectation
    numbers : iterator of int
        Makes names of indices that no other has.
    compute : callable
        Returns the polynomial of a tree.
    conditions : list of str
        Where the result holds; what is found is added.

    Raises
    ------
    UnsupportedExpression, MissingMoment
        If a sum cannot be taken out, a weight has no closed form, or a moment is not known.
    """
    if isinstance(node.body, Gradient):
        return compute(_exchanged(node, node.body))
    total: Terms = {}
    for term in Opening(numbers).terms(node.body):
        outer = outer_indices(term)
        check_outer(outer)
        for index in term.indices:
            conditions.extend(conditions_of(index))
        for blocks in partitions(term.indices, outer):
            choices = [list(orders(group)) for group in _by_count(blocks)]
            if all(choices):
                links = {block: _link(block, outer, numbers) for block in blocks}
                value = compute(_over_vectors(term.body, blocks, links, node, numbers))
                for order in product(*choices):
                    accumulate(total, _over_chains(value, order, links, (*term.indices, *outer)))
    return total


def _exchanged(node: Expectation, inner: Gradient) -> Expression:
    """Return the gradient of an expectation for the expectation of a gradient."""
    for source in node.over:
        if inner.symbol in everything(list(law_parts(source.law))):
            raise UnsupportedExpression(
                f"the law of {source.name} holds {inner.symbol.name}, in which a sum over places in order is "
                "differentiated before it is averaged; average first"
            )
    return Gradient(Expectation(inner.body, node.over), inner.symbol)


def _by_count(blocks: Sequence[Block]) -> list[list[Block]]:
    groups: dict[Dimension, list[Block]] = {}
    for block in blocks:
        groups.setdefault(block[0].count, []).append(block)
    return list(groups.values())


def _over_vectors(
    body: Expression,
    blocks: Sequence[Block],
    links: Mapping[Block, Link],
    node: Expectation,
    numbers: Iterator[int],
) -> Expression:
    """Return the average of a term with a vector of its own for each block of places."""
    number = {index: k for block, k in zip(blocks, numbers, strict=False) for index in block}
    names: dict[Index, Index] = {}
    for block in blocks:
        link = links[block]
        index = Index(link.index, block[0].count, (None, link.least), (None, -link.room))
        kept = next((i for i in block if i.name == link.index), index)
        names.update(dict.fromkeys(block, kept))

    def vector(column: Column) -> Expression | None:
        sample = column.sample
        if column.index not in number or sample not in node.over:
            return None
        return RandomVector(f"{sample.name}\0{number[column.index]}", sample.rows, sample.law)

    term = renamed(with_columns(body, vector), names)
    originals = {source.name for source in node.over}
    over = tuple(s for s in sources(term) if (s.name.partition("\0")[0] or s.name) in originals)
    return Expectation(term, over) if over else term


def _over_chains(
    value: Terms, chains: Sequence[Sequence[Block]], links: Mapping[Block, Link], indices: Sequence[Index]
) -> Terms:
    for chain in chains:
        count = chain[0][0].count
        known = max([1, *(_needed(index) for index in indices if index.count == count)])
        through = [links[block] for block in chain]
        entries, value = _entries_of_letters(value, through)
        value = chain_sum(value, through, _size(count), known)
        if entries:
            name = count.name if isinstance(count, Symbol) else str(count)
            value = add(value, bind_index(entries, through[0].index, name))
    return value


def _entries_of_letters(value: Terms, links: Sequence[Link]) -> tuple[Terms, Terms]:
    """Split off terms with entries of letters at the one place that runs through all, such as a diagonal."""
    entries: Terms = {}
    rest: Terms = {}
    alone = len(links) == 1 and links[0].free and (links[0].first, links[0].room) == (1, 0)
    for key, c in value.items():
        at_place = alone and stands_at({key: c}, links[0].index) and not depends({key: c}, links[0].index)
        (entries if at_place else rest)[key] = c
    return entries, rest


def _link(block: Block, outer: Sequence[Index], numbers: Iterator[int]) -> Link:
    """Return the link of a block: of a place outside of the expectation, whatever agrees with it, or a new one."""
    fixed = next((index for index in block if index in outer), None)
    if fixed is None:
        return Link(f"\0{next(numbers)}", True, first_of(block), least_of(block), room_of(block))
    if first_of(block) > least(fixed) or room_of(block) > room_of((fixed,)):
        raise UnsupportedExpression(
            "a sum over places begins later, or ends earlier, than the one outside that it is compared with; let both "
            "run over one range"
        )
    return Link(fixed.name, False, first_of((fixed,)), least(fixed), room_of((fixed,)))


def _size(count: Dimension) -> Terms:
    return dimension(count.name if isinstance(count, Symbol) else str(count))


def sum_in_order(
    node: SumOver, body: Terms, bind: Callable[[Terms], Terms], conditions: list[Noted]
) -> Terms:
    """Return the sum of a polynomial over an index with a range, or with weights by its place.

    `bind` sums what is summed over a whole range without weights by place.
    """
    index = node.index
    plain: Terms = {}
    ordered: Terms = {}
    for key, c in body.items():
        term = {key: c}
        whole = index.is_whole and not depends(term, index.name)
        (plain if whole and stands_at(term, index.name) else ordered)[key] = c
    conditions.extend(conditions_of(index))
    total = bind(plain) if plain else {}
    if ordered:
        (before, more), (behind, less) = index.first, index.last
        lower = constant(more) if before is None else add(place(before.name), constant(more))
        end = _size(index.count) if behind is None else place(behind.name)
        total = add(total, summed(ordered, index.name, least(index), lower, add(end, constant(less))))
    return total
