r"""What the document prints, line by line and without its environments, for pages that are no LaTeX document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lsa_theory.claims.collecting.collect import Collected
from lsa_theory.errors import LsaTheoryError
from lsa_theory.paper.differing import difference_lines, differing
from lsa_theory.paper.statements import Lines, proof, statement
from lsa_theory.paper.style import Style
from lsa_theory.verification.written import Line, Written

_MARK = re.compile(r"\\begin|\\end|(?<!\\)&")
_TAG = re.compile(r"\s*\\tag\*\{\\reason\{(.*)\}\}\s*$")
_INDENT = re.compile(r"^\\hspace\{[^}]*\}\s*")
_SCALED = re.compile(r"\\resizebox\{[^}]*\}\{!\}\{\$\\displaystyle (.*?)\$\}")
_BEGIN, _END = r"\begin{align*}", r"\end{align*}"


def written(item: Collected) -> Written:
    r"""Return the statement of a claim and its steps, with what is left of it where it does not hold.

    >>> from pathlib import Path
    >>> from lsa_theory.expressions import dimension, matrix, trace
    >>> from lsa_theory.claims.equality import Claim
    >>> d = dimension("d"); A = matrix("A", d); B = matrix("B", d)
    >>> claim = Claim(trace(A @ B), trace(B @ A))
    >>> [line.latex for line in written(Collected("x", claim, Path("x.py"), "")).statement]
    ['\\operatorname{tr}(A B) = \\operatorname{tr}(B A)']
    """
    claim, style = item.claim, Style()
    wrong: Lines = []
    try:
        found = differing(claim) if claim.expected == "confirmed" else []
        wrong = difference_lines(found, style)
    except (LsaTheoryError, RuntimeError):
        # The verdict stands beside it and has its own reason; this would only show it once more.
        pass
    return Written(tuple(_lines([*statement(claim, style), *wrong])), tuple(_lines(proof(claim, style))))


def _lines(source: Iterable[str]) -> Iterator[Line]:
    """Yield lines of text as they are, rows of a display one by one."""
    inside = False
    held: list[Line] = []
    for text in source:
        row = text.strip()
        if row in (_BEGIN, _END):
            inside = row == _BEGIN
            yield from held
            held = []
        elif inside:
            line = _row(row)
            if line.latex or not held:
                yield from held
                held = [line]
            else:
                # A reason that found no room beside its formula.
                held = [replace(held[0], reason=line.reason)]
        elif row and not row.startswith((r"\begin{", r"\end{")):
            yield Line(row.removesuffix(r"\par"), formula=False)


def _unaligned(row: str) -> str:
    """Return a row without the mark that aligns it; those of matrices inside it stay."""
    depth = 0
    for mark in _MARK.finditer(row):
        if mark[0] == "&" and depth == 0:
            return row[: mark.start()] + row[mark.end() :]
        depth += {r"\begin": 1, r"\end": -1}.get(mark[0], 0)
    return row


def _row(row: str) -> Line:
    row = row.removesuffix(r"\\").rstrip()
    tag = _TAG.search(row)
    reason = tag.group(1) if tag else ""
    body = _TAG.sub("", row).strip()
    body = _SCALED.sub(r"\1", _unaligned(body).strip())
    return Line(_INDENT.sub("", body), reason=reason, continued=bool(_INDENT.match(body)))
