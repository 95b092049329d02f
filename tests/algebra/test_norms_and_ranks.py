"""Norms and ranks: what their laws give is decided, what they do not give is left open."""

import pytest

from lsa_theory import (
    Claim,
    E,
    dimension,
    gaussian,
    identity,
    inverse,
    matrix,
    operator_norm,
    positive_definite,
    rank,
    scalar,
    square_root,
    symmetric,
    trace,
    vector,
)
from lsa_theory.algebra.normal import difference, normal
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.verification.judge import judge
from lsa_theory.verification.outcome import Verdict

d, N = dimension("d"), dimension("N")
A, B, G = matrix("A", d), matrix("B", d), matrix("G", d, N)
L, S = positive_definite("L", d), symmetric("S", d)
v, w = vector("v", d), vector("w", d)
t, c = scalar("t", positive=True), scalar("c")
x = gaussian("x", covariance=L)
norm = operator_norm

TRUE = {
    "a positive factor": (norm(t * A), t * norm(A)),
    "a sign": (norm(B - A), norm(A - B)),
    "a transpose": (norm(A.T @ B), norm(B.T @ A)),
    "A'A": (norm(G.T @ G), norm(G) ** 2),
    "a vector": (norm(3 * v), 3 * square_root(v.T @ v)),
    "rank one": (norm(v @ w.T), norm(v) * norm(w)),
    "a power": (norm(S @ S @ S), norm(S) ** 3),
    "a root": (norm(square_root(L)), square_root(norm(L))),
    "the identity": (norm(2 * identity(d)), 2),
    "rank of a transpose": (rank(G.T), rank(G)),
    "rank of a Gram matrix": (rank(G @ G.T), rank(G)),
    "rank between definite matrices": (rank(L @ A @ inverse(L)), rank(A)),
    "rank of A'LA": (rank(A.T @ L @ A), rank(A)),
    "full rank": (rank(t * L), d),
}
FALSE = {
    "a factor of any sign": (norm(c * A), c * norm(A)),
    "a square that is no Gram matrix": (norm(A @ A), norm(A) ** 2),
    "a product": (norm(A @ B), norm(A) * norm(B)),
    "an inverse": (norm(inverse(L)), 1 / norm(L)),
    "a sum": (norm(A + B), norm(A) + norm(B)),
    "rank of a multiple that may be 0": (rank(c * A), rank(A)),
    "rank of a trace times a matrix": (rank(trace(A @ A.T) * B), rank(B)),
    "rank beside a singular matrix": (rank(S @ A), rank(A)),
    "rank of a square of a symmetric matrix": (rank(S @ S), d),
    "rank of A'S^2A": (rank(A.T @ S @ S @ A), rank(A)),
    "rank of a vector": (rank(v), 1),
    "rank of a product": (rank(A @ B), rank(A)),
    "rank of v w'": (rank(v @ w.T), 1),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_follows_from_the_laws_is_decided(name):
    assert difference(*TRUE[name]).is_zero()


@pytest.mark.parametrize("name", FALSE)
def test_what_does_not_follow_is_left_open(name):
    left_over = difference(*FALSE[name])
    assert not left_over.is_zero()
    assert not left_over.decides


@pytest.mark.parametrize("name", ["a positive factor", "rank of a transpose"])
def test_true_claims_are_confirmed(name):
    assert judge(Claim(*TRUE[name])).verdict is Verdict.CONFIRMED


@pytest.mark.parametrize("name", FALSE)
def test_false_claims_are_refuted(name):
    assert judge(Claim(*FALSE[name])).verdict is Verdict.REFUTED


@pytest.mark.parametrize("side", [E(norm(x)), norm(x) * E(norm(x))], ids=["a mean", "beside one"])
def test_nothing_stands_for_a_norm_that_is_averaged(side):
    with pytest.raises(UnsupportedExpression, match="no scalar can stand for it"):
        difference(side, norm(x))


def test_a_norm_alone_has_no_normal_form():
    with pytest.raises(UnsupportedExpression, match="has no normal form"):
        normal(norm(A))


def test_what_is_left_is_shown_as_it_is_written():
    assert repr(difference(norm(2 * A), norm(B))) == "2 * |A|_op - |B|_op"


def test_a_root_of_a_form_that_is_not_negative():
    assert difference(square_root(v.T @ L @ v) ** 2, v.T @ L @ v).is_zero()
    with pytest.raises(UnsupportedExpression, match="not known to be positive"):
        difference(square_root(v.T @ S @ v) ** 2, v.T @ S @ v)
