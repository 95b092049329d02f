"""Corrupted formulas: read or refused with a place, in no time, and what was read prints back to an equal reading."""

from __future__ import annotations

import random
import re
import time

import pytest

from lsa_theory.algebra.normal import equal
from lsa_theory.errors import LsaTheoryError, UnsupportedExpression
from lsa_theory.expressions.latex import to_latex
from lsa_theory.reading.formula import from_latex
from lsa_theory.reading.places import Unreadable
from lsa_theory.reading.printed import printed_notation
from lsa_theory.reading.statements import read_display
from tests.reading.corpus.letters import letters
from tests.reading.corpus.others import FALSE, REFUSED
from tests.reading.corpus.true import TRUE

KNOWN = letters()
FORMULAS = [*TRUE, *FALSE, *(text for text, _ in REFUSED)]
PIECES = [
    *"{}()[]^_+-=/|&,.;:'\\%$#~ 0129abcdxnAIT",
    *[
        r"\frac",
        r"\tr",
        r"\E",
        r"\sum_i",
        r"\sum_{i=1}^n",
        r"\left",
        r"\right",
        r"\|",
        r"\langle",
        r"\rangle",
    ],
    *[r"\top", r"\Sigma", r"\nabla_U", r"\sqrt", r"\hat", r"^{-1}", r"^\top", r"_i", r"^{1/2}", r"\left."],
    *[
        r"\right|_{u=0}",
        r"\\",
        r"\mid",
        r"\cdot",
        r"\mathrm{d}",
        r"\begin{align}",
        r"\end{align}",
        r"\begin{pmatrix}",
        r"\end{pmatrix}",
    ],
]


def _corrupted(source: random.Random) -> str:
    """Return a formula with some tokens, or some characters, lost, new or exchanged, or spliced with another."""
    whole = re.compile(r"\\[a-zA-Z]+|." if source.random() < 0.7 else ".", re.DOTALL)
    parts = whole.findall(source.choice(FORMULAS))
    for _ in range(source.choice([1, 1, 1, 2, 3])):
        k = source.randrange(len(parts) + 1)
        match source.randrange(7):
            case 0 | 1:
                del parts[k : k + source.randint(1, 2)]
            case 2 | 3:
                parts.insert(k, source.choice(PIECES))
            case 4 | 5:
                parts[k : k + 1] = [source.choice(PIECES)]
            case _:
                other = whole.findall(source.choice(FORMULAS))
                parts[k:] = other[source.randrange(len(other) + 1) :]
    return "".join(parts)


@pytest.mark.parametrize("seed", range(10))
def test_a_corrupted_formula_is_read_or_refused_and_prints_back(seed: int) -> None:
    source = random.Random(seed)
    for _ in range(1000):
        text = _corrupted(source)
        begin = time.process_time()
        try:
            relations = read_display(text, KNOWN).relations
        except Unreadable:
            continue
        finally:
            assert time.process_time() - begin < 5, text
        for relation in relations:
            for side in (relation.left, relation.right):
                printed = to_latex(side, {"x": "x"})
                try:
                    back = from_latex(printed, printed_notation([side], {"x": "x"}))
                except LsaTheoryError:
                    continue
                if repr(back) == repr(side):
                    continue
                try:
                    assert equal(back, side), (text, printed)
                except UnsupportedExpression:
                    assert back.shape == side.shape


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000,
        "{" * 5000 + "}" * 5000,
        r"\sqrt{" * 400 + "2" + "}" * 400,
        r"\sum_i" * 500,
        "a^" * 500,
        r"\|" * 3000,
    ]
    + [r"\frac" * 2000, "-" * 3000, r"\E" * 2000, "9" * 5000, "u" * 5000, "²", "u^²", "\x00", "\ud800", "\\"],
)
def test_what_is_deep_or_long_is_refused_at_once(text: str) -> None:
    # Time of its own: how busy the machine is, is not asked.
    begin = time.process_time()
    with pytest.raises(Unreadable):
        read_display(f"{text} = 1", KNOWN)
    assert time.process_time() - begin < 1
