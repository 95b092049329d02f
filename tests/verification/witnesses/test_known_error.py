"""The simulation witness speaks where a mean has a variance, and says why it does not where there is none."""

from fractions import Fraction

import numpy as np
import pytest

from lsa_theory import (
    Claim,
    E,
    absolute,
    dimension,
    exp,
    gaussian,
    identity,
    inverse,
    judge,
    on_sphere,
    positive_definite,
    relu,
    samples,
    scalar,
    scale_mixture,
    square_root,
    student_t,
    sum_over,
    trace,
    vector,
)
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.refusals import NotApplicable
from lsa_theory.verification.witnesses.simulation import montecarlo
from lsa_theory.verification.witnesses.simulation.montecarlo import MonteCarlo

d, n = dimension("d"), dimension("n")
L = positive_definite("Lambda", d)
a, b, nu = vector("a", d), vector("b", d), scalar("nu", positive=True)
g = gaussian("g", covariance=identity(1))
x, q = gaussian("x", covariance=L), gaussian("q", covariance=L)
X = samples("x", covariance=L, count=n)
five = gaussian("z", covariance=identity(5))
four = gaussian("z", covariance=identity(4))
rare = scale_mixture("m", covariance=identity(1), scales=[(Fraction(9, 10), 1), (Fraction(1, 10), 11)])
AT = Instance(
    {d: 2, n: 12},
    {
        L: [[2, 1], [1, 3]],
        a: [[Fraction(1, 2)], [-1]],
        b: [[1], [Fraction(1, 3)]],
        nu: [[9]],
    },
)

KNOWN = {
    "a polynomial": (x.T @ x) ** 3,
    "an exponential of a linear form": exp(a.T @ x),
    "an exponential of a bounded quadratic form": exp(-(x.T @ x)),
    "a small quadratic form": exp(g**2 / 10),
    "a small quadratic form below a large one": exp(g**2 / 3) * exp(-(g**2) / 4),
    "an exponential of an absolute value": exp(absolute(a.T @ x)),
    "positive parts": relu(a.T @ x) * relu(b.T @ x) * exp(b.T @ x),
    "a ratio of exponentials": sum_over(n, lambda i: X.column(i) * exp(a.T @ X.column(i)))
    / sum_over(n, lambda i: exp(a.T @ X.column(i))),
    "an exponential of a bounded vector": exp(5 * on_sphere("u", d).T @ a),
    "an inverse that is bounded": 1 / (1 + x.T @ x),
    "an inverse with a ridge": inverse(X.gram + L),
    "an inverse of a long sample": inverse(X.gram),
    "an inverse of five squares": 1 / (five.T @ five),
    "an inverse of a trace": 1 / trace(X.gram),
    "an inverse below a polynomial": trace(X.gram) * inverse(X.covariance),
    "an inverse of an exponential": 1 / exp(a.T @ x),
    "a narrow mixture": exp(rare**2 / 100),
    "Student's t of many degrees": (lambda y: y @ y.T)(student_t("y", scale=L, degrees=9)),
}
UNKNOWN = {
    "a quadratic form without a variance": (exp(g**2 / 3), "too large an exponent"),
    "a product of two small ones": (exp(g**2 / 9) * exp(g**2 / 9), "too large an exponent"),
    "a power of a small one": (exp(g**2 / 10) ** 2, "too large an exponent"),
    "one term of a sum": (exp(g) + exp(g**2 / 3), "too large an exponent"),
    "a bilinear form of two vectors": (exp(q.T @ x), "too large an exponent"),
    "an exponential under a random law": (
        exp(gaussian("v", covariance=q @ q.T + L).T @ a),
        "law of v is itself random",
    ),
    "an exponent of degree four": (exp((x.T @ x) ** 2), "no polynomial of degree two"),
    "a wide mixture": (exp(rare**2 / 40), "too large an exponent"),
    "an exponential of Student's t": (
        exp(student_t("y", scale=L, degrees=40).T @ a),
        "law of Student's t",
    ),
    "an absolute value of Student's t": (
        absolute(student_t("y", scale=L, degrees=5).T @ a),
        "law of Student's t",
    ),
    "Student's t of few degrees": (
        (lambda y: y @ y.T)(student_t("y", scale=L, degrees=5)),
        "5 degrees of freedom",
    ),
    "an inverse of four squares": (1 / (four.T @ four), "no variance"),
    "an inverse of a linear form": (1 / (a.T @ x), "may have no variance"),
    "an exponential over a linear form": (exp(g) / g, "may have no variance"),
    "three inverses of one sample": (
        trace(inverse(X.gram)) ** 2 * inverse(X.gram) @ L @ inverse(X.gram),
        "no variance",
    ),
    "an inverse of a short sample": (inverse(samples("x", covariance=L, count=4).gram), "no variance"),
}


@pytest.mark.parametrize("name", KNOWN)
def test_a_mean_with_a_variance_is_drawn(name):
    assert np.isfinite(MonteCarlo(AT, np.random.default_rng(1), 64).evaluate(E(KNOWN[name]))).all()


@pytest.mark.parametrize("name", UNKNOWN)
def test_a_mean_without_a_known_error_is_not_drawn(name):
    body, reason = UNKNOWN[name]
    with pytest.raises(NotApplicable, match=reason):
        MonteCarlo(AT, np.random.default_rng(1), 64).evaluate(E(body))


def simulated(claim):
    return judge(claim, witnesses=["simulation"]).findings[0]


def test_a_true_mean_without_a_variance_is_not_spoken_of():
    finding = simulated(Claim(E(exp(2 * g**2 / 5)), square_root(5)))
    assert (finding.verdict.value, finding.applicable) == ("undecided", False)


def test_without_the_check_it_would_be_spoken_of(monkeypatch):
    monkeypatch.setattr(montecarlo, "check_error", lambda *_: None)
    assert simulated(Claim(E(exp(2 * g**2 / 5)), square_root(5))).applicable


def test_another_instance_is_drawn_where_one_has_no_variance():
    y = student_t("y", scale=L, degrees=nu + 7)
    assert simulated(Claim(E(y @ y.T), (nu + 7) / (nu + 5) * L)).verdict.value == "confirmed"


@pytest.mark.slow
def test_a_wrong_mean_with_a_variance_is_refuted():
    assert simulated(Claim(E(exp(g**2 / 10)), square_root(Fraction(4, 3)))).verdict.value == "refuted"


u = on_sphere("u", d)


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        (E((u.T @ u) ** 5), 1, "confirmed"),
        pytest.param(E((u.T @ u) ** 5), 1 + Fraction(1, 10**6), "refuted", marks=pytest.mark.slow),
        (E(u.T @ u - 1), 0, "undecided"),
    ],
)
def test_rounding_is_no_evidence_where_every_prompt_gives_the_same(left, right, verdict):
    assert simulated(Claim(left, right)).verdict.value == verdict


def test_averages_one_after_the_other_are_looked_at_together():
    tree = E(E(exp(q.T @ x / 100), x), q)
    assert np.isfinite(MonteCarlo(AT, np.random.default_rng(1), 64).evaluate(tree)).all()
    with pytest.raises(NotApplicable, match="too large an exponent"):
        MonteCarlo(AT, np.random.default_rng(1), 64).evaluate(E(E(exp(q.T @ x), x), q))
