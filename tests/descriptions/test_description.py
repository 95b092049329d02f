"""Descriptions: what fits is printed, what does not is refused with the reason."""

from fractions import Fraction

import numpy as np
import pytest

from lsa_theory.descriptions import (
    CovarianceMixture,
    InContextRegression,
    LinearSelfAttention,
    WishartCovariance,
)
from lsa_theory.errors import InvalidArgument, InvalidCovariance, ShapeMismatch
from lsa_theory.expressions import dimension, identity, matrix, positive_definite, scalar, symmetric, vector
from lsa_theory.theory.setting import Lambda, M, N, d

other = dimension("k")


@pytest.mark.parametrize(
    ("arguments", "error", "match"),
    [
        ({"covariate": np.eye(2)}, InvalidCovariance, "declare a symbol with positive_definite"),
        ({"covariate": matrix("A", d)}, InvalidCovariance, "not symmetric"),
        ({"covariate": matrix("A", d, other)}, InvalidCovariance, "expected a square matrix"),
        ({"task": positive_definite("P", other)}, InvalidCovariance, "expected d x d"),
        ({"query": matrix("A", d)}, InvalidCovariance, "query is A"),
        ({"task_mean": vector("m", other)}, ShapeMismatch, "expected a d x 1 vector"),
        ({"query_mean": 3}, ShapeMismatch, "query_mean is 3"),
        ({"noise": Lambda}, ShapeMismatch, "expected a scalar"),
        ({"noise": -1}, InvalidArgument, "a variance, at least 0"),
        ({"normalisation": 0}, InvalidArgument, "a positive number"),
        ({"context_length": 0}, InvalidArgument, "positive integer or a symbol"),
        ({"prompt_length": scalar("s")}, InvalidArgument, "prompt_length=s"),
        ({"query_column": "hidden"}, InvalidArgument, "'included' or 'masked'"),
    ],
)
def test_a_problem_that_does_not_fit(arguments, error, match):
    with pytest.raises(error, match=match):
        InContextRegression(**arguments)


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        ({"free": ("U_11", "u_13")}, "the blocks are U_11, u_12, u_21, u_-1"),
        ({"free": "U"}, "expected 'all' or a tuple"),
        ({"free": ("u_-1",)}, "leaves the prediction at 0"),
        ({"key_query": "split"}, "'merged' or 'separate'"),
        ({"preconditioner": "diagonal"}, "'matrix' or 'isotropic'"),
        ({"heads": 0}, "heads=0"),
        ({"layers": True}, "layers=True"),
        ({"rank": 1}, "goes with key_query='separate'"),
        ({"key_query": "separate", "free": ("u_12", "u_21")}, "needs U_11"),
        ({"key_query": "separate", "preconditioner": "isotropic"}, "goes with key_query='merged'"),
        ({"layers": 2}, "asks for free="),
        ({"tied": True}, "several layers"),
        ({"sign": 0}, "1 or -1"),
    ],
)
def test_a_layer_that_does_not_fit(arguments, match):
    with pytest.raises(InvalidArgument, match=match):
        LinearSelfAttention(**arguments)


def test_mixtures_are_checked():
    with pytest.raises(InvalidArgument, match="must add up to 1"):
        CovarianceMixture(((Fraction(1, 2), Lambda),))
    with pytest.raises(InvalidArgument, match="empty"):
        CovarianceMixture(())
    with pytest.raises(InvalidCovariance, match="expected d x d"):
        CovarianceMixture(((Fraction(1, 2), Lambda), (Fraction(1, 2), positive_definite("P", other))))
    with pytest.raises(InvalidCovariance, match="scale is"):
        WishartCovariance(matrix("A", d), dimension("n"))


def test_symbolic_probabilities_are_allowed():
    p = scalar("p", positive=True)
    mixture = CovarianceMixture(((p / (1 + p), Lambda), (1 / (1 + p), symmetric("S", d))))
    assert repr(mixture) == "Lambda (probability p / (1 + p)) or S (probability 1 / (1 + p))"


@pytest.mark.parametrize("weight", [Fraction(3, 2), scalar("q"), scalar("p", positive=True)])
def test_weights_that_need_not_be_probabilities_are_refused(weight):
    with pytest.raises(InvalidArgument, match="does not show by its form that it is at least 0"):
        CovarianceMixture(((weight, Lambda), (1 - weight, identity(d))))


def test_both_print_as_mathematics():
    problem = InContextRegression(
        covariate=WishartCovariance(identity(d), dimension("n")), noise=Fraction(1, 4)
    )
    assert r"\varepsilon_i \sim \mathcal{N}(0, \frac{1}{4})" in problem._repr_latex_()
    assert r"\mathcal{W}" in problem._repr_latex_()
    layer = LinearSelfAttention(key_query="separate", rank=1, heads=2)
    assert layer._repr_latex_().count("W^{KQ}") == 3
    assert repr(LinearSelfAttention(free="all")).endswith("free U_11, u_12, u_21, u_-1")


def test_aliases_and_the_order_of_blocks():
    assert LinearSelfAttention(free=("u", "U")) == LinearSelfAttention()


def test_test_prompts_take_their_own_length():
    assert InContextRegression().tested().rho is not None
    assert repr(InContextRegression().tested().context_length) == repr(M)
    fixed = InContextRegression(normalisation=7)
    assert repr(fixed.tested().covariates().cols) == "M"
    assert InContextRegression(context_length=5, prompt_length=9).tested().context_length == 9
    assert repr(InContextRegression().context_length) == repr(N)
