"""Docstring text as LaTeX."""

import pytest

from lsa_theory.expressions.notation import TABLE
from lsa_theory.paper.prose import Prose, escaped

prose = Prose()


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("u_{-1} U_11 = Gamma^{-1}", r"$u_{-1} U_{11} = \Gamma^{-1}$"),
        ("sigma^2 |Gamma|_op sqrt(d) < 2", r"$\sigma^{2} \|\Gamma\|_{\mathrm{op}} \sqrt{d} < 2$"),
        ("a d x d matrix A", r"a $d \times d$ matrix $A$"),
        ("A matrix, a vector and I", "A matrix, a vector and $I$"),
        ("one prompt's own i.i.d. x", "one prompt's own i.i.d. $x$"),
        ("E E'/N and E[x x']", r"$E_{} E^{\top}/N$ and $\mathbb{E}[x x^{\top}]$"),
        ("y_i = <v, x_i> + s e_i", r"$y_{i} = \langle v, x_{i}\rangle + s e_{i}$"),
        ("50 % of A_B & {b}", r"50 \% of $A_{B}$ \& \{$b$\}"),
        ("u_12 = u_21 = 0, so", r"$u_{12} = u_{21} = 0$, so"),
        ("right-hand side", "right-hand side"),
        ("Γ ≥ ½ Λ²", r"$\Gamma \ge 1/2 \Lambda^{2}$"),
        ("an unclosed (bracket", "an unclosed (bracket"),
        ("e^{-2 sqrt(d) l^2 t}", r"$e^{- 2 \sqrt{d} \ell^{2} t}$"),
        ("|w|_Lambda^2 and U_ij", r"$\|w\|_{\Lambda}^{2}$ and $U_{ij}$"),
        ("0 and +-|x|", r"0 and $\pm |x|$"),
        ("sum_h W^PV_h E", r"$\sum_{h} W^{PV}_{h} E_{}$"),
        ("dU_11/dt", r"$\mathrm{d}U_{11}/\mathrm{d}t$"),
        ("(Gamma Lambda)^1/2", r"$(\Gamma \Lambda)^{1/2}$"),
    ],
)
def test_formulas_in_text(text, latex):
    assert prose(text) == latex


def test_ids_in_backquotes_are_typewriter():
    assert prose("see `flow.u_1`") == r"see \texttt{flow.u\_1}"


def test_the_notation_reaches_prose():
    assert Prose({"Gamma": "H"})("Gamma^{-1} of Gammas") == r"$H^{-1}$ of Gammas"


def test_every_character_is_made_harmless():
    text = escaped('\\{}%&#$_~^<>|"\u2603\u03b3')
    for command in (r"\textbackslash{}", r"\%", r"\&", r"\#", r"\$", r"\_", "[U+2603]", r"$\gamma$"):
        assert command in text


@pytest.mark.parametrize("name", sorted(TABLE))
def test_the_table_has_no_maths_left_as_text(name):
    shown = prose(TABLE[name].meaning) + prose(TABLE[name].assumption)
    outside = "".join(shown.split("$")[::2])
    assert "^" not in outside
    assert "_" not in outside.replace(r"\_", "")
