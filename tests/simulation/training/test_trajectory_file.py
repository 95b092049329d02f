"""Training goes on from a file exactly where it stopped."""

import numpy as np
import pytest

from lsa_theory.errors import UnloadableFile
from lsa_theory.simulation import PromptLaw, train_by_descent, train_by_flow, train_by_sgd
from lsa_theory.simulation.training.trajectory_file import load_trajectory, save_trajectory

LAW, START = PromptLaw(np.eye(2), 5), (np.eye(3) * 0.3, np.eye(3) * 0.3)


@pytest.mark.parametrize("method", ["sgd", "momentum", "adam"])
def test_sgd_from_a_file_is_bit_identical(tmp_path, method):
    settings = {"learning_rate": 0.01, "batch": 8, "method": method}
    whole = train_by_sgd(np.random.default_rng(0), LAW, START, steps=20, **settings)
    half = train_by_sgd(np.random.default_rng(0), LAW, START, steps=9, **settings)
    save_trajectory(half, tmp_path / "half.npz")
    read = load_trajectory(tmp_path / "half.npz")
    np.testing.assert_array_equal(read.times, half.times)
    rest = train_by_sgd(
        np.random.default_rng(5), LAW, START, steps=11, checkpoint=read.checkpoint, **settings
    )
    for one, two in zip(rest.final, whole.final, strict=True):
        np.testing.assert_array_equal(one, two)


def test_a_flow_keeps_its_structure(tmp_path):
    run = train_by_flow(lambda state: (-state[0], -2 * state[1]), (np.eye(2), 1.0), 1.0, record=3)
    save_trajectory(run, tmp_path / "flow.npz")
    again = load_trajectory(tmp_path / "flow.npz")
    assert again.final[0].shape == (2, 2)
    assert again.final[1] == run.final[1]
    assert not (tmp_path / "flow.npz.partial").exists()


def test_files_that_are_no_trajectories(tmp_path):
    with pytest.raises(UnloadableFile, match="FileNotFoundError"):
        load_trajectory(tmp_path / "missing.npz")
    np.savez(tmp_path / "other.npz", a=np.ones(2))
    with pytest.raises(UnloadableFile, match="KeyError"):
        load_trajectory(tmp_path / "other.npz")


def test_a_damaged_file_is_our_own_error_or_the_same(tmp_path):
    run = train_by_descent(lambda theta: theta, np.ones(3), learning_rate=0.5, steps=2, method="momentum")
    save_trajectory(run, tmp_path / "run.npz")
    whole = (tmp_path / "run.npz").read_bytes()
    rng, refused = np.random.default_rng(0), 0
    for turn in range(300):
        damaged = bytearray(whole)
        if turn % 3 == 0:
            del damaged[rng.integers(0, len(whole)) :]
        else:
            damaged[rng.integers(0, len(whole))] ^= 1 << int(rng.integers(0, 8))
        (tmp_path / "damaged.npz").write_bytes(bytes(damaged))
        try:
            found = load_trajectory(tmp_path / "damaged.npz")
        except UnloadableFile:
            refused += 1
            continue
        assert np.array_equal(found.times, run.times)
        assert all(np.array_equal(a, b) for a, b in zip(found.states, run.states, strict=True))
    assert refused > 250
