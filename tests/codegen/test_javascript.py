"""Functions in JavaScript, run in headless Chromium against the functions in NumPy."""

import json
import shutil
from fractions import Fraction

import numpy as np
import pytest
import sympy
from click.testing import CliRunner

from lsa_theory.catalogue import functions
from lsa_theory.codegen.cli import codegen
from lsa_theory.codegen.compiling import compile
from lsa_theory.codegen.function import Definition
from lsa_theory.codegen.javascript.module import javascript_source, to_javascript
from lsa_theory.errors import InvalidArgument, UnsupportedExpression
from lsa_theory.expressions import (
    E,
    dimension,
    gaussian,
    identity,
    inverse,
    matrix,
    operator_norm,
    positive_definite,
    scalar,
    square_root,
    symmetric,
    trace,
    vector,
)

d, N, M = dimension("d"), dimension("N"), dimension("M")
L = positive_definite("Lambda", d, family="one basis")
B = positive_definite("B", d, family="one basis")
other, s, r = symmetric("other", d), scalar("s", positive=True), scalar("r")
G = positive_definite("Gamma", d)
GAMMA = (1 + 1 / N) * L + (trace(L) + s) / N * identity(d)
x = gaussian("x", covariance=L)

FORMULAS = {
    "a trace": trace(L),
    "powers and roots": trace(L**-2) * s ** Fraction(3, 2) + trace(square_root(L)) ** Fraction(-1, 3),
    "a negative base": (r - 7) ** 2 - (-r) ** 3 + (r**2 + 1) ** -2,
    "sizes": trace(identity(d)) / N + d * M,
    "two matrices of one basis": trace(L @ B @ L) - trace(B) ** 2 / 3,
    "two bases": trace(L) * trace(other @ other),
    "a trace within a trace": trace(inverse(L + trace(L) / N * identity(d)) @ L),
    "a transpose": trace((L @ B).T @ B),
    "an expectation": E((x.T @ x) ** 2),
    "risk": trace(L) - 2 * trace(inverse(GAMMA) @ L @ L) + (1 + 1 / M) * trace(GAMMA**-2 @ L**3),
}
VALUES = {s: 0.7, r: 1.3}


@pytest.fixture(scope="module")
def page():
    playwright = pytest.importorskip("playwright.sync_api", reason="install the extra: '.[browser]'")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("needs Chromium (Debian: apt-get install chromium)")
    with playwright.sync_playwright() as library:
        browser = library.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


def run(page, source, name, points):
    calls = f"{json.dumps(points)}.map((point) => {name}(point))"
    return page.evaluate(f"() => {{ {source}\nreturn {calls}; }}")


def points(count):
    rng = np.random.default_rng(7)
    for k in range(count):
        size = int(rng.integers(1, 7))
        basis, other_basis = (np.linalg.qr(rng.normal(size=(size, size)))[0] for _ in range(2))
        spectra = {
            L: np.exp(rng.normal(size=size) * (1 + k % 4)),
            B: np.exp(rng.normal(size=size)),
            other: rng.normal(size=size),
        }
        arrays = {m: (basis if m is not other else other_basis) for m in spectra}
        arrays = {m: (q * spectra[m]) @ q.T for m, q in arrays.items()}
        arrays = {m: (a + a.T) / 2 for m, a in arrays.items()}
        numbers = {N: int(rng.integers(1, 99)), M: int(rng.integers(1, 99)), **VALUES}
        numbers[r] = float(rng.normal())
        yield spectra, arrays, numbers


@pytest.mark.parametrize("name", FORMULAS)
def test_a_formula_in_javascript_agrees_with_numpy_to_rounding(page, name):
    body = FORMULAS[name]
    numpy_function, source = compile(body), to_javascript(body, inline=True)
    taken = source.split("  const { ")[1].split(" } = $given")[0].split(", ")
    for_js, expected, scale = [], [], []
    for spectra, arrays, numbers in points(40):
        by_name = {m.name: a for m, a in {**arrays, **numbers, d: len(spectra[L])}.items()}
        spoken = {m.name: list(a) for m, a in spectra.items()} | {m.name: v for m, v in numbers.items()}
        spoken["d"] = len(spectra[L])
        for_js.append({t: spoken[t] for t in taken})
        expected.append(float(numpy_function(**{t: by_name[t] for t in taken})))
        scale.append(max(1.0, np.linalg.cond(arrays[L])) if name in ("risk", "powers and roots") else 10.0)
    got = np.array(run(page, source, "value", for_js))
    size = np.maximum(np.abs(expected), 1e-3)
    assert np.all(np.abs(got - expected) <= 1e-12 * np.array(scale) * size)
    assert len(got) == 40
    assert np.ptp(got) > 0


def test_functions_of_the_catalogue_agree_with_the_generated_ones(page):
    from lsa_theory.generated.minimum import minimum_value
    from lsa_theory.generated.risk import linear_risk

    listed = functions()
    source = javascript_source([listed["linear_risk"], listed["minimum_value"]], inline=True)
    rng = np.random.default_rng(1)
    for _ in range(30):
        spectrum = np.exp(rng.normal(size=5))
        length, test = int(rng.integers(1, 500)), int(rng.integers(1, 500))
        given = {"Lambda": list(spectrum), "N": length}
        (risk,) = run(page, source, "linear_risk", [{**given, "M": test}])
        expected = linear_risk(np.diag(spectrum), length, test)
        assert abs(risk - expected) <= 1e-12 * expected
        (value,) = run(page, source, "minimum_value", [given])
        expected = minimum_value(Lambda=np.diag(spectrum), N=length)
        assert abs(value - expected) <= 1e-12 * abs(expected)


def test_a_formula_changed_by_a_factor_is_told_apart(page):
    source = to_javascript(trace(L @ L) / N, inline=True).replace("1 / N", "1.001 / N")
    (got,) = run(page, source, "value", [{"Lambda": [1.0, 2.0], "N": 4}])
    assert abs(got - 5 / 4) > 1e-4


def test_matrices_come_as_spectra_and_several_outputs_by_name(page):
    outputs = {"A": inverse(G) @ L, "t": trace(G)}
    source = to_javascript(outputs, definitions=[Definition(G, L + identity(d))], inline=True)
    (got,) = run(page, source, "value", [{"Lambda": [1.0, 3.0]}])
    assert got == {"A": [0.5, 0.75], "t": 6.0}


def test_elementary_functions_are_those_of_math(page):
    t = sympy.Symbol("t", positive=True)
    source = to_javascript(sympy.exp(-t) + sympy.tanh(sympy.log(t)), symbols=[scalar("t")], inline=True)
    (got,) = run(page, source, "value", [{"t": 0.5}])
    assert got == pytest.approx(np.exp(-0.5) + np.tanh(np.log(0.5)), rel=1e-15)


def test_a_definition_may_have_the_name_of_a_helper(page):
    named = positive_definite("sum", d)
    source = to_javascript(trace(named), definitions=[Definition(named, 2 * L)], inline=True)
    assert run(page, source, "value", [{"Lambda": [1.0, 2.0]}]) == [6.0]


@pytest.mark.parametrize(
    ("point", "words"),
    [
        ({"Lambda": [1.0]}, "N is missing"),
        ({"Lambda": [1.0], "N": 2, "K": 1}, "has no argument K"),
        ({"Lambda": [1.0], "N": 0}, "N must be positive"),
        ({"Lambda": [1.0], "N": "2"}, "N must be a finite number"),
        ({"Lambda": [1.0, -1.0], "N": 2}, "an eigenvalue of Lambda must be positive"),
        ({"Lambda": [], "N": 2}, "must be an array of eigenvalues"),
        ({"Lambda": 1.0, "N": 2}, "must be an array of eigenvalues"),
        ({"Lambda": [[1.0]], "N": 2}, "an eigenvalue of Lambda must be a finite number"),
        (None, "give its arguments by name"),
    ],
)
def test_what_a_function_cannot_use_it_throws(page, point, words):
    from playwright.sync_api import Error

    source = to_javascript(trace(L) / N, inline=True)
    with pytest.raises(Error, match=words):
        run(page, source, "value", [point])


def test_spectra_of_different_lengths_are_refused(page):
    from playwright.sync_api import Error

    source = to_javascript(trace(L @ B), inline=True)
    with pytest.raises(Error, match=r"has \d eigenvalues; expected \d"):
        run(page, source, "value", [{"Lambda": [1.0, 2.0], "B": [1.0]}])


def test_a_module_exports_its_function():
    assert "\nexport function value($given) {" in to_javascript(trace(L))


REFUSED = {
    "a general matrix": (trace(matrix("A", d)), "A .* is not declared symmetric"),
    "no common basis": (trace(L @ other), "not declared to commute"),
    "no common basis in a sum": (trace(inverse(L + other)), "not declared to commute"),
    "a form in vectors": (vector("v", d).T @ L @ vector("v", d), "form in vectors"),
    "a vector": (L @ vector("v", d), "not declared symmetric|a vector|form in vectors"),
    "a norm": (operator_norm(L), "OperatorNorm|no normal form"),
    "a large integer": (trace(L) * (2**53 + 1), r"2\^53"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_sum_over_eigenvalues_is_refused(name):
    body, words = REFUSED[name]
    with pytest.raises(UnsupportedExpression, match=words):
        to_javascript(body)


@pytest.mark.parametrize("name", ["function", "typeof", "Math"])
def test_a_word_of_javascript_names_nothing(name):
    with pytest.raises(InvalidArgument, match="cannot be a name in JavaScript"):
        to_javascript(scalar("t"), name=name)
    with pytest.raises(InvalidArgument, match="cannot be a name in JavaScript"):
        to_javascript(scalar(name))


def test_the_command_writes_javascript():
    result = CliRunner().invoke(codegen, ["linear_risk", "--target", "javascript"])
    assert result.exit_code == 0, result.output
    assert "\nexport function linear_risk($given) {" in result.output


def test_compile_says_that_javascript_does_not_run_here():
    with pytest.raises(InvalidArgument, match="to_javascript"):
        compile(trace(L), "javascript")
