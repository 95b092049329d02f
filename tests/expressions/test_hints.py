"""What a habit from NumPy or SymPy is answered."""

import pytest

from lsa_theory.errors import InvalidArgument, UnsupportedExpression
from lsa_theory.expressions import dimension, matrix, scalar, trace

d = dimension("d")
NAME = "nonsense"
A, B, s = matrix("A", d), matrix("B", d), scalar("s")


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("inv", "inverse"),
        ("trace", "trace"),
        ("transpose", r"A\.T"),
        ("dot", "@"),
        ("det", "traces"),
        ("norm", "norm"),
    ],
)
def test_a_method_that_is_missing_is_answered_by_what_to_write(name, instead):
    with pytest.raises(AttributeError, match=rf"no attribute '{name}'; write .*{instead}"):
        getattr(A, name)


def test_any_other_name_is_just_missing():
    with pytest.raises(AttributeError, match=r"no attribute 'nonsense'$"):
        getattr(A, NAME)
    assert not hasattr(A, "as_expression")


@pytest.mark.parametrize("index", [0, (0, 1, 2), slice(1), (0, 1.0), "ij"])
def test_what_is_no_place_of_an_entry_is_refused(index):
    with pytest.raises(InvalidArgument, match="has no entry"):
        A[index]


@pytest.mark.parametrize("index", [(0, -1), (True, 0)])
def test_places_are_counted_from_zero(index):
    with pytest.raises(InvalidArgument, match="is no place"):
        A[index]


def test_an_expression_is_not_gone_through():
    with pytest.raises(UnsupportedExpression, match="no entries to go through"):
        list(A)


@pytest.mark.parametrize("compared", [lambda: A >= B, lambda: A < B, lambda: s > 0, lambda: s <= 1])
def test_an_order_is_a_claim(compared):
    with pytest.raises(UnsupportedExpression, match="Inequality"):
        compared()


def test_sum_of_matrices_is_their_sum():
    assert sum([A, B]) == A + B
    assert sum([trace(A), s]) == trace(A) + s


def test_only_the_zero_that_sum_starts_from_is_taken():
    with pytest.raises(UnsupportedExpression):
        0.0 + A
    with pytest.raises(ValueError, match="cannot add"):
        1 + A
