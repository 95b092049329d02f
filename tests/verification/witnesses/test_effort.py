"""What is nice to have is stopped after so much work; what is decided is not."""

import pytest

from lsa_theory import normal, scalar
from lsa_theory.algebra.ring.effort import TooMuchWork, at_most
from lsa_theory.verification.witnesses.algebra import witness
from lsa_theory.verification.witnesses.base import Setting

s, t = scalar("s"), scalar("t")


def test_more_products_than_allowed_are_refused():
    with pytest.raises(TooMuchWork, match="more than 20 products"), at_most(20):
        normal((s + t + 1) ** 12)


def test_fewer_products_than_allowed_are_done_and_the_limit_ends_with_its_block():
    with at_most(10_000):
        assert normal((s + t) ** 2 - s**2 - t**2 - 2 * s * t).is_zero()
    assert not normal((s + t + 1) ** 12).is_zero()


@pytest.mark.parametrize("worth", [1, 60_000])
def test_a_false_claim_is_refuted_whatever_its_short_form_is_worth(worth, monkeypatch):
    from lsa_theory import Claim

    monkeypatch.setattr(witness, "_WORTH", worth)
    claim = Claim((s + t + 1) ** 12, (s + t) ** 12 + 12 * s)
    finding = witness.Algebra().judge(claim, "a stream", Setting())
    assert finding.verdict.value == "refuted"
    assert "left - right" in finding.figure
