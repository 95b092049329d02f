"""Directions of dependence, and what a bare import loads."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_import_contracts_hold():
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def loaded_by(statement):
    code = f"import sys; {statement}; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("heavy", ["sympy", "scipy", "numpy", "matplotlib", "mpmath", "rich"])
def test_a_bare_import_is_light(heavy):
    assert heavy not in loaded_by("import lsa_theory")


def test_a_user_of_generated_functions_loads_numpy_alone():
    modules = loaded_by("import lsa_theory.generated.loss")
    assert "numpy" in modules
    assert not {"sympy", "scipy", "flint", "mpmath"} & modules


def test_an_expectation_needs_no_sympy():
    statement = (
        "from lsa_theory import E, dimension, gaussian, identity, normal; d = dimension('d'); "
        "x = gaussian('x', covariance=identity(d)); normal(E(x.T @ x))"
    )
    assert not {"sympy", "scipy", "numpy"} & loaded_by(statement)
