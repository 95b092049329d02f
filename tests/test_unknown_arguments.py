"""A keyword that a function does not have is told with those that it has."""

import pytest

import lsa_theory
from lsa_theory import (
    Claim,
    E,
    InContextRegression,
    LsaTheoryError,
    dimension,
    gaussian,
    gradient,
    identity,
    judge,
    matrix,
    norm_squared,
    normal,
    positive_definite,
    samples,
    solve_linear,
    vector,
)

d, N = dimension("d"), dimension("N")
A, Lambda, mu = matrix("A", d), positive_definite("Lambda", d), vector("mu", d)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: matrix("A", d, row=3),
            "matrix\\(\\) has no argument 'row'; it has name, rows, cols. Did you mean rows?",
        ),
        (
            lambda: gaussian("x", cov=Lambda),
            "gaussian\\(\\) has no argument 'cov'; it has name, covariance, mean",
        ),
        (lambda: judge(Claim(A, A), witness=["field"]), "Did you mean witnesses?"),
        (lambda: Claim(A, A, name="x"), "it has left, right, given, observe, source, id, title"),
        (lambda: E(A, over=A), r"it has body, \*over"),
        (
            lambda: InContextRegression(covariate=Lambda, covariate_mean=mu),
            "no argument 'covariate_mean'.* Covariates are centred there. With a mean, write the loss with X = samples",
        ),
    ],
)
def test_the_arguments_that_there_are_are_told(call, message):
    with pytest.raises(LsaTheoryError, match=message):
        call()
    with pytest.raises(TypeError, match="has no argument"):
        call()


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("haar", "write random_orthogonal"),
        ("complex_gaussian", r"z = x \+ iy with x, y = gaussian"),
        ("wishart", "write samples\\(name, covariance=..., count=N\\).gram"),
        ("gausian", "Did you mean gaussian"),
        ("no_such_thing", "there is no lsa_theory.no_such_thing"),
    ],
)
def test_a_name_that_there_is_not_is_told_with_what_to_write(name, instead):
    with pytest.raises(AttributeError, match=instead):
        getattr(lsa_theory, name)


def test_arguments_that_there_are_go_through():
    assert Claim(A, A, source="a book", title="a fact").source == "a book"
    assert matrix("A", rows=d, cols=3).shape == (d, 3)


def test_what_is_advised_for_covariates_with_a_mean_works():
    X, q = samples("x", covariance=Lambda, mean=mu, count=N), gaussian("q", covariance=identity(d))
    U = matrix("U", d)
    loss = E(norm_squared(X.covariance @ U @ q - q))
    found = solve_linear(gradient(loss, U), U).value
    square, mean = normal(E(X.covariance @ X.covariance)), normal(E(X.covariance))
    residual = square.as_expression() @ found - mean.as_expression()
    assert normal(residual).is_zero()
