"""Text that terminals and XML can take: control characters shown, not sent; ASCII where there is no more."""

from __future__ import annotations

import re

# Everything below the blank but tab and newline, DEL and its high neighbours, lone surrogates, what XML forbids,
# and the marks that turn the direction of writing.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
_ASCII = str.maketrans({"·": "-", "×": "x", "–": "-", "—": "-", "…": "...", "≥": ">=", "≤": "<=", "±": "+/-"})


def printable(text: str) -> str:
    r"""Return text with control characters written out.

    >>> print(printable("a\x1b[31m b\ttab"))
    a\x1b[31m b	tab
    """
    return _UNSAFE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def for_terminal(text: str, encoding: str | None) -> str:
    r"""Return text that a terminal of this encoding can show.

    >>> print(for_terminal("algebra · λ", "ascii"))
    algebra - \u03bb
    >>> print(for_terminal("algebra · λ", "utf-8"))
    algebra · λ
    """
    shown = printable(text)
    coding = encoding or "ascii"
    try:
        shown.encode(coding)
    except (UnicodeEncodeError, LookupError):
        # A name of an encoding that Python does not know is taken for the poorest.
        plain = shown.translate(_ASCII)
        return plain.encode("ascii", "backslashreplace").decode("ascii")
    return shown
