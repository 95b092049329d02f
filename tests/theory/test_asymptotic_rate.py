"""The flow approaches its limit at the rate of the smallest non-zero eigenvalue of the Hessian there."""

import numpy as np
import pytest

from lsa_theory.algebra.normal import normal
from lsa_theory.algebra.solving.calculus import directional_derivative
from lsa_theory.expressions import gradient, matrix, scalar
from lsa_theory.theory.flow import reduced_flow
from lsa_theory.theory.limit import limit
from lsa_theory.theory.population_loss import reduced_loss
from lsa_theory.theory.setting import Gamma, Lambda, N, U, d, u
from lsa_theory.values.numerics.evaluate import evaluate
from lsa_theory.values.numerics.flow import follow
from lsa_theory.values.numerics.spectrum import hessian_eigenvalues

V, nu = matrix("V", d), scalar("nu")
VALUES = {Lambda: np.diag([1.0, 1.4]), N: 5}


def spectrum_at(ends):
    """The eigenvalues of the Hessian of the reduced loss in (U_11, u_{-1}), ascending."""
    loss = reduced_loss().as_expression()
    products = {
        s: directional_derivative(normal(gradient(loss, s)).as_expression(), {U: V, u: nu}).as_expression()
        for s in (U, u)
    }
    return hessian_eigenvalues(products, {U: V, u: nu}, {**VALUES, **ends})


def test_the_flow_decays_at_the_rate_of_the_hessian():
    rates = {s: v.as_expression() for s, v in reduced_flow().items()}
    ends = {s: evaluate(v.as_expression(), VALUES) for s, v in limit().items()}
    spectrum = spectrum_at(ends)
    assert abs(spectrum[0]) < 1e-10
    slowest = spectrum[1]
    theta = np.array([[1.0, 0.4], [-0.3, 0.8]])
    theta /= np.sqrt(np.linalg.norm(theta @ theta.T))
    start = {U: 0.5 * theta @ theta.T, u: np.full((1, 1), 0.5)}
    times = np.linspace(0.0, 24.0 / slowest, 60)
    path = follow(rates, start, VALUES, times, tolerance=1e-13)
    gap = [
        np.sqrt(np.sum((path.at(k)[U] - ends[U]) ** 2) + np.sum((path.at(k)[u] - ends[u]) ** 2))
        for k in range(len(times))
    ]
    chosen = [k for k, g in enumerate(gap) if 1e-9 < g < 1e-5]
    slope = np.polyfit(times[chosen], np.log(np.array(gap)[chosen]), 1)[0]
    assert slope == pytest.approx(-slowest, rel=0.01)
    # The next eigenvalue is another rate: the test can tell them apart.
    assert spectrum[2] > 1.03 * slowest


def test_the_slowest_off_diagonal_rate_in_closed_form():
    # Off the diagonal of the eigenbasis the Hessian is u^2 gamma_i lambda_i lambda_j.
    ends = {s: evaluate(v.as_expression(), VALUES) for s, v in limit().items()}
    spectrum = spectrum_at(ends)
    gamma = np.diag(evaluate(normal(Gamma).as_expression(), VALUES))
    first, second = np.diag(VALUES[Lambda])
    for expected in float(ends[u][0, 0]) ** 2 * gamma * first * second:
        assert np.min(np.abs(spectrum - expected)) < 1e-10
