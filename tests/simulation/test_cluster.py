"""A real Dask scheduler and two workers on loopback; one worker killed in mid-run, nothing lost."""

import json
import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from lsa_theory.errors import InvalidArgument
from lsa_theory.simulation.sweep import Sweep, cluster_engine, lines, run_sweep

pytest.importorskip("distributed", reason="needs the extra `cluster`")

pytestmark = pytest.mark.alone

SWEEP = Sweep(
    dimensions=(5, 8),
    train_lengths=(20,),
    seeds=(0, 1),
    path="tokens",
    prompts=300_000,
    draws_per_task=20_000,
)


def begin(module, *arguments):
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.{module}", *arguments, "--no-dashboard"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait_for_port(port):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)


@pytest.fixture
def cluster(tmp_path):
    file = tmp_path / "scheduler.json"
    processes = [begin("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))]
    deadline = time.monotonic() + 60
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    address = json.loads(file.read_text())["address"]
    for number in range(2):
        options = ("--nworkers", "1", "--nthreads", "1", "--no-nanny", "--memory-limit", "0")
        place = ("--local-directory", str(tmp_path / f"worker{number}"))
        processes.append(begin("dask_worker", address, *options, *place))
    yield address, processes[1:]
    for process in processes:
        process.kill()
        process.wait(timeout=30)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # distributed's own; ours are errors in the other tests of the sweep
def test_one_of_two_workers_is_killed_in_mid_run(cluster, tmp_path):
    address, workers = cluster
    undisturbed = lines(run_sweep(SWEEP, tmp_path / "local"))
    seen = []

    def kill_one(progress):
        seen.append(progress)
        if len(seen) == 10:
            workers[0].send_signal(signal.SIGKILL)

    assert lines(run_sweep(SWEEP, tmp_path / "remote", cluster=address, on_progress=kill_one)) == undisturbed
    assert workers[0].wait(timeout=10) == -signal.SIGKILL
    assert len(seen) == 60


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_no_scheduler_is_an_error_that_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster_engine, "ANSWERS_WITHIN", 1.0)
    with pytest.raises(InvalidArgument, match="No Dask scheduler answers at 'tcp:"):
        run_sweep(SWEEP, tmp_path / "records", cluster="tcp://127.0.0.1:9")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_no_workers_and_a_lost_scheduler_are_told_and_waited_for(tmp_path):
    place = ("--host", "127.0.0.1", "--port", "18797")
    address = "tcp://127.0.0.1:18797"
    worker = (address, "--nworkers", "1", "--nthreads", "1", "--no-nanny", "--memory-limit", "0")
    command = ["simulate", "-d", "5,8", "-N", "20", "--path", "tokens", "--prompts", "2000000"]
    scheduler, hand, said = begin("dask_scheduler", *place), None, tmp_path / "said"
    wait_for_port(18797)
    with said.open("wb") as errors:
        driver = subprocess.Popen(
            [sys.executable, "-m", "lsa_theory", *command, "--cluster", address, "-o", "a.csv"],
            cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=errors,
        )  # fmt: skip

    def wait_for(text):
        deadline = time.monotonic() + 40
        while text not in said.read_text() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert text in said.read_text()

    try:
        wait_for("no Dask worker at")
        hand = begin("dask_worker", *worker)
        records = tmp_path / "a.csv.records"
        while records.read_bytes().count(b"\n") < 5:
            time.sleep(0.1)
        scheduler.kill()
        hand.kill()
        wait_for("is gone; looking for it")
        scheduler, hand = begin("dask_scheduler", *place), begin("dask_worker", *worker)
        assert driver.wait(timeout=120) == 0
        assert "Traceback" not in said.read_text()
    finally:
        for process in (driver, scheduler, hand):
            if process is not None:
                process.kill()
                process.wait()
    arguments = [sys.executable, "-m", "lsa_theory", *command, "--workers", "2", "-o", "b.csv"]
    subprocess.run(arguments, cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
