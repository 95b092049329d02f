"""Exact rational arithmetic on FLINT's fractions."""

# What the methods do is documented once, on Arithmetic.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from flint import fmpq, fmpq_mat

from lsa_theory.values.arithmetic.objects import ObjectArithmetic
from lsa_theory.values.arithmetic.signature import signature
from lsa_theory.values.refusals import NotApplicable, SingularInstance


class Rationals(ObjectArithmetic):
    """The rational numbers."""

    name = "rationals"
    exact = True
    signed = True

    def from_fraction(self, value: Fraction | int) -> Any:
        return fmpq(value.numerator, value.denominator)

    def invert_rows(self, rows: Sequence[Sequence[Any]]) -> Sequence[Sequence[Any]]:
        try:
            inverted: Sequence[Sequence[Any]] = fmpq_mat([list(row) for row in rows]).inv().tolist()
        except ZeroDivisionError:
            raise SingularInstance("a matrix that is inverted is singular at this instance") from None
        return inverted

    def norm_of(self, rows: Sequence[Sequence[Any]]) -> Any:
        """Return the norm where it is rational at sight: of a matrix with one entry in each row and column."""
        filled = [[value for value in line if value != 0] for line in (*rows, *zip(*rows, strict=True))]
        if any(len(line) > 1 for line in filled):
            raise NotApplicable("the operator norm of a matrix that is not diagonal is rarely rational")
        return max((abs(value) for line in filled for value in line), default=fmpq(0))

    def function(self, name: str, a: Any) -> Any:
        if name == "sign":
            return self._of_each(lambda rows: fmpq((rows[0][0] > 0) - (rows[0][0] < 0)), a)
        fixed = {"exp": (0, 1), "log": (1, 0), "arcsin": (0, 0), "erf": (0, 0)}[name]
        if any(value != fixed[0] for value in a.flat):
            raise NotApplicable(f"{name} of a rational number is irrational")
        return self._of_each(lambda rows: fmpq(fixed[1]), a)

    def rank_of(self, rows: Sequence[Sequence[Any]]) -> int:
        rank: int = fmpq_mat([list(row) for row in rows]).rref()[1]
        return rank

    def negative_eigenvalues(self, factors: Sequence[Sequence[Sequence[Any]]]) -> Any:
        rows: list[list[Any]] = [[fmpq(1)]]
        for blocks in factors:
            joined = [
                [entry for block in row for entry in block[i].tolist()]
                for row in blocks
                for i in range(row[0].shape[0])
            ]
            rows = [[a * b for a in left for b in right] for left in rows for right in joined]
        return self.array([[signature(rows)[1]]])

    def root_of(self, value: Any, order: int) -> Any:
        if value < 0:
            raise SingularInstance(f"{value} below an even root is negative")
        try:
            return fmpq(_exact_root(value.p, order), _exact_root(value.q, order))
        except ValueError:
            raise NotApplicable(f"the root of order {order} of {value} is not rational") from None


def as_fraction(value: Any) -> Fraction:
    """Return a FLINT fraction as Python's."""
    return Fraction(int(value.p), int(value.q))


def _exact_root(value: Any, order: int) -> Any:
    root = value.root(order)
    if root**order != value:
        raise ValueError("not a perfect power")
    return root
