"""Whatever is declared constant, a prepared function computes the same: alone, in a batch, with a batch of constants.

Both bodies of a NumPy function use what was prepared; one that names it differently, or writes over it, is found here.
"""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from backends import BACKENDS, agrees, available
from instances import exact, fixed
from reference import expected
from zoo import RATIONAL, SPECTRAL

from lsa_theory.catalogue import functions
from lsa_theory.codegen import Function, Output, module_source
from lsa_theory.codegen.planning.plan import plan
from lsa_theory.codegen.targets import target_named
from lsa_theory.theory.population_loss import full_loss
from lsa_theory.theory.setting import Lambda, N, U, u, u_12, u_21

BLOCKS = (U, u_12, u_21, u)


def full_gradient():
    from lsa_theory.algebra.normal import normal
    from lsa_theory.expressions import gradient

    loss = full_loss().as_expression()
    slopes = [Output(f"{b.name}_slope", normal(gradient(loss, b)).as_expression()) for b in BLOCKS]
    return Function("full_gradient", "Return it.", (*BLOCKS, Lambda, N), tuple(slopes))


FUNCTIONS = {**functions(), **RATIONAL, **SPECTRAL, "full_gradient": full_gradient()}


def choices(function):
    """Every argument alone, every matrix together, all but one."""
    given = function.arguments
    matrices = tuple(a for a in given if not a.is_scalar)
    found = [(a,) for a in given] + [matrices] + list(combinations(given, len(given) - 1))
    return [c for c in dict.fromkeys(found) if 0 < len(c) < len(given)]


# The gradient's are many and long: with the slow tests, but for one.
CASES = [
    pytest.param(
        name,
        constants,
        id=f"{name}-{'-'.join(c.name for c in constants)}",
        marks=[pytest.mark.slow] if name == "full_gradient" else [],
    )
    for name, function in FUNCTIONS.items()
    for constants in choices(function)
]


def correct(function, values):
    sizes, rows = exact(values)
    used = {a.name for a in function.arguments}
    return expected(function, sizes, {k: v for k, v in rows.items() if k in used})


def prepared(function, backend):
    space = {}
    exec(backend.source(function), space)
    return space[f"prepare_{function.name}"]


def outputs(function, got):
    got = got if isinstance(got, tuple) else (got,)
    return {o.name: value for o, value in zip(function.outputs, got, strict=True)}


def check(backend, name, constants):
    function = replace(FUNCTIONS[name], constants=constants)
    with backend.around():
        make = prepared(function, backend)
        members = [fixed(3, seed) for seed in range(2)]
        true = [correct(function, m) for m in members]
        fixed_one = [backend.give(members[0][a.name]) for a in function.constants]
        free = [[backend.give(m[a.name]) for a in function.variables] for m in members]
        run = make(*fixed_one)
        # Twice: what is written over must not be what was prepared.
        for _ in range(2):
            got = outputs(function, run(*free[0]))
            for key, value in true[0].items():
                assert agrees(backend, got[key], value), key
                assert not agrees(backend, np.asarray(got[key]) * (1 + 1e-6), value), key
        many = [np.array([m[a.name] for m in members], float) for a in function.variables]
        mixed = correct(function, {**members[1], **{c.name: members[0][c.name] for c in constants}})
        got = outputs(function, run(*(backend.give(x) for x in many)))
        stacked = [np.array([m[a.name] for m in members], float) for a in function.constants]
        all_of_them = outputs(function, make(*(backend.give(x) for x in stacked))(*map(backend.give, many)))
        for key, value in mixed.items():
            assert agrees(backend, member(got[key], value, 1), value), key
            assert agrees(backend, member(all_of_them[key], true[1][key], 1), true[1][key]), key


def member(array, true, k):
    """One member of a batch; an output without what varies has no axis."""
    array = np.asarray(array)
    rows, cols = len(true.rows), len(true.rows[0])
    axes = 0 if rows == cols == 1 else 2
    return array[k] if array.ndim > axes else array


@pytest.mark.parametrize(("name", "constants"), CASES)
def test_numpy(name, constants):
    check(BACKENDS["numpy"], name, constants)


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["jax", "torch", "array-api on array_api_strict"])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_other_libraries(name, backend):
    matrices = tuple(a for a in FUNCTIONS[name].arguments if not a.is_scalar)
    for constants in (matrices[:1], matrices[-1:]):
        if 0 < len(constants) < len(FUNCTIONS[name].arguments):
            check(available(backend), name, constants)


def test_what_preparing_spares_is_in_the_docstring_with_the_figures_of_the_plan():
    space = {}
    own = functions()["reduced_flow"]
    exec(module_source("Flows.", [own]), space)
    text = " ".join(space["reduced_flow"].__doc__.split())
    costs = plan(own, target_named("numpy").ways)
    each, once = costs.cost.flops, costs.cost_before.flops
    assert f"a call of `at` takes {each} operations, one of this function {once} more" in text
    assert f"{(each.at(64) + once.at(64)) / each.at(64):.1f} times as many at size 64" in text
    assert "A loop with the same" not in space["prepare_reduced_flow"].__doc__


def test_nothing_is_said_of_preparing_where_nothing_is_prepared():
    alone = replace(functions()["reduced_flow"], constants=())
    assert "prepare_" not in module_source("Flows.", [alone])
