"""One run of `lsa-theory verify`: judge, show progress, print the table, write the reports."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.text import Text

from lsa_theory.claims.collecting.collect import Collected
from lsa_theory.errors import InvalidArgument
from lsa_theory.files import check_distinct, check_place, write_whole
from lsa_theory.printable import for_terminal
from lsa_theory.verification.outcome import Judgement, Verdict
from lsa_theory.verification.reports.about import About
from lsa_theory.verification.reports.brief import Detail, attention_lines, group_line
from lsa_theory.verification.reports.table import claim_lines, summary_line
from lsa_theory.verification.run.crew import Crew
from lsa_theory.verification.run.lastfailed import remember
from lsa_theory.verification.run.processes import run
from lsa_theory.verification.run.request import Request

# Below this the layout breaks into pieces; above it lines are too long to read.
_NARROWEST, _WIDEST = 40, 120
# What ends with an error, wrongly, unread or undecided, in the order in which it matters.
INTERRUPTED, WRONG, BROKEN, UNLOADED, OPEN, ALL_AS_EXPECTED = 130, 1, 4, 2, 3, 0


@dataclass(frozen=True)
class Outputs:
    """Where reports go besides the terminal; "-" prints JSON instead of the table."""

    json: str | None = None
    html: str | None = None
    junit: str | None = None

    def check_writable(self, inputs: Sequence[str | Path] = ()) -> None:
        """Refuse before any work what could not be written after it, or would destroy what is not a report.

        Raises
        ------
        InvalidArgument
            If a place cannot be written, two reports have one, or it holds something else.
        """
        places = {"--json": self.json, "--html": self.html, "--junit": self.junit}
        named = {o: p for o, p in places.items() if p is not None and not (o == "--json" and p == "-")}
        for option, path in named.items():
            if path == "-":
                raise InvalidArgument(f"{option} -: only --json prints; give the name of a file")
        check_distinct(named, inputs)
        marks = {
            "--json": (b'"claims"',),
            "--html": (b"<title>lsa-theory verify</title>",),
            "--junit": (b'<testsuites name="lsa-theory"',),
        }
        for option, path in named.items():
            check_place(path, option, lambda begin, option=option: any(m in begin for m in marks[option]))  # type: ignore[misc]

    def write(
        self,
        judgements: Sequence[Judgement],
        version: str,
        seconds: float,
        about: About | None = None,
        claims: Sequence[Collected] = (),
    ) -> None:
        """Write the reports; one that fails does not cost the others.

        Raises
        ------
        InvalidArgument
            If a report could not be written after all; the others are.
        """
        reports = []
        # A report is imported where one is asked for: most runs only print.
        if self.json:
            from lsa_theory.verification.reports.json import to_json

            reports.append(("--json", self.json, to_json(judgements, version, about) + "\n"))
        if self.html:
            from lsa_theory.verification.reports.html import PLAIN, to_html
            from lsa_theory.verification.reports.mathml import available

            reports.append(("--html", self.html, to_html(judgements, version, seconds, about, claims)))
            if not available():
                sys.stderr.write(f"note: {self.html}: {PLAIN}\n")
        if self.junit:
            from lsa_theory.verification.reports.junit import to_junit

            reports.append(("--junit", self.junit, to_junit(judgements)))
        failure: Exception | None = None
        for option, path, text in reports:
            try:
                if option == "--json" and path == "-":
                    sys.stdout.write(text)
                    sys.stdout.flush()
                else:
                    write_whole(path, text, option)
            except (OSError, ValueError) as error:
                failure = error
        if failure is not None:
            raise failure


def verify_claims(
    claims: Sequence[Collected],
    request: Request,
    jobs: int,
    outputs: Outputs,
    version: str,
    *,
    crew: Crew | None = None,
    problems: Sequence[str] = (),
    detail: Detail | None = None,
    stop: bool = False,
    record: Path | None = None,
) -> int:
    """Judge claims, print and write what was found, and return the exit code.

    Ctrl-C prints and writes what was decided so far and returns 130. `problems` are the files that were not loaded.
    `detail` is how much is printed (by default, what can be read of so many claims), `stop` ends at the first claim
    that is not as expected, `record` is where the claims that are not are remembered.
    """
    table = _Table(detail or Detail.fitting(len(claims)), quiet=outputs.json == "-")
    judgements: list[Judgement] = []
    start = time.perf_counter()
    interrupted = False
    try:
        with closing(run(claims, request, jobs, crew)) as judged, table.progress(len(claims)) as progress:
            task = progress.add_task(claims[0].identifier, total=len(claims))
            for number, item in enumerate(claims):
                progress.update(task, description=item.identifier, completed=number)
                judgements.append(next(judged))
                table.show(item, judgements[-1])
                if stop and not judgements[-1].in_order:
                    break
    except KeyboardInterrupt:
        interrupted = True
    seconds = time.perf_counter() - start
    table.end(judgements, seconds, len(claims), interrupted, problems)
    if record is not None:
        remember(claims, judgements, record)
    about = About.of(request, problems, len(claims), len(judgements) < len(claims))
    outputs.write(judgements, version, seconds, about, claims)
    table.raise_broken()
    return INTERRUPTED if interrupted else exit_code(judgements, problems)


def exit_code(judgements: Sequence[Judgement], problems: Sequence[str] = ()) -> int:
    """Return 0 if all is as expected, 1 if a verdict is wrong, 4 if a claim broke, 2 if a file did, 3 if one is open.

    A misprint that is not refuted counts as wrong even if it is only undecided.
    """
    whole = [j for j in judgements if not j.error]
    if any(
        not j.in_order and (j.verdict is not Verdict.UNDECIDED or j.expected is Verdict.REFUTED)
        for j in whole
    ):
        return WRONG
    if len(whole) < len(judgements):
        return BROKEN
    if problems:
        return UNLOADED
    return OPEN if any(j.verdict is Verdict.UNDECIDED for j in whole) else ALL_AS_EXPECTED


class _Table:
    """The table on standard output and the progress display on standard error."""

    def __init__(self, detail: Detail, *, quiet: bool) -> None:
        self._detail = detail
        self._group: list[Judgement] = []
        self._out = Console(quiet=quiet, highlight=False, soft_wrap=True)
        self._width = min(max(self._out.width, _NARROWEST), _WIDEST)
        self._heading = ""
        self._broken: OSError | None = None

    def progress(self, total: int) -> Progress:
        """Return the display; it draws nothing where standard error is no terminal."""
        errors = Console(stderr=True)
        return Progress(
            SpinnerColumn(),
            MofNCompleteColumn(),
            BarColumn(20),
            TextColumn("{task.description}", markup=False),
            console=errors,
            transient=True,
            disable=not errors.is_terminal,
        )

    def show(self, item: Collected, judgement: Judgement) -> None:
        """Print one claim, under its heading, or count it there."""
        if item.heading != self._heading:
            self._end_group()
            self._heading = item.heading
            if self._detail is Detail.FULL:
                self._print(item.heading, "bold")
        self._group.append(judgement)
        if self._detail is not Detail.FULL:
            return
        for line, style in claim_lines(judgement, self._width):
            self._print(line, style)

    def end(
        self,
        judgements: Sequence[Judgement],
        seconds: float,
        asked: int,
        interrupted: bool,
        problems: Sequence[str] = (),
    ) -> None:
        """Print the last lines: what needs attention, and the counts."""
        self._end_group()
        attention = attention_lines(judgements)
        # Of one claim in full, the verdict stands just above.
        if attention and (len(judgements) > 1 or self._detail is not Detail.FULL):
            if self._detail is not Detail.QUIET:
                more = "" if self._detail is Detail.FULL else " (-v shows what each verdict rests on)"
                self._print(f"What needs attention{more}", "bold")
            for line, style in attention:
                self._print(line, style)
        if len(judgements) < asked:
            why = "interrupted" if interrupted else "stopped at the first that is not as expected"
            self._print(f"{why}: {asked - len(judgements)} of {asked} claims were not judged")
        if problems:
            self._print(f"not loaded: {len(problems)} (see the errors above)", "bold red")
        self._print(summary_line(judgements, seconds), "bold")

    def _end_group(self) -> None:
        if self._group and self._detail is Detail.BRIEF:
            self._print(*group_line(self._heading, self._group))
        self._group = []

    def raise_broken(self) -> None:
        """Raise what went wrong with standard output, now that the reports are written."""
        if self._broken is not None:
            raise self._broken

    def _print(self, text: str, style: str = "") -> None:
        if self._broken is not None:
            return
        try:
            self._out.print(Text(for_terminal(text, self._out.encoding), style=style))
            self._out.file.flush()
        except OSError as error:
            # Whoever reads the table may go; the judging, and the reports, go on.
            self._broken = error
