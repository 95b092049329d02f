"""Formulas broken into lines: nothing lost, nothing too wide, brackets in pairs."""

import re

import pytest

from lsa_theory.expressions.latex import to_latex
from lsa_theory.paper.layout.breaking import broken, split
from lsa_theory.paper.layout.widths import width
from lsa_theory.theory import population_loss

LONG = to_latex(population_loss.full_loss().as_expression())
NESTED = (
    r"\left.\operatorname{tr}\left(\frac{1}{N} A + \left[B + C\right]^{2} D\right)\right|_{x = 0}"
    r" - \left\|E + F\right\|_F"
)


def bare(text):
    return re.sub(r"\\(left|right|[bB]ig+[lr])|\s+", "", text)


@pytest.mark.parametrize("formula", [LONG, NESTED, "a", r"-\frac{a}{b}"])
@pytest.mark.parametrize("room", [90.0, 200.0, 430.0])
def test_nothing_is_lost(formula, room):
    assert bare("".join(broken(formula, room))) == bare(formula)


@pytest.mark.parametrize("room", [200.0, 300.0, 430.0])
def test_lines_fit(room):
    lines = broken(LONG, room)
    assert len(lines) > 1
    assert max(width(line) for line in lines) <= room


def test_a_break_makes_brackets_of_fixed_size():
    lines = broken(NESTED, 90.0)
    for line in lines:
        assert line.count(r"\left") == line.count(r"\right")
    text = " ".join(lines)
    assert text.count("l(") + text.count(r"l.") == text.count("r)") + text.count(r"r|")


def test_what_cannot_break_is_scaled():
    wide = rf"\frac{{{LONG}}}{{N}} + b"
    lines = broken(wide, 300.0)
    assert lines[0].startswith(r"\resizebox{280pt}")
    assert bare(LONG) in bare("".join(lines))


def test_long_values_leave_the_index():
    value = " + ".join(["a b c"] * 12)
    lines = broken(rf"\left.(X)\right|_{{x = {value},\, y = b}} + c", 200.0)
    assert len(lines) > 2
    text = " ".join(lines)
    assert r"]\text{ at } \{x = a b c" in text
    assert "|" not in text
    assert r"y = b\}" in lines[-1]


def test_no_break_inside_scripts_and_arguments():
    pieces = [p.source for p in split(r"a_{i + j} + \operatorname{tr}(B C)^{2}")]
    assert pieces == ["a_{i + j}", "+", r"\operatorname{tr}", "(", "B", "C", ")^{2}"]
    assert [p.source for p in split(r"{\Sigma_x + 1}^{2} {a} b")] == [r"{\Sigma_x + 1}^{2}", "{a}", "b"]
