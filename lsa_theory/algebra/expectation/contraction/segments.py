"""Stretches of constant letters, by number: joined, read from the other side, closed.

Letters are numbered, so that a stretch is a tuple of small integers, which hash, compare and turn quickly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lsa_theory.algebra.ring.words import Letter, Word, transpose_letter

Numbered = tuple[int, ...]


class Segments:
    """The stretches of one calculation; number 0 is the empty one.

    Parameters
    ----------
    covariances : sequence of letters, None for the identity
        The letter put between two segments when legs of that source contract, by source number.
    letters : iterable of letters
        All that stretches are made of: numbered in order, so that the least reading of a closed stretch is that of
        its letters.
    """

    def __init__(self, covariances: Sequence[Letter | None], letters: Iterable[Letter]) -> None:
        every = {*letters, *(letter for letter in covariances if letter is not None)}
        self._letters = sorted(every | {transpose_letter(letter) for letter in every})
        self._letter_numbers = {letter: k for k, letter in enumerate(self._letters)}
        self._turned = [self._letter_numbers[transpose_letter(letter)] for letter in self._letters]
        self._words: list[Numbered] = []
        self._numbers: dict[Numbered, int] = {}
        # The number of each segment read from the other side, transposed.
        self.flips: list[int] = []
        self._between = [() if letter is None else (self._letter_numbers[letter],) for letter in covariances]
        self.number(())

    def of(self, word: Word) -> int:
        """Return the number of a stretch of letters."""
        return self.number(tuple([self._letter_numbers[x] for x in word]))

    def number(self, word: Numbered) -> int:
        """Return the number of a stretch of numbered letters."""
        number = self._numbers.get(word)
        if number is None:
            turned = self._turned
            flipped = tuple([turned[x] for x in word[::-1]])
            number = self._numbers[word] = len(self._words)
            self._words.append(word)
            self.flips.append(number)
            if flipped != word:
                self.flips[number] = self._numbers[flipped] = number + 1
                self._words.append(flipped)
                self.flips.append(number)
        return number

    def numbered(self, segment: int) -> Numbered:
        """Return a segment as numbered letters."""
        return self._words[segment]

    def letters(self, word: Numbered) -> Word:
        """Return numbered letters as letters."""
        return tuple([self._letters[x] for x in word])

    def joined(self, left: int, kind: int, right: int) -> int:
        """Return the segment of two that meet through the covariance of a source."""
        return self.number(self._words[left] + self._between[kind] + self._words[right])

    def closed(self, kind: int, *segments: int) -> Numbered:
        """Return the canonical form of segments that meet in a ring, each through the covariance of a source."""
        word: Numbered = ()
        for segment in segments:
            word += self._words[segment] + self._between[kind]
        if not word:
            return word
        turned = self._turned
        flipped = tuple([turned[x] for x in word[::-1]])
        least = min(min(word), min(flipped))
        turns: list[Numbered] = []
        for ring in (word, flipped):
            k = -1
            for _ in range(ring.count(least)):
                k = ring.index(least, k + 1)
                turns.append(ring[k:] + ring[:k])
        return min(turns)
