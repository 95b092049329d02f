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

from lsa_theory.errors import InvalidArgument
from lsa_theory.marked_text import check_marked


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

    >>> from lsa_theory.claims.equality import Claim
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
    own = None if held is None else str(held.file)
    frame: FrameType | None = sys._getframe(1)
    inside: tuple[str, int] | None = None
    while frame is not None and not (held is not None and frame is held.bottom):
        code = frame.f_code
        # Text run by `exec` has no file of its own; whoever runs it answers for it.
        if not code.co_filename.startswith("<"):
            # Names are compared as they are written, for a path is slow and most frames are nobody's.
            here = code.co_filename, frame.f_lineno
            if code.co_name == "<module>":
                return Place(Path(here[0]), here[1])
            if here[0] == own:
                inside = here
        frame = frame.f_back
    return None if inside is None else Place(Path(inside[0]), inside[1])


def check_about(statement: object) -> None:
    """Refuse a statement whose words are none, or whose hook cannot be called: reports would break on it later.

    Raises
    ------
    InvalidArgument
        With the field, what was given and what was expected.
    """
    for name in ("source", "title", "note", "strengthens"):
        value = getattr(statement, name)
        if not isinstance(value, str):
            raise InvalidArgument(f"{name}={value!r}; expected a string ('' if there is none)")
        check_marked(value, name)
    identifier = getattr(statement, "id", None)
    if identifier is not None and (not isinstance(identifier, str) or not identifier.strip()):
        raise InvalidArgument(f"id={identifier!r}; expected a string that is not empty, or None")
    uses, corrects = getattr(statement, "uses", ()), getattr(statement, "corrects", None)
    if not isinstance(uses, (list, tuple)) or not all(isinstance(name, str) for name in uses):
        raise InvalidArgument(f"uses={uses!r}; expected a list of names of claims")
    if corrects is not None and not (isinstance(corrects, str) and corrects.strip()):
        raise InvalidArgument(
            f"corrects={corrects!r}; expected the name of the claim that it corrects, or None"
        )
    observe = getattr(statement, "observe", None)
    if observe is not None and not callable(observe):
        raise InvalidArgument(
            f"observe={observe!r}; expected a function (generator, instance) -> (estimate, error)"
        )
    witnesses = getattr(statement, "witnesses", None)
    listed = witnesses is None or isinstance(witnesses, (str, list, tuple))
    if not listed or not all(isinstance(name, str) for name in witnesses or ()):
        raise InvalidArgument(f"witnesses={witnesses!r}; expected a list of names")
