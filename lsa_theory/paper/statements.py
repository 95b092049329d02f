"""Statements as LaTeX, question by question; a statement that asks nothing is shown in its own words."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import assert_never

from lsa_theory.claims.equality import Statement
from lsa_theory.claims.forms.assumptions import assumption
from lsa_theory.claims.questions.approaches import Approaches
from lsa_theory.claims.questions.at_least import AtLeast
from lsa_theory.claims.questions.attained import Attained
from lsa_theory.claims.questions.conserved import Conserved
from lsa_theory.claims.questions.counted import Counted
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.claims.questions.kinds import Question
from lsa_theory.claims.questions.solves import Solves
from lsa_theory.claims.questions.some_instance import SomeInstance
from lsa_theory.claims.questions.tends import Tends
from lsa_theory.claims.questions.tested import Tested
from lsa_theory.claims.questions.under import Under
from lsa_theory.claims.questions.what_is import WhatIs
from lsa_theory.claims.vector_field import Flow
from lsa_theory.errors import LsaTheoryError
from lsa_theory.expressions import Expression, Symbol
from lsa_theory.expressions.definitions import body_of, definitions_in
from lsa_theory.marked_text import plain
from lsa_theory.paper.layout.display import Link, together
from lsa_theory.paper.layout.escaping import escaped
from lsa_theory.paper.names import folded, is_bare, names
from lsa_theory.paper.steps import Step, closed_form, steps
from lsa_theory.paper.style import Style

Lines = list[str]
_ASSUMED = {">=": r"\ge", ">": ">", "psd": r"\succeq", "pd": r"\succ", "not 0": r"\ne"}
# A polynomial longer than this is not written out a second time for being collected.
_LONG = 300


def statement(claim: Statement, style: Style) -> Lines:
    """Return the statement of a claim as printed in its source."""
    lines = [line for question in claim.questions for line in _asked(question, claim, style)]
    lines += _explained(claim, style)
    return lines or [r"\begin{quote}\ttfamily\small", *_verbatim(claim), r"\end{quote}"]


def _explained(claim: Statement, style: Style) -> Lines:
    """Return what the definitions of a statement stand for; those that the document has a letter for are known."""
    found = definitions_in(claim.stated())
    own = {name: body_of(node) for name, node in found.items() if node not in names()}
    lines: Lines = []
    for name, body in own.items():
        letter = style.plain(Symbol(name, body.rows, body.cols, "general"))
        lines += ["where", *style.chain(letter, [Link("=", style.maths(body))])]
    return lines


def proof(claim: Statement, style: Style) -> Lines:
    """Return the steps that lead to the statement, its closed form last."""
    return [line for question in claim.questions for line in _shown(question, claim, style)]


def _asked(question: Question, claim: Statement, style: Style) -> Lines:
    match question:
        case Equal():
            named = [rf"\emph{{{style.prose(question.part)}}}:"] if question.part else []
            relation = "=" if claim.expected == "confirmed" else r"\overset{?}{=}"
            return [
                *named,
                *style.chain(style.side(question.left), [Link(relation, style.maths(question.right))]),
            ]
        case AtLeast():
            sign = ">" if question.strict else r"\ge"
            relation = sign if claim.expected == "confirmed" else rf"\overset{{?}}{{{sign}}}"
            return _inequality(question, relation, style)
        case Conserved():
            quantity = style.chain(style.maths(question.quantity), [])
            return ["The quantity", *quantity, "does not change along the flow", *_flow(question.flow, style)]
        case Counted():
            relation = "=" if claim.expected == "confirmed" else r"\overset{?}{=}"
            return style.chain(style.maths(question.matrix), [Link(relation, style.maths(question.number))])
        case Approaches():
            return _limit(question, style)
        case Under():
            relation = "=" if claim.expected == "confirmed" else r"\overset{?}{=}"
            lines = style.chain(style.side(question.left), [Link(relation, style.maths(question.right))])
            return [*lines, *_provided(question, style)]
        case Tends():
            return _as_lengths_grow(question, claim, style)
        case SomeInstance():
            return ["At some instance", *_asked(question.of, claim, style)]
        case Attained():
            return ["and only where", *style.chain(style.maths(question.inside), [Link("=", "0")])]
        case Tested():
            names = ", ".join(style.plain(source) for source in question.given)
            left = rf"\mathbb{{E}}\left[{style.maths(question.variable)} \mid {names}\right]"
            relation = "=" if claim.expected == "confirmed" else r"\overset{?}{=}"
            return style.chain(left, [Link(relation, style.maths(question.value))])
        case WhatIs():
            return style.chain(style.side(question.left), [Link("=", r"\dots")])
        case Solves():
            return _time_course(question, style)
        case _:
            assert_never(question)


def _shown(question: Question, claim: Statement, style: Style) -> Lines:
    match question:
        case Equal():
            return _of_sides(question, claim.expected, style)
        case AtLeast():
            return _of_chain(question, style)
        case Conserved() | Approaches() | Solves() | Counted():
            return _of_equalities(question, style)
        case Tends():
            return _of_a_limit(question, style)
        case Under() | SomeInstance() | Attained() | Tested() | WhatIs():
            return []
        case _:
            assert_never(question)


def _inequality(question: AtLeast, relation: str, style: Style) -> Lines:
    lines = style.chain(style.side(question.larger), [Link(relation, style.maths(question.smaller))])
    for hypothesis in question.given:
        lines += ["provided that", *_assumed(hypothesis, style)]
    return lines


def _assumed(hypothesis: Expression, style: Style) -> Lines:
    says = assumption(hypothesis)
    return style.chain(style.maths(says.left), [Link(_ASSUMED[says.sign], style.maths(says.right))])


def _provided(question: Under, style: Style) -> Lines:
    lines: Lines = []
    for equation in question.equations:
        lines += [
            "provided that",
            *style.chain(style.maths(equation.left), [Link("=", style.maths(equation.right))]),
        ]
    for sign in question.signs:
        lines += ["provided that", *_assumed(sign, style)]
    return lines


def _as_lengths_grow(question: Tends, claim: Statement, style: Style) -> Lines:
    sound = claim.expected == "confirmed"
    growing = ", ".join(style.plain(symbol) for symbol in question.growing)
    along = "".join(f",\\ {style.plain(s)} = {style.maths(v)}" for s, v in question.holding.items())
    right = style.maths(question.right)
    if question.order == 0:
        relation = rf"\xrightarrow[{growing} \to \infty{along}]{{{'' if sound else '?'}}}"
        lines = style.chain(style.side(question.left), [Link(relation, right)])
        return ["In mean square, and hence in probability:", *lines] if question.sufficient else lines
    relation = "=" if sound else r"\overset{?}{=}"
    power = f"^{{-{question.order}}}"
    return style.chain(style.side(question.left), [Link(relation, rf"{right} + O({growing}{power})")])


def _of_a_limit(question: Tends, style: Style) -> Lines:
    """Show the closed form in the lengths, from which the limit is read."""
    end = closed_form(question.left, style)
    first = style.side(question.left)
    return [] if end in (None, first) else style.chain(first, [Link("=", str(end), "closed form")])


def _limit(question: Approaches, style: Style) -> Lines:
    lines = ["The flow", *_flow(question.flow, style), "converges to"]
    ends = [style.chain(style.plain(s), [Link(r"\to", style.maths(v))]) for s, v in question.values.items()]
    lines += together(ends)
    if question.invariants:
        lines.append("which the following conserved quantities single out, with their values at the start:")
    for quantity, value in question.invariants:
        lines += style.chain(style.maths(quantity), [Link("=", style.maths(value))])
    return lines


def _time_course(question: Solves, style: Style) -> Lines:
    time = style.plain(question.time)
    lines = ["The flow", *_flow(question.flow, style), "takes the course"]
    lines += together(
        [
            style.chain(rf"{style.plain(s)}({time})", [Link("=", style.maths(v))])
            for s, v in question.course.items()
        ]
    )
    for clock, rate in question.exponentials.items():
        power = style.maths(rate * question.time)
        lines += ["where", *style.chain(style.plain(clock), [Link("=", rf"\exp\left({power}\right)")])]
    return lines


def _flow(flow: Flow, style: Style) -> Lines:
    displays = []
    for symbol, speed in flow.right_hand_side.items():
        left = rf"\frac{{\mathrm{{d}} {style.plain(symbol)}}}{{\mathrm{{d}} t}}"
        displays.append(style.chain(left, [Link("=", closed_form(speed, style) or style.maths(speed))]))
    return together(displays)


def _verbatim(claim: Statement) -> Lines:
    text = claim.describe() or plain(claim.title) or type(claim).__name__
    return [rf"{escaped(line)}\par" for line in text.splitlines()]


def _of_sides(equal: Equal, expected: str, style: Style) -> Lines:
    """Show how the left side becomes its closed form, and how that stands to the right side."""
    first, right, end = style.side(equal.left), style.maths(equal.right), closed_form(equal.left, style)
    found = steps(equal.left, style)
    if not found and end not in (None, first):
        found = [Step(str(end), "derived")]
    links = [Link("=", step.formula, step.reason) for step in _until(found, right)]
    if links and links[-1].formula == end and end != right:
        links[-1] = replace(links[-1], reason=f"{links[-1].reason}: closed form")
    if len(links) == 1 and links[0].formula == right and expected == "confirmed":
        return [rf"{links[0].reason[0].upper()}{links[0].reason[1:]}."]
    same = end is not None and closed_form(equal.right, style) == end
    if expected == "confirmed" and same and _says_nothing_new(equal, first, right, str(end)):
        return ["Both sides have the same normal form."]
    if len(first) > _LONG:
        first = r"\text{left side}"
    lines = style.chain(first, links) if links else []
    if expected == "refuted":
        return [*lines, *_difference(equal, style)]
    if lines and same and end != right:
        lines.append("The right side has the same normal form.")
    return lines


def _says_nothing_new(equal: Equal, first: str, right: str, end: str) -> bool:
    """Whether the steps would repeat a long polynomial of the statement, only collected in another order."""
    collected = is_bare(equal.left) and len(first) > _LONG
    return collected or (len(end) > 3 * _LONG and len(right) > len(end) / 2)


def _until(found: list[Step], right: str) -> list[Step]:
    """Return the steps up to the one that reads like the right side."""
    for k, step in enumerate(found):
        if step.formula == right:
            return [*found[:k], Step(step.formula, f"{step.reason}: closed form, as stated")]
    return found


def _difference(equal: Equal, style: Style) -> Lines:
    try:
        formula = style.plain(folded(equal.left - equal.right))
    except (LsaTheoryError, RuntimeError):
        return []
    return [
        "What is printed differs from this:",
        *style.chain(r"\text{left} - \text{right}", [Link("=", formula, "not 0")]),
    ]


def _of_equalities(question: Conserved | Approaches | Solves | Counted, style: Style) -> Lines:
    """Show that each exact part of a statement about a flow reduces to what it must be."""
    lines: Lines = []
    for item in question.equalities():
        part = _with_formulas(item.part, question)
        found = [s for s in steps(item.left, style) if s.formula != style.maths(item.right)]
        right = Link("=", style.maths(item.right), found[-1].reason if len(found) == 1 else "collected")
        links = [*(Link("=", s.formula, s.reason) for s in found[:-1]), right]
        lines += [rf"\step{{{style.prose(part)}}}"] if part else []
        lines += style.chain(style.maths(item.left), links)
    return lines


def _with_formulas(part: str, question: Conserved | Approaches | Solves | Counted) -> str:
    """Return what a part is called, with the letters and the quantity that the question names as formulas."""
    named = [repr(question.quantity)] if isinstance(question, Conserved) else []
    named += [repr(quantity) for quantity, _ in getattr(question, "invariants", ())]
    named += [] if isinstance(question, Counted) else [s.name for s in question.flow.right_hand_side]
    pattern = "|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in sorted(named, key=len, reverse=True))

    def formula(match: re.Match[str]) -> str:
        plain_spelling = match[0].replace("**", "^").replace(" @ ", " ").replace(".T", "'")
        return f"${plain_spelling}$"

    return re.sub(pattern, formula, part.replace("$", r"\$")) if named else part


def _of_chain(question: AtLeast, style: Style) -> Lines:
    """Show the proof of an inequality: each member with what was used to go down to it."""
    links = []
    for _, step in question.chain:
        names = dict.fromkeys(reason.name for _, reason in step.because)
        why = "; ".join(style.prose(name) for name in names) or "equal"
        links.append(Link(r"\ge" if names else "=", style.maths(step.to), why))
    return style.chain(style.side(question.larger), links) if links else ["No proof is given."]
