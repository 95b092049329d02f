"""Named inequalities: no violation of any gap is found, and a slightly stronger one is violated."""

from fractions import Fraction

import numpy as np
import pytest

from lsa_theory.claims import named_inequalities as named
from lsa_theory.claims.forms import norm_inequalities as norms
from lsa_theory.claims.inequality import Inequality
from lsa_theory.expressions import dimension, identity, matrix, positive_definite, square_root, symmetric
from lsa_theory.expressions.blocks import Block
from lsa_theory.verification.witnesses.search.slack import search_slack

d = dimension("d")
A, B = matrix("A", d), matrix("B", d)
S = symmetric("S", d)
P, Q = positive_definite("P", d), positive_definite("Q", d)

REASONS = [
    named.CauchySchwarz(A, B),
    named.Submultiplicative(A, B),
    named.NormOfTrace(A, P),
    named.FrobeniusOfTrace(S, P),
    named.NormOfSquare(A, B),
    named.Frobenius(A),
    named.NormOfPower(A, 2),
    named.TraceOfRoot(A),
    named.TraceOfProduct(P, Q),
    named.AtLeastOne(d, Fraction(1, 2)),
    norms.NormAtMostFrobenius(A),
    norms.NormOfBlocks(Block(((A, B),))),
    norms.NormOfOneBlock(Block(((A, B), (B, A))), 0, 1),
    norms.NormTriangle(A, B),
    norms.NormTriangle(Block(((A, B),)), Block(((B, A),))),
    norms.NormOfProduct(A, B),
    norms.GramBound(
        Block(((identity(d), identity(d)),)), square_root(2), [Block(((identity(d), -identity(d)),))]
    ),
]


def sides(reason, factor):
    """The gap as larger >= factor * smaller; every gap is written as a sum with one negative term."""
    *larger, smaller = reason.gap().terms
    return sum(larger[1:], larger[0]), factor * -smaller


@pytest.mark.parametrize("reason", REASONS, ids=lambda r: type(r).__name__)
def test_no_violation(reason):
    found = search_slack(Inequality(*sides(reason, 1)).asked, np.random.default_rng(1))
    assert found.counterexample is None
    assert not reason.missing()


@pytest.mark.parametrize("reason", REASONS, ids=lambda r: type(r).__name__)
def test_two_percent_more_is_violated(reason):
    found = search_slack(Inequality(*sides(reason, Fraction(51, 50))).asked, np.random.default_rng(1))
    assert found.counterexample is not None


@pytest.mark.parametrize(
    ("reason", "message"),
    [
        (named.NormOfTrace(A, S), "definite"),
        (named.FrobeniusOfTrace(A, B), "definite"),
        (named.TraceOfProduct(P, S), "definite"),
        (named.AtLeastOne(P.rows, Fraction(-1)), "not positive"),
        (named.NormOfPower(A, 0), "not positive"),
        (named.Sign(A.rows - 2), "form"),
        (norms.NormOfOneBlock(Block(((A, B),)), 1, 0), "no block 1, 0"),
        (norms.GramBound(A, -1, []), "non-negative"),
        (norms.GramBound(A, 1, [Block(((A, B),))]), "other columns"),
    ],
    ids=lambda r: type(r).__name__,
)
def test_premises_are_checked(reason, message):
    assert message in reason.missing()
