"""Instances that meet hypotheses: equations solved for a letter, and signs met at their boundary."""

from itertools import islice

import numpy as np
import pytest

from lsa_theory import dimension, gradient, identity, inverse, matrix, positive_definite, scalar, trace
from lsa_theory.expressions.traversal import constituents
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.instances.meeting import Boundary, Hypotheses

d = dimension("d")
A, B, L, s = matrix("A", d), matrix("B", d), positive_definite("L", d), scalar("s")
AT = Instance({d: 2}, {A: [[1, 2], [3, 4]], B: [[0, 1], [1, 1]], L: [[2, 1], [1, 2]], s: [[3]]})
UNITS = [[[0, 0], [0, 0]], [[1, 0], [0, 0]], [[1, 2], [3, -1]]]
EQUATIONS = {
    "a product": A @ L - B,
    "a trace and an inverse": trace(A @ inverse(L)) * B - s * A,
    "nothing of the letter": B @ B - L,
    "a gradient": gradient(trace(A @ B @ A), B) - L,
}


@pytest.mark.parametrize("name", EQUATIONS)
def test_residuals_of_many_values_are_those_of_each(name):
    hypotheses = Hypotheses([EQUATIONS[name], trace(A) * identity(d)], [])
    together = hypotheses._residuals(AT, A, UNITS)
    alone = [hypotheses.residual(Instance(AT.sizes, {**AT.values, A: unit})) for unit in UNITS]
    assert together == alone


def test_what_is_found_at_a_boundary_meets_the_hypotheses_and_lies_near_it():
    level = trace(A) - s
    parts, rng = constituents([level]), np.random.default_rng(3)
    boundary, signs = Boundary([], [level]), Hypotheses([], [level])
    for size in (1, 2):
        found = list(islice(boundary.instances(parts, {d: size}, rng), 12))
        assert found
        assert all(signs.met(instance) for instance in found)
        assert any(Hypotheses([level], []).met(instance) for instance in found)
