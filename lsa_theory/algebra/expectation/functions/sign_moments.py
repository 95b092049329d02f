"""E[sign(s) s^k] of a Gaussian s, and E[sign(s) sign(t) s^j t^k] of two centred ones, by Stein's identity."""

from __future__ import annotations

from functools import cached_property

from lsa_theory.algebra.functions.making import HALF, PI, arcsine, error_function, exponential
from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.polynomial import Terms, add, constant, power, scale
from lsa_theory.algebra.ring.rational import reduced


class OneSign:
    """Moments of sign(s) for s of a mean m and a variance v.

    E[(s - m) f(s)] = v E f'(s), and sign' is twice a delta: M(k) = m M(k - 1) + (k - 1) v M(k - 2), and for k = 1 the
    density at 0 joins, M(1) = m M(0) + 2 v p(0); M(0) = erf(m / sqrt(2 v)).
    """

    def __init__(self, mean: Terms, variance: Terms) -> None:
        self._mean, self._variance = mean, variance
        self._known: dict[int, Terms] = {}

    def of(self, k: int) -> Terms:
        """Return E[sign(s) s^k]."""
        if k not in self._known:
            self._known[k] = self._compute(k)
        return self._known[k]

    def _compute(self, k: int) -> Terms:
        if k == 0:
            if not self._mean:
                return {}
            return error_function(multiply(self._mean, power(scale(self._variance, 2), -HALF)))
        first = multiply(self._mean, self.of(k - 1)) if self._mean else {}
        if k == 1:
            return add(first, product([constant(2), self._variance, self._density]))
        return add(first, product([constant(k - 1), self._variance, self.of(k - 2)]))

    @cached_property
    def _density(self) -> Terms:
        height = power(product([constant(2), PI, self._variance]), -HALF)
        if not self._mean:
            return height
        square = product([self._mean, self._mean, power(self._variance, -1)])
        return multiply(height, exponential(scale(square, -HALF)))


class TwoSigns:
    """Moments of sign(s) sign(t) for centred s, t of variances v, w and covariance c, with g = v w - c^2.

    M(0, 0) = (2 / pi) arcsin(c / sqrt(v w)). By Stein's identity in s, for j >= 1,
    M(j, k) = v ((j - 1) M(j - 2, k) + [j = 1] 2 p_s(0) E[sign(t) t^k | s = 0])
            + c (k M(j - 1, k - 1) + [k = 0] 2 p_t(0) E[sign(s) s^(j - 1) | t = 0]).
    """

    def __init__(self, v: Terms, w: Terms, c: Terms, gram: Terms) -> None:
        self._v, self._w, self._c, self._gram = v, w, c, gram

    @cached_property
    def _turned(self) -> TwoSigns:
        return TwoSigns(self._w, self._v, self._c, self._gram)

    def of(self, j: int, k: int) -> Terms:
        """Return E[sign(s) sign(t) s^j t^k]."""
        if (j + k) % 2:
            return {}
        if j == k == 0:
            ratio = product([self._c, power(self._v, -HALF), power(self._w, -HALF)])
            return product([constant(2), power(PI, -1), arcsine(ratio)])
        if j == 0:
            return self._turned.of(k, j)
        total: Terms = {}
        if j >= 2:
            total = add(total, product([constant(j - 1), self._v, self.of(j - 2, k)]))
        if j == 1:
            inner = OneSign({}, _given(self._gram, self._v)).of(k)
            total = add(total, product([constant(2), self._v, _density_at_zero(self._v), inner]))
        if k >= 1 and self._c:
            total = add(total, product([constant(k), self._c, self.of(j - 1, k - 1)]))
        if k == 0 and self._c:
            inner = OneSign({}, _given(self._gram, self._w)).of(j - 1)
            total = add(total, product([constant(2), self._c, _density_at_zero(self._w), inner]))
        return reduced(total)


def _given(gram: Terms, variance: Terms) -> Terms:
    """Return the variance of one form where the other, of a given variance, is 0."""
    return multiply(gram, power(variance, -1))


def _density_at_zero(variance: Terms) -> Terms:
    return power(product([constant(2), PI, variance]), -HALF)
