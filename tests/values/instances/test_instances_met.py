"""Instances that meet hypotheses: what is found of them, and that nothing else is given for one."""

import numpy as np
import pytest

from lsa_theory.expressions import dimension, matrix, negative_eigenvalues, scalar, symmetric, trace
from lsa_theory.expressions.traversal import constituents
from lsa_theory.values.arithmetic.rational import Rationals
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.meeting import Boundary, Hypotheses
from lsa_theory.values.quadrature.cubature import Lattice

d = dimension("d")
A, B, S, c, e = matrix("A", d), matrix("B", d), symmetric("S", d), scalar("c"), scalar("e")
EQUATIONS = {
    "scalars": c * e - 2,
    "a trace": trace(A @ B) - 3,
    "matrices": A @ B - c * A,
    "a count": c * negative_eigenvalues(S) - 1,
}


def _value(tree, instance):
    return Evaluator(Rationals(), instance, Lattice()).evaluate(tree)


@pytest.mark.parametrize("name", EQUATIONS)
def test_an_equation_vanishes_wherever_it_is_said_to_be_met(name):
    equation = EQUATIONS[name]
    met = list(
        Hypotheses([equation], []).instances(constituents([equation]), {d: 2}, np.random.default_rng(1))
    )
    assert met
    assert not any(v != 0 for instance in met for v in _value(equation, instance).flat)


def test_an_equation_that_never_vanishes_is_met_nowhere():
    never = c**2 + 1
    assert not list(Hypotheses([never], []).instances(constituents([never]), {}, np.random.default_rng(1)))


def test_instances_at_a_boundary_meet_the_signs_and_some_with_equality():
    signs = [trace(A), 3 - c]
    found = list(Boundary([], signs).instances(constituents(signs), {d: 2}, np.random.default_rng(1)))
    values = [[_value(sign, instance)[0, 0] for sign in signs] for instance in found]
    assert all(v >= 0 for some in values for v in some)
    assert all(any(some[k] == 0 for some in values) for k in range(2))
    assert any(0 < some[k] < 1 for some in values for k in range(2))
