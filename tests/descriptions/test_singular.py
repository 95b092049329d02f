"""Descriptions whose covariances are singular by their form: a minimiser, and nothing untrue about uniqueness."""

import pytest

from lsa_theory.algebra.normal import equal, normal
from lsa_theory.descriptions import InContextRegression, LinearSelfAttention, global_minimum, population_loss
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions import (
    at,
    dimension,
    identity,
    inverse,
    matrix,
    positive_definite,
    trace,
    vector,
    zero,
)

d, r, N = dimension("d"), dimension("r"), dimension("N")
L, F, a = positive_definite("Lambda", d), matrix("F", d, r), vector("a", d)


def minimum(**described):
    return global_minimum(population_loss(LinearSelfAttention(), InContextRegression(**described)))


def gamma(covariance):
    return (1 + 1 / N) * covariance + trace(covariance) * identity(d) / N


@pytest.mark.parametrize(
    ("described", "covariance"),
    [({"covariate": F @ F.T}, F @ F.T), ({"query": a @ a.T}, L), ({"query": F @ F.T}, L)],
)
def test_the_inverse_of_gamma_is_a_minimiser_and_not_called_the_only_one(described, covariance):
    found = minimum(**described)
    assert "alone" not in found.certificate[-1]
    at_it = at(found.equation.as_expression(), {found.unknown: inverse(gamma(covariance))})
    if covariance == L:
        assert normal(at_it).is_zero()
        assert equal(found.product, inverse(gamma(L)))
    else:
        assert repr(found.product).startswith("(tr(F @ F.T) * I / N + (1 + 1 / N) * (F @ F.T))**(-1)")


def test_a_definite_description_has_one_minimiser():
    assert "alone" in minimum().certificate[-1]


@pytest.mark.parametrize("name", ["covariate", "query", "task"])
@pytest.mark.parametrize("nothing", [0 * L, zero(d, d)])
def test_a_description_in_which_nothing_varies_says_so(name, nothing):
    with pytest.raises(UnsupportedExpression, match="every B is a minimum"):
        minimum(**{name: nothing})
