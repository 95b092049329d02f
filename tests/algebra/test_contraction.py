"""Contraction of numbered strands: against entries, against contracting leg by leg, and with mistakes put in."""

from fractions import Fraction

import pytest
from entrywise import Entrywise

from lsa_theory.algebra.expectation import wick
from lsa_theory.algebra.expectation.contraction.written_outcomes import Written, written
from lsa_theory.algebra.normal import Normal, normal
from lsa_theory.algebra.ring.polynomial import constant, of_word
from lsa_theory.algebra.ring.words import Letter
from lsa_theory.expressions import (
    E,
    Expression,
    dimension,
    gaussian,
    matrix,
    positive_definite,
    samples,
    trace,
    vector,
)

d, N = dimension("d"), dimension("N")
Lambda, Psi = positive_definite("Lambda", d), positive_definite("Psi", d)
A, B, C = (matrix(name, d) for name in "ABC")
a = vector("a", d)
X, Y = samples("X", covariance=Lambda, count=N), samples("Y", covariance=Psi, count=N)
x = gaussian("x", covariance=Lambda)
W, S = X @ Y.T, X @ X.T

# Every way in which two legs meet: in loops and paths, beside ends, partners and indices that are summed up.
MEETINGS = {
    "one loop": trace(W @ A @ W.T @ B),
    "two loops": trace(W @ A) * trace(W @ B),
    "a loop and a path": trace(W @ A) * (a.T @ W @ B @ a),
    "two paths": (a.T @ W @ A @ a) * (a.T @ W @ B @ a),
    "a path with itself": W @ A @ W.T,
    "the last two links of a path": A @ S @ B @ S @ C,
    "the last link of a path and one of a loop": A @ S @ B * trace(S @ C),
    "a path through three links": W @ A @ W.T @ B @ S,
    "totals": (X.total.T @ A @ X.total) * (Y.total.T @ B @ Y.total),
    "totals and links": X.total @ Y.total.T @ W.T,
    "totals of one sample around its links": (X.total.T @ A @ S @ X.total) * 1,
    "a vector through a link": x.T @ W @ A @ W.T @ x,
    "a vector twice and a loop": (x.T @ A @ x) * trace(W @ W.T) * (x.T @ a),
    "left and right ends": x @ X.total.T @ A @ X.total @ x.T,
}
VALUES = {
    1: {"A": [[2]], "B": [[-1]], "C": [[3]], "a": [[1]]},
    2: {"A": [[1, 2], [-1, 3]], "B": [[0, 1], [2, -1]], "C": [[1, 1], [0, 2]], "a": [[1], [2]]},
}
LOWER = {1: ([[2]], [[3]]), 2: ([[2, 0], [1, 1]], [[1, 0], [-1, 2]])}


def at(rows: int, columns: int) -> Entrywise:
    def squared(f):
        return [[sum(Fraction(p) * q for p, q in zip(u, v, strict=True)) for v in f] for u in f]

    own, other = LOWER[rows]
    values = VALUES[rows] | {"Lambda": squared(own), "Psi": squared(other)}
    return Entrywise({"d": rows, "N": columns}, values, {"X": own, "x": own, "Y": other})


def agrees(body: Expression, rows: int, columns: int) -> bool:
    entries = at(rows, columns)
    return entries.value(normal(E(body)).as_expression()) == entries.value(E(body))


@pytest.mark.parametrize(("rows", "columns"), [(1, 2), (2, 1), (2, 2)])
@pytest.mark.parametrize("body", MEETINGS.values(), ids=MEETINGS.keys())
def test_every_meeting_of_legs_agrees_with_entries(body: Expression, rows: int, columns: int) -> None:
    assert agrees(body, rows, columns)


def test_a_link_turned_the_wrong_way_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wick.Surgery, "reverse", lambda self, stretch: stretch[::-1])
    assert not agrees(MEETINGS["a path through three links"], 2, 1)


def by_single_links(body: Expression, monkeypatch: pytest.MonkeyPatch) -> Normal:
    with monkeypatch.context() as patch:
        patch.setattr(wick, "two_links", lambda *_: None)
        return normal(E(body))


LAST = [
    trace(S @ A @ S @ B),
    trace(S @ A) * trace(S @ B),
    trace(S @ A) * trace(S),
    trace(S) ** 2,
    trace(S @ A @ S @ A.T),
    trace(S @ A @ S @ B @ S @ C),
    trace(S @ A @ Y @ Y.T @ B @ S @ C @ Y @ Y.T),
    S**2,
    A @ S @ B @ S @ C,
    A @ S @ B * trace(S @ C),
    S * trace(S),
    (a.T @ S @ B @ S @ A @ a) * (a.T @ a),
    (a.T @ S @ a) * trace(S @ A),
    (a.T @ S @ A @ a) * (a.T @ S @ B @ a),
    A @ S @ B @ Y @ Y.T @ S @ C,
    x @ x.T @ A @ S @ B @ S,
    S @ A @ S @ B @ x @ x.T @ S,
]


@pytest.mark.parametrize("body", LAST, ids=range(len(LAST)))
def test_the_last_two_links_have_the_terms_that_single_ones_give(
    body: Expression, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert normal(E(body)).key == by_single_links(body, monkeypatch).key


def test_a_missing_turn_of_the_last_two_links_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    right = wick.two_links_averaged
    monkeypatch.setattr(wick, "two_links_averaged", lambda *given: right(*given)[:2])
    for body in (LAST[0], A @ S @ B @ S @ C, A @ S @ B * trace(S @ C)):
        assert normal(E(body)).key != by_single_links(body, monkeypatch).key
    assert not agrees(MEETINGS["the last two links of a path"], 2, 2)


def test_equal_words_from_different_pieces_add_up() -> None:
    one, other = (Letter("m", name, 0, "d", "d", "general") for name in "AB")
    whole, first, last = (
        Written(of_word((one, other)), 1),
        Written(of_word((one,)), 1),
        Written(of_word((other,)), 2),
    )
    outcomes = {(0,): 2, (1, 2): 3, (2,): 1, (3,): 0}
    assert written(outcomes, [whole, first, last, Written(constant(5))]) == {
        ((), (one, other)): 5,
        ((), (other,)): 1,
    }


def test_parts_that_are_sums_are_multiplied_out() -> None:
    letter = Letter("m", "A", 0, "d", "d", "general")
    total = {((), (letter,)): 1, ((), ()): -1}
    assert written({(0, 1): 3}, [Written(total, 1), Written(constant(2))]) == {
        ((), (letter,)): 6,
        ((), ()): -6,
    }


def test_six_distinct_letters_have_a_word_for_every_pairing() -> None:
    letters = [matrix(f"A{k}", d) for k in range(6)]
    body = S @ letters[0]
    for letter in letters[1:]:
        body = body @ S @ letter
    form = normal(E(trace(body)))
    assert len(form.key) == 11 * 9 * 7 * 5 * 3
    assert {c for _, c in form.key} == {1}
