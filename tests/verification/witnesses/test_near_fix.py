"""A refutation says which right side, near the one that was typed, is equal; it is decided, never guessed."""

from __future__ import annotations

import re

import pytest

from lsa_theory.algebra.compact.compacting import compact
from lsa_theory.algebra.compact.near import nearest_right
from lsa_theory.algebra.normal import difference, equal
from lsa_theory.claims.equality import Claim
from lsa_theory.expressions import E, dimension, gaussian, identity, matrix, positive_definite, samples, trace
from lsa_theory.verification.judge import judge

d, N = dimension("d"), dimension("N")
L, A, B = positive_definite("Lambda", d), matrix("A", d), matrix("B", d)
x = gaussian("x", covariance=L)
X = samples("x", covariance=L, count=N)
FOURTH = E(x @ x.T @ A @ x @ x.T)
SECOND = E(X @ X.T @ X @ X.T) / N**2

WRONG = {
    "factor 2": (trace(L), 2 * trace(L)),
    "coefficient": (FOURTH, 3 * L @ (A + A.T) @ L + trace(A @ L) * L),
    "1/N for 1/(N+1)": (SECOND, (1 + 1 / N) * L**2 + trace(L) * L / (N + 1)),
    "transpose": (FOURTH, L @ (A + A) @ L + trace(A @ L) * L),
    "power": (FOURTH, L @ (A + A.T) @ L + trace(A @ L) * L**2),
    "missing trace": (FOURTH, L @ (A + A.T) @ L + A @ L @ L),
    "sign": (A - B, A + B),
    "missing term": (SECOND, (1 + 1 / N) * L**2),
    "term too much": (trace(L), trace(L) + trace(A)),
    "another letter": (trace(A @ L), trace(B @ L)),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_usual_slip_is_set_right(kind: str) -> None:
    left, right = WRONG[kind]
    found = nearest_right(left, right, difference(left, right))
    assert found is not None
    assert equal(left, found)
    assert not equal(left, right)


def test_a_right_side_that_is_far_off_is_not_mended() -> None:
    left, right = trace(A @ B @ A @ B) + 2 * trace(A @ A) + trace(B), trace(L @ L @ L) * trace(A)
    assert nearest_right(left, right, difference(left, right)) is None


def test_the_refutation_prints_the_compact_difference_and_the_right_side() -> None:
    left, right = WRONG["1/N for 1/(N+1)"]
    finding = judge(Claim(left, right), witnesses=["algebra"]).findings[0]
    assert re.fullmatch(
        r"left - right = tr\(Lambda\) \* Lambda / \(N \* \(N \+ 1\)\); equal is: right = .*", finding.figure
    )


def test_of_a_long_sum_the_term_that_differs_is_shown() -> None:
    long = sum((trace((A @ B) ** k @ L @ (L + identity(d)) ** -2 @ A.T) for k in range(2, 7)), start=trace(L))
    finding = judge(Claim(long, long + trace(L)), witnesses=["algebra"]).findings[0]
    assert "equal is: right" in finding.figure


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_left_over_in_short_changes_nothing_that_is_found(kind: str) -> None:
    left, right = WRONG[kind]
    left_over = difference(left, right)
    short = nearest_right(left, right, left_over, compact(left_over))
    assert short == nearest_right(left, right, left_over)


def test_a_refutation_names_the_missing_term() -> None:
    left, right = WRONG["missing term"]
    finding = judge(Claim(left, right), witnesses=["algebra"]).findings[0]
    assert "equal is: right = " in finding.figure


def test_no_term_is_added_that_is_longer_than_half_the_right_side() -> None:
    left = trace(A @ B @ A @ L @ B @ B @ L @ A @ B @ L @ B @ A @ A @ L) + trace(L)
    left_over = difference(left, trace(L))
    assert nearest_right(left, trace(L), left_over, compact(left_over)) is None
