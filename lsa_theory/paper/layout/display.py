r"""Displayed formulas: a chain of equalities, each with its reason, over as many lines as it needs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lsa_theory.paper.layout.breaking import INDENT, broken
from lsa_theory.paper.layout.page import BESIDE, LINE
from lsa_theory.paper.layout.widths import width

# A left side up to this share of a line has the rest of the line beside it.
_BESIDE = 0.3


@dataclass(frozen=True)
class Link:
    """One member of a chain: relation, formula and the reason for the relation, as LaTeX."""

    relation: str
    formula: str
    reason: str = ""


def chain(first: str, links: Sequence[Link], line: float = LINE) -> list[str]:
    """Return the lines of a display of first = ... = ..., reasons at the right.

    A reason that does not fit beside the last line of its formula stands on a line of its own.
    """
    whole = line - BESIDE
    if not links:
        return display(broken(first, whole))
    beside = width(first) <= _BESIDE * whole
    rows: list[str] = []
    if not beside:
        lines = broken(first, whole)
        rows += [f"&{lines[0]}", *(rf"&\hspace{{{INDENT:.0f}pt}}{text}" for text in lines[1:])]
    lead = width(first) + 4 if beside else 0.0
    for k, link in enumerate(links):
        room = whole - lead - 22.0
        lines = broken(link.formula, room)
        start = f"{first} &" if beside and k == 0 else "&"
        rows.append(f"{start}{link.relation} {lines[0]}")
        rows += [rf"&\hspace{{{INDENT + 13:.0f}pt}}{text}" for text in lines[1:]]
        if link.reason:
            last = width(lines[-1]) + (lead if len(lines) == 1 else INDENT) + 26.0
            tag = rf"\tag*{{\reason{{{link.reason}}}}}"
            if last + _reason_width(link.reason) < line:
                rows[-1] += f" {tag}"
            else:
                rows.append(f"& {tag}")
    return display(rows, aligned=True)


def together(displays: Sequence[Sequence[str]]) -> list[str]:
    """Return several displays as one, aligned with one another."""
    bodies = [list(lines[1:-1]) for lines in displays if lines]
    joined: list[str] = []
    for k, body in enumerate(bodies):
        joined += body if k == len(bodies) - 1 else [*body[:-1], rf"{body[-1]} \\"]
    return [r"\begin{align*}", *joined, r"\end{align*}"]


def _reason_width(reason: str) -> float:
    """Return the estimated width of a reason in small italics, its formulas included."""
    return 4.3 * len(re.sub(r"\\[A-Za-z]+|[{}$_^]", "", reason)) + 12.0


def display(rows: Sequence[str], *, aligned: bool = False) -> list[str]:
    """Return rows of formulas as one display that may break over pages."""
    if len(rows) == 1 and "&" not in rows[0]:
        return [r"\begin{align*}", f"  {rows[0]}", r"\end{align*}"]
    body = [row if aligned or row.startswith("&") else f"&{row}" for row in rows]
    if not aligned:
        body = [body[0], *(row.replace("&", rf"&\hspace{{{INDENT:.0f}pt}}", 1) for row in body[1:])]
    return [r"\begin{align*}", *(f"  {row} \\\\" for row in body[:-1]), f"  {body[-1]}", r"\end{align*}"]
