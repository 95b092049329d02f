"""vec and Kronecker products: the values are those of the matrices formed."""

import numpy as np
import pytest

from lsa_theory import BlockContext, dimension, kronecker, matrix, scalar, vec, vector
from lsa_theory.errors import ShapeMismatch, UnsupportedExpression
from lsa_theory.values.arithmetic.plain import Plain
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance

d, m = dimension("d"), dimension("m")
A, B, G, X = matrix("A", d, m), matrix("B", d, m), matrix("G", d), matrix("X", m)
P, v, w, t = matrix("P", d), vector("v", d), vector("w", d), scalar("t")
SIZES = {d: 2, m: 3}
rng = np.random.default_rng(0)
VALUES = {s: rng.normal(size=(SIZES.get(s.rows, 1), SIZES.get(s.cols, 1))) for s in (A, B, G, X, P, v, w, t)}


def value(expression):
    return Evaluator(Plain(), Instance(SIZES, VALUES)).evaluate(expression).item()


def stacked(array):
    return np.ravel(array, order="F")


def test_a_bilinear_form_is_that_of_the_matrices_formed():
    a, b, g, x = (VALUES[s] for s in (A, B, G, X))
    formed = stacked(a) @ np.kron(x, g) @ stacked(b)
    assert np.isclose(value(vec(A).T @ kronecker(X, G) @ vec(B)), formed)
    assert np.isclose(value(vec(A).T @ (kronecker(X, G) @ vec(B))), formed)
    both = vec(A).T @ (kronecker(X, G) / 2) @ (vec(B) + vec(A))
    assert np.isclose(value(both), (formed + stacked(a) @ np.kron(x, g) @ stacked(a)) / 2)
    assert not np.isclose(value(vec(A).T @ kronecker(X.T, G) @ vec(B)), formed)


def test_blocks_are_stacked_as_one_matrix():
    whole = BlockContext().block([[P, v], [w.T, t]])
    p = np.block([[VALUES[P], VALUES[v]], [VALUES[w].T, VALUES[t]]])
    formed = stacked(p) @ np.kron(p, p.T) @ stacked(p)
    assert np.isclose(value(vec(whole).T @ kronecker(whole, whole.T) @ vec(whole)), formed)
    assert np.isclose(value(vec(whole).T @ vec(whole)), np.sum(p**2))


def test_what_does_not_fit_is_refused():
    with pytest.raises(ShapeMismatch, match="a Kronecker product of 3 matrices"):
        kronecker(X, G, G) @ vec(A)
    with pytest.raises(ShapeMismatch):
        kronecker(G, X) @ vec(A)
    with pytest.raises(ShapeMismatch):
        vec(A).T @ vec(G)
    with pytest.raises(UnsupportedExpression):
        vec(A).T @ A
