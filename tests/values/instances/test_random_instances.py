from fractions import Fraction

import numpy as np
import pytest

from lsa_theory import dimension, matrix, positive_definite, scalar, square_root, symmetric, trace
from lsa_theory.expressions.traversal import constituents
from lsa_theory.values.arithmetic.field import PrimeField, safe_prime
from lsa_theory.values.instances.random_instances import draw_integers
from lsa_theory.values.instances.residues import draw_residues
from lsa_theory.values.refusals import NotApplicable

d = dimension("d")
C = positive_definite("C", d)
S = symmetric("S", d)
P, Q = positive_definite("P", d, family="one"), positive_definite("Q", d, family="one")
R, T = positive_definite("R", d, family="two"), positive_definite("T", d, family="two")
c = scalar("c", positive=True)


def exact(matrix_):
    return np.array([[Fraction(v) for v in row] for row in matrix_], dtype=object)


def integers(tree, seed, height=3):
    return draw_integers(np.random.default_rng(seed), constituents([tree]), {d: 3}, height)


@pytest.mark.parametrize("seed", range(5))
def test_structures_are_kept(seed):
    tree = trace(C @ S @ P @ Q @ R @ T) * c
    instance = integers(tree, seed)
    values = {symbol: exact(value) for symbol, value in instance.values.items()}
    for symbol in (C, S, P, Q, R, T):
        assert (values[symbol] == values[symbol].T).all()
    for symbol in (C, P, Q, R, T):
        assert np.linalg.eigvalsh(values[symbol].astype(float)).min() > 0
    for one, other in ((P, Q), (R, T)):
        assert (values[one] @ values[other] == values[other] @ values[one]).all()
    assert values[c][0, 0] > 0


def test_two_families_do_not_commute_with_each_other():
    found = False
    for seed in range(5):
        values = {s: exact(v) for s, v in integers(trace(P @ R), seed).values.items()}
        found = found or (values[P] @ values[R] != values[R] @ values[P]).any()
    assert found


def test_field_instances_have_the_roots_that_are_taken():
    rng = np.random.default_rng(0)
    primes = [safe_prime(rng) for _ in range(4)]
    parts = constituents([trace(square_root(C)) * c])
    drawn = draw_residues(rng, parts, {d: 3}, primes)[C].values
    for k, prime in enumerate(primes):
        field = PrimeField(prime)
        value = field.array(drawn[..., k])
        root = field.matrix_root(value, 2)
        assert (field.matmul(root, root) == value).all()


def test_field_instances_keep_structures_modulo_each_prime():
    rng = np.random.default_rng(1)
    primes = [safe_prime(rng) for _ in range(3)]
    drawn = draw_residues(rng, constituents([trace(C @ S @ P @ Q @ R @ T) * c]), {d: 3}, primes)
    for k, prime in enumerate(primes):
        at = {letter: stack.values[..., k] for letter, stack in drawn.items()}
        assert all((value >= 0).all() and (value < prime).all() for value in at.values())
        assert all((at[letter] == at[letter].T).all() for letter in (C, S, P, Q, R, T))
        for one, other in ((P, Q), (R, T)):
            assert (at[one] @ at[other] % prime == at[other] @ at[one] % prime).all()
    # One rotation in thirty is a permutation.
    apart = [
        (p @ r % prime != r @ p % prime).any()
        for prime, p, r in zip(primes, *(np.moveaxis(drawn[s].values, -1, 0) for s in (P, R)), strict=True)
    ]
    assert sum(apart) >= 2
    assert (drawn[C].values[..., 0] != drawn[C].values[..., 1]).any()


def test_roots_of_matrices_that_do_not_commute_are_refused():
    tree = trace(square_root(C) @ square_root(positive_definite("B", d)))
    with pytest.raises(NotApplicable, match="do not commute"):
        integers(tree, 0)


def test_general_matrices_fill_the_range():
    entries = {
        v
        for seed in range(20)
        for row in integers(matrix("A", d), seed, 1).values[matrix("A", d)]
        for v in row
    }
    assert entries == {-1, 0, 1}
