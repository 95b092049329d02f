"""Wick's theorem on words: E of a product of Gaussian legs, for every dimension and sample size at once.

A random product is drawn as strands: stretches of constant letters ("segments") whose ends are legs of random
vectors, or fixed. The legs of sum_i x_i z_i' are linked in pairs that share their sample index. By Stein's
identity a leg contracts with every other leg of its source: the two segments join through the covariance,
the two indices become one, and an index that no leg carries any more sums to a factor n. States are brought
to a canonical form and remembered, so equal intermediate products are averaged once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from lsa_theory.algebra.expectation.wishart.moments import moment
from lsa_theory.algebra.expectation.wishart.states import WishartState, wishart_state
from lsa_theory.algebra.ring.words import Letter, Word, canonical_form, transpose_word

# Ends of a strand that are not legs: a constant vector (or scalar joint), the left and the right of an open word.
FIXED, LEFT, RIGHT = -1, -2, -3

Strand: TypeAlias = tuple[int, ...]
State: TypeAlias = tuple[Strand, ...]
Piece: TypeAlias = tuple[int, int, int]
# Powers of the sample sizes, closed segments, open pieces, and the strands of sources that are not averaged.
Outcome: TypeAlias = tuple[tuple[int, ...], tuple[int, ...], tuple[Piece, ...], State]
Step: TypeAlias = tuple[int, tuple[int, ...], tuple[Piece, ...], State]


class Contraction:
    """One average over independent Gaussian sources of mean zero.

    Parameters
    ----------
    covariances : sequence of letters, None for the identity
        The letter put between two segments when legs of that source contract, by source number.
    averaged : set of source numbers
        The other sources are conditioned on: their legs stay.
    """

    def __init__(self, covariances: Sequence[Letter | None], averaged: frozenset[int]) -> None:
        self._covariances = covariances
        self._averaged = averaged
        self._sources = len(covariances)
        self._segments: list[Word] = []
        self._numbers: dict[Word, int] = {}
        self._flips: list[int] = []
        self._joins: dict[tuple[int, int, int], int] = {}
        self._values: dict[State, dict[Outcome, int]] = {}
        self._closings: dict[int, int] = {}
        self._no_powers = (0,) * self._sources
        self.segment(())

    def segment(self, word: Word) -> int:
        """Return the number of a stretch of constant letters."""
        number = self._numbers.get(word)
        if number is None:
            flipped = transpose_word(word)
            number = self._numbers[word] = len(self._segments)
            self._segments.append(word)
            self._flips.append(number)
            if flipped != word:
                other = self._numbers[flipped] = len(self._segments)
                self._segments.append(flipped)
                self._flips.append(number)
                self._flips[number] = other
        return number

    def word(self, number: int) -> Word:
        """Return the letters of a segment."""
        return self._segments[number]

    def value(self, state: State) -> dict[Outcome, int]:
        """Return the average of a state as {outcome: count}; see `Outcome`."""
        known = self._values.get(state)
        if known is not None:
            return known
        if found := wishart_state(state, self._sources, self._averaged, self._flips):
            self._values[state] = by_zonal = self._of_wishart(found)
            return by_zonal
        steps = self._step(state) if state else None
        if steps is None:
            return {(self._no_powers, (), (), state): 1}
        total: dict[Outcome, int] = {}
        for (counted, closed, pieces, rest), times in steps.items():
            for (powers, more, others, left), c in self.value(rest).items():
                if counted >= 0:
                    powers = powers[:counted] + (powers[counted] + 1,) + powers[counted + 1 :]
                if closed:
                    more = tuple(sorted(more + closed))
                key = (powers, more, tuple(sorted(others + pieces)) if pieces else others, left)
                total[key] = total.get(key, 0) + times * c
        self._values[state] = total
        return total

    def _of_wishart(self, found: WishartState) -> dict[Outcome, int]:
        """Return the average of powers of one Wishart matrix: no pairing is made."""
        kind, (left, outer) = found.source, (0, 0)
        if found.ends is not None:
            left, outer = found.ends[1], found.ends[2]
        # C, C B C, C B C B C, ... in place of the powers of W.
        powers = [self._joined(0, kind, 0)]
        for _ in range(found.power + sum(found.traces) - 1):
            powers.append(
                self._joined(self.segment(self.word(powers[-1]) + self.word(found.between)), kind, 0)
            )
        total: dict[Outcome, int] = {}
        for (j, shape), row in moment(found.power, found.traces).items():
            closed = [
                self._closing(self.segment(self.word(powers[a - 1]) + self.word(found.between)), kind)
                for a in shape
            ]
            pieces: list[Piece] = []
            if found.ends is not None:
                middle = self.word(left) + self.word(powers[j - 1]) + self.word(outer)
                self._end(found.ends[0], self.segment(middle), found.ends[3], closed, pieces)
            key = (tuple(sorted(closed)), tuple(pieces), ())
            for n, c in enumerate(row):
                if c:
                    counted = self._no_powers[:kind] + (n,) + self._no_powers[kind + 1 :]
                    outcome = (counted, *key)
                    total[outcome] = total.get(outcome, 0) + c
        return total

    def _end(self, left: int, segment: int, right: int, closed: list[int], pieces: list[Piece]) -> None:
        """Put a stretch without legs where it belongs: with the scalars or with the open pieces."""
        flips = self._flips
        if left == right == FIXED:
            # Between two scalar ends an empty segment is the number one.
            if self._segments[segment]:
                closed.append(min(segment, flips[segment]))
            return
        # The left end of an open word comes first, its right end last.
        turned = left == RIGHT or right == LEFT
        ends = (right, left) if turned else (left, right)
        pieces.append((ends[0], flips[segment] if turned else segment, ends[1]))

    def canonical(self, strands: Iterable[Strand]) -> State:
        """Return the canonical state of strands."""
        return tuple(sorted(self._canonical_strand(s) for s in strands))

    def _canonical_strand(self, strand: Strand) -> Strand:
        """Strands are (kind, ...): a loop (0, segment, link, ...), a path (1, end, segment, link, ..., end)."""
        flips = self._flips
        kind, body = strand[0], strand[1:]
        reverse = [0] * len(body)
        size = len(body)
        if kind:
            for k, entry in enumerate(body):
                # Ends stand at even places and segments at odd ones, links between segments at even ones.
                reverse[size - 1 - k] = (
                    flips[entry] if k % 2 else entry if k in (0, size - 1) else self._turned(entry)
                )
            return (1, *min(body, tuple(reverse)))
        for k, entry in enumerate(body):
            # Reversed, a loop reads its segments from the last to the first, each link after its segment.
            if k % 2 == 0:
                reverse[size - 2 - k] = flips[entry]
            else:
                reverse[(size - 2 - k) % size] = self._turned(entry)
        candidates: list[tuple[int, ...]] = []
        for ring in (body, tuple(reverse)):
            least = min(ring[::2])
            candidates.extend(ring[k:] + ring[:k] for k in range(0, size, 2) if ring[k] == least)
        return (0, *min(candidates))

    def _turned(self, link: int) -> int:
        left, right = divmod(link, self._sources)
        return right * self._sources + left

    def _step(self, state: State) -> dict[Step, int] | None:
        """Contract one leg with every other leg of its source; equal results are counted together.

        None says that no leg is left to average.
        """
        segments, source, linked = self._decode(state)
        occurrences: dict[int, list[int]] = {}
        for end, s in enumerate(source):
            if s in self._averaged:
                occurrences.setdefault(s, []).append(end)
        if not occurrences:
            return None
        rarest = min(occurrences, key=lambda s: (len(occurrences[s]), s))
        legs = occurrences[rarest]
        first = legs[0]
        results: dict[Step, int] = {}
        if len(legs) % 2:
            return results
        for other in legs[1:]:
            key = self._contract(segments, source, linked, first, other)
            results[key] = results.get(key, 0) + 1
        return results

    def _decode(self, state: State) -> tuple[list[int], list[int], list[int]]:
        """Return segments, and for each of their ends (2k left, 2k + 1 right) its source and its partner."""
        segments: list[int] = []
        source: list[int] = []
        linked: list[int] = []
        for strand in state:
            start = 2 * len(segments)
            if strand[0]:
                body = strand[2:-1]
                segments.extend(body[::2])
                source.append(strand[1])
                linked.append(-1)
                for link in body[1::2]:
                    end = len(source)
                    source.extend(divmod(link, self._sources))
                    linked.extend((end + 1, end))
                source.append(strand[-1])
                linked.append(-1)
            else:
                body = strand[1:]
                segments.extend(body[::2])
                source.append(body[-1] % self._sources)
                linked.append(start + len(body) - 1)
                for link in body[1:-1:2]:
                    end = len(source)
                    source.extend(divmod(link, self._sources))
                    linked.extend((end + 1, end))
                source.append(body[-1] // self._sources)
                linked.append(start)
        return segments, source, linked

    def _contract(self, segments: list[int], source: list[int], linked: list[int], a: int, b: int) -> Step:
        kind = source[a]
        counted = -1
        linked = linked.copy()
        la, lb = linked[a], linked[b]
        if la == b or (la < 0 and lb < 0):
            counted = kind
        elif la < 0 or lb < 0:
            linked[max(la, lb)] = -1
        else:
            linked[la], linked[lb] = lb, la
        closed: list[int] = []
        joint = None
        if a >> 1 == b >> 1:
            closed.append(self._closing(self._joined(segments[a >> 1], kind, 0), kind))
            alive = [k for k in range(len(segments)) if k != a >> 1]
        else:
            left = segments[a >> 1] if a & 1 else self._flips[segments[a >> 1]]
            right = self._flips[segments[b >> 1]] if b & 1 else segments[b >> 1]
            joint = self._joined(left, kind, right)
            alive = [k for k in range(len(segments)) if k != b >> 1]
        strands, more, pieces = self._walk(segments, source, linked, alive, a, b, joint)
        return counted, tuple(closed + more), tuple(pieces), self.canonical(strands)

    def _walk(
        self,
        segments: list[int],
        source: list[int],
        linked: list[int],
        alive: list[int],
        a: int,
        b: int,
        joint: int | None,
    ) -> tuple[list[Strand], list[int], list[Piece]]:
        """Read the strands off the graph after a contraction has joined two segments into one."""
        flips, n = self._flips, self._sources
        merged = a >> 1 if joint is not None else -1
        far_left, far_right = a ^ 1, b ^ 1
        # end -> (segment slot, whether it is that segment's left end)
        place: dict[int, tuple[int, bool]] = {}
        for k in alive:
            if k == merged:
                place[far_left] = (k, True)
                place[far_right] = (k, False)
            else:
                place[2 * k] = (k, True)
                place[2 * k + 1] = (k, False)
        seen: set[int] = set()

        def across(end: int) -> tuple[int, int]:
            """Return the segment read from this end, and its other end."""
            k, is_left = place[end]
            seen.add(k)
            number = joint if k == merged else segments[k]
            if number is None:
                raise RuntimeError("a contraction lost its joined segment")
            if k == merged:
                return (number, far_right) if is_left else (flips[number], far_left)
            return (number, 2 * k + 1) if is_left else (flips[number], 2 * k)

        strands: list[Strand] = []
        closed: list[int] = []
        pieces: list[Piece] = []
        for start in place:
            if linked[start] >= 0 or place[start][0] in seen:
                continue
            body = [source[start]]
            number, end = across(start)
            body.append(number)
            while linked[end] >= 0:
                partner = linked[end]
                body.append(source[end] * n + source[partner])
                number, end = across(partner)
                body.append(number)
            body.append(source[end])
            if len(body) == 3 and body[0] < 0 and body[2] < 0:
                self._end(body[0], body[1], body[2], closed, pieces)
            else:
                strands.append((1, *body))
        for start in place:
            if place[start][0] in seen:
                continue
            ring: list[int] = []
            end = start
            while True:
                number, out = across(end)
                partner = linked[out]
                ring += (number, source[out] * n + source[partner])
                end = partner
                if end == start:
                    break
            strands.append((0, *ring))
        return strands, closed, pieces

    def _closing(self, segment: int, kind: int) -> int:
        """Return one number for all rotations of a closed segment; -1 - kind for the trace of an identity."""
        if not self._segments[segment]:
            return -1 - kind
        number = self._closings.get(segment)
        if number is None:
            number = self._closings[segment] = self.segment(canonical_form(self._segments[segment]))
        return number

    def _joined(self, left: int, kind: int, right: int) -> int:
        key = (left, kind, right)
        number = self._joins.get(key)
        if number is None:
            letter = self._covariances[kind]
            middle: Word = () if letter is None else (letter,)
            number = self._joins[key] = self.segment(self._segments[left] + middle + self._segments[right])
        return number
