"""Samples with letters between them: E of words in X and their traces, by routes that share nothing with it."""

import itertools

import numpy as np
import pytest

from lsa_theory import (
    Claim,
    E,
    dimension,
    equal,
    gaussian,
    gradient,
    identity,
    matrix,
    norm_squared,
    normal,
    ones,
    positive_definite,
    samples,
    square_root,
    symmetric,
    trace,
    variance,
    vector,
)
from lsa_theory.codegen import compile
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions.latex import to_latex
from lsa_theory.verification.judge import judge
from lsa_theory.verification.outcome import Verdict

d, N, n = dimension("d"), dimension("N"), dimension("n")
L = positive_definite("Lambda", d)
T, S, J = matrix("T", N), matrix("S", N), positive_definite("J", N)
A, B, D = matrix("A", d), matrix("B", N, d), symmetric("D", d)
a, b, c = vector("a", d), vector("b", N), vector("c", N)
X, Y = samples("x", covariance=L, count=N), samples("y", covariance=identity(n), count=N)
W = samples("w", covariance=identity(d), count=N)
e, m = gaussian("e", covariance=J), gaussian("m", covariance=L)
XT = X.T

AVERAGES = {
    "X T X'": X @ T @ XT,
    "X' A X": XT @ A @ X,
    "X' X": XT @ X,
    "X B X": X @ B @ X,
    "X' B' X'": XT @ B.T @ XT,
    "X X' X": X @ XT @ X @ b,
    "four, open": X @ T @ XT @ A @ X @ S @ XT,
    "four, turned": XT @ A @ X @ T @ XT @ D @ X,
    "four, one way": X @ B @ X @ T @ XT @ B.T,
    "four, mixed": X @ B @ X @ B @ X @ B @ X,
    "beside a Gram matrix": X @ T @ XT @ X @ XT,
    "a trace beside a word": trace(X @ B) * X,
    "two traces": trace(X @ B) * trace(X @ T @ B),
    "a square of a trace": trace(T @ XT @ A @ X) ** 2,
    "three traces": trace(X @ B) ** 2 * trace(T @ XT @ X),
    "a trace and a turned one": trace(X @ B) * trace(B.T @ XT @ D),
    "forms": (a.T @ X @ b) ** 4,
    "forms in two directions": (a.T @ X @ b) * (a.T @ A @ X @ c) * (b.T @ XT @ X @ c),
    "weights by position": norm_squared(W @ T @ W.T @ a - a),
    "noise along the prompt": norm_squared(X @ e),
    "noise of fourth order": norm_squared(X @ e) ** 2,
    "two samples": X @ Y.T @ Y @ XT,
    "two samples with letters": X @ T @ Y.T @ Y @ S @ XT,
    "three samples": trace(X @ T @ Y.T @ Y @ XT @ W @ S @ W.T),
    "beside a vector": m @ m.T @ X @ T @ XT @ m @ m.T,
    "correlated samples": X @ square_root(J) @ square_root(J) @ XT,
}


@pytest.mark.parametrize("name", AVERAGES)
def test_an_average_is_that_of_the_entries(name):
    average = E(AVERAGES[name])
    closed = normal(average).as_expression()
    judgement = judge(Claim(average, closed), witnesses=["algebra", "field", "quadrature", "precision"])
    assert judgement.verdict is Verdict.CONFIRMED, judgement.reason


@pytest.mark.parametrize(
    ("made", "closed"),
    [
        (E(X @ T @ XT), trace(T) * L),
        (E(XT @ A @ X), trace(A @ L) * identity(N)),
        (E(X @ B @ X), L @ B.T),
        (E(trace(X @ B) ** 2), trace(B @ L @ B.T)),
        (variance(trace(T @ XT @ X)), trace(L @ L) * (trace(T @ T) + trace(T @ T.T))),
        (E(norm_squared(X @ e)), trace(J) * trace(L)),
    ],
)
def test_known_averages(made, closed):
    assert judge(Claim(made, closed)).verdict is Verdict.CONFIRMED


@pytest.mark.parametrize(
    ("made", "wrong"),
    [
        (E(X @ T @ XT), trace(T) * N * L),
        (E(X @ B @ X), 2 * L @ B.T),
        (E(X @ T @ XT @ A @ X @ S @ XT), E(X @ T @ XT) @ A @ E(X @ S @ XT)),
        (variance(trace(T @ XT @ X)), 2 * trace(L @ L) * trace(T @ T)),
    ],
)
def test_near_misses_are_refuted(made, wrong):
    judgement = judge(Claim(made, wrong))
    assert judgement.verdict is Verdict.REFUTED
    assert judgement.counterexample is not None


def words(length):
    """Every word of so many samples that returns to where it began, with letters between."""
    for turns in itertools.product((0, 1), repeat=length):
        word = None
        for turn, following in zip(turns, (*turns[1:], turns[0]), strict=True):
            letter = XT if turn else X
            ends, begins = ("d" if turn else "N"), ("N" if following else "d")
            between = {"dd": A, "NN": T, "Nd": B, "dN": B.T}[ends + begins]
            word = letter @ between if word is None else word @ letter @ between
        yield "".join(map(str, turns)), trace(word)


@pytest.mark.parametrize(("name", "word"), [*words(2), *words(4)])
def test_every_way_of_turning_the_samples(name, word):
    average = E(word)
    assert judge(Claim(average, normal(average).as_expression()), witnesses=["algebra", "field"]).verdict is (
        Verdict.CONFIRMED
    )


def test_it_is_differentiated_compiled_and_set():
    loss = E(norm_squared(W @ T @ W.T @ a - a))
    assert (
        judge(Claim(gradient(loss, T), normal(gradient(loss, T)).as_expression())).verdict
        is Verdict.CONFIRMED
    )
    given = np.array([[1.0, 2.0], [0.5, -1.0]])
    rng = np.random.default_rng(0)
    closed = compile(normal(E(trace(T @ XT @ A @ X) ** 2)))
    draws = rng.standard_normal((200_000, 2, 2))
    seen = np.trace(given @ draws.transpose(0, 2, 1) @ given @ draws, axis1=1, axis2=2) ** 2
    value = closed(A=given, Lambda=np.eye(2), T=given)
    assert abs(value - seen.mean()) < 6 * seen.std() / np.sqrt(len(seen))
    assert "operatorname{tr}" in to_latex(normal(E(X @ T @ XT)).as_expression())


@pytest.mark.parametrize(
    ("integrand", "message"),
    [
        (X.average @ b.T @ XT, "total"),
        (norm_squared(X @ T @ XT) ** -1, "power"),
    ],
)
def test_what_has_no_closed_form_is_refused_with_its_reason(integrand, message):
    with pytest.raises(UnsupportedExpression, match=message):
        normal(E(integrand))


def test_a_mean_stands_at_every_column():
    Z = samples("z", covariance=L, mean=a, count=N)
    expected = trace(T) * L + (ones(N).T @ T @ ones(N)) * (a @ a.T)
    assert equal(E(Z @ T @ Z.T), expected)
    assert not equal(E(Z @ T @ Z.T), trace(T) * (L + a @ a.T))
