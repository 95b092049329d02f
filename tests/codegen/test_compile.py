"""From Python: an expression, ours or SymPy's, in; a function out. What cannot be expressed is named."""

from fractions import Fraction

import numpy as np
import pytest
import sympy
from backends import BACKENDS, agrees, available
from reference import Reference, fractions_of

from lsa_theory.algebra.sympy.bridge import from_sympy
from lsa_theory.codegen import Definition, compile
from lsa_theory.errors import InvalidArgument, UnknownName, UnsupportedExpression
from lsa_theory.expressions import (
    define,
    dimension,
    gaussian,
    identity,
    matrix,
    positive_definite,
    scalar,
    trace,
)

n = sympy.Symbol("n", integer=True, positive=True)
A, B = sympy.MatrixSymbol("A", n, n), sympy.MatrixSymbol("B", n, n)
a = sympy.MatrixSymbol("a", n, 1)
s = sympy.Symbol("s", real=True)
I_n = sympy.Identity(n)

GIVEN = {
    "A": np.array([[2.0, 0.5, 0.25], [0.5, 1.5, -0.5], [0.25, -0.5, 3.0]]),
    "B": np.array([[1.0, -2.0, 0.5], [0.25, 1.0, 1.5], [-1.0, 0.75, 2.0]]),
    "a": np.array([[1.0], [-0.5], [2.0]]),
    "s": 0.75,
}
MATRIX = {
    "sums and products": A * B + 2 * B.T - A / 3,
    "scaled product": s * A * B * A,
    "trace": sympy.Trace(A * B.T) / 7 + s,
    "inverse": A.inverse() * B,
    "power": A**2 * B - A**-2,
    "transpose of a product": (A * B).T + I_n,
    "form": sympy.Trace(a.T * A * a),
    "fraction of traces": sympy.Trace(A) / (s**2 + sympy.Trace(A * A)),
    "explicit": sympy.MatMul(sympy.Inverse(A), sympy.Transpose(B), sympy.MatPow(A, 2)),
}


@pytest.mark.parametrize("target", ["numpy", "array-api on array_api_strict", "torch", "mpmath", "flint"])
@pytest.mark.parametrize("name", MATRIX)
def test_sympy_matrix_expressions(name, target):
    backend, symbols = available(target), (positive_definite("A", dimension("n")),)
    function = compile(MATRIX[name], backend.target, symbols=symbols)
    order = [
        k
        for k in ("A", "B", "a", "s")
        if f" {k} :" in f" {function.__doc__}" or f"\n{k} :" in function.__doc__
    ]
    reference = Reference({"n": 3}, {k: fractions_of(v) for k, v in GIVEN.items()}, 120)
    true = reference.at(from_sympy(MATRIX[name], symbols))
    got = function(*(backend.give(GIVEN[k]) for k in sorted(order, key=lambda k: (k == "s", k == "a", k))))
    assert agrees(backend, got, true)
    wrong = reference.at(from_sympy(MATRIX[name] * (1 + sympy.Rational(1, 10**6)), symbols))
    assert not agrees(backend, got, wrong)


ELEMENTARY = {
    "exp": (sympy.exp(-sympy.Trace(A) / 3) * A, lambda A, s: np.exp(-np.trace(A) / 3) * A),
    "log of trace": (s * sympy.log(sympy.Trace(A)), lambda A, s: s * np.log(np.trace(A))),
    "nested": (sympy.exp(sympy.sin(s)) + sympy.cos(s) ** 2, lambda A, s: np.exp(np.sin(s)) + np.cos(s) ** 2),
    "tanh": (sympy.tanh(s * sympy.Trace(A)), lambda A, s: np.tanh(s * np.trace(A))),
}


@pytest.mark.parametrize("target", BACKENDS)
@pytest.mark.parametrize("name", ELEMENTARY)
def test_elementary_functions_of_scalars(name, target):
    backend, (expression, by_hand) = available(target), ELEMENTARY[name]
    used = [k for k, symbol in (("A", A), ("s", s)) if symbol in expression.free_symbols]
    with backend.around():
        got = compile(expression, backend.target)(*(backend.give(GIVEN[k]) for k in used))
    rows = got.tolist() if hasattr(got, "tolist") else [[got]]
    found = np.array(np.reshape(np.asarray(rows, dtype=object), -1), dtype=float)
    true = np.ravel(by_hand(GIVEN["A"], GIVEN["s"]))
    # The argument carries a few roundings, and exp, log and tanh of numbers of order one pass them on.
    assert np.all(np.abs(found - true) <= 32 * np.finfo(float).eps * np.abs(true).max())
    assert not np.all(np.abs(found * (1 + 1e-12) - true) <= 32 * np.finfo(float).eps * np.abs(true).max())


def test_several_outputs_share_their_work():
    function = compile({"loss": sympy.Trace(A * B * A * B), "slope": A * B * A}, "numpy")
    assert function.source.rpartition('"""')[2].count(" @ ") == 2
    loss, slope = function(GIVEN["A"], GIVEN["B"])
    assert np.isclose(loss, np.trace(GIVEN["A"] @ GIVEN["B"] @ GIVEN["A"] @ GIVEN["B"]))
    assert np.allclose(slope, GIVEN["A"] @ GIVEN["B"] @ GIVEN["A"])


def test_constants_are_prepared():
    d = dimension("d")
    L, U = positive_definite("Lambda", d), matrix("U", d)
    function = compile(trace(L**-1 @ U @ L @ L), "numpy", constants=(L,))
    run = function(GIVEN["A"])
    true = np.trace(np.linalg.inv(GIVEN["A"]) @ GIVEN["B"] @ GIVEN["A"] @ GIVEN["A"])
    assert np.isclose(run(GIVEN["B"]), true)


def test_an_unknown_function_is_named():
    with pytest.raises(UnsupportedExpression, match=r"gamma is not one of the elementary functions exp, log"):
        compile(sympy.gamma(s), "numpy")
    with pytest.raises(UnsupportedExpression, match=r"cannot generate code for f\(s\)"):
        compile(sympy.Function("f")(s), "numpy")


def test_an_unreadable_node_is_named():
    with pytest.raises(UnsupportedExpression, match=r"cannot read Permanent\(A\)"):
        compile(sympy.Permanent(A), "numpy")


def test_an_unknown_target_lists_the_targets():
    with pytest.raises(UnknownName, match="no target 'fortran'; those known are numpy, array-api"):
        compile(sympy.Trace(A), "fortran")


def test_what_a_target_cannot_express_names_the_node_and_who_can():
    L = positive_definite("Lambda", dimension("d"))
    message = r"flint cannot express eigen.*Lambda.*these targets can: numpy, array-api, jax, torch, mpmath"
    with pytest.raises(UnsupportedExpression, match=message):
        compile(trace(L ** Fraction(1, 2)), "flint")


def test_a_random_expression_is_refused():
    x = gaussian("x", covariance=identity(dimension("d")))
    with pytest.raises(UnsupportedExpression, match="take its expectation first"):
        compile(x.T @ x, "numpy")


def test_a_constant_that_is_no_argument_is_named():
    d = dimension("d")
    with pytest.raises(InvalidArgument, match="the constant c is not among the arguments"):
        compile(trace(matrix("U", d)), "numpy", constants=(scalar("c"),))


def test_definitions_have_names():
    d = dimension("d")
    L, G = positive_definite("Lambda", d), positive_definite("Gamma", d)
    function = compile(trace(G**-1), "numpy", definitions=(Definition(G, L + identity(d)),))
    assert "Gamma = " in function.source
    assert np.isclose(function(np.eye(3)), 1.5)


def test_a_defined_matrix_is_a_local_variable():
    d, N = dimension("d"), dimension("N")
    L = positive_definite("Lambda", d)
    Gamma = define("Gamma", (1 + 1 / N) * L + trace(L) / N * identity(d))
    product = define("K", Gamma @ L)
    function = compile(trace(product @ product))
    assert "Gamma = " in function.source
    assert "K = Gamma.dot(Lambda)" in function.source.replace("Gamma.dot(L)", "Gamma.dot(Lambda)")
    matrix_ = np.diag([1.0, 2.0, 3.0])
    expected = np.linalg.matrix_power(((1 + 1 / 7) * matrix_ + 6 / 7 * np.eye(3)) @ matrix_, 2).trace()
    assert np.isclose(function(matrix_, 7), expected)


def test_a_defined_scalar_is_spelled_out():
    d, N = dimension("d"), dimension("N")
    L = positive_definite("Lambda", d)
    assert np.isclose(compile(define("c", N / (N + d)) * trace(L))(np.eye(2), 3), 2 * 3 / 5)
