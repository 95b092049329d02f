"""Sums over a sample's columns: bound indices become Gram letters and totals wherever they can.

A summand that holds an index once sums to the total of the sample, one that holds it twice to a Gram matrix.
Any other sum stays one letter "q" that carries its summand; expectation isolates one column of it at a time.
"""

from __future__ import annotations

from lsa_theory.algebra.expectation.networks.binding import bind_in_graph, needs_graph
from lsa_theory.algebra.ring.concatenation import closed, dimension, finished
from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.polynomial import Coefficient, Monomial, Terms, accumulate, of_word
from lsa_theory.algebra.ring.words import (
    Atom,
    Letter,
    Partner,
    Summand,
    Word,
    split_at_scalars,
    transpose_letter,
    transpose_word,
    word_of,
)
from lsa_theory.errors import UnsupportedExpression


def bind_index(terms: Terms, index: str, count: str) -> Terms:
    """Return the sum of a polynomial over an index that runs over `count` columns."""
    total: Terms = {}
    for (monomial, word), c in terms.items():
        bind = bind_in_graph if needs_graph(monomial, word, index) else _bind
        accumulate(total, bind(monomial, word, index, count), c)
    return total


def _bind(monomial: Monomial, word: Word, index: str, count: str) -> Terms:
    free: list[tuple[Atom, Coefficient]] = []
    bound: list[Word] = []
    for atom, exponent in monomial:
        if not _holds(atom, index):
            free.append((atom, exponent))
        elif atom.kind != "t" or exponent < 0 or exponent != int(exponent):
            if atom.kind == "e":
                raise UnsupportedExpression(
                    f"a sum over a sample holds {'a determinant' if atom.name == 'det' else atom.name} of its own "
                    "columns; only polynomials can be summed in closed form. Take the expectation of a term inside it"
                )
            raise UnsupportedExpression(
                "a sum over a sample divides by, or takes a root of, its own columns; only polynomials can be "
                "summed in closed form"
            )
        else:
            bound.extend([word_of(atom)] * int(exponent))
    outside: Terms = {(tuple(free), ()): 1}
    if word and not _word_holds(word, index):
        outside = {(tuple(free), word): 1}
        word = ()
    pieces = bound + (split_at_scalars(word) if word else [])
    legs = sum(_is_leg(letter, index) for piece in pieces for letter in piece)
    # A leg hidden inside a sum or a trace word of several letters of the index is not at the end of a piece.
    plain = all(not _is_inner(piece, index) for piece in pieces)
    if legs == 0 and plain:
        return multiply(dimension(count), outside)
    if legs == 1 and plain:
        return multiply(outside, _one_leg(pieces, index, count))
    if legs == 2 and plain:
        return multiply(outside, _two_legs(bound, word, index, count))
    return multiply(outside, _sum_letter(bound, word, index, count))


def _one_leg(pieces: list[Word], index: str, count: str) -> Terms:
    swapped = [tuple(_total(x, count) if _is_leg(x, index) else x for x in piece) for piece in pieces]
    return finished(tuple(x for piece in swapped for x in piece))


def _total(column: Letter, count: str) -> Letter:
    return column._replace(kind="s", payload=count)


def _two_legs(bound: list[Word], word: Word, index: str, count: str) -> Terms:
    """Join the two stretches that end in the index through the Gram letter."""
    if not bound:
        # L x | x' R inside one open word.
        k = next(k for k, x in enumerate(word) if _is_leg(x, index))
        return _joined(word[:k], _gram(word[k], word[k + 1], count), word[k + 2 :])
    if len(bound) == 2:
        left, right = bound
        left = left if _is_leg(left[-1], index) else transpose_word(left)
        right = right if _is_leg(right[0], index) else transpose_word(right)
        return _joined(left[:-1], _gram(left[-1], right[0], count), right[1:])
    (piece,) = bound
    if not word:
        # x' W z: the trace of W times the Gram matrix.
        if len(piece) == 1:
            return _joined((), _gram(piece[0], transpose_letter(piece[0]), count), ())
        turned = _gram(piece[-1], piece[0], count)
        return closed((turned, *piece[1:-1]))
    k = next(k for k, x in enumerate(word) if _is_leg(x, index))
    if word[k].flag == 1:
        # The open word continues to the right of x': put a' W z z' ... before it.
        piece = piece if _is_leg(piece[-1], index) else transpose_word(piece)
        middle = _joined(piece[:-1], _gram(piece[-1], word[k], count), word[k + 1 :])
        return multiply(of_word(word[:k]), middle) if k else middle
    piece = piece if _is_leg(piece[0], index) else transpose_word(piece)
    middle = _joined(word[:k], _gram(word[k], piece[0], count), piece[1:])
    return multiply(middle, of_word(word[k + 1 :])) if k + 1 < len(word) else middle


def _joined(left: Word, gram: Letter, right: Word) -> Terms:
    total = of_word((gram,)) if gram.rows != "1" or gram.cols != "1" else closed((gram,))
    if left:
        total = multiply(of_word(left), total)
    return multiply(total, of_word(right)) if right else total


def _gram(column: Letter, row: Letter, count: str) -> Letter:
    rows = column.rows if column.flag == 0 else column.cols
    return Letter("g", column.name, 0, rows, _width(row), Partner(row.name, count))


def _width(row: Letter) -> str:
    return row.cols if row.flag == 1 else row.rows


def _sum_letter(bound: list[Word], word: Word, index: str, count: str) -> Terms:
    """Return the sum as one letter; what stands outside the index in the open word is pulled out."""
    depth = 1 + max((_depth(x) for piece in [*bound, word] for x in piece), default=0)
    name = f"*{depth}"
    inside = sorted(tuple(_renamed(x, index, name) for x in piece) for piece in bound)
    if not word:
        return closed((Letter("q", "", 0, "1", "1", Summand(count, tuple(inside), ())),))
    touched = [k for k, x in enumerate(word) if _word_holds((x,), index)]
    first, last = touched[0], touched[-1]
    core = tuple(_renamed(x, index, name) for x in word[first : last + 1])
    letter = Letter("q", "", 0, core[0].rows, core[-1].cols, Summand(count, tuple(inside), core))
    parts = [of_word(word[:first])] if first else []
    parts.append(of_word((letter,)))
    if last + 1 < len(word):
        parts.append(of_word(word[last + 1 :]))
    return product(parts)


def summand(letter: Letter, columns: dict[str, Letter]) -> Terms:
    """Return the summand of a sum letter at one column, given the letter that stands for each sample."""
    _, inside, core = letter.payload
    depth = _depth(letter)
    factors: list[Terms] = []
    for piece in (*inside, core):
        if not piece:
            continue
        placed = tuple(_placed(x, f"*{depth}", columns) for x in piece)
        factors.append(finished(placed) if piece is core else closed(placed))
    return product(factors)


def _placed(letter: Letter, index: str, columns: dict[str, Letter]) -> Letter:
    if letter.kind == "c" and letter.payload == index:
        column = columns[letter.name]
        return transpose_letter(column) if letter.flag == 1 else column
    if letter.kind == "q":
        count, inside, core = letter.payload
        moved = tuple(tuple(_placed(x, index, columns) for x in piece) for piece in inside)
        return letter._replace(payload=Summand(count, moved, tuple(_placed(x, index, columns) for x in core)))
    return letter


def _depth(letter: Letter) -> int:
    if letter.kind != "q":
        return 0
    _, inside, core = letter.payload
    return 1 + max((_depth(x) for piece in (*inside, core) for x in piece), default=0)


def _renamed(letter: Letter, old: str, new: str) -> Letter:
    if letter.kind == "c" and letter.payload == old:
        return letter._replace(payload=new)
    if letter.kind == "q":
        count, inside, core = letter.payload
        moved = tuple(sorted(tuple(_renamed(x, old, new) for x in piece) for piece in inside))
        return letter._replace(payload=Summand(count, moved, tuple(_renamed(x, old, new) for x in core)))
    return letter


def _is_leg(letter: Letter, index: str) -> bool:
    return letter.kind == "c" and letter.payload == index


def _is_inner(piece: Word, index: str) -> bool:
    """Whether the index hides inside a nested sum letter of this piece."""
    return any(letter.kind == "q" and _word_holds((letter,), index) for letter in piece)


def _word_holds(word: Word, index: str) -> bool:
    for letter in word:
        if _is_leg(letter, index):
            return True
        if letter.kind == "q":
            _, inside, core = letter.payload
            if any(_word_holds(piece, index) for piece in (*inside, core)):
                return True
    return False


def _holds(atom: Atom, index: str) -> bool:
    if atom.kind == "t":
        return _word_holds(atom.word, index)
    if atom.kind == "b":
        return any(_holds(a, index) for (m, _), _ in atom.key for a, _ in m)
    if atom.kind == "e":
        return any(
            _word_holds(word, index) or any(_holds(a, index) for a, _ in monomial)
            for key in atom.arguments
            for (monomial, word), _ in key
        )
    return False
