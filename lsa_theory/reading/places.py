r"""The refusal of the reader: what stands where, and what to do about it."""

from __future__ import annotations

from lsa_theory.errors import LsaTheoryError

_WIDEST = 100


class Unreadable(LsaTheoryError):
    """A formula that is not read: the reason, with line, column and the formula with a caret.

    Parameters
    ----------
    reason : str
        What was found, and what to write or declare.
    text : str
        The source of the formula.
    at : int
        Where in it.
    """

    def __init__(self, reason: str, text: str, at: int) -> None:
        at = min(max(at, 0), len(text))
        begin = text.rfind("\n", 0, at) + 1
        end = text.find("\n", at)
        line = text[begin : len(text) if end < 0 else end]
        column = at - begin
        first = max(0, column - _WIDEST // 2)
        self.reason = reason
        self.line = text.count("\n", 0, at) + 1
        self.column = column + 1
        shown = "".join(c if c.isprintable() else " " for c in line[first : first + _WIDEST])
        super().__init__(
            f"line {self.line}, column {self.column}: {reason}\n  {shown}\n  {' ' * (column - first)}^"
        )
