"""The claim file shown in the README is confirmed as it stands, and refuted when a factor is wrong."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

README = Path(__file__).parents[1] / "README.md"
TABLE = README.parent / "docs" / "verify.md"


def shown_claim():
    blocks = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    (claim,) = [b for b in blocks if "Claim(" in b]
    return claim


@pytest.mark.parametrize(("change", "verdict", "code"), [("", "confirmed", 0), ("2 * ", "refuted", 1)])
def test_the_claim_of_the_readme(tmp_path, change, verdict, code):
    text = shown_claim()
    assert len(text.splitlines()) <= 15
    wrong = text.replace("    Lambda @ (A", f"    {change}Lambda @ (A")
    assert (wrong != text) == bool(change)
    path = tmp_path / "my_lemma.py"
    path.write_text(wrong, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "lsa_theory", "verify", str(path), "--json", "-"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    (claim,) = json.loads(done.stdout)["claims"]
    assert claim["id"] == "my_lemma::fourth-moment"
    assert claim["verdict"] == verdict
    assert (claim["counterexample"] is None) == (verdict == "confirmed")


def test_the_printed_table_names_every_bundled_claim():
    done = subprocess.run(
        [sys.executable, "-m", "lsa_theory", "list"], capture_output=True, text=True, check=True
    )
    table = TABLE.read_text(encoding="utf-8")
    for line in done.stdout.splitlines():
        if re.match(r"  \S", line):
            assert line.split()[0] in table
