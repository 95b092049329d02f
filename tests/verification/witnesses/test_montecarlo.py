import numpy as np
import pytest

from lsa_theory import (
    E,
    dimension,
    gaussian,
    gradient,
    identity,
    inverse,
    matrix,
    positive_definite,
    samples,
    square_root,
    sum_over,
    trace,
    vector,
)
from lsa_theory.values.arithmetic.plain import Plain
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.quadrature.cubature import Lattice
from lsa_theory.verification.witnesses.simulation.montecarlo import MonteCarlo

d, N = dimension("d"), dimension("N")
A, C, m = matrix("A", d), positive_definite("C", d), vector("m", d)
x = gaussian("x", covariance=C, mean=m)
X = samples("X", covariance=C, count=N)
HERE = Instance({d: 2, N: 3}, {A: [[1, 2], [3, 4]], C: [[2, 1], [1, 3]], m: [[1], [-1]]})
PROMPTS = 100_000

TREES = {
    "second moment with a mean": E(x @ x.T),
    "sample": E(X.gram) @ A,
    "columns": E(sum_over(N, lambda i: X.column(i).T @ A @ X.column(i))),
    "gradient": gradient(E(x.T @ A @ x), A),
    "constants around": inverse(C) @ E(x) + trace(A) * m,
    "average of a constant": E(trace(A) + 0 * (x.T @ x)),
}


@pytest.mark.parametrize("name", TREES)
def test_means_approach_the_exact_value(name):
    mean = MonteCarlo(HERE, np.random.default_rng(1), PROMPTS).evaluate(TREES[name])
    exact = Evaluator(Plain(), HERE, Lattice()).evaluate(TREES[name])
    assert mean.shape == exact.shape
    # Five standard errors of integrands whose standard deviation is below 60.
    assert np.abs(mean - exact).max() < 5 * 60 / np.sqrt(PROMPTS)


def test_functions_of_a_random_matrix():
    n = 2000
    half = MonteCarlo(HERE, np.random.default_rng(1), n).evaluate(E(square_root(X.gram + identity(d))))
    assert half.shape == (2, 2)
    assert np.linalg.eigvalsh(half).min() > 1


def test_same_vector_has_the_same_draws_throughout():
    value = MonteCarlo(HERE, np.random.default_rng(1), 10).evaluate(E(x.T @ x) - trace(E(x @ x.T)))
    assert abs(value[0, 0]) < 1e-12
