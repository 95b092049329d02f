import pytest

from lsa_theory import Claim, dimension, matrix, trace, zero
from lsa_theory.errors import InvalidArgument, LsaTheoryError, ShapeMismatch, UnsupportedExpression

d = dimension("d")
A = matrix("A", d)


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
