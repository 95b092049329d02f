"""Several instances at once have the values that each has by itself."""

from fractions import Fraction

import numpy as np
import pytest

from lsa_theory import (
    E,
    at,
    det,
    dimension,
    gaussian,
    gradient,
    inverse,
    matrix,
    positive_definite,
    samples,
    scalar,
    trace,
)
from lsa_theory.values.arithmetic.field import PrimeField, safe_prime
from lsa_theory.values.arithmetic.pointwise import Pointwise
from lsa_theory.values.arithmetic.stacked import Stack
from lsa_theory.values.arithmetic.stacked_field import StackedField
from lsa_theory.values.arithmetic.stacked_floats import StackedFloats
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.quadrature.cubature import Lattice
from lsa_theory.values.refusals import SingularInstance

d, N = dimension("d"), dimension("N")
A, B, C = matrix("A", d), matrix("B", d), positive_definite("C", d)
s = scalar("s")
x = gaussian("x", covariance=C)
X = samples("X", covariance=C, count=N)
SIZES = {d: 2, N: 2}
LETTERS = {A: (2, 2), B: (2, 2), C: (2, 2), s: (1, 1)}
TREES = {
    "a product and a transpose": A @ B.T - s * B @ A / 3,
    "a trace times an inverse": trace(A @ B) * inverse(C),
    "an average": E(x @ x.T @ A @ x @ x.T),
    "an average over a sample": E(X.covariance @ A @ X.covariance),
    "an average of an average": E(x.T @ A @ x * E(x.T @ B @ x)),
    "a gradient by interpolation": gradient(trace(A @ B @ A.T @ C), A),
    "a gradient of what is no polynomial": gradient(trace(inverse(A)) * s, A),
    "a replaced letter": at(trace(A @ B @ A), {A: B @ B + s * A}),
    "a determinant": det(A + s * B) * A,
}


def residues(rng, primes):
    drawn = {}
    for letter, shape in LETTERS.items():
        values = np.stack([rng.integers(1, p, shape) for p in primes], axis=-1)
        if letter is C:
            values[1, 0] = values[0, 1]
        drawn[letter] = values
    return drawn


@pytest.mark.parametrize("name", TREES)
def test_residues_are_those_of_each_instance(name):
    rng = np.random.default_rng(1)
    primes = [safe_prime(rng) for _ in range(3)]
    drawn = residues(rng, primes)
    field = StackedField(primes)
    stacks = {letter: Stack(values) for letter, values in drawn.items()}
    together = Evaluator(field, Instance(SIZES, stacks), Lattice()).evaluate(TREES[name])
    assert not field.failed.any()
    for k, prime in enumerate(primes):
        alone = Instance(SIZES, {letter: values[..., k].tolist() for letter, values in drawn.items()})
        expected = Evaluator(PrimeField(prime), alone, Lattice()).evaluate(TREES[name])
        assert np.array_equal(np.broadcast_to(together, (*expected.shape, 3))[..., k], expected)


@pytest.mark.parametrize("name", TREES)
def test_floats_are_those_of_each_instance(name):
    rng = np.random.default_rng(2)
    drawn = {letter: rng.normal(size=(*shape, 3)) for letter, shape in LETTERS.items()}
    drawn[C] = np.einsum("ikn,jkn->ijn", drawn[C], drawn[C])
    stacks = {letter: Stack(values) for letter, values in drawn.items()}
    together = Evaluator(StackedFloats(), Instance(SIZES, stacks), Lattice()).evaluate(TREES[name])
    for k in range(3):
        alone = Instance(SIZES, {letter: values[..., k] for letter, values in drawn.items()})
        expected = Evaluator(Pointwise(), alone, Lattice()).evaluate(TREES[name])
        np.testing.assert_allclose(together[..., k], expected, rtol=1e-8, atol=1e-12)


def test_an_instance_without_an_inverse_is_marked_and_costs_no_other():
    field = StackedField([11, 23])
    singular = Stack(np.array([[[1, 1], [2, 0]], [[2, 0], [4, 1]]]))
    found = field.inverse(field.array(singular))
    assert field.failed.tolist() == [True, False]
    assert found[..., 1].tolist() == [[1, 0], [0, 1]]


def test_where_none_is_left_it_is_said():
    field = StackedField([11, 23])
    with pytest.raises(SingularInstance, match="vanishes"):
        field.inverse(field.number(0))


def test_a_number_that_is_no_square_has_no_root():
    field = StackedField([11, 23])
    # Squares modulo 11 are 1, 3, 4, 5, 9; modulo 23 also 2, 6, 8, 12, 13, 16, 18.
    root = field.scalar_root(field.number(2), 2)
    assert field.failed.tolist() == [True, False]
    assert root[0, 0, 1] ** 2 % 23 == 2


def test_a_fraction_whose_denominator_vanishes_marks_its_instance():
    field = StackedField([11, 23])
    found = field.array([[Fraction(1, 11), Fraction(1, 2)]])
    assert field.failed.tolist() == [True, False]
    assert (found[0, 1] * 2 % field.primes).tolist() == [1, 1]


def test_floats_without_a_value_are_none_alone():
    floats = StackedFloats()
    given = Stack(np.array([[[1.0, 0.0], [0.0, 0.0]], [[0.0, 0.0], [1.0, 0.0]]]))
    found = floats.inverse(floats.array(given))
    assert found[..., 0].tolist() == [[1.0, 0.0], [0.0, 1.0]]
    assert np.isnan(found[..., 1]).all()


def test_a_constant_that_an_instance_lacks_is_lacking_at_its_next_look_too():
    field = StackedField([11, 23])
    field.number(Fraction(1, 11))
    assert field.failed.tolist() == [True, False]
    field.failed[1] = True
    again = field.again()
    assert again.failed.tolist() == [True, False]
    assert again.number(Fraction(1, 11))[..., 1].tolist() == [[pow(11, -1, 23)]]
    assert again.failed.tolist() == [True, False]


@pytest.mark.parametrize("shape", [(1, 1), (3, 1), (1, 4), (2, 3)])
@pytest.mark.parametrize("size", [1.0, 1e-200, 1e200])
def test_norms_of_each_instance_are_its_largest_singular_values(shape, size):
    values = size * np.random.default_rng(0).standard_normal((*shape, 6))
    values[..., 2] = 0
    found = StackedFloats().operator_norm(values)
    exact = [np.linalg.svd(values[..., k], compute_uv=False).max() for k in range(6)]
    np.testing.assert_allclose(found[0, 0], exact, rtol=1e-12)
