"""One run of `lsa-theory verify`: judge, show progress, print the table, write the reports."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.text import Text

from lsa_theory.errors import InvalidArgument
from lsa_theory.verification.collect import Collected
from lsa_theory.verification.outcome import Judgement, Verdict
from lsa_theory.verification.reports.html import to_html
from lsa_theory.verification.reports.json import to_json
from lsa_theory.verification.reports.junit import to_junit
from lsa_theory.verification.reports.table import claim_lines, summary_line
from lsa_theory.verification.run import Request, run

# Below this the layout breaks into pieces; above it lines are too long to read.
_NARROWEST, _WIDEST = 40, 120


@dataclass(frozen=True)
class Outputs:
    """Where reports go besides the terminal; "-" prints JSON instead of the table."""

    json: str | None = None
    html: str | None = None
    junit: str | None = None

    def check_writable(self) -> None:
        """Refuse before any work what could not be written after it.

        Raises
        ------
        InvalidArgument
            If the folder of a report does not exist, or the report is a folder.
        """
        for option, name in (("--json", self.json), ("--html", self.html), ("--junit", self.junit)):
            if name is None or (option == "--json" and name == "-"):
                continue
            path = Path(name)
            if not path.parent.is_dir():
                raise InvalidArgument(
                    f"{option} {name}: the folder {path.parent} does not exist; make it first"
                )
            if path.is_dir():
                raise InvalidArgument(f"{option} {name}: is a folder; give the name of a file")

    def write(self, judgements: Sequence[Judgement], version: str, seconds: float) -> None:
        """Write the reports."""
        if self.json == "-":
            sys.stdout.write(to_json(judgements, version) + "\n")
        elif self.json:
            Path(self.json).write_text(to_json(judgements, version) + "\n", encoding="utf-8")
        if self.html:
            Path(self.html).write_text(to_html(judgements, version, seconds), encoding="utf-8")
        if self.junit:
            Path(self.junit).write_text(to_junit(judgements), encoding="utf-8")


def verify_claims(
    claims: Sequence[Collected], request: Request, jobs: int, outputs: Outputs, version: str
) -> int:
    """Judge claims, print and write what was found, and return the exit code.

    Ctrl-C prints and writes what was decided so far and returns 130.
    """
    table = _Table(quiet=outputs.json == "-")
    judgements: list[Judgement] = []
    start = time.perf_counter()
    interrupted = False
    judged = run(claims, request, jobs)
    try:
        with table.progress(len(claims)) as progress:
            task = progress.add_task(claims[0].identifier, total=len(claims))
            for number, item in enumerate(claims):
                progress.update(task, description=item.identifier, completed=number)
                judgements.append(next(judged))
                table.show(item, judgements[-1])
    except KeyboardInterrupt:
        interrupted = True
    finally:
        judged.close()
    seconds = time.perf_counter() - start
    table.end(judgements, seconds, len(claims), interrupted)
    outputs.write(judgements, version, seconds)
    return 130 if interrupted else exit_code(judgements)


def exit_code(judgements: Sequence[Judgement]) -> int:
    """Return 0 if all is as expected, 1 if a verdict is wrong, 3 if something is undecided.

    A misprint that is not refuted counts as wrong even if it is only undecided.
    """
    if any(
        not j.in_order and (j.verdict is not Verdict.UNDECIDED or j.expected is Verdict.REFUTED)
        for j in judgements
    ):
        return 1
    return 3 if any(j.verdict is Verdict.UNDECIDED for j in judgements) else 0


class _Table:
    """The table on standard output and the progress display on standard error."""

    def __init__(self, *, quiet: bool) -> None:
        self._out = Console(quiet=quiet, highlight=False, soft_wrap=True)
        self._width = min(max(self._out.width, _NARROWEST), _WIDEST)
        self._heading = ""

    def progress(self, total: int) -> Progress:
        """Return the display; it draws nothing where standard error is no terminal."""
        errors = Console(stderr=True)
        return Progress(
            SpinnerColumn(),
            MofNCompleteColumn(),
            BarColumn(20),
            TextColumn("{task.description}"),
            console=errors,
            transient=True,
            disable=not errors.is_terminal,
        )

    def show(self, item: Collected, judgement: Judgement) -> None:
        """Print one claim, under its heading."""
        if item.heading != self._heading:
            self._heading = item.heading
            self._out.print(Text(item.heading, style="bold"))
        for line, style in claim_lines(judgement, self._width):
            self._out.print(Text(line, style=style))

    def end(self, judgements: Sequence[Judgement], seconds: float, asked: int, interrupted: bool) -> None:
        """Print the last line."""
        if interrupted:
            self._out.print(Text(f"interrupted: {asked - len(judgements)} of {asked} claims were not judged"))
        self._out.print(Text(summary_line(judgements, seconds), style="bold"))
