"""Steps of the bordered flow: large where nothing is read off inside, exact where something is; states by the batch."""

import numpy as np
import pytest

from lsa_theory.errors import InvalidArgument
from lsa_theory.simulation import train_by_bordered_flow


class Flow:
    """U_i' = u m_i, u' = sum U_i m_i with m_i = l_i^2 (1 - u g_i U_i)."""

    def __init__(self, d, condition):
        spectrum = condition ** -np.linspace(0, 1, d)
        self.squares = spectrum**2
        self.gains = (1 + 1 / (2 * d)) * spectrum + spectrum.sum() / (2 * d)
        self.start = np.full(d, 0.05 / np.sqrt(d)), 0.05

    def field(self, U, u):
        m = self.squares * (1 - u * self.gains * U)
        return u * m, float(U @ m)

    def fields(self, U, u):
        m = self.squares * (1 - u[:, None] * self.gains * U)
        return u[:, None] * m, (U * m).sum(axis=1)

    def jacobian(self, U, u):
        stiff = self.gains * self.squares
        border = self.squares - 2 * u * stiff * U
        return -(u**2) * stiff, border, border, -float(stiff @ U**2)

    def run(self, time, right_hand_side=None, **options):
        return train_by_bordered_flow(
            right_hand_side or self.field, self.start, time, jacobian=self.jacobian, **options
        )


def apart(one, two):
    return max(np.abs(one[0] - two[0]).max() / np.abs(two[0]).max(), abs(one[1] / two[1] - 1))


@pytest.mark.parametrize("condition", [3, 100])
def test_the_end_does_not_depend_on_what_is_recorded_on_the_way(condition):
    flow = Flow(6, condition)
    tight = flow.run(40.0, record=2, tolerance=1e-13, stages=9).final
    for record in (2, 3, 11, 101, [17.0, 40.0], [1e-3, 0.02, 0.3, 39.9, 40.0]):
        assert apart(flow.run(40.0, record=record).final, tight) < 1e-10


@pytest.mark.parametrize("stages", [5, 7, 9])
def test_what_is_recorded_inside_of_steps_is_what_a_run_to_there_gives(stages):
    flow = Flow(6, 10)
    times = np.array([0.3, 1.7, 2.9, 5.0, 12.5, 30.0])
    run = flow.run(30.0, record=times, stages=stages)
    for time, state in zip(times, run.states, strict=True):
        assert apart(state, flow.run(float(time), record=2, tolerance=1e-12).final) < 2e-10


def test_a_looser_tolerance_is_noticed_on_the_way():
    flow = Flow(6, 10)
    tight = flow.run(5.0, record=2, tolerance=1e-12).final
    assert apart(flow.run(5.0, record=2, tolerance=1e-3, stages=3).final, tight) > 1e-8


def test_steps_are_larger_where_nothing_is_recorded_inside():
    flow, steps = Flow(6, 10), []

    def jacobian(U, u):
        steps.append(u)
        return flow.jacobian(U, u)

    def taken(record):
        steps.clear()
        train_by_bordered_flow(flow.field, flow.start, 20.0, jacobian=jacobian, record=record)
        return len(steps)

    assert taken(2) < 0.7 * taken(2001)


@pytest.mark.parametrize("condition", [10, 1000])
def test_several_states_a_call_give_the_same_path_in_fewer_calls(condition):
    flow, calls = Flow(6, condition), []

    def counted(U, u):
        calls.append(len(u))
        return flow.fields(U, u)

    one = flow.run(50.0, record=7)
    several = flow.run(50.0, counted, record=7, batched=True)
    assert max(calls) == 7
    for first, second in zip(one.states, several.states, strict=True):
        assert apart(first, second) < 1e-11


@pytest.mark.parametrize(
    "wrong",
    [
        lambda U, u: (U, 0.0),
        lambda U, u: (U[0], u),
        lambda U, u: (U, u[:, None]),
    ],
)
def test_a_batched_right_hand_side_of_other_shapes_is_refused(wrong):
    with pytest.raises(InvalidArgument, match=r"must return the shapes .* called for one state at a time"):
        Flow(3, 3).run(1.0, wrong, batched=True)


@pytest.mark.slow
def test_thousands_of_steps_keep_ten_digits():
    flow = Flow(20, 1e5)
    norm = (flow.gains**-2).sum() ** 0.25
    time = 40 / (norm**2 * (flow.gains * flow.squares).min())
    final = flow.run(time, record=2).final
    assert apart(final, (1 / flow.gains / norm, norm)) < 1e-10
