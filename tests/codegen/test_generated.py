"""Committed generated code is what the theory generates now, and it computes what was derived."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from entrywise import Entrywise

import lsa_theory.generated as generated
from lsa_theory.algebra import at, gaussian, identity, matrix, scalar, trace, vector
from lsa_theory.catalogue import descriptions, modules
from lsa_theory.codegen import Function, Output, module_source
from lsa_theory.errors import InvalidArgument, UnsupportedExpression
from lsa_theory.generated import flow, loss, minimum
from lsa_theory.theory.setting import Gamma, Lambda, U, d, u

FOLDER = Path(generated.__file__).parent


@pytest.mark.parametrize("name", sorted(modules()))
def test_committed_code_is_current(name):
    committed = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
    assert committed == modules()[name], "run `python -m lsa_theory.catalogue` and commit the result"


def test_no_generated_module_is_an_orphan():
    assert {p.stem for p in FOLDER.glob("*.py")} - {"__init__"} == set(modules())


def exact(expression, gamma):
    """Evaluate by entries in exact rationals at the instance below."""
    values = {"Lambda": LAMBDA, "U": U0, "u": [[Fraction(3, 2)]], "u_12": [[1], [-2]], "u_21": [[2], [1]]}
    tree = at(expression, {gamma.symbol: gamma.expression}) if gamma else expression
    from lsa_theory.algebra.normal import normal

    return np.array(Entrywise({"d": 2, "N": 3}, values, {}).value(normal(tree).as_expression()), dtype=float)


LAMBDA = [[2, 1], [1, 3]]
U0 = [[1, 2], [-1, 1]]
ARGUMENTS = {
    "Lambda": np.array(LAMBDA, float),
    "U": np.array(U0, float),
    "u": 1.5,
    "N": 3,
    "u_12": np.array([[1.0], [-2.0]]),
    "u_21": np.array([[2.0], [1.0]]),
}
RATIONAL = [
    (module, f)
    for module, (_, functions) in descriptions().items()
    for f in functions
    if f.name != "flow_limit"
]


@pytest.mark.parametrize(("module", "function"), RATIONAL, ids=lambda x: getattr(x, "name", x))
def test_it_agrees_with_exact_rationals(module, function):
    call = getattr({"loss": loss, "flow": flow, "minimum": minimum}[module], function.name)
    got = call(*(ARGUMENTS[a.name] for a in function.arguments))
    got = got if isinstance(got, tuple) else (got,)
    gamma = function.definitions[0] if function.definitions else None
    for value, output in zip(got, function.outputs, strict=True):
        expected = exact(output.expression, gamma)
        scale = np.abs(expected).max()
        assert np.abs(np.reshape(value, expected.shape) - expected).max() <= 200 * np.finfo(float).eps * scale


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
