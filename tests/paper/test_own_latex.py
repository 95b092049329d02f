"""LaTeX for one's own paper: lines that fit its columns, letters with superscripts, substitutions explained."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from lsa_theory.algebra.compact.compacting import compact
from lsa_theory.cli import main
from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions import (
    at,
    dimension,
    matrix,
    norm_squared,
    positive_definite,
    scalar,
    trace,
    vector,
)
from lsa_theory.expressions.expression import Expression
from lsa_theory.expressions.latex import to_latex
from lsa_theory.paper.layout.environments import ENVIRONMENTS
from lsa_theory.paper.layout.lengths import points
from lsa_theory.theory import population_loss

d = dimension("d")
L, G, A = positive_definite("Lambda", d), positive_definite("Gamma", d), matrix("A", d)
s, v, w = scalar("s", positive=True), vector("v", d), vector("w", d)
LONG = population_loss.full_loss().as_expression()


@cache
def short_of_the_long() -> Expression:
    return compact(LONG)


LETTERS = {"s": r"\sigma^2", "Lambda": r"\Sigma^{1/2}", "A": "H'", "w": "w_*"}

HEADS = {
    "article": (r"\documentclass{article}", 345),
    "two columns": (r"\documentclass[twocolumn]{article}\setlength{\columnsep}{10pt}", 229),
    "as NeurIPS": (r"\documentclass{article}\usepackage[textwidth=397pt]{geometry}", 397),
    "as ICML": (
        r"\documentclass[twocolumn]{article}\usepackage[textwidth=487pt]{geometry}\columnsep 19pt",
        234,
    ),
    "REVTeX": (r"\documentclass[aps,pre,reprint]{revtex4-2}", 246),
    # Lengths are those of type at 10 points: at 12 points a line of 468pt holds ten twelfths of that.
    "REVTeX, preprint": (r"\documentclass[aps,pre,preprint]{revtex4-2}", 390),
}
needs_latex = pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")


@pytest.mark.parametrize(
    ("tree", "shown"),
    [
        (s**2 * trace(A), r"\sigma^{4}"),
        (s**-1 * trace(A), r"\frac{1}{\sigma^2}"),
        (L**2, r"\Sigma"),
        (A.T @ A, r"(H')^{\top}"),
        (A**2, r"(H')^{2}"),
        (w.T @ w, r"w_*^{\top}"),
    ],
)
def test_a_letter_with_a_superscript_meets_no_other(tree: object, shown: str) -> None:
    latex = to_latex(tree, LETTERS)  # type: ignore[arg-type]
    assert shown in latex
    assert not re.search(r"\^(\w|\{[^{}]*\})\s*\^", latex)
    assert not re.search(r"'\s*\^", latex.replace("')^", ")^"))


def test_what_the_whole_is_evaluated_at_is_explained_on_a_line_of_its_own() -> None:
    latex = to_latex(at(trace(A @ A), {A: G @ L}), width="234pt", environment="align*")
    assert r"\text{where } A = \Gamma \Lambda" in latex
    assert r"\left." not in latex


def test_norms_and_inner_products_are_recognised_where_they_are_asked_for() -> None:
    assert to_latex(v.T @ G**-2 @ L @ v, norms=True) == r"\|v\|_{\Gamma^{-2} \Lambda}^{2}"
    assert to_latex(norm_squared(v), norms=True).startswith(r"\|v\|")
    assert to_latex(v.T @ w, norms=True) == r"\langle v, w \rangle"
    assert to_latex(v.T @ A @ v, norms=True) == to_latex(v.T @ A @ v)
    assert "|" not in to_latex(v.T @ L @ w, norms=True)


@pytest.mark.parametrize("width", ["wide", "10pt", "5 km", "", "-3pt"])
def test_a_width_that_is_none_is_refused(width: str) -> None:
    with pytest.raises(InvalidArgument, match="the width"):
        to_latex(A, width=width)


def test_lengths_are_those_of_tex() -> None:
    assert points("1in") == pytest.approx(72.27)
    assert points("100mm") == pytest.approx(points("10cm"))


def test_an_environment_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidArgument, match="environment"):
        to_latex(A, width=100, environment="eqnarray")


def _too_full(head: str, body: list[str], tmp_path: Path) -> list[float]:
    text = "\n".join(
        [head, r"\usepackage{amsmath,amssymb,graphicx}", r"\begin{document}", *body, r"\end{document}", ""]
    )
    (tmp_path / "page.tex").write_text(text)
    document_class = re.search(r"\\documentclass.*?\{(.*?)\}", head)[1]  # type: ignore[index]
    if not subprocess.run(["kpsewhich", f"{document_class}.cls"], capture_output=True).stdout:
        pytest.skip(f"{document_class}.cls is missing; apt-get install texlive-publishers")
    run = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "page.tex"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 0, run.stdout[-2000:]
    return [float(x) for x in re.findall(r"Overfull \\hbox \(([\d.]+)pt", run.stdout)]


@pytest.mark.slow
@needs_latex
@pytest.mark.parametrize("page", HEADS)
def test_formulas_fit_the_column(page: str, tmp_path: Path) -> None:
    head, width = HEADS[page]
    body = []
    for environment in ENVIRONMENTS:
        for tree in (LONG, short_of_the_long(), s**2 * A.T @ A**2 @ L**3, at(LONG, {s: trace(L)})):
            latex = to_latex(tree, LETTERS, width=width, environment=environment)
            if environment in ("aligned", "split"):
                latex = rf"\begin{{equation*}} {latex} \end{{equation*}}"
            body += [latex, ""]
    assert max(_too_full(head, body, tmp_path), default=0.0) <= 2.0


@needs_latex
def test_the_control_a_formula_of_one_line_does_not_fit(tmp_path: Path) -> None:
    head, _ = HEADS["as ICML"]
    assert max(_too_full(head, [rf"\[ {to_latex(LONG)} \]"], tmp_path)) > 100


@needs_latex
@pytest.mark.parametrize("page", ["article", "as ICML", "REVTeX"])
def test_a_fragment_of_the_command_fits_the_column(page: str, tmp_path: Path) -> None:
    head, width = HEADS[page]
    result = CliRunner().invoke(main, ["latex", "risk", "--width", f"{width}pt"])
    assert result.exit_code == 0, result.output
    assert max(_too_full(head, [result.output], tmp_path), default=0.0) <= 2.0


@pytest.mark.slow
@needs_latex
def test_letters_as_macros_compile_and_change_in_one_place(tmp_path: Path) -> None:
    file = tmp_path / "letters.tex"
    result = CliRunner().invoke(main, ["latex", "risk", "--width", "345pt", "--macros", str(file)])
    assert result.exit_code == 0, result.output
    assert r"\lsaGamma" in result.output
    assert r"\Gamma" not in result.output
    text = file.read_text()
    assert r"\providecommand{\lsaGamma}{{\Gamma}}" in text
    file.write_text(text.replace(r"{{\Gamma}}", r"{{G^{2}}}"))
    assert (
        max(_too_full(HEADS["article"][0], [r"\input{letters}", result.output], tmp_path), default=0.0) < 40
    )


def test_macros_do_not_overwrite_another_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.tex"
    file.write_text("mine")
    result = CliRunner().invoke(main, ["latex", "risk", "--macros", str(file)])
    assert result.exit_code == 2
    assert file.read_text() == "mine"
