from fractions import Fraction

import numpy as np
import pytest

from lsa_theory import (
    E,
    at,
    dimension,
    gaussian,
    gradient,
    identity,
    inverse,
    matrix,
    positive_definite,
    samples,
    scalar,
    square_root,
    sum_over,
    symmetric,
    trace,
    vector,
    with_moments,
    zero,
)
from lsa_theory.values.arithmetic.balls import Balls
from lsa_theory.values.arithmetic.bounded import Floats
from lsa_theory.values.arithmetic.digits import Digits
from lsa_theory.values.arithmetic.field import PrimeField
from lsa_theory.values.arithmetic.plain import Plain
from lsa_theory.values.arithmetic.rational import Rationals
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.quadrature.cubature import Lattice
from lsa_theory.values.quadrature.gauss_hermite import GaussHermite
from lsa_theory.values.refusals import NotApplicable

d, N = dimension("d"), dimension("N")
A, B = matrix("A", d), matrix("B", d)
C = positive_definite("C", d)
S = symmetric("S", d)
b = vector("b", d)
c = scalar("c", positive=True)
x = gaussian("x", covariance=C)
y = gaussian("y", covariance=identity(d), mean=b)
X = samples("X", covariance=C, count=N)
HERE = Instance(
    {d: 2, N: 3},
    {
        A: [[1, 2], [3, 4]],
        B: [[0, 1], [1, 1]],
        C: [[2, 1], [1, 3]],
        S: [[1, 2], [2, 5]],
        b: [[1], [-1]],
        c: [[4]],
    },
)
HALF = Fraction(1, 2)
SAFE_PRIME = 397484999

# Every value is worked out by hand.
BY_HAND = {
    "sum": (A + B, [[1, 3], [4, 5]]),
    "difference": (A - B, [[1, 1], [2, 3]]),
    "product": (A @ B, [[2, 3], [4, 7]]),
    "transpose": (A.T, [[1, 3], [2, 4]]),
    "trace": (trace(A), [[5]]),
    "scale": (HALF * A, [[HALF, 1], [3 * HALF, 2]]),
    "inverse": (inverse(A), [[-2, 1], [3 * HALF, -HALF]]),
    "square": (A**2, [[7, 10], [15, 22]]),
    "negative power": (A**-1 @ A, [[1, 0], [0, 1]]),
    "root of a scalar": (c**HALF, [[2]]),
    "power of a scalar": (c ** Fraction(-3, 2), [[Fraction(1, 8)]]),
    "dimension as a number": (d * A, [[2, 4], [6, 8]]),
    "identity": (identity(d) + zero(d, d), [[1, 0], [0, 1]]),
    "constant average": (E(A @ x @ x.T) @ B, [[7, 11], [15, 25]]),
    "second moment": (E(x @ x.T), [[2, 1], [1, 3]]),
    "mean": (E(y), [[1], [-1]]),
    "with a mean": (E(y @ y.T), [[2, -1], [-1, 2]]),
    "fourth moment": (E((x.T @ x) ** 2), [[25 + 2 * (4 + 9 + 2)]]),
    "two sources": (E(x @ y.T), [[0, 0], [0, 0]]),
    "product of two sources": (E((x.T @ y) ** 2), [[2 + 3 + 3]]),
    "gram": (E(X.gram), [[6, 3], [3, 9]]),
    "sum over columns": (E(sum_over(N, lambda i: X.column(i) @ X.column(i).T)), [[6, 3], [3, 9]]),
    "two indices": (
        E(sum_over(N, lambda i: sum_over(N, lambda j: X.column(i).T @ X.column(j)))),
        [[15]],
    ),
    "nested": (E(E(x @ y.T @ y @ x.T, y), x), [[8, 4], [4, 12]]),
    "nested, product": (E(E(x.T @ y, y) ** 2, x), [[2 + 3 - 2]]),
    "gradient": (gradient(trace(A @ A.T), A), [[2, 4], [6, 8]]),
    "gradient, symmetric": (gradient(trace(S @ S), S), [[2, 4], [4, 10]]),
    "gradient, symmetric, linear": (gradient(trace(A @ S), S), [[1, Fraction(5, 2)], [Fraction(5, 2), 4]]),
    "gradient of an average": (gradient(E(x.T @ A @ x), A), [[2, 1], [1, 3]]),
    "gradient through a law": (gradient(E(x.T @ x @ x.T @ x), C), [[10 + 8, 4], [4, 10 + 12]]),
    "gradient of a gradient": (gradient(trace(gradient(trace(A @ A @ A), A)), A), [[6, 18], [12, 24]]),
    "at": (at(A @ B, {A: B, B: A}), [[3, 4], [4, 6]]),
    "at, a length": (at(d * A + N * A, {N: d}), [[4, 8], [12, 16]]),
    "at, a covariance": (at(E(x.T @ x), {C: S}), [[6]]),
    "at, below a gradient": (at(gradient(trace(A @ A.T), A), {A: B}), [[0, 2], [2, 2]]),
}


def exact(matrix_):
    return [[Fraction(v) for v in row] for row in matrix_]


@pytest.mark.parametrize("name", BY_HAND)
def test_rationals_give_the_value_by_hand(name):
    tree, expected = BY_HAND[name]
    value = Evaluator(Rationals(), HERE, Lattice()).evaluate(tree)
    assert [[Fraction(int(v.p), int(v.q)) for v in row] for row in value] == exact(expected)


@pytest.mark.parametrize("name", [n for n in BY_HAND if "root" not in n and n != "power of a scalar"])
def test_field_gives_the_residue_of_the_value_by_hand(name):
    tree, expected = BY_HAND[name]
    field = PrimeField(SAFE_PRIME)
    value = Evaluator(field, HERE, Lattice()).evaluate(tree)
    assert (value == field.array(exact(expected))).all()


@pytest.mark.parametrize("name", BY_HAND)
@pytest.mark.parametrize("rule", [Lattice(), GaussHermite()], ids=["lattice", "hermite"])
def test_floats_enclose_the_value_by_hand_in_their_bound(name, rule):
    tree, expected = BY_HAND[name]
    value = Evaluator(Floats(), HERE, rule).evaluate(tree)
    gap = np.abs(value.value - np.array(expected, dtype=float))
    assert (gap <= 4 * value.error).all()
    # The step 1/1024 of a derivative through a covariance costs some four digits.
    assert value.error.max() < 1e-7


@pytest.mark.parametrize("name", BY_HAND)
def test_digits_and_balls_agree_with_the_value_by_hand(name):
    tree, expected = BY_HAND[name]
    digits = Evaluator(Digits(30), HERE, GaussHermite()).evaluate(tree)
    balls = Balls(30)
    enclosed = Evaluator(balls, HERE, Lattice()).evaluate(tree)
    for near, ball, exactly in zip(digits.flat, enclosed.flat, np.array(exact(expected)).flat, strict=True):
        assert abs(near - Digits(30).from_fraction(exactly)) < 1e-30
        with balls.at_work():
            assert ball.contains(balls.from_fraction(exactly))
            assert ball.rad() < 1e-30


def test_plain_floats_agree():
    tree, expected = BY_HAND["inverse"]
    np.testing.assert_allclose(
        Evaluator(Plain(), HERE).evaluate(tree), np.array(expected, dtype=float), rtol=1e-14
    )


def test_root_of_a_matrix_in_floats_and_digits():
    square = Evaluator(Floats(), HERE).evaluate(square_root(C) @ square_root(C))
    np.testing.assert_allclose(square.value, [[2, 1], [1, 3]], rtol=1e-14)
    square = Evaluator(Digits(40), HERE).evaluate(square_root(C) @ square_root(C))
    assert max(abs(v - w) for v, w in zip(square.flat, [2, 1, 1, 3], strict=True)) < 1e-40


def test_root_of_a_matrix_that_is_not_diagonal_is_not_exact():
    with pytest.raises(NotApplicable, match="not diagonal"):
        Evaluator(Rationals(), HERE).evaluate(square_root(C))
    with pytest.raises(NotApplicable, match="not diagonal"):
        Evaluator(PrimeField(SAFE_PRIME), HERE).evaluate(square_root(C))


@pytest.mark.parametrize(
    ("tree", "message"),
    [
        (x.T @ x, "x is random, and no expectation"),
        (matrix("other", d), "no value was given for other"),
        (E((1 + x.T @ x) ** -1), "no polynomial in x"),
        (E(trace(identity(dimension("n"))) * x.T @ x), "no size was given for the dimension n"),
    ],
)
def test_what_cannot_be_evaluated_says_why(tree, message):
    with pytest.raises(NotApplicable, match=message):
        Evaluator(Rationals(), HERE, Lattice()).evaluate(tree)


def test_expectation_needs_a_rule():
    with pytest.raises(NotApplicable, match="it contains an expectation"):
        Evaluator(Rationals(), HERE).evaluate(E(x @ x.T))


def test_moments_of_higher_order_have_no_concrete_law():
    z = with_moments("z", covariance=C, central={3: lambda a, b, c: zero(1, 1)})
    with pytest.raises(NotApplicable, match="moments of order 3 declared for z"):
        Evaluator(Rationals(), HERE, Lattice()).evaluate(E(z @ z.T))


def test_degenerate_covariance_is_no_division_by_zero():
    flat = Instance({d: 2}, {C: [[1, 2], [2, 4]]})
    value = Evaluator(Rationals(), flat, Lattice()).evaluate(E(x @ x.T))
    assert value.tolist() == [[1, 2], [2, 4]]


def test_covariance_that_is_not_symmetric_is_named():
    lopsided = gaussian("q", covariance=A @ B)
    with pytest.raises(NotApplicable, match="the covariance of q is not symmetric"):
        Evaluator(Rationals(), HERE, Lattice()).evaluate(E(lopsided @ lopsided.T))


def test_precision_of_libraries_is_left_alone():
    import flint
    import mpmath

    before = flint.ctx.prec, mpmath.mp.dps
    Evaluator(Balls(70), HERE, Lattice()).evaluate(E(x @ x.T))
    Evaluator(Digits(70), HERE, GaussHermite()).evaluate(E(x @ x.T))
    with pytest.raises(NotApplicable):
        Evaluator(Balls(70), HERE).evaluate(E(x @ x.T))
    assert (flint.ctx.prec, mpmath.mp.dps) == before
