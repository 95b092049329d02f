"""The last two links at once, of loops or of an open path: half of all contractions of distinct letters are of these.

With S = X X' of N columns of covariance C,

    E tr(S A) tr(S B) = N^2 tr(C A) tr(C B) + N tr(C A C B) + N tr(C A C B'),
    E tr(S A S B)     = N^2 tr(C A C B) + N tr(C A) tr(C B) + N tr(C A C B'),
    E P S A S Q       = N^2 P C A C Q + N tr(C A) P C Q + N P C A' C Q.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lsa_theory.algebra.expectation.contraction.segments import Numbered, Segments
from lsa_theory.algebra.expectation.contraction.strands import Strand

Piece = tuple[int, int, int]
# The power of N, the closed words and the open pieces of one term.
Term = tuple[int, list[Numbered], list[Piece]]


class Links(NamedTuple):
    """Two links of one source; `apart` says that they stand in two strands.

    Between them is the segment `inner`. What lies outside is another segment, or an open path: its ends with the
    segments P and Q beside them, as (end, P, Q, end).
    """

    source: int
    apart: bool
    inner: int
    outside: int | tuple[int, int, int, int]


def two_links(strands: Sequence[Strand], sources: int) -> Links | None:
    """Return the links of loops, or of an open path, that hold two of one source and nothing else; None otherwise."""
    if len(strands) > 2:
        return None
    one, other = strands[0], strands[-1]
    if other[0]:
        one, other = other, one
    is_path = one[0] == 1
    if is_path and (len(one) < 6 or one[1] >= 0 or one[-1] >= 0):
        return None
    link = one[3] if is_path else one[2]
    source, partner = divmod(link, sources)
    if source != partner:
        return None
    if len(strands) == 1:
        if is_path:
            alone = len(one) == 8 and one[5] == link
            return Links(source, False, one[4], (one[1], one[2], one[6], one[7])) if alone else None
        return Links(source, False, one[1], one[3]) if len(one) == 5 and one[4] == link else None
    if len(other) != 3 or other[2] != link or len(one) != (6 if is_path else 3):
        return None
    return Links(source, True, other[1], (one[1], one[2], one[4], one[5]) if is_path else one[1])


def averaged(links: Links, segments: Segments) -> list[Term]:
    """Return the terms of the average."""
    source, apart, a, outside = links
    turned = segments.flips[a]
    if isinstance(outside, int):
        each: Term = (0, [segments.closed(source, a), segments.closed(source, outside)], [])
        both: Term = (0, [segments.closed(source, a, outside)], [])
        across: Term = (1, [segments.closed(source, turned, outside)], [])
    else:
        left, before, after, right = outside

        def path(*inside: int) -> list[Piece]:
            whole = before
            for segment in (*inside, after):
                whole = segments.joined(whole, source, segment)
            return [(left, whole, right)]

        each = (0, [segments.closed(source, a)], path())
        both, across = (0, [], path(a)), (1, [], path(turned))
    many, once = (each, both) if apart else (both, each)
    return [(2, *many[1:]), (1, *once[1:]), across]
