r"""The paper's own commands: \newcommand, \renewcommand, \providecommand, \def and \DeclareMathOperator, as text."""

from __future__ import annotations

import re

from lsa_theory.reading.parsing.tokens import Macro

_COMMAND = re.compile(
    r"\\(?:re|provide)?(?:new)?command\*?\s*\{?\s*(\\[A-Za-z]+)\s*\}?\s*(?:\[(\d)\])?\s*(\[[^\]]*\])?\s*\{"
)
_DEF = re.compile(r"\\def\s*(\\[A-Za-z]+)\s*((?:#\d)*)\s*\{")
_OPERATOR = re.compile(r"\\DeclareMathOperator\*?\s*\{?\s*(\\[A-Za-z]+)\s*\}?\s*\{")


def macros_of(text: str) -> dict[str, Macro]:
    r"""Return the commands that a paper defines; one with an optional argument is left out.

    Examples
    --------
    >>> macros_of(r"\newcommand{\inner}[2]{\langle #1, #2\rangle}")
    {'\\inner': Macro(body='\\langle #1, #2\\rangle', arguments=2)}
    >>> macros_of(r"\DeclareMathOperator{\tr}{tr}")
    {'\\tr': Macro(body='\\operatorname{tr}', arguments=0)}
    """
    plain = re.sub(r"(?<!\\)%[^\n]*", "", text)
    found: dict[str, Macro] = {}
    for match in _COMMAND.finditer(plain):
        body = _body(plain, match.end())
        if body is not None and not match[3]:
            found[match[1]] = Macro(body, int(match[2] or 0))
    for match in _DEF.finditer(plain):
        body = _body(plain, match.end())
        if body is not None:
            found[match[1]] = Macro(body, len(match[2]) // 2)
    for match in _OPERATOR.finditer(plain):
        body = _body(plain, match.end())
        if body is not None:
            found[match[1]] = Macro(rf"\operatorname{{{body}}}")
    return found


def _body(text: str, begin: int) -> str | None:
    depth, k = 1, begin
    while k < len(text):
        if text[k] == "\\":
            k += 2
            continue
        depth += (text[k] == "{") - (text[k] == "}")
        if depth == 0:
            return text[begin:k]
        k += 1
    return None
