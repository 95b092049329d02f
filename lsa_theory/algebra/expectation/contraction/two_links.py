"""The last two links of loops at once: half of all contractions of distinct letters are of these.

With S = X X' of N columns of covariance C,

    E tr(S A) tr(S B) = N^2 tr(C A) tr(C B) + N tr(C A C B) + N tr(C A C B'),
    E tr(S A S B)     = N^2 tr(C A C B) + N tr(C A) tr(C B) + N tr(C A C B').
"""

from __future__ import annotations

from collections.abc import Sequence

from lsa_theory.algebra.expectation.contraction.segments import Numbered, Segments
from lsa_theory.algebra.expectation.contraction.strands import Strand


def two_links(strands: Sequence[Strand], sources: int) -> tuple[int, int, int] | None:
    """Return segments A and B, and the source, of loops that hold two links of one source and nothing else.

    None for anything else.
    """
    one = strands[0]
    if one[0]:
        return None
    source, other = divmod(one[2], sources)
    if source != other:
        return None
    if len(strands) == 1 and len(one) == 5 and one[4] == one[2]:
        return one[1], one[3], source
    if len(strands) == 2 and len(one) == 3 and len(strands[1]) == 3 and strands[1][::2] == one[::2]:
        return one[1], strands[1][1], source
    return None


def averaged(
    found: tuple[int, int, int], apart: bool, segments: Segments
) -> list[tuple[int, list[Numbered]]]:
    """Return the powers of N with the closed words beside them; `apart` says that A and B stand in two traces."""
    a, b, source = found
    turned = segments.flips[b]
    each = [segments.closed(source, a), segments.closed(source, b)]
    both = [segments.closed(source, a, b)]
    across = [segments.closed(source, a, turned)]
    return [(2, each if apart else both), (1, both if apart else each), (1, across)]
