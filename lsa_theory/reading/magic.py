r"""The cell magic %%claim: a formula in LaTeX, shown typeset as it was read, with its verdict below.

    %load_ext lsa_theory

    %%claim letters
    \E\|x\|^2 = \tr \Sigma

`letters` names a variable that holds a mapping for `notation`, or a Notation.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.latex import to_latex
from lsa_theory.reading.notation import Notation, notation
from lsa_theory.reading.statements import read_display
from lsa_theory.verification.judge import judge
from lsa_theory.verification.reports.counterexample import counterexample_lines


def register(shell: Any) -> None:
    """Register the magic with a shell of IPython."""

    def claim(line: str, cell: str) -> Judged:
        return judged_cell(line, cell, shell.user_ns)

    shell.register_magic_function(claim, magic_kind="cell", magic_name="claim")


class Judged:
    """What a cell says, each relation typeset and in words, with its verdict."""

    def __init__(self, rows: list[tuple[str, str, str]]) -> None:
        self.rows = rows

    def __repr__(self) -> str:
        return "\n".join(f"read as: {text}\n{verdict}" for _, text, verdict in self.rows)

    def _repr_markdown_(self) -> str:
        return "\n\n".join(
            f"$$\\displaystyle {latex}$$\n\n```\n{verdict}\n```" for latex, _, verdict in self.rows
        )


def judged_cell(line: str, cell: str, names: Mapping[str, object]) -> Judged:
    r"""Return what a cell claims, judged.

    Raises
    ------
    InvalidArgument
        If the line names no mapping of letters.
    Unreadable
        If the cell cannot be read.

    Examples
    --------
    >>> letters = {"d": "dimension", r"\Sigma": "positive definite d", "x": r"gaussian \Sigma"}
    >>> judged_cell("letters", r"\E\|x\|^2 = \tr \Sigma", {"letters": letters})
    read as: E[x.T @ x] = tr(Sigma)
    confirmed
    """
    given = names.get(line.strip())
    if not isinstance(given, Notation | Mapping):
        raise InvalidArgument(
            f"%%claim {line}: expected the name of a mapping of letters, as in %%claim letters"
        )
    known = given if isinstance(given, Notation) else notation(given)
    display = read_display(cell, known)
    rows = []
    for relation in display.relations:
        claim = relation.claim()
        found = judge(claim)
        words = [found.outcome]
        if found.counterexample is not None:
            words += counterexample_lines(found.counterexample)
        elif found.outcome != "confirmed":
            words.append(found.error or found.reason)
        shown = relation.latex(lambda side: to_latex(side, display.notation.names))
        rows.append((shown, claim.describe(), "\n".join(words)))
    return Judged(rows)
