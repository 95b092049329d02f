"""Compiled functions travel, say what they are, and take their arguments in the order of the package."""

import inspect
import multiprocessing
import pickle

import numpy as np
import pytest

from lsa_theory.codegen.compiling import compile
from lsa_theory.expressions import dimension, positive_definite, scalar, trace, vector

d, N, M = dimension("d"), dimension("N"), dimension("M")
L, s, v = positive_definite("Lambda", d), scalar("alpha"), vector("v", d)
FORMULA = trace(L @ L) / N + s * trace(L) / M + v.T @ L @ v


def test_matrices_come_first_then_vectors_then_sizes_then_scalars():
    assert list(inspect.signature(compile(FORMULA)).parameters) == ["Lambda", "v", "N", "M", "alpha"]


def test_a_function_survives_pickling_and_another_process():
    function = compile(FORMULA)
    given = (np.diag([1.0, 2.0]), np.array([[1.0], [0.0]]), 20, 30, 0.25)
    again = pickle.loads(pickle.dumps(function))
    assert again(*given) == function(*given)
    assert repr(again) == repr(function)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.starmap(function, [given]) == [function(*given)]


def test_lists_and_names_are_taken():
    function = compile(trace(L @ L) / N)
    assert function([[1, 0], [0, 2]], N=5) == function(N=5, Lambda=np.diag([1.0, 2.0])) == 1.0


def test_a_function_shows_its_formula():
    assert repr(compile(trace(L) / N, name="mean")) == "<mean(Lambda, N), compiled for numpy: tr(Lambda) / N>"
    assert r"\operatorname{tr}" in compile(trace(L))._repr_latex_()
    assert len(repr(compile(sum((trace(L) ** k for k in range(1, 60)), start=trace(L))))) < 250


def test_a_function_with_constants_is_pickled_as_the_one_that_prepares():
    prepare = pickle.loads(pickle.dumps(compile(trace(L) / N, constants=[L])))
    assert prepare(np.eye(2))(4) == pytest.approx(0.5)
