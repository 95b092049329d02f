"""Inverses of sums in generated code: the sum is calculated and solved with."""

import numpy as np
import pytest

from lsa_theory.codegen import Function, Output, compile, module_source
from lsa_theory.expressions import (
    dimension,
    gradient,
    identity,
    inverse,
    matrix,
    positive_definite,
    scalar,
    trace,
    vector,
)

d = dimension("d")
L, S = positive_definite("L", d), positive_definite("S", d)
A, B, a = matrix("A", d), matrix("B", d), vector("a", d)
F, G = positive_definite("F", d, family="f"), positive_definite("G", d, family="f")
t = scalar("t", positive=True)
inv = np.linalg.inv


@pytest.fixture(scope="module")
def values():
    rng = np.random.default_rng(3)

    def definite():
        root = rng.standard_normal((3, 3))
        return root @ root.T + np.eye(3)

    def diagonal():
        return np.diag(rng.uniform(1, 2, 3))

    return {
        "L": definite(),
        "S": definite(),
        "F": diagonal(),
        "G": diagonal(),
        "A": rng.standard_normal((3, 3)),
        "B": rng.standard_normal((3, 3)),
        "a": rng.standard_normal((3, 1)),
        "t": 1.25,
    }


CASES = {
    "product": (inverse(L + S) @ A, lambda L, S, A: inv(L + S) @ A),
    "general": (inverse(A + B) @ L, lambda A, B, L: inv(A + B) @ L),
    "transposed": (inverse(A @ A + t * identity(d)).T @ B, lambda A, t, B: inv(A @ A + t * np.eye(3)).T @ B),
    "function": (inverse(L @ L + t * identity(d)) @ A, lambda L, t, A: inv(L @ L + t * np.eye(3)) @ A),
    "function alone": (
        trace(inverse(L @ L + t * identity(d)) @ L),
        lambda L, t: np.trace(inv(L @ L + t * np.eye(3)) @ L),
    ),
    "trace": (trace(inverse(L + S) @ A), lambda L, S, A: np.trace(inv(L + S) @ A)),
    "form": (a.T @ inverse(L + S) @ a, lambda a, L, S: (a.T @ inv(L + S) @ a)[0, 0]),
    "family": (inverse(F + G) @ F, lambda F, G: inv(F + G) @ F),
    "family, indefinite": (inverse(F - 2 * G) @ F, lambda F, G: inv(F - 2 * G) @ F),
    "gradient": (
        gradient(trace(inverse(A + L) @ B), A),
        lambda A, L, B: -(inv(A + L) @ B @ inv(A + L)).T,
    ),
    "one in another": (inverse(L + inverse(A + B)) @ S, lambda L, A, B, S: inv(L + inv(A + B)) @ S),
}


@pytest.mark.parametrize(("tree", "by_hand"), CASES.values(), ids=CASES)
def test_generated_code_agrees_with_code_by_hand(tree, by_hand, values):
    function = compile(tree)
    names = by_hand.__code__.co_varnames[: by_hand.__code__.co_argcount]
    got = function(**{n: values[n] for n in names})
    np.testing.assert_allclose(got, by_hand(*[values[n] for n in names]), rtol=1e-10, atol=1e-12)


def test_a_product_with_the_inverse_of_a_sum_is_a_solve():
    function = Function("f", "A product.", (L, S, A), (Output("value", inverse(L + S) @ A),))
    source = module_source("One function.", [function])
    assert "solve" in source
    assert "inv(" not in source
