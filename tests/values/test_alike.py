"""What is written alike is computed once: where the same letters are bound, and nowhere else."""

from lsa_theory import E, at, dimension, gaussian, gradient, identity, matrix, trace
from lsa_theory.values.alike import alike
from lsa_theory.values.arithmetic.rational import Rationals
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.quadrature.cubature import Lattice

d = dimension("d")
A, B = matrix("A", d), matrix("B", d)
x = gaussian("x", covariance=identity(d))
AT = Instance({d: 2}, {A: [[1, 2], [3, 4]], B: [[0, 1], [1, 1]]})


class Counting(Rationals):
    """Counts products."""

    def __init__(self):
        super().__init__()
        self.products = 0

    def matmul(self, a, b):
        self.products += 1
        return super().matmul(a, b)


def test_a_part_of_two_trees_has_one_number():
    one, other = A @ B, A @ B
    found = alike([one + A, trace(other @ B)])
    assert found[id(one)] == found[id(other)]


def test_what_differs_in_one_letter_or_exponent_has_none():
    assert not alike([A @ B, B @ A, A @ A, A**2, A**3])


def test_both_sides_of_a_statement_share_their_products():
    ring = Counting()
    left, right = Evaluator(ring, AT).evaluate_all([A @ B + A, A @ B - A])
    assert ring.products == 1
    assert (left - right).tolist() == [[2, 4], [6, 8]]


def test_the_same_words_under_other_values_are_other_numbers():
    tree = trace(A @ B) + trace(A @ B) * at(trace(A @ B), {A: B}) + at(trace(A @ B), {B: A})
    value = Evaluator(Rationals(), AT).evaluate(tree)[0, 0]
    ab, bb, aa = 9, 3, 29
    assert value == ab + ab * bb + aa


def test_below_gradients_and_averages_letters_move():
    tree = trace(A @ A) + trace(gradient(trace(A @ A), A)) + E(x.T @ A @ A @ x)
    value = Evaluator(Rationals(), AT, Lattice()).evaluate(tree)[0, 0]
    assert value == 29 + 2 * 5 + 29
