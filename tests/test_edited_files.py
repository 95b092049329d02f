"""Files that are edited within a second at the same length are run as they are now, bytecode or not."""

import importlib.util
import os
import sys
from pathlib import Path

import pytest

from lsa_theory.claims.collecting.collect import load
from lsa_theory.loading.edited_files import spec_of
from lsa_theory.loading.providers import function_named

NOW = 1_000_000_000


@pytest.fixture(autouse=True)
def bytecode(monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def written(path, text, second=NOW, compiled=NOW):
    """Write a file as of a second, with its bytecode, if there is any, as of another."""
    path.write_text(text)
    os.utime(path, (second, second))
    kept = Path(importlib.util.cache_from_source(str(path)))
    if kept.exists():
        os.utime(kept, (compiled, compiled))


def value(path):
    spec = spec_of("edited", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.x


def test_an_edit_in_the_second_of_the_bytecode_is_seen(tmp_path):
    path = tmp_path / "edited.py"
    written(path, "x = 1\n")
    assert value(path) == 1
    written(path, "x = 2\n")
    assert value(path) == 2


def test_without_that_look_it_is_not_seen(tmp_path):
    path = tmp_path / "edited.py"
    written(path, "x = 1\n")
    for text, seen in (("x = 1\n", 1), ("x = 2\n", 1)):
        written(path, text)
        spec = importlib.util.spec_from_file_location("edited", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        assert module.x == seen


def test_older_files_keep_their_bytecode(tmp_path):
    path = tmp_path / "edited.py"
    written(path, "x = 1\n")
    assert value(path) == 1
    # What is not looked for is not found: the edit is one that no clock would date so.
    written(path, "x = 2\n", compiled=NOW + 1)
    assert value(path) == 1


def test_claim_files_their_neighbours_and_packages_are_seen(tmp_path):
    (tmp_path / "kit").mkdir()
    written(tmp_path / "kit" / "__init__.py", "")
    places = [tmp_path / "claims.py", tmp_path / "beside.py", tmp_path / "kit" / "part.py"]
    for number in (1, 2):
        for name in ("beside", "kit", "kit.part"):
            sys.modules.pop(name, None)
        head = "from beside import x as y\nfrom kit.part import x as z\n"
        for path in places:
            written(path, (head if path == places[0] else "") + f"x = {number}\n")
        module = load(places[0])
        assert (module.x, module.y, module.z) == (number, number, number)
    for name in ("beside", "kit", "kit.part"):
        sys.modules.pop(name, None)


def test_functions_that_are_named_on_the_command_line_are_seen(tmp_path):
    path = tmp_path / "lines.py"
    for number in (1, 2):
        written(path, f"def line():\n    return {number}\n")
        assert function_named(f"{path}:line", "`--line`")() == number


def test_nothing_stays_on_the_way_of_imports(tmp_path):
    before = list(sys.meta_path)
    written(tmp_path / "claims.py", "x = 1\n")
    load(tmp_path / "claims.py")
    assert sys.meta_path == before
