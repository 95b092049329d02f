"""A pager for long output, on a terminal alone: what is piped is written as it is."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from shutil import get_terminal_size

import click

# Less leaves at once what fits on the screen, shows colours, and leaves the text on the screen when it ends.
_LESS = "-FRX"


class Kept(StringIO):
    """Text that is kept, by a stream that passes for the terminal it is meant for."""

    def __init__(self, encoding: str | None) -> None:
        super().__init__()
        self._encoding = encoding

    @property
    def encoding(self) -> str | None:  # type: ignore[override]
        """That of the terminal."""
        return self._encoding

    def isatty(self) -> bool:
        """Always: colours and widths are those of the terminal."""
        return True


def wants_pager() -> bool:
    """Whether standard output is a terminal, and no pager is not what was asked for (PAGER empty or cat)."""
    return sys.stdout.isatty() and os.environ.get("PAGER", "less").strip() not in ("", "cat")


@contextmanager
def paged() -> Iterator[None]:
    """Keep what is printed, and show it at the end: as it is where it fits on the screen, else by the pager."""
    if not wants_pager():
        yield
        return
    terminal = sys.stdout
    kept = Kept(getattr(terminal, "encoding", None))
    sys.stdout = kept
    try:
        yield
    finally:
        sys.stdout = terminal
        _show(kept.getvalue())


def _show(text: str) -> None:
    size = get_terminal_size()
    height = sum(1 + max(len(click.unstyle(line)) - 1, 0) // size.columns for line in text.splitlines())
    if height < size.lines:
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    before = os.environ.get("LESS")
    os.environ["LESS"] = before or _LESS
    try:
        click.echo_via_pager(text.removesuffix("\n"), color=None)
    finally:
        if before is None:
            del os.environ["LESS"]
