"""Elementwise products, diagonals, ones and entries as code: against the tree evaluated exactly, in every target."""

from fractions import Fraction

import numpy as np
import pytest

from lsa_theory.codegen.compiling import compile
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions import (
    E,
    dimension,
    identity,
    inverse,
    matrix,
    positive_definite,
    symmetric,
    trace,
    vector,
)
from lsa_theory.expressions.entrywise.elementwise import diagonal, hadamard, ones
from lsa_theory.expressions.laws.declared_coordinates import random_signs
from lsa_theory.expressions.statistics import variance
from lsa_theory.values.arithmetic.rational import Rationals
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.quadrature.cubature import Lattice

d, n = dimension("d"), dimension("n")
A, B, W = matrix("A", d), matrix("B", d), matrix("W", d, n)
S, L, v, w = symmetric("S", d), positive_definite("Lambda", d), vector("v", d), vector("w", n)
r = random_signs("r", d)
AT = {
    A: np.array([[1.0, -2.0, 0.5], [0.25, 3.0, 1.0], [2.0, 0.0, -1.0]]),
    B: np.array([[0.5, 1.0, 2.0], [-1.0, 0.25, 0.0], [1.5, -0.5, 1.0]]),
    W: np.array([[1.0, 2.0], [0.5, -1.0], [-2.0, 0.25]]),
    S: np.array([[1.0, 0.5, 2.0], [0.5, -1.0, 0.25], [2.0, 0.25, 3.0]]),
    L: np.array([[3.0, 1.0, 0.5], [1.0, 4.0, 0.25], [0.5, 0.25, 2.0]]),
    v: np.array([[1.0], [-0.5], [2.0]]),
    w: np.array([[2.0], [-0.25]]),
}
FORMULAS = {
    "a product": hadamard(A, B) @ S - 2 * hadamard(S, A.T),
    "rectangular": hadamard(W, A @ W) @ w,
    "a diagonal of a matrix": diagonal(A @ B),
    "a diagonal matrix": diagonal(v) + A,
    "scaled rows and columns": diagonal(v) @ W @ diagonal(w),
    "a trace of a triple": trace(hadamard(A, B) @ S),
    "a form": v.T @ hadamard(A, inverse(L)) @ v,
    "row sums": A @ ones(d) - hadamard(v, v),
    "everything added": ones(d).T @ W @ ones(n),
    "squared diagonals": diagonal(A).T @ diagonal(B) + trace(A),
    "the variance of a form in signs": variance(r.T @ A @ r),
    "of degree four": E((r.T @ A @ r) ** 2) * identity(d),
    "an outer product": hadamard(A, B) @ v @ (hadamard(v, v)).T,
    "an inverse": inverse(hadamard(L, L) + identity(d)) @ A,
}
WITH_ONES = {
    "an entry": A[0, 1] * v[2],
    "a column and a row": A @ ones(d) @ ones(d).T @ B - A[2, 0] * A,
    "ones": ones(d) @ v.T,
}


def exact(formula):
    values = {s: [[Fraction(x) for x in row] for row in value.tolist()] for s, value in AT.items()}
    value = Evaluator(Rationals(), Instance({d: 3, n: 2}, values), Lattice()).evaluate(formula)
    return np.array([[float(Fraction(int(x.p), int(x.q))) for x in row] for row in value])


def called(function, formula, turn):
    names = function.source.split("def value(")[1].split(")")[0].split(", ")
    given = {s.name: turn(value) for s, value in AT.items()} | {"d": 3, "n": 2}
    return np.array(function(*(given[name.split("=")[0]] for name in names if name.split("=")[0] in given)))


@pytest.mark.parametrize("name", [*FORMULAS, *WITH_ONES])
def test_numpy_agrees_with_the_tree(name):
    formula = {**FORMULAS, **WITH_ONES}[name]
    function = compile(formula)
    got = called(function, formula, lambda x: x)
    assert np.allclose(np.atleast_2d(got), exact(formula), rtol=1e-13, atol=1e-13)
    # With leading axes a call has statements of its own.
    batch = called(function, formula, lambda x: np.stack([x, x]))
    if batch.ndim:
        assert np.allclose(np.atleast_2d(batch[0]), exact(formula), rtol=1e-13, atol=1e-13)


@pytest.mark.slow
@pytest.mark.parametrize("name", [*FORMULAS, *WITH_ONES])
@pytest.mark.parametrize("target", ["mpmath", "flint"])
def test_many_digits_agree_with_the_tree(name, target):
    formula = {**FORMULAS, **WITH_ONES}[name]
    value = compile(formula, target)
    code = value.__wrapped__.__code__
    names = code.co_varnames[: code.co_argcount]
    given = {s.name: a.tolist() for s, a in AT.items()} | {"d": 3, "n": 2}
    got = value(*(given[p] for p in names if p in given))
    rows = got.tolist() if hasattr(got, "tolist") else [[got]]
    if hasattr(got, "rows"):
        rows = [[got[i, j] for j in range(got.cols)] for i in range(got.rows)]
    assert np.allclose([[float(x) for x in row] for row in rows], exact(formula), rtol=1e-13, atol=1e-13)


def test_what_a_target_cannot_make_is_refused_with_the_reason():
    with pytest.raises(
        UnsupportedExpression, match=r"a vector of ones or an entry needs; these targets can: .*numpy"
    ):
        compile(ones(d) @ v.T, "torch")
