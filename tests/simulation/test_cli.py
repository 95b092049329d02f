"""The commands: tables, plots, JSON, going on after an interruption, errors that a user can act on."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

from lsa_theory.errors import InvalidArgument, UnloadableFile
from lsa_theory.simulation.cli import plot, simulate
from lsa_theory.simulation.sweep import load


def theory(row):
    """Return the risk at U11 = I, u = 1, Lambda = I, worked by hand."""
    return row["dimension"] * (row["dimension"] + 1) / row["test_length"]


def invoke(command, *arguments):
    return CliRunner().invoke(command, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "sweep.csv"
    result = invoke(simulate, "-d", "2,3", "-N", "10", "-M", "10,40", "--prompts", "4000", "-o", path)
    assert result.exit_code == 0
    assert "4 rows in" in result.output
    return path


def test_simulate_writes_a_table(table):
    for row in load(table):
        assert abs(row["risk"] - theory(row)) < 5 * row["standard_error"]


def test_simulate_prints_json(tmp_path):
    result = invoke(simulate, "-d", "2", "-N", "5", "--prompts", "1000", "--json", "-o", tmp_path / "a.csv")
    content = json.loads(result.stdout)
    assert content["interrupted"] is False
    assert content["rows"] == load(tmp_path / "a.csv")


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_plot_with_a_theory_line(table, tmp_path, suffix):
    line = f"{__name__}:theory"
    output = tmp_path / f"figure.{suffix}"
    assert invoke(plot, table, "--group", "dimension", "--line", line, "-o", output).exit_code == 0
    assert output.stat().st_size > 1000


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (["-x", "length"], InvalidArgument, "no column 'length'; there are dimension"),
        (["-x", "covariance"], InvalidArgument, "holds no numbers"),
        (["--line", "nowhere:f"], InvalidArgument, "must be module:function; given 'nowhere:f'"),
        (["-o", "figure.doc"], InvalidArgument, "could not be written"),
    ],
)
def test_plot_refuses(table, arguments, error, message):
    with pytest.raises(error, match=message):
        invoke(plot, table, *arguments)


def test_other_errors(tmp_path):
    with pytest.raises(UnloadableFile, match="could not be read"):
        invoke(plot, tmp_path / "missing.csv")
    with pytest.raises(InvalidArgument, match="`dimensions` must be at least 1"):
        invoke(simulate, "-d", "0", "-o", tmp_path / "a.csv")
    result = invoke(simulate, "-d", "two")
    assert result.exit_code == 2
    assert "'two' is not a list like 5,20" in result.output


@pytest.mark.slow
def test_interrupted_with_ctrl_c_and_finished_later(tmp_path):
    arguments = [
        "-d", "8", "-N", "20,40", "--path", "tokens", "--prompts", "400000", "--workers", "2",
        "-o", str(tmp_path / "a.csv"),
    ]  # fmt: skip
    code = f"from lsa_theory.simulation.cli import simulate; simulate({arguments!r})"
    script = tmp_path / "run.py"
    script.write_text(f"if __name__ == '__main__':\n    {code}\n")
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    process = subprocess.Popen(
        [sys.executable, str(script)],
        env=environment,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    records = tmp_path / "a.csv.records"
    deadline = time.monotonic() + 60
    while (not records.exists() or records.read_bytes().count(b"\n") < 4) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"goes on where this one stopped" in errors
    assert b"Traceback" not in errors
    partial = load(tmp_path / "a.csv")
    assert sum(row["draws"] for row in partial) < 800_000
    assert invoke(simulate, *arguments).exit_code == 0
    finished = load(tmp_path / "a.csv")
    assert [row["draws"] for row in finished] == [400_000, 400_000]
    assert invoke(simulate, *arguments[:-1], tmp_path / "b.csv").exit_code == 0
    assert load(tmp_path / "b.csv") == finished
