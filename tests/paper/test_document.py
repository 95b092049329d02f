"""The paper without TeX: complete, balanced, in the reader's notation."""

import re

import pytest
from click.testing import CliRunner

from lsa_theory.claims.equality import Claim, Statement
from lsa_theory.cli import main
from lsa_theory.expressions import dimension, matrix, positive_definite, trace
from lsa_theory.paper.section import read
from lsa_theory.paper.selection import bundled, in_order
from lsa_theory.paper.statements import proof, statement
from lsa_theory.paper.style import Style, breakable, label
from tests.bundled import bundled_claims


def latex(*arguments):
    return CliRunner().invoke(main, ["latex", *map(str, arguments)])


@pytest.fixture(scope="module")
def paper():
    result = latex("--all")
    assert result.exit_code == 0, result.output
    return result.output


SOME = ("risk", "minimum", "flow_reduced", "shifts", "pl_inequality", "--document")


@pytest.fixture(scope="module")
def some():
    return latex(*SOME).output


@pytest.fixture(scope="module")
def renamed(tmp_path_factory):
    file = tmp_path_factory.mktemp("notation") / "mine.toml"
    file.write_text("[notation]\nGamma = 'H'\n")
    result = latex(*SOME, "--notation", file)
    assert result.exit_code == 0, result.output
    return result.output


def without_text_dollars(text):
    return text.replace(r"\$", "").replace(r"\{", "").replace(r"\}", "")


def check_balanced(text):
    plain = without_text_dollars(text)
    depth = 0
    for character in plain:
        depth += (character == "{") - (character == "}")
        assert depth >= 0
    assert depth == 0
    assert plain.count("$") % 2 == 0
    stack = []
    for kind, name in re.findall(r"\\(begin|end)\{([a-z*]+)\}", plain):
        if kind == "begin":
            stack.append(name)
        else:
            assert stack.pop() == name
    assert not stack
    for display in re.findall(r"\\begin\{align\*\}(.*?)\\end\{align\*\}", plain, re.DOTALL):
        # The rows of a matrix are no rows of the display.
        whole = re.sub(r"\\begin\{pmatrix\}.*?\\end\{pmatrix\}", "", display, flags=re.DOTALL)
        for row in whole.split(r"\\"):
            assert row.count(r"\left") - row.count(r"\leftarrow") == row.count(r"\right")


@pytest.mark.slow
def test_braces_and_environments_are_balanced(paper):
    check_balanced(paper)


@pytest.mark.slow
@pytest.mark.parametrize("damage", [("\\end{align*}", ""), ("}", ""), (r"\right)", ")"), ("$", "")])
def test_the_check_of_balance_rejects_damage(paper, damage):
    with pytest.raises((AssertionError, IndexError)):
        check_balanced(paper.replace(*damage, 1))


@pytest.mark.slow
def test_every_claim_is_rendered_once(paper):
    for item in bundled_claims():
        head = (
            rf"\claim{{{breakable(item.identifier)}}}{{{label(item.identifier)}}}{{\{item.claim.expected}}}"
        )
        assert paper.count(head) == 1, item.identifier


@pytest.mark.slow
def test_links_have_targets(paper):
    targets = set(re.findall(r"\\claim\{[^{}]*(?:\{\}[^{}]*)*\}\{([^{}]*)\}", paper))
    links = set(re.findall(r"\\hyperref\[([^\]]*)\]", paper))
    assert links
    assert links <= targets


@pytest.mark.slow
def test_no_tree_node_or_python_is_left(paper):
    body = paper.partition(r"\begin{document}")[2]
    assert "**" not in body
    assert "@" not in body.replace("@{}", "")
    assert r"\operatorname{Symbol" not in body


@pytest.mark.slow
def test_notation_changes_everywhere(some, renamed):
    assert some.count(r"\Gamma") > 100
    assert r"\Gamma" not in renamed
    assert renamed.count("H") - some.count("H") == some.count(r"\Gamma")
    check_balanced(renamed)


def test_derivations_follow_what_they_use():
    found = bundled()
    for derivations in (found, in_order(found[::-1])):
        order = [d.name for d in derivations]
        assert order.index("flow_reduced") < order.index("flow_balance") < order.index("convergence_limit")


def test_a_claim_alone_is_a_fragment():
    result = latex("moment.fourth")
    assert result.exit_code == 0, result.output
    assert r"\documentclass" not in result.output
    assert r"\mathbb{E}[x_{0} x_{0}^{\top} A x_{0} x_{0}^{\top}]" in result.output
    assert result.output.count("\n\\claim{") == 1
    check_balanced(result.output)


def test_a_derivation_alone_is_a_section():
    result = latex("risk")
    assert r"\section{The trained layer" in result.output
    assert result.output.count("\n\\claim{") == len([c for c in bundled_claims() if c.file.stem == "risk"])


def test_a_file_of_ones_own(tmp_path):
    file = tmp_path / "lemma.py"
    assert CliRunner().invoke(main, ["new", str(file)]).exit_code == 0
    result = latex(file, "--document")
    assert result.exit_code == 0, result.output
    assert result.output.count("\n\\claim{") == 3
    check_balanced(result.output)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "name a claim, a derivation or a file"),
        (("moment.fort",), "did you mean moment.fourth"),
        (("--all", "risk"), "leave out either --all or risk"),
        (("moment.fourth", "--document"), "--document takes derivations and files"),
        (("risk", "-o", "/nowhere/x.tex"), "cannot be written"),
    ],
)
def test_errors_say_what_to_do(arguments, message):
    result = latex(*arguments)
    assert result.exit_code == 2
    assert message in result.output


def test_output_file(tmp_path):
    result = latex("moments", "-o", tmp_path / "x.tex")
    assert result.exit_code == 0
    assert r"\section{Two Gaussian moments" in (tmp_path / "x.tex").read_text()


d = dimension("d")
A, L = matrix("A", d), positive_definite("Lambda", d)


def test_a_refuted_claim_shows_the_difference():
    claim = Claim(trace(A @ L), 2 * trace(L @ A), id="x", expected="refuted")
    text = "\n".join([*statement(claim, Style()), *proof(claim, Style())])
    assert r"\overset{?}{=}" in text
    assert r"\text{left} - \text{right} &= -\operatorname{tr}(A \Lambda)" in text


class Strange(Statement):
    """A kind of statement that nobody has told the renderer about."""

    def describe(self):
        return "50 % of {this}_is & that"


def test_an_unknown_statement_is_shown_by_its_words():
    lines = statement(Strange(id="x"), Style())
    assert r"50 \% of \{this\}\_is \& that\par" in lines
    assert proof(Strange(id="x"), Style()) == []


class Inequality(Statement):
    """One that bears a known name but has none of its fields."""

    def identities(self):
        return ()


def test_a_known_name_with_other_fields_does_not_crash():
    assert "Inequality" in " ".join(statement(Inequality(id="x", title="Inequality"), Style()))


def test_a_derivation_without_docstring(tmp_path):
    file = tmp_path / "bare.py"
    file.write_text(
        "from lsa_theory import Claim, dimension, matrix, trace\n"
        "A = matrix('A', dimension('d'))\nmine = Claim(trace(A.T), trace(A))\n"
    )
    assert read(file).title == "bare"
    assert latex(file).exit_code == 0


def own(tmp_path, line):
    file = tmp_path / "mine.py"
    file.write_text(
        "from lsa_theory import *\nd = dimension('d'); N = dimension('N')\n"
        "A = matrix('A', d); L = positive_definite('Lambda', d); S = samples('x', covariance=L, count=N).covariance\n"
        f"{line}\n"
    )
    return latex(file).output


@pytest.mark.parametrize(
    "line",
    [
        "wrong = Claim(E(S @ inverse(L) @ S), L + d / N * L)",
        "wrong = Claim(trace(A), trace(A) + 1)",
        "wrong = Inequality(norm_squared(A), 0, proof=[Step(2 * norm_squared(A))])",
        "wrong = [Claim(trace(A @ A), trace(A @ A.T))]",
    ],
)
def test_a_claim_whose_sides_differ_is_never_shown_as_expected(tmp_path, line):
    text = own(tmp_path, line).partition("\\providecommand{\\step}")[2]
    assert r"\confirmed" not in text
    assert r"\differs{" in text
    assert r"\text{left} - \text{right}" in text


def test_a_claim_that_holds_has_no_red_line(tmp_path):
    text = own(tmp_path, "right = Claim(trace(A.T), trace(A))").partition("\\providecommand{\\step}")[2]
    assert r"\confirmed" in text
    assert r"\differs{" not in text
    assert r"\emph{}" not in text
