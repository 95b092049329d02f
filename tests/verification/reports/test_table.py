import pytest

from lsa_theory.verification.outcome import Counterexample, Finding, Judgement, Verdict
from lsa_theory.verification.reports.table import claim_lines, summary_line

YES, NO, UNSURE = Verdict.CONFIRMED, Verdict.REFUTED, Verdict.UNDECIDED
FINDINGS = (
    Finding("algebra", YES, "all d, N", True, 0.1),
    Finding("field", YES, "error < 1e-44, d = 1..4, N = 1..3 (10 sizes)", True, 0.2),
    Finding("quadrature", UNSURE, "there is no expectation to integrate", applicable=False),
    Finding("simulation", YES, "z = 0.8, 1.0e+06 prompts", seconds=1.0),
)
SMALL = Counterexample({"d": 2}, {"A": (("0", "1"), ("-3/2", "0"))}, (("1",),), (("2",),), (("-1",),))


def judged(verdict=YES, expected=YES, **more):
    return Judgement("loss.reduced", "t", "s", "f", expected, verdict, FINDINGS, **more)


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("name", ["loss.reduced", "a-very-long-name-" * 5])
def test_lines_fit_the_terminal(width, name):
    judgement = Judgement(name, "", "", "", YES, YES, FINDINGS)
    lines = [text for text, _ in claim_lines(judgement, width)]
    assert all(len(line) <= width for line in lines if name not in line)


def test_words_carry_the_verdict_and_every_figure_is_there():
    text = "\n".join(line for line, _ in claim_lines(judged(), 100))
    assert "confirmed     1.3 s" in text
    assert "algebra: all d, N · field: error < 1e-44" in text
    assert "simulation: z = 0.8" in text
    assert "no expectation" not in text


def test_counterexample_is_laid_out_for_hand_checking():
    text = "\n".join(line for line, _ in claim_lines(judged(NO, counterexample=SMALL), 80))
    assert "counterexample: d = 2" in text
    assert "[   0  1]" in text
    assert "[-3/2  0]" in text
    assert "difference = -1" in text


@pytest.mark.parametrize(
    ("verdict", "expected", "words"),
    [(NO, YES, "refuted "), (NO, NO, "refuted (as expected)"), (YES, NO, "confirmed (expected: refuted)")],
)
def test_expectation_is_shown(verdict, expected, words):
    assert words in claim_lines(judged(verdict, expected), 80)[0][0]


def test_reason_is_shown_when_undecided():
    lines = claim_lines(judged(UNSURE, reason="nothing can decide it"), 80)
    assert any("undecided: nothing can decide it" in text for text, _ in lines)


def test_summary():
    line = summary_line([judged(), judged(NO, NO), judged(UNSURE)], 3.21)
    assert line == "3 claims: 1 confirmed, 1 refuted (1 as expected), 1 undecided  (3.2 s)"


def test_a_confirmed_claim_says_why_the_algebra_did_not_speak():
    reason, spoken_of = "the sample x occurs outside a product X X'", frozenset({"equality"})
    absent = Finding("algebra", UNSURE, reason, applicable=False, answers=spoken_of)
    lines = [
        text for text, _ in claim_lines(Judgement("a", "", "", "", YES, YES, (absent, *FINDINGS[1:])), 120)
    ]
    assert any("algebra: not applicable, the sample x occurs outside" in line for line in lines)
    spoken = [text for text, _ in claim_lines(Judgement("a", "", "", "", YES, YES, FINDINGS), 120)]
    assert not any("not applicable" in line for line in spoken)


@pytest.mark.parametrize(("late", "word"), [(False, "error"), (True, "timed out")])
def test_what_broke_is_told_in_one_line_and_counted(late, word):
    broken = judged(UNSURE, failure="KeyError: 'x' at f.py:3", timed_out=late)
    lines = [text for text, _ in claim_lines(broken, 80)]
    assert word in lines[0]
    assert any(f"{word}: KeyError: 'x' at f.py:3" in line for line in lines)
    assert f"1 undecided, 1 {word}  (" in summary_line([broken, judged(UNSURE)], 1.0)
