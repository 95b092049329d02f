"""What a command says to people: its errors, and what their terminal can show."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import NoReturn

import click

from lsa_theory.printable import for_terminal

# 70 is the EX_SOFTWARE of sysexits.h, 130 and 141 what a shell reports for Ctrl-C and for a pipe that nobody reads any
# more.
USAGE, INTERNAL, INTERRUPTED, NOBODY_READS = 2, 70, 130, 141


def say(message: str) -> None:
    """Print a line on standard error."""
    # Where nobody reads the errors either, there is nobody to tell.
    with contextlib.suppress(OSError):
        click.echo(for_terminal(message, getattr(sys.stderr, "encoding", None)), err=True)


def stop(message: str) -> NoReturn:
    """Print an error and end with the code for usage."""
    for line in message.splitlines() or [""]:
        say(f"error: {line}")
    raise SystemExit(USAGE)


def abandon_output() -> None:
    """Let the end of the process flush into nothing what standard output did not take."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def shown(text: str) -> str:
    """Return text as standard output can show it."""
    return for_terminal(text, getattr(sys.stdout, "encoding", None))
