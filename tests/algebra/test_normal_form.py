"""The normal form: idempotent, independent of the order of construction, sound at random rational entries."""

import pickle
from fractions import Fraction

import pytest
from entrywise import Entrywise
from hypothesis import given, settings, strategies as st

from lsa_theory.algebra.normal import difference, equal, normal
from lsa_theory.errors import InvalidArgument, MissingMoment, ShapeMismatch, UnsupportedExpression
from lsa_theory.expressions import (
    E,
    at,
    dimension,
    gaussian,
    identity,
    inverse,
    matrix,
    positive_definite,
    samples,
    scalar,
    square_root,
    symmetric,
    trace,
    vector,
)
from lsa_theory.expressions.declare import norm_squared

d, N, M = dimension("d"), dimension("N"), dimension("M")
A, B = matrix("A", d), matrix("B", d)
S = symmetric("S", d)
L = positive_definite("Lambda", d)
R = matrix("R", d, N)
a, b = vector("a", d), vector("b", d)
s = scalar("s")
Gamma = (1 + 1 / N) * L + trace(L) / N * identity(d)

VALUES = {
    "A": [[1, 2], [-1, 3]],
    "B": [[0, 1], [2, -1]],
    "S": [[1, -1], [-1, 2]],
    "Lambda": [[2, 1], [1, 3]],
    "a": [[1], [2]],
    "b": [[-1], [1]],
    "s": [[Fraction(3, 2)]],
}

matrices = st.recursive(
    st.sampled_from([A, B, S, L, identity(d), inverse(L), a @ b.T, L + s * identity(d)]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda p: p[0] @ p[1]),
        st.tuples(inner, inner).map(lambda p: p[0] + p[1]),
        inner.map(lambda m: m.T),
        inner.map(lambda m: m * Fraction(-2, 3)),
        st.tuples(inner, inner).map(lambda p: trace(p[0]) * p[1]),
    ),
    max_leaves=5,
)


def evaluate(tree):
    return Entrywise({"d": 2, "N": 3}, VALUES, {}).value(tree)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(matrices)
def test_it_keeps_the_value(tree):
    assert evaluate(normal(tree).as_expression()) == evaluate(tree)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(matrices)
def test_it_is_idempotent(tree):
    once = normal(tree)
    assert normal(once.as_expression()).key == once.key


@settings(max_examples=60, deadline=None, derandomize=True)
@given(matrices, matrices, matrices)
def test_it_does_not_depend_on_the_order_of_construction(x, y, z):
    assert normal((x + y) + z).key == normal(z + (y + x)).key
    assert normal((x @ y) @ z).key == normal(x @ (y @ z)).key
    assert normal(x @ (y + z)).key == normal(x @ z + x @ y).key
    assert normal((x @ y).T).key == normal(y.T @ x.T).key
    traces = [trace(x @ y @ z), trace(y @ z @ x), trace((x @ y @ z).T)]
    assert len({normal(t).key for t in traces}) == 1


@settings(max_examples=60, deadline=None, derandomize=True)
@given(matrices, matrices)
def test_equal_agrees_with_entries_where_they_differ(x, y):
    if evaluate(x) != evaluate(y):
        assert not equal(x, y)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (trace(A @ B), trace(B @ A)),
        (trace(A @ L), trace(A.T @ L)),
        (trace(A @ A.T @ L), trace(L @ A @ A.T)),
        (L @ inverse(Gamma), inverse(Gamma) @ L),
        (Gamma @ inverse(Gamma), identity(d)),
        (
            inverse(L + identity(d)) @ inverse(L + 2 * identity(d)),
            inverse(L + identity(d)) - inverse(L + 2 * identity(d)),
        ),
        (
            inverse((L + identity(d)) @ (L + 2 * identity(d))),
            inverse(L + identity(d)) @ inverse(L + 2 * identity(d)),
        ),
        (inverse(L @ L + 3 * L + 2 * identity(d)), inverse(L + identity(d)) @ inverse(L + 2 * identity(d))),
        (square_root(L) @ square_root(L), L),
        (square_root(L) @ inverse(Gamma) @ square_root(L), L @ inverse(Gamma)),
        (inverse(A @ B), inverse(B) @ inverse(A)),
        (inverse(A).T, inverse(A.T)),
        (A @ A**-1 @ B, B),
        (a.T @ A @ b, b.T @ A.T @ a),
        (trace(a @ b.T), b.T @ a),
        (norm_squared(R), trace(R.T @ R)),
        (trace(identity(d)), d),
        (1 / (N * (N + 1)), 1 / N - 1 / (N + 1)),
        ((N**2 - 1) / (N + 1), N - 1),
        (square_root(trace(L)) ** 2, trace(L)),
        (
            scalar("p", positive=True) ** Fraction(1, 2) * scalar("p", positive=True) ** Fraction(1, 2),
            scalar("p", positive=True),
        ),
        (8 ** Fraction(1, 1) * (2 + 0 * s) ** Fraction(-1, 2), 4 * (2 + 0 * s) ** Fraction(1, 2)),
        (at(trace(A @ L), {A: B, L: L}), trace(B @ L)),
        (at(trace(A @ B.T), {A: B, B: A}), trace(B @ A.T)),
    ],
    ids=lambda x: repr(x)[:40],
)
def test_true_identities(left, right):
    assert equal(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (trace(A @ B), trace(A @ B.T)),
        (A @ L, L @ A),
        (trace(A @ A), trace(A @ A.T)),
        (trace(L) * identity(d), L),
        (trace(L @ L), trace(L) ** 2),
        (d * trace(L @ L), trace(L) ** 2),
        (inverse(Gamma), inverse(L)),
        (square_root(L) @ A, A @ square_root(L)),
        # True for 2 x 2 matrices by Cayley-Hamilton, false for every d.
        (A @ A, trace(A) * A - (trace(A) ** 2 - trace(A @ A)) / 2 * identity(d)),
        # True at d = 3 alone.
        (trace(identity(d)), 3 + 0 * s),
    ],
)
def test_false_identities(left, right):
    assert not equal(left, right)


def test_hash_pickle_and_immutability():
    form = normal(E(trace(samples("x", covariance=L, count=N).gram @ A) ** 2))
    assert pickle.loads(pickle.dumps(form)) == form
    assert hash(form) == hash(normal(form.as_expression()))
    with pytest.raises(AttributeError):
        form.key = ()
    tree = trace(A @ L)
    assert pickle.loads(pickle.dumps(tree)) == tree
    with pytest.raises(AttributeError):
        tree.child = A


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (
            lambda: A @ R.T,
            ShapeMismatch,
            r"cannot multiply A \(d x d\) by R.T \(N x d\): the d columns .* N rows",
        ),
        (lambda: A + R, ShapeMismatch, r"cannot add A \(d x d\) and R \(d x N\)"),
        (lambda: L + 1, ShapeMismatch, r"write c \* identity\(d\)"),
        (lambda: A * B, ShapeMismatch, "write `@` for the matrix product"),
        (lambda: A / B, ShapeMismatch, "only division by a scalar"),
        (lambda: trace(R), ShapeMismatch, "not square"),
        (lambda: A * 0.5, UnsupportedExpression, "floats are not exact"),
        (lambda: A**0.5, InvalidArgument, "an integer or a Fraction"),
        (lambda: bool(A), UnsupportedExpression, "use equal"),
        (lambda: normal((L + A) ** Fraction(1, 2)), UnsupportedExpression, "function of one matrix"),
        (lambda: normal(square_root(A)), UnsupportedExpression, "positive_definite"),
        (lambda: normal(square_root(s)), UnsupportedExpression, "not known to be positive"),
        (
            lambda: normal(matrix("x", d) @ gaussian("x", covariance=L)),
            InvalidArgument,
            "two different things",
        ),
        (lambda: difference(A, a), ShapeMismatch, "cannot compare"),
        (lambda: normal(inverse(0 * A)), UnsupportedExpression, "is zero and has no inverse"),
        (
            lambda: normal(E(1 / norm_squared(gaussian("x", covariance=L)))),
            UnsupportedExpression,
            "only polynomials",
        ),
    ],
)
def test_errors_say_what_to_do(make, error, message):
    with pytest.raises(error, match=message):
        make()


def test_a_missing_moment_names_vector_and_order():
    from lsa_theory.expressions import with_moments

    z = with_moments("z", covariance=L)
    assert equal(E(z.T @ A @ z), trace(A @ L))
    with pytest.raises(MissingMoment, match="the moment of order 4 of z"):
        normal(E((z.T @ A @ z) ** 2))
