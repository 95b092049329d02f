"""Errata list what was refuted with its correction, and nothing that was not decided as expected."""

from pathlib import Path

from click.testing import CliRunner

from lsa_theory import Claim, dimension, matrix, trace
from lsa_theory.claims.collecting.collect import Collected
from lsa_theory.cli import main
from lsa_theory.verification.judge import judge
from lsa_theory.verification.reports.errata import Entry, relevant, to_markdown
from tests.bundled import bundled_claims

d = dimension("d")
A, B = matrix("A", d), matrix("B", d)


def entries(*claims):
    items = [Collected(c.id, c, Path("toy.py"), "toy") for c in claims]
    return [Entry(item, judge(item.claim, identifier=item.identifier)) for item in relevant(items)]


PRINTED = Claim(
    trace(A @ B),
    trace(A) * trace(B),
    id="trace.as-printed",
    source="a paper, (3)",
    expected="refuted",
    note="the trace of a product is no product of traces",
)
RIGHT = Claim(
    trace(A @ B), trace(B @ A), id="trace", title="the trace is cyclic", corrects="trace.as-printed"
)


def test_a_misprint_with_its_counterexample_and_correction():
    text = to_markdown(entries(PRINTED, RIGHT, Claim(A, A, id="else")))
    assert "### `trace.as-printed`" in text
    assert "counterexample: d = 2" in text
    assert "the trace of a product is no product of traces." in text
    assert "Corrected (`trace`, confirmed): the trace is cyclic." in text
    assert "else" not in text


def test_what_is_not_decided_as_expected_is_named_and_not_listed():
    hopeful = Claim(trace(A), trace(A.T), id="true.as-printed", expected="refuted", note="nothing")
    text = to_markdown(entries(hopeful))
    assert "### `true.as-printed`" not in text
    assert "not listed: true.as-printed" in text


def test_guesses_and_improvements_have_their_own_lists():
    guess = Claim(A @ B, B @ A, id="commute", expected="refuted", title="they commute", note="They do not.")
    better = Claim(trace(A @ B), trace(B @ A), id="better", strengthens="No hypothesis is needed.")
    text = to_markdown(entries(guess, better))
    assert "- **`commute`**: they commute. They do not." in text
    assert "No hypothesis is needed." in text


def test_the_committed_errata_name_every_bundled_misprint():
    text = (Path(__file__).parents[3] / "ERRATA.md").read_text(encoding="utf-8")
    for item in bundled_claims():
        if item.claim.expected == "refuted" or item.claim.strengthens:
            assert f"`{item.identifier}`" in text, (
                "run `lsa-theory errata -o ERRATA.md` and commit the result"
            )


def test_what_is_refuted_and_was_not_expected_to_be_is_listed():
    text = to_markdown(
        [
            Entry(Collected("mine::wrong", c, Path("mine.py"), ""), judge(c))
            for c in [
                Claim(trace(A @ A), trace(A @ A.T)),
            ]
        ]
    )
    assert "## Refuted, and not expected to be" in text
    assert "### `mine::wrong`" in text
    assert "counterexample: d = 2" in text
    assert "tr(A @ A) = tr(A @ A.T)" in text


def test_the_command_lists_every_refuted_claim_of_a_folder(tmp_path):
    head = "from lsa_theory import *\nA = matrix('A', dimension('d'))\n"
    (tmp_path / "one.py").write_text(
        head + "wrong = Claim(trace(A @ A), trace(A @ A.T))\nfine = Claim(A, A)\n"
    )
    (tmp_path / "two.py").write_text(head + "lemmas = [Claim(trace(A), 2 * trace(A))]\n")
    result = CliRunner().invoke(main, ["errata", str(tmp_path), "--jobs", "1"])
    assert result.exit_code == 0, result.output
    assert "### `one::wrong`" in result.output
    assert "### `two::lemmas.0`" in result.output
    assert "one::fine" not in result.output
