"""Completed squares are equal to what they were made of, and are found about points that are no letters."""

import pytest

from lsa_theory import (
    det,
    dimension,
    equal,
    exp,
    identity,
    inverse,
    matrix,
    normal,
    positive_definite,
    trace,
    vector,
)
from lsa_theory.algebra.compact.squares import completed, put_back

d = dimension("d")
U, B, H, G = matrix("U", d), matrix("B", d), positive_definite("H", d), positive_definite("G", d)
x, b = vector("x", d), vector("b", d)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (trace(U.T @ H @ U @ G) - 2 * trace(U.T @ B) + trace(B.T @ inverse(H) @ B @ inverse(G)), 1),
        (trace(U.T @ H @ U @ G) - 2 * trace(U.T @ B), 2),
        (trace(U @ U.T) / 2 - trace(U) + 7, 2),
        (x.T @ H @ x - 2 * x.T @ b + b.T @ inverse(H) @ b, 1),
        (x.T @ H @ x - 3 * x.T @ b + trace(G), 3),
        # A letter inside an inverse or a function makes no quadratic form; another letter still may.
        (trace(U @ U.T) - trace(U) + trace(inverse(U + B)), 3),
        (trace(U @ U.T) - 2 * trace(U @ B) + trace(B @ B.T) + det(identity(d) + U), 2),
        (x.T @ x - 2 * x.T @ b + b.T @ b + exp(x.T @ b), 2),
    ],
    ids=repr,
)
def test_they_mean_the_same_and_the_shortest_is_among_them(written, words):
    found = list(completed(normal(written)))
    for form, letter, value in found:
        assert equal(put_back(form.as_expression(), letter, value), written), (letter, value)
    assert min((len(form) for form, _, _ in found), default=len(normal(written))) == words


def test_a_point_where_the_gradient_does_not_vanish_would_be_seen():
    written = x.T @ H @ x - 2 * x.T @ b + b.T @ inverse(H) @ b
    form, letter, value = next(completed(normal(written)))
    assert equal(put_back(form.as_expression(), letter, value), written)
    assert not equal(put_back(form.as_expression(), letter, value + b), written)
