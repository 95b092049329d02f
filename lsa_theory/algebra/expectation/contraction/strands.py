"""Contraction of two legs as surgery on strands: what is cut open, joined, linked again and closed.

A strand is (kind, ...): a loop (0, segment, link, ...) or a path (1, end, segment, link, ..., segment, end). A link is
the source of the leg on its left times the number of sources, plus the source of the leg on its right.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lsa_theory.algebra.expectation.contraction.segments import Numbered, Segments

Strand = tuple[int, ...]
Stretch = list[int]
# No end and no partner.
NONE = -9


class Opening(NamedTuple):
    """A strand read from one of its legs.

    `after` starts with the segment at the leg and runs to `end`; `before` starts with that of the leg's partner and
    runs the other way to `far`. In a loop `after` runs to the partner itself; a leg at the end of a path has none.
    """

    after: Stretch
    end: int
    partner: int
    before: Stretch
    far: int


class Result:
    """What a contraction leaves: closed words with their sources, open pieces, strands, summed-up indices."""

    __slots__ = ("closed", "counted", "pieces", "strands")

    def __init__(self) -> None:
        self.counted = False
        self.closed: list[Numbered] = []
        self.pieces: list[tuple[int, int, int]] = []
        self.strands: list[Strand] = []

    def path(self, *stretches: Stretch) -> None:
        """Put a path, with its ends; one without legs is an open piece."""
        body = [x for stretch in stretches for x in stretch]
        if len(body) == 3 and body[0] < 0 and body[2] < 0:
            self.pieces.append((body[0], body[1], body[2]))
        else:
            self.strands.append((1, *body))


class Surgery:
    """Contracts legs of strands of one calculation.

    Parameters
    ----------
    segments : Segments
        The stretches that strands are made of.
    sources : int
        The number of sources.
    """

    def __init__(self, segments: Segments, sources: int) -> None:
        self._segments = segments
        self._sources = sources
        # Links read from the other side.
        self.turned = [right * sources + left for left in range(sources) for right in range(sources)]

    def reverse(self, stretch: Stretch) -> Stretch:
        """Return a stretch between two segments read from the other side."""
        flips, turned = self._segments.flips, self.turned
        back = stretch[::-1]
        back[::2] = [flips[s] for s in back[::2]]
        back[1::2] = [turned[link] for link in back[1::2]]
        return back

    def openings(self, strand: Strand, source: int) -> Iterator[Opening]:
        """Yield the readings of a strand from its legs of a source, from left to right."""
        n, body = self._sources, list(strand[1:])
        if strand[0]:
            first, last, body = body[0], body[-1], body[1:-1]
            if first == source:
                yield Opening(body, last, NONE, [], NONE)
            for k in range(1, len(body), 2):
                left, right = divmod(body[k], n)
                if left == source:
                    yield Opening(self.reverse(body[:k]), first, right, body[k + 1 :], last)
                if right == source:
                    yield Opening(body[k + 1 :], last, left, self.reverse(body[:k]), first)
            if last == source:
                yield Opening(self.reverse(body), first, NONE, [], NONE)
            return
        left, right = divmod(body[-1], n)
        if right == source:
            yield Opening(body[:-1], NONE, left, [], NONE)
        for k in range(1, len(body), 2):
            left, right = divmod(body[k], n)
            ring = body[k + 1 :] + body[:k]
            if left == source:
                yield Opening(self.reverse(ring), NONE, right, [], NONE)
            if right == source and k < len(body) - 1:
                yield Opening(ring, NONE, left, [], NONE)

    def across(self, a: Opening, b: Opening, source: int) -> Result:
        """Contract the legs that two strands are read from."""
        result, n = Result(), self._sources
        if a.end == NONE and b.end == NONE:
            body = self._joined(a.after, b.after, source)
            result.strands.append((0, *body, b.partner * n + a.partner))
        elif a.end == NONE or b.end == NONE:
            path, loop = (b, a) if a.end == NONE else (a, b)
            body = self._joined(path.after, loop.after, source)
            if path.partner == NONE:
                result.path([path.end], body, [loop.partner])
            else:
                link = loop.partner * n + path.partner
                result.path([path.end], body, [link], path.before, [path.far])
        else:
            result.path([a.end], self._joined(a.after, b.after, source), [b.end])
            if a.partner != NONE and b.partner != NONE:
                link = a.partner * n + b.partner
                result.path([a.far], self.reverse(a.before), [link], b.before, [b.far])
            elif a.partner != NONE:
                result.path([a.far], self.reverse(a.before), [a.partner])
            elif b.partner != NONE:
                result.path([b.partner], b.before, [b.far])
            else:
                result.counted = True
        return result

    def within(self, a: Opening, source: int) -> Iterator[Result]:
        """Contract the leg that a strand is read from with every other leg of the source in it."""
        n, after, before = self._sources, a.after, a.before
        for k in range(1, len(after), 2):
            left, right = divmod(after[k], n)
            if left == source:
                yield self._attached(a, right, after[k + 1 :], self._closed(after[:k], source))
            if right == source:
                yield self._attached(a, left, self._joined(after[:k], after[k + 1 :], source), Result())
        if source in (a.end, a.partner if a.end == NONE else NONE):
            result = self._closed(after, source)
            if a.end != NONE and a.partner != NONE:
                result.path([a.far], self.reverse(before), [a.partner])
            else:
                result.counted = True
            yield result
        if a.end == NONE or a.partner == NONE:
            return
        if a.partner == source:
            result = Result()
            result.counted = True
            result.path([a.far], self._joined(before, after, source), [a.end])
            yield result
        for k in range(1, len(before), 2):
            left, right = divmod(before[k], n)
            if left == source:
                result = Result()
                link = right * n + a.partner
                met = self._met(before[:k], after, source)
                result.path([a.far], self.reverse(before[k + 1 :]), [link], met, [a.end])
                yield result
            if right == source:
                result = Result()
                result.path([a.end], self._joined(after, before[k + 1 :], source), [a.far])
                result.strands.append((0, *before[:k], left * n + a.partner))
                yield result
        if a.far == source:
            result = Result()
            result.path([a.partner], self._met(before, after, source), [a.end])
            yield result

    def _attached(self, a: Opening, leg: int, rest: Stretch, result: Result) -> Result:
        """Link the partner of the leg that was contracted to a leg at the start of what is left of its strand."""
        link = a.partner * self._sources + leg
        if a.end == NONE:
            result.strands.append((0, *rest, link))
        elif a.partner == NONE:
            result.path([leg], rest, [a.end])
        else:
            result.path([a.far], self.reverse(a.before), [link], rest, [a.end])
        return result

    def _joined(self, left: Stretch, right: Stretch, source: int) -> Stretch:
        """Join two stretches at their starts."""
        return self._met(self.reverse(left), right, source)

    def _met(self, left: Stretch, right: Stretch, source: int) -> Stretch:
        """Join the end of a stretch to the start of another."""
        return [*left[:-1], self._segments.joined(left[-1], source, right[0]), *right[1:]]

    def _closed(self, stretch: Stretch, source: int) -> Result:
        """Join the end of a stretch to its start."""
        result = Result()
        if len(stretch) == 1:
            result.closed.append(self._segments.closed(source, stretch[0]))
        else:
            joint = self._segments.joined(stretch[-1], source, stretch[0])
            result.strands.append((0, joint, *stretch[1:-1]))
        return result
