"""Elementwise products, diagonals, ones and entries: identities, gradients, moments, and what is refused."""

from fractions import Fraction

import numpy as np
import pytest

from lsa_theory.algebra.normal import equal, normal
from lsa_theory.algebra.solving.equations import homogeneous_part, solve_linear
from lsa_theory.codegen.compiling import compile
from lsa_theory.errors import InvalidArgument, ShapeMismatch, UnsupportedExpression
from lsa_theory.expressions import (
    E,
    as_expression,
    at,
    dimension,
    gaussian,
    gradient,
    identity,
    inverse,
    matrix,
    norm_squared,
    positive_definite,
    samples,
    scalar,
    sum_over,
    symmetric,
    trace,
    vector,
    with_moments,
    zero,
)
from lsa_theory.expressions.entrywise.elementwise import diagonal, hadamard, ones, unit
from lsa_theory.expressions.laws.declared import on_sphere
from lsa_theory.expressions.laws.declared_coordinates import random_signs, uniform_coordinates
from lsa_theory.expressions.statistics import variance

d, N = dimension("d"), dimension("N")
A, B, C, V = (matrix(name, d) for name in "ABCV")
S, L, v, w = symmetric("S", d), positive_definite("Lambda", d), vector("v", d), vector("w", d)
r, rho = scalar("r"), scalar("rho")
X = samples("x", covariance=L, count=N)
o, e = ones(d), hadamard

# What is equal, and what is not though it looks like it.
IDENTITIES = {
    "all entries of a product": (o.T @ e(A, B) @ o, trace(A @ B.T), trace(A @ B)),
    "the sum of a diagonal": (o.T @ diagonal(A), trace(A), o.T @ A @ o),
    "ones are neutral": (e(A, ones(d, d)), A, A.T),
    "the transpose": (e(A, B).T, e(B.T, A.T), e(A, B)),
    "diagonals": (diagonal(e(A, B)), e(diagonal(A), diagonal(B)), diagonal(A @ B)),
    "scaled": (diagonal(v) @ A @ diagonal(w), e(A, v @ w.T), e(A, w @ v.T)),
    "a form": (
        v.T @ e(A, B) @ w,
        trace(diagonal(v) @ A @ diagonal(w) @ B.T),
        trace(diagonal(v) @ A @ diagonal(w) @ B),
    ),
    "inverses cancel": (e(A @ inverse(L) @ L, B), e(A, B), e(A, A)),
    "a triple": (trace(e(A, B) @ S), trace(e(A, S) @ B.T), trace(e(A, S) @ B)),
    "a diagonal of a product": (diagonal(A @ diagonal(v) @ B.T), e(A, B) @ v, e(A, B.T) @ v),
    "binomial": (e(A + B, A - B), e(A, A) - e(B, B), e(A, A) + e(B, B)),
    "an entry": (e(A, B)[0, 1], A[0, 1] * B[0, 1], A[0, 1] * B[1, 0]),
    "unit vectors": (e(unit(d, 0), v), v[0] * unit(d, 0), v[1] * unit(d, 0)),
    "disjoint": (e(unit(d, 0), unit(d, 1)), zero(d), unit(d, 0)),
    "a sum over places": (
        sum_over(d, lambda i: A[i, i] * B[i, i]),
        diagonal(A).T @ diagonal(B),
        trace(A) * trace(B),
    ),
    "a triangle": (
        sum_over(d, lambda i: sum_over(d, lambda j: A[i, j] * B[i, j] * S[i, j])),
        trace(e(A, B) @ S),
        trace(e(A, B.T) @ S),
    ),
    "ones between samples": (X @ ones(N), X.total, N * X.average + X.total),
}
GRADIENTS = {
    "of a trace": (gradient(trace(e(A, B.T @ V @ B) @ C), V), B @ e(A, C.T) @ B.T, B @ e(A, C) @ B.T),
    "of a square": (gradient(trace(e(V, V) @ C), V), 2 * e(V, C.T), 2 * e(V, C)),
    "in a vector": (gradient(v.T @ e(A, B) @ v, v), (e(A, B) + e(A, B).T) @ v, 2 * e(A, B) @ v),
    "of a cube": (gradient(o.T @ e(v, v, v), v), 3 * e(v, v), 3 * v),
    "of an entry": (gradient(A[0, 1] ** 2, A), 2 * A[0, 1] * unit(d, 0) @ unit(d, 1).T, 2 * A),
    "in a symmetric matrix": (gradient(trace(e(S, S) @ C), S), e(S, C + C.T), 2 * e(S, C)),
}


@pytest.mark.parametrize("name", [*IDENTITIES, *GRADIENTS])
def test_what_is_equal_is_seen_to_be_and_what_only_looks_like_it_is_not(name):
    left, right, wrong = {**IDENTITIES, **GRADIENTS}[name]
    assert equal(left, right)
    assert not equal(left, wrong)
    # What is written back means the same.
    assert equal(normal(left).as_expression(), right)


def test_a_graph_that_no_elementwise_products_make_up_is_written_with_places():
    pairs = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]

    def term(*places):
        value = as_expression(1)
        for i, j in pairs:
            value = value * A[places[i], places[j]]
        return value

    complete = sum_over(
        d,
        lambda i: sum_over(d, lambda j: sum_over(d, lambda k: sum_over(d, lambda m: term(i, j, k, m)))),
    )
    form = normal(complete)
    assert equal(form.as_expression(), complete)
    with pytest.raises(UnsupportedExpression, match="not written as code"):
        compile(complete)


# The cases of people: each with the value it must have.
g = gaussian("g", covariance=(1 - rho) * identity(d) + rho * o @ o.T)
signs = random_signs("r", d)
rule = with_moments(
    "s",
    covariance=identity(d),
    central={
        3: lambda p, q, t: 0 * (p.T @ q),
        4: lambda p, q, t, u: (
            (p.T @ q) * (t.T @ u) + (p.T @ t) * (q.T @ u) + (p.T @ u) * (q.T @ t) - 2 * (e(p, q).T @ e(t, u))
        ),
    },
)
U = uniform_coordinates("u", d, count=N)
columns = with_moments(
    "c",
    covariance=identity(d) / 3,
    count=N,
    central={
        3: lambda p, q, t: 0 * (p.T @ q),
        4: lambda p, q, t, u: (
            ((p.T @ q) * (t.T @ u) + (p.T @ t) * (q.T @ u) + (p.T @ u) * (q.T @ t)) / 9
            + (Fraction(1, 5) - Fraction(1, 3)) * (e(p, q).T @ e(t, u))
        ),
    },
)
sphere = on_sphere("u", d)
third, fifth = Fraction(1, 3), Fraction(1, 5)
CASES = {
    "a form in signs": (variance(signs.T @ S @ signs), 2 * (norm_squared(S) - norm_squared(diagonal(S)))),
    "the same by a declared rule": (
        variance(rule.T @ S @ rule),
        2 * (norm_squared(S) - norm_squared(diagonal(S))),
    ),
    "uniform covariates": (
        E(U.covariance @ U.covariance),
        (fifth + (d - 1) * third**2 + (N - 1) * third**2) / N * identity(d),
    ),
    "the same for columns by a rule": (
        E(columns.covariance @ columns.covariance),
        (fifth + (d - 1) * third**2 + (N - 1) * third**2) / N * identity(d),
    ),
    "equal correlations": (E((o.T @ g) ** 2), d * (1 - rho) + rho * d**2),
    "the sphere, order six": (
        E((sphere.T @ S @ sphere) ** 3),
        (trace(S) ** 3 + 6 * trace(S) * trace(S @ S) + 8 * trace(S @ S @ S)) / (d * (d + 2) * (d + 4)),
    ),
    "an array for a covariance": (
        E(norm_squared(gaussian("x", covariance=np.diag([1.0, 2.0])))),
        as_expression(3),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_cases_of_people_have_the_values_that_are_right(name):
    got, right = CASES[name]
    assert equal(got, right)
    assert not equal(got, 2 * right)


def test_values_are_put_into_elementwise_products():
    assert equal(at(trace(e(A, B) @ S), {B: C + S}), trace(e(A, C) @ S) + trace(e(A, S) @ S))
    assert equal(at(e(A, B), {A: identity(d)}), diagonal(diagonal(B)))
    assert equal(homogeneous_part(trace(e(V, V) @ C) + trace(e(V, A) @ C), V, 2), trace(e(V, V) @ C))


def test_a_constant_is_a_function_without_arguments():
    assert compile(as_expression(3))() == 3


@pytest.mark.parametrize(
    ("attempt", "error", "reason"),
    [
        (lambda: e(A, v), ShapeMismatch, "elementwise: the shapes must be equal"),
        (lambda: A * B, ShapeMismatch, "hadamard"),
        (lambda: diagonal(matrix("W", d, N)), ShapeMismatch, "neither square nor a column"),
        (lambda: unit(2, 2), InvalidArgument, "no place 2 among 2"),
        (lambda: sum_over(N, lambda i: unit(d, i)), InvalidArgument, "runs to N"),
        (lambda: solve_linear(e(A, V) - S, V), UnsupportedExpression, "in an elementwise product"),
        (lambda: normal(E(e(inverse(X.gram), A))), UnsupportedExpression, "beside no elementwise product"),
        (
            lambda: equal(
                sum_over(N, lambda i: (X.column(i).T @ A @ X.column(i)) * (X.column(i).T @ B @ X.column(i))),
                diagonal(X.T @ A @ X).T @ diagonal(X.T @ B @ X),
            ),
            UnsupportedExpression,
            "a sum over columns stands beside",
        ),
        (lambda: equal(sphere.T @ sphere, 1), UnsupportedExpression, "does not reach every vector"),
    ],
)
def test_what_is_not_known_is_refused_with_the_reason(attempt, error, reason):
    with pytest.raises(error, match=reason):
        attempt()
