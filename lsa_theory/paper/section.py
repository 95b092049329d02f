"""One derivation as a section: where it comes from, what is stated, the steps, the closed form."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

from lsa_theory.claims.collecting.collect import Collected, claims_of, load
from lsa_theory.claims.equality import Statement
from lsa_theory.claims.questions.what_is import WhatIs
from lsa_theory.errors import LsaTheoryError
from lsa_theory.expressions import Expression
from lsa_theory.expressions.expression import as_expression
from lsa_theory.marked_text import check_marked
from lsa_theory.paper.differing import difference_lines, differing
from lsa_theory.paper.layout.display import Link
from lsa_theory.paper.statements import proof, statement
from lsa_theory.paper.steps import steps
from lsa_theory.paper.style import Style, breakable, label

# Words with which a paragraph of a docstring says what it is about.
_FIELD = re.compile(r"(?:(?<=^)|(?<=[.:;] )|(?<=\n))(Source|Assumptions?[^:.]{0,40}|Uses)(?=: )")


# A name with dots or dashes is a label for the author, not words for a reader.
_IDENTIFIER = re.compile(r"[\w-]*[\w][.-][\w.-]+")


@dataclass(frozen=True)
class Derivation:
    """A file of claims: its name, its text, what it derives, its claims."""

    name: str
    text: str
    results: Mapping[str, Expression]
    claims: tuple[Collected, ...]

    @property
    def title(self) -> str:
        """The first line of the docstring."""
        return self.text.strip().splitlines()[0].rstrip(".") if self.text.strip() else self.name


def read(file: Path) -> Derivation:
    """Return the derivation of a file.

    Raises
    ------
    UnloadableFile
        If the file cannot be imported or its claims cannot be made.
    InvalidArgument
        If a formula in its docstring does not end.
    """
    module = load(file)
    check_marked(module.__doc__ or "", f"{file}: the docstring")
    return Derivation(file.stem, module.__doc__ or "", _results(module), tuple(claims_of(file)))


def section(derivation: Derivation, style: Style) -> list[str]:
    """Return the lines of the section."""
    style = replace(style, derived=_in_words(derivation))
    lines = [rf"\section{{{heading(derivation.title, style)}}}", rf"\label{{section:{derivation.name}}}"]
    lines += paragraphs(derivation.text.strip().partition("\n")[2], style)
    lines += _intermediate(derivation, style)
    for item in derivation.claims:
        lines += claim_lines(item, style)
    return lines


def heading(title: str, style: Style) -> str:
    """Return a title with formulas, and their plain spelling for the bookmarks of the PDF."""
    shown = style.prose(title)
    if "$" not in shown:
        return shown
    plain = re.sub(r"[^A-Za-z0-9 ,.:;()'/=+-]", "", title)
    return rf"\texorpdfstring{{{shown}}}{{{plain}}}"


def paragraphs(text: str, style: Style) -> list[str]:
    """Return the prose of a docstring, what it says of source, assumptions and use set off."""
    lines: list[str] = []
    for block in re.split(r"\n[ \t]*\n", text.strip("\n")):
        if not block.strip():
            continue
        if all(line.startswith("    ") for line in block.splitlines()):
            lines += [r"\begin{quote}", *_wrapped(style.prose(" ".join(block.split()))), r"\end{quote}"]
            continue
        if re.match(r"(\d+\.|-) ", block):
            lines += _list(block, style)
            continue
        flat = " ".join(line.strip() for line in block.splitlines())
        parts = _FIELD.split(flat)
        if parts[0].strip():
            lines += [*_wrapped(style.prose(parts[0].strip())), ""]
        for field, body in zip(parts[1::2], parts[2::2], strict=True):
            body = body.removeprefix(":").strip()
            lines += [rf"\field{{{style.prose(field)}}}", *_wrapped(style.prose(body)), ""]
    return lines


def _list(block: str, style: Style) -> list[str]:
    """Return a numbered or dashed list."""
    items = re.split(r"\n(?=(?:\d+\.|-) )", block)
    kind = "itemize" if block.startswith("-") else "enumerate"
    lines = [rf"\begin{{{kind}}}"]
    for item in items:
        body = " ".join(re.sub(r"^(\d+\.|-) ", "", item).split())
        lines += _wrapped(rf"\item {style.prose(body)}")
    return [*lines, rf"\end{{{kind}}}"]


def claim_lines(item: Collected, style: Style) -> list[str]:
    """Return one claim: id, title, source, statement, steps, what is expected of the judges."""
    claim = item.claim
    verdict = r"\confirmed" if claim.expected == "confirmed" else r"\refuted"
    if any(isinstance(question, WhatIs) for question in claim.questions):
        verdict = r"\differs{the right side is open}"
    wrong = differing(claim) if claim.expected == "confirmed" else []
    if wrong:
        verdict = r"\differs{this does not hold as stated}"
        if all(equality.step for equality in wrong):
            verdict = r"\differs{the proof does not hold}"
    lines = ["", rf"\claim{{{breakable(item.identifier)}}}{{{label(item.identifier)}}}{{{verdict}}}"]
    if claim.title:
        lines.append(rf"\emph{{{style.prose(claim.title)}}}.")
    if verdict == r"\refuted":
        lines.append("As printed; this is false.")
    lines += statement(claim, style)
    lines += difference_lines(wrong, style)
    lines += _unless_said(claim, style)
    shown = proof(claim, style)
    if shown:
        lines += [r"\Steps{}", *shown]
    return lines


def _unless_said(claim: Statement, style: Style) -> list[str]:
    if not claim.note:
        return []
    lead = "What is wrong: " if claim.expected == "refuted" else ""
    return _wrapped(f"{lead}{style.prose(claim.note)}.".replace("..", "."))


def _intermediate(derivation: Derivation, style: Style) -> list[str]:
    """Return what the file derives and no claim shows, each with its steps."""
    shown = [getattr(item.claim, "left", None) for item in derivation.claims]
    ids = {item.label or item.identifier for item in derivation.claims}
    lines: list[str] = []
    for name, value in derivation.results.items():
        if value in shown or name in ids:
            continue
        found = [Link("=", step.formula, step.reason) for step in steps(value, style)]
        first, words = style.maths(value), style.symbol(style.derived.get(value, ""), value)
        if words:
            lines += style.chain(words, [Link("=", found[-1].formula if found else first)])
        else:
            lines += [rf"\step{{{style.prose(name)}}}", *style.chain(first, found)]
    return ["", r"\Derived{}", *lines] if lines else []


def _in_words(derivation: Derivation) -> dict[Expression, str]:
    """Return the results with the words that name them; one that is named like a claim has none of its own."""
    ids = [f".{item.label or item.identifier}." for item in derivation.claims]
    return {
        value: "" if any(f".{name}." in i for i in ids) or _IDENTIFIER.fullmatch(name) else name
        for name, value in derivation.results.items()
    }


def _results(module: ModuleType) -> dict[str, Expression]:
    function = getattr(module, "steps", None)
    if not callable(function):
        return {}
    try:
        found = function()
    except LsaTheoryError:
        return {}
    if not isinstance(found, Mapping):
        return {}
    result: dict[str, Expression] = {}
    for name, value in found.items():
        try:
            result[str(getattr(name, "name", name))] = as_expression(value)
        except LsaTheoryError:
            continue
    return result


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, 100, break_long_words=False, break_on_hyphens=False)
