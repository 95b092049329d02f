"""Minima: certificates, closed forms against the numerical solver, and where there is none the equation."""

from fractions import Fraction

import numpy as np
import pytest

from lsa_theory.algebra.normal import equal
from lsa_theory.descriptions import (
    CovarianceMixture,
    InContextRegression,
    LinearSelfAttention,
    WishartCovariance,
    global_minimum,
    population_loss,
    stationary_points,
)
from lsa_theory.descriptions.factored import solve_factored
from lsa_theory.errors import InvalidArgument, UnsupportedExpression
from lsa_theory.expressions import dimension, identity, positive_definite, scalar, trace, vector
from lsa_theory.theory.setting import B, Gamma, Lambda, N, U, d, u
from lsa_theory.values.numerics.evaluate import evaluate
from lsa_theory.values.numerics.solve import solve_operator_equation

s, rho = scalar("s", positive=True), scalar("rho", positive=True)
m, mu = vector("m", d), vector("mu", d)
Psi, Q, other = (positive_definite(name, d) for name in ("Psi", "Lambda_q", "Lambda_2"))
one, two = (positive_definite(f"D_{k}", d, family="diagonal") for k in (1, 2))
n = dimension("n")
FIRST, SECOND = np.diag([1.0, 2.0]), np.array([[2.0, 1.0], [1.0, 2.0]])
NUMBERS = {
    Lambda: FIRST,
    Psi: SECOND,
    Q: SECOND,
    other: SECOND,
    m: [1, 2],
    mu: [0.3, -1],
    N: 5,
    s: 0.5,
    rho: 7,
}
NUMBERS |= {one: FIRST, two: np.diag([3.0, 0.5]), n: 4}
MIXED = CovarianceMixture(((Fraction(1, 3), Lambda), (Fraction(2, 3), other)))
DIAGONAL = CovarianceMixture(((Fraction(1, 3), one), (Fraction(2, 3), two)))
CLOSED = {
    "seed": InContextRegression(),
    "noise and prior": InContextRegression(task=Psi, noise=s, query=Q, query_mean=mu, normalisation=rho),
    "task with a mean": InContextRegression(task=Psi, task_mean=m),
    "covariance that is a product": InContextRegression(covariate=Lambda @ Psi @ Lambda, noise=s),
    "covariance that is a polynomial": InContextRegression(covariate=Lambda @ Lambda + s * identity(d)),
    "diagonal mixture": InContextRegression(covariate=DIAGONAL),
    "Wishart of mean I": InContextRegression(covariate=WishartCovariance(identity(d), n)),
}


@pytest.mark.parametrize("problem", CLOSED)
def test_closed_forms_solve_their_equation(problem):
    minimum = global_minimum(population_loss(LinearSelfAttention(), CLOSED[problem]))
    assert minimum.closed
    values = NUMBERS | {B: np.zeros((2, 2))}
    closed = evaluate(minimum.product, values)
    solved = solve_operator_equation(minimum.equation.as_expression(), B, NUMBERS)
    assert solved.error < 1e-12
    assert np.allclose(closed, solved.value[B], rtol=0, atol=1e-12)
    assert not np.allclose(1.02 * closed, solved.value[B], rtol=0, atol=1e-3)
    assert any("convex" in reason for reason in minimum.certificate)


@pytest.mark.parametrize("problem", CLOSED)
def test_no_other_point_is_lower(problem):
    loss = population_loss(LinearSelfAttention(free=("U_11",)), CLOSED[problem])
    minimum = global_minimum(loss)
    least = float(evaluate(minimum.value, NUMBERS | {U: np.eye(2)})[0, 0])
    rng = np.random.default_rng(0)
    best = evaluate(minimum.product, NUMBERS | {U: np.eye(2)})
    assert loss.evaluate(NUMBERS | {U: best}) == pytest.approx(least, rel=1e-12)
    for _ in range(50):
        away = best + 10 ** rng.uniform(-3, 0) * rng.standard_normal((2, 2))
        assert loss.evaluate(NUMBERS | {U: away}) > least


def test_without_a_closed_form_the_object_says_so_and_solves():
    minimum = global_minimum(population_loss(LinearSelfAttention(), InContextRegression(covariate=MIXED)))
    assert not minimum.closed
    assert "no closed form; B solves" in repr(minimum)
    assert minimum._repr_latex_().endswith("= 0$")
    solution = minimum.solve(NUMBERS)
    assert solution.error < 1e-12
    loss = population_loss(LinearSelfAttention(free=("U_11",)), InContextRegression(covariate=MIXED))
    least = loss.evaluate(NUMBERS | {U: solution.value[B]})
    assert least == pytest.approx(float(evaluate(minimum.value, NUMBERS | solution.value)[0, 0]))
    for direction in np.eye(4).reshape(4, 2, 2):
        assert loss.evaluate(NUMBERS | {U: solution.value[B] + 0.01 * direction}) > least


def test_all_blocks_have_the_minimum_of_the_reduced_loss():
    for column in ("included", "masked"):
        problem = InContextRegression(query_column=column, task=Psi, noise=s)
        full = global_minimum(population_loss(LinearSelfAttention(free="all", heads=2), problem))
        assert "checked exactly" in full.certificate[0]
        reduced = global_minimum(population_loss(LinearSelfAttention(), problem))
        assert full.equation == reduced.equation


def test_a_sign_turns_the_minimiser():
    minimum = global_minimum(population_loss(LinearSelfAttention(sign=-1), InContextRegression()))
    assert equal(minimum.product, -(Gamma**-1))


def test_an_isotropic_preconditioner():
    layer = LinearSelfAttention(preconditioner="isotropic")
    minimum = global_minimum(population_loss(layer, InContextRegression()))
    assert equal(minimum.product, trace(Lambda**2) / trace(Gamma @ Lambda**2))


@pytest.mark.parametrize(
    ("layer", "problem", "match"),
    [
        (LinearSelfAttention(layers=2, free=("U_11",)), InContextRegression(), "stationary_points"),
        (LinearSelfAttention(free="all"), InContextRegression(task_mean=m), "the task has a mean"),
        (
            LinearSelfAttention(key_query="separate", rank=1),
            InContextRegression(),
            "one head of rank 1, with d = d, .* is not known while d and the rank are letters. Give numbers",
        ),
        (
            LinearSelfAttention(key_query="separate", rank=1),
            InContextRegression(covariate=positive_definite("Lambda", 2)),
            "one head of rank 1, with d = 2, .* is given by eigenvectors, not by a linear equation",
        ),
        (LinearSelfAttention(free=("u_12", "u_21")), InContextRegression(), "rank one"),
    ],
)
def test_what_is_refused(layer, problem, match):
    with pytest.raises(UnsupportedExpression, match=match):
        global_minimum(population_loss(layer, problem))


def test_enough_heads_of_rank_one_reach_every_matrix():
    cov = positive_definite("Lambda", 2)
    problem = InContextRegression(covariate=cov)
    layer = LinearSelfAttention(key_query="separate", rank=1, heads=2)
    assert global_minimum(population_loss(layer, problem)).closed


def test_a_factored_equation_refuses_two_products():
    with pytest.raises(UnsupportedExpression, match="no single product"):
        solve_factored(Lambda @ B @ Psi + Psi @ B @ Lambda - Lambda @ Psi, B)
    with pytest.raises(UnsupportedExpression, match="transpose"):
        solve_factored(Lambda @ B.T - Lambda, B)
    solved = solve_factored((Psi + m @ m.T) @ B @ Lambda - Psi @ Lambda, B)
    assert solved.positive
    assert not solve_factored((Psi - Lambda) @ B - Lambda, B).positive


def test_a_singular_operator_is_named():
    with pytest.raises(InvalidArgument, match="singular"):
        solve_operator_equation(m @ m.T @ B - m @ m.T, B, NUMBERS)


def test_stationary_points_of_one_head():
    points = stationary_points(population_loss(LinearSelfAttention(), InContextRegression()))
    minima, saddles = points.sets
    assert equal(minima.values[U] * u, Gamma**-1)
    assert repr(saddles).startswith("saddles: u = 0, -tr(Lambda**2 @ U) = 0")
    assert equal(saddles.descent, -trace(Lambda**4))


def test_two_layers_have_two_different_best_steps():
    layer = LinearSelfAttention(layers=2, free=("U_11",), preconditioner="isotropic", sign=-1)
    loss = population_loss(layer, InContextRegression(covariate=identity(d), query_column="masked"))
    values = {d: 3, N: 10}
    roots = stationary_points(loss).solve(values, np.random.default_rng(0), starts=15)
    assert len(roots) == 3
    assert all(root.error < 1e-12 for root in roots)
    losses = sorted(
        (loss.evaluate(values | root.value), float(np.ptp(list(root.value.values())))) for root in roots
    )
    (best, spread), (again, _), (equal_steps, none) = losses
    assert best == pytest.approx(again)
    assert spread > 0.5
    assert none < 1e-9
    assert equal_steps > 1.02 * best


def test_heads_of_rank_one_have_the_printed_plateaus():
    """Zhang, Singh, Latham & Saxe 2025: tr Lambda less a sum of l / (1 + (1 + tr Lambda / l) / N) over a subset."""
    cov = positive_definite("Lambda", 2)
    layer = LinearSelfAttention(key_query="separate", rank=1, heads=2, free=("U_11",))
    loss = population_loss(layer, InContextRegression(covariate=cov))
    values = {cov: FIRST, N: 5}
    roots = stationary_points(loss).solve(values, np.random.default_rng(1), starts=12)
    seen = {round(2 * loss.evaluate(values | root.value), 8) for root in roots}
    steps = [x / (1 + (1 + 3 / x) / 5) for x in (1.0, 2.0)]
    printed = {round(3 - a * steps[0] - b * steps[1], 8) for a in (0, 1) for b in (0, 1)}
    assert seen <= printed
    assert min(printed) in seen


def test_the_spectrum_at_the_minimum():
    """In B the eigenvalues are gamma_i lambda_i lambda_j; in (U_11, u_-1) one is 0, the scaling orbit."""
    loss = population_loss(LinearSelfAttention(), InContextRegression())
    minimum = global_minimum(loss)
    lambdas = np.array([1.0, 2.0])
    gammas = (1 + 1 / 5) * lambdas + 3 / 5
    assert np.allclose(
        minimum.spectrum(NUMBERS), np.sort(np.outer(gammas * lambdas, lambdas).ravel()), rtol=1e-12
    )
    values = NUMBERS | {U: evaluate(minimum.product, NUMBERS) / 1.3, u: 1.3}
    spectrum = loss.spectrum(values)
    assert spectrum.shape == (5,)
    assert abs(spectrum[0]) < 1e-12 < spectrum[1]
    off_diagonal = np.sort([1.69 * gammas[0] * 2, 1.69 * gammas[1] * 2])
    assert all(np.abs(spectrum - value).min() < 1e-12 for value in off_diagonal)
    assert all(np.abs(spectrum - 1.02 * value).min() > 1e-3 for value in off_diagonal)
    # The other two solve h - c = sum of lambda^4 / (h - m^2 gamma lambda^2), c = sum of lambda^2 / (gamma m^2).
    h = np.array([x for x in spectrum[1:] if np.abs(off_diagonal - x).min() > 1e-9])
    corner = np.sum(lambdas**2 / gammas) / 1.69
    secular = [x - corner - np.sum(lambdas**4 / (x - 1.69 * gammas * lambdas**2)) for x in h]
    assert np.allclose(secular, 0, atol=1e-9)


def test_a_wishart_covariance_of_any_mean():
    problem = InContextRegression(covariate=WishartCovariance(Lambda, n))
    minimum = global_minimum(population_loss(LinearSelfAttention(), problem))
    assert not minimum.closed
    solution = minimum.solve(NUMBERS)
    assert solution.error < 1e-12
    assert np.allclose(solution.value[B], np.diag(np.diag(solution.value[B])), atol=1e-13)
    # Many degrees of freedom: back to a covariance that is not random.
    late = minimum.solve(NUMBERS | {n: 10**7}).value[B]
    assert np.allclose(late, evaluate(Gamma**-1, NUMBERS), rtol=1e-5)
    assert not np.allclose(solution.value[B], late, rtol=1e-2)
