"""`lsa-theory verify --watch`: judge again whenever a file of claims changes, or a module that it imports.

Each round is a process of its own, `lsa-theory verify` with the same options, so that whatever was edited is imported
anew; what did not change comes from the cache of verdicts.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

import click
from click.core import ParameterSource

from lsa_theory.claims.collecting.collect import check_is_python_file
from lsa_theory.claims.collecting.naming import paths_and_names
from lsa_theory.commands.changes import Verdicts, changes
from lsa_theory.commands.looking import SECONDS, Look
from lsa_theory.commands.telling import INTERRUPTED, USAGE, shown
from lsa_theory.errors import InvalidArgument

# How long a round that is given up may take to say so.
_TO_END = 5.0


def watch(context: click.Context, words: Sequence[Path], json_file: str | None) -> int:
    """Judge, and judge again after every change, until Ctrl-C; return the exit code of the last round.

    Parameters
    ----------
    context : click.Context
        Of `verify`, whose options each round is given.
    words : files, folders, names
        As they stand on the line.
    json_file : str or None
        Where the user wants the report.

    Raises
    ------
    UnloadableFile
        If a path does not exist to begin with.
    InvalidArgument
        If the report is to be printed: there is one in each round.
    """
    if json_file == "-":
        raise InvalidArgument("--json - prints one report, and --watch makes many; give the name of a file")
    paths, _ = paths_and_names(words)
    for path in paths:
        if not path.is_dir():
            check_is_python_file(path)
    # What Ctrl-C ends with: the code of the last round that came to its end.
    code, why, known = INTERRUPTED, "", Verdicts()
    with TemporaryDirectory() as place, _ending_with_us() as children:
        report = Path(json_file or Path(place, "verdicts.json"))
        line = _line(context, report)
        try:
            while True:
                look = Look(paths)
                click.clear()
                if why:
                    click.secho(shown(why), bold=True)
                before = _written(report)
                ended, why_again = _round(line, look, children)
                if why_again:
                    why = why_again
                    continue
                code = ended
                now = _verdicts(report) if _written(report) != before else None
                if code == USAGE and now is None and not paths and not why:
                    # What is wrong stands on the line, not in a file.
                    return code
                if now is not None:
                    _tell(known, now, first=not why)
                    known = now.after(known)
                click.secho(shown(f"watching {look.what()} · exit code {code} · Ctrl-C ends"), dim=True)
                why = look.until_changed()
        except KeyboardInterrupt:
            click.echo()
            return INTERRUPTED if children else code


def _line(context: click.Context, report: Path) -> list[str]:
    """Return the words of a round: those of this call, but for --watch, and briefly unless more is asked for."""
    words: list[str] = []
    for parameter in context.command.params:
        given = context.get_parameter_source(parameter.name or "") is not ParameterSource.DEFAULT
        if (
            not isinstance(parameter, click.Option)
            or parameter.name in ("watching", "json_file")
            or not given
        ):
            continue
        words.append(parameter.opts[-1])
        if not parameter.is_flag:
            words.append(str(context.params[parameter.name or ""]))
    if not {"quiet", "verbose"} & {name for name, value in context.params.items() if value is True}:
        words.append("--quiet")
    return [*words, "--json", str(report), "--", *(str(path) for path in context.params["paths"])]


def _round(line: Sequence[str], look: Look, children: list[subprocess.Popen[bytes]]) -> tuple[int, str]:
    """Judge once; return the exit code, and what changed meanwhile and made the round worthless."""
    code = (
        f"import sys; sys.path[:] = {sys.path!r}; sys.argv[0] = 'lsa-theory'; "
        "from lsa_theory.__main__ import main; main()"
    )
    # The pager would wait for a reader, and hold up the next round.
    environment = {**os.environ, "PAGER": "cat"}
    # In a group of its own: Ctrl-C comes to it through us, once.
    child = subprocess.Popen([sys.executable, "-c", code, "verify", *line], env=environment, process_group=0)
    children.append(child)
    again = ""
    try:
        while child.poll() is None and not again:
            if look.changed():
                again = look.settled()
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(SECONDS)
    finally:
        _end(child)
    children.clear()
    return child.returncode, again


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is not None:
        return
    child.send_signal(signal.SIGINT)
    try:
        child.wait(_TO_END)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        child.kill()
        child.wait()


def _written(report: Path) -> tuple[int, int] | None:
    with contextlib.suppress(OSError):
        found = report.stat()
        return found.st_mtime_ns, found.st_ino
    return None


def _verdicts(report: Path) -> Verdicts | None:
    with contextlib.suppress(OSError, ValueError, LookupError, TypeError):
        return Verdicts.of(json.loads(report.read_text(encoding="utf-8")))
    return None


def _tell(known: Verdicts, now: Verdicts, *, first: bool) -> None:
    """Print what a round changed."""
    if first or not known.found:
        return
    lines = changes(known, now)
    click.secho("What changed" if lines else "No verdict changed", bold=True)
    for text, colour in lines:
        click.secho(shown(text), fg=colour)


@contextlib.contextmanager
def _ending_with_us() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Give a place for the running round, which is ended where this process is told to end."""
    children: list[subprocess.Popen[bytes]] = []

    def leave(number: int, frame: FrameType | None) -> None:
        for child in children:
            _end(child)
        raise SystemExit(128 + number)

    signals = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.signal(number, leave) for number in signals}
    try:
        yield children
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
