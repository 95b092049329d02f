"""Which simple instances the search looks at exactly: those that floats show to be broken, and a few others."""

from lsa_theory import AtLeast, dimension, matrix, norm_squared, scalar, trace
from lsa_theory.expressions.traversal import constituents
from lsa_theory.values.instances.corners import corners
from lsa_theory.verification.witnesses.search.measured import Measured
from lsa_theory.verification.witnesses.search.slack import _suspects

d = dimension("d")
A, s = matrix("A", d), scalar("s")


def looked_at(larger, smaller):
    question = AtLeast(larger, smaller)
    instances = list(corners(constituents([larger, smaller]), {d: 2}))
    return instances, _suspects(Measured(question), instances)


def test_all_that_are_broken_are_looked_at_and_in_their_order():
    instances, chosen = looked_at(trace(A @ A), norm_squared(A) / 2)
    # The square of the shift vanishes, and its length does not.
    broken = [i for i, one in enumerate(instances) if one.values[A] == [[0, 1], [0, 0]]]
    assert broken
    assert [instances.index(one) for one in chosen] == sorted(instances.index(one) for one in chosen)
    assert all(any(one is instances[i] for one in chosen) for i in broken)


def test_of_those_that_are_far_from_broken_a_few_are():
    instances, chosen = looked_at(norm_squared(A) + 1 + s**2, 0 * s + 0 * trace(A))
    assert 0 < len(chosen) < len(instances) / 4
