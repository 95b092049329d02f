"""Everyday identities with inverses of sums are decided; what they give compiles, is differentiated and prints."""

import numpy as np
import pytest
from drawn import Drawn

from lsa_theory import det, log_det
from lsa_theory.algebra.deciding.at_an_instance import seen_to_differ
from lsa_theory.algebra.deciding.rewritten_inverses import rewritten
from lsa_theory.algebra.normal import Normal, difference, equal, normal
from lsa_theory.algebra.ring.polynomial import freeze
from lsa_theory.codegen.compiling import compile
from lsa_theory.expressions import (
    dimension,
    gradient,
    identity,
    inverse as inv,
    matrix,
    positive_definite,
    scalar,
    square_root,
    trace,
    vector,
)

d, n = dimension("d"), dimension("n")
L, S, P = (positive_definite(name, d) for name in ("Lambda", "Sigma", "Psi"))
A, B, C, M = (matrix(name, d) for name in "ABCM")
U, V, K = matrix("U", d, n), matrix("V", n, d), matrix("K", n, n)
a, b = vector("a", d), vector("b", d)
s = scalar("s", positive=True)
I, J = identity(d), identity(n)
q = a.T @ inv(A) @ a

# Left, right, and a right side that is wrong.
IDENTITIES = {
    "Woodbury": (
        inv(A + U @ K @ V),
        inv(A) - inv(A) @ U @ inv(inv(K) + V @ inv(A) @ U) @ V @ inv(A),
        inv(A) + inv(A) @ U @ inv(inv(K) + V @ inv(A) @ U) @ V @ inv(A),
    ),
    "push-through": (inv(I + U @ V) @ U, U @ inv(J + V @ U), U @ inv(J - V @ U)),
    "push-through, square": (inv(I + A @ B) @ A, A @ inv(I + B @ A), A @ inv(I + A @ B)),
    "ridge and its dual": (
        U @ inv(U.T @ U + s * J),
        inv(U @ U.T + s * I) @ U,
        inv(U @ U.T + 2 * s * I) @ U,
    ),
    "Sherman-Morrison": (
        inv(A + a @ b.T),
        inv(A) - (inv(A) @ a @ b.T @ inv(A)) / (1 + b.T @ inv(A) @ a),
        inv(A) - (inv(A) @ a @ b.T @ inv(A)) / (1 - b.T @ inv(A) @ a),
    ),
    "a form of rank one less": (a.T @ inv(A + a @ a.T) @ a, q / (1 + q), q / (1 - q)),
    "its square": ((a.T @ inv(A + a @ a.T) @ a) ** 2, q**2 / (1 + q) ** 2, q**2 / (1 + q)),
    "between two vectors": (
        a.T @ inv(L + b @ b.T) @ a,
        a.T @ inv(L) @ a - (a.T @ inv(L) @ b) ** 2 / (1 + b.T @ inv(L) @ b),
        a.T @ inv(L) @ a + (a.T @ inv(L) @ b) ** 2 / (1 + b.T @ inv(L) @ b),
    ),
    "parallel sum": (inv(inv(L) + inv(S)), L @ inv(L + S) @ S, L @ inv(L + S) @ L),
    "irreducible denominator": (inv(L @ L + I) @ L @ L, I - inv(L @ L + I), I + inv(L @ L + I)),
    "an irreducible cubic": (
        inv(L**3 + L + I) @ (L**3 + L),
        I - inv(L**3 + L + I),
        I - 2 * inv(L**3 + L + I),
    ),
    "two quadratics": (
        inv(L**4 + 4 * I),
        inv(L @ L + 2 * L + 2 * I) @ inv(L @ L - 2 * L + 2 * I),
        inv(L @ L + 2 * L + 2 * I) @ inv(L @ L + 2 * I),
    ),
    "second resolvent identity": (
        inv(L + S) - inv(L + P),
        inv(L + S) @ (P - S) @ inv(L + P),
        inv(L + S) @ (S - P) @ inv(L + P),
    ),
    "trace pushed through": (
        trace(inv(I + U @ V)),
        d - n + trace(inv(J + V @ U)),
        trace(inv(J + V @ U)),
    ),
    "degrees of freedom": (
        s * trace(inv(U @ U.T + s * I)) - d,
        s * trace(inv(U.T @ U + s * J)) - n,
        s * trace(inv(U.T @ U + s * J)) + n,
    ),
    "trace of a commuted product": (
        trace(inv(I + A @ B)),
        trace(inv(I + B @ A)),
        trace(inv(I + A @ B.T)),
    ),
    "Schur complement": (
        inv(A - B @ inv(C) @ M),
        inv(A) + inv(A) @ B @ inv(C - M @ inv(A) @ B) @ M @ inv(A),
        inv(A) - inv(A) @ B @ inv(C - M @ inv(A) @ B) @ M @ inv(A),
    ),
    "an inverse within an inverse": (
        inv(A + inv(B + inv(C))),
        inv(A + C @ inv(B @ C + I)),
        inv(A + C @ inv(C @ B + A)),
    ),
    "Hua": (A - inv(inv(A) + inv(inv(B) - A)), A @ B @ A, A @ B @ B),
    "gain of a Kalman filter": (
        P @ U @ inv(U.T @ P @ U + K),
        inv(inv(P) + U @ inv(K) @ U.T) @ U @ inv(K),
        inv(inv(P) + U @ inv(K) @ U.T) @ U,
    ),
    "determinant lemma": (
        det(A + U @ V),
        det(A) * det(J + V @ inv(A) @ U),
        det(A) * det(J - V @ inv(A) @ U),
    ),
    "log det of a sum": (log_det(L + S), log_det(L) + log_det(I + inv(L) @ S), log_det(L) + log_det(S)),
}
# Determinants and logarithms are told apart by the judges, not by form.
BY_FORM = [name for name in IDENTITIES if "det" not in name]


@pytest.mark.parametrize("name", IDENTITIES)
def test_a_true_identity_is_decided(name):
    left, right, _ = IDENTITIES[name]
    assert equal(left, right)


@pytest.mark.parametrize("name", BY_FORM)
def test_a_wrong_one_is_told_apart(name):
    left, _, wrong = IDENTITIES[name]
    assert not equal(left, wrong)


@pytest.mark.slow
@pytest.mark.parametrize("name", IDENTITIES)
@pytest.mark.parametrize("side", [0, 1])
def test_both_sides_compile_are_differentiated_and_print(name, side):
    expression = IDENTITIES[name][side]
    form = normal(expression)
    assert repr(form)
    assert form._repr_latex_()
    compile(form)
    total = expression if expression.is_scalar else trace(expression.T @ expression)
    compile(normal(gradient(total, L)))


@pytest.mark.slow
@pytest.mark.parametrize("name", BY_FORM)
def test_rewriting_keeps_the_value(name):
    rng = np.random.default_rng(0)
    values = {k: rng.normal(size=(3, 3)) for k in ("A", "B", "C", "M")}
    values |= {
        k: (lambda m: m @ m.T + np.eye(3))(rng.normal(size=(3, 3))) for k in ("Lambda", "Sigma", "Psi")
    }
    values |= {"U": rng.normal(size=(3, 2)), "V": rng.normal(size=(2, 3)), "K": rng.normal(size=(2, 2))}
    values |= {"a": rng.normal(size=(3, 1)), "b": rng.normal(size=(3, 1)), "s": [[0.7]]}
    at = Drawn({"d": 3, "n": 2}, values)
    form = normal(IDENTITIES[name][0])
    changed = Normal(form.rows, form.cols, freeze(rewritten(form.terms)), form.declared)
    assert np.allclose(at.at(changed.as_expression()), at.at(form.as_expression()), rtol=1e-8, atol=1e-8)


def test_an_instance_tells_nothing_of_what_it_does_not_know():
    assert seen_to_differ(difference(inv(A + B), inv(A) + inv(B)).terms)
    assert not seen_to_differ(difference(square_root(L), L).terms)
    assert not seen_to_differ(difference(det(A + B), det(A)).terms)
    assert not seen_to_differ({})
