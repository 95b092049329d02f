"""The command `lsa-theory solve`: right sides that are left open, filled in as Python in the letters of the file."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from lsa_theory.algebra.compact.compacting import compact
from lsa_theory.algebra.normal import equal, normal
from lsa_theory.claims.collecting.collect import claims_of
from lsa_theory.claims.questions.what_is import WhatIs
from lsa_theory.errors import InvalidArgument, LsaTheoryError
from lsa_theory.expressions import identity, trace, zero
from lsa_theory.expressions.expression import Expression, Identity, Number, Power, Scale, Symbol, Zero
from lsa_theory.expressions.printing import to_text
from lsa_theory.expressions.rebuilding import replaced
from lsa_theory.files import write_whole
from lsa_theory.shell.examples import examples


@dataclass(frozen=True)
class Answer:
    """An open claim of a file: its name and line, and the right side as an expression and as Python."""

    identifier: str
    line: int | None
    right: Expression
    code: str


@click.command(epilog=examples("solve"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--write", is_flag=True, help="Put the answers into FILE in the place of the dots.")
def solve(file: Path, write: bool) -> None:
    """Print what `Claim(left, ...)` leaves open: the left side in its shortest form, decided to be equal.

    With --write the dots in FILE are replaced; `lsa-theory verify FILE` then judges the claims.
    """
    answers, problems = solved(file)
    for answer in answers:
        click.secho(answer.identifier, bold=True)
        click.echo(f"  {answer.code}")
    for problem in problems:
        click.echo(f"error: {problem}", err=True)
    if write and answers:
        write_whole(str(file), filled(file.read_text(encoding="utf-8"), answers), "FILE")
        click.echo(f"wrote {file}; now: lsa-theory verify {file}", err=True)
    if problems:
        sys.exit(2)


def solved(file: Path) -> tuple[list[Answer], list[str]]:
    """Return the answers to the open claims of a file, and why others have none.

    Raises
    ------
    InvalidArgument
        If no claim of the file is open.
    UnloadableFile
        If it cannot be imported.
    """
    found = [
        (item, q.left) for item in claims_of(file) for q in item.claim.questions if isinstance(q, WhatIs)
    ]
    if not found:
        raise InvalidArgument(f"{file}: no right side is left open; write Claim(left, ...) with three dots")
    answers, problems = [], []
    for item, left in found:
        names = _names(file)
        try:
            right = compact(normal(left))
            code = as_code(right, names)
            again = eval(code, dict(names))
            if not equal(left, again):
                raise InvalidArgument(f"{code} does not read back as the answer; take the expression by hand")
        except (LsaTheoryError, NameError, TypeError) as error:
            problems.append(f"{item.identifier}: {error}")
            continue
        answers.append(Answer(item.identifier, item.line, right, code))
    return answers, problems


def as_code(expression: Expression, names: Mapping[str, Any]) -> str:
    """Return Python that builds an expression, in the names that a file has for its letters and for `trace`.

    >>> from lsa_theory.expressions import dimension, positive_definite
    >>> d = dimension("d"); L = positive_definite("Lambda", d)
    >>> as_code(trace(L) * L / 2, {"L": L, "tr": trace})
    'tr(L) * L / 2'
    """

    def called(value: Expression, what: str) -> str:
        for name, known in names.items():
            if known is value or (isinstance(known, Expression) and known == value):
                return name
        raise InvalidArgument(f"{what} has no name in the file; give it one, then ask again")

    def function(wanted: Any, name: str) -> str:
        own = getattr(wanted, "__wrapped__", wanted)
        for key, known in names.items():
            if getattr(known, "__wrapped__", known) is own:
                return key
        raise InvalidArgument(f"the answer needs `{name}`; import it from lsa_theory, then ask again")

    def size(value: object) -> str:
        return called(value, f"the dimension {value.name}") if isinstance(value, Symbol) else str(value)

    def exact(value: Fraction) -> str:
        return f"{function(Fraction, 'Fraction')}({value.numerator}, {value.denominator})"

    def rule(node: Expression) -> Expression | None:
        if isinstance(node, Symbol):
            return Symbol(called(node, f"the letter {node.name}"), node.rows, node.cols, node.structure)
        if isinstance(node, Identity):
            text = f"{function(identity, 'identity')}({size(node.rows)})"
            return Symbol(text, node.rows, node.cols, "general")
        if isinstance(node, Zero):
            text = f"{function(zero, 'zero')}({size(node.rows)}, {size(node.cols)})"
            return Symbol(text, node.rows, node.cols, "general")
        if isinstance(node, Scale) and isinstance(node.scalar, Number):
            # Written as a quotient of whole numbers, which the expression behind it makes exact.
            return Scale(node.scalar, replaced(node.child, rule))
        if isinstance(node, Number) and node.value.denominator != 1:
            return Symbol(exact(node.value))
        if isinstance(node, Power) and node.exponent.denominator != 1:
            exact(node.exponent)
        return None

    text = to_text(replaced(expression, rule))
    text = re.sub(r"\*\*\((-?\d+)/(\d+)\)", lambda m: f"**{exact(Fraction(int(m[1]), int(m[2])))}", text)
    return re.sub(r"(?<![\w.])tr\(", lambda _: f"{function(trace, 'trace')}(", text)


def filled(source: str, answers: list[Answer]) -> str:
    """Return the text of a file with the dots of its open claims replaced.

    Raises
    ------
    InvalidArgument
        If the dots of a claim are not found on its lines, because a helper makes it.
    """
    calls = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and any(_is_dots(a) for a in (*node.args, *(k.value for k in node.keywords)))
    ]
    lines = source.splitlines(keepends=True)
    places = []
    for answer in answers:
        here = [
            c for c in calls if answer.line is not None and c.lineno <= answer.line <= (c.end_lineno or 0)
        ]
        if len(here) != 1:
            raise InvalidArgument(
                f"{answer.identifier}: its three dots are not found on line {answer.line}; write the right side "
                f"yourself: {answer.code}"
            )
        (dots,) = (a for a in (*here[0].args, *(k.value for k in here[0].keywords)) if _is_dots(a))
        places.append((dots.lineno - 1, dots.col_offset, answer.code))
    for row, column, code in sorted(places, reverse=True):
        raw = lines[row].encode()
        lines[row] = (raw[:column] + code.encode() + raw[column + 3 :]).decode()
    return "".join(lines)


def _is_dots(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...


def _names(file: Path) -> dict[str, Any]:
    """Return what the names of the file that was just collected stand for."""
    for module in list(sys.modules.values()):
        own = getattr(module, "__file__", None)
        if own and module.__name__.startswith("lsa_theory_claims_") and Path(own) == file.resolve():
            return vars(module)
    raise InvalidArgument(f"{file}: is not loaded")
