"""Stretches of letters whose ends are linked in pairs, read as words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lsa_theory.algebra.ring.concatenation import trace
from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.polynomial import Terms, constant, of_word, transpose
from lsa_theory.algebra.ring.words import Word

_ORDER = ("left", "end", "link", "right")


def joined(
    segments: Sequence[Word],
    links: Sequence[tuple[int, int]],
    between: Terms,
    layout: Sequence[str],
    size: str,
    instead: Mapping[int, Terms] | None = None,
) -> Terms:
    """Return the product of stretches whose linked ends meet through a symmetric matrix.

    Parameters
    ----------
    segments : sequence of words
        Segment k has the ends 2k (left) and 2k + 1 (right).
    links : sequence of pairs of ends
        Each end occurs at most once.
    between : Terms
        The matrix at every link.
    layout : sequence of str
        For each end "link", or what a free end is: the "left" or "right" of an open word, or a scalar "end".
    size : str
        The dimension of what is linked, for a ring without letters.
    instead : mapping from end to Terms, optional
        What stands at the links of these ends, at either end of each, in place of `between`; symmetric too.
    """
    partner = dict(links) | {b: a for a, b in links}
    special = instead or {}
    seen: set[int] = set()
    factors: list[tuple[int, Terms]] = []

    def read(start: int) -> tuple[Terms, int]:
        """Follow stretches from an end; return the product and the last end."""
        value, end = constant(1), start
        while True:
            seen.add(end // 2)
            piece = of_word(segments[end // 2])
            value = multiply(value, piece if end % 2 == 0 else transpose(piece))
            out = end ^ 1
            if out not in partner:
                return value, out
            value = multiply(value, special.get(out, between))
            end = partner[out]
            if end == start:
                return value, out

    free = [e for e in range(2 * len(segments)) if e not in partner]
    for start in sorted(free, key=lambda e: _ORDER.index(layout[e])):
        if start // 2 in seen:
            continue
        value, out = read(start)
        if layout[start] == "right" or layout[out] == "left":
            value, start = transpose(value), out
        factors.append((0 if layout[start] == "left" else 1, value))
    for end in range(2 * len(segments)):
        if end // 2 not in seen:
            factors.append((1, trace(read(end)[0], size)))
    return product(t for _, t in sorted(factors, key=lambda f: f[0]))
