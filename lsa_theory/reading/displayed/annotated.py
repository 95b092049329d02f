r"""What stands above a relation or below an operator: \overset{(a)}{=}, \stackrel{\text{def}}{=}, \underset{U}{\min}.

A mark that only points to a reason is left out; one that may change what the relation means is refused.
"""

from __future__ import annotations

import re
from dataclasses import replace

from lsa_theory.reading.letters import spelled
from lsa_theory.reading.parsing.tokens import Token, group_after
from lsa_theory.reading.places import Unreadable

_MARKS = frozenset({r"\overset", r"\stackrel", r"\underset"})
# (a), (iv), (2), a star, a dagger: they point to the text.
_POINTER = re.compile(
    r"(?:\\(?:text|textrm|mathrm|operatorname|textup)\{)?\((?:[a-z]{1,4}|\d{1,3}|\*)\)\}?|\\dagger|\\star|\\ast|\*+|"
    r"\\(?:eqref|ref)\{?.*"
)
_DEFINES = re.compile(
    r"(?:\\(?:text|textrm|mathrm|operatorname)\{)?(?:def|def\.|Def)\}?|\\Delta|\\triangle|\\vartriangle"
)
_RELATIONS = frozenset(
    {"=", r"\le", r"\leq", r"\leqslant", r"\ge", r"\geq", r"\geqslant", r"\succeq", r"\preceq", "<", ">"}
)
_TAKE_BELOW = frozenset({r"\min", r"\max", r"\sup", r"\inf", r"\argmin", r"\E", r"\sum", r"\lim"})


def without_annotations(tokens: list[Token], text: str) -> list[Token]:
    r"""Return a display whose relations stand alone, and whose operators have below them what \underset put there.

    Raises
    ------
    Unreadable
        If what stands above a relation may change its meaning, as d does above = for laws.

    Examples
    --------
    >>> from lsa_theory.reading.parsing.tokens import tokens_of
    >>> [t.text for t in without_annotations(tokens_of(r"a \overset{(i)}{=} b"), "")]
    ['a', '=', 'b']
    """
    out: list[Token] = []
    k = 0
    while k < len(tokens):
        token = tokens[k]
        if token.text not in _MARKS:
            out.append(token)
            k += 1
            continue
        mark, k = group_after(tokens, k + 1, text)
        base, k = group_after(tokens, k, text)
        names = [t.text for t in base]
        said = spelled(mark, text)
        below = token.text == r"\underset"
        if below and (
            names[:1] in ([name] for name in _TAKE_BELOW) or names[:1] in ([r"\mathbb"], [r"\operatorname"])
        ):
            out += [*base, Token("_", token.at), Token("{", token.at), *mark, Token("}", token.at)]
        elif len(names) == 1 and names[0] in _RELATIONS and not below and _POINTER.fullmatch(said):
            out.append(base[0])
        elif names == ["="] and not below and _DEFINES.fullmatch(said):
            out.append(replace(base[0], text=":="))
        else:
            raise Unreadable(
                f"{said or 'nothing'} {'below' if below else 'above'} {' '.join(names) or 'nothing'} may change what "
                r"it means; write the relation alone, with := for a definition, or \overset{(a)}{=} for a reason",
                text,
                token.at,
            )
    return out
