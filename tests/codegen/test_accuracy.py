"""Float64 against 50 digits: the error stays below roundoff times the condition of the problem, counted by hand.

The bound is that of `reference`: for each formula the number of roundings that any order of evaluation makes, times
the formula with absolute values, with |A^-1| E |A^-1| where an inverse carries an error E on. Nothing in it is
fitted.
"""

import ast
import inspect

import numpy as np
import pytest
from instances import exact
from reference import expected

from lsa_theory import generated
from lsa_theory.catalogue import descriptions, functions
from lsa_theory.codegen import compile
from lsa_theory.expressions import dimension, matrix, positive_definite, scalar
from lsa_theory.generated import flow, loss, minimum, risk

EPS = 2.0**-53
FUNCTIONS = functions()
MODULES = {m.__name__.rpartition(".")[2]: m for m in (flow, loss, minimum, risk)}
HOME = {f.name: MODULES[name] for name, (_, described) in descriptions().items() for f in described}
CASES = [(d, c, N) for d in (1, 2, 8) for c in (1.0, 1e4, 1e8) for N in (1, 20, 1000) if d > 1 or c == 1]
# 50 digits take a second each here.
CASES += [
    pytest.param(*case, marks=pytest.mark.slow) for case in ((32, 1.0, 1000), (32, 1e4, 20), (32, 1e8, 1))
]


def values(d, condition, N):
    """Arguments with a Lambda of that condition number, in random directions, and a start near the limit."""
    rng = np.random.default_rng(int(d + condition + N))
    Q, _ = np.linalg.qr(rng.standard_normal((d, d)))
    Lambda = (Q * np.geomspace(1, 1 / condition, d)) @ Q.T
    Lambda = (Lambda + Lambda.T) / 2
    return {
        "Lambda": Lambda,
        "Sigma": Lambda @ Lambda,
        "U": np.eye(d) + rng.standard_normal((d, d)) / d,
        "V": rng.standard_normal((d, d)),
        "u": 1.25,
        "nu": -0.75,
        "v": rng.standard_normal((d, 1)),
        "N": N,
        "M": 2 * N,
        "a": rng.standard_normal((d, 1)),
        "r_2": 0.5,
        "u_12": rng.standard_normal((d, 1)),
        "u_21": rng.standard_normal((d, 1)),
    }


def called(name, given, dtype=None):
    function = FUNCTIONS[name]
    args = [given[a.name] for a in function.arguments]
    if dtype is not None:
        args = [np.asarray(x, dtype) if np.ndim(x) else x for x in args]
    got = getattr(HOME[name], name)(*args)
    return dict(
        zip([o.name for o in function.outputs], got if isinstance(got, tuple) else (got,), strict=True)
    )


def correct(name, given):
    sizes, rows = exact(given)
    names = {a.name for a in FUNCTIONS[name].arguments}
    return expected(FUNCTIONS[name], sizes, {k: v for k, v in rows.items() if k in names})


def error(found, true):
    """The largest error of an entry, in units of its bound."""
    found, mp = np.atleast_2d(np.asarray(found, float)).tolist(), true.rows[0][0].context
    ratios = [
        float(abs(mp.convert(x) - y)) / bound
        for row, correct, bounds in zip(found, true.rows, true.bound, strict=True)
        for x, y, bound in zip(row, correct, bounds, strict=True)
    ]
    return max(ratios) / EPS


@pytest.mark.parametrize(("d", "condition", "N"), CASES)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_error_is_roundoff_times_condition(name, d, condition, N):
    given = values(d, condition, N)
    got = called(name, given)
    for key, true in correct(name, given).items():
        assert error(got[key], true) <= 1, key


def takes_roots(name):
    """Whether the generated function, or what it prepares, calls for an inverse root."""
    parts = [getattr(HOME[name], part, None) for part in (name, f"prepare_{name}")]
    return any("_inverse_root(" in inspect.getsource(part) for part in parts if part is not None)


# Where inverse roots are made: of many matrices always, of one from d = 65 on. Read from what is committed, which
# `test_catalogue` holds to the catalogue: every process that collects would print all functions anew.
ROOTS = [name for name in FUNCTIONS if takes_roots(name)]
LARGE = [(13, c, N, True) for c in (1.0, 1e4, 1e8) for N in (1, 1000)]
LARGE += [pytest.param(*case, marks=pytest.mark.slow) for case in ((32, 1e8, 20, True), (65, 1e4, 20, False))]


@pytest.mark.parametrize(("d", "condition", "N", "many"), LARGE)
@pytest.mark.parametrize("name", ROOTS)
def test_the_error_of_inverse_roots_is_roundoff_times_condition(name, d, condition, N, many):
    given = values(d, condition, N)
    lead = (lambda v: np.asarray(v, float)[None]) if many else (lambda v: v)
    got = called(name, {k: lead(v) for k, v in given.items()})
    for key, true in correct(name, given).items():
        found = got[key][0] if many else got[key]
        assert error(found, true) <= 1, key
        assert error(np.asarray(found) * (1 + 1e-6), true) > 1 or condition > 1e4, key


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_bound_is_a_small_multiple(name):
    """At condition 1 it is below 20 d^2 eps times the size of the terms: three lost digits would be seen."""
    d = 8
    for key, true in correct(name, values(d, 1.0, 20)).items():
        norm = np.linalg.norm([[float(x) for x in row] for row in true.rows])
        assert np.linalg.norm(true.bound) <= 20 * d**2 * max(norm, np.linalg.norm(true.size)), key


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_formula_wrong_by_one_part_in_ten_million_is_seen(name):
    """At condition 10^4, where the bound leaves at least eight digits."""
    given = values(8, 1e4, 20)
    for key, value in called(name, given).items():
        assert error(np.asarray(value) * (1 + 1e-7), correct(name, given)[key]) > 1, key


@pytest.mark.parametrize("dtype", ["float32", "float64", "complex64", "complex128"])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_dtype_passes_through(name, dtype):
    given = values(8, 10.0, 20)
    got, double = called(name, given, dtype), called(name, given)
    roundoff = np.finfo(dtype).eps / 2
    for key, true in correct(name, given).items():
        assert np.asarray(got[key]).dtype == dtype, key
        bound = (roundoff + EPS) * true.bound * (4 if "complex" in dtype else 1)
        # Rounding Lambda to float32 is an error of the input, and moves the result by as much again.
        assert np.all(np.abs(got[key] - double[key]) <= 2 * bound), key


@pytest.mark.parametrize("name", ["reduced_loss", "reduced_objective"])
def test_complex_arguments_are_not_conjugated(name):
    """A polynomial in z is analytic: along U + i z V its values at four points have mean that at the centre."""
    given, quarter = values(4, 10.0, 20), [1, 1j, -1, -1j]
    centre = called(name, given, "complex128")
    for key, value in centre.items():
        points = [
            called(name, {**given, "U": given["U"] + z * given["V"]}, "complex128")[key] for z in quarter
        ]
        assert np.allclose(np.mean(points, axis=0), value, rtol=1e-13, atol=1e-13), key


@pytest.mark.parametrize("name", sorted(MODULES))
def test_no_loop_runs_over_a_batch(name):
    tree = ast.parse(inspect.getsource(MODULES[name]))
    # They loop over pieces of the batch and over sizes of blocks, not over members.
    helpers = ("_in_chunks", "_one_batch", "_inverse_of_lower", "_lower_times", "_upper_times")
    tree.body = [n for n in tree.body if getattr(n, "name", "") not in helpers]
    loops = (ast.For, ast.While, ast.comprehension)
    assert not [n for n in ast.walk(tree) if isinstance(n, loops)]
    calls = {
        n.func.attr for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)
    }
    assert not calls & {"vectorize", "apply_along_axis", "ndindex", "nditer"}


@pytest.mark.parametrize("name", ["reduced_loss", "reduced_objective", "reduced_flow", "reduced_curvature"])
def test_a_long_batch_in_pieces_is_the_whole_batch(name):
    d, batch, rng, module = 8, 4099, np.random.default_rng(0), HOME[name]
    free = [a for a in FUNCTIONS[name].arguments if a.name not in ("Lambda", "N")]
    given = [rng.standard_normal((batch, d, d) if not a.is_scalar else batch) for a in free]
    run = getattr(module, f"prepare_{name}")(values(d, 10.0, 20)["Lambda"], 20)
    assert given[0].nbytes > 2**20
    pieces = [np.asarray(x) for x in np.atleast_1d(*_tuple(run(*given)))]
    # Two leading axes are never cut.
    whole = [np.asarray(x)[0] for x in np.atleast_1d(*_tuple(run(*(x[None] for x in given))))]
    for piece, one in zip(pieces, whole, strict=True):
        assert piece.shape == one.shape
        assert np.allclose(piece, one, rtol=1e-13, atol=1e-12)


@pytest.mark.parametrize("N", [7, np.arange(1, 3001)])
@pytest.mark.parametrize("name", ["minimum_value", "flow_limit", "linear_risk"])
def test_many_covariances_in_pieces_are_all_of_them(name, N):
    root = np.random.default_rng(0).standard_normal((3000, 8, 8))
    given = {"Lambda": root @ root.mT + np.eye(8), "N": N, "M": 5}
    assert given["Lambda"].nbytes > 2**20
    whole = called(name, {**given, "Lambda": given["Lambda"][None]})
    for key, piece in called(name, given).items():
        assert np.array_equal(piece, whole[key][0]), key


def test_an_output_without_the_batch_is_not_cut():
    d = dimension("d")
    L, U, s = positive_definite("Lambda", d), matrix("U", d), scalar("s")
    run = compile({"P": L @ U @ L, "Q": L @ L, "t": s**2}, constants=(L,))(np.eye(8))
    P, Q, t = run(np.ones((3000, 8, 8)), 2.0)
    assert (P.shape, Q.shape, t) == ((3000, 8, 8), (8, 8), 4.0)


@pytest.mark.parametrize("name", ["reduced_objective", "reduced_flow", "reduced_curvature"])
def test_a_batch_of_small_matrices_is_its_members(name):
    """From nine 3 x 3 matrices on, products from both sides are one product with a Kronecker product."""
    d, batch, rng, module = 3, 12, np.random.default_rng(1), HOME[name]
    free = [a for a in FUNCTIONS[name].arguments if a.name not in ("Lambda", "N")]
    given = [rng.standard_normal((batch, d, d) if not a.is_scalar else batch) for a in free]
    run = getattr(module, f"prepare_{name}")(values(d, 10.0, 20)["Lambda"], 20)
    for k in range(batch):
        for all_of_them, one in zip(run(*given), run(*(x[k] for x in given)), strict=True):
            assert np.allclose(all_of_them[k], one, rtol=1e-13, atol=1e-13)


def _tuple(value):
    return value if isinstance(value, tuple) else (value, value)


def test_every_generated_module_is_looked_at():
    assert set(MODULES) == {
        p.stem for p in __import__("pathlib").Path(generated.__file__).parent.glob("[a-z]*.py")
    }
