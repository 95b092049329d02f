"""From LaTeX to a claim: in Python, and in a cell of a notebook."""

from __future__ import annotations

import pytest

from lsa_theory import Claim
from lsa_theory.claims.inequality import Inequality
from lsa_theory.errors import InvalidArgument
from lsa_theory.reading.magic import judged_cell
from lsa_theory.reading.places import Unreadable

LETTERS = {"d": "dimension", r"\Sigma": "positive definite d", "x": r"gaussian \Sigma", "A": "matrix d"}


def test_a_formula_becomes_a_claim_with_its_source() -> None:
    claim = Claim.from_latex(r"\E[xx^\top] = \Sigma", LETTERS, source="Lemma 1")
    assert isinstance(claim, Claim)
    assert claim.describe() == "E[x @ x.T] = Sigma"
    assert claim.source == "Lemma 1"


def test_an_order_becomes_an_inequality_whichever_side_is_larger() -> None:
    for text in (r"\tr(A^2) \le \|A\|_F^2", r"\|A\|_F^2 \geq \tr(A^2)"):
        claim = Claim.from_latex(text, LETTERS)
        assert isinstance(claim, Inequality)
        assert claim.describe() == "tr(A @ A.T) >= tr(A**2)"


def test_a_chain_is_more_than_one_claim() -> None:
    with pytest.raises(InvalidArgument, match="makes 2 claims"):
        Claim.from_latex(r"\tr A = \tr A^\top = \tr(A)", LETTERS)


def test_a_cell_shows_the_reading_with_the_verdict() -> None:
    shown = judged_cell("letters", r"\E\|x\|^2 = \tr(\Sigma^2)", {"letters": LETTERS})
    assert "refuted" in repr(shown)
    assert "read as: E[x.T @ x] = tr(Sigma**2)" in repr(shown)
    assert r"\operatorname{tr}(\Sigma^{2})" in shown._repr_markdown_()


def test_a_cell_without_letters_says_what_is_missing() -> None:
    with pytest.raises(InvalidArgument, match="name of a mapping"):
        judged_cell("", r"\tr A = 0", {})


def test_the_magic_is_registered_by_its_name() -> None:
    pytest.importorskip("IPython")
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    shell.user_ns["letters"] = LETTERS
    shell.extension_manager.load_extension("lsa_theory")
    assert "confirmed" in repr(shell.run_cell_magic("claim", "letters", r"\tr A = \tr A^\top"))


def test_tex_cannot_be_read_as_two_things() -> None:
    letters = {**LETTERS, "T": "scalar"}
    with pytest.raises(Unreadable, match=r"write \^\\top"):
        Claim.from_latex("A^T = A", letters)
    assert Claim.from_latex(r"A^\top = A", letters)
