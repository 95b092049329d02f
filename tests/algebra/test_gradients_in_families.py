"""Gradients with respect to a matrix of a commuting family."""

import pytest

from lsa_theory.algebra.normal import equal, normal
from lsa_theory.claims.equality import Claim
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions import dimension, gradient, matrix, positive_definite, trace, vector
from lsa_theory.verification.judge import judge

d = dimension("d")
a, b, A = vector("a", d), vector("b", d), matrix("A", d)
L, P = (positive_definite(n, d, family="one") for n in ("L", "P"))


def test_the_gradient_of_a_form_is_not_zero():
    assert equal(gradient(a.T @ P @ b, P), (a @ b.T + b @ a.T) / 2)


@pytest.mark.parametrize(
    ("scalar", "slope"),
    [
        (trace(P @ P @ A), (P @ (A + A.T) + (A + A.T) @ P) / 2),
        (trace(P**-1 @ L), -(P**-2) @ L),
        (trace(P), P**0),
    ],
)
def test_it_is_what_all_witnesses_see(scalar, slope):
    assert judge(Claim(gradient(scalar, P), slope)).verdict.value == "confirmed"
    assert judge(Claim(gradient(scalar, P), 2 * slope)).verdict.value == "refuted"


def test_beside_what_commutes_it_is_refused():
    """P L is L P in the family, and not once P moves in a direction of its own."""
    with pytest.raises(UnsupportedExpression, match="differentiated beside L of its family"):
        normal(gradient(a.T @ P @ L @ b, P))
