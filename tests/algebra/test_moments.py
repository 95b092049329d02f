"""Every moment of the table by words and by entries, and against what books print."""

from fractions import Fraction

import pytest
from entrywise import Entrywise
from moment_table import MOMENTS

from lsa_theory.algebra.normal import equal, normal
from lsa_theory.expressions import walk

LOWER = {2: [[2, 0], [1, 1]], 1: [[2]]}
OTHER = {2: [[1, 0], [-1, 2]], 1: [[3]]}
IDS = [name for name, _, _ in MOMENTS]


def instance(d, N):
    def squared(f):
        return [[sum(Fraction(f[i][k]) * f[j][k] for k in range(d)) for j in range(d)] for i in range(d)]

    lower, other = LOWER[d], OTHER[d]
    full = {
        "A": [[1, 2], [-1, 3]],
        "B": [[0, 1], [2, -1]],
        "C": [[1, 1], [0, 2]],
        "Q": [[1, -1], [-1, 2]],
        "a": [[1], [2]],
        "b": [[-1], [1]],
        "m": [[1], [-2]],
    }
    values = {k: [row[:d] if len(row) > 1 else row for row in v[:d]] for k, v in full.items()}
    values |= {"Lambda": squared(lower), "Psi": squared(other)}
    unit = [[int(i == j) for j in range(d)] for i in range(d)]
    factors = {"x": lower, "g": lower, "X": lower, "G": lower, "y": other, "z": unit, "Z": unit, "e": [[1]]}
    return Entrywise({"d": d, "N": N}, values, factors)


@pytest.mark.parametrize(("name", "tree", "printed"), MOMENTS, ids=IDS)
@pytest.mark.parametrize(("d", "N"), [(1, 1), (1, 2), (2, 1), (2, 2)])
def test_words_agree_with_entries(name, tree, printed, d, N):
    by_entries = instance(d, N).value(tree)
    by_words = instance(d, N).value(normal(tree).as_expression())
    assert by_words == by_entries


@pytest.mark.parametrize(("name", "tree", "printed"), [c for c in MOMENTS if c[2] is not None])
def test_words_agree_with_print(name, tree, printed):
    assert equal(tree, printed)


@pytest.mark.parametrize(("name", "tree", "printed"), [c for c in MOMENTS if c[2] is not None][:12])
def test_a_wrong_print_is_rejected(name, tree, printed):
    wrong = printed * Fraction(51, 50) if not normal(printed).is_zero() else None
    assert wrong is None or not equal(tree, wrong)


def test_the_table_has_at_least_sixty_moments():
    assert len(MOMENTS) >= 60
    assert len(set(IDS)) == len(MOMENTS)
    assert all(any(True for _ in walk(tree)) for _, tree, _ in MOMENTS)
