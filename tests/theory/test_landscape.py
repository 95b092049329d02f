"""Local minima of the full loss, checked apart from the one-variable argument: exact Hessians, and descents."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
import sympy
from flint import fmpq, fmpq_mat

from lsa_theory.algebra.normal import normal
from lsa_theory.algebra.solving.calculus import directional_derivative
from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions import at, identity, matrix, scalar, vector, zero
from lsa_theory.theory.landscape import least_loss, local_minima
from lsa_theory.theory.population_loss import full_loss
from lsa_theory.theory.setting import Lambda, N, U, d, u, u_12, u_21
from lsa_theory.values.arithmetic.rational import Rationals
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance

V, a, b, v, e = matrix("V", d), vector("a", d), vector("b", d), scalar("v"), vector("e", d)
g = N / (N + 1 + d)


def hessian_at_zero_u(size, length):
    """The exact Hessian at U = 0, u = 0, u_12 = e_1, u_21 = g e_1, by polarising a quadratic form."""
    directions = {U: V, u_12: a, u_21: b, u: v}
    second = directional_derivative(directional_derivative(full_loss(), directions), directions)
    form = normal(
        at(second, {Lambda: identity(d), U: zero(d, d), u: zero(1), u_12: e, u_21: g * e})
    ).as_expression()
    count = (size + 1) ** 2

    def value(point):
        entries = [[Fraction(x) for x in point]][0]
        block = [entries[i * size : (i + 1) * size] for i in range(size)]
        start = size * size
        values = {
            V: block,
            a: [[x] for x in entries[start : start + size]],
            b: [[x] for x in entries[start + size : start + 2 * size]],
            v: [[entries[-1]]],
            e: [[int(i == 0)] for i in range(size)],
        }
        return Evaluator(Rationals(), Instance({d: size, N: length}, values)).evaluate(form)[0, 0]

    unit = np.eye(count, dtype=int).tolist()
    alone = [value(x) for x in unit]
    rows = [[fmpq(0)] * count for _ in range(count)]
    for i in range(count):
        rows[i][i] = alone[i]
        for j in range(i):
            both = value([x + y for x, y in zip(unit[i], unit[j], strict=True)])
            rows[i][j] = rows[j][i] = (both - alone[i] - alone[j]) / 2
    return fmpq_mat(rows)


def signature(form):
    """Numbers of positive, zero and negative eigenvalues, by Descartes' rule: exact for real spectra."""
    coefficients = list(form.charpoly().coeffs())
    zero_count = next(k for k, c in enumerate(coefficients) if c != 0)
    kept = [c for c in coefficients[zero_count:] if c != 0]
    positive = sum(x * y < 0 for x, y in pairwise(kept))
    return positive, zero_count, form.nrows() - positive - zero_count


@pytest.mark.parametrize(("size", "length"), [(2, 1), (2, 2), (2, 4), (3, 1), (3, 3)])
def test_the_exact_hessian_is_positive_beside_the_orbits(size, length):
    # The kernel is the tangent of scaling and of the rotations that move e: one plus d - 1 directions.
    assert signature(hessian_at_zero_u(size, length)) == ((size + 1) ** 2 - size, size, 0)
    assert any(m.low is sympy.oo for m in local_minima(size, length))


@pytest.mark.parametrize(("size", "length"), [(2, 5), (3, 4)])
def test_elsewhere_it_is_a_saddle(size, length):
    assert signature(hessian_at_zero_u(size, length))[2] > 0
    assert not any(m.low is sympy.oo for m in local_minima(size, length))


def test_for_one_dimension_both_minima_are_global():
    assert [m.is_global for m in local_minima(1, 7)] == [True, True]


@pytest.mark.parametrize(("size", "length"), [(2, 20), (3, 100)])
def test_descents_from_around_a_minimum_return_to_its_loss(size, length):
    spurious = local_minima(size, length)[1]
    assert spurious.excess > 0
    loss, gradient = numeric(size, length)
    rng = np.random.default_rng(0)
    start = point(size, length, float(spurious.low))
    assert abs(loss(start) - float(spurious.loss)) < 1e-9
    assert np.abs(gradient(start)).max() < 1e-6
    for _ in range(3):
        moved = start + 1e-2 * rng.standard_normal(start.size)
        assert abs(descend(loss, gradient, moved) - float(spurious.loss)) < 1e-6
    # From elsewhere the descent goes on to the global minimum: the loss alone does not stop it.
    other = point(size, length, 0.1)
    assert descend(loss, gradient, other) < float(spurious.loss) - 0.1


def numeric(size, length):
    """The full loss and its gradient on packed parameters, by the evaluator in floating point."""
    from lsa_theory.expressions import gradient as tree_gradient
    from lsa_theory.values.arithmetic.plain import Plain

    loss = full_loss().as_expression()
    slopes = [normal(tree_gradient(loss, block)).as_expression() for block in (U, u_12, u_21, u)]

    def values(x):
        x = np.asarray(x, dtype=float)
        n = size * size
        parts = (x[:n].reshape(size, size), x[n : n + size], x[n + size : n + 2 * size], x[-1:])
        return {
            Lambda: np.eye(size),
            U: parts[0],
            u_12: parts[1][:, None],
            u_21: parts[2][:, None],
            u: parts[3][:, None],
        }

    def at_point(tree, x):
        return Evaluator(Plain(), Instance({d: size, N: length}, values(x))).evaluate(tree)

    return (
        lambda x: float(at_point(loss, x)[0, 0]),
        lambda x: np.concatenate([at_point(s, x).ravel() for s in slopes]),
    )


def point(size, length, t):
    """The minimising K at u_12 = sqrt(t) e_1, u_{-1} = 1, packed."""
    _, best = least_loss(size, length)
    numbers = {k: float(w.subs({s: np.sqrt(t) for s in w.free_symbols})) for k, w in best.items()}
    block = numbers["alpha"] * np.eye(size)
    block[0, 0] += numbers["beta"]
    first = np.eye(size)[0]
    return np.concatenate([block.ravel(), np.sqrt(t) * first, numbers["gamma"] * first, [1.0]])


def descend(loss, gradient, start):
    from scipy.optimize import minimize

    return float(
        minimize(loss, start, jac=gradient, method="BFGS", options={"gtol": 1e-9, "maxiter": 2000}).fun
    )


def test_bad_sizes():
    with pytest.raises(InvalidArgument, match="at least 1"):
        local_minima(0, 3)
