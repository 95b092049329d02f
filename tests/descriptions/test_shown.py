"""What people hold shows itself: in a few lines at the prompt, as a formula in a notebook."""

from fractions import Fraction

import pytest

from lsa_theory import (
    Claim,
    InContextRegression,
    LinearSelfAttention,
    dimension,
    expand,
    global_minimum,
    gradient_flow,
    judge,
    matrix,
    normal,
    population_loss,
    positive_definite,
    prediction_risk,
    scalar,
    stationary_points,
    trace,
    variance_of_squared_error,
)
from lsa_theory.codegen import compile
from lsa_theory.descriptions.rates import Rates

d, s = dimension("d"), scalar("s", positive=True)
Lambda, Psi = positive_definite("Lambda", d), positive_definite("Psi", d)
CASES = {
    "no noise": (LinearSelfAttention(), InContextRegression()),
    "noise": (LinearSelfAttention(), InContextRegression(noise=s)),
    "noise and prior": (LinearSelfAttention(), InContextRegression(noise=s, task=Psi)),
    "preconditioned": (
        LinearSelfAttention(preconditioner="isotropic"),
        InContextRegression(noise=s, task=Psi),
    ),
}


def shown_by(layer, problem):
    loss = population_loss(layer, problem)
    minimum = global_minimum(loss)
    risk = prediction_risk(minimum)
    return {
        "layer": layer,
        "problem": problem,
        "loss": loss,
        "flow": gradient_flow(loss),
        "minimum": minimum,
        "risk": risk,
        "compiled": compile(minimum.value),
    }


SLOW = ("no noise", "noise", "noise and prior")


@pytest.mark.parametrize("name", ["preconditioned", *(pytest.param(n, marks=pytest.mark.slow) for n in SLOW)])
def test_a_theory_is_shown_in_a_few_lines_and_as_formulas(name):
    for kind, thing in shown_by(*CASES[name]).items():
        text, formula = repr(thing), thing._repr_latex_()
        assert len(text) < 700, kind
        assert "object at 0x" not in text, kind
        assert formula.startswith("$"), kind
        assert formula.endswith("$"), kind
        assert len(formula) < 2000, kind
        assert formula.count("{") == formula.count("}"), kind


@pytest.mark.slow
def test_other_results_are_shown_too():
    loss = population_loss(LinearSelfAttention(), InContextRegression())
    minimum = global_minimum(loss)
    risk = prediction_risk(minimum)
    claim = Claim(trace(Lambda) * Fraction(1, 2), trace(Lambda) / 2)
    results = (
        stationary_points(loss),
        variance_of_squared_error(minimum),
        expand(risk.as_expression(), dimension("N"), 1),
        normal(trace(Lambda)),
        claim,
        judge(claim, witnesses=["algebra", "field"]),
    )
    for thing in results:
        assert "object at 0x" not in repr(thing)
        assert (thing._repr_html_ if hasattr(thing, "_repr_html_") else thing._repr_latex_)().strip()


def test_stationary_points_are_formulas_with_and_without_a_closed_form():
    closed = stationary_points(population_loss(LinearSelfAttention(), InContextRegression()))
    assert r"\text{saddles: } & u_{-1} = 0,\quad " in closed._repr_latex_()
    layers = LinearSelfAttention(layers=2, free=("U_11",), preconditioner="isotropic")
    system = stationary_points(population_loss(layers, InContextRegression()))
    assert system._repr_latex_().count(r"\partial L / \partial") == len(system.system)


@pytest.mark.parametrize("case", ["noise and prior", "preconditioned"])
def test_the_flow_is_what_minus_the_gradient_is_in_normal_form(case: str) -> None:
    loss = population_loss(*CASES[case])
    gradient = loss.gradient()
    for symbol, rate in gradient_flow(loss).items():
        again = normal(-gradient[symbol].as_expression())
        assert (rate.key, dict(rate.declared)) == (again.key, dict(again.declared))
        assert rate != gradient[symbol]


@pytest.mark.slow
def test_an_answer_that_nobody_reads_is_shown_as_its_number_of_words() -> None:
    A, B = matrix("A", d), matrix("B", d)
    short, long = normal((A + B) ** 10), normal((A + B) ** 11)
    assert repr(long) == "<2048 words, d x d; as_expression() writes them>"
    assert long._repr_latex_() == r"$\text{2048 words}$"
    rates = Rates({A: long, B: short})
    assert repr(rates).startswith("{A: <2048 words, d x d; as_expression() writes them>, B: ")
    assert r"A:\ & \text{2048 words} \\" in rates._repr_latex_()
    assert not short.is_long
    assert len(repr(short)) > 20_000
    assert len(repr(long.as_expression())) > 2 * len(repr(short)) - 1000
