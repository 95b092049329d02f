"""Moments of other laws, between samples, elementwise and of determinants: words, entries, quadrature and print."""

from fractions import Fraction

import numpy as np
import pytest
from entrywise_of_laws import (
    EntrywiseOfLaws,
    listed,
    mask,
    scales,
    signs,
    sphere,
    student,
    uniform,
)
from moment_table import N, d
from moment_table_of_laws import DETERMINANTS, ELEMENTWISE, LAWS, MORE, SAMPLES
from test_moments import instance as plain
from test_moments_by_quadrature import VALUES, agree

from lsa_theory.algebra.normal import equal, normal
from lsa_theory.expressions.traversal import constituents
from lsa_theory.values.arithmetic.bounded import Floats
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.quadrature.gauss_hermite import GaussHermite

THIRD = Fraction(1, 3)
OF_LENGTH = {"T": [[1, -1], [2, 3]], "P": [[4, 2], [2, 2]], "o": [[1], [-3]]}
SIZES = {"determinants": [(1, 1), (1, 2), (2, 2)], "others": [(1, 1), (1, 2), (2, 1), (2, 2)]}
# One of each kind is tried each time, all of them with the slow tests.
QUICK = {rows[k][0] for rows in (LAWS, SAMPLES, ELEMENTWISE, DETERMINANTS) for k in (0, -1)} | {
    "Var(r'Qr) (Hutchinson)",
    "E[(a't)^6]",
    "E[S^2], uniform covariates",
    "E[xx' o xx']",
}
ROWS = [pytest.param(*row, id=row[0], marks=[] if row[0] in QUICK else [pytest.mark.slow]) for row in MORE]


def instance(dim, length):
    """Return the entry-wise evaluator at a dimension and a length."""
    base = plain(dim, length)
    cut = {name: [row[:length] for row in rows[:length]] for name, rows in OF_LENGTH.items()}
    lower = base.factors["x"]
    factors = base.factors | dict.fromkeys("tnsD", lower) | {"w": [[2, 0], [1, 1]][:length]}
    factors["w"] = [row[:length] for row in factors["w"]]
    laws = {
        "u": sphere(dim),
        "U": sphere(dim),
        "v": sphere(dim, square=4),
        "r": signs(Fraction(1, 2)),
        "R": signs(Fraction(1, 2)),
        "f": signs(Fraction(4, 5)),
        "k": mask(THIRD),
        "K": mask(THIRD),
        "c": uniform(-1, 1),
        "H": uniform(-1, 1),
        "h": uniform(0, 2),
        "i": listed(0, 2, 1, 7),
        "t": student(14),
        "D": student(14),
        "n": student(12),
        "s": scales((THIRD, Fraction(2)), (1 - THIRD, Fraction(1, 2))),
    }
    raw = set(laws) - {"t", "D", "n", "s"}
    return EntrywiseOfLaws(base.sizes, base.values | cut, factors, laws, raw)


def sizes_of(name):
    return SIZES["determinants" if name in {row[0] for row in DETERMINANTS} else "others"]


def numbers(tree):
    values = VALUES | OF_LENGTH
    return Instance(
        {d: 2, N: 2},
        {s: [[Fraction(q) for q in row] for row in values[s.name]] for s in constituents([tree]).symbols},
    )


@pytest.mark.parametrize(("name", "tree", "printed"), ROWS)
def test_words_agree_with_entries_of_the_law(name, tree, printed):
    words = normal(tree).as_expression()
    for dim, length in sizes_of(name):
        at = instance(dim, length)
        assert at.value(words) == at.value(tree), (dim, length)
        wrong = at.value(words * Fraction(51, 50))
        assert wrong == at.value(0 * words) or wrong != at.value(tree)


@pytest.mark.parametrize(("name", "tree", "printed"), ROWS)
def test_words_agree_with_quadrature_of_the_law(name, tree, printed):
    words, at = normal(tree).as_expression(), numbers(tree)
    by_nodes = Evaluator(Floats(), at, GaussHermite()).evaluate(tree)
    assert agree(Evaluator(Floats(), at).evaluate(words), by_nodes)
    wrong = Evaluator(Floats(), at).evaluate(words * Fraction(51, 50))
    assert not np.any(wrong.value) or not agree(wrong, by_nodes)


@pytest.mark.parametrize(("name", "tree", "printed"), [row for row in ROWS if row.values[2] is not None])
def test_words_agree_with_print_of_the_law(name, tree, printed):
    assert equal(tree, printed)
    wrong = printed * Fraction(51, 50)
    assert normal(printed).is_zero() or not equal(tree, wrong)


def test_each_moment_has_a_name_of_its_own():
    names = [row[0] for row in MORE]
    assert len(set(names)) == len(names) >= 90
