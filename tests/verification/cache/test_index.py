"""The index of bundled claims says what loading them says, and is none where a file has changed."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from lsa_theory.claims.collecting.collect import Collected, Described, claims_of
from lsa_theory.cli import main
from lsa_theory.verification.cache.index import Index
from lsa_theory.verification.run.worker import described
from tests.shells import runner

SOURCE = """
'''A folder of derivations.'''
from lsa_theory import Claim, dimension, matrix, trace
A = matrix("A", dimension("d"))
claims_by_number = [Claim(trace(A), trace(A.T), id=f"computed.{k}", title="t", uses=["computed.0"]) for k in range(3)]
"""
SAID = ("source", "id", "title", "expected", "witnesses", "note", "strengthens", "uses", "corrects")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    derivations = tmp_path / "derivations"
    derivations.mkdir()
    (derivations / "one.py").write_text(SOURCE)
    return derivations


def _claims(folder: Path) -> tuple[Collected, ...]:
    return tuple(described(item, text=False) for item in claims_of(folder / "one.py"))


def test_what_was_written_is_read_computed_ids_included(folder: Path, tmp_path: Path) -> None:
    claims = _claims(folder)
    assert Index(tmp_path, folder).read() is None
    Index(tmp_path, folder).write(claims)
    read = Index(tmp_path, folder).read()
    assert read is not None
    assert [item.label for item in read] == ["computed.0", "computed.1", "computed.2"]
    for ours, theirs in zip(read, claims, strict=True):
        assert isinstance(ours.claim, Described)
        assert replace(ours, claim=theirs.claim) == theirs
        assert [getattr(ours.claim, name) for name in SAID] == [getattr(theirs.claim, name) for name in SAID]


def test_an_edited_or_new_file_makes_it_none(folder: Path, tmp_path: Path) -> None:
    Index(tmp_path, folder).write(_claims(folder))
    (folder / "two.py").write_text("")
    assert Index(tmp_path, folder).read() is None
    (folder / "two.py").unlink()
    assert Index(tmp_path, folder).read() is not None
    (folder / "one.py").write_text(SOURCE.replace("range(3)", "range(4)"))
    assert Index(tmp_path, folder).read() is None


def test_another_state_of_the_package_makes_it_none(folder: Path, tmp_path: Path) -> None:
    Index(tmp_path, folder, "a").write(_claims(folder))
    assert Index(tmp_path, folder, "a").read() is not None
    assert Index(tmp_path, folder, "b").read() is None


@pytest.mark.parametrize("how", ["title", "half", "type"])
def test_a_damaged_index_is_none(folder: Path, tmp_path: Path, how: str) -> None:
    Index(tmp_path / "kept", folder).write(_claims(folder))
    (place,) = (tmp_path / "kept").iterdir()
    text = place.read_text()
    kept = json.loads(text)
    kept["record"][0]["title"] = "another" if how == "title" else 3
    place.write_text(text[:50] if how == "half" else json.dumps(kept))
    assert Index(tmp_path / "kept", folder).read() is None


@pytest.mark.slow
def test_commands_say_the_same_with_the_index_and_without() -> None:
    first = runner().invoke(main, ["list", "-k", "moment"])
    second = runner().invoke(main, ["list", "-k", "moment"])
    assert first.exit_code == second.exit_code == 0
    assert first.stdout == second.stdout
    shown = [runner().invoke(main, ["show", *words]).stdout for words in (["minimum.value"], ["minimum"])]
    assert "tr(Lambda" in shown[0]
    assert shown[0] in shown[1]


def test_what_is_not_in_the_index_is_an_error_as_before() -> None:
    for _ in range(2):
        result = runner().invoke(main, ["show", "no.such.claim"])
        assert result.exit_code == 2
        assert "there is no claim" in result.stderr
