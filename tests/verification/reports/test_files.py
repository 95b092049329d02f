import json
import re
from xml.etree import ElementTree

import jsonschema
import pytest

from lsa_theory.verification.outcome import Counterexample, Finding, Judgement, Verdict
from lsa_theory.verification.reports.about import About
from lsa_theory.verification.reports.html import to_html
from lsa_theory.verification.reports.json import schema, to_json
from lsa_theory.verification.reports.junit import to_junit
from lsa_theory.verification.run.request import Request
from lsa_theory.verification.written import Line, Written

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
        "decides": False,
        "shares": [],
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
    # The page's own script is the only one, and nothing is loaded from elsewhere.
    assert page.count("<script") == 1
    assert not re.search(r"http|src=|@import|url\(", page)


def test_html_runs_nothing_that_a_claim_brings():
    text = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    line = Line(rf"a = \text{{{text}}}", reason=text)
    judgement = Judgement(
        text,
        text,
        text,
        text,
        Verdict.CONFIRMED,
        Verdict.UNDECIDED,
        (Finding(text, Verdict.UNDECIDED, text),),
        Counterexample({text: 1}, {text: ((text,),)}, ONE, ONE, ONE, part=text, law=text),
        reason=text,
        statement=text,
        written=Written((line, Line(text, formula=False)), (line,)),
    )
    page = to_html([judgement], text, 1.0)
    assert page.count("<script") == page.count("</script>") == 1
    assert "<img" not in page


BROKEN = Judgement(
    "broken", "", "", "f.py", Verdict.CONFIRMED, Verdict.UNDECIDED, failure="KeyError: 'x' at f.py:3"
)
LATE = Judgement(
    "late", "", "", "f.py", Verdict.CONFIRMED, Verdict.UNDECIDED, failure="stopped", timed_out=True
)
ALL = [WRONG, RIGHT, UNSURE, BROKEN, LATE]


def test_json_follows_the_schema_of_the_package():
    record = json.loads(to_json(ALL, "1.2", About.of(Request(("field",)), ["f.py: no"], 5, False)))
    jsonschema.validate(record, schema())
    assert record["witnesses_asked"] == ["field"]
    assert [claim["outcome"] for claim in record["claims"]] == [
        "refuted",
        "confirmed",
        "undecided",
        "error",
        "timed out",
    ]
    assert record["summary"] == {"confirmed": 1, "refuted": 1, "undecided": 1, "error": 1, "timed out": 1}


@pytest.mark.parametrize("key", ["seed", "versions", "claims", "date"])
def test_a_record_without_what_the_schema_asks_for_does_not_validate(key):
    record = json.loads(to_json(ALL, "1.2", About.of(Request(), [], 5, False)))
    del record[key]
    with pytest.raises(jsonschema.ValidationError, match=key):
        jsonschema.validate(record, schema())


def test_junit_tells_errors_from_failures():
    suite = ElementTree.fromstring(to_junit(ALL))[0]
    assert (suite.get("failures"), suite.get("errors")) == ("2", "2")
    assert "KeyError: 'x' at f.py:3" in suite[3].find("error").text


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x0b", "\ud800", "\ufffe", "\x85", "\u202e"])
def test_control_characters_are_written_out(character):
    name = f"a{character}b"
    judgement = Judgement(name, name, name, name, Verdict.CONFIRMED, Verdict.UNDECIDED, reason=name)
    assert ElementTree.fromstring(to_junit([judgement]))[0][0].get("name").startswith("a\\")
    page = to_html([judgement], "1", 1.0)
    assert character not in page
    assert json.loads(to_json([judgement], "1").encode())["claims"][0]["id"] == name
    assert not re.search("[\ud800-\udfff]", to_json([judgement], "1"))


@pytest.mark.parametrize("here", [True, False])
def test_a_page_without_the_extra_says_how_formulas_are_set(here, monkeypatch):
    from lsa_theory.verification.reports import html

    monkeypatch.setattr(html, "available", lambda: here)
    head = html.to_html([WRONG], "1", 1.0).partition("<main>")[0]
    assert ("lsa-theory[report]" in head) is not here
