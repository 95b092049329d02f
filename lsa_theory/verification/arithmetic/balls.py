"""Ball arithmetic: every number carries a proven bound on its error."""

# What the methods do is documented once, on Arithmetic.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import flint
from flint import arb, arb_mat, fmpq

from lsa_theory.verification.arithmetic.objects import ObjectArithmetic
from lsa_theory.verification.outcome import SingularInstance

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

    def from_fraction(self, value: Fraction) -> Any:
        return arb(fmpq(value.numerator, value.denominator))

    def invert_rows(self, rows: Sequence[Sequence[Any]]) -> Sequence[Sequence[Any]]:
        try:
            inverted: Sequence[Sequence[Any]] = arb_mat([list(row) for row in rows]).inv().tolist()
        except ZeroDivisionError:
            raise SingularInstance("a matrix that is inverted could not be shown to be regular") from None
        return inverted

    def root_of(self, value: Any, order: int) -> Any:
        if value < 0:
            raise SingularInstance("a number below a root is negative")
        return value.root(order)
