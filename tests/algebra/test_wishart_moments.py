"""Moments of a Wishart matrix beside its own covariance: by zonal polynomials, term for term what pairings give."""

from math import prod

import pytest

from lsa_theory.algebra.expectation import wick
from lsa_theory.algebra.expectation.pairing_weights import partitions
from lsa_theory.algebra.expectation.wishart import states
from lsa_theory.algebra.expectation.wishart.moments import is_known, moment
from lsa_theory.algebra.normal import Normal, normal
from lsa_theory.expressions import (
    E,
    Expression,
    dimension,
    matrix,
    positive_definite,
    samples,
    symmetric,
    trace,
)

d, N = dimension("d"), dimension("N")
Lambda = positive_definite("Lambda", d)
A, B, u = matrix("A", d), symmetric("B", d), matrix("u", d, 1)
X = samples("x", covariance=Lambda, count=N)
S, W = X.covariance, X @ X.T


@pytest.fixture(autouse=True)
def low_powers_go_by_zonal_polynomials_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(states, "FEWEST", 2)


def by_pairings(expression: Expression, monkeypatch: pytest.MonkeyPatch) -> Normal:
    with monkeypatch.context() as patch:
        patch.setattr(wick, "wishart_state", lambda *_: None)
        return normal(expression)


@pytest.mark.parametrize("k", range(1, 9))
def test_powers_have_the_terms_that_pairings_give(k: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert normal(E(S**k)).key == by_pairings(E(S**k), monkeypatch).key


@pytest.mark.parametrize("k", range(4, 8))
def test_products_of_traces_have_the_terms_that_pairings_give(
    k: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for shape in partitions(k):
        whole = E(prod((trace(W**a) for a in shape[1:]), start=trace(W ** shape[0])))
        assert normal(whole).key == by_pairings(whole, monkeypatch).key
        part = E(prod((trace(S**a) for a in shape[1:]), start=1) * S ** shape[0])
        assert normal(part).key == by_pairings(part, monkeypatch).key


@pytest.mark.parametrize(
    "body",
    [
        trace(S @ B @ S @ B @ S @ B @ S @ B),
        A @ S @ B @ S @ B @ S @ B @ S @ A.T @ B,
        u.T @ S**4 @ u,
        Lambda @ S @ Lambda @ S @ Lambda @ S @ Lambda @ S,
        samples("y", covariance=Lambda @ Lambda + Lambda, count=N).covariance ** 4,
        samples("z", covariance=Lambda**-1, count=N).covariance ** 5,
        trace(S**4) * trace(A @ S @ S),
        (S @ A) ** 4,
        trace(S @ A @ S @ A.T @ S @ A @ S @ A.T),
        S @ S @ B @ S @ S,
        trace(W**3) * A.T @ S @ S @ B,
    ],
)
def test_other_letters_beside_it_change_nothing(body: Expression, monkeypatch: pytest.MonkeyPatch) -> None:
    assert normal(E(body)).key == by_pairings(E(body), monkeypatch).key


@pytest.mark.parametrize(("power", "traces"), [(12, ()), (0, (12,)), (0, (5, 4, 3)), (4, (4, 4, 1))])
def test_coefficients_count_the_pairings(power: int, traces: tuple[int, ...]) -> None:
    # At one column, one dimension and C = 1 the moment is E x^(2k) = (2k - 1)!!.
    k = power + sum(traces)
    assert sum(map(sum, moment(power, traces).values())) == prod(range(1, 2 * k, 2))


def test_a_power_beside_the_trace_of_another_is_left_to_pairings() -> None:
    assert is_known(3, (3, 1, 1))
    assert not is_known(3, (2,))


def test_a_factor_that_is_wrong_in_one_box_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    # The negative control: the law of a complex Wishart matrix has j - i where the real one has 2j - i.
    from lsa_theory.algebra.expectation.wishart import moments as wishart_moments

    def clear() -> None:
        moment.cache_clear()
        wishart_moments._of_traces.cache_clear()

    true = normal(E(trace(S**4)))
    clear()
    with monkeypatch.context() as patch:
        patch.setattr(
            wishart_moments, "contents", lambda shape: [j - i for i, a in enumerate(shape) for j in range(a)]
        )
        wrong = normal(E(trace(S**4)))
    clear()
    assert wrong.key != true.key
