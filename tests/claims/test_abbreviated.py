"""A statement is shown with its repeated sums under letters, which it then explains; nothing else changes."""

from __future__ import annotations

from lsa_theory.algebra.normal import equal
from lsa_theory.claims.abbreviated import abbreviated
from lsa_theory.claims.equality import Claim
from lsa_theory.expressions import dimension, identity, matrix, positive_definite, trace

d, N = dimension("d"), dimension("N")
L, A = positive_definite("Lambda", d), matrix("A", d)
GAMMA = (1 + 1 / N) * L + trace(L) / N * identity(d)


def test_a_sum_that_is_repeated_has_a_letter() -> None:
    text = abbreviated(Claim(GAMMA**-1 @ A @ GAMMA**-1, A))
    assert text.splitlines() == [
        "Gamma**(-1) @ A @ Gamma**(-1) = A",
        f"where Gamma = {GAMMA!r}",
    ]


def test_a_letter_that_is_taken_is_not_used_again() -> None:
    taken = positive_definite("Gamma", d)
    text = abbreviated(Claim(GAMMA**-1 @ taken @ GAMMA**-1, taken))
    assert "Phi**(-1) @ Gamma @ Phi**(-1) = Gamma" in text


def test_what_stands_once_or_is_short_stays_as_it_was_typed() -> None:
    for claim in (Claim(GAMMA**-1 @ A, A), Claim((A + L) @ (A + L), A)):
        assert abbreviated(claim) == claim.describe()


def test_the_statement_itself_keeps_its_sums() -> None:
    claim = Claim(GAMMA @ GAMMA, GAMMA**2)
    abbreviated(claim)
    assert equal(claim.left, GAMMA @ GAMMA)
    assert "Gamma" not in claim.describe()
