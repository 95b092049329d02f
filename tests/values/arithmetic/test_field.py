import numpy as np
import pytest

from lsa_theory.values.arithmetic.field import PrimeField, safe_prime
from lsa_theory.values.refusals import SingularInstance

RNG = np.random.default_rng(7)
FIELD = PrimeField(safe_prime(RNG))


def residues(*shape):
    return RNG.integers(0, FIELD.prime, size=shape)


def test_primes_are_safe():
    from sympy import isprime

    for seed in range(5):
        prime = safe_prime(np.random.default_rng(seed))
        assert prime < 2**29
        assert isprime(prime)
        assert isprime((prime - 1) // 2)


@pytest.mark.parametrize("inner", [1, 2, 31, 33, 100])
def test_products_agree_with_unlimited_integers(inner):
    a, b = residues(2, 3, inner), residues(2, inner, 2)
    exact = (a.astype(object) @ b.astype(object)) % FIELD.prime
    assert (FIELD.matmul(a, b) == exact).all()


def test_extreme_entries_do_not_overflow():
    a = np.full((1, 32), FIELD.prime - 1)
    assert FIELD.matmul(a, a.T)[0, 0] == 32


def test_inverse():
    a = residues(4, 3, 3)
    assert (FIELD.matmul(FIELD.inverse(a), a) == np.eye(3, dtype=int)).all()


def test_singular_matrix():
    with pytest.raises(SingularInstance, match="singular modulo the prime"):
        FIELD.inverse(np.zeros((2, 2), dtype=np.int64))
    with pytest.raises(SingularInstance, match="pivot vanishes"):
        FIELD.inverse(np.zeros((3, 2, 2), dtype=np.int64))


def test_a_batch_is_inverted_like_its_members():
    batch = np.stack([residues(3, 3) for _ in range(4)])
    together = FIELD.inverse(batch)
    for one, inverted in zip(batch, together, strict=True):
        assert (FIELD.inverse(one) == inverted).all()


@pytest.mark.parametrize("order", [2, 3, 4, 7])
def test_roots_are_multiplicative(order):
    a, b = (FIELD.multiply(r, r) for r in (residues(1, 1), residues(1, 1)))
    root = FIELD.scalar_root(a, order)
    assert (FIELD.power(root, order) == a).all()
    product = FIELD.multiply(root, FIELD.scalar_root(b, order))
    assert (FIELD.scalar_root(FIELD.multiply(a, b), order) == product).all()


def test_what_is_no_square_has_no_root():
    # -1 is no square modulo a safe prime, which is 3 modulo 4.
    with pytest.raises(SingularInstance, match="not a square"):
        FIELD.scalar_root(FIELD.number(-1), 2)
