"""What a declaration may be called, and how long it may be: asked once, where the user writes it."""

from __future__ import annotations

import re

from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.expression import Symbol

LONGEST = 100
# Control characters, quotes, blanks and what LaTeX acts on: a name goes into reports, pages and source text.
_FORBIDDEN = re.compile('[\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff\\\\"`$%#&~^{}]')


def checked_name(name: object, what: str = "a symbol") -> str:
    """Return the name of a declaration.

    Raises
    ------
    InvalidArgument
        If it is no string, empty, longer than 100 characters, or holds a character that no name does.

    Examples
    --------
    >>> checked_name("u_12"), checked_name("lambda"), checked_name("A'")
    ('u_12', 'lambda', "A'")
    >>> checked_name("A B")
    Traceback (most recent call last):
    lsa_theory.errors.InvalidArgument: 'A B' cannot name a symbol: it holds ' '; use letters, digits and _
    """
    if not isinstance(name, str):
        raise InvalidArgument(f"the name of {what} is a string; given {name!r} ({type(name).__name__})")
    if not name:
        raise InvalidArgument(f"the name of {what} is empty; give it one, such as 'A'")
    if len(name) > LONGEST:
        raise InvalidArgument(f"the name of {what} has {len(name)} characters; {LONGEST} at most")
    found = _FORBIDDEN.search(name)
    if found is not None:
        raise InvalidArgument(
            f"{name!r} cannot name {what}: it holds {found[0]!r}; use letters, digits and _"
        )
    return name


def checked_size(size: object, what: str) -> int | Symbol:
    """Return a number of rows or columns: a whole number of at least 1, or a declared dimension.

    Raises
    ------
    InvalidArgument
        If it is neither.

    Examples
    --------
    >>> checked_size(2, "A")
    2
    >>> checked_size(-1, "A")
    Traceback (most recent call last):
    lsa_theory.errors.InvalidArgument: a size of A is -1; expected a whole number of at least 1, or dimension(...)
    """
    whole = isinstance(size, int) and not isinstance(size, bool) and size >= 1
    if whole or (isinstance(size, Symbol) and size.structure == "dimension"):
        return size  # type: ignore[return-value]
    shown = repr(size) if len(repr(size)) <= 60 else f"{repr(size)[:57]}..."
    raise InvalidArgument(
        f"a size of {what} is {shown}; expected a whole number of at least 1, or dimension(...)"
    )
