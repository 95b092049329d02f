"""Random orthogonal matrices in normal forms: their relation, their moments, and the sizes at which these hold."""

import pytest

from lsa_theory import (
    E,
    at,
    det,
    diagonal,
    dimension,
    equal,
    exp,
    gaussian,
    gradient,
    hadamard,
    identity,
    inverse,
    log_det,
    matrix,
    normal,
    ones,
    positive_definite,
    random_orthogonal,
    samples,
    square_root,
    symmetric,
    trace,
    vector,
)
from lsa_theory.errors import InvalidArgument, ShapeMismatch, UnsupportedExpression
from lsa_theory.expressions.laws.orthogonal import Orthogonal
from lsa_theory.expressions.random import RandomVector, SampleMatrix

d, k, N = dimension("d"), dimension("k"), dimension("N")
A, B, C, M = matrix("A", d), matrix("B", d), matrix("C", d), matrix("M", k)
a, b = vector("a", d), vector("b", d)
L, S, I = positive_definite("Lambda", d), symmetric("S", d), identity(d)
Q, P, F = random_orthogonal("Q", d), random_orthogonal("P", d), random_orthogonal("F", d, k)
two = d * (d - 1) * (d + 2)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (Q.T @ Q, I),
        (Q @ Q.T, I),
        (A @ Q @ Q.T @ B, A @ B),
        (trace(Q @ A @ Q.T), trace(A)),
        (trace(Q @ A @ Q.T @ Q @ B @ Q.T), trace(A @ B)),
        (inverse(Q), Q.T),
        (inverse(Q @ A @ Q.T), Q @ inverse(A) @ Q.T),
        (inverse(I + Q @ A @ Q.T), Q @ inverse(I + A) @ Q.T),
        (square_root(Q @ L @ Q.T), Q @ square_root(L) @ Q.T),
        (det(Q @ A @ Q.T), det(A)),
        (det(I + Q.T @ A @ Q), det(I + A)),
        (det(Q) ** 2, 1),
        (det(Q @ A @ P) ** 2, det(A) ** 2),
        (1 / det(Q), det(Q.T)),
        (F.T @ F, identity(k)),
        (trace(F @ F.T), k),
        (F @ F.T @ F @ F.T, F @ F.T),
        (gradient(trace(Q @ A @ Q.T @ B), A), Q.T @ B.T @ Q),
    ],
)
def test_its_columns_are_orthonormal_wherever_it_stands(left, right):
    assert equal(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [(det(Q), 1), (Q @ Q, I), (Q, Q.T), (Q @ P, P @ Q), (det(Q @ A), det(A)), (F @ F.T, I), (Q @ A @ Q.T, A)],
)
def test_nothing_else_holds_of_it(left, right):
    assert not equal(left, right)


@pytest.mark.parametrize(
    ("body", "mean"),
    [
        (Q, 0 * I),
        (Q @ A @ Q.T, trace(A) / d * I),
        (Q @ A @ Q, A.T / d),
        (trace(A @ Q) ** 2, trace(A @ A.T) / d),
        (trace(Q) ** 2, 1),
        (trace(Q) ** 3, 0),
        (hadamard(Q, Q), ones(d) @ ones(d).T / d),
        ((a.T @ Q @ b) ** 4, 3 * (a.T @ a) ** 2 * (b.T @ b) ** 2 / (d * (d + 2))),
        ((a.T @ Q @ b) ** 6, 15 * (a.T @ a) ** 3 * (b.T @ b) ** 3 / (d * (d + 2) * (d + 4))),
        (Q[0, 0] ** 4, 3 / (d * (d + 2))),
        (Q[0, 0] ** 2 * Q[0, 1] ** 2, 1 / (d * (d + 2))),
        (Q[0, 0] ** 2 * Q[1, 1] ** 2, (d + 1) / two),
        (Q[0, 0] * Q[0, 1] * Q[1, 0] * Q[1, 1], -1 / two),
        (
            Q @ S @ Q.T @ B @ Q @ S @ Q.T,
            ((trace(S @ S) * d - trace(S) ** 2) * (trace(B) * I + B.T) + trace(S) ** 2 * (d + 1) * B) / two
            - 2 * trace(S @ S) * B / two
            + trace(S @ S) * B / ((d - 1) * (d + 2))
            - trace(S @ S) * B / ((d - 1) * (d + 2)),
        ),
        (Q @ P @ A @ P.T @ Q.T, trace(A) / d * I),
        (trace(P @ Q) ** 2, 1),
        (P @ A @ Q, 0 * I),
        (F @ F.T, k / d * I),
        (F @ M @ F.T, trace(M) / d * I),
        (inverse(A + A.T + I) @ Q @ inverse(I + L) @ Q.T, trace(inverse(I + L)) / d * inverse(A + A.T + I)),
        (inverse(I + Q @ L @ Q.T), trace(inverse(I + L)) / d * I),
        (log_det(I + Q @ L @ Q.T), log_det(I + L)),
    ],
)
def test_its_moments(body, mean):
    assert equal(E(body), mean)


def test_what_is_random_beside_it():
    x = gaussian("x", covariance=I)
    assert equal(E((x.T @ Q @ x) ** 2), d + 2)
    assert equal(E(exp(x.T @ Q @ b)), exp(b.T @ b / 2))
    assert equal(E((x.T @ Q @ x) ** 2, Q), (x.T @ x) ** 2 / d)
    rotated = gaussian("y", covariance=Q @ diagonal(a) @ Q.T)
    assert equal(E(rotated @ rotated.T), ones(d).T @ a / d * I)
    X = samples("X", covariance=Q @ L @ Q.T, count=N)
    H = E(inverse(X.gram))
    assert equal(H, trace(inverse(L)) / (d * (N - d - 1)) * I)
    assert not equal(E((rotated.T @ rotated) ** 2), (ones(d).T @ a) ** 2 + 3 * a.T @ a)


@pytest.mark.parametrize(
    ("body", "conditions"),
    [
        (trace(Q) ** 2, ()),
        (Q[0, 0] ** 4, ()),
        ((a.T @ Q @ b) ** 6, ()),
        (trace(Q) ** 4, ("d > 1",)),
        (trace(Q) ** 6, ("d > 2",)),
        (Q @ A @ Q.T @ B @ Q @ C @ Q.T, ("d > 1",)),
        (F @ F.T, ("d > k - 1",)),
    ],
)
def test_where_poles_of_the_weights_do_not_cancel_the_size_is_a_condition(body, conditions):
    assert normal(E(body)).conditions == conditions


@pytest.mark.parametrize(("size", "fourth", "sixth"), [(1, 1, 1), (2, 3, 10), (3, 3, 15), (4, 3, 15)])
def test_moments_of_the_trace_at_every_size(size, fourth, sixth):
    q = random_orthogonal("Q", size)
    assert equal(E(trace(q) ** 4), fourth)
    assert equal(E(trace(q) ** 6), sixth)


def test_a_size_that_is_put_in_is_that_of_the_matrix():
    fourth = E(trace(Q) ** 4)
    assert [repr(normal(at(fourth, {d: size}))) for size in (1, 2, 5)] == ["1", "3", "3"]
    assert repr(normal(at((d - 1) * fourth + fourth, {d: 1}))) == "1"


def test_what_holds_from_some_size_on_is_no_equality_for_every_size():
    assert not equal(E(trace(Q) ** 4), 3)
    # One row leaves room for one column.
    assert equal(E(trace(F @ F.T @ Q) ** 2), k / d)
    assert equal(E(trace(Q) ** 4), E(trace(Q @ Q) ** 2))
    assert not equal((d - 1) * E(trace(Q) ** 6), 15 * (d - 1))
    assert equal((d - 1) * E(trace(Q) ** 4), 3 * (d - 1))
    with pytest.raises(UnsupportedExpression, match="equal where d > 2, and d = 2 is not settled"):
        equal((E(trace(Q) ** 6) - 15) * (A @ B - B @ A), A - A)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (
            lambda: random_orthogonal("Q", 2, 3),
            InvalidArgument,
            "at most 2 columns of 2 entries are orthonormal",
        ),
        (lambda: random_orthogonal("Q", "d"), InvalidArgument, "a size of Q is 'd'"),
        (
            lambda: normal(E(exp(a.T @ Q @ b))),
            UnsupportedExpression,
            "takes a function of, something that holds",
        ),
        (lambda: normal(E(trace(A @ Q) ** 10)), UnsupportedExpression, "stands 10 times in one term"),
        (
            lambda: normal(inverse(A + Q)),
            UnsupportedExpression,
            "an inverse of a sum that holds something random",
        ),
        (
            lambda: SampleMatrix("Q", d, d, Orthogonal(d, d)),
            UnsupportedExpression,
            "those of a sample are independent",
        ),
        (lambda: RandomVector("Q", d, Orthogonal(d, d)), ShapeMismatch, "its law is one of d x d"),
        (
            lambda: RandomVector("x", d, gaussian("x", covariance=I).law, d),
            ShapeMismatch,
            "its law is one of d x 1",
        ),
    ],
)
def test_what_is_refused_and_why(make, error, message):
    with pytest.raises(error, match=message):
        make()
