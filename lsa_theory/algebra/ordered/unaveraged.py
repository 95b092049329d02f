"""Identities between sums in the order of places that nothing averages, decided through a mean square.

A polynomial in the entries of samples that vanishes in mean square under independent standard Gaussian entries is the
zero polynomial, whatever the law of the samples is; so no normal form of such sums is needed to see that it is zero.
"""

from __future__ import annotations

from lsa_theory.algebra.ordered.opening import in_order
from lsa_theory.expressions.analysis.kinds import Applied
from lsa_theory.expressions.declare import E, norm_squared
from lsa_theory.expressions.expression import Expression, Identity, walk
from lsa_theory.expressions.operators import Gradient
from lsa_theory.expressions.random import (
    Column,
    Expectation,
    Gaussian,
    RandomVector,
    SampleMatrix,
    sources,
)
from lsa_theory.expressions.rebuilding import replaced


def mean_square(tree: Expression) -> Expression | None:
    """Return an expectation that vanishes only if the expression does; None where it holds no sums in order."""
    if not in_order(tree) or not sources(tree):
        return None
    for node in walk(tree):
        of_lengths = isinstance(node, Applied) and node.function in ("factorial", "harmonic", "digamma")
        # A sign agrees almost everywhere with what differs from it at zero.
        if isinstance(node, Expectation | Gradient) or (isinstance(node, Applied) and not of_lengths):
            return None

    def standard(node: Expression) -> Expression | None:
        match node:
            case Column():
                return Column(_standard_sample(node.sample), node.index)
            case SampleMatrix():
                return _standard_sample(node)
            case RandomVector():
                return RandomVector(node.name, node.rows, Gaussian(Identity(node.rows)))
        return None

    return E(norm_squared(replaced(tree, standard)))


def _standard_sample(sample: SampleMatrix) -> SampleMatrix:
    return SampleMatrix(sample.name, sample.rows, sample.cols, Gaussian(Identity(sample.rows)))
