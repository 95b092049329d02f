"""A batch in floats of which some are singular: these are NaN, the others what they are alone."""

import numpy as np
import pytest

from lsa_theory.values.arithmetic.plain import Plain
from lsa_theory.values.arithmetic.pointwise import Pointwise
from lsa_theory.values.refusals import SingularInstance

REGULAR = np.array([[2.0, 1.0], [1.0, 3.0]])
CASES = {
    "inverse": (lambda ring, a: ring.inverse(a), np.zeros((2, 2))),
    "root of a matrix": (lambda ring, a: ring.matrix_root(a, 2), -REGULAR),
    "root of a scalar": (lambda ring, a: ring.scalar_root(a[..., :1, :1], 2), -REGULAR),
    "logarithm": (lambda ring, a: ring.function("log", a[..., :1, :1]), np.zeros((2, 2))),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_defined_nowhere_costs_no_other(name):
    apply, bad = CASES[name]
    with pytest.raises(SingularInstance):
        apply(Plain(), np.stack([REGULAR, bad]))
    good, lost = apply(Pointwise(), np.stack([REGULAR, bad]))
    assert np.allclose(good, apply(Plain(), REGULAR[None])[0])
    assert np.isnan(lost).all()


def test_nan_has_a_norm_of_nan():
    first, second = Pointwise().operator_norm(np.stack([REGULAR, np.full((2, 2), np.nan)]))
    assert np.allclose(first, np.linalg.norm(REGULAR, 2))
    assert np.isnan(second).all()
