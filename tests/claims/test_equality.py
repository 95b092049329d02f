import pickle
from dataclasses import dataclass

import pytest

from lsa_theory import Claim, Equal, Statement, dimension, judge, matrix, trace, zero
from lsa_theory.claims.certificate import Certificate
from lsa_theory.errors import InvalidArgument, LsaTheoryError, ShapeMismatch, UnsupportedExpression

d = dimension("d")
A = matrix("A", d)


@dataclass(frozen=True)
class _Stated(Statement):
    asked: Equal

    @property
    def questions(self):
        return (self.asked,)


def test_sides_may_be_exact_numbers():
    assert Claim(trace(A) * 0, 0).right.value == 0


def test_claim_describes_itself():
    assert Claim(trace(A), trace(A.T)).describe() == "tr(A) = tr(A.T)"


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: Claim(A, trace(A)), ShapeMismatch, "different shapes: A .d x d. against tr"),
        (lambda: Claim(A, 0), ShapeMismatch, "write zero"),
        (lambda: Claim(trace(A), 0.5), UnsupportedExpression, "floats are not exact"),
        (lambda: Claim(A, A, expected="false"), InvalidArgument, "expected='false'; it must be one of"),
        (lambda: Claim(A, A, witnesses="field"), InvalidArgument, r"write a list of names, \['field'\]"),
    ],
)
def test_ill_posed_claims_are_refused(make, error, message):
    with pytest.raises(error, match=message):
        make()
    assert issubclass(error, LsaTheoryError)


def test_zero_matrix():
    assert Claim(A - A, zero(d, d)).equalities()[0].part == ""


def test_equalities_at_hand_are_made_once_and_are_not_the_authors():
    theirs = Equal(trace(A @ A), trace(A.T @ A.T))
    claim = _Stated(asked=theirs, title="squares")
    at_hand = claim.at_hand()
    (first,), (second,) = at_hand.equalities(), at_hand.equalities()
    assert first is second
    assert first == theirs
    assert first is not theirs
    first.formulas  # noqa: B018
    assert "formulas" not in theirs.__dict__
    assert claim.equalities()[0] is theirs


def test_a_certificate_adds_to_equalities_at_hand():
    (step,) = Claim(trace(A), trace(A.T)).equalities()
    certificate = Certificate(equalities=(step,), answers=frozenset({"equality"}))
    claim = _Stated(asked=Equal(trace(A @ A), trace(A.T @ A.T)))
    for asked_before in (False, True):
        at_hand = claim.at_hand()
        before = at_hand.equalities() if asked_before else ()
        certified = at_hand.certified(certificate)
        assert certified.equalities() == (*claim.equalities(), step)
        assert all(a is b for a, b in zip(before, certified.equalities(), strict=False))


def test_a_claim_that_was_judged_can_be_pickled():
    claim = Claim(trace(A @ A), trace(A.T @ A.T))
    assert judge(claim).verdict.value == "confirmed"
    assert pickle.loads(pickle.dumps(claim)).left == claim.left
