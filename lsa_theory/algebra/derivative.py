"""Differentiation by Leibniz' rule on atoms and letters, term by term."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from lsa_theory.algebra.functions.acting import moved
from lsa_theory.algebra.ring.blocks_of_functions import block
from lsa_theory.algebra.ring.concatenation import trace
from lsa_theory.algebra.ring.elementwise import with_edges, without_edge
from lsa_theory.algebra.ring.matrix_power import normal_block
from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.polynomial import (
    Coefficient,
    Terms,
    accumulate,
    add,
    constant,
    of_atom,
    of_word,
    power,
    scale,
    thaw,
    transpose,
)
from lsa_theory.algebra.ring.words import (
    Atom,
    Factor,
    Letter,
    Word,
    transpose_letter,
    transpose_word,
    word_of,
)
from lsa_theory.errors import UnsupportedExpression

Directions = Mapping[str, Terms]


def directional(terms: Terms, directions: Directions) -> Terms:
    """Return d/ds of the polynomial with each named constant moved at the given rate.

    A direction of a symmetric matrix must itself be symmetric.
    """
    total: Terms = {}
    for (monomial, word), c in terms.items():
        for k, (atom, exponent) in enumerate(monomial):
            moved = _atom(atom, directions)
            if moved:
                rest: Terms = {(monomial[:k] + monomial[k + 1 :], ()): c * exponent}
                lowered = power(of_atom(atom), exponent - 1)
                accumulate(total, product([rest, lowered, moved, of_word(word)]))
        scalar: Terms = {(monomial, ()): c}
        accumulate(total, multiply(scalar, _word(word, directions)))
    return total


def gradient(scalar: Terms, letter: Letter) -> Terms:
    """Return the matrix G with d scalar = tr(G' d symbol), for the symbol whose letter is given.

    For a symmetric symbol, G is made symmetric.

    Raises
    ------
    UnsupportedExpression
        If the symbol stands beside others of its family, with which it would not commute in every direction.
    """
    rows, cols = letter.rows, letter.cols
    direction = Letter("m", "\0direction", 0, rows, cols, "general")
    moved: Terms = of_word((direction,))
    symmetric = letter.kind == "f" and letter.flag < 0
    # The letter of a symmetric symbol is named after its family.
    name = letter.payload[0].generator if letter.kind == "f" else letter.name
    total: Terms = {}
    for (monomial, _), c in directional(scalar, {name: moved}).items():
        place = next(k for k, (a, _) in enumerate(monomial) if a.kind == "t" and _holds(a.word, direction))
        word = word_of(monomial[place][0])
        rest: Terms = {(monomial[:place] + monomial[place + 1 :], ()): c}
        accumulate(total, multiply(rest, _coefficient(word, direction)))
    if symmetric:
        return multiply(constant(Fraction(1, 2)), add(total, transpose(total)))
    return total


def _coefficient(word: Word, direction: Letter) -> Terms:
    """Return G with tr(G' V) equal to a closed word that holds the direction V once."""
    flipped = transpose_letter(direction)
    if word[0].kind == "e":
        edges = word[0].payload.edges
        k, j = next(
            (k, j) for k, (_, _, w) in enumerate(edges) for j, x in enumerate(w) if x.name == direction.name
        )
        value = without_edge(word[0], k, j)
        return value if edges[k][2][j] == direction else transpose(value)
    k = next((k for k, x in enumerate(word) if x in (direction, flipped)))
    if word[k] == flipped:
        word = transpose_word(word)
        k = len(word) - 1 - k
    parts = [of_word(w) for w in (word[k + 1 :], word[:k]) if w]
    return transpose(product(parts))


def _holds(word: Word, direction: Letter) -> bool:
    return any(
        x.name == direction.name
        or (x.kind == "e" and any(_holds(inside, direction) for _, _, inside in x.payload.edges))
        for x in word
    )


def _atom(atom: Atom, directions: Directions) -> Terms:
    if atom.kind == "a":
        return directions.get(atom.name, {})
    if atom.kind == "b":
        return directional(thaw(atom.key), directions)
    if atom.kind == "e":
        return moved(atom, lambda part: directional(part, directions))
    if atom.kind == "t":
        word: Word = atom.word
        if word[0].kind == "e":
            return _network(word[0], directions)
        return trace(_word(word, directions, closed=True), word[0].rows)
    return {}


def _word(word: Word, directions: Directions, *, closed: bool = False) -> Terms:
    total: Terms = {}
    for k, letter in enumerate(word):
        moved = _letter(letter, directions, alone=closed and len(word) == 1)
        if moved:
            accumulate(total, product([of_word(word[:k]), moved, of_word(word[k + 1 :])]))
    return total


def _letter(letter: Letter, directions: Directions, *, alone: bool = False) -> Terms:
    kind, name, flag, rows, _, factors = letter
    if kind == "m" and name in directions:
        return transpose(directions[name]) if flag == 1 else directions[name]
    if kind == "e":
        return _network(letter, directions)
    if kind == "q":
        if any(_mentions(letter, n) for n in directions):
            raise UnsupportedExpression(
                "cannot differentiate inside a sum over a sample that is not a Gram matrix or a total; take "
                "its expectation first"
            )
        return {}
    if kind != "f":
        return {}
    total: Terms = {}
    for k, (generator, shift, exponent) in enumerate(factors):
        inner: Terms = {}
        if generator in directions:
            moved = directions[generator]
            inner = transpose(moved) if flag == 1 else moved
            beside = {g for g, _, _ in factors if g and g != generator}
            # Under a trace a block that stands alone may be turned, so that its order does not matter.
            if beside and not alone and not _is_of_family(moved, name):
                raise UnsupportedExpression(
                    f"{generator} is differentiated beside {', '.join(sorted(beside))} of its family: they commute, "
                    f"and would not if {generator} moved in every direction; declare {generator} outside the family"
                )
        drift = directional(thaw(shift), directions) if shift else {}
        if not generator:
            # The inverse of a sum moves as its sum does: d(M^-1) = -M^-1 dM M^-1.
            inner, drift = (transpose(drift) if flag == 1 else drift), {}
        if not inner and not drift:
            continue
        others = (
            of_word((block(name, flag, rows, factors[:k] + factors[k + 1 :]),)) if len(factors) > 1 else {}
        )
        before = others or constant(1)
        accumulate(total, _factor(letter, (generator, shift, exponent), inner, drift, before))
    return total


def _is_of_family(moved: Terms, family: str) -> bool:
    return all(len(word) <= 1 and all(x.kind == "f" and x.name == family for x in word) for _, word in moved)


def _network(letter: Letter, directions: Directions) -> Terms:
    """Return the derivative of a network: one edge moves at a time."""
    total: Terms = {}
    for k, (_, _, word) in enumerate(letter.payload.edges):
        moved = _word(word, directions)
        if moved:
            accumulate(total, with_edges(letter, {k: moved}))
    return total


def _factor(
    letter: Letter, factor: tuple[str, Any, Coefficient], inner: Terms, drift: Terms, rest: Terms
) -> Terms:
    """Return the derivative of rest x (g + c) ** e when g moves by `inner` and c by `drift`."""
    generator, shift, exponent = factor
    total: Terms = {}
    if drift:
        lowered = _piece(letter, generator, shift, exponent - 1)
        accumulate(total, product([scale(drift, exponent), rest, lowered]))
    if inner:
        if exponent != int(exponent):
            raise UnsupportedExpression(
                f"the derivative of a fractional power of {generator} with respect to {generator} is not a "
                "sum of words"
            )
        n = int(exponent)
        sign, steps = (1, range(n)) if n > 0 else (-1, range(1, 1 - n))
        for i in steps:
            left, right = (i, n - 1 - i) if n > 0 else (-i, n - 1 + i)
            parts = [_piece(letter, generator, shift, left), inner, _piece(letter, generator, shift, right)]
            accumulate(total, product([rest, *parts]), sign)
    return total


def _piece(letter: Letter, generator: str, shift: Any, exponent: Coefficient) -> Terms:
    return normal_block(letter, (Factor(generator, shift, exponent),)) if exponent else constant(1)


def _mentions(letter: Letter, name: str) -> bool:
    _, inside, core = letter.payload
    return any(x.name == name for piece in (*inside, core) for x in piece)
