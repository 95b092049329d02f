"""Files are written whole or not at all, and what is not ours is left alone."""

import errno
import os
import stat

import pytest
from click.testing import CliRunner

from lsa_theory.cli import main
from lsa_theory.errors import InvalidArgument
from lsa_theory.files import check_distinct, check_place, write_whole


def test_a_failing_write_leaves_the_old_file_and_nothing_beside_it(tmp_path, monkeypatch):
    file = tmp_path / "report"
    file.write_text("good")

    def full(descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(
        InvalidArgument, match=r"--json .*report: cannot be written \(No space left on device\)"
    ):
        write_whole(file, "half", "--json")
    assert file.read_text() == "good"
    assert os.listdir(tmp_path) == ["report"]


def test_links_and_modes_are_kept(tmp_path):
    file, link = tmp_path / "real", tmp_path / "link"
    file.write_text("old")
    file.chmod(0o640)
    link.symlink_to(file)
    write_whole(link, "new")
    assert link.is_symlink()
    assert file.read_text() == "new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_device_is_written_to_as_it_is():
    write_whole(os.devnull, "gone")
    check_place(os.devnull, "-o", lambda beginning: False)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("no/such/folder/x", "does not exist; make it first"),
        (".", "is a folder"),
        ("a\x00b", "cannot be written"),
        ("x" * 300, "cannot be written"),
        ("file/x", "make it first"),
    ],
)
def test_useless_places(tmp_path, name, message):
    (tmp_path / "file").write_text("")
    with pytest.raises(InvalidArgument, match=message):
        check_place(tmp_path / name, "-o")


def test_two_outputs_in_one_file_are_refused_through_links_too(tmp_path):
    (tmp_path / "a").write_text("")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(InvalidArgument, match="--json and --html name one file"):
        check_distinct({"--json": tmp_path / "a", "--html": tmp_path / "b"})
    check_distinct({"--json": os.devnull, "--html": os.devnull})


CLAIMS = "from lsa_theory import *\nA = matrix('A', dimension('d'))\none = Claim(trace(A), trace(A.T))\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["verify", "claims.py", "--json", "claims.py"], "is a file that is read"),
        (["verify", "claims.py", "--json", "precious"], "is not what is written here; it is left as it is"),
        (["verify", "claims.py", "--html", "precious"], "it is left as it is"),
        (["verify", "claims.py", "--junit", "precious"], "it is left as it is"),
        (["verify", "claims.py", "--json", "x", "--html", "x"], "--json and --html name one file"),
        (["errata", "claims.py", "-o", "precious"], "it is left as it is"),
        (["latex", "claims.py", "-o", "precious"], "it is left as it is"),
        (["latex", "claims.py", "-o", "claims.py"], "is a file that is read"),
        (["codegen", "minimum_value", "-o", "precious"], "it is left as it is"),
        (["verify", "claims.py", "--json", "no/x"], "make it first"),
    ],
)
def test_commands_touch_nothing_that_is_not_theirs(tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "claims.py").write_text(CLAIMS)
    (tmp_path / "precious").write_text("precious\n")
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert message in result.output
    assert (tmp_path / "precious").read_text() == "precious\n"
    assert (tmp_path / "claims.py").read_text() == CLAIMS


@pytest.mark.parametrize(
    "arguments",
    [
        [
            "verify",
            "claims.py",
            "--witness",
            "algebra,field",
            "--json",
            "out",
            "--html",
            "page",
            "--junit",
            "xml",
        ],
        ["errata", "claims.py", "--jobs", "1", "-o", "out"],
        ["latex", "claims.py", "-o", "out"],
        ["latex", "claims.py", "--document", "-o", "out"],
        ["codegen", "minimum_value", "-o", "out"],
    ],
)
def test_a_report_may_be_written_again(tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "claims.py").write_text(CLAIMS)
    for _ in range(2):
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 0, result.output
    assert (tmp_path / "out").stat().st_size > 100
