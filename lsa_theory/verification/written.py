"""A statement and its steps as they are written on paper, line by line: what a report shows beside the verdict."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    r"""One line: a formula or words, both as LaTeX, without an environment.

    Parameters
    ----------
    latex : str
        Of a formula its source, `a = b + c`; of words a text that may hold $...$.
    formula : bool
        Which of the two it is.
    reason : str
        Why it follows from the line before, as words.
    continued : bool
        Whether it goes on with the formula of the line before.
    """

    latex: str
    formula: bool = True
    reason: str = ""
    continued: bool = False


@dataclass(frozen=True)
class Written:
    """What is stated, and the steps that lead there; what could not be written is left out."""

    statement: tuple[Line, ...] = ()
    steps: tuple[Line, ...] = ()
