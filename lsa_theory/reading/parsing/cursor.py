"""A place in the tokens of a formula, and how far a reading has come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NoReturn, TypeVar

from lsa_theory.errors import LsaTheoryError
from lsa_theory.expressions.random import Index
from lsa_theory.reading.notation import Notation
from lsa_theory.reading.parsing.tokens import Token, group_after
from lsa_theory.reading.places import Unreadable
from lsa_theory.reading.shapes import Open

_T = TypeVar("_T")
DEEPEST = 80
# Longer chains make trees that are too deep to print or to judge.
MOST_FACTORS, MOST_TERMS = 100, 1000
# How many steps a formula of the longest kind takes, with room; nested sums read their terms again.
_MOST_STEPS = 200_000


@dataclass
class Cursor:
    """The tokens, the notation, the indices that sums bind here, and whether a bare bar closes."""

    tokens: list[Token]
    text: str
    notation: Notation
    k: int = 0
    indices: dict[str, Index | Open] = field(default_factory=dict)
    closing: tuple[str, ...] = ()
    depth: int = 0
    steps: list[int] = field(default_factory=lambda: [0])
    # Indices that are written from 0 on: their number is one less than that of their place.
    from_zero: set[str] = field(default_factory=set)

    def peek(self, ahead: int = 0) -> str:
        """Return the text of a token to come, "" at the end."""
        return self.tokens[self.k + ahead].text if self.k + ahead < len(self.tokens) else ""

    def token(self) -> Token:
        """Return the token to come."""
        if self.k < len(self.tokens):
            return self.tokens[self.k]
        return Token("", self.tokens[-1].at + len(self.tokens[-1].text) if self.tokens else len(self.text))

    def refuse(self, reason: str, at: int | None = None) -> NoReturn:
        """Refuse, pointing at the token to come or at a place."""
        raise Unreadable(reason, self.text, self.token().at if at is None else at)

    def take(self, want: str = "") -> Token:
        """Take the token to come."""
        self.steps[0] += 1
        if self.steps[0] > _MOST_STEPS:
            self.refuse("this formula takes too many steps to read; declare parts of it as letters")
        token = self.token()
        if not token.text:
            self.refuse(f"the formula ends where {want or 'something'} is expected")
        if want and token.text != want:
            self.refuse(f"expected {want}, found {token.text}")
        self.k += 1
        return token

    def group(self) -> Cursor:
        """Take a {...} group or one token, as a cursor of its own."""
        start = self.token()
        if start.text in ("", "}", "&"):
            self.refuse("an argument is missing")
        if start.text != "{" and start.text.isdecimal() and len(start.text) > 1:
            self.refuse(f"TeX takes one digit of {start.text} here; write it in braces")
        inner, self.k = group_after(self.tokens, self.k, self.text)
        return self.inside(inner, start.at)

    def inside(self, tokens: list[Token], at: int) -> Cursor:
        """Return a cursor over some tokens, with the same letters and indices."""
        if not tokens:
            self.refuse("nothing stands in these braces", at)
        if self.depth >= DEEPEST:
            self.refuse(f"brackets are nested more than {DEEPEST} deep", at)
        return Cursor(
            tokens, self.text, self.notation, 0, self.indices, (), self.depth + 1, self.steps, self.from_zero
        )

    def place(self, name: str, at: int) -> Index | Open | None:
        """Return the bound index that a letter below stands for; places are counted from 1."""
        if name in self.from_zero and name in self.indices:
            self.refuse(
                f"a sum over {name} from 0, and columns and entries are counted from 1; let {name} begin at 1",
                at,
            )
        return self.indices.get(name)

    @contextmanager
    def until(self, *closing: str) -> Iterator[None]:
        """Read up to one of these tokens, which is left to be taken."""
        before = self.closing
        if self.depth >= DEEPEST:
            self.refuse(f"brackets are nested more than {DEEPEST} deep")
        self.closing, self.depth = closing, self.depth + 1
        try:
            yield
        finally:
            self.closing, self.depth = before, self.depth - 1

    def placed(self, at: int, make: Callable[[], _T]) -> _T:
        """Return what is made; a refusal of the package is told with its place."""
        try:
            return make()
        except Unreadable:
            raise
        except LsaTheoryError as error:
            self.refuse(str(error), at)


def nothing_left(cursor: Cursor) -> None:
    """Refuse what stands after a complete formula."""
    if cursor.peek():
        cursor.refuse(f"{cursor.peek()} cannot continue the formula here")
