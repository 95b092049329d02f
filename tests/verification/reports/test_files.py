import json
from xml.etree import ElementTree

from lsa_theory.verification.outcome import Counterexample, Finding, Judgement, Verdict
from lsa_theory.verification.reports.html import to_html
from lsa_theory.verification.reports.json import to_json
from lsa_theory.verification.reports.junit import to_junit

ONE = (("1",),)
WRONG = Judgement(
    "x<y",
    "a title",
    "Lemma & proof",
    "f.py",
    Verdict.CONFIRMED,
    Verdict.REFUTED,
    (Finding("field", Verdict.REFUTED, "sides differ at d = 1", True, 0.123456),),
    Counterexample({"d": 1}, {"A": ONE}, ONE, ONE, ONE),
    statement="A < B",
)
RIGHT = Judgement("ok", "", "", "f.py", Verdict.CONFIRMED, Verdict.CONFIRMED)
UNSURE = Judgement("unsure", "", "", "f.py", Verdict.CONFIRMED, Verdict.UNDECIDED, reason="why")


def test_json_has_the_schema_of_the_design():
    record = json.loads(to_json([WRONG, RIGHT], "1.2"))
    assert record["version"] == "1.2"
    assert record["summary"] == {"confirmed": 1, "refuted": 1, "undecided": 0}
    claim = record["claims"][0]
    assert {"id", "file", "title", "source", "verdict", "witnesses", "counterexample"} <= set(claim)
    assert claim["witnesses"][0] == {
        "name": "field",
        "verdict": "refuted",
        "figure": "sides differ at d = 1",
        "applicable": True,
        "seconds": 0.1235,
    }
    assert claim["counterexample"]["values"] == {"A": [["1"]]}
    assert record["claims"][1]["counterexample"] is None


def test_junit_fails_what_is_not_in_order():
    suite = ElementTree.fromstring(to_junit([WRONG, RIGHT, UNSURE]))[0]
    assert (suite.get("tests"), suite.get("failures")) == ("3", "2")
    assert [case.find("failure") is not None for case in suite] == [True, False, True]
    assert "counterexample: d = 1" in suite[0].find("failure").text


def test_html_escapes_and_stands_alone():
    page = to_html([WRONG], "1.2", 3.0)
    assert "x&lt;y" in page
    assert "Lemma &amp; proof" in page
    assert "A &lt; B" in page
    assert "<script" not in page
    assert "http" not in page
