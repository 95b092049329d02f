"""The corpus: what is true is read and confirmed, what is false refuted, what is ambiguous refused with a place."""

from __future__ import annotations

import pytest

from lsa_theory.algebra.normal import equal
from lsa_theory.errors import LsaTheoryError
from lsa_theory.reading.places import Unreadable
from lsa_theory.reading.statements import read_display
from lsa_theory.verification.judge import judge
from lsa_theory.verification.outcome import Verdict
from tests.reading.corpus import sentences
from tests.reading.corpus.letters import letters
from tests.reading.corpus.others import FALSE, REFUSED
from tests.reading.corpus.true import TRUE

KNOWN = letters()


def _holds(text: str) -> bool:
    relations = read_display(text, KNOWN).relations
    assert relations
    return all(equal(r.left, r.right) for r in relations)


@pytest.mark.parametrize("text", TRUE)
def test_a_true_formula_is_read_and_holds(text: str) -> None:
    assert _holds(text)


@pytest.mark.parametrize("text", FALSE)
def test_a_false_formula_is_read_and_does_not_hold(text: str) -> None:
    assert not _holds(text)


def _verdicts(text: str) -> set[Verdict]:
    return {judge(relation.claim()).verdict for relation in read_display(text, KNOWN).relations}


@pytest.mark.parametrize("text", sentences.TRUE)
def test_a_true_sentence_is_read_and_confirmed(text: str) -> None:
    assert _verdicts(text) == {Verdict.CONFIRMED}


@pytest.mark.parametrize("text", sentences.FALSE)
def test_a_false_sentence_is_read_and_refuted(text: str) -> None:
    assert Verdict.REFUTED in _verdicts(text)


@pytest.mark.parametrize("text", sentences.OPEN)
def test_a_sentence_that_nothing_decides_is_read_and_left_open(text: str) -> None:
    assert Verdict.CONFIRMED not in _verdicts(text)


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_is_not_known_is_refused_with_a_place(text: str, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_display(text, KNOWN)
    assert reason in refused.value.reason
    assert refused.value.line >= 1
    assert "^" in str(refused.value)


def test_the_corpus_is_large_and_mostly_read() -> None:
    read = len(TRUE) + len(FALSE) + len(sentences.TRUE) + len(sentences.FALSE) + len(sentences.OPEN)
    assert read + len(REFUSED) >= 120
    assert read >= 0.8 * (read + len(REFUSED))


# Mutants that are true formulas: a sign between independent centred vectors, the covariance of a constant.
TRUE_AGAIN = frozenset(
    [
        r"\E\,(w^\top x + w^\top y)^2 = 2\tr\Sigma",
        r"\E \left\| x + y \right\|^2 = 2 \operatorname{tr} \Sigma",
        r"\mathrm{Cov}(a, w) = 0",
        r"\E[a w^\top] = 0",
        r"r_i := w^\top x_i - \varepsilon_i, \qquad \E\sum_{i=1}^n r_i^2 = n\tr\Sigma + n\sigma^2",
    ]
)


# A sign, a digit or a letter becomes another.
_OTHER = {
    "+": "-", "-": "+", "0": "1", "1": "23", "2": "31", "3": "42", "4": "53", "5": "6", "A": "BC", "B": "AC",
    "C": "AB", "d": "n", "n": "dN", "N": "n", "a": "b", "b": "a", "u": "c", "H": "A", "x": "wa", "y": "w",
    "U": "A", "S": "A", "w": "x",
}  # fmt: skip


def _mutants() -> list[tuple[str, str]]:
    found = []
    for text in TRUE:
        for k, character in enumerate(text):
            begun = text.rfind("\\", 0, k + 1)
            command = begun >= 0 and text[begun + 1 : k + 1].isalpha()
            name = text[:k].endswith("{") and text[:k].rstrip("{").endswith(("tag", "begin"))
            if character in _OTHER and not command and not name:
                found.extend((text, text[:k] + other + text[k + 1 :]) for other in _OTHER[character])
    return found


@pytest.mark.slow
def test_no_mutant_is_confirmed_that_says_something_else() -> None:
    mutants = _mutants()
    assert len(mutants) >= 500
    confirmed = []
    for text, mutant in mutants:
        try:
            if _holds(mutant):
                confirmed.append((text, mutant))
        except LsaTheoryError:
            continue
    assert not [pair for pair in confirmed if pair[1] not in TRUE_AGAIN]
