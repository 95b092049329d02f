import json

import pytest

from lsa_theory.claims.collecting.collect import collect
from lsa_theory.cli import main
from lsa_theory.verification.outcome import Judgement, Verdict
from lsa_theory.verification.run.lastfailed import failed_last, record_of, remember
from tests.shells import runner

HEAD = """from lsa_theory import Claim, Inequality, dimension, matrix, trace
A = matrix("A", dimension("d"))
quick = {"witnesses": ["algebra", "field", "search", "proof"]}
"""
GOOD = "good = Claim(trace(A), trace(A.T), **quick)\n"
WRONG = "wrong = Claim(trace(A), 2 * trace(A), **quick)\n"
OPEN = "open_ = Inequality(trace(A @ A.T), trace(A @ A), **quick)\n"
MISPRINT = "misprint = Claim(trace(A), 3 * trace(A), expected='refuted', **quick)\n"


@pytest.fixture
def verify(tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def run(text, *options):
        (tmp_path / "here" / "lemma.py").write_text(HEAD + text)
        return runner().invoke(main, ["verify", "lemma.py", "--jobs", "1", *options])

    return run


def test_quiet_prints_what_needs_attention_and_the_summary(verify):
    lines = verify(OPEN + GOOD + MISPRINT + WRONG, "-q").stdout.splitlines()
    assert lines[0] == "  lemma::wrong: refuted at d = 1: 1 = 2"
    assert lines[1].startswith("  lemma::open-: undecided: ")
    assert "proof=[Step(...)]" in lines[1]
    assert lines[2].startswith("4 claims: 1 confirmed, 2 refuted (1 as expected), 1 undecided")
    assert len(lines) == 3


def test_quiet_is_one_line_where_all_is_as_expected(verify):
    result = verify(GOOD + MISPRINT, "-q")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 1


def test_a_hook_that_breaks_needs_attention(verify):
    hook = "def observe(rng, instance):\n    raise ValueError('no\\ndata')\n"
    broken = "broken = Claim(trace(A), trace(A.T), observe=observe)\n"
    lines = verify(hook + broken, "-q").stdout.splitlines()
    assert lines[0].startswith("  lemma::broken: error: ")
    assert "no data" in lines[0]
    assert len(lines) == 2


def test_few_claims_are_shown_in_full_and_what_needs_attention_last(verify):
    lines = verify(WRONG + GOOD).stdout.splitlines()
    assert any("counterexample: d = 1" in line for line in lines)
    assert lines[-3:-1] == ["What needs attention", "  lemma::wrong: refuted at d = 1: 1 = 2"]


def test_many_claims_are_a_line_a_file_unless_more_is_asked_for(verify):
    many = "".join(
        f"good_{i} = Claim({i + 1} * trace(A), {i + 1} * trace(A.T), **quick)\n" for i in range(31)
    )
    lines = verify(many + WRONG).stdout.splitlines()
    assert lines[0] == "  31 of  32 as expected  lemma"
    assert lines[1].startswith("What needs attention (-v ")
    assert len(lines) == 4
    assert "lemma::good-30" in verify(many + WRONG, "-v").stdout


def test_less_and_more_at_once_is_refused(verify):
    result = verify(GOOD, "-q", "-v")
    assert result.exit_code == 2
    assert "give one of them" in result.stderr


@pytest.mark.parametrize(("text", "code"), [(WRONG, 1), (OPEN, 3)])
def test_exitfirst_stops_and_says_how_many_were_not_judged(verify, text, code):
    result = verify(MISPRINT + text + GOOD, "-x", "--json", "out.json")
    assert result.exit_code == code
    assert "1 of 3 claims were not judged" in result.stdout
    with open("out.json") as file:
        record = json.load(file)
    assert len(record["claims"]) == 2


def test_exitfirst_judges_all_where_all_is_as_expected(verify):
    result = verify(MISPRINT + GOOD, "-x")
    assert result.exit_code == 0
    assert "not judged" not in result.stdout


def test_last_failed_are_judged_alone_until_they_hold(verify):
    assert "nothing was recorded" in verify(GOOD + WRONG + OPEN, "--lf").stderr
    again = verify(GOOD + WRONG.replace("2 *", "1 *") + OPEN, "--lf")
    assert "2 of 3 claims failed last time" in again.stderr
    assert "2 claims: 1 confirmed, 0 refuted, 1 undecided" in again.stdout
    assert "1 claim: " in verify(GOOD + WRONG + OPEN, "--lf").stdout
    assert "none of these failed last time; all 1 are judged" in verify(GOOD, "--lf").stderr


def test_what_was_not_judged_stays_on_record(verify):
    verify(WRONG + OPEN)
    verify(WRONG + OPEN, "-x")
    assert "2 of 2 claims failed" in verify(WRONG + OPEN, "--lf").stderr


def test_a_run_where_all_is_well_leaves_nothing_behind(verify, tmp_path):
    verify(GOOD)
    assert not (tmp_path / "cache").exists()
    assert [file.name for file in (tmp_path / "here").iterdir() if file.suffix] == ["lemma.py"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"last failed": 3}', '{"last failed": [3]}', "\0"])
def test_a_record_that_is_none_is_refused_and_written_anew(verify, tmp_path, text):
    record = record_of(tmp_path / "here")
    record.parent.mkdir(parents=True)
    record.write_text(text)
    result = verify(GOOD, "--lf")
    assert result.exit_code == 2
    assert "is no record of claims that failed" in result.stderr
    verify(WRONG)
    assert len(failed_last(record)) == 1


def test_a_cache_that_cannot_be_written_costs_nothing(verify, tmp_path):
    (tmp_path / "cache").write_text("a file")
    assert verify(WRONG).exit_code == 1


def test_a_claim_has_one_mark_whatever_else_is_judged(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "lemma.py").write_text(HEAD + WRONG)
    (alone,) = collect([tmp_path / "a" / "lemma.py"])
    both = collect([tmp_path])
    record = tmp_path / "record.json"
    remember([alone], [Judgement("x", "", "", "", Verdict.CONFIRMED, Verdict.REFUTED)], record)
    good = Judgement("x", "", "", "", Verdict.CONFIRMED, Verdict.CONFIRMED)
    remember(both, [good, good], record)
    assert failed_last(record) == frozenset()
