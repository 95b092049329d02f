from fractions import Fraction

import pytest

from lsa_theory.values.interpolation import slope_weights


@pytest.mark.parametrize("reach", [1, 2, 3])
def test_slope_at_zero_is_exact_up_to_the_degree_and_not_beyond(reach):
    def slope(power):
        return sum(weight * Fraction(t) ** power for t, weight in slope_weights(reach))

    assert [slope(power) for power in range(2 * reach + 1)] == [
        int(power == 1) for power in range(2 * reach + 1)
    ]
    assert slope(2 * reach + 1) != 0
