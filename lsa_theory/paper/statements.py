"""Statements as LaTeX: one small function for each kind, and a fallback that shows any other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from lsa_theory.claims.equality import Statement
from lsa_theory.errors import LsaTheoryError
from lsa_theory.paper.display import Link, together
from lsa_theory.paper.names import folded, is_bare
from lsa_theory.paper.prose import escaped
from lsa_theory.paper.steps import Step, closed_form, steps
from lsa_theory.paper.style import Style

Lines = list[str]
# A polynomial longer than this is not written out a second time for being collected.
_LONG = 300


def statement(claim: Statement, style: Style) -> Lines:
    """Return the statement of a claim as printed in its source."""
    return _dispatched(_STATEMENTS, claim, style)


def proof(claim: Statement, style: Style) -> Lines:
    """Return the steps that lead to the statement, its closed form last."""
    return _dispatched(_PROOFS, claim, style)


def _equality(claim: Any, style: Style) -> Lines:
    relation = "=" if claim.expected == "confirmed" else r"\overset{?}{=}"
    return style.chain(style.side(claim.left), [Link(relation, style.maths(claim.right))])


def _inequality(claim: Any, style: Style) -> Lines:
    relation = r"\ge" if claim.expected == "confirmed" else r"\overset{?}{\ge}"
    lines = style.chain(style.side(claim.larger), [Link(relation, style.maths(claim.smaller))])
    for hypothesis in claim.given:
        lines += ["provided that", *style.chain(style.maths(hypothesis), [Link(r"\ge", "0")])]
    return lines


def _constant(claim: Any, style: Style) -> Lines:
    return [
        "The quantity",
        *style.chain(style.maths(claim.quantity), []),
        "does not change along the flow",
        *_flow(claim, style),
    ]


def _limit(claim: Any, style: Style) -> Lines:
    lines = ["The flow", *_flow(claim, style), "converges to"]
    ends = [style.chain(style.plain(s), [Link(r"\to", style.maths(v))]) for s, v in claim.values.items()]
    lines += together(ends)
    if claim.invariants:
        lines.append("which the following conserved quantities single out, with their values at the start:")
    for quantity, value in claim.invariants:
        lines += style.chain(style.maths(quantity), [Link("=", style.maths(value))])
    return lines


def _flow(claim: Any, style: Style) -> Lines:
    displays = []
    for symbol, speed in claim.flow.right_hand_side.items():
        left = rf"\frac{{\mathrm{{d}} {style.plain(symbol)}}}{{\mathrm{{d}} t}}"
        displays.append(style.chain(left, [Link("=", closed_form(speed, style) or style.maths(speed))]))
    return together(displays)


def _identities(claim: Statement, style: Style) -> Lines:
    """Return whatever equalities a statement consists of; failing these, its description as it is."""
    try:
        found = claim.identities()
    except (LsaTheoryError, NotImplementedError):
        # A statement of a kind made by a user may have none; its own words are the best that can be shown.
        found = ()
    lines: Lines = []
    for item in found:
        if item.part:
            lines.append(rf"\emph{{{style.prose(item.part)}}}:")
        lines += style.chain(style.maths(item.left), [Link("=", style.maths(item.right))])
    return lines or [r"\begin{quote}\ttfamily\small", *_verbatim(claim), r"\end{quote}"]


def _verbatim(claim: Statement) -> Lines:
    try:
        text = claim.describe()
    except (LsaTheoryError, NotImplementedError):
        text = ""
    text = text or claim.title or type(claim).__name__
    return [rf"{escaped(line)}\par" for line in text.splitlines()]


def _of_sides(claim: Any, style: Style) -> Lines:
    """Show how the left side becomes its closed form, and how that stands to the right side."""
    first, right, end = style.side(claim.left), style.maths(claim.right), closed_form(claim.left, style)
    found = steps(claim.left, style)
    if not found and end not in (None, first):
        found = [Step(str(end), "derived")]
    links = [Link("=", step.formula, step.reason) for step in _until(found, right)]
    if links and links[-1].formula == end and end != right:
        links[-1] = replace(links[-1], reason=f"{links[-1].reason}: closed form")
    if len(links) == 1 and links[0].formula == right and claim.expected == "confirmed":
        return [rf"{links[0].reason[0].upper()}{links[0].reason[1:]}."]
    same = end is not None and closed_form(claim.right, style) == end
    if claim.expected == "confirmed" and same and _says_nothing_new(claim, first, right, str(end)):
        return ["Both sides have the same normal form."]
    if len(first) > _LONG:
        first = r"\text{left side}"
    lines = style.chain(first, links) if links else []
    if claim.expected == "refuted":
        return [*lines, *_difference(claim, style)]
    if lines and same and end != right:
        lines.append("The right side has the same normal form.")
    return lines


def _says_nothing_new(claim: Any, first: str, right: str, end: str) -> bool:
    """Whether the steps would repeat a long polynomial of the statement, only collected in another order."""
    collected = is_bare(claim.left) and len(first) > _LONG
    return collected or (len(end) > 3 * _LONG and len(right) > len(end) / 2)


def _until(found: list[Step], right: str) -> list[Step]:
    """Return the steps up to the one that reads like the right side."""
    for k, step in enumerate(found):
        if step.formula == right:
            return [*found[:k], Step(step.formula, f"{step.reason}: closed form, as stated")]
    return found


def _difference(claim: Any, style: Style) -> Lines:
    try:
        formula = style.plain(folded(claim.left - claim.right))
    except (LsaTheoryError, RuntimeError):
        return []
    return [
        "What is printed differs from this:",
        *style.chain(r"\text{left} - \text{right}", [Link("=", formula, "not 0")]),
    ]


def _of_identities(claim: Statement, style: Style) -> Lines:
    """Show that each exact part of a statement about a flow reduces to what it must be."""
    lines: Lines = []
    for item in claim.identities():
        part = item.part.replace("**", "^").replace(" @ ", " ").replace(".T", "'")
        found = [s for s in steps(item.left, style) if s.formula != style.maths(item.right)]
        right = Link("=", style.maths(item.right), found[-1].reason if len(found) == 1 else "collected")
        links = [*(Link("=", s.formula, s.reason) for s in found[:-1]), right]
        lines += [rf"\step{{{style.prose(part)}}}"] if part else []
        lines += style.chain(style.maths(item.left), links)
    return lines


def _of_chain(claim: Any, style: Style) -> Lines:
    """Show the proof of an inequality: each member with what was used to go down to it."""
    links = []
    for _, step in claim.chain:
        names = dict.fromkeys(reason.name for _, reason in step.because)
        why = "; ".join(style.prose(name) for name in names) or "equal"
        links.append(Link(r"\ge" if names else "=", style.maths(step.to), why))
    return style.chain(style.side(claim.larger), links) if links else ["No proof is given."]


def _nothing(claim: Statement, style: Style) -> Lines:
    return []


_Table = Mapping[str, Callable[[Any, Style], Lines]]
# By name of the class, so that a kind of statement that is not installed needs no import here.
_STATEMENTS: _Table = {
    "Claim": _equality,
    "Inequality": _inequality,
    "Invariant": _constant,
    "Limit": _limit,
    "Statement": _identities,
}
_PROOFS: _Table = {
    "Claim": _of_sides,
    "Inequality": _of_chain,
    "Invariant": _of_identities,
    "Limit": _of_identities,
    "Statement": _nothing,
}


def _dispatched(table: _Table, claim: Statement, style: Style) -> Lines:
    for kind in type(claim).__mro__:
        renderer = table.get(kind.__name__)
        if renderer is not None:
            try:
                return renderer(claim, style)
            except (AttributeError, LsaTheoryError, RuntimeError):
                # A kind that has changed its fields is still shown, by what every statement has.
                return table["Statement"](claim, style)
    return table["Statement"](claim, style)
