from fractions import Fraction

import pytest

from lsa_theory import Claim, E, square_root, trace, with_moments
from lsa_theory.verification.outcome import Verdict
from lsa_theory.verification.witnesses.base import Setting
from lsa_theory.verification.witnesses.field import trials
from lsa_theory.verification.witnesses.field.trials import Trials
from lsa_theory.verification.witnesses.field.witness import Field
from tests.verification.toys import FALSE, TRUE, A, Gamma, Lambda, d


def judged(claim, seed=0):
    return Field().judge(claim, "toy", Setting(seed=seed))


@pytest.mark.parametrize("name", TRUE)
def test_true_claims_are_confirmed_with_their_bound(name):
    finding = judged(TRUE[name])
    assert finding.verdict is Verdict.CONFIRMED
    assert finding.rigorous
    error = finding.figure.removeprefix("error < ").split(",")[0]
    assert float(error) < 1e-40
    assert "d = 1.." in finding.figure


@pytest.mark.parametrize("name", FALSE)
def test_false_claims_are_refuted(name):
    finding = judged(FALSE[name])
    assert finding.verdict is Verdict.REFUTED
    assert "sides differ at d =" in finding.figure


def test_roots_of_positive_numbers():
    claim = Claim(trace(Gamma**-2) ** Fraction(1, 4) * trace(Gamma**-2) ** Fraction(3, 4), trace(Gamma**-2))
    finding = judged(claim)
    assert finding.verdict is Verdict.CONFIRMED
    assert "error" not in finding.figure


def test_difference_below_a_root_is_inconclusive():
    finding = judged(Claim(square_root(Lambda) @ A @ square_root(Lambda), A @ Lambda))
    assert finding.verdict is Verdict.UNDECIDED
    assert "inconclusive" in finding.figure


def test_true_identity_that_residues_do_not_obey_is_not_refuted():
    # sqrt((a + b)^2) = a + b holds for positive numbers; a sum of squares need not be a square.
    s = trace(Lambda) + trace(Lambda @ Lambda)
    findings = [judged(Claim(square_root(s * s), s), seed).verdict for seed in range(4)]
    assert Verdict.REFUTED not in findings


def test_undeclared_moments_do_not_pass_as_gaussian_ones():
    z = with_moments("z", covariance=Lambda)
    finding = judged(
        Claim(E(z @ z.T @ A @ z @ z.T), Lambda @ (A + A.T) @ Lambda + trace(A @ Lambda) * Lambda)
    )
    assert finding.verdict is Verdict.REFUTED
    assert judged(Claim(E(z @ z.T), Lambda)).verdict is Verdict.CONFIRMED


def test_same_seed_same_figure():
    assert judged(TRUE["fourth moment"], 5) == judged(TRUE["fourth moment"], 5)


@pytest.fixture
def looked_at(monkeypatch):
    """The primes of each walk over both sides, at every size."""
    seen = {}
    once = Trials._equal

    def equal(self, instances, primes, sizes, rule):
        seen.setdefault(tuple(sizes.values()), []).append(list(primes))
        return once(self, instances, primes, sizes, rule)

    monkeypatch.setattr(Trials, "_equal", equal)
    return seen


@pytest.mark.parametrize("name", TRUE)
def test_where_a_walk_is_large_it_is_for_few_primes_and_all_have_theirs(name, looked_at, monkeypatch):
    together = judged(TRUE[name])
    walks = {sizes: list(primes) for sizes, primes in looked_at.items()}
    looked_at.clear()
    monkeypatch.setattr(trials, "_TOGETHER", 1.0)
    assert judged(TRUE[name]) == together
    assert looked_at.keys() == walks.keys()
    for sizes, primes in looked_at.items():
        assert all(len(of_one) == 1 for of_one in primes), sizes
        assert {p for (p,) in primes} == {p for of_one in walks[sizes] for p in of_one}


@pytest.mark.parametrize("name", FALSE)
def test_false_claims_are_refuted_prime_by_prime(name, monkeypatch):
    monkeypatch.setattr(trials, "_TOGETHER", 1.0)
    assert judged(FALSE[name]).verdict is Verdict.REFUTED


def test_claim_about_numbers():
    assert judged(Claim(trace(Lambda) * 0, d - d)).verdict is Verdict.CONFIRMED
