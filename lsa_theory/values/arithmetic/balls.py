"""Ball arithmetic: every number carries a proven bound on its error."""

# What the methods do is documented once, on Arithmetic.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import flint
import mpmath
import numpy as np
from flint import arb, arb_mat, fmpq

from lsa_theory.values.arithmetic.objects import ObjectArithmetic
from lsa_theory.values.refusals import SingularInstance

_BITS_PER_DIGIT = 3.3219280948873626
# What sums of thousands of terms and small inverses lose; a ball that still comes out wide does not pass.
_GUARD_BITS = 80


class Balls(ObjectArithmetic):
    """Real balls with enough bits for `digits` decimal digits.

    FLINT's precision is global, so every calculation stands inside `with balls.at_work():`, which restores
    it.
    """

    name = "balls"

    def __init__(self, digits: int) -> None:
        self.digits = digits
        self.bits = int(digits * _BITS_PER_DIGIT) + _GUARD_BITS

    @contextmanager
    def at_work(self) -> Iterator[None]:
        with flint.ctx.workprec(self.bits):
            yield

    def from_fraction(self, value: Fraction | int) -> Any:
        return arb(fmpq(value.numerator, value.denominator))

    def invert_rows(self, rows: Sequence[Sequence[Any]]) -> Sequence[Sequence[Any]]:
        try:
            inverted: Sequence[Sequence[Any]] = arb_mat([list(row) for row in rows]).inv().tolist()
        except ZeroDivisionError:
            raise SingularInstance("a matrix that is inverted could not be shown to be regular") from None
        return inverted

    def norm_of(self, rows: Sequence[Sequence[Any]]) -> Any:
        """Enclose the norm of A through G = A'A, with approximate eigenvectors Q.

        From below by a Rayleigh quotient, from above by Gershgorin's discs of Q^-1 G Q, which has the eigenvalues
        of G: both hold however good or bad Q is.
        """
        given = arb_mat([list(row) for row in rows])
        gram = given.transpose() * given
        size = gram.nrows()
        context = self.remembered("context", self._context)
        middle = [[_to_mpf(context, gram[i, j].mid()) for j in range(size)] for i in range(size)]
        values, vectors = context.eigsy(context.matrix(middle))
        turn = arb_mat([[_to_arb(vectors[i, j]) for j in range(size)] for i in range(size)])
        largest = max(range(size), key=lambda i: values[i])
        column = arb_mat([[turn[i, largest]] for i in range(size)])
        lower = (column.transpose() * gram * column)[0, 0] / (column.transpose() * column)[0, 0]
        similar = turn.inv() * gram * turn
        upper = lower
        for i in range(size):
            radius = sum((abs(similar[i, j]) for j in range(size) if j != i), start=arb(0))
            upper = upper.max(similar[i, i] + radius)
        return lower.union(upper).sqrt()

    def _context(self) -> Any:
        """Return a context of mpmath of this precision alone; to make one takes longer than a small spectrum."""
        context = mpmath.MPContext()
        context.prec = self.bits
        return context

    def function(self, name: str, a: Any) -> Any:
        return self._of_each(lambda rows: self._function_of(name, rows[0][0]), a)

    def _function_of(self, name: str, value: Any) -> Any:
        if name == "log" and not value > 0:
            raise SingularInstance("the logarithm of a number that could not be shown to be positive")
        if name == "arcsin" and not abs(value) <= 1:
            raise SingularInstance("the arcsine of a number that could not be shown to be at most 1")
        if name == "sign" and not value == 0 and value.contains(0):
            raise SingularInstance("a sign could not be shown at this instance")
        return getattr(value, {"arcsin": "asin", "sign": "sgn"}.get(name, name))()

    def pi(self) -> Any:
        return np.array([[arb.pi()]], dtype=object)

    def digamma(self, value: Fraction) -> Any:
        return np.array([[self.from_fraction(value).digamma()]], dtype=object)

    def root_of(self, value: Any, order: int) -> Any:
        if value < 0:
            raise SingularInstance("a number below a root is negative")
        return value.root(order)


def _to_mpf(context: Any, value: Any) -> Any:
    """Return the exact midpoint of a ball as a number of mpmath."""
    mantissa, exponent = value.man_exp()
    return context.ldexp(context.mpf(int(mantissa)), int(exponent))


def _to_arb(value: Any) -> Any:
    """Return a number of mpmath as an exact ball."""
    sign, mantissa, exponent, _ = value._mpf_
    return arb((-1 if sign else 1) * int(mantissa)) * arb(2) ** int(exponent)
