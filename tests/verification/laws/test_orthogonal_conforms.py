"""Random orthogonal matrices by routes that share nothing: words, whole points, angles, entries, and drawn matrices."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from lsa_theory import (
    Claim,
    E,
    det,
    dimension,
    gaussian,
    hadamard,
    identity,
    inverse,
    judge,
    matrix,
    normal,
    positive_definite,
    samples,
    trace,
    vector,
)
from lsa_theory.algebra.expectation.orthogonal.weingarten import type_of_two, weingarten
from lsa_theory.algebra.expectation.pairing_weights import all_pairings
from lsa_theory.expressions.dimensions import with_dimensions
from lsa_theory.expressions.laws.declared_orthogonal import random_orthogonal
from lsa_theory.reading.notation import notation
from lsa_theory.values.arithmetic.bounded import Floats
from lsa_theory.values.arithmetic.rational import Rationals
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.frames import check_frames, frame
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.quadrature.cubature import Lattice
from lsa_theory.values.quadrature.frames import moment
from lsa_theory.values.quadrature.gauss_hermite import GaussHermite
from lsa_theory.values.refusals import NotApplicable, SingularInstance
from lsa_theory.verification.outcome import Verdict
from lsa_theory.verification.witnesses.entries.frames import moment_of_entries
from lsa_theory.verification.witnesses.entries.reading import Reading
from lsa_theory.verification.witnesses.simulation.montecarlo import MonteCarlo

d, k = dimension("d"), dimension("k")
A, B, M, b = matrix("A", d), matrix("B", d), matrix("M", k), vector("b", d)
Q, P, F = random_orthogonal("Q", d), random_orthogonal("P", d), random_orthogonal("F", d, k)
VALUES = {
    A: [[1, 2, 0], [-1, Fraction(1, 2), 1], [3, 0, -2]],
    B: [[2, -1, 1], [1, 3, 0], [0, Fraction(1, 3), 1]],
    M: [[1, 3], [-1, 2]],
    b: [[1], [-2], [Fraction(1, 2)]],
}
MOMENTS = {
    "mean": Q + 0 * A,
    "conjugate": Q @ A @ Q.T,
    "conjugate twice": Q @ A @ Q.T @ B @ Q @ A.T @ Q.T,
    "not conjugate": Q @ A @ Q @ B,
    "trace to the fourth": trace(Q) ** 4 * identity(d),
    "elementwise": hadamard(Q, Q) @ A @ hadamard(Q, Q @ B),
    "a row": (Q @ b)[0] ** 4 * identity(d),
    "columns": F @ M @ F.T @ A @ F @ F.T,
    "two of them": trace(Q @ P @ A) ** 2 * identity(d),
    "beside a vector": (gaussian("x", covariance=identity(d)).T @ Q @ b) ** 4 * identity(d),
}


def instance(size, columns):
    def cut(value, rows, cols):
        return [row[:cols] for row in value[:rows]]

    values = {A: (size, size), B: (size, size), M: (columns, columns), b: (size, 1)}
    return Instance({d: size, k: columns}, {s: cut(VALUES[s], *shape) for s, shape in values.items()})


def values(tree, place):
    """The words take the average for the size as a number, where the weights have poles at it."""
    there = Instance({}, {with_dimensions(s, place.sizes): v for s, v in place.values.items()})
    written = normal(with_dimensions(tree, place.sizes)).as_expression()
    return {
        "words": Evaluator(Rationals(), there).evaluate(written),
        "lattice": Evaluator(Rationals(), place, Lattice()).evaluate(tree),
        "entries": np.array(Reading(place.sizes, place.values).value(tree)),
    }


@pytest.mark.parametrize("name", MOMENTS)
@pytest.mark.parametrize(("size", "columns"), [(1, 1), (2, 1), (2, 2)])
def test_its_moments_agree_by_four_routes(name, size, columns):
    place = instance(size, columns)
    tree = E(MOMENTS[name])
    found = values(tree, place)
    for route, value in found.items():
        assert (value.astype(object) == found["words"]).all(), route
    exact = found["words"].astype(float)
    by_angles = Evaluator(Floats(), place, GaussHermite()).evaluate(tree)
    assert (np.abs(by_angles.value - exact) <= 4 * by_angles.error + 1e-13).all()


@pytest.mark.slow
@pytest.mark.parametrize("name", MOMENTS)
def test_its_moments_agree_in_size_three(name):
    place = instance(3, 2)
    tree = E(MOMENTS[name])
    exact = Evaluator(Rationals(), place).evaluate(normal(tree).as_expression())
    assert (np.array(Reading(place.sizes, place.values).value(tree)) == exact).all()
    by_angles = Evaluator(Floats(), place, GaussHermite()).evaluate(tree)
    assert (np.abs(by_angles.value - exact.astype(float)) <= 4 * by_angles.error + 1e-12).all()
    rng = np.random.default_rng(3)
    drawn = np.array([MonteCarlo(place, rng, 4096).evaluate(tree) for _ in range(60)])
    error = drawn.std(axis=0, ddof=1) / np.sqrt(len(drawn))
    assert (np.abs(drawn.mean(axis=0) - exact.astype(float)) <= 5 * error + 1e-12).all()


def test_the_two_exact_routes_to_moments_of_entries_agree():
    compared = 0
    for size in (1, 2, 3):
        for flat in product(range(3), repeat=size * size):
            if sum(flat) not in (2, 4) or (size == 3 and sum(flat) == 2):
                continue
            exponents = tuple(flat[i * size : (i + 1) * size] for i in range(size))
            places = tuple((i, j) for i in range(size) for j in range(size) for _ in range(exponents[i][j]))
            assert moment(exponents) == moment_of_entries(size, places)
            compared += moment(exponents) != 0
    assert compared > 20
    assert moment(((4, 0, 0), (0, 0, 0), (0, 0, 0))) == Fraction(3, 15)
    assert moment(((2, 0, 0), (0, 2, 0), (0, 0, 0))) == Fraction(4, 30)


@pytest.mark.parametrize(("pairs", "size"), [(1, 1), (2, 1), (2, 2), (3, 1), (3, 2), (3, 3), (3, 5)])
def test_the_weights_invert_the_matrix_of_loops(pairs, size):
    every = all_pairings(tuple(range(2 * pairs)))
    loops = [[size ** len(type_of_two(p, q)) for q in every] for p in every]
    functions = weingarten(pairs)
    weights = [[functions[type_of_two(p, q)].laurent(size)[-1] for q in every] for p in every]
    G, W = np.array(loops, dtype=object), np.array(weights, dtype=object)
    assert (G @ W @ G == G).all()
    off = W + Fraction(1, 100)
    assert not (G @ off @ G == G).all()


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        (E(Q @ A @ Q.T), trace(A) / d * identity(d), Verdict.CONFIRMED),
        (E(Q @ A @ Q.T), trace(A) / (d + 1) * identity(d), Verdict.REFUTED),
        (E(trace(Q) ** 4), 3, Verdict.REFUTED),
        (E(Q[0, 0] ** 2 * Q[1, 1] ** 2), (d + 1) / (d * (d - 1) * (d + 2)), Verdict.CONFIRMED),
        (E(Q[0, 0] ** 2 * Q[1, 1] ** 2), (d + 2) / (d * (d - 1) * (d + 2)), Verdict.REFUTED),
        (E(F @ F.T), k / d * identity(d), Verdict.CONFIRMED),
        (E(F @ F.T), identity(d), Verdict.REFUTED),
        (Q @ Q.T, identity(d), Verdict.CONFIRMED),
        (Q @ Q, identity(d), Verdict.REFUTED),
        (F @ F.T, identity(d), Verdict.REFUTED),
    ],
)
def test_claims_about_it_are_judged(left, right, verdict):
    exact = ["algebra", "field", "entries"]
    assert judge(Claim(left, right), witnesses=exact).verdict is verdict


@pytest.mark.slow
def test_an_inverse_gram_matrix_under_a_rotated_law_is_drawn_too():
    L, N = positive_definite("Lambda", d), dimension("N")
    X = samples("x", covariance=Q @ L @ Q.T, count=N)
    mean = E(inverse(X.gram))
    right = trace(inverse(L)) / (d * (N - d - 1)) * identity(d)
    both = ["algebra", "simulation"]
    assert judge(Claim(mean, right), witnesses=both).verdict is Verdict.CONFIRMED
    assert judge(Claim(mean, right * Fraction(51, 50)), witnesses=both).verdict is Verdict.REFUTED


@pytest.mark.parametrize("size", [1, 2, 3])
def test_of_both_determinants_there_are_instances(size):
    q, p = random_orthogonal("Q", size), random_orthogonal("P", size)
    for claim in (Claim(det(q), 1), Claim(det(q), -1), Claim(det(q @ p), 1), Claim(det(q), det(p))):
        assert judge(claim, witnesses=["field"]).findings[0].verdict is Verdict.REFUTED
    assert judge(Claim(det(q) ** 2, 1), witnesses=["field"]).findings[0].verdict is Verdict.CONFIRMED


def test_instances_are_orthogonal_or_refused():
    good = frame(3, 2, lambda: Fraction(1, 2), True, "F")
    check_frames(Instance({d: 3, k: 2}, {F: good}))
    with pytest.raises(SingularInstance, match="the columns of F are not orthonormal"):
        check_frames(Instance({d: 3, k: 2}, {F: [[1, 0], [0, 1], [0, 1]]}))
    with pytest.raises(NotApplicable, match="F is orthogonal, and is not moved about"):
        check_frames(Instance({d: 3, k: 2}, {F: [[[1, 0], [0, 1], [0, 1]]]}))
    with pytest.raises(SingularInstance, match="3 columns of 2 entries"):
        frame(2, 3, lambda: 1, False, "F")


def test_it_is_read_from_latex():
    letters = notation({"d": "dimension", "k": "dimension", "A": "matrix d", "Q": "random orthogonal d"})
    claim = Claim.from_latex(r"\mathbb{E}[Q A Q^\top] = \frac{\operatorname{tr}(A)}{d} I", letters)
    assert claim == Claim(E(Q @ A @ Q.T), trace(A) / d * identity(d))
    narrow = notation({"d": "dimension", "k": "dimension", "F": "random orthogonal d x k"})
    assert narrow.letters[next(x for x in narrow.letters if x.shown == "F")] == F
