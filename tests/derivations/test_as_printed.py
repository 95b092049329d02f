"""What `as_printed` holds is typed from the source alone, and is what is judged."""

import ast
import importlib
from pathlib import Path

import pytest

from lsa_theory.claims.collecting.collect import bundled_folder, claims_of
from lsa_theory.expressions.expression import Expression, Number, Symbol
from lsa_theory.expressions.random import RandomVector, SampleMatrix
from lsa_theory.expressions.traversal import everything

# Two derivations compared with each other: neither side is printed anywhere.
COMPARED = {"descriptions_consistency"}
FILES = sorted(
    f for f in bundled_folder().glob("*.py") if f.stem not in COMPARED and "def as_printed" in f.read_text()
)
DERIVED = ("lsa_theory.theory.", "lsa_theory.algebra.", "lsa_theory.descriptions.")


def names_read(tree, function):
    """Return the imported names that a function reads, through others of its file too, with where they come from."""
    home = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in tree.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    own = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    seen, waiting, found = set(), [own[function]], {}
    while waiting:
        for node in ast.walk(waiting.pop()):
            name = getattr(node, "id", None) if isinstance(node, ast.Name) else None
            if name is None or name in seen:
                continue
            seen.add(name)
            if name in own:
                waiting.append(own[name])
            elif name in home:
                found[name] = home[name]
    return found


def is_letter(value):
    return isinstance(value, Symbol | RandomVector | SampleMatrix | Number)


def results_read(text):
    """Return what `as_printed` takes from derived theory, letters and the setting left out."""
    found = names_read(ast.parse(text), "as_printed")
    return [
        place
        for place in found.values()
        if place.startswith(DERIVED)
        and not place.startswith(("lsa_theory.theory.setting.", "lsa_theory.theory.random_setting."))
        and not is_letter(value_of(place))
        # Modules whose letters are read, and the layer that a statement is about.
        and not place.endswith((".setting", ".initialisation", ".LinearSelfAttention"))
    ]


def value_of(place):
    module, _, name = place.rpartition(".")
    return getattr(importlib.import_module(module), name, None)


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_it_is_typed_and_takes_no_result(file):
    assert results_read(file.read_text(encoding="utf-8")) == []


def test_a_result_would_be_seen():
    text = "from lsa_theory.theory.flow import reduced_flow\ndef as_printed():\n    return reduced_flow()\n"
    assert results_read(text) == ["lsa_theory.theory.flow.reduced_flow"]


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_each_value_stands_in_a_claim(file):
    module = importlib.import_module(f"derivations.{file.stem}")
    printed = module.as_printed()
    values = printed.values() if isinstance(printed, dict) else [printed]
    trees = [tree for item in claims_of(Path(file)) for tree in item.claim.stated()]
    nodes = set(everything(trees))
    assert [v for v in values if isinstance(v, Expression) and v not in nodes] == []
