"""Where statements are made: file and line of each, and the list of all that one file made while it ran.

A collector must miss nothing: a claim that no name holds is as easily written as one that a name holds. So each
statement knows its place, and while a collector runs a file, it is told of each that comes into being.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from types import FrameType


@dataclass(frozen=True)
class Place:
    """A line of a file."""

    file: Path
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass
class Recording:
    """What one file made, in order; `bottom` is the frame of the collector, below which nothing is the file's."""

    file: Path
    bottom: FrameType
    made: list[object]


# Held by a collector for as long as it runs a file; other threads and files never see it.
_RECORDING: ContextVar[Recording | None] = ContextVar("lsa_theory_recording", default=None)


@contextmanager
def recording(file: Path) -> Iterator[list[object]]:
    """Yield the list that every statement made meanwhile is added to.

    >>> from lsa_theory.verification.claims import Claim
    >>> with recording(Path("lemma.py")) as made:
    ...     claim = Claim(1, 1)
    >>> made == [claim]
    True
    """
    # Depth 2: this generator, its context manager, then who collects.
    held = Recording(file, sys._getframe(2), [])
    token = _RECORDING.set(held)
    try:
        yield held.made
    finally:
        _RECORDING.reset(token)


def register(statement: object) -> None:
    """Note a new statement with the collector that runs its file, if one does."""
    held = _RECORDING.get()
    if held is not None:
        held.made.append(statement)


def place_of_call() -> Place | None:
    """Return the line of the module whose text is being run, of the innermost one when files import each other.

    A helper that makes claims belongs to whoever calls it at module level. Where the collector called a function
    of the file, the file is the one that it runs.
    """
    held = _RECORDING.get()
    frame: FrameType | None = sys._getframe(1)
    inside: Place | None = None
    while frame is not None and not (held is not None and frame is held.bottom):
        code = frame.f_code
        # Text run by `exec` has no file of its own; whoever runs it answers for it.
        if not code.co_filename.startswith("<"):
            here = Place(Path(code.co_filename), frame.f_lineno)
            if code.co_name == "<module>":
                return here
            if held is not None and here.file == held.file:
                inside = here
        frame = frame.f_back
    return inside
