"""A notation file proposed from a paper: every letter of its displays, and what it seems to be, as comments."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from lsa_theory.reading.conditions import begins_condition
from lsa_theory.reading.letters import Letter, base_at, is_letter, spelled
from lsa_theory.reading.notation import KINDS
from lsa_theory.reading.parsing.norms import NAMES_OF_NORMS
from lsa_theory.reading.parsing.operators import operator_name
from lsa_theory.reading.parsing.tokens import Token, group_after, tokens_of
from lsa_theory.reading.places import Unreadable
from lsa_theory.referee.displays import displays_of
from lsa_theory.referee.preamble import macros_of
from lsa_theory.referee.source import read_source

_SIZES = frozenset("dnmNMkp")
_POSITIVE = frozenset({r"\Sigma", r"\Lambda", r"\Gamma", "H"})


def proposal(file: Path) -> str:
    """Return the text of a notation file; every guess is a comment, so that nothing is declared unread."""
    source = read_source(file)
    macros = macros_of(source.text)
    counts: Counter[Letter] = Counter()
    for found in displays_of(source.text):
        if found.remark:
            continue
        try:
            counts.update(_letters(tokens_of(found.text, macros), found.text))
        except Unreadable:
            continue
    lines = [
        f"# The letters of {file.name}: correct what each is, in an order in which each uses",
        f"# only those before it, and take the # away. Kinds: {KINDS}.",
        "[letters]",
    ]
    for letter in sorted(counts, key=lambda x: (_rank(_guess(x)), -counts[x])):
        lines.append(f"# '{letter.shown}' = '{_guess(letter)}'  # {counts[letter]} times")
    return "\n".join([*lines, ""])


def _letters(tokens: list[Token], text: str) -> list[Letter]:
    out: list[Letter] = []
    k = 0
    while k < len(tokens):
        if tokens[k].text == r"\sum":
            # The index of a sum is no letter of the notation.
            k = (
                group_after(tokens, k + 2, text)[1]
                if k + 2 < len(tokens) and tokens[k + 1].text == "_"
                else k + 1
            )
            continue
        if tokens[k].text == r"\|" and k + 1 < len(tokens) and tokens[k + 1].text == "_":
            # Below a norm stands which one it is, or a weight.
            inner, after = group_after(tokens, k + 2, text)
            k = after if spelled(inner, text) in NAMES_OF_NORMS else k + 1
            continue
        base, end = base_at(tokens, k, text) if tokens[k].text != "{" else ("", k + 1)
        if not base or not is_letter(base) or operator_name(base) or _is_no_letter(base):
            k = end
            continue
        scripts = {"_": "", "^": ""}
        while end < len(tokens) and tokens[end].text in scripts:
            inner, after = group_after(tokens, end + 1, text)
            scripts[tokens[end].text] = spelled(inner, text)
            end = after
        if base == "I" and not scripts["^"]:
            if len(scripts["_"]) == 1:
                out.append(Letter(scripts["_"]))
            k = end
            continue
        above = scripts["^"] if scripts["^"] in ("*", r"\star", "(i)", "(j)") else ""
        out.append(Letter(base, scripts["_"], above))
        k = end
    return out


def _is_no_letter(base: str) -> bool:
    return begins_condition(base) or base.startswith((r"\begin{", r"\end{"))


def _rank(guess: str) -> int:
    """Return where a letter of this kind may stand: what others use stands first."""
    return next(
        k
        for k, kind in enumerate(("dimension", "positive", "gauss", "samples", ""))
        if guess.startswith(kind)
    )


def _guess(letter: Letter) -> str:
    base = letter.base
    if letter.below in ("i", "j", "t") or letter.above:
        return "samples \\Sigma, n"
    if base in _SIZES and not letter.below:
        return "dimension"
    if base in _POSITIVE and not letter.below:
        return "positive definite d"
    if base in ("x", "w", "z"):
        return "gaussian \\Sigma"
    return "matrix d" if base.isupper() else "scalar"
