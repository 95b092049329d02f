"""Sweeps: bit-identical on any number of workers, through kill -9 of the whole or of a worker, and honest."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from lsa_theory.errors import InvalidArgument, UnloadableFile
from lsa_theory.simulation.sweep import Sweep, frame, lines, load, rows_so_far, run_sweep, save
from lsa_theory.simulation.sweep.definition import Cell
from lsa_theory.simulation.sweep.records import Records

SWEEP = Sweep(
    dimensions=(1, 3),
    train_lengths=(6,),
    test_lengths=(0, 12),
    noise_variances=(0.0, 0.25),
    seeds=(0, 1),
    path="tokens",
    prompts=3000,
    draws_per_task=800,
)
RUN = """
import sys
from lsa_theory.simulation.sweep import Sweep, lines, run_sweep, save
if __name__ == "__main__":
    sweep = Sweep(dimensions=(5, 8), train_lengths=(20,), covariances=("identity", "geometric:10"),
                  seeds=(0, 1), path="tokens", prompts=300_000, draws_per_task=25_000)
    save(lines(run_sweep(sweep, sys.argv[1], workers=int(sys.argv[3]))), sys.argv[2])
"""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    return lines(run_sweep(SWEEP, tmp_path_factory.mktemp("sweep") / "records"))


def test_a_line_for_each_cell_with_errors(undisturbed):
    assert len(undisturbed) == 16
    for line in undisturbed:
        assert line["low"] < line["risk"] < line["high"]
        assert line["draws"] == 3000
        # With U11 = I, u = 1 the risk is d (d + 1) / M + s^2 d / M.
        exact = line["dimension"] * (line["dimension"] + 1 + line["noise_variance"]) / line["test_length"]
        assert abs(line["risk"] - exact) < 5 * line["standard_error"]


def test_two_workers_give_the_same_bits(undisturbed, tmp_path):
    assert lines(run_sweep(SWEEP, tmp_path / "records", workers=2)) == undisturbed


@pytest.mark.parametrize("keep", [0, 1, 700, 4001, 10**9])
def test_a_file_cut_anywhere_is_completed_to_the_same_bits(undisturbed, tmp_path, keep):
    records = tmp_path / "records"
    run_sweep(SWEEP, records)
    records.write_bytes(records.read_bytes()[:keep])
    assert lines(run_sweep(SWEEP, records)) == undisturbed


def test_nothing_is_computed_twice(tmp_path):
    records = tmp_path / "records"
    run_sweep(SWEEP, records)
    size, seen = records.stat().st_size, []
    run_sweep(SWEEP, records, on_progress=seen.append)
    assert seen == []
    assert records.stat().st_size == size


def test_a_cell_keeps_its_prompts_in_another_grid(undisturbed, tmp_path):
    smaller = Sweep(
        dimensions=(3,),
        train_lengths=(6,),
        noise_variances=(0.25,),
        seeds=(1,),
        path="tokens",
        prompts=3000,
        draws_per_task=800,
    )
    (line,) = lines(run_sweep(smaller, tmp_path / "records"))
    assert line in undisturbed


def test_a_relative_error_stops_a_cell_at_the_same_task_on_any_workers(tmp_path):
    sweep = Sweep(
        dimensions=(2,),
        train_lengths=(10,),
        seeds=(0, 1, 2),
        path="tokens",
        prompts=200_000,
        draws_per_task=1000,
        relative_error=0.03,
    )
    one = lines(run_sweep(sweep, tmp_path / "one"))
    two = lines(run_sweep(sweep, tmp_path / "two", workers=2))
    assert one == two
    assert all(line["draws"] < 200_000 and line["standard_error"] <= 0.03 * line["risk"] for line in one)


def test_another_question_shares_no_record(tmp_path):
    one = Sweep(dimensions=(2,), train_lengths=(5,), prompts=2000)
    other = Sweep(dimensions=(2,), train_lengths=(5,), prompts=2000, path="tokens")
    run_sweep(one, tmp_path / "records")
    assert rows_so_far(other, tmp_path / "records") == []


def test_a_damaged_record_is_an_error(tmp_path):
    records = tmp_path / "records"
    run_sweep(SWEEP, records)
    content = bytearray(records.read_bytes())
    content[content.index(b"\n") + 100] ^= 1
    records.write_bytes(bytes(content))
    with pytest.raises(InvalidArgument, match="line 2: the record is damaged"):
        Records(records)


def test_two_sweeps_do_not_write_one_file(tmp_path):
    pytest.importorskip("fcntl")
    with Records(tmp_path / "records"), pytest.raises(InvalidArgument, match="in use by another sweep"):
        run_sweep(SWEEP, tmp_path / "records")
    assert len(run_sweep(SWEEP, tmp_path / "records")) == 16


def start(script, records, table, workers):
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, str(script), str(records), str(table), str(workers)],
        env=environment,
        start_new_session=True,
    )


def wait_for_lines(records, count, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if records.exists() and records.read_bytes().count(b"\n") >= count:
            return
        time.sleep(0.02)
    raise AssertionError(f"{records} did not reach {count} lines")


def children_of(pid):
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                command = (entry / "cmdline").read_text()
            except (OSError, ValueError):
                continue
            if parent == pid and "spawn_main" in command:
                found.append(int(entry.name))
    return found


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reference")
    script = folder / "run.py"
    script.write_text(RUN)
    assert start(script, folder / "records", folder / "table.csv", 1).wait(timeout=300) == 0
    return script, (folder / "table.csv").read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2, 8])
def test_kill_minus_nine_in_the_middle(reference, tmp_path, workers):
    script, table = reference
    records, out = tmp_path / "records", tmp_path / "table.csv"
    for lines_before_the_kill in (3, 20, 50):
        process = start(script, records, out, workers)
        wait_for_lines(records, lines_before_the_kill)
        children = children_of(process.pid)
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=30)
        deadline = time.monotonic() + 20
        while any(Path(f"/proc/{child}").exists() for child in children) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not any(Path(f"/proc/{child}").exists() for child in children), "orphaned workers"
    assert not out.exists()
    assert start(script, records, out, workers).wait(timeout=300) == 0
    assert out.read_bytes() == table


@pytest.mark.slow
def test_a_killed_worker_loses_nothing(reference, tmp_path):
    script, table = reference
    records, out = tmp_path / "records", tmp_path / "table.csv"
    process = start(script, records, out, 2)
    for lines_before_the_kill in (4, 30):
        wait_for_lines(records, lines_before_the_kill)
        os.kill(children_of(process.pid)[0], signal.SIGKILL)
    assert process.wait(timeout=300) == 0
    assert out.read_bytes() == table


def test_the_table_survives_csv_and_json(undisturbed, tmp_path):
    for name in ("table.csv", "table.json"):
        save(undisturbed, tmp_path / name)
        assert load(tmp_path / name) == undisturbed


def test_a_data_frame_has_the_same_columns(undisturbed):
    pytest.importorskip("pandas")
    table = frame(undisturbed)
    assert list(table.columns) == list(undisturbed[0])
    assert table.groupby("dimension")["risk"].mean().loc[3] > table.groupby("dimension")["risk"].mean().loc[1]


def test_shifts_and_conditioned_covariances(tmp_path):
    sweep = Sweep(
        dimensions=(3,),
        train_lengths=(8,),
        covariances=("geometric:10",),
        shifts=("none", "covariate:2", "query:3"),
        prompts=20_000,
    )
    none, covariate, query = (line["risk"] for line in lines(run_sweep(sweep, tmp_path / "records")))
    assert query == pytest.approx(3 * none, rel=0.1)
    assert covariate != pytest.approx(none, rel=0.1)


def test_weights_from_a_function_and_from_training(tmp_path):
    zero = Sweep(dimensions=(2,), train_lengths=(5,), weights="numpy:zeros", prompts=100)
    with pytest.raises(InvalidArgument, match="weights function 'numpy:zeros' failed: TypeError"):
        run_sweep(zero, tmp_path / "records")
    missing = Sweep(dimensions=(2,), train_lengths=(5,), weights="nowhere:nothing", prompts=100)
    with pytest.raises(InvalidArgument, match="identity, trained or package"):
        run_sweep(missing, tmp_path / "records")
    trained = Sweep(dimensions=(2,), train_lengths=(20,), weights="trained", prompts=100_000)
    identity = Sweep(dimensions=(2,), train_lengths=(20,), prompts=100_000)
    (one,), (other,) = (lines(run_sweep(sweep, tmp_path / "trained")) for sweep in (trained, identity))
    assert one["risk"] < other["risk"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"dimensions": ()}, "`dimensions` must name at least one"),
        ({"dimensions": (0,)}, "`dimensions` must be at least 1"),
        ({"noise_variances": (-1.0,)}, "`noise_variances` must not be negative"),
        ({"covariances": ("toeplitz",)}, "identity, geometric:NUMBER; given 'toeplitz'"),
        ({"covariances": ("geometric",)}, "given 'geometric'"),
        ({"shifts": ("query:-1",)}, "must be positive"),
        ({"prompts": 1}, "`prompts` must be at least 2"),
        ({"relative_error": 0.0}, "`relative_error` must be positive"),
    ],
)
def test_refusals(change, message):
    with pytest.raises(InvalidArgument, match=message):
        Sweep(**({"dimensions": (2,), "train_lengths": (5,)} | change))


def test_files_that_are_no_tables(tmp_path):
    with pytest.raises(UnloadableFile, match="could not be read"):
        load(tmp_path / "missing.csv")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(UnloadableFile, match="no rows with a column `risk`"):
        load(tmp_path / "other.csv")


def test_a_cells_key_is_stable():
    cell = Cell(2, 5, 5, "identity", "none", 0.0, 0)
    assert cell.key() == Cell(2, 5, 5, "identity", "none", 0.0, 0).key()
    assert cell.key() != Cell(2, 5, 5, "identity", "none", 0.0, 1).key()
    assert json.dumps(cell.key()) == str(np.uint64(cell.key()))
