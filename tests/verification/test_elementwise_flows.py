"""Flows of averages over diagonal matrices: elementwise weights, each step of the proof checked, and what is false."""

from fractions import Fraction

import pytest

from lsa_theory import (
    Flow,
    Limit,
    ScaledBlock,
    Vanishes,
    identity,
    judge,
    matrix,
    norm_squared,
    positive_definite,
    scalar,
    trace,
    zero,
)
from lsa_theory.claims.signs import is_definite, is_nonnegative
from lsa_theory.claims.strict import has_positive_entries, is_strictly_definite
from lsa_theory.expressions.entrywise.elementwise import diagonal, hadamard, ones
from lsa_theory.theory import initialisation, invariants
from lsa_theory.theory.random_covariance import weighted_flow
from lsa_theory.theory.random_setting import A, H, least_weight, more_weight
from lsa_theory.theory.setting import U, d, u

HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)
TARGET = hadamard(H, A)
SQUARES = hadamard(more_weight, more_weight)
K, P = matrix("K", d), positive_definite("P", d)


def end(product=A):
    size = norm_squared(product)
    return {U: size**-QUARTER * product, u: size**QUARTER}


def lemma(**changes):
    """The proof of Theorem 4.5, some of its pieces changed."""
    pieces = {
        "quadratic": [(least_weight / 2, identity(d), identity(d))],
        "target": TARGET,
        "product": A,
        "scale_limit": end()[u],
        "block_limit": end()[U],
        "entrywise": [(HALF, SQUARES)],
    }
    return ScaledBlock(U, u, **(pieces | changes))


def theorem(proof=None, *, weights=H, target=TARGET, values=None, start=None, balance=None):
    rates = weighted_flow(weights, target)
    pieces, value = proof or lemma(), zero(1) if balance is None else balance
    return Limit(
        Flow(rates, start or initialisation.start()),
        values or {U: pieces.block_limit, u: pieces.scale_limit},
        invariants=[(invariants.balance(), value)],
        proof=pieces.proof(value, rates[U], pieces.escape()),
    )


def verdict(claim, *witnesses):
    return judge(claim, witnesses=witnesses or None).verdict.value


EXACT = "algebra", "proof", "field", "precision"
NEGATIVE = initialisation.start() | {u: -initialisation.sigma}
INDEFINITE = initialisation.start() | {U: -initialisation.sigma * initialisation.direction()}
# A weight of which nothing is known off the diagonal, and one that is 0 there.
UNKNOWN = least_weight * ones(d, d) + K
NONE_OFF_THE_DIAGONAL = least_weight * identity(d)


@pytest.mark.slow
def test_the_flow_with_elementwise_weights_converges():
    assert verdict(theorem()) == "confirmed"


@pytest.mark.parametrize(
    "claim",
    {
        "twice the limit": theorem(values={U: 2 * end()[U], u: 2 * end()[u]}),
        "the limit of another product": theorem(
            lemma(product=2 * A, scale_limit=end(2 * A)[u], block_limit=end(2 * A)[U])
        ),
        "weights that are forgotten": theorem(weights=least_weight * ones(d, d)),
        "the target without its weights": theorem(target=A),
    }.items(),
    ids=lambda item: item[0],
)
def test_a_wrong_limit_is_refuted(claim):
    assert verdict(claim[1], *EXACT) == "refuted"


@pytest.mark.slow
@pytest.mark.parametrize(
    "claim",
    {
        "starts on the wrong side": theorem(start=NEGATIVE),
        "starts with a negative diagonal": theorem(start=INDEFINITE),
        "nothing is known of a weight": theorem(
            lemma(target=hadamard(UNKNOWN, A), entrywise=[(HALF, K)]),
            weights=UNKNOWN,
            target=hadamard(UNKNOWN, A),
        ),
        "nothing moves what is off the diagonal": theorem(
            lemma(
                quadratic=[(least_weight / 2, identity(d), hadamard(identity(d), ones(d, d)))],
                target=hadamard(NONE_OFF_THE_DIAGONAL, A),
                entrywise=[(0, ones(d, d))],
            ),
            weights=NONE_OFF_THE_DIAGONAL,
            target=hadamard(NONE_OFF_THE_DIAGONAL, A),
        ),
        "a weight is left out of the proof": theorem(lemma(entrywise=[])),
        "a weight is twice as large in the proof": theorem(lemma(entrywise=[(1, SQUARES)])),
        "a weight is negative in the proof": theorem(lemma(entrywise=[(-HALF, -SQUARES)])),
        "a matrix that is not diagonal beside weights": theorem(
            lemma(quadratic=[(least_weight / 2, P, identity(d))]),
        ),
    }.items(),
    ids=lambda item: item[0],
)
def test_a_certificate_that_cheats_proves_nothing(claim):
    assert verdict(claim[1], *EXACT) != "confirmed"


def test_an_escape_without_its_invariant_is_open_and_says_so():
    rates = weighted_flow(H, TARGET)
    proof = lemma().proof(zero(1), rates[U], lemma().escape())
    judgement = judge(
        Limit(Flow(rates, initialisation.start()), end(), proof=proof), witnesses=["algebra", "proof"]
    )
    assert judgement.verdict.value == "undecided"
    assert not judgement.error
    assert "lists 0" in judgement.reason


def test_weights_have_to_be_positive_where_nothing_else_is():
    alone = Vanishes(K, 1, [(K, K)], weights=[hadamard(K, K)])
    assert "positive one" in alone.missing([K], [])
    assert Vanishes(K, 1, [(K, K)], weights=[ones(d, d) + hadamard(K, K)]).missing([K], []) == ""
    assert "none is below 0" in Vanishes(K, 1, [(K, K)], weights=[ones(d, d), -ones(d, d)]).missing([K], [])


def test_signs_of_entries_and_of_diagonals_are_read():
    t = scalar("t")
    assert is_nonnegative(trace(hadamard(hadamard(K, K), U) @ U.T))
    assert is_definite(diagonal(t**2 * ones(d)))
    assert not is_definite(diagonal(t * ones(d)))
    assert is_strictly_definite(hadamard(P, P))
    assert is_strictly_definite(hadamard(identity(d), P))
    assert has_positive_entries((1 + t**2) * ones(d, d))


@pytest.mark.parametrize(
    "tree",
    [
        trace(hadamard(K, U) @ U.T),
        trace(hadamard(hadamard(K, U), U)),
        trace(hadamard(P, U) @ U.T),
        trace(hadamard(hadamard(K, K), U) @ U),
        trace(hadamard(K, identity(d))),
    ],
)
def test_signs_that_no_form_shows_are_not_read(tree):
    assert not is_nonnegative(tree)


@pytest.mark.parametrize("tree", [hadamard(K, K), hadamard(P, K), diagonal(diagonal(K)), ones(d, d)])
def test_what_may_be_singular_is_not_called_definite(tree):
    assert not is_strictly_definite(tree)


@pytest.mark.parametrize("tree", [hadamard(K, K), identity(d), hadamard(P, P), ones(d, d) - identity(d)])
def test_entries_that_may_vanish_are_not_called_positive(tree):
    assert not has_positive_entries(tree)
