"""Sums, parentheses and statements as text; what Python, NumPy and their like have in common."""

from __future__ import annotations

import textwrap

WIDTH = 104

# A term of a sum: whether it is subtracted, and its text.
Term = tuple[bool, str]


def bare(text: str) -> str:
    """Return a text without the parentheses around the whole of it, which an argument does not need."""
    if not (text.startswith("(") and text.endswith(")")):
        return text
    depth = 0
    for k, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0 and k < len(text) - 1:
            return text
    return text[1:-1]


def is_primary(text: str) -> bool:
    """Whether a text binds as tightly as a name: a name, or a chain of calls and methods of one."""
    depth = 0
    for letter in text:
        depth += (letter in "([") - (letter in ")]")
        if depth == 0 and not (letter.isalnum() or letter in "_.)]"):
            return False
    return bool(text) and text[0] not in "(["


def plus_first(terms: list[Term]) -> list[Term]:
    """Return a sum with a term that is added in front: a negation there is one operation more."""
    first = next((k for k, (negative, _) in enumerate(terms) if not negative), 0)
    return [*terms[first : first + 1], *terms[:first], *terms[first + 1 :]]


def joined(terms: list[Term]) -> str:
    """Return a sum on one line."""
    text = ""
    for k, (negative, term) in enumerate(terms):
        sign = ("-" if negative else "") if k == 0 else (" - " if negative else " + ")
        text += sign + term
    return text


def statement(name: str, terms: list[Term]) -> list[str]:
    """Return the lines that give a sum a name."""
    line = f"{name} = {joined(terms)}"
    if len(line) <= WIDTH:
        return [line]
    lines = [f"{name} = ("]
    for k, (negative, term) in enumerate(terms):
        sign = "- " if negative else "+ " if k else ""
        lines += textwrap.wrap(
            sign + term,
            WIDTH - 4,
            initial_indent="    ",
            subsequent_indent="        ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    return [*lines, ")"]
