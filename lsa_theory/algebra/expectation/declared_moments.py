"""Expectation over a vector of which only some moments are declared.

The vector's legs are numbered; the declared rule gives the moment as words between numbered placeholders, and those
words are joined to the stretches that the legs end.
"""

from __future__ import annotations

from lsa_theory.algebra.expectation.joining import joined
from lsa_theory.algebra.expectation.networks.declared_rules import average_by_rule, is_elementwise
from lsa_theory.algebra.expectation.source import Source
from lsa_theory.algebra.ring.multiplication import multiply
from lsa_theory.algebra.ring.polynomial import ONE, Coefficient, Monomial, Terms, accumulate
from lsa_theory.algebra.ring.words import Atom, Letter, Word, split_at_scalars
from lsa_theory.errors import InvalidArgument, MissingMoment, UnsupportedExpression
from lsa_theory.expressions.random import PLACEHOLDER


def average_declared(terms: Terms, source: Source) -> Terms:
    """Return the expectation of a polynomial over one centred vector by its declared moments.

    Raises
    ------
    MissingMoment
        If a moment is needed that was not declared.
    """
    total: Terms = {}
    for (monomial, word), c in terms.items():
        accumulate(total, _average(monomial, word, source), c)
    return total


def legs_of(monomial: Monomial, word: Word, name: str) -> int:
    """Return how often a source occurs in a term, Gram letters counting once for each side."""
    count = sum(_legs(x, name) for x in word)
    for atom, e in monomial:
        if atom.kind == "t":
            count += int(e) * sum(_legs(x, name) for x in atom.word)
    return count


def _legs(letter: Letter, name: str) -> int:
    if letter.kind == "g":
        return int(letter.name == name) + int(letter.payload.name == name)
    return int(letter.kind in "rs" and letter.name == name)


def _average(monomial: Monomial, word: Word, source: Source) -> Terms:
    fixed: list[tuple[Atom, Coefficient]] = []
    pieces: list[tuple[Word, str, str]] = []
    for atom, e in monomial:
        if atom.kind != "t" or not any(_legs(x, source.name) for x in atom.word):
            fixed.append((atom, e))
        elif e < 0 or e != int(e):
            raise UnsupportedExpression(f"the integrand is not a polynomial in {source.name}")
        else:
            pieces.extend([(atom.word, "end", "end")] * int(e))
    for part in split_at_scalars(word) if word else []:
        left = "end" if part[0].rows == "1" else "left"
        pieces.append((part, left, "end" if part[-1].cols == "1" else "right"))
    segments, layout, legs = _cut(pieces, source.name)
    outer: Terms = {(tuple(fixed), ()): 1}
    order = len(legs)
    if order == 0:
        return multiply(outer, joined(segments, [], ONE, layout, source.size))
    moment = source.moment(order) if source.moment is not None else None
    if moment is None:
        raise MissingMoment(
            f"this expectation needs the moment of order {order} of {source.name.partition('@')[0]}, which was not "
            "declared; declare it in with_moments(..., central={...}), or a Gaussian"
        )
    if is_elementwise(moment):
        return average_by_rule(monomial, word, source.name, moment)
    total: Terms = {}
    for (scalars, _), c in moment.items():
        rest: list[tuple[Atom, Coefficient]] = []
        words: list[Word] = []
        for atom, e in scalars:
            if atom.kind == "t" and any(x.name.startswith(PLACEHOLDER) for x in atom.word):
                words.extend([atom.word] * int(e))
            elif atom.kind == "a" and atom.name.startswith(PLACEHOLDER):
                # A leg of dimension one is a scalar: a stretch without letters that ends in it.
                words.extend([(Letter("m", atom.name, 0, "1", "1", ""),)] * int(e))
            else:
                rest.append((atom, e))
        stretches, ends, links = list(segments), list(layout), []
        for own in words:
            start = 2 * len(stretches)
            held = [(own[0], start), (own[-1], start + 1)][: len(own)]
            stretches.append(tuple(x for x in own if not x.name.startswith(PLACEHOLDER)))
            ends.extend(("end", "end"))
            for letter, end in held:
                if letter.name.startswith(PLACEHOLDER):
                    links.append((legs[int(letter.name[len(PLACEHOLDER) :]) - 1], end))
        if sorted(leg for leg, _ in links) != sorted(legs):
            raise InvalidArgument(
                f"the declared moment of order {order} of {source.name.partition('@')[0]} is not multilinear: every "
                f"term must hold each of its {order} arguments exactly once"
            )
        value = joined(stretches, links, ONE, ends, source.size)
        accumulate(total, multiply({(tuple(rest), ()): c}, value))
    return multiply(outer, total)


def _cut(pieces: list[tuple[Word, str, str]], name: str) -> tuple[list[Word], list[str], list[int]]:
    """Strip the legs off the pieces; return the stretches, what each end is, and the ends of the legs."""
    segments: list[Word] = []
    layout: list[str] = []
    legs: list[int] = []
    for piece, left, right in pieces:
        start = 2 * len(segments)
        first = _legs(piece[0], name) > 0
        last = _legs(piece[-1], name) > 0 and (len(piece) > 1 or not first)
        if len(piece) == 1 and first and piece[0].flag == 0:
            # A lone column: the leg is its right end.
            first, last = False, True
        segments.append(piece[int(first) : len(piece) - int(last)])
        layout.extend(("link" if first else left, "link" if last else right))
        legs.extend(end for end, held in ((start, first), (start + 1, last)) if held)
    return segments, layout, legs
