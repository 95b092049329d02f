"""Forms that are asked for by name: equal to what was given, and of the shape that the name says."""

from __future__ import annotations

import pytest

# From the front door: with it the methods are put on expressions.
from lsa_theory import at, dimension, identity, matrix, positive_definite, scalar, trace
from lsa_theory.algebra.normal import equal
from lsa_theory.errors import InvalidArgument, UnsupportedExpression
from lsa_theory.expressions.expression import Sum, walk

d, N, M = dimension("d"), dimension("N"), dimension("M")
L, A, G = positive_definite("Lambda", d), matrix("A", d), positive_definite("Gamma", d)
a, s = scalar("a"), scalar("s", positive=True)
I = identity(d)
GAMMA = (1 + 1 / N) * L + trace(L) / N * I
TREES = [
    (a + 1) ** 2 * L - L,
    trace(A) ** 2 - 2 * trace(A) + 1,
    (L + a * I) @ (L - a * I) @ A,
    (N + 1) / N * L + trace(L) / (M * N**2) * I,
    trace(L @ L @ GAMMA**-2) / M + trace(L),
]


@pytest.mark.parametrize("tree", TREES, ids=repr)
def test_expanded_and_factored_are_equal_to_what_was_given(tree: object) -> None:
    assert equal(tree.expand(), tree)  # type: ignore[attr-defined]
    assert equal(tree.factor(), tree)  # type: ignore[attr-defined]


def test_a_product_is_found_where_there_is_one() -> None:
    assert not isinstance((L**2 + 2 * a * L).factor(), Sum)
    assert not isinstance((a**2 - s**2).factor(), Sum)
    assert isinstance((L + A).factor(), Sum)


def test_powers_of_a_letter_are_collected_highest_first() -> None:
    tree = (N + 1) * N * L + trace(L) * N * L + A
    found = tree.collect(N)
    assert equal(found, tree)
    assert repr(found) == "N**2 * Lambda + N * ((1 + tr(Lambda)) * Lambda) + A" or isinstance(found, Sum)
    assert len(found.terms) == 3  # type: ignore[attr-defined]


def test_orders_of_one_over_a_length_are_apart() -> None:
    tree = (L + (L + trace(L) * L) / N) / N + L
    found = tree.orders(1 / N)
    assert equal(found, tree)
    assert len(found.terms) == 3  # type: ignore[attr-defined]
    assert tree.orders(N) == found


def test_a_letter_inside_an_inverse_has_no_orders() -> None:
    with pytest.raises(UnsupportedExpression, match="no finite sum over its powers"):
        (GAMMA**-1).orders(1 / N)
    with pytest.raises(InvalidArgument, match="no scalar letter"):
        L.collect(L)
    with pytest.raises(InvalidArgument, match="no scalar letter"):
        L.orders(2 / N)


def test_a_form_in_a_letter_holds_the_letter_and_is_equal_once_it_is_put_in() -> None:
    tree = trace(L @ L @ GAMMA**-1)
    for found in (tree.in_terms_of({G: GAMMA}), tree.in_terms_of(GAMMA)):
        assert any(node == G for node in walk(found))
        assert equal(at(found, {G: GAMMA}), tree)
    with pytest.raises(UnsupportedExpression, match="in terms of Gamma was found"):
        trace(A).in_terms_of({G: GAMMA})


def test_compact_is_a_method_too() -> None:
    assert (L + L).compact() == (2 * L).compact()
