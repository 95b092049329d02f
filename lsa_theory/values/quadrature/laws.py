"""Random vectors at an instance: a law with values for its mean and covariance, and its triangular factor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from lsa_theory.values.arithmetic.base import Arithmetic
from lsa_theory.values.refusals import NotApplicable, SingularInstance


@dataclass(frozen=True)
class LawAt:
    """The law of one source: `count` i.i.d. columns with mean (d x 1) and covariance (d x d).

    `declared` says that only moments up to order two are known, so that any law with these moments realises
    it; `name` is for messages. `even` gives E s^(2k) where each column is s times a Gaussian one with E s^2 = 1.
    `coordinate` gives the central moments of one coordinate where all are independent and alike, `atoms` its centred
    values and their probabilities where these are few. `frame` says that the columns are orthonormal, not independent.
    """

    name: str
    covariance: Any
    mean: Any
    count: int
    declared: bool
    even: Callable[[int], Any] | None = None
    coordinate: Callable[[int], Any] | None = None
    atoms: Callable[[], tuple[tuple[Any, Any], ...]] | None = None
    frame: bool = False


class Rule(Protocol):
    """How an expectation becomes a weighted sum over points."""

    def __call__(self, arithmetic: Arithmetic, law: LawAt, degree: int) -> tuple[Any, Any]:
        """Return points of shape (n, d, count) and weights of shape (n, 1, 1) that add up to one.

        The sum is the expectation of every polynomial of total degree at most `degree`.
        """

    def size(self, dimension: int, degree: int) -> int:
        """Return the number of points for `dimension` scalar variables, before any is made."""

    def frames(self, rows: int, cols: int, degree: int) -> int:
        """Return the number of points for a random matrix of orthonormal columns."""


def triangular(arithmetic: Arithmetic, covariance: Any, name: str) -> tuple[list[list[Any]], list[Any]]:
    """Return L (unit lower triangular, as rows of 1 x 1 values) and the diagonal of D with C = L D L'.

    No square root is taken, so this works over any field. A pivot that is exactly zero drops its direction,
    as a degenerate covariance asks for.
    """
    d = arithmetic.shape(covariance)[-1]
    entry = [
        [arithmetic.entries(covariance, (slice(i, i + 1), slice(j, j + 1))) for j in range(d)]
        for i in range(d)
    ]
    if arithmetic.exact:
        _check_symmetric(entry, name)
    lower = [[arithmetic.number(int(i == j)) for j in range(d)] for i in range(d)]
    pivots: list[Any] = []
    for j in range(d):
        pivot = entry[j][j]
        for k in range(j):
            square = arithmetic.matmul(lower[j][k], arithmetic.matmul(pivots[k], lower[j][k]))
            pivot = arithmetic.subtract(pivot, square)
        if arithmetic.signed and bool((pivot < 0).any()):
            raise SingularInstance(f"the covariance of {name} is not positive semi-definite at the instance")
        pivots.append(pivot)
        vanishes = arithmetic.exact and bool((pivot == 0).all())
        for i in range(j + 1, d):
            rest = entry[i][j]
            for k in range(j):
                product = arithmetic.matmul(lower[i][k], arithmetic.matmul(pivots[k], lower[j][k]))
                rest = arithmetic.subtract(rest, product)
            if vanishes and bool((rest != 0).any()):
                raise NotApplicable(f"the covariance of {name} is not positive semi-definite at the instance")
            lower[i][j] = (
                arithmetic.zeros(1, 1) if vanishes else arithmetic.matmul(rest, arithmetic.inverse(pivot))
            )
    return lower, pivots


def _check_symmetric(entry: list[list[Any]], name: str) -> None:
    for i, row in enumerate(entry):
        for j in range(i):
            if bool((row[j] != entry[j][i]).any()):
                raise NotApplicable(f"the covariance of {name} is not symmetric at the tested instance")


def transform(arithmetic: Arithmetic, lower: list[list[Any]], mean: Any, standard: Any) -> Any:
    """Return mean + L Z for points Z of shape (n, d, count)."""
    d = len(lower)
    rows = []
    for i in range(d):
        row = arithmetic.entries(standard, (..., slice(i, i + 1), slice(None)))
        for k in range(i):
            other = arithmetic.entries(standard, (..., slice(k, k + 1), slice(None)))
            row = arithmetic.add(row, arithmetic.multiply(lower[i][k], other))
        if mean is not None:
            row = arithmetic.add(row, arithmetic.entries(mean, (slice(i, i + 1), slice(None))))
        rows.append(row)
    return arithmetic.stack_rows(rows)
