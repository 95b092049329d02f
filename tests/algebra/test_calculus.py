"""Derivatives against exact differentiation of the entries, equations, statistics, SymPy in and out."""

from fractions import Fraction

import numpy as np
import pytest
from entrywise import Entrywise

from lsa_theory.algebra.normal import equal, normal
from lsa_theory.algebra.solving.calculus import directional_derivative, hessian
from lsa_theory.algebra.solving.equations import homogeneous_part, solve_linear, solve_monomial
from lsa_theory.algebra.solving.linear_map import linear_map
from lsa_theory.algebra.sympy.bridge import from_sympy, to_sympy
from lsa_theory.errors import InvalidArgument, ShapeMismatch, UnsupportedExpression
from lsa_theory.expressions import (
    E,
    at,
    dimension,
    gaussian,
    gradient,
    identity,
    inverse,
    matrix,
    positive_definite,
    scalar,
    square_root,
    symmetric,
    trace,
    vector,
)
from lsa_theory.expressions.statistics import covariance, cumulant
from lsa_theory.values.arithmetic.rational import Rationals
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance

d, N = dimension("d"), dimension("N")
A, B, V = matrix("A", d), matrix("B", d), matrix("V", d)
L, Q = positive_definite("Lambda", d), symmetric("Q", d)
a, b, s = vector("a", d), vector("b", d), scalar("s")
R = matrix("R", d, N)

VALUES = {
    A: [[1, 2], [-1, 3]],
    B: [[0, 1], [2, -1]],
    V: [[1, -1], [0, 2]],
    L: [[2, 1], [1, 3]],
    Q: [[1, -1], [-1, 2]],
    a: [[1], [2]],
    b: [[-1], [1]],
    s: [[3]],
    R: [[1, 0, 2], [-1, 1, 1]],
}
INSTANCE = Instance({d: 2, N: 3}, VALUES)


def entries(tree):
    return Entrywise({"d": 2, "N": 3}, {k.name: v for k, v in VALUES.items()}, {}).value(tree)


@pytest.mark.parametrize(
    ("body", "symbol"),
    [
        (trace(A @ B), A),
        (trace(A.T @ B @ A), A),
        (trace(A @ A @ A), A),
        (trace(A @ A) * trace(A), A),
        (trace(A @ A.T) ** 2, A),
        (trace(A @ B) + trace(A @ A.T), A),
        (a.T @ A @ b * trace(A), A),
        (trace(L @ A @ L @ A.T) * s**2 / 2 - s * trace(L @ L @ A.T), A),
        (trace(L @ L @ A.T), L),
        (trace(L @ A @ L @ A.T), L),
        (trace(L) ** 2 * trace(L @ L), L),
        (trace(Q @ A) ** 3, Q),
        (a.T @ Q @ a, a),
        ((a.T @ b) ** 2 + a.T @ a, a),
        (trace(R @ R.T @ A), R),
        (s**3 * trace(A) + s, s),
        (E((gaussian("x", covariance=L).T @ A @ gaussian("x", covariance=L)) ** 2), A),
    ],
    ids=lambda x: repr(x)[:30],
)
def test_gradients_are_those_of_the_entries(body, symbol):
    """Exact on both sides; SymPy 1.14 returns 0 for the derivative of a sum of traces, so nothing here asks it."""
    from lsa_theory.values.quadrature.cubature import Lattice

    derived = normal(gradient(body, symbol)).as_expression()
    by_entries = Evaluator(Rationals(), INSTANCE, Lattice()).evaluate(gradient(body, symbol))
    by_words = Evaluator(Rationals(), INSTANCE).evaluate(derived)
    assert np.all(by_entries == by_words)


@pytest.mark.parametrize(
    ("tree", "printed"),
    [
        (directional_derivative(inverse(A), {A: V}), -inverse(A) @ V @ inverse(A)),
        (directional_derivative(inverse(L + s * identity(d)), {s: 1}), -((L + s * identity(d)) ** -2)),
        (directional_derivative(trace(inverse(L + trace(L) * identity(d))), {L: Q}),
         -trace((L + trace(L) * identity(d)) ** -2 @ (Q + trace(Q) * identity(d)))),
        (directional_derivative(A @ B @ A, {A: V, B: V}), V @ B @ A + A @ V @ A + A @ B @ V),
        (directional_derivative(s ** Fraction(2), {s: s}), 2 * s**2),
        (hessian(trace(A @ B @ A.T), {A: V}, {A: A}), trace(V @ (B + B.T) @ A.T)),
    ],
)  # fmt: skip
def test_directional_derivatives(tree, printed):
    assert equal(tree, printed)
    assert not equal(tree, printed * Fraction(51, 50))


def test_errors_of_calculus():
    with pytest.raises(ShapeMismatch, match="must be a scalar"):
        gradient(A @ A, A)
    with pytest.raises(ShapeMismatch, match="the shapes must be equal"):
        directional_derivative(trace(A), {A: a})
    with pytest.raises(ShapeMismatch, match="cannot put"):
        at(trace(A), {A: a})
    with pytest.raises(UnsupportedExpression, match="fractional power"):
        directional_derivative(trace(square_root(L)), {L: Q})


def test_linear_equations():
    Y = matrix("Y", d)
    found = solve_linear(L @ Y @ L + 2 * L @ Y - L @ L, Y)
    assert found.unique
    assert equal(L @ found.value.as_expression() @ L + 2 * L @ found.value.as_expression(), L @ L)
    not_proved = solve_linear(L @ Y @ L - 2 * L @ Y - L @ L, Y)
    assert not not_proved.unique
    assert equal(L @ not_proved.value.as_expression() @ L - 2 * L @ not_proved.value.as_expression(), L @ L)
    for equation, message in [
        (A @ Y + Y @ B - Q, "not functions of one symmetric matrix; .* nor is it L @ Y @ R"),
        (Y @ Y - L, "not linear"),
        (trace(Y) * L - L, "inside a trace"),
        (L - L @ L, "does not occur"),
    ]:
        with pytest.raises(UnsupportedExpression, match=message):
            solve_linear(equation, Y)


def test_linear_maps_where_coefficients_do_not_commute():
    Y = matrix("Y", d)
    found = linear_map(A @ Y @ B + Y.T @ L - Q, Y)
    assert equal(found(V), A @ V @ B + V.T @ L)
    assert equal(found.constant, -Q)
    vec = [VALUES[V][i][j] for j in range(2) for i in range(2)]
    image = [sum(c * x for c, x in zip(row, vec, strict=True)) for row in found.matrix(entries)]
    value = entries(A @ V @ B + V.T @ L)
    assert image == [value[i][j] for j in range(2) for i in range(2)]
    with pytest.raises(UnsupportedExpression, match="not linear"):
        linear_map(Y @ A @ Y, Y)


def test_monomial_equations():
    p = scalar("p")
    assert equal(solve_monomial(p**3 - trace(L) / p, p).as_expression() ** 4, trace(L))
    with pytest.raises(UnsupportedExpression, match="different powers"):
        solve_monomial(p**2 + p + trace(L), p)
    with pytest.raises(UnsupportedExpression, match="not known to be positive"):
        solve_monomial(p**2 + trace(L), p)


def test_homogeneous_parts():
    body = trace(A @ B @ A.T) + trace(A @ B) + trace(B)
    parts = [homogeneous_part(body, A, k) for k in range(3)]
    assert [repr(p) for p in parts] == ["tr(B)", "tr(A @ B)", "tr(A @ B @ A.T)"]


def test_statistics():
    x = gaussian("x", covariance=L)
    assert equal(covariance(A @ x, B @ x), A @ L @ B.T)
    assert equal(cumulant([x.T @ Q @ x] * 4), 48 * trace(Q @ L @ Q @ L @ Q @ L @ Q @ L))
    assert normal(cumulant([a.T @ x] * 4)).is_zero()
    with pytest.raises(InvalidArgument, match="at least one"):
        cumulant([])
    with pytest.raises(ShapeMismatch, match="taken of scalars"):
        cumulant([x])


@pytest.mark.parametrize(
    "tree",
    [
        trace(A @ L) * A.T + inverse(L) / 2,
        a.T @ A @ b * identity(d),
        s * A @ B - 3 * B.T + Q,
        trace(inverse(L + trace(L) * identity(d))) / N,
        R @ R.T @ A,
        square_root(L) @ A,
        a @ b.T,
    ],
    ids=repr,
)
def test_sympy_round_trip(tree):
    back = from_sympy(to_sympy(tree), [A, B, L, Q, a, b, s, R, d, N])
    assert equal(back, tree)


def test_sympy_refuses_what_it_cannot_say():
    import sympy

    with pytest.raises(UnsupportedExpression, match="take normal"):
        to_sympy(E(gaussian("x", covariance=L)))
    with pytest.raises(UnsupportedExpression, match="cannot read"):
        from_sympy(sympy.sin(sympy.Symbol("t")))
