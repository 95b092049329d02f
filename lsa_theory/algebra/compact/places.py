"""Functions of one matrix brought together wherever they stand at the same place of a word.

tr(Lambda B) + c tr(Lambda (Lambda + s I)^-1 B) is tr(f(Lambda) B) with one rational function f. Its numerator and
denominator are factored over the scalars; each factor is one matrix again. I stands for f = 1, so that the words
without the letter belong to the same place, and beside nothing else d = tr I and a trace that a denominator holds do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import reduce
from typing import Any, NamedTuple, TypeAlias

from lsa_theory.algebra.compact.field import Field, PolyKey, Quotient, split_by
from lsa_theory.algebra.compact.sparsest import Combination, sparsest
from lsa_theory.algebra.ring.polynomial import Terms, accumulate, thaw
from lsa_theory.algebra.ring.words import (
    Atom,
    Factor,
    Letter,
    Word,
    generator_of,
    size_of,
    trace_of,
    transpose_letter,
)

Traces: TypeAlias = tuple[tuple[Word, int], ...]
State: TypeAlias = dict[tuple[Traces, Word], Quotient]
# A kind of letter that only this package knows: a product of powers of polynomials in commuting matrices.
FUNCTION = "F"


def held_traces(terms: Terms) -> frozenset[Atom]:
    """Return the traces that stand in a denominator or in a shift: they are treated as scalars."""
    found: set[Atom] = set()

    def scalars(inner: Terms, inside: bool) -> None:
        for (monomial, word), _ in inner.items():
            letters = list(word)
            for atom, _ in monomial:
                if atom.kind == "b":
                    scalars(thaw(atom.key), True)
                elif atom.kind == "t":
                    letters += atom.word
                    if inside:
                        found.add(atom)
            for letter in letters:
                if letter.kind == "f":
                    for generator, shift, _ in letter.payload:
                        if generator and shift:
                            scalars(thaw(shift), True)

    scalars(terms, False)
    return frozenset(found)


def functions_in(terms: Terms) -> tuple[list[Terms], set[str]]:
    """Return the shifts and the names of the matrices whose functions occur in words."""
    shifts: list[Terms] = []
    names: set[str] = set()
    for monomial, word in terms:
        for letter in (*word, *(x for atom, _ in monomial if atom.kind == "t" for x in atom.word)):
            if is_function(letter):
                names.update(generator for generator, _, _ in letter.payload)
                shifts.extend(thaw(shift) for _, shift, _ in letter.payload if shift)
    return shifts, names


def is_function(letter: Letter) -> bool:
    """Whether a letter is a rational function of symmetric matrices that commute."""
    return (
        letter.kind == "f"
        and letter.flag < 0
        and all(generator and e == int(e) for generator, _, e in letter.payload)
    )


def state_of(terms: Terms, field: Field, scalar: Callable[[Atom], bool]) -> State:
    """Return the terms by traces and word, with one fraction each."""
    groups: dict[tuple[Traces, Word], Terms] = {}
    for (monomial, word), c in terms.items():
        kept = tuple(
            (atom.word, int(e))
            for atom, e in monomial
            if atom.kind == "t" and not scalar(atom) and e == int(e)
        )
        inside = {(a, e) for a, e in monomial if a.kind == "t" and not scalar(a) and e == int(e)}
        rest = tuple(item for item in monomial if item not in inside)
        accumulate(groups.setdefault((kept, word), {}), {(rest, ()): c})
    return {key: field.fraction(group) for key, group in groups.items() if group}


class Hole(NamedTuple):
    """A place where a function stands: in an open word "w", a bilinear form "b" or a trace "t"."""

    kind: str
    others: Traces
    around: Any
    word: Word
    family: str


def mirrored(state: State) -> State:
    """Return the state with each bilinear form a' W b that is not its own transpose as half of it and half of that."""
    total: State = {}
    for (traces, word), c in state.items():
        k = next(
            (k for k, (w, e) in enumerate(traces) if w[0].rows == "1" and e == 1 and flipped(w) != w), None
        )
        if k is None:
            total = _added(total, {(traces, word): c})
            continue
        own = traces[k][0]
        others = traces[:k] + traces[k + 1 :]
        half = c * Quotient(c.den / c.den / 2, c.den / c.den)
        for form in (own, flipped(own)):
            total = _added(total, {(_joined_traces(others, form), word): half})
    return total


def unmirrored(state: State) -> State:
    """Return the state with a bilinear form and its transpose as one word again."""
    total: State = {}
    for (traces, word), c in state.items():
        kept: Traces = ()
        for own, e in traces:
            powers = dict(kept)
            one = turned(own) if own[0].rows == "1" else own
            powers[one] = powers.get(one, 0) + e
            kept = tuple(sorted(powers.items()))
        total = _added(total, {(kept, word): c})
    return total


def _joined_traces(others: Traces, own: Word) -> Traces:
    return tuple(sorted((*others, (own, 1))))


class Places:
    """Brings together the functions of a state, place by place, where that makes it shorter."""

    def __init__(
        self,
        field: Field,
        measure: Callable[[State], int],
        parts: tuple[int, ...],
        *,
        absorb: bool = False,
        traces_first: bool = False,
        mirror: bool = False,
    ) -> None:
        self._field = field
        self._measure = measure
        self._parts = parts
        self._absorb = absorb
        self._traces_first = traces_first
        self._mirror = mirror
        self._values: dict[Letter, Quotient] = {}
        self._found: dict[tuple[Traces, Word], tuple[tuple[Hole, Letter], ...]] = {}

    def together(self, state: State) -> State:
        """Return an equal state."""
        if self._mirror:
            return unmirrored(self._all(mirrored(state)))
        return self._all(state)

    def _all(self, state: State) -> State:
        done: set[Hole] = set()
        while True:
            groups: dict[Hole, dict[tuple[Traces, Word], Quotient]] = {}
            letters: dict[Hole, Letter] = {}
            for key in sorted(state):
                for hole, letter in self._holes_of(key):
                    if hole not in done:
                        groups.setdefault(hole, {}).setdefault(key, self._value(letter))
                        letters[hole] = letter
            if not groups:
                return state
            hole = min(groups, key=lambda h: (self._traces_first and h.kind != "t", -len(groups[h]), h))
            done.add(hole)
            state = self._joined(state, hole, groups[hole], letters[hole])

    def _holes_of(self, key: tuple[Traces, Word]) -> tuple[tuple[Hole, Letter], ...]:
        if key not in self._found:
            self._found[key] = tuple(_holes(key, self._mirror))
        return self._found[key]

    def _value(self, letter: Letter) -> Quotient:
        if letter not in self._values:
            self._values[letter] = self._computed(letter)
        return self._values[letter]

    def _computed(self, letter: Letter) -> Quotient:
        field, value = self._field, self._field.one
        for generator, shift, e in letter.payload:
            base = field.variable(generator_of(generator))
            if shift:
                base = base + field.fraction(thaw(shift))
            value = value * base ** int(e)
        return value

    def _joined(
        self, state: State, hole: Hole, values: dict[tuple[Traces, Word], Quotient], letter: Letter
    ) -> State:
        rest = {key: c for key, c in state.items() if key not in values}
        own = {key: state[key] for key in values}
        total = self._field.number(0)
        for key, value in values.items():
            total = total + own[key] * value
        best = own
        if len(own) > 1 or any(s for _, s, _ in letter.payload):
            best = min((own, *self._ways(hole, total, letter)), key=self._measure)
        whole = {**rest, **best}
        if self._absorb:
            for kept, more in self._with_identity(rest, hole, letter):
                for absorbed in self._ways(hole, total + more, letter):
                    candidate = _added(kept, absorbed)
                    # Both sides of a square are seen only once both places are done.
                    if self._mirror or self._measure(candidate) < self._measure(whole):
                        whole = candidate
        return whole

    def _ways(self, hole: Hole, total: Quotient, letter: Letter) -> Iterator[State]:
        """Yield the place with one function, and with the fewest words that make it up."""
        yield self._written(hole, total, letter)
        if self._mirror:
            return
        parts = [part for part in split_by(total, self._parts) or [total] if part]
        found = [sparsest(part, self._field) for part in parts]
        if len(parts) == 1:
            for way in found[0]:
                yield self._of_words(hole, way, letter)
        elif any(found):
            # Of several parts each has the plainest of its ways.
            states = [
                self._of_words(hole, ways[0], letter) if ways else self._written(hole, part, letter)
                for part, ways in zip(parts, found, strict=True)
            ]
            yield reduce(_added, states)

    def _of_words(self, hole: Hole, way: Combination, letter: Letter) -> State:
        result: State = {}
        for coefficient, payload in way:
            cell: Word = (letter._replace(kind=FUNCTION, payload=payload),) if payload else ()
            for place, value in self._filled(hole, cell, letter):
                result = _added(result, {place: coefficient * value})
        return result

    def _written(self, hole: Hole, total: Quotient, letter: Letter) -> State:
        result: State = {}
        for part in split_by(total, self._parts) or [total]:
            if not part:
                continue
            content, factors = part.factors()
            coefficient = self._field.number(content)
            payload: list[tuple[PolyKey, int]] = []
            for key, e in factors:
                if self._is_matrix(key):
                    payload.append((key, e))
                else:
                    coefficient = coefficient * self._field.poly(key) ** e
            payload.sort(key=lambda item: (len(item[0]), item))
            cell: Word = (letter._replace(kind=FUNCTION, payload=tuple(payload)),) if payload else ()
            for place, value in self._filled(hole, cell, letter):
                result = _added(result, {place: coefficient * value})
        return result

    def _is_matrix(self, key: PolyKey) -> bool:
        field = self._field
        return any(e and field.atoms[k].kind == "g" for exponents, _ in key for k, e in enumerate(exponents))

    def _with_identity(self, rest: State, hole: Hole, letter: Letter) -> Iterator[tuple[State, Quotient]]:
        """Yield the rest without what belongs to the place as f = 1 or f = g, and what that adds to f."""
        filled = list(self._filled(hole, (), letter, named=False))
        for place, _ in filled:
            if place in rest:
                yield {k: c for k, c in rest.items() if k != place}, rest[place]
        kind, traces, inside, word, _ = hole
        key = traces, word
        if kind != "t" or inside or key not in rest:
            return
        value = rest[key]
        for powers_first in (True, False):
            left, more = self._scalars_as_traces(value, letter, powers_first)
            if more:
                kept = {k: c for k, c in rest.items() if k != key}
                yield ({**kept, key: left} if left else kept), more

    def _scalars_as_traces(
        self, value: Quotient, letter: Letter, identity_first: bool
    ) -> tuple[Quotient, Quotient]:
        """Split a scalar into what stays and tr(f): a factor d is tr I, a factor tr(g) is tr of g."""
        field = self._field
        size = size_of(letter.rows)
        slots: list[tuple[int, Quotient]] = []
        if field.has(size):
            slots.append((field.index(size), field.one))
        if len(letter.payload) == 1:
            generator = letter.payload[0].generator
            first = trace_of((letter._replace(payload=(Factor(generator, (), 1),)),))
            if field.has(first):
                slots.append((field.index(first), field.variable(generator_of(generator))))
        if not identity_first:
            slots.reverse()
        left, more = dict[tuple[int, ...], object](), field.number(0)
        if any(e[k] for k, _ in slots for e in value.den.monoms()):
            return value, more
        context = value.num.context()
        for exponents, c in value.num.to_dict().items():
            found = next(((k, f) for k, f in slots if exponents[k]), None)
            if found is None:
                left[exponents] = c
                continue
            k, f = found
            lowered = (*exponents[:k], exponents[k] - 1, *exponents[k + 1 :])
            more = more + Quotient(context.from_dict({lowered: c}), value.den) * f
        return Quotient(context.from_dict(left), value.den), more

    def _filled(
        self, hole: Hole, cell: Word, letter: Letter, *, named: bool = True
    ) -> Iterator[tuple[tuple[Traces, Word], Quotient]]:
        """Yield the term with a cell at the place: its traces and word, and a scalar."""
        field = self._field
        kind, traces, around, word, _ = hole
        if kind == "w":
            before, after = around
            yield (traces, (*before, *cell, *after)), field.one
            return
        own = (*around[0], *cell, *around[1]) if kind == "b" else (*cell, *around)
        if own:
            shown = own if self._mirror and kind == "b" else turned(own)
            yield (_with_trace(traces, shown), word), field.one
        elif named:
            size = size_of(letter.rows)
            value = field.number(int(letter.rows)) if letter.rows.isdecimal() else field.variable(size)
            yield (traces, word), value


def _holes(key: tuple[Traces, Word], mirror: bool) -> Iterator[tuple[Hole, Letter]]:
    """Yield each place of a term where a function stands, as what is around it."""
    traces, word = key
    for k, letter in enumerate(word):
        if is_function(letter):
            yield Hole("w", traces, (word[:k], word[k + 1 :]), (), letter.name), letter
    for j, (own, e) in enumerate(traces):
        if e != 1:
            continue
        others = traces[:j] + traces[j + 1 :]
        for k, letter in enumerate(own):
            if not is_function(letter):
                continue
            if own[0].rows == "1":
                sides = own[:k], own[k + 1 :]
                yield Hole("b", others, sides, word, letter.name), letter
                back = flipped(sides[1]), flipped(sides[0])
                if back != sides and not mirror:
                    yield Hole("b", others, back, word, letter.name), letter
            else:
                around = own[k + 1 :] + own[:k]
                yield Hole("t", others, min(around, flipped(around)), word, letter.name), letter


def _with_trace(traces: Traces, own: Word) -> Traces:
    powers = dict(traces)
    powers[own] = powers.get(own, 0) + 1
    return tuple(sorted(powers.items()))


def _added(a: State, b: State) -> State:
    total = dict(a)
    for key, c in b.items():
        total[key] = total[key] + c if key in total else c
    return {key: c for key, c in total.items() if c}


def _flipped_letter(letter: Letter) -> Letter:
    return letter if letter.kind == FUNCTION else transpose_letter(letter)


def flipped(word: Word) -> Word:
    """Return the word of the transposed product."""
    return tuple(_flipped_letter(x) for x in reversed(word))


def turned(word: Word) -> Word:
    """Return one word for all rotations and transposes of a closed word; a bilinear form is only transposed."""
    if word[0].rows == "1":
        return min(word, flipped(word))
    return min(
        (w[k:] + w[:k] for w in (word, flipped(word)) for k in range(len(word))),
    )
