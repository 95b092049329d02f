"""A program gives what the evaluator gives, whatever moves."""

from fractions import Fraction

import numpy as np
import pytest

from lsa_theory import (
    E,
    at,
    dimension,
    gaussian,
    gradient,
    hadamard,
    identity,
    inverse,
    matrix,
    operator_norm,
    positive_definite,
    samples,
    scalar,
    trace,
)
from lsa_theory.values.arithmetic.plain import Plain
from lsa_theory.values.arithmetic.rational import Rationals
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.program import Program
from lsa_theory.values.quadrature.cubature import Lattice
from lsa_theory.values.refusals import SingularInstance

d, N = dimension("d"), dimension("N")
A, L, s = matrix("A", d), positive_definite("L", d), scalar("s", positive=True)
x = gaussian("x", covariance=L)
X = samples("X", covariance=L, count=N)
AT = Instance({d: 2, N: 2}, {A: [[1, 2], [3, 5]], L: [[2, 1], [1, 3]], s: [[2]]})
ELSEWHERE = {A: [[0, -1], [2, 4]], L: [[5, 1], [1, 1]], s: [[3]]}
FORMULAS = {
    "inverses and traces": s**-2 * (inverse(L) @ A @ L @ A.T) - trace(L @ A) * A / 3 + s * L,
    "a dimension": d * A + N * identity(d),
    "elementwise": hadamard(A, L) @ A.T,
    "a gradient": gradient(trace(A @ A @ L), A),
    "an average": E(x @ x.T @ A @ x @ x.T) / s,
    "an average over a sample": E(trace(X.covariance @ A) * X.covariance),
    "letters replaced": at(trace(A @ L) * A, {A: A @ A + s * L, L: L @ L}),
    "letters replaced twice": at(at(A @ L, {A: L @ A}), {L: s * L}),
    "a length replaced": at(N * E(trace(X.covariance)), {N: N + 1}),
}


@pytest.mark.parametrize("moving", [[A], [s], [L], [A, L, s]], ids=str)
@pytest.mark.parametrize("name", FORMULAS)
def test_a_program_gives_what_the_evaluator_gives(name, moving):
    formula, ring = FORMULAS[name], Rationals()
    program = Program([formula, A @ formula if formula.rows == d else formula], moving, AT, ring, Lattice())
    for values in (AT.values, ELSEWHERE):
        there = Instance(AT.sizes, {**AT.values, **{letter: values[letter] for letter in moving}})
        expected = Evaluator(ring, there, Lattice()).evaluate(formula)
        found = program([ring.array(there.values[letter]) for letter in moving])
        assert found[0].tolist() == expected.tolist()


def test_what_does_not_move_is_computed_beforehand():
    program = Program([trace(A @ L) * s], [s], AT, Rationals())
    assert len(program._steps) == 1


def test_shared_nodes_are_one_step():
    square = A @ A
    program = Program([square @ square + square], [A], AT, Rationals())
    assert len(program._steps) == 3


def test_equal_parts_are_one_step_wherever_they_stand():
    B = matrix("B", d)
    twice = trace(A @ L) + at(trace(A @ B), {B: L}) + trace(A @ L) ** 2
    program = Program([twice, 3 * trace(A @ L), 3 * trace(A @ L)], [A], AT, Rationals())
    products = [step for step in program._steps if step[1] == program._ring.matmul]
    # A L, and the square of its trace.
    assert len(products) == 2
    assert [value.tolist() for value in program([Rationals().identity(2)])] == [
        [[5 + 5 + 25]],
        [[15]],
        [[15]],
    ]


def test_powers_of_one_matrix_share_its_inverse_and_its_squares():
    powers = [L**k for k in (-1, -2, -4, 2, 4, 5)]
    program = Program(powers, [L], Instance({d: 2}, {}), Rationals())
    names = [step[1].__name__ for step in program._steps]
    # Of the inverse two squares; of the matrix two, and one product.
    assert (names.count("inverse"), names.count("matmul")) == (1, 5)
    at_two = [[Fraction(2), Fraction(1)], [Fraction(1), Fraction(3)]]
    found = program([Rationals().array(at_two)])
    expected = Evaluator(Rationals(), Instance({d: 2}, {L: at_two})).evaluate_all(powers)
    assert [v.tolist() for v in found] == [v.tolist() for v in expected]


def test_an_operator_norm_moves():
    program = Program([operator_norm(A)], [A], AT, Plain())
    assert program([np.diag([3.0, -4.0])])[0][0, 0] == 4.0
    assert program([np.diag([3.0, 1.0])])[0][0, 0] == 3.0


@pytest.mark.parametrize("moving", [[], [A], [A, L, s]], ids=str)
@pytest.mark.parametrize("name", FORMULAS)
def test_a_program_at_other_sizes_and_in_another_arithmetic_gives_what_the_evaluator_gives(name, moving):
    formula = FORMULAS[name]
    program = Program([formula], moving, _fixed(AT, moving), Rationals(), Lattice())
    larger = Instance(
        {d: 3, N: 1}, {A: [[1, 0, 2], [3, 1, 1], [0, 1, 4]], L: np.diag([1, 2, 3]).tolist(), s: [[5]]}
    )
    for there, ring in ((larger, Rationals()), (AT, Plain()), (larger, Plain()), (AT, Rationals())):
        moved = program.at(_fixed(there, moving), ring, Lattice())
        expected = Evaluator(ring, there, Lattice()).evaluate(formula)
        found = moved([ring.array(there.values[letter]) for letter in moving])[0]
        np.testing.assert_allclose(found.astype(float), expected.astype(float), rtol=1e-12)


def test_a_program_at_other_sizes_leaves_the_first_as_it_was():
    program = Program([d * trace(A)], [A], Instance({d: 1}, {}), Rationals())
    program.at(Instance({d: 2}, {}))
    assert program([Rationals().array([[3]])])[0].tolist() == [[3]]


def test_what_has_no_value_at_one_size_has_one_at_another():
    program = Program([inverse(A)], [], Instance({d: 1}, {A: [[2]]}), Rationals())
    with pytest.raises(SingularInstance):
        program.at(Instance({d: 1}, {A: [[0]]}))
    assert program.at(Instance({d: 1}, {A: [[4]]}))([])[0].item() * 4 == 1


def _fixed(instance, moving):
    return Instance(instance.sizes, {s: v for s, v in instance.values.items() if s not in moving})
