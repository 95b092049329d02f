"""Sums that are factors of products: kept where that is cheaper, multiplied out where keeping them loses digits."""

import numpy as np
import pytest

from lsa_theory.codegen import Definition, Function, Output, compile
from lsa_theory.codegen.describing import described
from lsa_theory.codegen.planning.factored import factored
from lsa_theory.codegen.planning.plan import _cheapest, plan
from lsa_theory.expressions import (
    E,
    dimension,
    gaussian,
    identity,
    matrix,
    positive_definite,
    scalar,
    trace,
    vector,
)

d, N = dimension("d"), dimension("N")
Lambda, A, B, C = positive_definite("Lambda", d), matrix("A", d), matrix("B", d), matrix("C", d)
X, a, b, s = matrix("X", d, N), vector("a", d), vector("b", d), scalar("s")
I = identity(d)

# Expression; by hand; how many times fewer operations at d = N = 64, at least.
CHEAPER = {
    "a quadratic": (trace((A + B) @ (A + B).T @ C), lambda A, B, C: np.trace((A + B) @ (A + B).T @ C), 2.5),
    "a distance": ((a - b).T @ Lambda @ (a - b), lambda Lambda, a, b: (a - b).T @ Lambda @ (a - b), 1.9),
    "a product of sums": ((A + B) @ (A - C) @ (B + C), lambda A, B, C: (A + B) @ (A - C) @ (B + C), 5),
    "a power": (trace((A + B) ** 3), lambda A, B: np.trace(np.linalg.matrix_power(A + B, 3)), 2.5),
    "a product with a vector": ((A + B) @ (a - b), lambda A, B, a, b: (A + B) @ (a - b), 2.5),
    "a rectangle": (trace((X - A @ X) @ (X - A @ X).T), lambda A, X: np.sum((X - A @ X) ** 2), 1.9),
    "sums in sums": (
        (A @ (B + s * C) + B) @ (A + B).T,
        lambda A, B, C, s: (A @ (B + s * C) + B) @ (A + B).T,
        1.9,
    ),
}


def values(names):
    rng = np.random.default_rng(5)
    shapes = {"X": (4, 6), "a": (4, 1), "b": (4, 1)}
    given = {n: rng.standard_normal(shapes.get(n, (4, 4))) for n in names if n != "s"}
    if "Lambda" in given:
        given["Lambda"] = given["Lambda"] @ given["Lambda"].T + np.eye(4)
    return given | ({"s": 0.75} if "s" in names else {})


@pytest.mark.parametrize("case", CHEAPER)
def test_a_sum_is_kept_where_that_is_cheaper(case):
    expression, by_hand, ratio = CHEAPER[case]
    function = described(expression)
    given = values([x.name for x in function.arguments])
    np.testing.assert_allclose(
        compile(expression)(**given),
        np.squeeze(by_hand(**given)).reshape(np.shape(compile(expression)(**given))),
        rtol=1e-12,
    )
    normal = _cheapest(function, frozenset())
    assert normal.cost.flops.at() >= ratio * plan(function).cost.flops.at()


@pytest.mark.parametrize("target", ["mpmath", "flint", "array-api"])
@pytest.mark.parametrize("case", CHEAPER)
def test_every_target_computes_kept_sums(case, target):
    assert "factor_1" in compile(CHEAPER[case][0], target).source


def test_a_batch_of_kept_sums_is_computed_one_by_one_alike():
    f = compile(trace((A + B) @ (A + B).T @ C))
    given = {k: np.random.default_rng(1).standard_normal((7, 3, 3)) for k in "ABC"}
    alone = [f(**{k: v[i] for k, v in given.items()}) for i in range(7)]
    np.testing.assert_allclose(f(**given), alone, rtol=1e-13)


def test_what_cancels_when_multiplied_out_is_not_kept():
    """(I - Gamma^-1 Gamma') times a matrix near it loses digits that the normal form has."""
    shorter = trace(Lambda @ (Lambda + s * I) ** -1 @ (Lambda + s * I) @ A)
    assert factored(described(shorter)) == []
    assert factored(described((A + B) @ (A - B) + B @ A)) != []
    assert factored(described((A + B) @ (A - B) + B @ B)) == []


def test_a_definition_in_force_is_not_replaced_by_what_cancels():
    """The least loss is tr(Lambda (I - Gamma^-1 Lambda)) / 2, whose difference is tiny for long prompts."""
    Gamma = positive_definite("Gamma", d)
    meaning = (1 + 1 / N) * Lambda + trace(Lambda) / N * I
    value = trace(Lambda @ (I + Lambda / trace(Lambda)) @ Gamma**-1) * trace(Lambda) / N / 2
    function = Function(
        "least",
        "Least loss.",
        (Lambda, N),
        (Output("loss", value),),
        definitions=(Definition(Gamma, meaning),),
    )
    kept = [x.expression for form in factored(function) for x in form.definitions[1:]]
    assert all("Gamma" not in repr(x) for x in kept)


def test_without_a_sum_among_the_factors_there_is_nothing_to_keep():
    assert factored(described(trace(A @ B) + trace(C))) == []


def test_a_sum_inside_an_average_that_is_left_does_not_stand_outside(monkeypatch):
    x = gaussian("x", covariance=Lambda)
    squared = E((a.T @ (A + x @ x.T) @ a) ** 2)
    function = Function("f", "Return it.", (a, A, Lambda), (Output("value", squared),))
    monkeypatch.setattr("lsa_theory.codegen.planning.factored.compacted", lambda expression: expression)
    assert factored(function) == []
