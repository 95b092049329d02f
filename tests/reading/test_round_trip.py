"""What is printed is read back: every side of every bundled claim, equal or refused, never another formula."""

from __future__ import annotations

from collections import Counter

import pytest

from lsa_theory.algebra.normal import equal
from lsa_theory.catalogue import functions
from lsa_theory.errors import LsaTheoryError
from lsa_theory.expressions.blocks import Block
from lsa_theory.expressions.declare import (
    E,
    dimension,
    gaussian,
    identity,
    matrix,
    positive_definite,
    samples,
    vector,
    zero,
)
from lsa_theory.expressions.entrywise.elementwise import hadamard
from lsa_theory.expressions.expression import Expression
from lsa_theory.expressions.functions import operator_norm
from lsa_theory.expressions.latex import to_latex
from lsa_theory.reading.formula import from_latex
from lsa_theory.reading.places import Unreadable
from lsa_theory.reading.printed import printed_notation
from tests.bundled import bundled_claims

d, N = dimension("d"), dimension("N")
L = positive_definite("Lambda", d)


def _verdict(side: Expression) -> str:
    try:
        back = from_latex(to_latex(side), printed_notation([side]))
    except Unreadable:
        return "refused"
    return "equal" if repr(back) == repr(side) or equal(back, side) else "misread"


@pytest.mark.slow
def test_the_sides_of_the_bundled_claims_are_read_back() -> None:
    sides = [side for item in bundled_claims() for side in item.claim.stated()]
    found = Counter(_verdict(side) for side in sides)
    assert found["misread"] == 0
    # A determinant of a block matrix, and a count of eigenvalues, are not read.
    assert found["refused"] <= 3
    assert found["equal"] >= 389


@pytest.mark.slow
def test_the_formulas_of_the_catalogue_are_read_back() -> None:
    outputs = [
        part for function in functions().values() for part in (*function.outputs, *function.definitions)
    ]
    found = Counter(_verdict(part.expression) for part in outputs)
    assert found == {"equal": len(outputs)}


def test_a_conditional_expectation_prints_what_it_averages() -> None:
    w, x = gaussian("w", covariance=identity(d)), gaussian("x", covariance=L)
    side = E((w.T @ x) ** 2, w)
    assert to_latex(side).startswith(r"\mathbb{E}_{w}[")
    assert equal(from_latex(to_latex(side), printed_notation([side])), x.T @ x)


def test_a_sample_and_a_letter_that_print_alike_are_refused() -> None:
    sample = samples("x", covariance=L, count=N)
    with pytest.raises(LsaTheoryError, match="two things"):
        printed_notation([sample.gram + matrix("X", d)])


def test_another_formula_is_not_equal_to_what_was_read() -> None:
    A, B = matrix("A", d), matrix("B", d)
    side = A @ B + L
    back = from_latex(to_latex(side), printed_notation([side]))
    assert not equal(back, B @ A + L)


def test_a_product_keeps_its_brackets_inside_an_elementwise_one() -> None:
    A, B, v = matrix("A", d), matrix("B", d), vector("v", d)
    for side in (hadamard(A @ B, A), hadamard(v @ v.T, A) @ B, hadamard(A, A.T)):
        assert _verdict(side) == "equal"
    assert to_latex(hadamard(A @ B, A)) != to_latex(A @ hadamard(B, A))


def test_the_norm_of_a_block_matrix_is_read_back() -> None:
    A, v = matrix("A", d), vector("v", d)
    for rows in (((A, v),), ((A, A.T), (A.T, A)), ((A, zero(d, d)), (zero(d, d), A))):
        assert _verdict(operator_norm(Block(rows))) == "equal"
