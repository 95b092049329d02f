"""Committed generated code is what the theory generates now, and it computes what was derived."""

import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import lsa_theory.generated as generated
from lsa_theory.catalogue import descriptions, functions
from lsa_theory.catalogue.names import written
from lsa_theory.codegen import Function, Output, explain, module_source
from lsa_theory.errors import InvalidArgument, UnsupportedExpression
from lsa_theory.expressions import gaussian, identity, matrix, scalar, trace, vector
from lsa_theory.generated import flow, loss, minimum
from lsa_theory.theory.setting import Gamma, Lambda, U, d, u

FOLDER = Path(generated.__file__).parent


@pytest.mark.parametrize("name", sorted(descriptions()))
def test_committed_code_is_current(name):
    committed = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
    now = module_source(*descriptions()[name])
    assert committed == now, "run `python -m lsa_theory.catalogue` and commit the result"


def test_the_file_in_the_documentation_is_current():
    function = functions()["reduced_flow"]
    page = Path(__file__).parents[2] / "docs" / "codegen.md"
    pasted = page.read_text(encoding="utf-8").rpartition("```python\n")[2].rpartition("```")[0]
    assert pasted == module_source(function.summary, [function])


def test_the_plans_in_the_documentation_are_current():
    page = (Path(__file__).parents[2] / "docs" / "codegen.md").read_text(encoding="utf-8")
    shown = re.findall(r"^(\w+) for NumPy: operations", page, re.MULTILINE)
    assert {"reduced_objective", "full_loss", "minimum_by_length"} <= set(shown)
    for name in shown:
        assert explain(functions()[name]) in page, name


def test_no_generated_module_is_an_orphan():
    assert {p.stem for p in FOLDER.glob("*.py")} - {"__init__"} == set(descriptions())


LAMBDA = [[2, 1], [1, 3]]
ARGUMENTS = {"Lambda": np.array(LAMBDA, float)}


def test_the_limit_is_stationary():
    U_end, u_end = minimum.flow_limit(ARGUMENTS["Lambda"], 3)
    U_rate, u_rate = flow.reduced_flow(U_end, u_end, ARGUMENTS["Lambda"], 3)
    assert np.abs(U_rate).max() < 1e-13
    assert abs(u_rate) < 1e-13


def test_leading_axes_broadcast():
    rng = np.random.default_rng(0)
    batch_U, batch_u = rng.standard_normal((5, 4, 2, 2)), rng.standard_normal((5, 4))
    got = loss.reduced_loss(batch_U, batch_u, ARGUMENTS["Lambda"], 3)
    one = loss.reduced_loss(batch_U[2, 1], batch_u[2, 1], ARGUMENTS["Lambda"], 3)
    assert got.shape == (5, 4)
    assert np.isclose(got[2, 1], one, rtol=1e-13)
    U_rate, u_rate = flow.reduced_flow(batch_U, batch_u, ARGUMENTS["Lambda"], 3)
    assert U_rate.shape == (5, 4, 2, 2)
    assert u_rate.shape == (5, 4)


def test_a_missing_argument_is_named():
    with pytest.raises(InvalidArgument, match="uses u, which is not among the arguments"):
        Function("f", "x", (U, Lambda), (Output("value", u * trace(U @ Lambda)),))


def test_a_random_output_is_refused():
    x = gaussian("x", covariance=identity(d))
    with pytest.raises(UnsupportedExpression, match="take its expectation first"):
        Function("f", "x", (U,), (Output("value", x.T @ U @ x),))


def test_vectors_scalars_and_inverses_print():
    a, s = vector("a", d), scalar("s", positive=True)
    A = matrix("A", d)
    form = a.T @ Gamma**-1 @ a / s + trace(A @ A.T)
    function = Function("f", "A form.", (a, A, s, Lambda, Symbol_N()), (Output("value", form),))
    source = module_source("Test.", [function])
    space = {}
    exec(source, space)
    got = space["f"](np.ones((2, 1)), np.eye(2), 2.0, np.eye(2), 4)
    gamma = 1.25 + 0.5
    assert np.isclose(got, 2 / gamma / 2 + 2)


def Symbol_N():
    from lsa_theory.theory.setting import N

    return N


def test_a_form_that_is_not_what_was_derived_is_refused():
    derived = trace(Lambda @ Lambda)
    assert written(trace(Lambda**2), derived) is not None
    with pytest.raises(InvalidArgument, match="is not what the theory derives"):
        written(trace(Lambda**2) * Fraction(1001, 1000), derived)


@pytest.mark.slow
def test_the_full_gradient_with_constants_computes():
    from lsa_theory.algebra.normal import normal
    from lsa_theory.codegen import compile as compiled
    from lsa_theory.expressions import gradient
    from lsa_theory.theory.population_loss import full_loss
    from lsa_theory.theory.setting import N, u_12, u_21

    blocks, loss = (U, u_12, u_21, u), full_loss().as_expression()
    slopes = {b.name: normal(gradient(loss, b)).as_expression() for b in blocks}
    speed = compiled(slopes, arguments=(*blocks, Lambda, N), constants=(Lambda, N))(np.eye(2), 20)
    height = compiled(loss, arguments=(*blocks, Lambda, N), constants=(Lambda, N))(np.eye(2), 20)
    point = [np.array([[0.5, 0.2], [-0.3, 0.7]]), np.array([[0.4], [0.1]]), np.array([[-0.2], [0.6]]), 0.9]
    slope, step = speed(*point)[3], 1e-6
    ends = [height(*point[:3], point[3] + sign * step) for sign in (1, -1)]
    assert np.isclose(float(np.squeeze(slope)), float(np.squeeze(ends[0] - ends[1])) / (2 * step), rtol=1e-6)
