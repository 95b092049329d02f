"""A term cut open at the letters of one sample: stretches, and the pairs of ends that each letter stood between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lsa_theory.algebra.ring.polynomial import Monomial
from lsa_theory.algebra.ring.words import Letter, Word, split_at_scalars
from lsa_theory.errors import UnsupportedExpression


@dataclass
class OpenEnds:
    """What `joining.joined` reads, and what was cut out.

    Segment k has the ends 2k and 2k + 1. `between` lists the square letters that were cut out, each with the two ends
    it stood between; `legs` the vectors, each with the end that it stood at.
    """

    fixed: Monomial = ()
    segments: list[Word] = field(default_factory=list)
    layout: list[str] = field(default_factory=list)
    between: list[tuple[Letter, int, int]] = field(default_factory=list)
    legs: list[tuple[Letter, int]] = field(default_factory=list)


def cut_open(monomial: Monomial, word: Word, is_cut: Callable[[Letter], bool]) -> OpenEnds:
    """Cut a term at letters that are symmetric matrices or vectors.

    Raises
    ------
    UnsupportedExpression
        If such a letter stands under a negative or fractional power.
    """
    out = OpenEnds()
    fixed = []
    for atom, exponent in monomial:
        if atom.kind != "t" or not any(map(is_cut, atom.word)):
            fixed.append((atom, exponent))
            continue
        if exponent < 0 or exponent != int(exponent):
            raise UnsupportedExpression(
                "the integrand divides by, or takes a root of, a trace of a random matrix; only polynomials in it and "
                "its inverse are averaged"
            )
        for _ in range(int(exponent)):
            _closed(out, atom.word, is_cut)
    for piece in split_at_scalars(word) if word else []:
        _path(
            out,
            piece,
            is_cut,
            "end" if piece[0].rows == "1" else "left",
            "end" if piece[-1].cols == "1" else "right",
        )
    out.fixed = tuple(fixed)
    return out


def _closed(out: OpenEnds, word: Word, is_cut: Callable[[Letter], bool]) -> None:
    if word[0].rows == "1":
        _path(out, word, is_cut, "end", "end")
        return
    # Cut open behind one of the letters, which then stands between the last end and the first.
    k = next(k for k, letter in enumerate(word) if is_cut(letter))
    start = 2 * len(out.segments)
    _path(out, word[k + 1 :] + word[:k], is_cut, "link", "link")
    out.between.append((word[k], 2 * len(out.segments) - 1, start))


def _path(out: OpenEnds, word: Word, is_cut: Callable[[Letter], bool], left: str, right: str) -> None:
    first, last = 0, len(word)
    if word and word[0].rows == "1" and is_cut(word[0]):
        out.legs.append((word[0], 2 * len(out.segments)))
        first, left = 1, "link"
    trailing = last > first and word[-1].cols == "1" and is_cut(word[-1])
    if trailing:
        last, right = last - 1, "link"
    start = first
    out.layout.append(left)
    for k in range(first, last):
        if is_cut(word[k]):
            out.segments.append(word[start:k])
            out.layout.extend(("link", "link"))
            end = 2 * len(out.segments)
            out.between.append((word[k], end - 1, end))
            start = k + 1
    out.segments.append(word[start:last])
    out.layout.append(right)
    if trailing:
        out.legs.append((word[-1], 2 * len(out.segments) - 1))
