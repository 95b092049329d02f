import pytest

from lsa_theory import E, dimension, gaussian, identity
from lsa_theory.values.instances.formulas import Formulas
from lsa_theory.values.quadrature.cubature import Lattice
from lsa_theory.values.sizes import affordable_sizes, describe_sizes, multiplications

d, N = dimension("d"), dimension("N")
x = gaussian("x", covariance=identity(d))


def test_small_sizes_come_first_and_dear_ones_are_left_out():
    tree = E((x.T @ x) ** 3)
    cheap = affordable_sizes([d], Formulas([tree]), Lattice(), each=1e3, total=1e9)
    dear = affordable_sizes([d], Formulas([tree]), Lattice(), each=1e9, total=1e9)
    assert [s[d] for s in dear] == [1, 2, 3, 4, 5, 6]
    assert 0 < len(cheap) < len(dear)


def test_work_counts_the_points_of_the_grid():
    narrow = multiplications(E(x @ x.T), {d: 3}, Lattice())
    wide = multiplications(E((x.T @ x) ** 3), {d: 3}, Lattice())
    assert wide > 5 * narrow


@pytest.mark.parametrize(
    ("tested", "text"),
    [
        ([{}], "no dimensions"),
        ([{d: 2}], "d = 2"),
        ([{d: 1}, {d: 3}], "d = 1,3"),
        ([{d: 1, N: 1}, {d: 1, N: 2}], "d = 1, N = 1..2"),
        ([{d: 1, N: 1}, {d: 1, N: 2}, {d: 2, N: 1}], "d = 1..2, N = 1..2 (3 sizes)"),
    ],
)
def test_figure_claims_no_more_than_was_tested(tested, text):
    assert describe_sizes(tested) == text
