"""The third route to the table of moments: Gauss-Hermite quadrature of the integrand as written, in floats."""

from fractions import Fraction

import numpy as np
import pytest
from moment_table import MOMENTS, N, d

from lsa_theory.algebra.normal import normal
from lsa_theory.expressions.traversal import constituents
from lsa_theory.values.arithmetic.bounded import Floats
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.quadrature.gauss_hermite import GaussHermite

VALUES = {
    "A": [[1, 2], [-1, 3]],
    "B": [[0, 1], [2, -1]],
    "C": [[1, 1], [0, 2]],
    "Q": [[1, -1], [-1, 2]],
    "a": [[1], [2]],
    "b": [[-1], [1]],
    "m": [[1], [-2]],
    "Lambda": [[4, 2], [2, 2]],
    "Psi": [[1, -1], [-1, 5]],
}


def instance(tree):
    symbols = constituents([tree]).symbols
    return Instance(
        {d: 2, N: 2}, {s: [[Fraction(x) for x in row] for row in VALUES[s.name]] for s in symbols}
    )


def agree(left, right):
    """Whether two values differ by no more than the rounding errors counted on the way to them."""
    gap = np.abs(left.value - right.value)
    return bool(np.all(gap <= 4 * (left.error + right.error)))


@pytest.mark.parametrize(("name", "tree", "printed"), MOMENTS, ids=[name for name, _, _ in MOMENTS])
def test_words_agree_with_quadrature(name, tree, printed):
    words = normal(tree).as_expression()
    at = instance(tree)
    by_words = Evaluator(Floats(), at).evaluate(words)
    by_nodes = Evaluator(Floats(), at, GaussHermite()).evaluate(tree)
    assert agree(by_words, by_nodes)
    wrong = Evaluator(Floats(), at).evaluate(words * Fraction(51, 50))
    assert not np.any(by_words.value) or not agree(wrong, by_nodes)
