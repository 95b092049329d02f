"""Text with formulas between dollar signs as LaTeX, and as plain text."""

import pytest

from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.notation import TABLE
from lsa_theory.marked_text import check_marked, parts, plain
from lsa_theory.paper.formulas import Formula
from lsa_theory.paper.layout.escaping import escaped
from lsa_theory.paper.marked import Marked

marked = Marked()


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("u_{-1} U_11 = Gamma^{-1}", r"u_{-1} U_{11} = \Gamma^{-1}"),
        ("sigma^2 |Gamma|_op sqrt(d) < 2", r"\sigma^{2} \|\Gamma\|_{\mathrm{op}} \sqrt{d} < 2"),
        ("d x d", r"d \times d"),
        ("x x'", r"x x^{\top}"),
        ("E E'/N", r"E_{} E^{\top}/N"),
        ("E[x x']", r"\mathbb{E}[x x^{\top}]"),
        ("E[y_q | x_q, w] = 0", r"\mathbb{E}[y_{q} \mid x_q, w] = 0"),
        ("y_i = <v, x_i> + s e_i", r"y_{i} = \langle v, x_{i}\rangle + s e_{i}"),
        ("Γ ≥ ½ Λ²", r"\Gamma \ge 1/2 \Lambda^{2}"),
        ("e^{-2 sqrt(d) l^2 t}", r"e^{- 2 \sqrt{d} \ell^{2} t}"),
        ("|w|_Lambda^2", r"\|w\|_{\Lambda}^{2}"),
        ("+-|x|", r"\pm |x|"),
        ("sum_h W^PV_h E", r"\sum_{h} W^{PV}_{h} E_{}"),
        ("dU_11/dt", r"\mathrm{d}U_{11}/\mathrm{d}t"),
        ("(Gamma Lambda)^1/2", r"(\Gamma \Lambda)^{1/2}"),
        ("rank(E E')", r"\operatorname{rank} (E_{} E^{\top})"),
        ("E (even)^2", r"\mathbb{E} (\text{even})^{2}"),
        ("a", "a"),
        ("A = c I", "A = c I"),
    ],
)
def test_a_formula_is_set_as_it_is_spelt(text, latex):
    assert Formula()(text) == latex
    assert marked(f"so ${text}$.") == f"so ${latex}$."


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("a matrix A, a vector x and I", "a matrix A, a vector x and I"),
        ("Gamma_1 is 50 % of {b}", r"Gamma\_1 is 50 \% of \{b\}"),
        (r"it costs \$5, and $x$", r"it costs \$5, and $x$"),
        ("right-hand side", "right-hand side"),
    ],
)
def test_what_stands_outside_is_text(text, latex):
    assert marked(text) == latex


def test_ids_in_backquotes_are_typewriter():
    assert marked("see `flow.u_1` for $u_1$") == r"see \texttt{flow.u\_1} for $u_{1}$"


def test_the_notation_reaches_formulas_and_no_text():
    assert Marked({"Gamma": "H"})("$Gamma^{-1}$ of Gamma") == "$H^{-1}$ of Gamma"


def test_every_character_is_made_harmless():
    text = escaped('\\{}%&#$_~^<>|"\u2603\u03b3')
    for command in (r"\textbackslash{}", r"\%", r"\&", r"\#", r"\$", r"\_", "[U+2603]", r"$\gamma$"):
        assert command in text


@pytest.mark.parametrize("text", ["|", "a | b", "x ~ y", "a & b", "50 %", "{x}", "#", "x^", "(", "]", "a_"])
def test_no_formula_ends_its_own_mathematics(text):
    assert "$" not in Formula()(text)


def test_a_terminal_shows_the_text_without_the_signs():
    assert plain(r"the minimiser is $u U = Gamma^{-1}$, at \$5") == "the minimiser is u U = Gamma^{-1}, at $5"
    assert parts("$a$$b$") == ["", "a", "", "b", ""]


@pytest.mark.parametrize("text", ["$", "where $d = 1", "$a$ and $b", r"$a\$"])
def test_a_formula_that_does_not_end_is_refused(text):
    with pytest.raises(InvalidArgument, match="does not end"):
        check_marked(text, "note")
    with pytest.raises(InvalidArgument, match="does not end"):
        marked(text)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_the_table_has_no_maths_left_as_text(name):
    shown = marked(TABLE[name].meaning) + marked(TABLE[name].assumption)
    outside = "".join(shown.split("$")[::2])
    assert "^" not in outside
    assert "_" not in outside
