"""Sweeps that are asked oddly, given other people's files, or meet what is no number."""

import json
import os
import time

import numpy as np
import pytest
from click.testing import CliRunner

from lsa_theory.errors import InvalidArgument, LsaTheoryError
from lsa_theory.simulation import PromptLaw
from lsa_theory.simulation.cli import simulate
from lsa_theory.simulation.estimates.budget import CHUNK_BYTES
from lsa_theory.simulation.loss import observed_loss
from lsa_theory.simulation.sweep import Sweep, lines, load, run_sweep
from lsa_theory.simulation.sweep.ledger import Ledger
from lsa_theory.simulation.sweep.records import Records
from lsa_theory.simulation.sweep.weights import weights_of

ONE = Sweep(dimensions=(2,), train_lengths=(5,), prompts=2000)


def invoke(*arguments):
    return CliRunner().invoke(simulate, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.mark.parametrize(
    "twice",
    [
        {"test_lengths": (0, 20)},
        {"dimensions": (3, 3)},
        {"noise_variances": (0, 0.0)},
        {"seeds": (1, 1)},
    ],
)
def test_equal_cells_are_one(twice, tmp_path):
    asked = {"dimensions": (3,), "train_lengths": (20,), "prompts": 2000} | twice
    assert len(run_sweep(Sweep(**asked), tmp_path / "records")) == 1


def test_a_relative_error_of_a_huge_cell_needs_no_list_of_tasks(tmp_path):
    sweep = Sweep(dimensions=(2,), train_lengths=(10,), prompts=10**15, relative_error=0.02)
    start = time.perf_counter()
    (row,) = run_sweep(sweep, tmp_path / "records")
    assert row.risk.relative_error <= 0.02
    assert time.perf_counter() - start < 5


def test_what_is_merged_leaves_memory(tmp_path):
    sweep = Sweep(dimensions=(1,), train_lengths=(4,), prompts=4000, draws_per_task=10)
    run_sweep(sweep, tmp_path / "records")
    ledger = Ledger(sweep, next(sweep.cells()))
    seen = []

    def merge(kept, key):
        ledger.advance(kept)
        seen.append(len(kept.finished))

    Records(tmp_path / "records", merge).close()
    assert ledger.settled
    assert max(seen) == 0


def test_a_long_prompt_in_many_dimensions_is_drawn_in_small_chunks():
    law = PromptLaw(np.eye(20), 10**6)
    source = observed_loss(lambda prompts: np.zeros(len(prompts)), law)
    assert source.chunk * 20 * 10**6 * 8 <= 2**28
    assert observed_loss(lambda prompts: 0, PromptLaw(np.eye(2), 10)).chunk == CHUNK_BYTES // 160


FOREIGN = [b'{"my": "precious data"}', b"precious\n", b"\x00\x01" * 200, b"0" * 8]


@pytest.mark.parametrize("content", FOREIGN)
def test_a_foreign_file_is_not_touched(content, tmp_path):
    file = tmp_path / "precious"
    file.write_bytes(content)
    with pytest.raises(InvalidArgument, match="is left as it is"):
        run_sweep(ONE, file)
    with pytest.raises(InvalidArgument, match="is left as it is"):
        invoke("-d", 2, "-N", 5, "--prompts", 100, "-o", file, "--records", tmp_path / "r")
    assert file.read_bytes() == content


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-o", "a.csv", "--records", "a.csv"], "name one file"),
        (["-o", "."], "is a folder"),
        (["-o", "a.csv", "--records", "."], "is a folder"),
    ],
)
def test_places_that_cannot_be_are_refused_before_the_work(options, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InvalidArgument, match=message):
        invoke("-d", 2, "-N", 5, *options)
    assert os.listdir(tmp_path) == []


def test_another_version_or_format_is_refused_untouched(tmp_path):
    records = tmp_path / "records"
    run_sweep(ONE, records)
    import zlib

    for change in ({"format": 1}, {"version": "0.0.9"}):
        _, _, rest = records.read_bytes().partition(b"\n")
        text = json.dumps(
            {"file": "lsa-theory sweep records", "format": 2, "version": "0.1.0"} | change
        ).encode()
        other = tmp_path / "other"
        other.write_bytes(f"{zlib.crc32(text):08x} ".encode() + text + b"\n" + rest)
        before = other.read_bytes()
        with pytest.raises(InvalidArgument, match="was written by lsa-theory"):
            run_sweep(ONE, other)
        assert other.read_bytes() == before


@pytest.mark.parametrize(
    "change", [{"count": -1}, {"mean": "nan"}, {"mean": 1}, {"task": "x"}, {"cell": None}]
)
def test_a_record_of_another_layout_is_our_own_error(change, tmp_path):
    import zlib

    records = tmp_path / "records"
    run_sweep(ONE, records)
    header, record = records.read_bytes().splitlines(keepends=True)
    text = json.dumps(json.loads(record[9:]) | change).encode()
    records.write_bytes(header + f"{zlib.crc32(text):08x} ".encode() + text + b"\n")
    with pytest.raises(InvalidArgument, match="line 2: the record has another layout"):
        run_sweep(ONE, records)


def provider(tmp_path, body):
    file = tmp_path / "mine.py"
    file.write_text(f"import numpy as np\ndef f(d, N, C):\n    {body}\n")
    return f"{file}:f"


def test_an_edited_weights_function_is_asked_again(tmp_path):
    from lsa_theory.simulation.sweep import weights

    found = []
    for scale in (1.0, 0.5):
        name = provider(tmp_path, f"return np.diag([{scale}] * d + [0]), np.diag([0.0] * d + [1])")
        weights._given.cache_clear()
        sweep = Sweep(dimensions=(3,), train_lengths=(20,), prompts=20_000, weights=name)
        found.append(lines(run_sweep(sweep, tmp_path / "records"))[0]["risk"])
    assert found[0] != found[1]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("return None", "returned NoneType; expected a pair"),
        ("return np.eye(d + 1)", "expected a pair"),
        ("raise RuntimeError('no')", "failed: RuntimeError: no"),
        ("raise SystemExit(0)", "failed: SystemExit"),
        ("return np.eye(d + 1) * 1j, np.eye(d + 1)", "all real"),
        ("return np.eye(d), np.eye(d)", "must have shape"),
        ("return np.eye(d + 1) * np.nan, np.eye(d + 1)", "must be finite"),
        ("return np.eye(d + 1) * 1e200, np.eye(d + 1)", "is not a finite number"),
    ],
)
def test_a_bad_weights_function_is_our_own_error_and_nothing_is_saved(body, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    from lsa_theory.simulation.sweep import weights

    weights._given.cache_clear()
    with pytest.raises(LsaTheoryError, match=message):
        invoke("-d", 2, "-N", 5, "--prompts", 1000, "--weights", provider(tmp_path, body), "-o", "a.csv")
    assert not (tmp_path / "a.csv").exists()


def test_functions_of_the_folder_of_the_call_are_seen(tmp_path, monkeypatch):
    provider(tmp_path, "return np.diag([1.0] * d + [0]), np.diag([0.0] * d + [1])")
    monkeypatch.chdir(tmp_path)
    for name in ("mine.py:f", "mine:f"):
        result = invoke("-d", 2, "-N", 5, "--prompts", 100, "--weights", name, "-o", "a.csv")
        assert result.exit_code == 0


def test_noise_is_a_variance(tmp_path):
    sweep = Sweep(dimensions=(3,), train_lengths=(10,), noise_variances=(4.0,), prompts=200_000)
    (line,) = lines(run_sweep(sweep, tmp_path / "records"))
    assert abs(line["risk"] - 3 * (3 + 1 + 4.0) / 10) < 5 * line["standard_error"]
    with pytest.raises(InvalidArgument, match="pass noise_variance"):
        PromptLaw(np.eye(2), 3, noise=0.5)


def test_the_limit_is_where_training_ends():
    cell = next(Sweep(dimensions=(3,), train_lengths=(12,), noise_variances=(0.5,)).cells())
    found = weights_of("limit", cell)
    product = found.value[-1, -1] * found.key_query[:3, :3]
    assert np.allclose(product, np.eye(3) / (1 + 1 / 12 + 3.5 / 12))
    assert np.isclose(found.value[-1, -1], np.linalg.norm(found.key_query[:3, :3]))


def test_training_is_stopped_by_the_gradient_and_shared(tmp_path):
    sweep = Sweep(
        dimensions=(5,),
        train_lengths=(20,),
        test_lengths=(0, 40),
        noise_variances=(0.25,),
        weights="trained",
        prompts=200_000,
    )
    one, other = sweep.cells()
    assert weights_of("trained", one) is weights_of("trained", other)
    trained = lines(run_sweep(sweep, tmp_path / "a"))
    limit = lines(run_sweep(Sweep(**{**sweep.__dict__, "weights": "limit"}), tmp_path / "b"))
    for line, exact in zip(trained, limit, strict=True):
        assert line["training"].startswith("converged: |grad| 0.")
        assert line["risk"] == pytest.approx(exact["risk"], rel=0.02)
    assert trained[0]["risk"] != pytest.approx(
        lines(run_sweep(Sweep(**{**sweep.__dict__, "weights": "identity"}), tmp_path / "c"))[0]["risk"],
        rel=0.02,
    )


def test_the_table_says_whose_weights(tmp_path):
    invoke("-d", 2, "-N", 5, "--prompts", 100, "-o", tmp_path / "a.csv")
    assert load(tmp_path / "a.csv")[0]["weights"] == "identity"
