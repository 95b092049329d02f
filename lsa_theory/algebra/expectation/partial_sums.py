"""Sums over columns of several samples of one length, averaged over some of them, the others left as they are.

Given the other samples, the columns of what is averaged are independent from index to index, so joint cumulants add:

    E[S_1 ... S_m] = sum over partitions of {1 ... m} of the product over blocks C of sum_i cumulant(f_k(i), k in C)

for S_k = sum_i f_k(i). A cumulant is the usual sum over the partitions of C of products of moments; each moment has
columns of its own, which are single vectors, and what is not averaged keeps its index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import factorial

from lsa_theory.algebra.expectation.source import Source
from lsa_theory.algebra.expectation.sums_over_columns import bind_index, summand
from lsa_theory.algebra.ring.concatenation import finished, trace
from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.polynomial import Monomial, Terms, accumulate, of_word
from lsa_theory.algebra.ring.words import Letter, Word, transpose_letter
from lsa_theory.errors import UnsupportedExpression

Average = Callable[[Terms, Mapping[str, Source], frozenset[str]], Terms]
Blocks = tuple[tuple[int, ...], ...]

_MOST = 5


def average_partly(
    monomial: Monomial,
    word: Word,
    count: str,
    sources: Mapping[str, Source],
    over: frozenset[str],
    average: Average,
) -> Terms:
    """Return the expectation of a term whose sums over `count` columns meet samples that are not averaged.

    Raises
    ------
    UnsupportedExpression
        If a sum of what is averaged stands in another sum, under a negative power, or with four others.
    """
    split = {name: s for name, s in sources.items() if s.count_name == count}
    averaged = frozenset(split) & over
    fixed, pieces = _pieces(monomial, averaged)
    places = [
        (number, k)
        for number, piece in enumerate([*pieces, word])
        for k, letter in enumerate(piece)
        if _meets(letter, averaged)
    ]
    if len(places) > _MOST:
        raise UnsupportedExpression(
            f"{len(places)} sums over columns of {', '.join(sorted(averaged))} are averaged while others in them "
            f"are not; at most {_MOST} can be"
        )
    total: Terms = {}
    for blocks in _partitions(tuple(range(len(places)))):
        for finer, weight in _refinements(blocks):
            value, singles = _placed(pieces, word, places, blocks, finer, split, averaged, len(sources))
            value = average(value, {**sources, **singles}, frozenset(singles))
            for b in range(len(blocks)):
                value = bind_index(value, _index(len(sources), b), count)
            accumulate(total, value, weight)
    rest = multiply({(fixed, ()): 1}, total)
    return average(rest, sources, over) if rest else {}


def _pieces(monomial: Monomial, averaged: frozenset[str]) -> tuple[Monomial, list[Word]]:
    """Split the traces that hold what is averaged from the scalars that do not."""
    fixed, pieces = [], []
    for atom, e in monomial:
        if atom.kind != "t" or not any(_meets(x, averaged) for x in atom.word):
            fixed.append((atom, e))
            continue
        if e < 0 or e != int(e):
            raise UnsupportedExpression("a sum over a sample stands under a negative or fractional power")
        pieces.extend([atom.word] * int(e))
    return tuple(fixed), pieces


def _meets(letter: Letter, averaged: frozenset[str]) -> bool:
    """Whether a letter is a sum over columns of what is averaged."""
    match letter.kind:
        case "s":
            return letter.name in averaged
        case "g":
            return bool({letter.name, letter.payload.name} & averaged)
        case "q":
            _, inside, core = letter.payload
            within = [x for piece in (*inside, core) for x in piece]
            if any(_meets(x, averaged) for x in within):
                raise UnsupportedExpression(
                    f"a sum over columns of {', '.join(sorted(averaged))} stands inside another sum, with samples that "
                    "are not averaged; average over all of them together"
                )
            return any(x.kind == "c" and x.name in averaged for x in within)
    return False


def _placed(
    pieces: Sequence[Word],
    word: Word,
    places: Sequence[tuple[int, int]],
    blocks: Blocks,
    finer: Sequence[Blocks],
    split: Mapping[str, Source],
    averaged: frozenset[str],
    fresh: int,
) -> tuple[Terms, dict[str, Source]]:
    """Return the term with a summand in the place of each sum, and the single columns that stand in it."""
    singles: dict[str, Source] = {}
    values: dict[tuple[int, int], Terms] = {}
    for b, moments in enumerate(finer):
        for m, members in enumerate(moments):
            columns: dict[str, Letter] = {}
            for name, source in split.items():
                if name in averaged:
                    single = f"{name}@{fresh}.{b}.{m}"
                    columns[name] = Letter("r", single, 0, source.size, "1", "")
                    singles[single] = replace(source, name=single, count=None, count_name=None)
                else:
                    columns[name] = Letter("c", name, 0, source.size, "1", _index(fresh, b))
            for k in members:
                number, position = places[k]
                values[number, position] = _at_column([*pieces, word][number][position], columns)
    factors: list[Terms] = []
    for number, piece in enumerate([*pieces, word]):
        letters = [values.get((number, k), of_word((x,))) for k, x in enumerate(piece)]
        value = product(letters)
        closes = number < len(pieces)
        factors.append(trace(value, piece[0].rows) if closes else value)
    return product(factors), singles


def _at_column(letter: Letter, columns: dict[str, Letter]) -> Terms:
    """Return the summand of a sum at one column."""
    kind, name, flag, _, _, payload = letter
    if kind == "q":
        return summand(letter, columns)
    if kind == "s":
        return _vector(transpose_letter(columns[name]) if flag else columns[name])
    return multiply(_vector(columns[name]), _vector(transpose_letter(columns[payload.name])))


def _vector(letter: Letter) -> Terms:
    return finished((letter,))


def _index(fresh: int, block: int) -> str:
    return f"*{fresh}.{block}"


def _partitions(items: tuple[int, ...]) -> Iterator[Blocks]:
    if not items:
        yield ()
        return
    first, rest = items[0], items[1:]
    for others in _partitions(rest):
        yield ((first,), *others)
        for k, block in enumerate(others):
            yield (*others[:k], (first, *block), *others[k + 1 :])


def _refinements(blocks: Blocks) -> Iterator[tuple[list[Blocks], int]]:
    """Yield a partition of every block into moments, with its weight in the product of cumulants."""
    if not blocks:
        yield [], 1
        return
    for moments in _partitions(blocks[0]):
        sign = (-1) ** (len(moments) - 1) * factorial(len(moments) - 1)
        for others, weight in _refinements(blocks[1:]):
            yield [moments, *others], sign * weight
