"""What `compact` returns is equal, not longer than what was typed, and what an author would write."""

from __future__ import annotations

from fractions import Fraction

import pytest

from benchmarks.authors_form import Form, forms
from lsa_theory.algebra.compact.compacting import compact
from lsa_theory.algebra.compact.length import length, tokens
from lsa_theory.algebra.compact.proposing import by_words, with_letters
from lsa_theory.algebra.normal import equal, normal
from lsa_theory.descriptions import (
    InContextRegression,
    LinearSelfAttention,
    global_minimum,
    population_loss,
    prediction_risk,
)
from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions import (
    E,
    at,
    dimension,
    gaussian,
    identity,
    matrix,
    positive_definite,
    scalar,
    symmetric,
    trace,
    vector,
)

d, N, M = dimension("d"), dimension("N"), dimension("M")
L, S = positive_definite("Lambda", d), positive_definite("Sigma", d)
A, B = matrix("A", d), matrix("B", d)
K = symmetric("K", d)
s, c = scalar("s", positive=True), scalar("c")
v, w = vector("v", d), vector("w", d)
G = positive_definite("Gamma", d)
I = identity(d)
NOISY = (1 + 1 / N) * L + (trace(L) + s) / N * I
FORMS = list(forms())


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.name)
def test_an_authors_form_is_found_again_from_its_normal_form(form: Form) -> None:
    put = form.letters
    whole = at(form.printed, put) if put else form.printed
    found = compact(normal(whole).as_expression(), definitions=put)
    assert equal(at(found, put) if put else found, whole)
    assert length(found) <= Fraction(13, 10) * length(form.printed)


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.name)
def test_what_was_typed_is_never_made_longer(form: Form) -> None:
    found = compact(form.printed, definitions=form.letters)
    assert length(found) <= length(form.printed)
    assert compact(found, definitions=form.letters) == found or length(
        compact(found, definitions=form.letters)
    ) < length(found)


def test_the_risk_with_label_noise_is_two_traces() -> None:
    risk = prediction_risk(
        global_minimum(population_loss(LinearSelfAttention(), InContextRegression(noise=s)))
    ).as_expression()
    y = trace(L) + s
    short = trace(L @ (L + y * I) ** 2 @ G**-2) / N**2 + trace(L**2 @ (L + y * I) @ G**-2) / M
    found = compact(risk, definitions={G: NOISY})
    assert equal(at(found, {G: NOISY}), risk)
    assert length(found) <= length(short) < length(risk) / 10


def test_a_formula_without_a_normal_form_is_left_as_it_was_typed() -> None:
    x = gaussian("x", covariance=L)
    tree = E((x.T @ x) ** -1)
    assert compact(tree) == tree


def test_letters_that_are_used_by_others_do_not_mix() -> None:
    # The two families do not commute: a difference of squares is no product here.
    tree = trace(A @ L**2) - trace(A @ S**2)
    assert equal(compact(tree), tree)
    assert equal(compact(L @ L - S @ S), L @ L - S @ S)
    assert not equal(compact(L @ L - S @ S), (L - S) @ (L + S))


@pytest.mark.parametrize(
    "tree",
    [
        s ** Fraction(1, 2) * L + s ** Fraction(3, 2) * I,
        L ** Fraction(1, 2) @ A @ L ** Fraction(1, 2) + s * A,
        (L + s * I) ** Fraction(-1, 2) @ A,
        trace(A) ** 3 - 3 * trace(A) ** 2 + 3 * trace(A) - 1,
        0 * A,
        A - A,
        trace(A) * 0 + 1,
        (A + B) ** -1 @ L,
        (trace(L) + 1) ** -2 * L + (trace(L) + 1) ** -1 * L**2,
        K @ K - K,
        identity(3) * trace(L) + identity(3),
        (v.T @ w) ** 2 - (v.T @ v) * (w.T @ w),
        v @ w.T - w @ v.T,
    ],
    ids=repr,
)
def test_roots_numbers_inverses_and_zero_come_back_equal(tree: object) -> None:
    found = compact(tree)
    assert equal(found, tree)
    assert length(found) <= length(tree)  # type: ignore[arg-type]


def test_the_result_does_not_depend_on_the_order_of_the_terms() -> None:
    terms = [trace(L) * L, 2 * L @ L, s * L, L @ A @ L]
    one = normal(terms[0] + terms[1] + terms[2] + terms[3])
    other = normal(terms[3] + terms[1] + terms[0] + terms[2])
    assert compact(one) == compact(other)


def test_a_definition_that_is_no_letter_or_has_another_shape_is_refused() -> None:
    with pytest.raises(InvalidArgument, match="is no letter"):
        compact(L, definitions={2 * L: L})  # type: ignore[dict-item]
    with pytest.raises(InvalidArgument, match="definitions: Gamma is d x d"):
        compact(L, definitions={G: s})
    with pytest.raises(InvalidArgument, match="sum of functions of one matrix"):
        compact(L, definitions={G: A @ L @ A.T})


def test_the_letter_for_the_minimiser_is_explained_where_it_is_used() -> None:
    minimum = global_minimum(population_loss(LinearSelfAttention(), InContextRegression(noise=s)))
    assert minimum.product is not None
    found = with_letters(prediction_risk(minimum).as_expression(), inverses=[minimum.product])
    assert repr(found).endswith("where Gamma = (N + 1) * Lambda / N + (s + tr(Lambda)) * I / N")
    (letter,) = found.where
    assert equal(at(found.tree, found.where), prediction_risk(minimum).as_expression())
    assert letter == G


def test_a_sum_by_words_has_one_term_a_word() -> None:
    assert repr(by_words(NOISY)) == "(N + 1) * Lambda / N + (s + tr(Lambda)) * I / N"


def test_braces_and_stretching_brackets_are_not_counted() -> None:
    assert tokens(r"\left(\frac{1}{N}\right)") == tokens(r"(\frac 1 N)") == 5


@pytest.mark.parametrize(
    "tree",
    [(L + S) @ (L - S), (A - A.T) @ L @ (A + A.T), (v + w) @ (v - w).T, (A + 2 * B) @ (c * A - B)],
    ids=repr,
)
def test_a_product_of_two_sums_of_matrices_is_found_again(tree: object) -> None:
    found = compact(normal(tree))
    assert equal(found, tree)
    assert length(found) < length(normal(tree).as_expression())


def test_four_words_that_are_no_product_stay_a_sum() -> None:
    tree = L @ L + L @ S + S @ L + 2 * S @ S
    found = compact(tree)
    assert equal(found, tree)
    assert not equal(found, (L + S) @ (L + S))


def test_the_loss_above_its_minimum_is_a_square() -> None:
    tree = trace(NOISY @ L @ A @ L @ A.T) / 2 - trace(L**2 @ A) + trace(L**2 @ NOISY**-1) / 2
    found = compact(tree, definitions={G: NOISY})
    assert repr(found).count("A - Gamma**(-1)") == 2
