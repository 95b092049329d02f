"""The optimiser of the search: what it finds, and what its members are moved by."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from lsa_theory.claims.inequality import Inequality
from lsa_theory.expressions import scalar
from lsa_theory.verification.judge import judge
from lsa_theory.verification.outcome import Verdict
from lsa_theory.verification.witnesses.search.evolution import Population


def _rosenbrock(points: Any) -> Any:
    return (100 * (points[:, 1:] - points[:, :-1] ** 2) ** 2 + (1 - points[:, :-1]) ** 2).sum(axis=1)


@pytest.mark.parametrize("count", [2, 3])
def test_it_goes_down_a_bent_valley(count: int) -> None:
    rng = np.random.default_rng(0)
    there = Population(_rosenbrock, rng.normal(size=(60, count)), rng)
    before = there.least
    there.evolve(150, reach=4.0)
    assert there.least < 1e-8 < before
    assert np.allclose(there.best, 1.0, atol=1e-3)


def test_no_member_gets_worse_and_none_leaves_the_box() -> None:
    rng = np.random.default_rng(1)
    seen: list[Any] = []

    def measure(points: Any) -> Any:
        seen.append(points.copy())
        return -points[:, 0]

    there = Population(measure, rng.uniform(-2, 2, size=(20, 3)), rng)
    least = there.least
    for _ in range(20):
        there.evolve(1, reach=2.0)
        assert there.least <= least
        least = there.least
    assert all(np.abs(points).max() <= 2.0 for points in seen)
    assert least == pytest.approx(-2.0, abs=0.01)


def test_where_all_members_are_alike_nothing_moves() -> None:
    """All differences vanish: a member that differed by itself, or by the best alone, would move."""
    there = Population(lambda p: p[:, 0], np.ones((7, 2)), np.random.default_rng(0))
    there.evolve(5)
    assert there.best.tolist() == [1.0, 1.0]


@pytest.mark.parametrize("seed", range(3))
def test_differences_are_of_two_different_members(seed: int) -> None:
    """With three members the others are the two that remain: the best one moves along their difference."""
    starts = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    asked: list[Any] = []

    def measure(points: Any) -> Any:
        asked.append(points.copy())
        return np.array([0.0, 1.0, 1.0])

    Population(measure, starts, np.random.default_rng(seed)).evolve(1)
    exchanged = asked[1][0][asked[1][0] != 0]
    assert ((np.abs(exchanged) >= 0.5) & (np.abs(exchanged) <= 1.0)).all()
    assert len(exchanged) == 1 or exchanged.sum() == 0.0


def test_what_is_offered_takes_the_place_of_what_is_worse() -> None:
    there = Population(lambda p: p[:, 0], np.array([[1.0], [5.0], [3.0]]), np.random.default_rng(0))
    there.offer(np.array([[4.0], [0.0], [9.0]]))
    assert sorted(there._points.ravel().tolist()) == [0.0, 1.0, 3.0]
    assert there.least == 0.0


def test_a_bent_valley_in_three_letters_is_searched_to_its_end() -> None:
    """Nowhere is it violated by more than 1e-3, and in all but a bent valley by nothing."""
    x, y, z = scalar("x"), scalar("y"), scalar("z")
    valley = 1000 * (y - x**3) ** 2 + 1000 * (z - y**2) ** 2 + (x**2 - 2) ** 2
    judged = judge(Inequality(valley + 1000, 1001), witnesses=["search"])
    assert judged.verdict is Verdict.REFUTED
