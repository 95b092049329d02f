"""From words to strands and back: what `wick.Contraction` averages, cut out of polynomials and written again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lsa_theory.algebra.expectation.contraction.segments import Numbered
from lsa_theory.algebra.expectation.contraction.strands import Strand
from lsa_theory.algebra.expectation.contraction.written_outcomes import Closed, Written, written
from lsa_theory.algebra.expectation.source import Source
from lsa_theory.algebra.expectation.wick import (
    FIXED,
    LEFT,
    RIGHT,
    Contraction,
    Kind,
    Outcome,
    Piece,
    State,
)
from lsa_theory.algebra.ring.concatenation import dimension, is_product, trace
from lsa_theory.algebra.ring.multiplication import product
from lsa_theory.algebra.ring.occurring import atoms_and_words, letters_once
from lsa_theory.algebra.ring.polynomial import (
    ONE,
    Coefficient,
    Key,
    Monomial,
    Terms,
    accumulate,
    of_word,
    transpose,
)
from lsa_theory.algebra.ring.words import (
    SYMMETRIC,
    Atom,
    Factor,
    Letter,
    Partner,
    Word,
    is_random,
    split_at_scalars,
    trace_of,
)
from lsa_theory.errors import UnsupportedExpression


class Average:
    """Cuts words into strands, averages, and writes the outcome as words."""

    def __init__(self, sources: Mapping[str, Source], over: frozenset[str], terms: Terms) -> None:
        self._terms = terms
        self._sources = list(sources.values())
        self._number = {s.name: k for k, s in enumerate(self._sources)}
        self._averaged = over
        self._over = frozenset(self._number[name] for name in over)
        self._stands_for: dict[Letter, Terms] = {}
        atoms, words = atoms_and_words(terms)
        words.extend(atom.word for atom in atoms if atom.kind == "t")
        covariances = [self._letter(s) for s in self._sources]
        self._wick = Contraction(covariances, self._over, letters_once(words))
        self._apart: set[tuple[int, int]] = set()

    def value(self) -> Terms:
        """Return the average."""
        groups: dict[tuple[State, tuple[Piece, ...]], Terms] = {}
        for (monomial, word), c in self._terms.items():
            fixed, strands, pieces = self._cut(monomial, word)
            key = (self._wick.canonical(strands), tuple(sorted(pieces)))
            accumulate(groups.setdefault(key, {}), {(fixed, ()): c})
        states: dict[State, dict[Outcome, int]] = {}
        given: list[Terms] = []
        for (state, constant_pieces), scalar in groups.items():
            parts = [
                self._wick.part("given", len(given)),
                *(self._wick.part("open", p) for p in constant_pieces),
            ]
            states.setdefault(state, {})[tuple(sorted(parts))] = 1
            given.append(scalar)
        outcomes = self._wick.averages(states)
        return written(outcomes, (self._write(kind, what, given) for kind, what in self._wick.parts()))

    def _letter(self, source: Source) -> Letter | None:
        """Return the letter of a covariance: None for the identity, itself for one letter, else a name."""
        if source.covariance == {((), ()): 1}:
            return None
        if len(source.covariance) == 1:
            (((monomial, word), c),) = source.covariance.items()
            if c == 1 and not monomial and len(word) == 1 and word[0].flag < 0:
                return word[0]
        name = f"\0{source.name}"
        letter = Letter("f", name, SYMMETRIC, source.size, source.size, (Factor(name, (), 1),))
        self._stands_for[letter] = source.covariance
        return letter

    def _cut(self, monomial: Monomial, word: Word) -> tuple[Monomial, list[Strand], list[Piece]]:
        """Split a term into its constant monomial, its random strands and its constant open pieces."""
        fixed: list[tuple[Atom, Coefficient]] = []
        strands: list[Strand] = []
        pieces: list[Piece] = []
        for atom, exponent in monomial:
            if atom.kind == "t" and self._is_active(atom.word):
                if exponent < 0 or exponent != int(exponent):
                    raise UnsupportedExpression(
                        f"the integrand has a random scalar to the power {exponent}; only polynomials in "
                        "random vectors have an expectation in closed form here"
                    )
                strands.extend([self._strand_of_closed(atom.word)] * int(exponent))
            elif atom.kind == "e" and any(map(self._holds_active, atom.arguments)):
                raise UnsupportedExpression(
                    f"the integrand holds {'a determinant' if atom.name == 'det' else atom.name} of something random "
                    "that has no expectation in closed form here"
                )
            elif atom.kind == "b" and self._holds_active(atom.key):
                raise UnsupportedExpression(
                    "the integrand divides by, or takes a root of, something random; only polynomials in "
                    "random vectors have an expectation in closed form here"
                )
            else:
                fixed.append((atom, exponent))
        if word:
            parts = split_at_scalars(word)
            for part in parts:
                left = FIXED if part[0].rows == "1" else LEFT
                right = FIXED if part[-1].cols == "1" else RIGHT
                strand = self._path(part, left, right)
                if len(strand) == 4 and strand[1] < 0 and strand[3] < 0:
                    pieces.append((strand[1], strand[2], strand[3]))
                else:
                    strands.append(strand)
        return tuple(fixed), strands, pieces

    def _is_active(self, word: Word) -> bool:
        """Whether a word holds a leg of what is averaged; all other randomness is constant here."""
        return any(is_random((x,)) and x.kind != "h" and self._names(x) & self._averaged for x in word)

    def _names(self, letter: Letter) -> set[str]:
        if letter.kind == "q":
            _, inside, core = letter.payload
            return {n for piece in (*inside, core) for x in piece for n in self._names(x)}
        return {letter.name, letter.payload.name} if letter.kind == "g" else {letter.name}

    def _holds_active(self, key: Key) -> bool:
        """Whether a frozen polynomial holds a leg of what is averaged."""
        return any(
            (atom.kind == "t" and any(is_random((x,)) and self._names(x) & self._averaged for x in atom.word))
            or (atom.kind == "b" and self._holds_active(atom.key))
            or (atom.kind == "e" and any(map(self._holds_active, atom.arguments)))
            for (monomial, _), _ in key
            for atom, _ in monomial
        )

    def _strand_of_closed(self, word: Word) -> Strand:
        if word[0].rows == "1":
            return self._path(word, FIXED, FIXED)
        # A closed word without a scalar joint has Gram letters only; cut it open behind the first of them.
        cut = next(k for k, letter in enumerate(word) if letter.kind in "gxcq")
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
            kind = letter.kind
            if kind in "rs":
                number = self._number[letter.name]
                # A scalar is its own transpose: inside a path it can only stand alone.
                if letter.flag == 1 and k == 0:
                    out[1] = number
                    if letter.cols == "1":
                        out[1], right = FIXED, number
                else:
                    right = number
            elif kind == "g":
                out += (
                    self._wick.segments.of(tuple(run)),
                    self._number[letter.name] * n + self._number[letter.payload.name],
                )
                run = []
            elif kind in "xcq" and self._names(letter) & self._averaged:
                raise UnsupportedExpression(
                    f"the sample {letter.name} occurs outside a product X X', a sum over its columns or its "
                    "average; its expectation is not a polynomial in the dimensions"
                )
            else:
                run.append(letter)
        return (*out, self._wick.segments.of(tuple(run)), right)

    def _write(self, kind: Kind, what: Any, given: Sequence[Terms]) -> Written | Closed:
        match kind:
            case "given":
                return Written(given[what])
            case "count":
                count = self._sources[what].count
                return Written(ONE if count is None else count)
            case "size":
                return Written(dimension(self._sources[what].size))
            case "closed":
                letters = self._wick.segments.letters(what)
                alone = len(what) == 1
                if self._is_constant(letters[0]) if alone else self._stands(what, what[1:] + what[:1]):
                    # Closed segments are known by their canonical forms.
                    return Closed(trace_of(letters), what)
                return Written(trace(self._product(letters), letters[0].rows))
            case "open":
                left, segment, _ = what
                return Written(self._segment(segment), _place(left == LEFT))
            case "strand":
                return self._left_over(what)

    def _segment(self, number: int) -> Terms:
        word = self._wick.segments.numbered(number)
        letters = self._wick.segments.letters(word)
        alone = len(word) == 1
        stands = self._is_constant(letters[0]) if alone else self._stands(word, word[1:])
        return of_word(letters) if stands else self._product(letters)

    def _product(self, letters: Word) -> Terms:
        return product(
            self._stands_for[letter] if letter in self._stands_for else of_word((letter,))
            for letter in letters
        )

    def _is_constant(self, letter: Letter) -> bool:
        return is_product((letter,)) and letter not in self._stands_for

    def _stands(self, word: Numbered, followers: Numbered) -> bool:
        """Whether letters are known to stay side by side with those that follow them, none standing for anything."""
        if self._apart.issuperset(zip(word, followers, strict=False)):
            return True
        for pair in zip(word, followers, strict=False):
            if pair not in self._apart:
                both = self._wick.segments.letters(pair)
                if not is_product(both) or not self._stands_for.keys().isdisjoint(both):
                    return False
                self._apart.add(pair)
        return True

    def _left_over(self, strand: Strand) -> Written:
        """Write a strand of sources that were not averaged."""
        if not strand[0] or not {LEFT, RIGHT} & {strand[1], strand[-1]}:
            return Written(self._trace_of_strand(strand))
        terms = self._letters(strand)
        if strand[1] == RIGHT or strand[-1] == LEFT:
            terms = transpose(terms)
        return Written(terms, _place(LEFT in (strand[1], strand[-1])))

    def _trace_of_strand(self, strand: Strand) -> Terms:
        terms = self._letters(strand)
        if strand[0]:
            return terms
        # A closed strand ends with a link; where its letters cancel, the identity has the size of that end.
        _, last = divmod(strand[-1], len(self._sources))
        return trace(terms, self._sources[last].size)

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
        return Letter(kind, source.name, flag, rows, cols, payload)

    def _link(self, link: int) -> Letter:
        left, right = (self._sources[k] for k in divmod(link, len(self._sources)))
        return Letter("g", left.name, 0, left.size, right.size, Partner(right.name, left.count_name or ""))


def _place(is_first: bool) -> int:
    """The piece with the left end of the open word comes before the piece with its right end."""
    return 1 if is_first else 2
