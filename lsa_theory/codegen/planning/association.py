"""In which order the factors of a product are multiplied: dynamic programming over all bracketings.

A slice of a word that has been computed already costs nothing; one that occurs often costs its share; what
depends on constants alone is paid once and costs next to nothing in the function that is called often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from lsa_theory.codegen.planning import cost
from lsa_theory.codegen.planning.words_as_factors import Slice, canonical, transposed

# The price of an operation that is done once, beside one that is done at every call.
ONCE = 1e-3


class Choice(NamedTuple):
    """How a slice is computed, and at what price: "ready", "leaf", "split", "solve" or "solve right"."""

    price: float
    how: str
    cut: int = 0


class Cut(NamedTuple):
    """How a trace is computed: as the inner product of `left` with the transpose of `right`.

    Without `right`, as the sum of the diagonal of `left`. Of equal prices the least `varying` is taken: the length of
    the products that are not constant, so that more traces are forms in the same matrix.
    """

    price: float
    varying: int
    left: Slice
    right: Slice


class Association:
    """Prices of slices, given what is ready, what is constant and what occurs how often."""

    def __init__(self, is_ready: Callable[[Slice], bool], is_constant: Callable[[Slice], bool]) -> None:
        self._is_ready = is_ready
        self._is_constant = is_constant
        self._shares: Counter[Slice] = Counter()
        self._memo: dict[Slice, Choice] = {}

    def count(self, words: Iterable[tuple[Slice, bool]]) -> None:
        """Count how many of the words, open or closed, each slice occurs in."""
        for word, closed in words:
            n = len(word)
            around = word + word[: n - 1] if closed else word
            seen = {
                canonical(around[i:j])
                for i in range(len(around))
                for j in range(i + 2, min(i + n, len(around)) + 1)
            }
            self._shares.update(seen)

    def forget_prices(self) -> None:
        """Price anew, because more is ready."""
        self._memo.clear()

    def best(self, word: Slice) -> Choice:
        """Return the cheapest way to compute a slice."""
        known = self._memo.get(word)
        if known is None:
            known = self._memo[word] = self._best(word)
        return known

    def _best(self, word: Slice) -> Choice:
        if self._is_ready(word):
            return Choice(0.0, "ready")
        weight = ONCE if self._is_constant(word) else 1.0
        first, last = word[0], word[-1]
        if len(word) == 1:
            price = {
                "matrix": 0.0,
                "inverse": cost.WEIGHTS["inverse"] * cost.of_inverse(first.rows).at(),
                "function": cost.of_spectral(first.rows).at(),
                # Made once however often it stands in a word: its price does not depend on the order.
                "inverse root": 0.0,
                "network": 0.0,
                "unit": 0.0,
            }[first.kind]
            return Choice(weight * price, "leaf")
        share = weight / max(self._shares[canonical(word)], 1)
        choices = []
        if first.kind == "inverse":
            own = share * cost.WEIGHTS["solve"] * cost.of_solve(first.rows, last.cols).at()
            choices.append(Choice(own + self.best(word[1:]).price, "solve", 1))
        if last.kind == "inverse":
            own = share * cost.WEIGHTS["solve"] * cost.of_solve(last.rows, first.rows).at()
            choices.append(Choice(own + self.best(word[:-1]).price, "solve right", len(word) - 1))
        for cut in range(1, len(word)):
            left, right = word[:cut], word[cut:]
            triangular = left[0].kind == "inverse root" and cut == 1
            own = share * cost.of_product(first.rows, right[0].rows, last.cols, triangular=triangular).at()
            choices.append(Choice(own + self.best(left).price + self.best(right).price, "split", cut))
        return min(choices)

    def best_cut(self, word: Slice) -> Cut:
        """Return the cheapest way to compute the trace of a word of at least two factors."""
        n = len(word)
        starts = range(1) if word[0].rows == "1" else range(n)
        cuts = []
        for start in starts:
            turned = word[start:] + word[:start]
            if self._is_ready(turned):
                cuts.append(Cut(cost.of_trace(turned[0].rows).at(), self._varying(turned), turned, ()))
            for k in range(1, n):
                left, right = turned[:k], transposed(turned[k:])
                price = self.best(left).price + self.best(right).price
                price += cost.of_inner(left[0].rows, left[-1].cols).at()
                cuts.append(Cut(price, self._varying(left) + self._varying(right), left, right))
        return min(cuts)

    def _varying(self, word: Slice) -> int:
        return 0 if self._is_constant(word) else len(word)
