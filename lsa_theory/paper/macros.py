r"""A file of macros, one for each letter, so that a paper changes a letter in one place.

`\lsaGamma` stands for \Gamma, `\lsaUOneTwo` for the letter of u_12. What a macro stands for is in braces, so that it
takes another exponent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lsa_theory.errors import InvalidArgument

_DIGITS = ("Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
# Its capital stands for the matrix of the sample: a macro has none.
_SAMPLES = frozenset({"x"})
HEADING = "% Letters of lsa-theory; \\input this before the formulas, and change what you like."


def command(name: str) -> str:
    r"""Return the macro of a name.

    >>> print(command("Gamma"), command("u_12"), command("x_q"))
    \lsaGamma \lsauOneTwo \lsaxQ
    """
    spelt = re.sub(r"\d", lambda digit: _DIGITS[int(digit[0])], name)
    parts = [part for part in re.split(r"[^A-Za-z]+", spelt) if part]
    return "\\lsa" + parts[0] + "".join(part[0].upper() + part[1:] for part in parts[1:]) if parts else ""


def macros(letters: Mapping[str, str]) -> tuple[dict[str, str], str]:
    r"""Return the macro of each name, and the text of the file that defines them.

    Raises
    ------
    InvalidArgument
        If two names would have one macro.

    Examples
    --------
    >>> print(macros({"Gamma": r"\Gamma"})[1].splitlines()[1])
    \providecommand{\lsaGamma}{{\Gamma}}
    """
    own: dict[str, str] = {}
    for name in sorted(set(letters) - _SAMPLES):
        made = command(name)
        if not made:
            continue
        other = next((n for n, c in own.items() if c == made), None)
        if other is not None:
            raise InvalidArgument(
                f"--macros: {other} and {name} would share the macro {made}; rename one of them"
            )
        own[name] = made
    lines = [HEADING, *(rf"\providecommand{{{made}}}{{{{{letters[name]}}}}}" for name, made in own.items())]
    return own, "\n".join([*lines, ""])
