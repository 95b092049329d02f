r"""Formulas of LaTeX as MathML, by latex2mathml; as their source where it is not installed."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from importlib.util import find_spec

_SIZED = re.compile(r"\\(?:big|Big|bigg|Bigg)[lr](?![a-z])\.?")
# Between its columns stands the one & that is no sign of HTML.
_MATRIX = re.compile(r"\\begin\{pmatrix\}.*?\\end\{pmatrix\}", re.DOTALL)
_COMMAND = re.compile(r"\\(?:differs|emph|texttt|textbf|textit|step|field|mbox)(?=\{)")
_LINK = re.compile(r"\\hyperref\[[^\]]*\]")
_ESCAPES = {
    r"\textbackslash{}": "\\",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    r"\allowbreak": "",
    r"\ ": " ",
    "~": " ",
    "``": "“",
    "''": "”",
    "---": "—",
    "--": "–",
}


def available() -> bool:
    """Whether formulas can be set, which takes the extra `report`."""
    return find_spec("latex2mathml") is not None


@lru_cache(maxsize=4096)
def formula(latex: str, *, display: bool = True) -> str:
    """Return a formula as MathML; as its source, in a code element, where it cannot be set."""
    # The library hands on what stands in \text{...} as it is: no sign of HTML may get so far.
    source = _SIZED.sub("", latex).replace("<", r"\lt ").replace(">", r"\gt ")
    if available() and not re.search(r"[&\"]", _MATRIX.sub("", source)):
        from latex2mathml.converter import convert

        try:
            # Brackets of a fixed size, whose partner may stand on another line, are those that stretch by themselves.
            return _short(convert(source, display="block" if display else "inline"))
        except Exception:
            # A library's parser may stop in any way at a source of a user's own notation; the source can be read.
            pass
    return f"<code>{escape(latex)}</code>"


def _short(found: str) -> str:
    """Return MathML without what HTML does not need: its name space, and numbers for letters."""
    plain = found.replace(' xmlns="http://www.w3.org/1998/Math/MathML"', "")
    return re.sub(r"&#x([0-9A-F]+);", lambda m: escape(chr(int(m.group(1), 16))), plain)


def words(text: str) -> str:
    r"""Return words with formulas between dollar signs as HTML.

    >>> words(r"\emph{one \& two}")
    'one &amp; two'
    """
    pieces = re.split(r"(?<!\\)\$", text)
    return "".join(formula(p, display=False) if k % 2 else _plain(p) for k, p in enumerate(pieces))


def _plain(text: str) -> str:
    for source, meant in _ESCAPES.items():
        text = text.replace(source, meant)
    text = _LINK.sub("", _COMMAND.sub("", text))
    text = re.sub(r"\\([_&%#${}])", lambda m: f"\0{ord(m.group(1))}\0", text)
    text = re.sub(r"[{}]", "", text)
    return escape(re.sub("\0(\\d+)\0", lambda m: chr(int(m.group(1))), text), quote=False)
