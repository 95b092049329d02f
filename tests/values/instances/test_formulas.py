"""Formulas have the same values at every instance, however often and in whatever arithmetic they are asked for."""

import pytest

from lsa_theory import E, dimension, gaussian, inverse, matrix, positive_definite, trace
from lsa_theory.expressions.traversal import constituents, everything
from lsa_theory.values.arithmetic.balls import Balls
from lsa_theory.values.arithmetic.rational import Rationals
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.formulas import Formulas
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.program import Program
from lsa_theory.values.quadrature.cubature import Lattice
from lsa_theory.values.refusals import NotApplicable, SingularInstance
from lsa_theory.values.work import Work

d = dimension("d")
A, L = matrix("A", d), positive_definite("L", d)
x = gaussian("x", covariance=L)
SQUARE = E(x @ x.T @ A @ x @ x.T)
SMALL, LARGER = (
    Instance({d: 1}, {A: [[2]], L: [[3]]}),
    Instance({d: 2}, {A: [[1, 2], [0, 1]], L: [[2, 1], [1, 1]]}),
)


def test_they_agree_with_the_evaluator_at_the_first_instance_and_at_the_next():
    trees, ring = [SQUARE, trace(A @ L) ** 2], Rationals()
    formulas = Formulas(trees)
    for instance in (SMALL, LARGER, SMALL, LARGER):
        found = formulas.values(ring, instance, Lattice())
        expected = Evaluator(ring, instance, Lattice()).evaluate_all(trees)
        assert [v.tolist() for v in found] == [v.tolist() for v in expected]


def test_each_arithmetic_has_its_own_values():
    formulas, balls, rationals = Formulas([trace(SQUARE)]), Balls(30), Rationals()
    for _ in range(3):
        exact = formulas.values(rationals, LARGER, Lattice())[0].item()
        ball = formulas.values(balls, LARGER, Lattice())[0].item()
        with balls.at_work():
            assert ball.overlaps(balls.from_fraction(exact))
            assert not ball.overlaps(balls.from_fraction(exact + 1))


def test_what_is_refused_once_is_refused_again():
    formulas, singular = Formulas([inverse(A)]), Instance({d: 1}, {A: [[0]]})
    for _ in range(3):
        with pytest.raises(SingularInstance):
            formulas.values(Rationals(), singular)
    average = Formulas([SQUARE])
    for _ in range(3):
        with pytest.raises(NotApplicable, match="expectation"):
            average.values(Rationals(), SMALL)


def test_instances_may_hold_other_letters():
    formulas, B = Formulas([trace(A)]), matrix("B", d)
    for letters in ({}, {B: [[1]]}, {}):
        instance = Instance({d: 1}, {A: [[7]], **letters})
        assert formulas.values(Rationals(), instance)[0].item() == 7


def test_what_has_no_value_at_first_is_planned_once(monkeypatch):
    planned = []

    def counted(*given, **options):
        planned.append(given)
        return Program(*given, **options)

    monkeypatch.setattr("lsa_theory.values.instances.formulas.Program", counted)
    found = Formulas([inverse(A)])
    for _ in range(4):
        with pytest.raises(SingularInstance):
            found.values(Rationals(), Instance({d: 1}, {A: [[0]]}))
    assert 2 * found.values(Rationals(), Instance({d: 1}, {A: [[2]]}))[0].item() == 1
    assert len(planned) == 1


def test_no_formulas_have_no_values_and_what_was_found_is_kept():
    assert Formulas([]).values(Rationals(), SMALL) == []
    formulas = Formulas([SQUARE, trace(A @ L)])
    assert formulas.parts is formulas.parts
    assert formulas.parts == constituents([SQUARE, trace(A @ L)])
    assert [work.at({d: 3}, Lattice()) for work in formulas.works] == [
        Work(tree).at({d: 3}, Lattice()) for tree in formulas.trees
    ]
    assert formulas.nodes == tuple(everything([SQUARE, trace(A @ L)]))
