"""What a user's type checker sees of the public names."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import lsa_theory

ROOT = Path(__file__).parents[2]
STUB = ROOT / "lsa_theory" / "__init__.pyi"


def checked(tmp_path, source):
    file = tmp_path / "user.py"
    file.write_text(source, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "", str(file)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout


def test_the_stub_names_each_public_name_once():
    tree = ast.parse(STUB.read_text(encoding="utf-8"))
    named = [alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names]
    assert sorted(named) == sorted(set(named))
    assert set(named) == set(lsa_theory.__all__)


@pytest.mark.slow
def test_no_public_name_is_any(tmp_path):
    names = sorted(lsa_theory.__all__)
    said = checked(tmp_path, "import lsa_theory\n" + "".join(f"reveal_type(lsa_theory.{n})\n" for n in names))
    revealed = [line for line in said.splitlines() if "Revealed type is" in line]
    assert len(revealed) == len(names), said
    assert [line for line in revealed if line.rstrip('"').endswith('"Any')] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ("lsa_theory.Inequality(t, t, sorce='x')", 'Unexpected keyword argument "sorce" for "Inequality"'),
        ("lsa_theory.Claim(t, t, titel='x')", 'Unexpected keyword argument "titel" for "Claim"'),
        ("lsa_theory.InContextRegression(nois=t)", 'Unexpected keyword argument "nois"'),
        ("lsa_theory.judge(t)", 'Argument 1 to "judge" has incompatible type'),
    ],
)
def test_what_is_misspelt_is_seen(tmp_path, wrong, complaint):
    said = checked(tmp_path, f'import lsa_theory\nt = lsa_theory.scalar("t")\n{wrong}\n')
    assert complaint in said
