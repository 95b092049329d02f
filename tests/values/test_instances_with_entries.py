"""Where entries are named or multiplied, no family of matrices is taken to be diagonal."""

import numpy as np
import pytest

from lsa_theory import Claim, diagonal, dimension, hadamard, judge, positive_definite
from lsa_theory.expressions.traversal import constituents
from lsa_theory.values.instances.random_instances import draw_generic

d = dimension("d")
P, Q = (positive_definite(name, d, family="commuting") for name in "PQ")


@pytest.mark.parametrize(("tree", "rotated"), [(P @ Q, False), (hadamard(P, Q), True), (diagonal(P), True)])
def test_a_family_is_rotated_where_a_rotation_matters(tree, rotated):
    drawn = [draw_generic(np.random.default_rng(k), constituents([tree]), {d: 3}).values[P] for k in range(5)]
    assert any(m[i][j] != 0 for m in drawn for i in range(3) for j in range(i)) == rotated


def test_what_holds_for_diagonal_matrices_only_is_refuted_by_all():
    judgement = judge(Claim(hadamard(P, Q), P @ Q))
    said = {f.witness: f.verdict.value for f in judgement.findings if f.applicable}
    assert (said["algebra"], said["field"], said["precision"]) == ("refuted",) * 3


def test_what_holds_for_all_is_still_confirmed():
    assert judge(Claim(hadamard(P, Q), hadamard(Q, P))).verdict.value == "confirmed"
