"""Evaluation in numbers, entry by entry, and its errors."""

import numpy as np
import pytest

from lsa_theory.errors import InvalidArgument, ShapeMismatch, UnsupportedExpression
from lsa_theory.expressions import (
    E,
    at,
    dimension,
    gaussian,
    identity,
    matrix,
    positive_definite,
    scalar,
    square_root,
    trace,
    vector,
    zero,
)
from lsa_theory.values.moving_state import NotFollowed, Packing, integrated
from lsa_theory.values.numerics.evaluate import evaluate
from lsa_theory.values.numerics.flow import follow
from lsa_theory.values.numerics.solve import solve_polynomial_system

d, k = dimension("d"), dimension("k")
A, L, v, c = matrix("A", d, k), positive_definite("L", d), vector("v", d), scalar("c")
NUMBERS = {A: np.arange(6.0).reshape(2, 3), L: np.array([[2.0, 1.0], [1.0, 3.0]]), v: [1.0, -1.0], c: 0.5}


def test_every_node():
    a, el, w = NUMBERS[A], NUMBERS[L], np.array([[1.0], [-1.0]])
    tree = c * L**-2 @ A @ A.T + trace(L) * identity(d) - v @ v.T / k + zero(d, d)
    by_hand = 0.5 * np.linalg.inv(el @ el) @ a @ a.T + 5 * np.eye(2) - w @ w.T / 3
    assert np.allclose(evaluate(tree, NUMBERS), by_hand, rtol=1e-14)
    root = evaluate(square_root(L), NUMBERS)
    assert np.allclose(root @ root, el)
    assert float(evaluate(at(c**2 * d, {c: c + 1}), NUMBERS)[0, 0]) == 4.5


def test_what_is_missing_or_does_not_fit():
    with pytest.raises(InvalidArgument, match="L has no value"):
        evaluate(L, {})
    with pytest.raises(InvalidArgument, match="size of d is not known"):
        evaluate(identity(d), {})
    with pytest.raises(ShapeMismatch, match="is 3 by one value and 2 by another"):
        evaluate(L @ A, NUMBERS | {A: np.ones((3, 3))})
    with pytest.raises(ShapeMismatch, match="expected"):
        evaluate(c * c, {c: [[1.0, 2.0]]})
    with pytest.raises(UnsupportedExpression, match="take normal"):
        evaluate(E(gaussian("x", covariance=L)), NUMBERS)


def test_roots_of_a_polynomial_system():
    x, y = scalar("x"), scalar("y")
    roots = solve_polynomial_system({x: x**2 - c, y: x * y - 1}, {c: 4}, np.random.default_rng(0), spread=3)
    assert sorted((round(float(r.value[x][0, 0]), 9), round(float(r.value[y][0, 0]), 9)) for r in roots) == [
        (-2.0, -0.5),
        (2.0, 0.5),
    ]
    assert all(r.residual < 1e-9 and r.error < 1e-9 for r in roots)


def test_a_root_that_is_not_isolated_has_no_error_bound():
    x, y = scalar("x"), scalar("y")
    roots = solve_polynomial_system(
        {x: x * y - c, y: c * x * y - c**2}, {c: 2}, np.random.default_rng(0), starts=3
    )
    assert roots
    assert all(r.error == np.inf for r in roots)


def test_states_are_packed_in_order_and_come_back_along_a_path():
    packing = Packing({A: (2, 3), c: (1, 1)})
    state = {A: np.arange(6.0).reshape(2, 3), c: 7}
    flat = packing.flat(state)
    assert flat.tolist() == [0, 1, 2, 3, 4, 5, 7]
    path = packing.parts(np.stack([flat, 2 * flat]))
    assert path[A].shape == (2, 2, 3)
    assert path[c][1] == 14
    assert packing.joined([np.ones((1, 1)), np.ones((1, 1))]).tolist() == [1] * 7


@pytest.mark.parametrize(
    ("state", "message"), [({A: np.eye(2)}, "lacks c"), ({A: np.eye(3), c: 1}, r"gives A the shape \(3, 3\)")]
)
def test_a_state_that_does_not_fit_is_refused(state, message):
    with pytest.raises(InvalidArgument, match=message):
        Packing({A: (2, 2), c: (1, 1)}).flat(state)


def test_a_flow_that_leaves_the_numbers_is_not_followed():
    with pytest.raises(NotFollowed, match="not finite"):
        integrated(lambda y: y * np.nan, np.ones(1), (0.0, 2.0), 1e-8)


def test_what_a_system_or_a_flow_lacks_is_said_in_the_words_of_who_gave_the_values():
    t, u = scalar("t"), scalar("u")
    rng, average = np.random.default_rng(0), E((gaussian("x", covariance=L).T @ v) ** 2)
    with pytest.raises(InvalidArgument, match="c has no value"):
        solve_polynomial_system({t: t - c}, {}, rng)
    with pytest.raises(InvalidArgument, match="size of d is not known"):
        solve_polynomial_system({t: t - d}, {}, rng)
    with pytest.raises(UnsupportedExpression, match="take normal"):
        solve_polynomial_system({t: t - average}, {L: NUMBERS[L], v: NUMBERS[v]}, rng)
    with pytest.raises(InvalidArgument, match="u has no value"):
        follow({t: -u * t}, {t: 1}, {}, [0, 1])


def test_all_entries_and_letters_of_a_flow_move():
    start = {v: [1.0, -2.0], c: 0.5}
    path = follow({v: -c * L @ v, c: -c}, start, {L: NUMBERS[L]}, [0.0, 1.0, 2.0])
    assert np.allclose(path.states[c].ravel(), 0.5 * np.exp(-path.times), rtol=1e-8)
    values, vectors = np.linalg.eigh(NUMBERS[L])
    for k, passed in enumerate(0.5 * (1 - np.exp(-path.times))):
        expected = vectors @ (np.exp(-values * passed) * (vectors.T @ [1.0, -2.0]))
        assert np.allclose(path.at(k)[v].ravel(), expected, rtol=1e-8)


def test_a_right_side_that_is_a_number_fills_its_matrix():
    B = matrix("B", 2)
    path = follow({B: zero(2, 2) + c * identity(2)}, {B: np.zeros((2, 2))}, {c: 3}, [0.0, 1.0])
    assert np.allclose(path.at(1)[B], 3 * np.eye(2))
