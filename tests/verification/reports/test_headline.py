import pytest

from lsa_theory.verification.outcome import Counterexample, Finding, Judgement, Verdict
from lsa_theory.verification.reports.headline import headline

YES, NO, UNSURE = Verdict.CONFIRMED, Verdict.REFUTED, Verdict.UNDECIDED


def judged(verdict, *findings, expected=YES, **more):
    return Judgement("x", "", "", "", expected, verdict, findings, **more)


def at(left, right, difference, sizes=(("d", 2),), **more):
    return Counterexample(dict(sizes), {}, left, right, difference, **more)


def test_the_line_begins_with_the_verdict_and_the_instance():
    found = at((("3",),), (("2",),), (("1",),), (("d", 1), ("N", 1)))
    assert headline(judged(NO, counterexample=found)) == "refuted at d = 1, N = 1: 3 = 2"


def test_of_matrices_the_first_entry_that_differs_is_named():
    found = at((("1", "0"), ("5", "1")), (("1", "0"), ("4", "1")), (("0", "0"), ("1", "0")))
    assert headline(judged(NO, counterexample=found)) == "refuted at d = 2: entry (2, 1), 5 = 4"


def test_without_an_instance_the_line_says_what_refutes():
    nowhere = judged(NO, reason="refuted by algebra: d > 0 everywhere")
    assert headline(nowhere) == "refuted by algebra: d > 0 everywhere"
    expected = judged(NO, reason="refuted by algebra: d > 0 everywhere", expected=NO)
    assert headline(expected).endswith("(as expected)")


def test_an_inequality_keeps_its_sign_and_an_observation_says_so():
    found = at((("0",),), (("1",),), (("-1",),), part="left >= right fails", kind="observed")
    assert headline(judged(NO, counterexample=found)) == "refuted at d = 2: 0 >= 1 (observed)"


@pytest.mark.parametrize(
    ("finding", "reason", "advice"),
    [
        (Finding("proof", UNSURE, "no proof was given; ..."), "", "write proof=[Step(...)]"),
        (Finding("proof", UNSURE, "line 2", against_proof=True), "", "mend the step (line 2)"),
        (Finding("field", YES, ""), "conflict: an instance against algebra", "please report this claim"),
        (
            Finding("field", YES, ""),
            "only field confirms (no other witness was asked)",
            "leave out --witness",
        ),
    ],
)
def test_an_undecided_claim_says_in_one_line_what_to_do(finding, reason, advice):
    line = headline(judged(UNSURE, finding, reason=reason))
    assert line.startswith("undecided: ")
    assert advice in line
    assert "\n" not in line


def test_what_broke_is_not_said_to_be_undecided():
    assert headline(judged(UNSURE, failure="died")) == "error: died"


def test_a_verdict_that_was_not_expected_says_so():
    assert headline(judged(YES, expected=NO)) == "confirmed (expected: refuted)"
