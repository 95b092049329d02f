"""Wick's theorem on words: E of a product of Gaussian legs, for every dimension and sample size at once.

A random product is drawn as strands: stretches of constant letters ("segments") whose ends are legs of random
vectors, or fixed. The legs of sum_i x_i z_i' are linked in pairs that share their sample index. By Stein's
identity a leg contracts with every other leg of its source: the two segments join through the covariance,
the two indices become one, and an index that no leg carries any more sums to a factor n. Strands are brought
to a canonical form and numbered, so that equal intermediate products meet and are averaged once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

from lsa_theory.algebra.expectation.wishart.moments import moment
from lsa_theory.algebra.expectation.wishart.states import WishartState, wishart_state
from lsa_theory.algebra.ring.words import Letter, Word, canonical_form, transpose_word

# Ends of a strand that are not legs: a constant vector (or scalar joint), the left and the right of an open word.
FIXED, LEFT, RIGHT = -1, -2, -3

Strand: TypeAlias = tuple[int, ...]
# The numbers of strands, and of the parts that a product of scalars and open pieces is made of, in order.
State: TypeAlias = tuple[int, ...]
Outcome: TypeAlias = tuple[int, ...]
Piece: TypeAlias = tuple[int, int, int]
# What a contraction leaves: the parts that are done, the new strands, and how often it is met.
Step: TypeAlias = tuple[Outcome, State, int]


class Part(NamedTuple):
    """A factor of an outcome: something given, a sample size, a dimension (by source), a closed segment, ...

    ... an open piece, or a strand of sources that are not averaged.
    """

    kind: Literal["given", "count", "size", "closed", "open", "strand"]
    what: Any


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
        self._sources = n = len(covariances)
        # Links between sources, read from the other side.
        self._turned = [right * n + left for left in range(n) for right in range(n)]
        self._segments: list[Word] = []
        self._numbers: dict[Word, int] = {}
        self._flips: list[int] = []
        self._joins: dict[tuple[int, int, int], int] = {}
        self._closings: dict[int, int] = {}
        self._parts: list[Part] = []
        self._part_numbers: dict[Part, int] = {}
        self._strands: list[Strand] = []
        self._strand_numbers: dict[Strand, int] = {}
        self._legs: list[dict[int, int]] = []
        self._steps: dict[tuple[int, int, int], list[Step]] = {}
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

    def part(self, kind: Literal["given", "count", "size", "closed", "open", "strand"], what: Any) -> int:
        """Return the number of a part of an outcome."""
        part = Part(kind, what)
        number = self._part_numbers.get(part)
        if number is None:
            number = self._part_numbers[part] = len(self._parts)
            self._parts.append(part)
        return number

    def parts(self) -> Sequence[Part]:
        """Return all parts of outcomes, by number."""
        return self._parts

    def averages(self, states: Mapping[State, Mapping[Outcome, int]]) -> dict[Outcome, int]:
        """Return the average of a sum of states, each times a sum of outcomes, as {outcome: count}.

        States are taken by the number of their legs, the largest first, with all that leads to them: none is met
        twice, and those that are done with are forgotten.
        """
        waiting: dict[int, dict[State, dict[Outcome, int]]] = {}
        for state, outcomes in states.items():
            waiting.setdefault(sum(self._counted(state).values()), {})[state] = dict(outcomes)
        done: dict[Outcome, int] = {}
        while waiting:
            legs = max(waiting)
            level = waiting.pop(legs)
            if not legs:
                for state, outcomes in level.items():
                    left = tuple([self.part("strand", self._strands[k]) for k in state])
                    _add(done, outcomes, left, 1)
                continue
            below = waiting.setdefault(legs - 2, {}) if legs > 1 else {}
            while level:
                state, outcomes = level.popitem()
                strands = [self._strands[k] for k in state]
                if found := wishart_state(strands, self._sources, self._averaged, self._flips):
                    for parts, times in self._of_wishart(found).items():
                        _add(done, outcomes, parts, times)
                    continue
                for parts, rest, times in self._contractions(state):
                    known = below.get(rest)
                    if known is None:
                        known = below[rest] = {}
                    _add(known, outcomes, parts, times)
        return done

    def _counted(self, state: State) -> dict[int, int]:
        """Return the number of legs of every source that is averaged."""
        if len(state) == 1:
            return self._legs[state[0]]
        counts: dict[int, int] = {}
        for strand in state:
            for source, n in self._legs[strand].items():
                counts[source] = counts.get(source, 0) + n
        return counts

    def _contractions(self, state: State) -> Iterator[Step]:
        """Contract one leg of the rarest source with every other leg of it."""
        counts = self._counted(state)
        source = min(counts, key=lambda s: (counts[s], s)) if len(counts) > 1 else next(iter(counts))
        if counts[source] % 2:
            return
        # The least strand by its segments, which are numbered as they are met: what was written first goes first.
        k = min(
            (k for k, strand in enumerate(state) if source in self._legs[strand]),
            key=lambda k: self._strands[state[k]],
        )
        first, others = state[k], state[:k] + state[k + 1 :]
        for parts, new, times in self._met(first, -1, source):
            yield parts, tuple(sorted(others + new)) if new else others, times
        before = -1
        for j, other in enumerate(others):
            if other == before or source not in self._legs[other]:
                continue
            before, many = other, others.count(other)
            rest = others[:j] + others[j + 1 :]
            for parts, new, times in self._met(first, other, source):
                yield parts, tuple(sorted(rest + new)) if new else rest, times * many

    def _met(self, strand: int, other: int, source: int) -> list[Step]:
        """Contract the first leg of a strand with those of another, or with its own others where that is -1."""
        known = self._steps.get((strand, other, source))
        if known is not None:
            return known
        both = (self._strands[strand],) if other < 0 else (self._strands[strand], self._strands[other])
        segments, sources, linked = self._decode(both)
        own = self._legs[strand][source]
        legs = [end for end, s in enumerate(sources) if s == source]
        found: dict[tuple[Outcome, State], int] = {}
        for leg in legs[1:] if other < 0 else legs[own:]:
            key = self._contract(segments, sources, linked, legs[0], leg)
            found[key] = found.get(key, 0) + 1
        steps = [(parts, new, times) for (parts, new), times in found.items()]
        self._steps[strand, other, source] = steps
        return steps

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
        number = self.part("count", kind)
        total: dict[Outcome, int] = {}
        for (j, shape), row in moment(found.power, found.traces).items():
            parts = [
                self._closing(self.segment(self.word(powers[a - 1]) + self.word(found.between)), kind)
                for a in shape
            ]
            if found.ends is not None:
                middle = self.word(left) + self.word(powers[j - 1]) + self.word(outer)
                self._end(found.ends[0], self.segment(middle), found.ends[3], parts)
            for n, c in enumerate(row):
                if c:
                    outcome = tuple(sorted(parts + [number] * n))
                    total[outcome] = total.get(outcome, 0) + c
        return total

    def _end(self, left: int, segment: int, right: int, parts: list[int]) -> None:
        """Put a stretch without legs where it belongs: with the scalars or with the open pieces."""
        flips = self._flips
        if left == right == FIXED:
            # Between two scalar ends an empty segment is the number one.
            if self._segments[segment]:
                parts.append(self.part("closed", min(segment, flips[segment])))
            return
        # The left end of an open word comes first, its right end last.
        turned = left == RIGHT or right == LEFT
        ends = (right, left) if turned else (left, right)
        parts.append(self.part("open", (ends[0], flips[segment] if turned else segment, ends[1])))

    def canonical(self, strands: Iterable[Strand]) -> State:
        """Return the canonical state of strands."""
        return tuple(sorted([self._strand(s) for s in strands]))

    def _strand(self, strand: Strand) -> int:
        """Return the number of a strand, in whichever way it is read."""
        number = self._strand_numbers.get(strand)
        if number is not None:
            return number
        canonical = self._canonical_strand(strand)
        number = self._strand_numbers.get(canonical)
        if number is None:
            number = self._strand_numbers[canonical] = len(self._strands)
            self._strands.append(canonical)
            legs: dict[int, int] = {}
            for source in self._decode((canonical,))[1]:
                if source in self._averaged:
                    legs[source] = legs.get(source, 0) + 1
            self._legs.append(legs)
        self._strand_numbers[strand] = number
        return number

    def _canonical_strand(self, strand: Strand) -> Strand:
        """Strands are (kind, ...): a loop (0, segment, link, ...), a path (1, end, segment, link, ..., end)."""
        kind, body = strand[0], strand[1:]
        flips, turned, size = self._flips, self._turned, len(body)
        reverse = [0] * size
        if kind:
            # Ends stand at even places and segments at odd ones, links between segments at even ones.
            reverse[1::2] = [flips[s] for s in body[-2::-2]]
            reverse[2:-1:2] = [turned[link] for link in body[-3:0:-2]]
            reverse[0], reverse[-1] = body[-1], body[0]
            return (1, *min(body, tuple(reverse)))
        # Reversed, a loop reads its segments from the last to the first, each link after its segment.
        reverse[::2] = [flips[s] for s in body[-2::-2]]
        reverse[1:-1:2] = [turned[link] for link in body[-3:0:-2]]
        reverse[-1] = turned[body[-1]]
        segments = body[::2]
        least = min(min(segments), min(reverse[::2]))
        candidates: list[tuple[int, ...]] = []
        for ring in (body, tuple(reverse)):
            candidates.extend([ring[k:] + ring[:k] for k in range(0, size, 2) if ring[k] == least])
        return (0, *min(candidates))

    def _decode(self, strands: Iterable[Strand]) -> tuple[list[int], list[int], list[int]]:
        """Return segments, and for each of their ends (2k left, 2k + 1 right) its source and its partner."""
        segments: list[int] = []
        source: list[int] = []
        linked: list[int] = []
        for strand in strands:
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

    def _contract(
        self, segments: list[int], source: list[int], linked: list[int], a: int, b: int
    ) -> tuple[Outcome, State]:
        kind = source[a]
        parts: list[int] = []
        linked = linked.copy()
        la, lb = linked[a], linked[b]
        if la == b or (la < 0 and lb < 0):
            parts.append(self.part("count", kind))
        elif la < 0 or lb < 0:
            linked[max(la, lb)] = -1
        else:
            linked[la], linked[lb] = lb, la
        joint = None
        if a >> 1 == b >> 1:
            parts.append(self._closing(self._joined(segments[a >> 1], kind, 0), kind))
            alive = [k for k in range(len(segments)) if k != a >> 1]
        else:
            left = segments[a >> 1] if a & 1 else self._flips[segments[a >> 1]]
            right = self._flips[segments[b >> 1]] if b & 1 else segments[b >> 1]
            joint = self._joined(left, kind, right)
            alive = [k for k in range(len(segments)) if k != b >> 1]
        strands = self._walk(segments, source, linked, alive, a, b, joint, parts)
        return tuple(sorted(parts)), self.canonical(strands)

    def _walk(
        self,
        segments: list[int],
        source: list[int],
        linked: list[int],
        alive: list[int],
        a: int,
        b: int,
        joint: int | None,
        parts: list[int],
    ) -> list[Strand]:
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
                self._end(body[0], body[1], body[2], parts)
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
        return strands

    def _closing(self, segment: int, kind: int) -> int:
        """Return one part for all rotations of a closed segment; of an empty one, the dimension."""
        number = self._closings.get(segment) if segment else None
        if number is None:
            if not segment:
                return self.part("size", kind)
            turned = self.segment(canonical_form(self._segments[segment]))
            number = self._closings[segment] = self.part("closed", turned)
        return number

    def _joined(self, left: int, kind: int, right: int) -> int:
        key = (left, kind, right)
        number = self._joins.get(key)
        if number is None:
            letter = self._covariances[kind]
            middle: Word = () if letter is None else (letter,)
            number = self._joins[key] = self.segment(self._segments[left] + middle + self._segments[right])
        return number


def _add(total: dict[Outcome, int], outcomes: Mapping[Outcome, int], parts: Outcome, times: int) -> None:
    """Add outcomes times parts to a total, in place."""
    for outcome, count in outcomes.items():
        key = tuple(sorted(outcome + parts)) if parts else outcome
        total[key] = total.get(key, 0) + times * count
