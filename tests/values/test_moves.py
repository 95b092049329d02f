"""Gradients by moving entries: all moves in one walk, or in turn where a law moves along."""

from fractions import Fraction

import pytest

from lsa_theory import E, at, dimension, gaussian, gradient, identity, matrix, scalar, symmetric, trace
from lsa_theory.expressions import positive_definite
from lsa_theory.values.arithmetic.rational import Rationals
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.quadrature.cubature import Lattice

d, k = dimension("d"), dimension("k")
A, B, R = matrix("A", d), matrix("B", d), matrix("R", d, k)
S, C, c = symmetric("S", d), positive_definite("C", d), scalar("c")
x, y = gaussian("x", covariance=identity(d)), gaussian("y", covariance=C)
AT = Instance(
    {d: 2, k: 3},
    {
        A: [[1, 2], [3, 4]],
        B: [[0, 1], [1, 1]],
        R: [[1, 2, 3], [4, 5, 6]],
        S: [[1, 2], [2, 5]],
        C: [[2, 1], [1, 3]],
        c: [[Fraction(3, 2)]],
    },
)


class InTurn(Evaluator):
    many_moves = False


TREES = {
    "of a rectangle": gradient(trace(R @ R.T @ A), R),
    "of degree six": gradient(trace(A @ A @ A) ** 2, A),
    "of a scalar": gradient(c**4 * trace(A @ B), c),
    "of a symmetric matrix": gradient(trace(S @ A @ S @ B) ** 2, S),
    "of what does not move": gradient(trace(B) ** 2, A),
    "of what moves to the power zero": gradient(trace(A) - trace(A), A),
    "of an average": gradient(E((x.T @ A @ x) ** 2), A),
    "in an average": E(x.T @ gradient(trace(x @ x.T @ A @ A), A) @ x),
    "of a law's covariance": gradient(E((y.T @ y) ** 2), C),
    "of a law that moves along": gradient(at(E((y.T @ A @ y) ** 2), {C: C @ C}), C),
    "of a gradient": gradient(trace(gradient(trace(A @ A @ A), A) @ B), A),
    "of a gradient by another letter": gradient(trace(gradient(trace(A @ S @ A), A) @ S), S),
    "under a substitution": gradient(at(trace(A @ A), {A: A @ B + S}), S),
}


@pytest.mark.parametrize("name", TREES)
def test_all_moves_at_once_give_what_one_after_another_give(name):
    together, in_turn = (
        kind(Rationals(), AT, Lattice()).evaluate(TREES[name]) for kind in (Evaluator, InTurn)
    )
    assert together.shape == in_turn.shape
    assert (together == in_turn).all()


def test_the_gradient_of_a_rectangle_is_placed_as_the_rectangle():
    value = Evaluator(Rationals(), AT).evaluate(gradient(trace(R.T @ A @ R), R))
    expected = Evaluator(Rationals(), AT).evaluate((A + A.T) @ R)
    assert (value == expected).all()


@pytest.mark.parametrize("most", [1, 3])
@pytest.mark.parametrize("name", TREES)
def test_so_do_few_moves_in_each_walk(name, most, monkeypatch):
    together = Evaluator(Rationals(), AT, Lattice()).evaluate(TREES[name])
    monkeypatch.setattr("lsa_theory.values.evaluate._MOVES", most)
    assert (Evaluator(Rationals(), AT, Lattice()).evaluate(TREES[name]) == together).all()
