"""What people who come from SymPy or NumPy try works, or says what to write instead."""

import pytest

from lsa_theory import (
    Claim,
    TendsTo,
    dimension,
    equal,
    judge,
    matrix,
    positive_definite,
    scalar,
    trace,
    vector,
)
from lsa_theory.errors import ShapeMismatch, UnsupportedExpression

d, N = dimension("d"), dimension("N")
A, L, a, t = matrix("A", d), positive_definite("L", d), vector("a", d), scalar("t")


@pytest.mark.parametrize(
    ("attempt", "instead"),
    [
        (lambda: A.inv(), "inverse"),
        (lambda: A.I, "inverse"),
        (lambda: A.transpose(), "A.T"),
        (lambda: A.trace(), "trace"),
        (lambda: A.norm(), "norm_squared"),
        (lambda: A.subs(A, L), "at"),
        (lambda: trace(A).diff(A), "gradient"),
        (lambda: A.simplify(), "compact"),
    ],
)
def test_a_name_of_another_library_says_what_it_is_here(attempt, instead):
    with pytest.raises(AttributeError, match=instead):
        attempt()


def test_an_unknown_name_is_a_plain_attribute_error():
    with pytest.raises(AttributeError, match="has no attribute 'frobnicate'"):
        A.frobnicate()
    assert not hasattr(A, "__array__")


@pytest.mark.parametrize(
    ("attempt", "instead"),
    [
        (lambda: A * L, "hadamard"),
        (lambda: list(a), "as a whole"),
        (lambda: t >= 0, "Inequality"),
        (lambda: L > 0, "MatrixInequality"),
        (lambda: bool(A), "equal"),
    ],
)
def test_what_has_no_meaning_says_what_to_write(attempt, instead):
    with pytest.raises((UnsupportedExpression, ShapeMismatch, TypeError), match=instead):
        attempt()


def test_sum_adds_matrices():
    assert equal(sum([A, A, L]), 2 * A + L)


def test_claims_and_judgements_print_in_a_few_lines():
    claim = Claim(trace(A @ L), trace(A @ L.T @ L))
    assert repr(claim) == "Claim(tr(A @ L) = tr(A @ L.T @ L))"
    assert repr(TendsTo(N / (N + 1), 1, N)) == "TendsTo(N / (N + 1) -> 1 as N -> oo)"
    judgement = judge(claim)
    shown = repr(judgement)
    assert shown.startswith("refuted: tr(A @ L) = ")
    assert "counterexample" in shown
    assert len(shown.splitlines()) < 12
    assert "<article" in judgement._repr_html_()
    assert claim._repr_latex_().startswith(r"$\displaystyle \operatorname{tr}")
