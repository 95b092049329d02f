"""Inverses of sums rewritten so that equal ones are more often written alike.

(B + c u v')^-1 = B^-1 - c B^-1 u v' B^-1 / (1 + c v' B^-1 u), and, where words of M end or begin with an inverse Z^-1,
M^-1 = Z (M Z)^-1 or (Z M)^-1 Z if fewer inverses are left. Both hold wherever both sides are defined.
"""

from __future__ import annotations

from itertools import islice

from lsa_theory.algebra.deciding.leading_words import Work, choices, reduced_by, single
from lsa_theory.algebra.ring.inverse_of_sum import is_opaque, sum_of
from lsa_theory.algebra.ring.matrix_power import matrix_power
from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.polynomial import Terms, add, constant, of_word, power, scale, transpose
from lsa_theory.algebra.ring.rational import reduced
from lsa_theory.algebra.ring.words import Letter, split_at_scalars
from lsa_theory.algebra.substitution import substitute_letters
from lsa_theory.errors import UnsupportedExpression

_DEPTH, _MOST_TERMS, _CHOICES = 6, 60, 6
# An inverse of more terms than this is not put into others: squares of it are.
_LONGEST = 12
# Terms looked at while one product is multiplied out.
_WORK = 1_000


def rewritten(terms: Terms) -> Terms:
    """Return the same polynomial with its inverses of sums rewritten; what cannot be rewritten stays."""
    return _Rewriting().of(terms, _DEPTH)


class _Rewriting:
    def __init__(self) -> None:
        self._known: dict[Letter, Terms] = {}

    def of(self, terms: Terms, depth: int) -> Terms:
        if not depth or len(terms) > _MOST_TERMS:
            return terms

        def rule(letter: Letter) -> Terms | None:
            return self._letter(letter, depth) if is_opaque(letter) else None

        try:
            return substitute_letters(terms, rule)
        except (UnsupportedExpression, ZeroDivisionError):
            return terms

    def _letter(self, letter: Letter, depth: int) -> Terms:
        plain = single(letter)
        if plain not in self._known:
            self._known[plain] = of_word((plain,))
            self._known[plain] = self._inverse(self.of(sum_of(plain)[0], depth - 1), depth - 1)
        value = self._known[plain]
        if len(value) > _LONGEST:
            return of_word((letter,))
        value = transpose(value) if letter.flag == 1 else value
        return product([value] * sum_of(letter)[1])

    def _inverse(self, matrix: Terms, depth: int) -> Terms:
        """Return the inverse of a sum whose own inverses are rewritten."""
        if depth > 0:
            value = self._without_rank_one(matrix, depth) or self._without_inner(matrix, depth)
            if value is not None:
                return value
        return matrix_power(matrix, -1)

    def _without_rank_one(self, matrix: Terms, depth: int) -> Terms | None:
        for (monomial, word), c in sorted(matrix.items()):
            pieces = split_at_scalars(word) if word else []
            if len(pieces) != 2:
                continue
            rest = {key: value for key, value in matrix.items() if key != (monomial, word)}
            below = self._inverse(rest, depth - 1)
            if len(below) > _LONGEST:
                return None
            u, v = (of_word(piece) for piece in pieces)
            factor: Terms = {(monomial, ()): c}
            divisor = add(constant(1), product([factor, v, below, u]))
            change = product([power(divisor, -1), factor, below, u, v, below])
            return add(below, scale(change, -1))
        return None

    def _without_inner(self, matrix: Terms, depth: int) -> Terms | None:
        best: tuple[tuple[int, int], Terms, Terms, bool] | None = None
        before = _inverses(matrix)
        ends = {(word[-1], True) for _, word in matrix if word} | {
            (word[0], False) for _, word in matrix if word
        }
        for end, on_right in sorted(ends):
            if not _is_inverse(end):
                continue
            undone = matrix_power(of_word((end,)), -1)
            whole = multiply(matrix, undone) if on_right else multiply(undone, matrix)
            if len(whole) > _MOST_TERMS:
                continue
            chosen = islice(choices(whole), _CHOICES)
            whole = min(
                (reduced_by(whole, leads, Work(_WORK), tidied=reduced) for leads in chosen), key=_size
            )
            if _inverses(whole) < before and (best is None or _size(whole) < best[0]):
                best = _size(whole), whole, undone, on_right
        if best is None:
            return None
        _, whole, undone, on_right = best
        inverse = self._inverse(whole, depth - 1)
        return multiply(undone, inverse) if on_right else multiply(inverse, undone)


def _size(terms: Terms) -> tuple[int, int]:
    return _inverses(terms), len(terms)


def _inverses(terms: Terms) -> int:
    return sum(_is_inverse(x) for _, word in terms for x in word)


def _is_inverse(letter: Letter) -> bool:
    return letter.kind == "f" and len(letter.payload) == 1 and letter.payload[0].exponent < 0
