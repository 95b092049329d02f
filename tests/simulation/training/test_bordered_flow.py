"""Flows of a vector coupled through one number: against LSODA, at their limits, up to condition 10^6."""

import numpy as np
import pytest

from lsa_theory.errors import InvalidArgument, InvalidCovariance, ShapeMismatch
from lsa_theory.simulation import train_by_flow
from lsa_theory.simulation.eigenbasis import Eigenbasis
from lsa_theory.simulation.training.bordered_flow import train_by_bordered_flow
from lsa_theory.simulation.training.radau import RadauMethod


class Flow:
    """U_i' = u m_i, u' = sum U_i m_i with m_i = l_i^2 (1 - u g_i U_i): its limit has u U_i = 1 / g_i."""

    def __init__(self, d, condition):
        spectrum = condition ** -np.linspace(0, 1, d) if d > 1 else np.ones(1)
        self.squares = spectrum**2
        self.gains = (1 + 1 / (2 * d)) * spectrum + spectrum.sum() / (2 * d)
        self.start = np.full(d, 0.05 / np.sqrt(d)), 0.05
        norm = (self.gains**-2).sum() ** 0.25
        self.limit = 1 / self.gains / norm, norm
        self.time = 40 / (norm**2 * (self.gains * self.squares).min())

    def field(self, U, u):
        m = self.squares * (1 - u * self.gains * U)
        return u * m, float(U @ m)

    def jacobian(self, U, u):
        stiff = self.gains * self.squares
        border = self.squares - 2 * u * stiff * U
        return -(u**2) * stiff, border, border, -float(stiff @ U**2)

    def run(self, **options):
        return train_by_bordered_flow(self.field, self.start, jacobian=self.jacobian, **options)


def miss(state, limit):
    return max(np.abs(state[0] - limit[0]).max() / np.abs(limit[0]).max(), abs(state[1] / limit[1] - 1))


@pytest.mark.parametrize(("d", "condition"), [(1, 1), (5, 10), (100, 10), (20, 100)])
def test_the_limit(d, condition):
    flow = Flow(d, condition)
    assert miss(flow.run(time=flow.time, record=2).final, flow.limit) < 1e-11


@pytest.mark.slow
@pytest.mark.parametrize(("d", "condition"), [(20, 1e4), (20, 1e6), (1000, 100)])
def test_stiff_and_large(d, condition):
    flow = Flow(d, condition)
    assert miss(flow.run(time=flow.time, record=2).final, flow.limit) < 1e-10


def test_the_path_between_steps_is_lsodas():
    flow = Flow(5, 10)
    times = np.linspace(0, 30, 40)
    other = train_by_flow(lambda state: flow.field(*state), flow.start, 30.0, record=times)
    run = flow.run(time=30.0, record=times)
    assert len(run) == 40
    for one, two in zip(run.states, other.states, strict=True):
        # LSODA misses its tolerance 1e-12 by one or two digits; recorded states are read off at order 7.
        assert miss(one, two) < 1e-8


def test_resuming():
    flow = Flow(5, 10)
    whole = flow.run(time=20.0, record=2)
    half = flow.run(time=10.0, record=2)
    rest = train_by_bordered_flow(
        flow.field, half.final, 10.0, jacobian=flow.jacobian, start_time=10.0, record=2
    )
    assert miss(rest.final, whole.final) < 1e-10
    assert rest.times[-1] == 20.0


@pytest.mark.parametrize("stages", [3, 5, 7, 9])
def test_the_method_integrates_polynomials_to_its_order(stages):
    method = RadauMethod.of(stages)
    weights = np.linalg.inv(method.inverse)[-1]
    for power in range(2 * stages - 1):
        assert weights @ method.nodes**power == pytest.approx(1 / (power + 1), rel=1e-11)
    assert weights @ method.nodes ** (2 * stages - 1) != pytest.approx(1 / (2 * stages), rel=1e-11)


def test_refusals():
    flow = Flow(3, 10)
    with pytest.raises(InvalidArgument, match="`stages` must be 3, 5, 7 or 9; given 4"):
        flow.run(time=1.0, stages=4)
    with pytest.raises(InvalidArgument, match="`tolerance` must be positive"):
        flow.run(time=1.0, tolerance=0.0)
    with pytest.raises(InvalidArgument, match="no step succeeds there"):
        train_by_bordered_flow(
            lambda v, r: (v**2, r**2),
            (np.ones(2), 1.0),
            2.0,
            jacobian=lambda v, r: (2 * v, np.zeros(2), np.zeros(2), 2 * r),
        )


def test_eigenbasis_refuses_what_does_not_commute():
    basis = Eigenbasis(np.array([[2.0, 1.0], [1.0, 3.0]]))
    with pytest.raises(InvalidArgument, match="Integrate the full matrices"):
        basis.diagonal(np.diag([1.0, 2.0]))
    with pytest.raises(ShapeMismatch):
        basis.matrix(np.ones(3))
    with pytest.raises(InvalidCovariance):
        Eigenbasis(-np.eye(2))
    matrix = np.array([[2.0, 1.0], [1.0, 3.0]])
    np.testing.assert_allclose(basis.matrix(basis.diagonal(matrix)), matrix)
