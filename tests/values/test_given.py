"""Values given for letters, by symbol or by name, as numbers, arrays or lists; what cannot be meant is refused."""

from fractions import Fraction

import numpy as np
import pytest

from lsa_theory.descriptions import InContextRegression, LinearSelfAttention, global_minimum, population_loss
from lsa_theory.descriptions.risk import prediction_risk
from lsa_theory.errors import InvalidArgument, LsaTheoryError, ShapeMismatch, UnknownName
from lsa_theory.expressions import dimension, matrix, positive_definite, scalar, symmetric, trace, vector
from lsa_theory.values.numerics.evaluate import evaluate

d, N, s, c = dimension("d"), dimension("N"), scalar("s", positive=True), scalar("c")
L, S, A, v = positive_definite("Lambda", d), symmetric("S", d), matrix("A", d), vector("v", d)
TREE = c * s * trace(L @ A @ S) / N + v.T @ v
NUMBERS = {"N": 4, "s": Fraction(1, 2), "c": -1}
GOOD = {"Lambda": [[2, 1], [1, 2]], "S": np.eye(2), "A": [[1, 2], [3, 4]], "v": [1, 2], **NUMBERS}


def test_symbols_and_names_arrays_and_lists_give_one_value():
    by_symbol = {letter: GOOD[letter.name] for letter in (L, S, A, v, N, s, c)}
    arrays = {letter: np.asarray(value, dtype=float) for letter, value in by_symbol.items()}
    mixed = {**NUMBERS, L: arrays[L], S: GOOD["S"], "A": arrays[A], v: GOOD["v"]}
    values = {float(evaluate(TREE, given)[0, 0]) for given in (GOOD, by_symbol, arrays, mixed)}
    assert values == {5 - 15 / 8}


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("N", 0, "N is a length; it must be positive, given 0"),
        ("N", -3, "N is a length"),
        ("N", "10", "N must be a finite real number; given '10'"),
        ("N", None, "N must be a finite real number"),
        ("s", -0.5, "s is declared positive; given -0.5"),
        ("c", float("nan"), "c must be a finite real number; given nan"),
        ("c", 1j, "c must be a finite real number"),
        ("c", True, "c must be a finite real number; given True"),
        ("Lambda", [[1, 2], [0, 1]], r"Lambda is declared symmetric; .* Take \(Lambda \+ Lambda.T\) / 2"),
        ("Lambda", [[1, 2], [2, 1]], "declared positive definite; given a matrix with the eigenvalue -1"),
        ("S", [[1, 2], [0, 1]], "S is declared symmetric"),
        ("S", np.ones((2, 3)), "S is square"),
        ("Lambda", [1, 2], r"d x d matrix; given an array of shape \(2,\). np.diag"),
        ("A", "matrix", "A must be an array of finite real numbers"),
        ("Lamda", np.eye(2), "there is no letter 'Lamda'.* Did you mean Lambda"),
        (7, 1, "7 .int. is no letter"),
        ("A", np.ones((3, 3)), "the dimension d is 2 by one value and 3 by another"),
        (A, np.eye(2), "A has two values"),
    ],
)
def test_what_cannot_be_meant_is_refused(name, value, reason):
    with pytest.raises(LsaTheoryError, match=reason):
        evaluate(TREE, {**GOOD, name: value})


def test_what_lies_on_the_border_of_a_declaration_is_taken():
    singular = np.array([[1.0, 1.0], [1.0, 1.0]])
    assert evaluate(s * trace(L), {L: singular, s: 0.0})[0, 0] == 0.0
    rounded = np.array([[1.0, 1.0 + 1e-15], [1.0, 1.0]])
    assert evaluate(trace(L), {L: rounded})[0, 0] == 2.0


def test_the_numbers_of_a_theory_go_by_name():
    loss = population_loss(LinearSelfAttention(), InContextRegression(noise=s))
    minimum = global_minimum(loss)
    risk = prediction_risk(minimum)
    numbers = {"Lambda": np.diag([1.0, 2.0]), "N": 10, "s": 0.25}
    symbols = {L: np.diag([1.0, 2.0]), N: 10, s: 0.25}
    test = dimension("M")
    assert risk.evaluate({**numbers, "M": 20}) == risk.evaluate({**symbols, test: 20})
    assert np.array_equal(
        minimum.solve(numbers).value[minimum.unknown], minimum.solve(symbols).value[minimum.unknown]
    )
    assert np.array_equal(minimum.spectrum(numbers), minimum.spectrum(symbols))
    U, u = loss.parameters
    start = {"U": np.eye(2), "u": 1.0}
    named = loss.trajectory(start, numbers, [0, 1])
    assert np.array_equal(named.states[U], loss.trajectory({U: np.eye(2), u: 1.0}, symbols, [0, 1]).states[U])
    assert loss.evaluate({**numbers, **start}) == loss.evaluate({**symbols, **named.at(0)})
    with pytest.raises(InvalidArgument, match="N is a length"):
        risk.evaluate({**numbers, "M": 20, "N": 0})
    with pytest.raises(UnknownName, match="no letter 'noise'"):
        risk.evaluate({**numbers, "M": 20, "noise": 1})
    with pytest.raises(ShapeMismatch, match=r"np\.diag"):
        loss.trajectory(start, {**numbers, "Lambda": [1, 2]}, [0, 1])
