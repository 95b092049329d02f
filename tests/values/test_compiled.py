"""Functions made of formulas give what the evaluator gives."""

import numpy as np

from lsa_theory.expressions import dimension, gradient, inverse, matrix, positive_definite, scalar, trace
from lsa_theory.values.arithmetic.plain import Plain
from lsa_theory.values.compiled import as_function
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.moving import Moving

d = dimension("d")
A, L, s = matrix("A", d), positive_definite("L", d), scalar("s", positive=True)
AT = Instance({d: 2}, {A: [[1.0, 2.0], [3.0, 5.0]], L: [[2.0, 1.0], [1.0, 3.0]], s: [[2.0]]})


def test_a_function_gives_what_the_evaluator_gives():
    formula = s**-2 * (inverse(L) @ A @ L @ A.T) - trace(L @ A) * A / 3 + s * L
    evaluator = Moving(Plain(), AT)
    constants = evaluator.constants([formula], [A, s])
    function = as_function(formula, [A, s], constants, Plain())
    assert function is not None
    values = [np.array([[0.5, -1.0], [2.0, 0.25]]), np.array([[1.5]])]
    expected = evaluator.evaluate_with(formula, dict(zip([A, s], values, strict=True)), constants)
    np.testing.assert_allclose(function(values), expected, rtol=1e-14)
    assert not np.allclose(function([values[0].T, values[1]]), expected)


def test_a_gradient_is_left_to_the_evaluator():
    formula = gradient(trace(A @ A), A)
    evaluator = Moving(Plain(), AT)
    assert as_function(formula, [A], evaluator.constants([formula], [A]), Plain()) is None
