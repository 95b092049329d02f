r"""The displays of a paper: where each stands, its label, and what a comment says about it.

% lsa: \Sigma = positive definite d      declares a letter from here on
% lsa: skip                              the next display is not judged
% lsa: expect refuted                    the next display is known to be misprinted
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ENVIRONMENTS = "equation|align|alignat|gather|multline|eqnarray|displaymath|flalign"
_DISPLAY = re.compile(
    rf"\\begin\{{(?P<env>(?:{_ENVIRONMENTS})\*?)\}}(?P<body>.*?)\\end\{{(?P=env)\}}"
    r"|(?<!\\)\\\[(?P<bracket>.*?)(?<!\\)\\\]"
    r"|(?<![\\$])\$\$(?P<dollars>.*?)(?<!\\)\$\$"
    r"|^[ \t]*%[ \t]*lsa:(?P<say>[^\n]*)"
    r"|(?<!\\)%[^\n]*"
    r"|\\begin\{(?:verbatim|lstlisting|comment)\*?\}.*?\\end\{(?:verbatim|lstlisting|comment)\*?\}",
    re.DOTALL | re.MULTILINE,
)
_LABEL = re.compile(r"\\label\s*\{([^}]*)\}")
_THEOREM = re.compile(r"\\(begin|end)\{(theorem|lemma|proposition|corollary|definition|claim|remark)\*?\}")


@dataclass(frozen=True)
class Found:
    """One display, or one remark `% lsa:`, and where it begins in the text."""

    at: int
    text: str
    label: str = ""
    within: str = ""
    remark: bool = False


def displays_of(text: str) -> Iterator[Found]:
    """Yield displays and remarks in their order; lines of align that have labels of their own stay one display."""
    theorems = [(m.start(), m[1], m[2]) for m in _THEOREM.finditer(text)]
    begin = text.find(r"\begin{document}")
    for match in _DISPLAY.finditer(text):
        if match["say"] is not None:
            yield Found(match.start(), match["say"].strip(), remark=True)
            continue
        body = next((g for g in ("body", "bracket", "dollars") if match[g] is not None), None)
        if body is None or match.start() < begin:
            continue
        inside = text[match.start(body) : match.end(body)]
        for line in re.finditer(r"^[ \t]*%[ \t]*lsa:([^\n]*)", inside, re.MULTILINE):
            yield Found(match.start(body) + line.start(), line[1].strip(), remark=True)
        label = _LABEL.search(inside)
        yield Found(match.start(body), inside, label[1] if label else "", _within(theorems, match.start()))


def label_at(found: Found, at: int) -> str:
    r"""Return the label of the line of a display that holds a place; of a display with one label, that one.

    >>> display = Found(0, r"a &= b \label{one} \\ c &= d \label{two}", "one")
    >>> label_at(display, 2), label_at(display, 25)
    ('one', 'two')
    """
    if len(_LABEL.findall(found.text)) < 2:
        return found.label
    begin = 0
    for line in found.text.split(r"\\"):
        if begin <= at < begin + len(line):
            label = _LABEL.search(line)
            return label[1] if label else ""
        begin += len(line) + 2
    return found.label


def _within(theorems: list[tuple[int, str, str]], at: int) -> str:
    stack: list[str] = []
    for start, kind, name in theorems:
        if start > at:
            break
        if kind == "begin":
            stack.append(name)
        elif stack:
            stack.pop()
    return stack[-1] if stack else ""
