"""Every target computes every function of the catalogue: against 50 digits, against NumPy, against mutants."""

from dataclasses import replace

import numpy as np
import pytest
from backends import BACKENDS, REFERENCE_DIGITS, agrees, available
from hypothesis import given, settings
from instances import arguments, exact, fixed
from mutants import mutants
from reference import expected
from zoo import RATIONAL, SPECTRAL

from lsa_theory.catalogue import functions
from lsa_theory.errors import UnsupportedExpression

FUNCTIONS = {**functions(), **RATIONAL, **SPECTRAL}
EVERY = [
    pytest.param(backend, name, id=f"{backend}-{name}")
    for backend in BACKENDS
    for name in FUNCTIONS
    if not (backend == "flint" and name in SPECTRAL)
]
EXAMPLES = settings(max_examples=6, deadline=None)
OTHER_LIBRARIES = ("array-api on array_api_strict", "array-api on torch", "array-api on jax", "jax")
# The quick suite takes what needs no other library; the slow one, in CI, the rest.
SLOW = (*OTHER_LIBRARIES, "torch")
EVERY = [
    pytest.param(*p.values, id=p.id, marks=pytest.mark.slow) if p.values[0] in SLOW else p for p in EVERY
]


def correct(function, values):
    sizes, rows = exact(values)
    used = {a.name for a in function.arguments}
    return expected(function, sizes, {k: v for k, v in rows.items() if k in used}, REFERENCE_DIGITS)


def accepted(backend, function, source, values, true):
    """The check: every output agrees."""
    got = backend.call(function, source, values)
    good = all(agrees(backend, got[o.name], true[o.name]) for o in function.outputs)
    if not good or backend.target != "numpy":
        return good
    # A call with leading axes has statements of its own.
    got = backend.call(function, source, {k: np.asarray(v, float)[None] for k, v in values.items()})
    return all(agrees(backend, got[o.name][0], true[o.name]) for o in function.outputs)


@pytest.mark.parametrize(("backend_name", "name"), EVERY)
def test_it_agrees_with_50_digits(backend_name, name):
    backend, function = available(backend_name), FUNCTIONS[name]
    source = backend.source(function)

    @EXAMPLES
    @given(arguments())
    def check(values):
        assert accepted(backend, function, source, values, correct(function, values))

    check()


@pytest.mark.parametrize(("backend_name", "name"), [p for p in EVERY if p.values[0] != "numpy"])
def test_it_agrees_with_numpy(backend_name, name):
    backend, function, values = available(backend_name), FUNCTIONS[name], fixed()
    got = backend.call(function, backend.source(function), values)
    numpy = BACKENDS["numpy"]
    ours = numpy.call(function, numpy.source(function), values)
    for key, value in correct(function, values).items():
        found = _floats(got[key])
        assert np.all(np.abs(found - np.atleast_2d(ours[key])) <= 2.0**-52 * value.bound), key


def _floats(value):
    """Return what any target gives back as an array of floats."""
    if hasattr(value, "nrows"):
        return np.array([[float(x.mid()) for x in row] for row in value.tolist()])
    if hasattr(value, "mid"):
        return np.array([[float(value.mid())]])
    if hasattr(value, "rows"):
        return np.array(value.tolist(), float)
    return np.atleast_2d(np.asarray(value, float))


LONGEST = ("reduced_curvature", "full_loss", "linear_risk", "general_risk", "flow_limit", "reduced_objective")


# One library for each source; that of JAX differs from that of the array API by a name.
def _one_library_each():
    for each in (p for p in EVERY if p.values[0] not in OTHER_LIBRARIES):
        # NumPy's are looked at each time, the longest and the others with the slow tests.
        yield (
            each
            if each.values[0] == "numpy" and each.values[1] not in LONGEST
            else pytest.param(*each.values, marks=[*each.marks, pytest.mark.slow])
        )


@pytest.mark.parametrize(("backend_name", "name"), list(_one_library_each()))
def test_the_check_rejects_every_mutant(backend_name, name):
    backend, function, values = available(backend_name), FUNCTIONS[name], fixed()
    true, source = correct(function, values), backend.source(function)
    assert accepted(backend, function, source, values, true)
    count = 0
    for line, mutant in mutants(source, name):
        count += 1
        try:
            survived = accepted(backend, function, mutant, values, true)
        except (ValueError, TypeError, ZeroDivisionError, IndexError, RuntimeError, RuntimeWarning):
            continue
        assert not survived, f"line {line} may be changed and nobody notices"
    assert count >= 1


@pytest.mark.parametrize("name", SPECTRAL)
def test_flint_says_what_it_cannot_express_and_who_can(name):
    message = r"flint cannot express .*can: numpy, array-api, jax, torch, mpmath"
    with pytest.raises(UnsupportedExpression, match=message):
        BACKENDS["flint"].source(SPECTRAL[name])


BATCHED = [k for k in BACKENDS if k not in ("mpmath", "flint")]


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("backend_name", BATCHED)
def test_leading_axes_broadcast(backend_name, name):
    backend, function = available(backend_name), FUNCTIONS[name]
    source, members = backend.source(function), [[fixed(3, 3 * i + j) for j in range(3)] for i in range(2)]
    batch = {k: np.array([[m[k] for m in row] for row in members], float) for k in members[0][0]}
    # Lambda has one leading axis and the others two, so that they must broadcast.
    batch["Lambda"] = np.array([members[0][j]["Lambda"] for j in range(3)])
    got = backend.call(function, source, batch)
    for i, j in np.ndindex(2, 3):
        one = {**members[i][j], "Lambda": members[0][j]["Lambda"]}
        for key, true in correct(function, one).items():
            found = np.asarray(got[key])
            matrix = (3, 3) if true.rows and len(true.rows[0]) > 1 else (3, 1) if len(true.rows) > 1 else ()
            assert found.shape in [(2, 3, *matrix), (3, *matrix)]
            found = found if found.shape == (2, 3, *matrix) else np.broadcast_to(found, (2, 3, *matrix))
            assert agrees(backend, found[i, j], true), (key, i, j)


def test_jax_compiles_and_differentiates():
    backend = available("jax")
    import jax

    objective, values = FUNCTIONS["reduced_objective"], fixed()
    with backend.around():
        space = {}
        exec(backend.source(objective), space)
        U, u, Lambda, N = (backend.give(values[k]) for k in ("U", "u", "Lambda", "N"))
        run = space["reduced_objective"]
        true = correct(objective, values)
        for got, output in zip(jax.jit(run)(U, u, Lambda, N), objective.outputs, strict=True):
            assert agrees(backend, got, true[output.name])
        slopes = jax.grad(lambda U, u: run(U, u, Lambda, N)[0], argnums=(0, 1))(U, u)
        wrong = jax.grad(lambda U, u: run(U, u, Lambda, N + 1)[0], argnums=(0, 1))(U, u)
        for slope, other, key in zip(slopes, wrong, ("U_gradient", "u_gradient"), strict=True):
            # Differentiation passes every product twice.
            assert agrees(backend, slope, _twice(true[key]))
            assert not agrees(backend, other, _twice(true[key]))


def test_jax_maps_over_a_batch():
    backend = available("jax")
    import jax

    with backend.around():
        space = {}
        exec(backend.source(FUNCTIONS["minimum_value"]), space)
        many = [fixed(seed=k)["Lambda"] for k in range(4)]
        run = jax.jit(jax.vmap(space["minimum_value"], in_axes=(0, None)))
        got = run(backend.give(np.array(many)), 7)
        for k, Lambda in enumerate(many):
            true = correct(FUNCTIONS["minimum_value"], {**fixed(), "Lambda": Lambda})["loss"]
            assert agrees(backend, got[k], true)


def test_torch_differentiates():
    backend = available("torch")

    objective, values = FUNCTIONS["reduced_objective"], fixed()
    true = correct(objective, values)
    U, u, Lambda, N = (backend.give(values[k]) for k in ("U", "u", "Lambda", "N"))
    U, u = U.requires_grad_(), u.requires_grad_()
    space = {}
    exec(backend.source(objective), space)
    loss, _, _ = space["reduced_objective"](U, u, Lambda, N)
    loss.backward()
    assert agrees(backend, U.grad, _twice(true["U_gradient"]))
    assert agrees(backend, u.grad, _twice(true["u_gradient"]))
    assert not agrees(backend, u.grad * (1 + 1e-9), _twice(true["u_gradient"]))


def _twice(value):
    return replace(value, bound=2 * value.bound)
