"""Reading a paper: each display a claim to be judged, a definition, or not read with a reason and a place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from lsa_theory.claims.equality import Statement
from lsa_theory.errors import InvalidArgument, LsaTheoryError
from lsa_theory.expressions.latex import to_latex
from lsa_theory.reading.formula import from_latex
from lsa_theory.reading.letters import letter_of
from lsa_theory.reading.notation import Notation, notation
from lsa_theory.reading.places import Unreadable
from lsa_theory.reading.relations import Relation
from lsa_theory.reading.statements import read_display
from lsa_theory.referee.displays import Found, displays_of, label_at
from lsa_theory.referee.preamble import macros_of
from lsa_theory.referee.source import Source, read_source

CLAIM, DEFINITION, UNREAD, SKIPPED = "claim", "definition", "not read", "skipped"


@dataclass(frozen=True)
class Entry:
    """One formula of a paper: where, what it is, how it was read, and why not."""

    file: Path
    line: int
    label: str
    within: str
    latex: str
    kind: str
    reading: str = ""
    reading_latex: str = ""
    reason: str = ""
    claim: Statement | None = None
    identifier: str = ""


@dataclass
class Paper:
    """What was found in a paper."""

    file: Path
    entries: list[Entry] = field(default_factory=list)


def read_notation(file: Path) -> tuple[dict[str, object], dict[str, str], str]:
    r"""Return the letters, the macros and the loss of a TOML file: tables [letters], [macros], and flow = "L".

    Raises
    ------
    InvalidArgument
        If it cannot be read or holds something else.
    """
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise InvalidArgument(
            f"--notation {file}: cannot be read ({error.strerror}); `lsa-theory referee PAPER --init` prints one"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidArgument(f"--notation {file}: is not TOML ({error})") from error
    letters, macros, flow = content.get("letters", {}), content.get("macros", {}), content.get("flow", "")
    other = set(content) - {"letters", "macros", "flow"}
    if other or not isinstance(flow, str):
        raise InvalidArgument(f"--notation {file}: expected [letters], [macros], flow; found {sorted(other)}")
    for table in (letters, macros):
        if not isinstance(table, dict) or not all(isinstance(v, str) for v in table.values()):
            raise InvalidArgument(
                f"--notation {file}: expected lines such as '\\Sigma' = 'positive definite d'"
            )
    return dict(letters), dict(macros), flow


def examine(file: Path, letters: Mapping[str, object], macros: Mapping[str, str], flow: str = "") -> Paper:
    """Read every display of a paper with the declarations given; judge nothing.

    Raises
    ------
    UnloadableFile
        If a file cannot be read.
    InvalidArgument
        If a declaration is none.
    """
    source = read_source(file)
    known = notation(letters, {**macros_of(source.text), **macros})
    if flow:
        known = replace(known, flow=from_latex(flow, known))
    paper = Paper(file)
    skip, expected = False, "confirmed"
    for found in displays_of(source.text):
        if found.remark:
            if found.text == "skip":
                skip = True
            elif found.text == "expect refuted":
                expected = "refuted"
            else:
                known = _declared(known, found, source)
            continue
        known = _entries(paper, found, source, known, skip, expected)
        skip, expected = False, "confirmed"
    return paper


def _declared(known: Notation, found: Found, source: Source) -> Notation:
    file, line = source.place(found.at)
    letter, mark, meaning = found.text.partition(" = ")
    if not mark:
        raise InvalidArgument(
            f"{file}:{line}: % lsa: {found.text}: expected LETTER = KIND, skip, or expect refuted"
        )
    try:
        return known.with_letter(letter_of(letter.strip()), meaning.strip())
    except LsaTheoryError as error:
        raise InvalidArgument(f"{file}:{line}: % lsa: {found.text}: {error}") from error


def _entries(
    paper: Paper, found: Found, source: Source, known: Notation, skip: bool, expected: str
) -> Notation:
    file, line = source.place(found.at)
    shown = re.sub(r"\s+", " ", re.sub(r"(?<!\\)%[^\n]*|\\label\s*\{[^}]*\}", "", found.text)).strip()
    base = Entry(file, line, found.label, found.within, shown, SKIPPED)
    if skip:
        paper.entries.append(replace(base, reason="% lsa: skip"))
        return known
    try:
        display = read_display(found.text, known, declare=True)
        entries: list[Entry] = []
        for relation in display.relations:
            text, latex = _echo(relation, display.notation)
            where, label = line + found.text.count("\n", 0, relation.at), label_at(found, relation.at)
            name = label or f"line {where}"
            number = f" ({len(entries) + 1})" if len(display.relations) > 1 else ""
            claim = relation.claim(source=f"{file.name}:{where}", expected=expected)
            entries.append(
                replace(
                    base,
                    line=where,
                    label=label,
                    kind=CLAIM,
                    reading=text,
                    reading_latex=latex,
                    claim=claim,
                    identifier=f"{name}{number}",
                )
            )
    except Unreadable as error:
        where = line + error.line - 1
        paper.entries.append(replace(base, line=where, kind=UNREAD, reason=str(error)))
        return known
    except LsaTheoryError as error:
        paper.entries.append(replace(base, kind=UNREAD, reason=str(error)))
        return known
    for letter in display.defined:
        value = display.notation.letters.get(letter)
        shown_value = "a formula in its index" if value is None else repr(value)
        paper.entries.append(
            replace(base, kind=DEFINITION, reading=f"{letter.shown} stands for {shown_value}"[:2000])
        )
    paper.entries.extend(entries)
    if not entries and not display.defined:
        paper.entries.append(
            replace(base, kind=DEFINITION, reading="says where something lies; nothing to judge")
        )
    return display.notation


def _echo(relation: Relation, known: Notation) -> tuple[str, str]:
    """Return the reading as text and as LaTeX."""
    return relation.claim().describe(), relation.latex(lambda side: to_latex(side, known.names))
