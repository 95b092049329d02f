import pytest

from lsa_theory.errors import InvalidArgument
from lsa_theory.verification.outcome import Judgement, Verdict
from lsa_theory.verification.run.command import Outputs, exit_code

YES, NO, UNSURE = Verdict.CONFIRMED, Verdict.REFUTED, Verdict.UNDECIDED


def judged(verdict, expected=YES):
    return Judgement("id", "", "", "", expected, verdict)


@pytest.mark.parametrize(
    ("judgements", "code"),
    [
        ([], 0),
        ([judged(YES)], 0),
        ([judged(YES), judged(NO, NO)], 0),
        ([judged(YES), judged(NO)], 1),
        ([judged(YES, NO)], 1),
        ([judged(UNSURE, NO)], 1),
        ([judged(YES), judged(UNSURE)], 3),
        ([judged(NO), judged(UNSURE)], 1),
    ],
)
def test_exit_code(judgements, code):
    assert exit_code(judgements) == code


def broken(expected=YES, verdict=UNSURE):
    return Judgement("id", "", "", "", expected, verdict, failure="died")


@pytest.mark.parametrize(
    ("judgements", "problems", "code"),
    [
        ([broken()], (), 4),
        ([judged(YES), broken()], (), 4),
        ([judged(NO), broken()], (), 1),
        ([broken(NO, NO)], (), 4),
        ([judged(YES)], ("a.py: no",), 2),
        ([judged(UNSURE)], ("a.py: no",), 2),
        ([broken()], ("a.py: no",), 4),
        ([judged(NO)], ("a.py: no",), 1),
    ],
)
def test_what_broke_or_was_not_loaded_has_its_exit_code(judgements, problems, code):
    assert exit_code(judgements, problems) == code


def test_reports_that_cannot_be_written_are_refused_before_the_work(tmp_path):
    with pytest.raises(InvalidArgument, match=r"--json .*the folder .* does not exist"):
        Outputs(json=str(tmp_path / "no" / "x.json")).check_writable()
    with pytest.raises(InvalidArgument, match=r"--html .*is a folder"):
        Outputs(html=str(tmp_path)).check_writable()
    with pytest.raises(InvalidArgument, match="only --json prints"):
        Outputs(html="-").check_writable()
    Outputs(json="-", junit=str(tmp_path / "x.xml")).check_writable()
