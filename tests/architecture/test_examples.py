"""Every public name has an example in its docstring, which the doctests run, and a place in the reference."""

import re
from importlib import import_module
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
HOMES = ("lsa_theory", "lsa_theory.simulation", "lsa_theory.codegen", "lsa_theory.testing")


def without_example(home, names):
    """Those that can be called or raised and do not show how."""
    found = ((name, getattr(home, name)) for name in names)
    return [name for name, value in found if callable(value) and ">>> " not in (value.__doc__ or "")]


@pytest.mark.parametrize("home", HOMES)
def test_every_public_name_has_an_example(home):
    module = import_module(home)
    assert without_example(module, module.__all__) == []


def test_a_name_without_an_example_is_found():
    def bare():
        """Return nothing."""

    class Module:
        bare_one = staticmethod(bare)

    assert without_example(Module, ["bare_one"]) == ["bare_one"]


@pytest.mark.parametrize("home", HOMES)
def test_every_public_name_is_in_the_reference_once(home):
    pages = "\n".join(page.read_text(encoding="utf-8") for page in (DOCS / "reference").glob("*.md"))
    shown = re.findall(rf"^::: {re.escape(home)}\.(\w+)$", pages, re.MULTILINE)
    assert sorted(shown) == sorted(import_module(home).__all__)
