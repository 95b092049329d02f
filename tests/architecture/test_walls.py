"""The walls hold, and a witness that cheats breaks them."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FIELD = "lsa_theory/verification/witnesses/field/witness.py"
ROOMS = [ROOT / "lsa_theory" / name for name in ("expressions", "values", "claims", "verification")]


def contracts(root):
    code = "from importlinter.cli import lint_imports_command as run; run()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--no-cache"], cwd=root, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    root = tmp_path_factory.mktemp("copy")
    for name in ("lsa_theory", "derivations"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "cheat", "wall"),
    [
        (FIELD, "from lsa_theory.algebra.normal import normal", "Only the algebra witness sees words"),
        (
            "lsa_theory/values/evaluate.py",
            "import lsa_theory.algebra.ring.words",
            "Only the algebra witness sees words",
        ),
        (
            "lsa_theory/claims/signs.py",
            "from lsa_theory.algebra.normal import equal",
            "Only the algebra witness sees",
        ),
        (
            "lsa_theory/values/sizes.py",
            "from lsa_theory.claims.equality import Claim",
            "Each room sees only what stands below",
        ),
        (
            "lsa_theory/simulation/law.py",
            "from lsa_theory.algebra.normal import normal",
            "Simulation observes",
        ),
        (FIELD, "from lsa_theory.verification.witnesses.quadrature import Quadrature", "No witness leans"),
        (
            "lsa_theory/verification/witnesses/entries/reading.py",
            "from lsa_theory.values.evaluate import Evaluator",
            "Entries are read without the evaluator",
        ),
    ],
)
def test_a_witness_that_cheats_breaks_a_contract(copied, file, cheat, wall):
    honest = (copied / file).read_text(encoding="utf-8")
    try:
        (copied / file).write_text(f"{honest}\n{cheat}\n", encoding="utf-8")
        said = contracts(copied)
    finally:
        (copied / file).write_text(honest, encoding="utf-8")
    assert any(wall in line and "BROKEN" in line for line in said.splitlines()), said


def ways_around(source):
    """Return imports that a contract between modules does not see: of the whole package, or by name."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module in ("lsa_theory", "lsa_theory.algebra"):
            found.extend(
                f"{node.module}.{a.name}" for a in node.names if a.name not in ("__version__", "errors")
            )
        if isinstance(node, ast.Import):
            found.extend(a.name for a in node.names if a.name.startswith("lsa_theory"))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in (
            "import_module",
            "__import__",
        ):
            found.append(ast.unparse(node))
    return found


@pytest.mark.parametrize(
    "file",
    [f for room in ROOMS for f in sorted(room.rglob("*.py")) if f.name not in ("registry.py", "collect.py")],
    ids=lambda f: str(f.relative_to(ROOT / "lsa_theory")),
)
def test_no_judge_goes_around_the_walls(file):
    assert ways_around(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "cheat",
    [
        "from lsa_theory import normal",
        "from lsa_theory.algebra import normal",
        "import lsa_theory.algebra.normal",
        "import importlib\nimportlib.import_module('lsa_theory.algebra.normal')",
        "__import__('lsa_theory.algebra.normal')",
    ],
)
def test_going_around_is_seen(cheat):
    assert ways_around(cheat)
