"""Matrices of numbers, from NumPy and SymPy, and what is decided entry by entry."""

from fractions import Fraction

import numpy as np
import pytest
import sympy

from lsa_theory.algebra.normal import equal, normal
from lsa_theory.algebra.sympy.bridge import from_sympy, to_sympy
from lsa_theory.descriptions.problem import InContextRegression
from lsa_theory.errors import InvalidArgument, InvalidCovariance, UnsupportedExpression
from lsa_theory.expressions import (
    E,
    as_expression,
    gaussian,
    identity,
    inverse,
    matrix,
    norm_squared,
    symmetric,
    trace,
    zero,
)
from lsa_theory.expressions.entrywise.elementwise import hadamard, ones

K, M = np.diag([1.0, 2.0]), np.array([[2, 1], [1, 3]])
A, S = matrix("A", 2), symmetric("S", 2)


def test_a_covariance_of_numbers_is_averaged_with():
    x = gaussian("x", covariance=K)
    assert equal(E(norm_squared(x)), 3)
    assert equal(E(x @ x.T @ x @ x.T), np.diag([5, 14]))
    assert not equal(E(x @ x.T @ x @ x.T), np.diag([5, 13]))


@pytest.mark.parametrize(
    ("left", "right", "holds"),
    [
        (inverse(as_expression(M)) @ M, identity(2), True),
        (trace(A @ M) + trace(A @ (2 * np.eye(2, dtype=int) - M)), 2 * trace(A), True),
        (trace(A @ A), A[0, 0] ** 2 + 2 * A[0, 1] * A[1, 0] + A[1, 1] ** 2, True),
        (trace(A @ A), A[0, 0] ** 2 + A[0, 1] * A[1, 0] + A[1, 1] ** 2, False),
        # Cayley and Hamilton.
        (A @ A - trace(A) * A, -(A[0, 0] * A[1, 1] - A[0, 1] * A[1, 0]) * identity(2), True),
        (A @ A - trace(A) * A, -(A[0, 0] * A[1, 1] + A[0, 1] * A[1, 0]) * identity(2), False),
        (hadamard(A @ A, S)[0, 1], (A[0, 0] * A[0, 1] + A[0, 1] * A[1, 1]) * S[1, 0], True),
        (ones(2).T @ hadamard(A @ A, S) @ ones(2) + A[0, 0] - A[0, 0], trace(A @ A @ S), True),
        (ones(2), as_expression(np.array([1, 1])), True),
        (S[0, 1], S[1, 0], True),
        (A[0, 1], A[1, 0], False),
    ],
)
def test_what_holds_for_a_numeric_size_is_decided_entry_by_entry(left, right, holds):
    assert equal(left, right) is holds


def test_an_inverse_beside_entries_is_left_open():
    with pytest.raises(UnsupportedExpression, match="single entries stand beside an inverse"):
        equal(inverse(A)[0, 0] * (A[0, 0] * A[1, 1] - A[0, 1] * A[1, 0]), A[1, 1])


@pytest.mark.parametrize(
    ("covariance", "error", "reason"),
    [
        (np.array([[1, 2], [2, 1]]), InvalidCovariance, "without negative eigenvalues"),
        (np.array([[1, 2], [0, 1]]), InvalidCovariance, "symmetric matrix"),
        (np.array([1.0, 2.0]), InvalidCovariance, "square"),
        (np.array([[0.1]]), UnsupportedExpression, r"write Fraction\(1, 10\)"),
        (np.array([[1j]]), UnsupportedExpression, "no exact number"),
        (np.array([[np.nan]]), UnsupportedExpression, "no exact number"),
        (np.zeros((2, 2, 2)), InvalidArgument, "3 axes"),
    ],
)
def test_an_array_that_is_no_exact_covariance_is_refused_with_the_reason(covariance, error, reason):
    with pytest.raises(error, match=reason):
        gaussian("x", covariance=covariance)


def test_a_singular_matrix_of_numbers_has_no_inverse():
    with pytest.raises(UnsupportedExpression, match="singular"):
        normal(inverse(as_expression(np.ones((2, 2)))))


def test_sympy_comes_in_and_goes_out():
    X, Y = sympy.MatrixSymbol("X", 2, 2), sympy.MatrixSymbol("Y", 2, 2)
    assert equal(sympy.Matrix([[sympy.Rational(1, 2), 1], [1, 2]]), np.array([[0.5, 1], [1, 2]]))
    assert repr(from_sympy(X[0, 1])) == "X[0, 1]"
    assert repr(from_sympy(sympy.HadamardProduct(X, Y))) == "hadamard(X, Y)"
    assert to_sympy(hadamard(A, M)) == sympy.HadamardProduct(
        sympy.MatrixSymbol("A", 2, 2), sympy.ImmutableMatrix([[2, 1], [1, 3]])
    )
    with pytest.raises(UnsupportedExpression, match="from_sympy"):
        trace(X)


def test_the_family_of_layers_asks_for_a_symbol():
    with pytest.raises(UnsupportedExpression, match="Declare a symbol for it"):
        InContextRegression(covariate=as_expression(K))
    assert equal(zero(2, 2), np.zeros((2, 2)))
    assert as_expression(np.array([[Fraction(1, 3)]])) == as_expression(Fraction(1, 3))
