"""Lines that fit the terminal; what is piped keeps its lines whole, for the next program."""

from __future__ import annotations

import sys
from shutil import get_terminal_size
from textwrap import wrap

_NARROWEST = 30


def fitted(line: str, hanging: int) -> str:
    """Return a line, broken where the terminal ends, its later lines indented by `hanging` blanks.

    >>> fitted("      derived here, from the definition", 6)
    '      derived here, from the definition'
    """
    if not sys.stdout.isatty():
        return line
    width = max(get_terminal_size().columns, _NARROWEST)
    start = line[: len(line) - len(line.lstrip())]
    return "\n".join(
        wrap(
            line.strip(), width, initial_indent=start, subsequent_indent=" " * hanging, break_on_hyphens=False
        )
    )
