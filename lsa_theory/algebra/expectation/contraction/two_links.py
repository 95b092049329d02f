"""The last two links of loops at once: half of all contractions of distinct letters are of these.

With S = X X' of N columns of covariance C,

    E tr(S A) tr(S B) = N^2 tr(C A) tr(C B) + N tr(C A C B) + N tr(C A C B'),
    E tr(S A S B)     = N^2 tr(C A C B) + N tr(C A) tr(C B) + N tr(C A C B').
"""

from __future__ import annotations

from collections.abc import Sequence

from lsa_theory.algebra.expectation.contraction.segments import Numbered, Segments
from lsa_theory.algebra.expectation.contraction.strands import Strand


def two_links(strands: Sequence[Strand], source: int, sources: int) -> tuple[int, int] | None:
    """Return the segments A and B of loops that hold two links of one source and nothing else, else None."""
    link = source * sources + source
    if len(strands) == 2:
        one, other = strands
        if len(one) == 3 and len(other) == 3 and one[0] == other[0] == 0 and one[2] == other[2] == link:
            return one[1], other[1]
    elif len(strands) == 1:
        (one,) = strands
        if len(one) == 5 and one[0] == 0 and one[2] == one[4] == link:
            return one[1], one[3]
    return None


def averaged(
    pair: tuple[int, int], apart: bool, source: int, segments: Segments
) -> list[tuple[int, list[Numbered]]]:
    """Return the powers of N with the closed words beside them; `apart` says that A and B stand in two traces."""
    a, b = pair
    turned = segments.flips[b]
    each = [segments.closed(source, a), segments.closed(source, b)]
    both = [segments.closed(source, a, b)]
    across = [segments.closed(source, a, turned)]
    return [(2, each if apart else both), (1, both if apart else each), (1, across)]
