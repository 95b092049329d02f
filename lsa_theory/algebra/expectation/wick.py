"""Wick's theorem on words: E of a product of Gaussian legs, for every dimension and sample size at once.

A random product is drawn as strands: stretches of constant letters ("segments") whose ends are legs of random
vectors, or fixed. The legs of sum_i x_i z_i' are linked in pairs that share their sample index. By Stein's
identity a leg contracts with every other leg of its source: the two segments join through the covariance,
the two indices become one, and an index that no leg carries any more sums to a factor n. Strands are brought
to a canonical form and numbered, so that equal intermediate products meet and are averaged once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, TypeAlias

from lsa_theory.algebra.expectation.contraction.segments import Numbered, Segments
from lsa_theory.algebra.expectation.contraction.strands import Result, Strand, Surgery
from lsa_theory.algebra.expectation.contraction.two_links import averaged as two_links_averaged, two_links
from lsa_theory.algebra.expectation.wishart.moments import moment
from lsa_theory.algebra.expectation.wishart.states import WishartState, wishart_state
from lsa_theory.algebra.ring.words import Letter

# Ends of a strand that are not legs: a constant vector (or scalar joint), the left and the right of an open word.
FIXED, LEFT, RIGHT = -1, -2, -3

# The numbers of strands, and of the parts that a product of scalars and open pieces is made of, in order.
State: TypeAlias = tuple[int, ...]
Outcome: TypeAlias = tuple[int, ...]
Piece: TypeAlias = tuple[int, int, int]
# What a contraction leaves: the parts that are done, the new strands, and how often it is met.
Step: TypeAlias = tuple[Outcome, State, int]


# Pairs of strands whose contractions are kept from one level to the next: of distinct letters, few come again.
_REMEMBERED = 2**15

# A factor of an outcome: something given, a sample size or a dimension (by source), a closed segment, an open piece,
# or a strand of sources that are not averaged.
Kind: TypeAlias = Literal["given", "count", "size", "closed", "open", "strand"]
Part: TypeAlias = tuple[Kind, Any]


class Contraction:
    """One average over independent Gaussian sources of mean zero.

    Parameters
    ----------
    covariances : sequence of letters, None for the identity
        The letter put between two segments when legs of that source contract, by source number.
    averaged : set of source numbers
        The other sources are conditioned on: their legs stay.
    letters : iterable of letters
        All that occur.
    """

    def __init__(
        self, covariances: Sequence[Letter | None], averaged: frozenset[int], letters: Iterable[Letter]
    ) -> None:
        self._averaged = averaged
        self._sources = len(covariances)
        self.segments = Segments(covariances, letters)
        self._surgery = Surgery(self.segments, self._sources)
        self._parts: list[Part] = []
        self._part_numbers: dict[Part, int] = {}
        self._strands: list[Strand] = []
        self._strand_numbers: dict[Strand, int] = {}
        self._legs: list[dict[int, int]] = []
        self._steps: dict[tuple[int, int, int], list[Step]] = {}

    def part(self, kind: Kind, what: Any) -> int:
        """Return the number of a part of an outcome."""
        part = (kind, what)
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
            if len(self._steps) > _REMEMBERED:
                self._steps.clear()
            if not legs:
                for state, outcomes in level.items():
                    left = tuple([self.part("strand", self._strands[k]) for k in state])
                    _add(done, outcomes, left, 1)
                continue
            below = waiting.setdefault(legs - 2, {}) if legs > 1 else {}
            while level:
                state, outcomes = level.popitem()
                strands = tuple([self._strands[k] for k in state])
                if found := wishart_state(strands, legs, self._sources, self._averaged, self.segments.flips):
                    for parts, times in self._of_wishart(found).items():
                        _add(done, outcomes, parts, times)
                    continue
                if legs == 4 and (last := two_links(strands, self._sources)):
                    for n, words, pieces in two_links_averaged(last, self.segments):
                        each = [self.part("count", last.source)] * n
                        each.extend([self._closed(word, last.source) for word in words])
                        each.extend([part for piece in pieces for part in self._of_piece(piece)])
                        _add(done, outcomes, tuple(each), 1)
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
        k = 0
        if len(state) > 1:
            # The least strand by its segments, which are numbered as they are met: what was written first goes first.
            held = [k for k, strand in enumerate(state) if source in self._legs[strand]]
            k = min(held, key=lambda k: self._strands[state[k]])
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
        surgery = self._surgery
        opened = next(surgery.openings(self._strands[strand], source))
        results = (
            surgery.within(opened, source)
            if other < 0
            else (
                surgery.across(opened, leg, source) for leg in surgery.openings(self._strands[other], source)
            )
        )
        found: dict[tuple[Outcome, State], int] = {}
        for result in results:
            key = self._settled(result, source)
            found[key] = found.get(key, 0) + 1
        steps = [(parts, new, times) for (parts, new), times in found.items()]
        self._steps[strand, other, source] = steps
        return steps

    def _settled(self, result: Result, source: int) -> tuple[Outcome, State]:
        """Return what a contraction leaves by numbers."""
        parts = [self.part("count", source)] if result.counted else []
        parts.extend([self._closed(word, source) for word in result.closed])
        parts.extend([part for piece in result.pieces for part in self._of_piece(piece)])
        return tuple(sorted(parts)), self.canonical(result.strands)

    def _of_wishart(self, found: WishartState) -> dict[Outcome, int]:
        """Return the average of powers of one Wishart matrix: no pairing is made."""
        kind, (left, outer) = found.source, (0, 0)
        if found.ends is not None:
            left, outer = found.ends[1], found.ends[2]
        segments, word = self.segments, self.segments.numbered
        between = word(found.between)
        # C, C B C, C B C B C, ... in place of the powers of W.
        powers = [segments.joined(0, kind, 0)]
        for _ in range(found.power + sum(found.traces) - 1):
            powers.append(segments.joined(segments.number(word(powers[-1]) + between), kind, 0))
        # B, B C B, ... which close through the last C.
        inner = [found.between]
        for power in powers[:-1]:
            inner.append(segments.number(between + word(power) + between))
        number = self.part("count", kind)
        total: dict[Outcome, int] = {}
        for (j, shape), row in moment(found.power, found.traces).items():
            parts = [self._closed(segments.closed(kind, inner[a - 1]), kind) for a in shape]
            if found.ends is not None:
                middle = segments.number(word(left) + word(powers[j - 1]) + word(outer))
                parts.extend(self._of_piece((found.ends[0], middle, found.ends[3])))
            for n, c in enumerate(row):
                if c:
                    outcome = tuple(sorted(parts + [number] * n))
                    total[outcome] = total.get(outcome, 0) + c
        return total

    def _closed(self, word: Numbered, source: int) -> int:
        """Return one part for all rotations of a closed segment; of an empty one, the dimension."""
        return self.part("closed", word) if word else self.part("size", source)

    def _of_piece(self, piece: Piece) -> list[int]:
        """Return a stretch without legs as a scalar, an open piece, or nothing where it is the number one."""
        left, segment, right = piece
        flips = self.segments.flips
        if left == right == FIXED:
            number = min(segment, flips[segment])
            return [self.part("closed", self.segments.numbered(number))] if segment else []
        # The left end of an open word comes first, its right end last.
        if left == RIGHT or right == LEFT:
            left, segment, right = right, flips[segment], left
        return [self.part("open", (left, segment, right))]

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
            for source in self._legs_of(canonical):
                if source in self._averaged:
                    legs[source] = legs.get(source, 0) + 1
            self._legs.append(legs)
        self._strand_numbers[strand] = number
        return number

    def _canonical_strand(self, strand: Strand) -> Strand:
        """Strands are (kind, ...): a loop (0, segment, link, ...), a path (1, end, segment, link, ..., end)."""
        kind, body = strand[0], list(strand[1:])
        if kind:
            return (1, *min(body, [body[-1], *self._surgery.reverse(body[1:-1]), body[0]]))
        # Reversed, a loop reads its segments from the last to the first, each link after its segment.
        rings = (body, [*self._surgery.reverse(body[:-1]), self._surgery.turned[body[-1]]])
        least = min(min(body[::2]), min(rings[1][::2]))
        turns = [ring[k:] + ring[:k] for ring in rings for k in range(0, len(ring), 2) if ring[k] == least]
        return (0, *min(turns))

    def _legs_of(self, strand: Strand) -> Iterator[int]:
        links = strand[3:-1:2] if strand[0] else strand[2::2]
        for link in links:
            yield from divmod(link, self._sources)
        if strand[0]:
            yield from (strand[1], strand[-1])


def _add(total: dict[Outcome, int], outcomes: Mapping[Outcome, int], parts: Outcome, times: int) -> None:
    """Add outcomes times parts to a total, in place."""
    for outcome, count in outcomes.items():
        key = tuple(sorted(outcome + parts)) if parts else outcome
        total[key] = total.get(key, 0) + times * count
