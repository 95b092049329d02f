"""The metadata: a lower bound for every dependency, and the versions of Python that are declared."""

import runpy
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
constraints = runpy.run_path(str(ROOT / ".ci" / "lower_bounds.py"))["constraints"]


def test_every_dependency_has_a_lower_bound_that_ci_installs():
    lines = constraints(PROJECT, ["test"])
    assert len(lines) == len(PROJECT["dependencies"]) + len(PROJECT["optional-dependencies"]["test"])
    assert "scipy==1.15" in lines
    assert ".ci/lower_bounds.py" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_a_dependency_without_a_lower_bound_is_refused():
    with pytest.raises(SystemExit, match="'numpy<3' has no lower bound"):
        constraints({"dependencies": ["numpy<3"]}, [])


def test_the_running_python_is_declared():
    declared = [c.rpartition(" ")[2] for c in PROJECT["classifiers"] if "Python :: 3." in c]
    assert declared == ["3.11", "3.12", "3.13"]
    assert sys.version_info >= (3, 11)
