"""The folders can be read: no circles, no attics, and no room of many floors."""

from collections import defaultdict
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2] / "lsa_theory"
MOST_FILES, MOST_FLOORS = 18, 8


@pytest.fixture(scope="module")
def imports():
    graph = grimp.build_graph("lsa_theory", cache_dir=None)
    return {m: graph.find_modules_directly_imported_by(m) for m in graph.modules}


def is_free_of_circles(imports):
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as circle:
        return str(circle.args[1])
    return ""


def test_no_circle_of_imports_those_inside_functions_and_for_types_included(imports):
    assert is_free_of_circles(imports) == ""


def test_a_circle_would_be_seen(imports):
    assert is_free_of_circles({**imports, "lsa_theory.errors": {"lsa_theory.cli"}}) != ""


@pytest.mark.parametrize("room", sorted({f.parent for f in ROOT.rglob("*.py")}), ids=lambda r: r.name)
def test_no_folder_is_an_attic(room):
    assert len(list(room.glob("*.py"))) <= MOST_FILES


def test_no_room_has_more_than_eight_floors(imports):
    rooms = defaultdict(set)
    for module in imports:
        rooms[module.rpartition(".")[0]].add(module)

    @cache
    def floor(module):
        room = rooms[module.rpartition(".")[0]]
        return 1 + max((floor(below) for below in imports[module] & room), default=0)

    tallest = {module: floor(module) for module in imports if floor(module) > MOST_FLOORS}
    assert tallest == {}
