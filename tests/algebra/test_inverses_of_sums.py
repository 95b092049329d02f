"""Inverses of sums: decided within a family, shown by multiplying out elsewhere, never called different by mistake."""

from fractions import Fraction

import numpy as np
import pytest

from lsa_theory.algebra.normal import difference, equal, normal
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions import (
    E,
    at,
    dimension,
    gradient,
    identity,
    inverse,
    matrix,
    positive_definite,
    samples,
    scalar,
    trace,
    vector,
)
from lsa_theory.expressions.traversal import constituents
from lsa_theory.values.arithmetic.rational import Rationals
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.random_instances import draw_generic

d, k = dimension("d"), dimension("k")
L, S = positive_definite("L", d), positive_definite("S", d)
A, B, U, V = matrix("A", d), matrix("B", d), matrix("U", d, k), matrix("V", k, d)
C = positive_definite("C", k)
I, J = identity(d), identity(k)
t, s = scalar("t", positive=True), scalar("s", positive=True)
F, G = positive_definite("F", d, family="f"), positive_definite("G", d, family="f")
a, b = vector("a", d), vector("b", d)
WOODBURY = inverse(A) - inverse(A) @ U @ inverse(inverse(C) + V @ inverse(A) @ U) @ V @ inverse(A)

TRUE = {
    "left inverse": (inverse(L + S) @ (L + S), I),
    "right inverse": ((A + B) @ inverse(A + B), I),
    "inverse twice": (inverse(inverse(A + B)), A + B),
    "transposed": (inverse(A + B).T, inverse(A.T + B.T)),
    "multiple": (inverse(2 * A + 2 * B), inverse(A + B) / 2),
    "Woodbury": (inverse(A + U @ C @ V), WOODBURY),
    "Woodbury in a trace": (trace(B @ inverse(A + U @ C @ V)), trace(B @ WOODBURY)),
    "Woodbury in a form": (a.T @ inverse(A + U @ C @ V) @ b, a.T @ WOODBURY @ b),
    "push-through": (inverse(t * I + U @ V) @ U, U @ inverse(t * J + V @ U)),
    "push-through, square": (inverse(I + A @ B) @ A, A @ inverse(I + B @ A)),
    "parallel sum": (L @ inverse(L + S) @ S, inverse(inverse(L) + inverse(S))),
    "parallel sum, symmetric": (L @ inverse(L + S) @ S, S @ inverse(L + S) @ L),
    "parallel sum, difference": (L - L @ inverse(L + S) @ L, L @ inverse(L + S) @ S),
    "first resolvent": (
        inverse(A - t * I) - inverse(A - s * I),
        (t - s) * (inverse(A - t * I) @ inverse(A - s * I)),
    ),
    "second resolvent": (inverse(A + B) - inverse(A + L), inverse(A + B) @ (L - B) @ inverse(A + L)),
    "traces of parts": (trace(inverse(L + S) @ L) + trace(inverse(L + S) @ S), d * (t / t)),
    "irreducible": (inverse(L @ L + t * I) @ L @ L, I - t * inverse(L @ L + t * I)),
    "irreducible, cubic": (inverse(L**3 + t * I) @ L**3, I - t * inverse(L**3 + t * I)),
    "irreducible, two": (
        inverse(L @ L + t * I) - inverse(L @ L + s * I),
        (s - t) * (inverse(L @ L + t * I) @ inverse(L @ L + s * I)),
    ),
    "irreducible in a trace": (trace(inverse(L @ L + t * I) @ L @ L), d - t * trace(inverse(L @ L + t * I))),
    "around another letter": (
        inverse(L @ L + t * I) @ A @ inverse(L @ L + t * I) @ (L @ L + t * I),
        inverse(L @ L + t * I) @ A,
    ),
    "family": (inverse(F + G) @ F, I - G @ inverse(F + G)),
    "family, parallel": (inverse(F + G), inverse(F) @ inverse(inverse(F) + inverse(G)) @ inverse(G)),
    "family, factors": (inverse(F @ F - G @ G), inverse(F + G) @ inverse(F - G)),
    "family, traces": (
        trace(inverse(F + G) @ A @ inverse(F - G) @ F),
        trace(inverse(F - G) @ G @ inverse(F + G) @ A) + trace(A @ inverse(F + G)),
    ),
    "put in": (at(inverse(A + B), {B: t * A}), inverse(A) / (1 + t)),
    "gradient of a form": (
        gradient(a.T @ inverse(L + S) @ b, L),
        -(inverse(L + S) @ (a @ b.T + b @ a.T) @ inverse(L + S)) / 2,
    ),
    "gradient of a trace": (gradient(trace(inverse(A + L) @ B), A), -(inverse(A + L) @ B @ inverse(A + L)).T),
    "gradient, transposed": (
        gradient(trace(inverse(A + B).T @ L), A),
        -(inverse(A + B) @ L @ inverse(A + B)).T,
    ),
    "gradient, irreducible": (
        gradient(trace(inverse(L @ L + t * I)), L),
        -2 * L @ inverse(L @ L + t * I) ** 2,
    ),
}

AT_AN_INSTANCE = {
    "sign of Woodbury": (inverse(A + U @ C @ V), 2 * inverse(A) - WOODBURY),
    "wrong side": (inverse(L + S) @ L, L @ inverse(L + S)),
    "wrong sum": (inverse(L + S) @ (L + 2 * S), I),
    "wrong trace": (trace(inverse(L + S) @ L) - trace(inverse(L + S) @ S), d * (t / t)),
    "inverse of a sum as a sum of inverses": (inverse(A + B), inverse(A) + inverse(B)),
}

DIFFERENT = {
    "irreducible": (trace(inverse(L @ L + t * I) @ L @ L), d + t * trace(inverse(L @ L + t * I))),
    "family": (inverse(F + G) @ F, I + G @ inverse(F + G)),
    "family, order of another letter": (inverse(F + G) @ A @ F, F @ A @ inverse(F + G)),
    "family, traces": (
        trace(inverse(F + G) @ A @ inverse(F - G) @ F),
        trace(inverse(F - G) @ G @ inverse(F + G) @ A) + 2 * trace(A @ inverse(F + G)),
    ),
}


@pytest.mark.parametrize(("left", "right"), TRUE.values(), ids=TRUE)
def test_identities_are_decided(left, right):
    assert equal(left, right)


@pytest.mark.parametrize(("left", "right"), AT_AN_INSTANCE.values(), ids=AT_AN_INSTANCE)
def test_what_is_different_at_an_instance_is_told_apart(left, right):
    left_over = difference(left, right)
    assert not left_over.is_zero()
    assert left_over.decides


@pytest.mark.parametrize(("left", "right"), DIFFERENT.values(), ids=DIFFERENT)
def test_a_commuting_family_decides_differences_too(left, right):
    assert not equal(left, right)


def test_an_inverse_beside_its_whole_sum_is_cancelled_in_the_form():
    assert repr(normal(inverse(L + S) @ (L + S))) == "I"
    assert repr(normal(inverse(F + G) @ (F @ F - G @ G))) == "F - G"
    assert repr(normal(A @ inverse(F + G) @ F + A @ inverse(F + G) @ G)) == "A"


def test_a_form_is_the_form_of_what_it_prints():
    for left, _ in TRUE.values():
        form = normal(left)
        assert equal(form.as_expression(), left)


def test_an_inverse_under_a_root_is_left_open():
    one = trace(inverse(F + G) @ F) ** 2 + 1
    other = (d - trace(inverse(F + G) @ G)) ** 2 + 1
    assert not difference(normal(one).as_expression(), 2 * other).is_zero()


def test_the_inverse_of_a_sum_with_something_random_is_refused():
    X = samples("X", covariance=L, count=k)
    with pytest.raises(UnsupportedExpression, match="holds something random"):
        normal(E(inverse(X @ X.T + I)))
    with pytest.raises(UnsupportedExpression, match="holds something random"):
        normal(E(at(inverse(A + B), {A: X @ X.T})))


def test_a_root_of_a_sum_is_refused():
    with pytest.raises(UnsupportedExpression, match="square both sides"):
        normal((L + S) ** Fraction(-1, 2))


@pytest.mark.parametrize("seed", range(20))
def test_the_normal_form_has_the_value_of_the_tree(seed):
    """A cancellation that multiplies by a denominator on the way tells zero from the rest, and keeps no value."""
    rng = np.random.default_rng(seed)
    N, P = dimension("N"), positive_definite("P", d)
    total = (1 + N) / N * L @ P @ L + (s + trace(L @ P) / N) * L
    inner = total if seed % 2 else L / N + 2 * P
    K = inverse(inner)
    bodies = [
        trace(K @ inner @ A),
        trace(K @ L @ A) + trace(K @ (inner - L) @ A) / (N + 1),
        trace(L @ P @ L @ K @ A) * s,
        trace(A.T @ K @ L @ K @ (inner + P) @ A) / N,
    ]
    tree = bodies[seed % 4] - trace(A @ L) / (N + s)
    written = normal(tree).as_expression()
    place = Evaluator(Rationals(), draw_generic(rng, constituents([tree, written]), {d: 2, N: 3}))
    assert place.evaluate(written) == place.evaluate(tree)
