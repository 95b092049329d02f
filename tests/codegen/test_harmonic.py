"""Harmonic numbers as code: every target gives the number that the sum over places is."""

from __future__ import annotations

from fractions import Fraction

import pytest

from lsa_theory.codegen import compile
from lsa_theory.expressions.analysis.words import harmonic
from lsa_theory.expressions.declare import E, dimension, norm_squared, samples, scalar
from lsa_theory.expressions.entrywise.positions import position, sum_over, sum_up_to

N, s = dimension("N"), scalar("s", positive=True)
z = samples("z", covariance=s, count=N).column
PREFIX = E(sum_over(N, lambda i: norm_squared(sum_up_to(i, z) / position(i))))


@pytest.mark.parametrize("target", ["numpy", "mpmath", "flint"])
@pytest.mark.parametrize("length", [1, 2, 7])
def test_a_prefix_average_is_computed_in_every_target(target: str, length: int) -> None:
    function = compile(PREFIX + harmonic(N, 2), target=target)
    exact = 3 * sum(Fraction(1, i) for i in range(1, length + 1)) + sum(
        Fraction(1, i**2) for i in range(1, length + 1)
    )
    assert float(function(s=3.0, N=length)) == pytest.approx(float(exact), rel=1e-14)
