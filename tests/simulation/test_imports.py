"""Importing simulation loads what is cheap and nothing that knows the theory."""

import json
import subprocess
import sys

import pytest

FORBIDDEN = [
    "sympy",
    "mpmath",
    "flint",
    "lsa_theory.expressions",
    "lsa_theory.theory",
    "lsa_theory.verification",
]
HEAVY = ["scipy", "matplotlib", "pandas", "dask", "torch", "rich"]


@pytest.fixture(scope="module")
def loaded():
    code = "import json, sys, lsa_theory.simulation; print(json.dumps(sorted(sys.modules)))"
    finished = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(finished.stdout))


@pytest.mark.parametrize("module", FORBIDDEN + HEAVY)
def test_is_not_loaded(loaded, module):
    assert module not in loaded


def test_numpy_is(loaded):
    assert "numpy" in loaded
