"""Gaussian expectation of polynomials in random vectors, samples and their Gram matrices.

A polynomial's random words are cut into strands, `wick.Contraction` averages them, and what comes back is
written as words again. Means are split off first, so that only centred legs contract.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lsa_theory.algebra.concatenation import dimension, trace
from lsa_theory.algebra.declared_moments import average_declared, legs_of
from lsa_theory.algebra.inverse_wishart import average_inverse
from lsa_theory.algebra.isolation import average_sums, split_sums, unfolded
from lsa_theory.algebra.polynomial import (
    Coefficient,
    Key,
    Monomial,
    Terms,
    accumulate,
    add,
    constant,
    multiply,
    of_word,
    product,
)
from lsa_theory.algebra.source import Source
from lsa_theory.algebra.substitution import substitute_letters
from lsa_theory.algebra.wick import FIXED, LEFT, RIGHT, Contraction, State, Strand
from lsa_theory.algebra.words import SYMMETRIC, Letter, Word, is_random, split_at_scalars, transpose_word
from lsa_theory.errors import UnsupportedExpression


def expectation(terms: Terms, sources: Mapping[str, Source], over: frozenset[str]) -> Terms:
    """Return the expectation of a polynomial.

    Parameters
    ----------
    terms : Terms
        What is averaged.
    sources : mapping of name to Source
        Every source that occurs.
    over : set of names
        What is averaged over; the others are conditioned on.

    Raises
    ------
    UnsupportedExpression
        If the integrand is not polynomial in what is averaged, or leaves an open sample matrix.
    MissingMoment
        If it needs a moment that was not declared.
    """
    for name in sorted(_inverted(terms) & over):
        # What else is random goes first: it may bring the Gram matrix beside its inverse, where they cancel.
        others = over - {name}
        if others:
            terms = expectation(terms, sources, others)
        held, rest = _split_inverted(terms, name)
        total = average_inverse(held, sources[name])
        accumulate(total, expectation(rest, sources, frozenset({name})) if rest else {})
        return total
    plain, summed = split_sums(terms)
    total = _expectation(plain, sources, over) if plain else {}
    if summed:
        accumulate(total, average_sums(summed, sources, over, expectation))
    return total


def _expectation(terms: Terms, sources: Mapping[str, Source], over: frozenset[str]) -> Terms:
    centred = {name: s for name, s in sources.items() if name in over and s.mean}
    if centred:
        terms = substitute_letters(terms, lambda letter: _centred(letter, centred))
    centred_sources = {name: replace(s, mean={}) if name in centred else s for name, s in sources.items()}
    for name in sorted(over):
        if not sources[name].gaussian:
            high, terms = _by_order(terms, name)
            if high:
                rest = _expectation(terms, centred_sources, over) if terms else {}
                return add(rest, _declared(high, centred_sources, name, over))
    return _Average(sources, over).of(terms)


def _by_order(terms: Terms, name: str) -> tuple[Terms, Terms]:
    """Return the terms with more than two legs of a source, and the others."""
    high = {key: c for key, c in terms.items() if legs_of(*key, name) > 2}
    return high, {key: c for key, c in terms.items() if key not in high}


def _declared(terms: Terms, sources: Mapping[str, Source], name: str, over: frozenset[str]) -> Terms:
    """Average terms of high order in a source of which only moments are declared, then over the rest."""
    source = sources[name]
    if source.count is not None:
        # Columns are taken out of the sample one by one; each is then a single vector.
        return expectation(unfolded(terms, name), sources, over)
    averaged = average_declared(terms, source)
    return expectation(averaged, sources, over - {name})


def _centred(letter: Letter, sources: Mapping[str, Source]) -> Terms | None:
    """Return a random letter written as centred part plus mean, or None where its mean is zero."""
    kind, name, flag, rows, cols, payload = letter
    if kind in "rs" and name in sources:
        source = sources[name]
        mean = source.mean if kind == "r" else multiply(source.count or constant(1), source.mean)
        shift = mean if flag == 0 else {(m, transpose_word(w)): c for (m, w), c in mean.items()}
        total = of_word((letter,))
        accumulate(total, shift)
        return total
    if kind == "g" and (name in sources or payload[0] in sources):
        other, count = payload
        total = of_word((letter,))
        left, right = sources.get(name), sources.get(other)
        right_total: Letter = ("s", other, 1, "1", cols, count)
        left_total: Letter = ("s", name, 0, rows, "1", count)
        transposed = {(m, transpose_word(w)): c for (m, w), c in right.mean.items()} if right else {}
        if left:
            accumulate(total, multiply(left.mean, of_word((right_total,))))
        if right:
            accumulate(total, multiply(of_word((left_total,)), transposed))
        if left and right:
            accumulate(total, product([left.count or constant(1), left.mean, transposed]))
        return total
    return None


class _Average:
    """Cuts words into strands, averages, and writes the outcome as words."""

    def __init__(self, sources: Mapping[str, Source], over: frozenset[str]) -> None:
        self._sources = list(sources.values())
        self._number = {s.name: k for k, s in enumerate(self._sources)}
        self._averaged = over
        self._over = frozenset(self._number[name] for name in over)
        self._stands_for: dict[Letter, Terms] = {}
        self._wick = Contraction([self._letter(s) for s in self._sources], self._over)
        self._written: dict[int, Terms] = {}
        self._traces: dict[int, Terms] = {}

    def of(self, terms: Terms) -> Terms:
        """Return the average of a polynomial."""
        total: Terms = {}
        groups: dict[tuple[State, tuple[tuple[int, int, int], ...]], Terms] = {}
        for (monomial, word), c in terms.items():
            fixed, strands, pieces = self._cut(monomial, word)
            key = (self._wick.canonical(strands), tuple(sorted(pieces)))
            accumulate(groups.setdefault(key, {}), {(fixed, ()): c})
        for (state, constant_pieces), scalar in groups.items():
            outcome: Terms = {}
            for (powers, closings, others, rest), count in self._wick.value(state).items():
                outcome_terms = self._write(powers, closings, others + constant_pieces, rest)
                accumulate(outcome, outcome_terms, count)
            accumulate(total, multiply(scalar, outcome))
        return total

    def _letter(self, source: Source) -> Letter | None:
        """Return the letter of a covariance: None for the identity, itself for one letter, else a name."""
        if source.covariance == {((), ()): 1}:
            return None
        if len(source.covariance) == 1:
            (((monomial, word), c),) = source.covariance.items()
            if c == 1 and not monomial and len(word) == 1 and word[0][2] < 0:
                return word[0]
        name = f"\0{source.name}"
        letter: Letter = ("f", name, SYMMETRIC, source.size, source.size, ((name, (), 1),))
        self._stands_for[letter] = source.covariance
        return letter

    def _cut(
        self, monomial: Monomial, word: Word
    ) -> tuple[Monomial, list[Strand], list[tuple[int, int, int]]]:
        """Split a term into its constant monomial, its random strands and its constant open pieces."""
        fixed: list[tuple[tuple[object, ...], Coefficient]] = []
        strands: list[Strand] = []
        pieces: list[tuple[int, int, int]] = []
        for atom, exponent in monomial:
            if atom[0] == "t" and self._is_active(atom[1]):
                if exponent < 0 or exponent != int(exponent):
                    raise UnsupportedExpression(
                        f"the integrand has a random scalar to the power {exponent}; only polynomials in "
                        "random vectors have an expectation in closed form here"
                    )
                strands.extend([self._strand_of_closed(atom[1])] * int(exponent))
            elif atom[0] == "b" and self._holds_active(atom[1]):
                raise UnsupportedExpression(
                    "the integrand divides by, or takes a root of, something random; only polynomials in "
                    "random vectors have an expectation in closed form here"
                )
            else:
                fixed.append((atom, exponent))
        if word:
            parts = split_at_scalars(word)
            for part in parts:
                left = FIXED if part[0][3] == "1" else LEFT
                right = FIXED if part[-1][4] == "1" else RIGHT
                strand = self._path(part, left, right)
                if len(strand) == 4 and strand[1] < 0 and strand[3] < 0:
                    pieces.append((strand[1], strand[2], strand[3]))
                else:
                    strands.append(strand)
        return tuple(fixed), strands, pieces

    def _is_active(self, word: Word) -> bool:
        """Whether a word holds a leg of what is averaged; all other randomness is constant here."""
        return any(is_random((x,)) and x[0] != "h" and self._names(x) & self._averaged for x in word)

    def _names(self, letter: Letter) -> set[str]:
        if letter[0] == "q":
            _, inside, core = letter[5]
            return {n for piece in (*inside, core) for x in piece for n in self._names(x)}
        return {letter[1], letter[5][0]} if letter[0] == "g" else {letter[1]}

    def _holds_active(self, key: Key) -> bool:
        """Whether a frozen polynomial holds a leg of what is averaged."""
        return any(
            (atom[0] == "t" and any(is_random((x,)) and self._names(x) & self._averaged for x in atom[1]))
            or (atom[0] == "b" and self._holds_active(atom[1]))
            for (monomial, _), _ in key
            for atom, _ in monomial
        )

    def _strand_of_closed(self, word: Word) -> Strand:
        if word[0][3] == "1":
            return self._path(word, FIXED, FIXED)
        # A closed word without a scalar joint has Gram letters only; cut it open behind the first of them.
        cut = next(k for k, letter in enumerate(word) if letter[0] in "gxcq")
        path = self._path(word[cut + 1 :] + word[: cut + 1], FIXED, FIXED)
        # The Gram letter at the very end leaves an empty last segment that closes onto the first one.
        body = path[2:-1]
        return (0, *body[:-1])

    def _path(self, word: Word, left: int, right: int) -> Strand:
        """Cut a stretch of letters at its random ones; `left` and `right` are its ends if they are not legs."""
        n = len(self._sources)
        out: list[int] = [1, left]
        run: list[Letter] = []
        for k, letter in enumerate(word):
            kind = letter[0]
            if kind in "rs":
                number = self._number[letter[1]]
                # A scalar is its own transpose: inside a path it can only stand alone.
                if letter[2] == 1 and k == 0:
                    out[1] = number
                    if letter[4] == "1":
                        out[1], right = FIXED, number
                else:
                    right = number
            elif kind == "g":
                out += (
                    self._wick.segment(tuple(run)),
                    self._number[letter[1]] * n + self._number[letter[5][0]],
                )
                run = []
            elif kind in "xcq":
                raise UnsupportedExpression(
                    f"the sample {letter[1]} occurs outside a product X X', a sum over its columns or its "
                    "average; its expectation is not a polynomial in the dimensions"
                )
            else:
                run.append(letter)
        return (*out, self._wick.segment(tuple(run)), right)

    def _write(
        self,
        powers: tuple[int, ...],
        closings: tuple[int, ...],
        pieces: tuple[tuple[int, int, int], ...],
        rest: State,
    ) -> Terms:
        factors: list[Terms] = []
        for number, p in enumerate(powers):
            count = self._sources[number].count
            if p and count is not None:
                factors.extend([count] * p)
        for number in closings:
            factors.append(self._trace(number))
        for strand in rest:
            if strand[0] and (LEFT in (strand[1], strand[-1]) or RIGHT in (strand[1], strand[-1])):
                continue
            factors.append(self._trace_of_strand(strand))
        open_strands = [self._open(p) for p in pieces]
        open_strands += [self._open_strand(s) for s in rest if s[0] and {LEFT, RIGHT} & {s[1], s[-1]}]
        # The piece with the left end of the open word comes before the piece with its right end.
        factors.extend(t for _, t in sorted(open_strands, key=lambda item: item[0]))
        return product(factors)

    def _open(self, piece: tuple[int, int, int]) -> tuple[int, Terms]:
        return (0 if piece[0] == LEFT else 1), self._segment(piece[1])

    def _open_strand(self, strand: Strand) -> tuple[int, Terms]:
        terms = self._letters(strand)
        if strand[1] == RIGHT or strand[-1] == LEFT:
            terms = {(m, transpose_word(w)): c for (m, w), c in terms.items()}
        return (0 if LEFT in (strand[1], strand[-1]) else 1), terms

    def _trace_of_strand(self, strand: Strand) -> Terms:
        terms = self._letters(strand)
        return trace(terms, self._sources[0].size) if not strand[0] else terms

    def _letters(self, strand: Strand) -> Terms:
        """Return a strand of sources that were not averaged as a product of letters."""
        factors: list[Terms] = []
        if strand[0]:
            if strand[1] >= 0:
                factors.append(of_word((self._leg(strand[1], 1),)))
            body = strand[2:-1]
        else:
            body = strand[1:]
        for k, entry in enumerate(body):
            factors.append(self._segment(entry) if k % 2 == 0 else of_word((self._link(entry),)))
        if strand[0] and strand[-1] >= 0:
            factors.append(of_word((self._leg(strand[-1], 0),)))
        return product(factors)

    def _leg(self, number: int, flag: int) -> Letter:
        source = self._sources[number]
        kind, payload = ("r", "") if source.count is None else ("s", source.count_name)
        rows, cols = ("1", source.size) if flag else (source.size, "1")
        return (kind, source.name, flag, rows, cols, payload)

    def _link(self, link: int) -> Letter:
        left, right = (self._sources[k] for k in divmod(link, len(self._sources)))
        return ("g", left.name, 0, left.size, right.size, (right.name, left.count_name))

    def _segment(self, number: int) -> Terms:
        known = self._written.get(number)
        if known is None:
            letters = self._wick.word(number)
            known = self._written[number] = product(
                self._stands_for.get(letter) or of_word((letter,)) for letter in letters
            )
        return known

    def _trace(self, number: int) -> Terms:
        known = self._traces.get(number)
        if known is None:
            if number < 0:
                known = dimension(self._sources[-1 - number].size)
            else:
                letters = self._wick.word(number)
                known = trace(self._segment(number), letters[0][3])
            self._traces[number] = known
        return known


def _inverted(terms: Terms) -> set[str]:
    """Return the samples whose inverse Gram matrix occurs."""
    found = {x[1] for _, word in terms for x in word if x[0] == "h"}
    return found | {x[1] for m, _ in terms for a, _ in m if a[0] == "t" for x in a[1] if x[0] == "h"}


def _split_inverted(terms: Terms, name: str) -> tuple[Terms, Terms]:
    held: Terms = {}
    rest: Terms = {}
    for (monomial, word), c in terms.items():
        own = name in _inverted({(monomial, word): c})
        (held if own else rest)[monomial, word] = c
    return held, rest
