"""Docstrings as the site reads them: examples under a heading, and remarks before the sections that they follow."""

from __future__ import annotations

import re
from typing import Any

from griffe import Extension, Object

_HEADING = re.compile(r"^Examples\n-+$", re.MULTILINE)
_FIRST_EXAMPLE = re.compile(r"^(?=>>> )", re.MULTILINE)
_FIRST_SECTION = re.compile(r"^[A-Z]\w+\n-+$", re.MULTILINE)
# Paragraphs that would be read as one more parameter, or one more error, of the section that they stand behind.
_REMARK = re.compile(
    r"^(?:Source:|The (?:other|remaining) parameters).*?(?:\n\n|\Z)", re.MULTILINE | re.DOTALL
)


def with_heading(text: str) -> str:
    r"""Return a docstring whose first example stands under a heading.

    >>> with_heading("One.\n\n>>> 1\n1").splitlines()
    ['One.', '', 'Examples', '--------', '>>> 1', '1']
    """
    return text if _HEADING.search(text) else _FIRST_EXAMPLE.sub("Examples\n--------\n", text, count=1)


def with_remarks_first(text: str) -> str:
    r"""Return a docstring whose remarks stand before its first section.

    >>> with_remarks_first("One.\n\nRaises\n------\nE\n    If.\n\nSource: a paper.").split("\n\n")
    ['One.', 'Source: a paper.', 'Raises\n------\nE\n    If.', '']
    """
    first = _FIRST_SECTION.search(text)
    if first is None:
        return text
    before, after = text[: first.start()], text[first.start() :]
    remarks = [found[0].strip() for found in _REMARK.finditer(after)]
    return before + "".join(f"{remark}\n\n" for remark in remarks) + _REMARK.sub("", after)


class Examples(Extension):
    """Arrange every docstring so."""

    def on_object(self, *, obj: Object, **rest: Any) -> None:
        """Look at one object as it is loaded."""
        if obj.docstring:
            obj.docstring.value = with_heading(with_remarks_first(obj.docstring.value))
