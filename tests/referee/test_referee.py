"""A paper is refereed formula by formula: found, read, judged, and never executed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lsa_theory.cli import main
from lsa_theory.referee.examining import DEFINITION, UNREAD, examine

PAPERS = Path(__file__).parents[2] / "docs" / "referee"
LETTERS = {"d": "dimension", "A": "matrix d", "B": "matrix d"}


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["referee", *map(str, arguments)])


def _paper(folder: Path, body: str, preamble: str = "") -> Path:
    file = folder / "paper.tex"
    file.write_text(f"{preamble}\n\\begin{{document}}\n{body}\n\\end{{document}}\n", encoding="utf-8")
    return file


def test_the_sound_paper_is_in_order() -> None:
    result = _run(PAPERS / "sound.tex")
    assert result.exit_code == 0, result.output
    assert "2 definition, 6 confirmed" in result.output


def test_the_three_planted_errors_are_found_and_nothing_else() -> None:
    result = _run(PAPERS / "misprinted.tex", "--json", "-")
    assert result.exit_code == 1
    rows = json.loads(result.output)["formulas"]
    refuted = [row for row in rows if row["verdict"] == "refuted"]
    assert [row["label"] for row in refuted] == ["eq:fourth", "eq:length", ""]
    assert all(row["counterexample"] for row in refuted)
    assert sum(row["verdict"] == "confirmed" for row in rows) == 3


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
@pytest.mark.parametrize("name", ["sound", "misprinted"])
def test_the_papers_compile(name: str, tmp_path: Path) -> None:
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", f"-output-directory={tmp_path}"]
    done = subprocess.run([*command, PAPERS / f"{name}.tex"], capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout[-2000:]


def test_a_proposed_notation_declares_nothing_and_names_every_letter() -> None:
    result = _run(PAPERS / "sound.tex", "--init")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert all(line.startswith("#") or line == "[letters]" for line in lines)
    for letter in ("'d'", "'N'", r"'\Lambda'", "'A'", "'B'", "'x'", "'w'", "'z'", "'x_i'"):
        assert any(line.startswith(f"# {letter} = ") for line in lines), letter


def test_a_page_shows_the_reading_beside_the_verdict(tmp_path: Path) -> None:
    page = tmp_path / "out.html"
    assert _run(PAPERS / "misprinted.tex", "--html", page).exit_code == 1
    text = page.read_text(encoding="utf-8")
    assert "refuted" in text
    assert "read as:" in text


@pytest.mark.slow
def test_verify_takes_a_paper() -> None:
    assert CliRunner().invoke(main, ["verify", str(PAPERS / "sound.tex")]).exit_code == 0


def test_an_undeclared_letter_is_refused_at_its_line(tmp_path: Path) -> None:
    file = _paper(tmp_path, "Text.\n\\begin{equation}\n\\tr(A) =\n\\tr(Q)\n\\end{equation}")
    (entry,) = examine(file, LETTERS, {}).entries
    assert entry.kind == UNREAD
    assert "the letter Q is not declared" in entry.reason
    assert entry.line == 6


def test_remarks_declare_skip_and_expect(tmp_path: Path) -> None:
    body = (
        "% lsa: C = matrix d\n\\[ \\tr(AC) = \\tr(CA) \\]\n% lsa: skip\n\\[ A = B \\]\n"
        "% lsa: expect refuted\n\\[ AB = BA \\]\n"
    )
    first, second, third = examine(_paper(tmp_path, body), LETTERS, {}).entries
    assert first.kind == "claim"
    assert second.kind == "skipped"
    assert third.claim is not None
    assert third.claim.expected == "refuted"


def test_a_definition_is_listed_and_used(tmp_path: Path) -> None:
    body = "\\[ S = A + A^\\top \\]\n\\[ S = S^\\top \\]"
    first, second = examine(_paper(tmp_path, body), LETTERS, {}).entries
    assert first.kind == DEFINITION
    assert second.claim is not None
    assert second.claim.describe() == "A + A.T = (A + A.T).T"


def test_formulas_in_comments_and_verbatim_are_no_formulas(tmp_path: Path) -> None:
    body = "% \\[ A = B \\]\n\\begin{verbatim}\\[ A = B \\]\\end{verbatim}\n"
    assert examine(_paper(tmp_path, body), LETTERS, {}).entries == []


@pytest.mark.parametrize(
    "preamble",
    [r"\newcommand{\foo}{\foo}", r"\newcommand{\foo}{\bar\foo\foo}", r"\def\foo{\baz\baz}\def\baz{\foo\foo}"],
)
def test_a_macro_that_recurs_or_explodes_is_stopped(preamble: str, tmp_path: Path) -> None:
    (entry,) = examine(_paper(tmp_path, r"\[ \foo = A \]", preamble), LETTERS, {}).entries
    assert entry.kind == UNREAD
    assert "calls itself" in entry.reason or "more tokens" in entry.reason


def test_input_is_followed_in_the_folder_and_not_beyond(tmp_path: Path) -> None:
    folder = tmp_path / "paper"
    folder.mkdir()
    (folder / "part.tex").write_text("\\[ A = B \\]\n", encoding="utf-8")
    (tmp_path / "secret.tex").write_text("\\[ A = B \\]\n", encoding="utf-8")
    (entry,) = examine(_paper(folder, "\\input{part}"), LETTERS, {}).entries
    assert (entry.file.name, entry.line) == ("part.tex", 1)
    result = _run(_paper(folder, "\\input{../secret}"))
    assert result.exit_code == 2
    assert "leaves the folder" in result.output


def test_a_file_that_includes_itself_is_refused(tmp_path: Path) -> None:
    result = _run(_paper(tmp_path, "\\input{paper}"))
    assert result.exit_code == 2
    assert "includes itself" in result.output


def test_an_unread_formula_is_never_in_order(tmp_path: Path) -> None:
    assert _run(_paper(tmp_path, r"\[ f(x) \]")).exit_code == 3


def test_a_line_of_align_has_its_own_line_and_label(tmp_path: Path) -> None:
    body = "\\begin{align}\n\\tr(AB) &= \\tr(BA) \\label{one} \\\\\n\\tr A &= \\tr(A^\\top) \\label{two}\n\\end{align}"
    first, second = examine(_paper(tmp_path, body), LETTERS, {}).entries
    assert (first.line, first.label) == (4, "one")
    assert (second.line, second.label) == (5, "two")


@pytest.mark.slow
def test_beside_what_forbids_forking_a_paper_is_judged_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jax", sys)
    assert _run(PAPERS / "sound.tex").exit_code == 0
