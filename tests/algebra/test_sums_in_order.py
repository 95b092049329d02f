"""Sums in the order of places: ranges, prefixes, weights by position, against the tree read entry by entry."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from fractions import Fraction

import pytest

from lsa_theory.algebra.normal import Normal, equal, normal
from lsa_theory.errors import InvalidArgument, LsaTheoryError, UnsupportedExpression
from lsa_theory.expressions.analysis.words import digamma, harmonic, sign
from lsa_theory.expressions.declare import (
    E,
    dimension,
    matrix,
    norm_squared,
    positive_definite,
    samples,
    scalar,
    trace,
    vector,
)
from lsa_theory.expressions.entrywise.positions import position, sum_before, sum_over, sum_up_to
from lsa_theory.expressions.expression import Expression, as_expression
from lsa_theory.expressions.laws.declared_coordinates import random_signs
from lsa_theory.expressions.operators import at, gradient
from lsa_theory.expressions.random import Index
from lsa_theory.values.arithmetic.rational import Rationals
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.refusals import NotApplicable, SingularInstance
from lsa_theory.verification.witnesses.entries.reading import Reading

d, N = dimension("d"), dimension("N")
L, U, w = positive_definite("Lambda", d), matrix("U", d), vector("w", d)
alpha, s, c = scalar("alpha", positive=True), scalar("s", positive=True), scalar("c")
X = samples("x", covariance=L, count=N)
Y = samples("y", covariance=s, count=N, mean=c)
Z = samples("z", covariance=1, count=N)
one = as_expression(1)
_HERE = {s: [[3]], c: [[2]]}


def _label(i: Index) -> Expression:
    return w.T @ X.column(i)


def _prefix(i: Index) -> Expression:
    return sum_before(i, lambda j: X.column(j) * _label(j)) / position(i)


def _causal_loss() -> Expression:
    return E(sum_over(N, lambda i: (_label(i) - X.column(i).T @ U @ _prefix(i)) ** 2) / N)


def _holds(form: Normal, n: int) -> bool:
    return all(n > int(condition.split(" > ")[1]) for condition in form.conditions)


def _agrees(tree: Expression, largest: int = 4) -> int:
    """Count the lengths at which a normal form and the tree entry by entry agree; fail where they do not."""
    form, agreed = normal(tree), 0
    for n in range(1, largest + 1):
        try:
            expected = Reading({N: n}, _HERE).value(tree)
        except (SingularInstance, NotApplicable):
            continue
        if _holds(form, n):
            found = Evaluator(Rationals(), Instance({N: n}, _HERE)).evaluate(form.as_expression())
            assert found.tolist() == expected, (tree, n)
            agreed += 1
    return agreed


def test_the_causal_loss_averaged_over_positions_is_known_for_every_length() -> None:
    H, H2 = harmonic(N), harmonic(N, 2)
    wul = w.T @ L @ U @ L @ w
    expected = (
        w.T @ L @ w
        + (2 * H / N - 2) * wul
        + (H - H2) / N * trace(L @ U @ L @ U.T) * (w.T @ L @ w)
        + (1 - H / N) * (w.T @ L @ U.T @ L @ U @ L @ w)
    )
    assert equal(_causal_loss(), expected)
    assert not equal(_causal_loss(), expected + wul / N)


def test_the_average_of_a_sum_over_positions_is_the_sum_of_the_averages() -> None:
    inside = sum_over(N, lambda i: E((_label(i) - X.column(i).T @ U @ _prefix(i)) ** 2)) / N
    assert equal(_causal_loss(), inside)


def test_a_gradient_passes_through_sums_in_order() -> None:
    loss = (_label, _prefix)
    inner = E(gradient(sum_over(N, lambda i: (loss[0](i) - X.column(i).T @ U @ loss[1](i)) ** 2) / N, U))
    assert equal(gradient(_causal_loss(), U), inner)


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (lambda i: position(i), N * (N + 1) / 2),
        (lambda i: position(i) ** 3, N**2 * (N + 1) ** 2 / 4),
        (lambda i: 1 / position(i), harmonic(N)),
        (lambda i: 1 / position(i) ** 2, harmonic(N, 2)),
        (lambda i: 1 / (position(i) * (position(i) + 1)), N / (N + 1)),
        (lambda i: (position(i) - 1) / position(i), N - harmonic(N)),
        (lambda i: 1 / (2 * position(i) + 2), (harmonic(N + 1) - 1) / 2),
        (lambda i: harmonic(position(i)), (N + 1) * harmonic(N) - N),
        (lambda i: harmonic(position(i)) / position(i), (harmonic(N) ** 2 + harmonic(N, 2)) / 2),
        (lambda i: alpha ** (N - position(i)), (1 - alpha**N) / (1 - alpha)),
        (lambda i: position(i) * 2 ** position(i), (N - 1) * 2 ** (N + 1) + 2),
        (lambda i: sum_up_to(i, lambda j: one), N * (N + 1) / 2),
        (lambda i: sum_before(i, lambda j: one), N * (N - 1) / 2),
        (
            lambda i: sum_before(i, lambda j: alpha ** (position(i) - position(j))),
            alpha * (N / (1 - alpha) - (1 - alpha**N) / (1 - alpha) ** 2),
        ),
    ],
)
def test_sums_of_numbers_by_position_have_their_closed_form(
    term: Callable[[Index], Expression], expected: Expression
) -> None:
    assert equal(sum_over(N, term), expected)
    assert not equal(sum_over(N, term), expected + 1)
    assert not equal(sum_over(N, term, last=N - 1), expected)


def test_ranges_are_kept_apart_from_their_neighbours() -> None:
    before = E(sum_over(N, lambda i: norm_squared(sum_before(i, X.column))))
    up_to = E(sum_over(N, lambda i: norm_squared(sum_up_to(i, X.column))))
    assert equal(before, N * (N - 1) / 2 * trace(L))
    assert equal(up_to, N * (N + 1) / 2 * trace(L))
    assert not equal(before, up_to)
    assert equal(E(sum_over(N, lambda i: norm_squared(X.column(i)), first=2)), (N - 1) * trace(L))
    assert equal(E(sum_over(N, lambda i: norm_squared(X.column(i)), last=N - 1)), (N - 1) * trace(L))


def test_a_range_that_may_end_before_it_begins_holds_under_a_condition() -> None:
    form = normal(sum_over(N, lambda i: one, first=3))
    assert form.conditions == ("N > 1",)
    assert equal(form, N - 2)
    with pytest.raises(SingularInstance):
        Evaluator(Rationals(), Instance({N: 1}, {})).evaluate(sum_over(N, lambda i: one, first=3))
    at_two = Evaluator(Rationals(), Instance({N: 2}, {})).evaluate(sum_over(N, lambda i: one, first=3))
    assert at_two.tolist() == [[0]]


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: sum_over(N, lambda i: one, first=0), "outside"),
        (lambda: sum_over(N, lambda i: one, last=N + 1), "outside"),
        (lambda: sum_over(3, lambda i: one, first=5), "outside"),
        (lambda: sum_over(3, lambda i: one, last=4), "outside"),
        (lambda: sum_over(N, lambda i: one, last=d), "no end of a range"),
        (lambda: sum_over(N, lambda i: one, last=3), "ends at N"),
        (lambda: sum_over(N, lambda i: one, first=N), "begins at a whole number"),
        (lambda: sum_over(N, lambda i: sum_over(N, lambda j: one, last=position(i) + 1)), "stands -1"),
        (lambda: sum_over(N, lambda i: sum_over(d, lambda j: one, last=position(i))), "same number"),
        (
            lambda: sum_over(N, lambda i: sum_over(N, lambda j: one, first=3, last=position(i))),
            "before it begins",
        ),
        (
            lambda: sum_over(
                N,
                lambda i: sum_over(
                    N, lambda k: sum_over(N, lambda j: one, first=position(i), last=position(k))
                ),
            ),
            "both ends",
        ),
        (lambda: position(3), "no index"),
        (lambda: harmonic(N, 0), "order"),
    ],
)
def test_what_is_no_range_is_refused(make: Callable[[], object], reason: str) -> None:
    with pytest.raises(InvalidArgument, match=reason):
        make()


def test_an_index_outside_of_its_sum_is_refused() -> None:
    kept: list[Index] = []

    def keeping(i: Index) -> Expression:
        kept.append(i)
        return X.column(i)

    sum_over(N, keeping)
    with pytest.raises(InvalidArgument, match="another sum"):
        sum_over(N, lambda i: X.column(i).T @ X.column(kept[-1]))
    for index in kept:
        with pytest.raises(InvalidArgument, match="outside of that sum"):
            normal(X.column(index))
        with pytest.raises(InvalidArgument, match="outside of that sum"):
            normal(sum_over(d, lambda i, k=index: U[i, i] * position(k)))


@pytest.mark.parametrize(
    ("tree", "reason"),
    [
        (sum_over(N, lambda i: sum_before(i, lambda j: one) / (position(i) - 1)), "divides by i - 1"),
        (sum_over(N, lambda i: one / (2 * position(i) + 1)), "no harmonic number"),
        (sum_over(N, lambda i: one / (position(i) + N)), "other letters"),
        (sum_over(N, lambda i: one / (position(i) ** 2 + 1)), "rational roots"),
        (sum_over(N, lambda i: alpha ** position(i) / position(i)), "beside 1 / i"),
        (sum_over(N, lambda i: X.column(i), first=2), "Take the expectation"),
        (harmonic(N / 2), "whole"),
        (harmonic(-1), "infinite"),
    ],
)
def test_what_has_no_closed_form_is_refused(tree: Expression, reason: str) -> None:
    with pytest.raises(UnsupportedExpression, match=reason):
        normal(tree)


def test_harmonic_numbers_are_decided_beside_digammas() -> None:
    assert equal(harmonic(N + 2) - harmonic(N), 1 / (N + 1) + 1 / (N + 2))
    assert equal(digamma(N + 1) - digamma(1), harmonic(N))
    assert not equal(harmonic(N + 1), harmonic(N))
    assert equal(at(harmonic(N), {N: 4}), Fraction(25, 12))
    assert equal(harmonic(0), 0)
    assert equal(harmonic(1), 1)


def test_sums_that_nothing_averages_are_decided_too() -> None:
    doubled = sum_over(N, lambda i: sum_up_to(i, X.column))
    assert equal(doubled, sum_over(N, lambda j: (N + 1 - position(j)) * X.column(j)))
    with pytest.raises(UnsupportedExpression):
        equal(doubled, sum_over(N, lambda j: (N - position(j)) * X.column(j)))


def test_an_average_inside_keeps_its_own_columns() -> None:
    y, z = Y.column, Z.column
    inner = sum_over(N, lambda i: y(i) * E(y(i)) / position(i))
    assert equal(E(inner), c**2 * harmonic(N))
    assert equal(sum_over(N, lambda i: E(y(i) * z(i)) + E(y(i)) ** 2), N * c**2)
    assert equal(sum_over(N, lambda i: E(X.column(i) @ X.column(i).T)), N * L)
    beside = sum_over(N, lambda i: E(X.column(i).T @ X.gram @ X.column(i)))
    assert equal(beside, N * trace(L) ** 2 + N * (N + 1) * trace(L @ L))


def test_the_diagonal_of_a_mask_is_averaged_and_a_mask_below_it_vanishes() -> None:
    T = matrix("T", N)
    up_to = E(sum_over(N, lambda i: sum_up_to(i, lambda j: T[i, j] * (X.column(i).T @ X.column(j)))))
    before = E(sum_over(N, lambda i: sum_before(i, lambda j: T[i, j] * (X.column(i).T @ X.column(j)))))
    assert equal(up_to, trace(T) * trace(L))
    assert equal(before, 0)


def test_a_geometric_sum_has_a_value_where_its_closed_form_has_a_pole() -> None:
    powers = sum_over(N, lambda i: alpha ** position(i))
    assert equal(at(powers, {alpha: 1}), N)
    assert equal(at(powers, {alpha: 2}), 2 ** (N + 1) - 2)
    assert equal(gradient(powers, alpha), sum_over(N, lambda i: position(i) * alpha ** (position(i) - 1)))


def test_an_average_that_depends_on_two_places_without_an_order_is_refused() -> None:
    tree = sum_over(N, lambda i: sum_over(N, lambda j: E(Y.column(i) * Y.column(j)) * position(i)))
    with pytest.raises(UnsupportedExpression, match="which of these comes first"):
        normal(tree)
    before = sum_over(N, lambda i: sum_before(i, lambda j: E(Y.column(i) * Y.column(j))))
    assert equal(before, c**2 * N * (N - 1) / 2)


def test_vectors_of_signs_agree_with_their_trees() -> None:
    r = random_signs("r", 2, count=N)
    tree = E(
        norm_squared(
            sum_over(N, lambda i: r.column(i) * (r.column(i).T @ sum_up_to(i, r.column)) / position(i))
        )
    )
    assert _agrees(tree, 3) == 3


def test_what_holds_almost_everywhere_only_is_not_decided_by_a_mean_square() -> None:
    signs = sum_over(N, lambda i: sum_up_to(i, lambda j: sign(Z.column(j)) ** 2))
    with pytest.raises(UnsupportedExpression):
        equal(signs, N * (N + 1) / 2)


def _weight(rng: random.Random, p: Expression) -> Expression:
    return rng.choice(
        [one, one, p, 1 / p, 1 / (p + 1), 2**p, 1 / (p * (p + 1)), p**2, harmonic(p), 1 / p**2, N - p]
    )


def _drawn(rng: random.Random, depth: int, outside: Sequence[Index]) -> Expression:
    ends: dict[str, object] = {}
    kind = rng.random()
    if outside and kind < 0.6:
        p = position(rng.choice(outside))
        ends = rng.choice([{"last": p - 1}, {"last": p}, {"first": p + 1}, {"first": p}])
    elif kind < 0.75:
        ends = rng.choice([{"first": 2}, {"last": N - 1}, {"first": 2, "last": N - 1}, {"first": 3}])
    state = rng.getstate()

    def term(i: Index) -> Expression:
        # The term is asked for more than once, and is the same each time.
        rng.setstate(state)
        inside = [*outside, i]
        body = _weight(rng, position(i))
        for _ in range(rng.choice([0, 1, 1, 2])):
            body = body * rng.choice([Y, Z]).column(rng.choice(inside))
        if depth and rng.random() < 0.8:
            body = body * _drawn(rng, depth - 1, inside)
        return body**2 if rng.random() < 0.15 else body

    return sum_over(N, term, **ends)


@pytest.mark.parametrize("seed", [1, pytest.param(range(2, 40), marks=pytest.mark.slow)])
def test_drawn_sums_agree_with_their_trees_at_every_length(seed: int | range) -> None:
    agreed = 0
    for one_seed in [seed] if isinstance(seed, int) else seed:
        rng = random.Random(one_seed)
        for _ in range(12):
            try:
                tree = E(_drawn(rng, rng.choice([0, 1, 1, 2]), []))
                agreed += _agrees(tree)
            except LsaTheoryError:
                continue
    assert agreed > 12
