"""Substitution is one function: lengths, ranges, shapes and laws follow, and all witnesses see one tree."""

import pytest

from lsa_theory.algebra.normal import equal, normal
from lsa_theory.errors import InvalidArgument, ShapeMismatch, UnsupportedExpression
from lsa_theory.expressions import (
    E,
    as_expression,
    at,
    dimension,
    identity,
    matrix,
    positive_definite,
    samples,
    scalar,
    sum_over,
    trace,
)
from lsa_theory.values.arithmetic.rational import Rationals
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.quadrature.cubature import Lattice

d, N, n, t = dimension("d"), dimension("N"), dimension("n"), scalar("t")
L, A, B = positive_definite("Lambda", d), matrix("A", d), matrix("B", d)
X = samples("x", covariance=L, count=N)
S = X.covariance
second = E(S @ S)


def closed(length):
    return (1 + 1 / length) * L @ L + trace(L) * L / length


@pytest.mark.parametrize("length", [3, 7, n])
def test_the_length_of_a_sample_follows(length):
    value = as_expression(length)
    assert equal(at(second, {N: length}), (L @ L) + (L @ L + trace(L) * L) / value)
    assert not equal(at(second, {N: length}), second)


def test_the_evaluator_sees_the_same_length():
    instance = Instance({d: 1, N: 2}, {L: [[1]]})
    value = Evaluator(Rationals(), instance, Lattice()).evaluate(at(second, {N: 4}))
    assert str(value.tolist()) == "[[3/2]]"


def test_two_lengths_of_one_sample_meet_in_one_statement():
    assert equal(at(second, {N: 2}) - second, (1 - 2 * N**-1) / 2 * (L @ L + trace(L) * L))


def test_ranges_and_dimensions_follow():
    assert equal(at(E(sum_over(N, lambda i: X.column(i) @ X.column(i).T)), {N: 3}), 3 * L)
    assert equal(at(trace(identity(d)), {d: 4}), 4)
    assert at(A @ B, {d: 3}).shape == (3, 3)


def test_swaps_are_simultaneous():
    assert equal(at(A @ B, {A: B, B: A}), B @ A)
    assert equal(at(E(trace(X.gram)) + n, {N: n, n: N}), n * trace(L) + N)


@pytest.mark.parametrize("length", [2 * N, N + 1, N + n, 3 * N - 2])
def test_a_formula_may_be_a_length(length):
    assert equal(at(second, {N: length}), closed(length))
    assert not equal(at(second, {N: length}), closed(N))
    sizes = {d: 1, N: 2, n: 3}
    value = Evaluator(Rationals(), Instance(sizes, {L: [[1]]}), Lattice())
    assert value.evaluate(at(second, {N: length})) == value.evaluate(closed(length))


def test_a_formula_is_no_shape_of_a_result():
    with pytest.raises(InvalidArgument, match="its shape would be no dimension any more"):
        at(A, {d: d + 1})


@pytest.mark.parametrize("length", [0, -1])
def test_a_length_that_is_not_positive_is_refused(length):
    with pytest.raises(InvalidArgument, match="positive integer"):
        at(second, {N: length})


def test_a_pole_is_an_error_with_its_reason():
    with pytest.raises(UnsupportedExpression, match="pole"):
        normal(at(1 / (t - 1), {t: 1}))


def test_shapes_are_compared_after_the_sizes_are_in():
    assert equal(at(trace(A), {d: 3, A: matrix("C", 3)}), trace(matrix("C", 3)))
    assert equal(at(trace(A), {d: 3, A: B}), trace(matrix("B", 3)))
    with pytest.raises(ShapeMismatch):
        at(trace(A), {d: 3, A: matrix("C", 4)})
