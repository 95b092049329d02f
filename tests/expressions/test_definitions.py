"""A definition is printed as its name, explained once, and is nothing but what it stands for."""

import pickle
from fractions import Fraction

import pytest

from lsa_theory import (
    Claim,
    E,
    define,
    dimension,
    equal,
    gaussian,
    identity,
    matrix,
    positive_definite,
    scalar,
    trace,
)
from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.definitions import body_of, definitions_in
from lsa_theory.expressions.expression import name_of
from lsa_theory.expressions.latex import to_latex
from lsa_theory.verification.judge import judge

d, N = dimension("d"), dimension("N")
L, A = positive_definite("Lambda", d), matrix("A", d)
Gamma = define("Gamma", (1 + 1 / N) * L + trace(L) / N * identity(d))
kappa = define("kappa", N / (3 * N + 5 + d))


@pytest.mark.parametrize(
    ("made", "text", "latex"),
    [
        (Gamma, "Gamma", r"\Gamma"),
        (Gamma.T, "Gamma.T", r"\Gamma^{\top}"),
        (Gamma + A, "Gamma + A", r"\Gamma + A"),
        (2 * Gamma**-1, "2 * Gamma**(-1)", r"2 \Gamma^{-1}"),
        (A @ Gamma / N, "(A @ Gamma) / N", r"\frac{1}{N} A \Gamma"),
        (trace(Gamma @ Gamma.T), "tr(Gamma @ Gamma.T)", None),
        (-kappa, "-kappa", r"-\kappa"),
        (kappa * L, "kappa * Lambda", r"\kappa \Lambda"),
        (1 / kappa, "1 / kappa", r"\frac{1}{\kappa}"),
        (kappa ** Fraction(1, 2), "kappa**(1/2)", r"\sqrt{\kappa}"),
        (kappa - 1, "kappa - 1", r"\kappa - 1"),
    ],
)
def test_it_is_printed_as_its_name(made, text, latex):
    assert repr(made) == text
    if latex is not None:
        assert to_latex(made) == latex


def test_a_reader_chooses_the_letter():
    assert to_latex(Gamma**-1, {"Gamma": "H"}) == "H^{-1}"


def test_it_is_nothing_but_what_it_stands_for():
    assert Gamma == body_of(Gamma)
    assert equal(Gamma, (1 + 1 / N) * L + trace(L) / N * identity(d))
    assert name_of(body_of(Gamma)) is None
    assert name_of(pickle.loads(pickle.dumps(Gamma))) == "Gamma"


def test_a_statement_explains_it_once():
    text = Claim(trace(L @ Gamma**-1), trace(Gamma**-1 @ L)).describe()
    assert text.count("where Gamma = (1 + 1 / N) * Lambda + tr(Lambda) * I / N") == 1


def test_what_is_left_over_and_the_counterexample_use_it():
    judgement = judge(Claim(trace(L @ Gamma**-2), trace(L @ Gamma**-1)))
    algebra = next(f.figure for f in judgement.findings if f.witness == "algebra")
    assert "Gamma**(-2)" in algebra
    assert judgement.counterexample.values["Gamma"] == (("3",),)


def test_a_random_definition_is_not_given_a_value():
    x = gaussian("x", covariance=L)
    second = define("K", x @ x.T)
    judgement = judge(Claim(E(second), 2 * L))
    assert judgement.verdict.value == "refuted"
    assert "K" not in judgement.counterexample.values


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: define("B", A), "has a name already"),
        (lambda: define("A", A @ A), "in its own definition"),
        (lambda: Claim(define("A", L @ L), A @ L), "name of a symbol"),
        (lambda: Claim(define("K", L @ L), define("K", L @ L @ L)), "defined in two ways"),
        (lambda: define("", L @ L), "name"),
    ],
)
def test_a_name_stands_for_one_thing(make, message):
    with pytest.raises(InvalidArgument, match=message):
        make()


def test_what_changes_inside_has_no_name():
    from lsa_theory.expressions.rebuilding import replaced

    changed = replaced(Gamma @ A, lambda node: scalar("s") if node == N else None)
    assert not definitions_in([changed])
