"""The command line `lsa-theory`: verify, list, show, new, and commands of other parts, loaded when used."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, NoReturn

import click

from lsa_theory import __version__
from lsa_theory.errors import InvalidArgument, LsaTheoryError, told
from lsa_theory.near import did_you_mean
from lsa_theory.printable import for_terminal
from lsa_theory.shell.completion import names_and_paths, witnesses
from lsa_theory.shell.examples import FIRST, examples
from lsa_theory.shell.fitting import fitted
from lsa_theory.shell.paging import paged

if TYPE_CHECKING:
    from lsa_theory.claims.collecting.collect import Collected
    from lsa_theory.verification.run.crew import Crew
    from lsa_theory.verification.run.processes import Survey
    from lsa_theory.verification.written import Written

# Exit codes of all commands; 70 is the EX_SOFTWARE of sysexits.h, 130 and 141 what a shell reports for Ctrl-C and for
# a pipe that nobody reads any more.
USAGE, INTERNAL, INTERRUPTED, NOBODY_READS = 2, 70, 130, 141
_EXIT_CODES = {
    "0": "all as asked; for verify: each claim judged, each verdict as expected",
    "1": "verify: something refuted that was not expected to be, or the reverse",
    "2": "usage; a file that could not be read, loaded or written",
    "3": "verify: nothing wrong, something undecided",
    "4": "verify: a claim that broke or timed out, all others judged",
    "70": "an internal error: lsa-theory itself is at fault",
    "130": "interrupted (Ctrl-C); what was decided is printed and written",
    "141": "whoever read the output has gone",
}
# What is printed in one go and may be long; of `verify` only -v, as its lines are read while it judges.
_PAGED = ("list", "show", "errata", "latex", "codegen")
_NARROWEST, _WIDEST = 30, 80

# Command: where it lives, and its line in --help. A command whose file is not installed is not listed.
_ELSEWHERE = {
    "latex": ("lsa_theory.paper.cli", "Print claims and derivations as LaTeX."),
    "solve": ("lsa_theory.paper.solving", "Fill in right sides that are left open."),
    "codegen": ("lsa_theory.codegen.cli", "Write a formula as a function."),
    "simulate": ("lsa_theory.simulation.cli", "Draw prompts, run and train the layer."),
    "plot": ("lsa_theory.simulation.cli", "Plot theory against simulation."),
    "explore": ("lsa_theory.explore.cli", "Write a page to play with, theory beside simulation."),
    "referee": ("lsa_theory.referee.cli", "Judge the displayed formulas of a LaTeX file."),
}


class _Commands(click.Group):
    """A group that reports the package's own errors in one line, and imports other parts' commands late."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *(name for name in _ELSEWHERE if _installed(name))]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name in _ELSEWHERE and _installed(name):
            module = import_module(_ELSEWHERE[name][0])
            command: click.Command | None = getattr(module, name, None)
            return command
        return super().get_command(ctx, name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = []
        for name in self.list_commands(ctx):
            own = self.commands.get(name)
            rows.append((name, own.get_short_help_str(60) if own else _ELSEWHERE[name][1]))
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Exit codes"):
            formatter.write_dl(list(_EXIT_CODES.items()))
        with formatter.section("Examples"):
            for line in FIRST:
                formatter.write(f"{'':{formatter.current_indent}}{line}\n")

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None and not ctx.resilient_parsing:
            ctx.fail(f"No such command {name!r}.{did_you_mean(name, self.list_commands(ctx))}")
        if (
            name in _PAGED
            or {"-h", "--help"} & set(args)
            or (name == "verify" and {"-v", "--verbose"} & set(args))
        ):
            ctx.with_resource(paged())
        return super().resolve_command(ctx, args)

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        if any("\0" in argument for argument in args):
            raise click.UsageError("an argument holds a NUL character; no name or path does")
        # Click wraps at 50 columns at least, and leaves colours to us.
        extra.setdefault("terminal_width", min(max(get_terminal_size().columns, _NARROWEST), _WIDEST) - 2)
        if os.environ.get("NO_COLOR"):
            extra.setdefault("color", False)
        # The help of all, which is printed at once.
        shown = paged() if args[:1] in (["-h"], ["--help"]) else contextlib.nullcontext()
        try:
            with shown:
                return super().make_context(info_name, args, parent, **extra)
        except KeyboardInterrupt:
            raise SystemExit(INTERRUPTED) from None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            # What an encoding cannot show is written out; a report or a table never fails for a letter.
            for stream in (sys.stdout, sys.stderr):
                if isinstance(stream, TextIOWrapper):
                    stream.reconfigure(errors="backslashreplace")
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except LsaTheoryError as error:
            _stop(str(error))
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            _say("interrupted")
            raise SystemExit(INTERRUPTED) from None
        except BrokenPipeError:
            _abandon_output()
            raise SystemExit(NOBODY_READS) from None
        except OSError as error:
            _abandon_output()
            _stop(f"{error.filename or 'standard output'}: {error.strerror or error}")
        except Exception as error:
            _say(f"internal error: {told(error)}")
            _say("This is a mistake of lsa-theory, not of your file. LSA_THEORY_TRACEBACK=1 shows all of it.")
            if os.environ.get("LSA_THEORY_TRACEBACK"):
                raise
            raise SystemExit(INTERNAL) from None


def _installed(name: str) -> bool:
    relative = _ELSEWHERE[name][0].split(".")[1:]
    return Path(__file__).parent.joinpath(*relative).with_suffix(".py").is_file()


def _say(message: str) -> None:
    # Where nobody reads the errors either, there is nobody to tell.
    with contextlib.suppress(OSError):
        click.echo(for_terminal(message, getattr(sys.stderr, "encoding", None)), err=True)


def _stop(message: str) -> NoReturn:
    for line in message.splitlines() or [""]:
        _say(f"error: {line}")
    raise SystemExit(USAGE)


def _abandon_output() -> None:
    """Let the end of the process flush into nothing what standard output did not take."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="lsa-theory")
def main() -> None:
    """Judge, show and use the theory of linear self-attention trained in context."""


_names = click.argument(
    "paths",
    nargs=-1,
    type=click.Path(path_type=Path),
    metavar="[NAME_OR_PATH]...",
    shell_complete=names_and_paths,
)
_timeout = click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    default=600.0,
    show_default=True,
    metavar="SECONDS",
    help="For each claim, and for the loading of each file.",
)


@main.command(short_help="Judge the claims of files or folders.", epilog=examples("verify"))
@_names
@click.option("-k", "word", default="", metavar="WORD", help="Only claims with WORD in id, title or source.")
@click.option(
    "--witness",
    "names",
    default="",
    metavar="NAMES",
    shell_complete=witnesses,
    help="Ask only these, separated by commas.",
)
@click.option(
    "--digits", type=click.IntRange(15, 1000), metavar="D", help="Digits for precision and quadrature."
)
@click.option(
    "--seed", default=0, type=click.IntRange(0), metavar="S", help="Root of all randomness (default 0)."
)
@click.option("--jobs", type=click.IntRange(1), metavar="J", help="Processes (default: one a core).")
@_timeout
@click.option("--json", "json_file", metavar="FILE", help="Write JSON; - prints it instead of the table.")
@click.option("--html", "html_file", metavar="FILE", help="Write a report as one HTML page.")
@click.option("--junit", "junit_file", metavar="FILE", help="Write JUnit XML.")
@click.option("-q", "--quiet", is_flag=True, help="Print what needs attention, a line each, and the summary.")
@click.option(
    "-v", "--verbose", is_flag=True, help="Print what each verdict rests on (default: of up to 30 claims)."
)
@click.option("-x", "--exitfirst", is_flag=True, help="Stop at the first claim that is not as expected.")
@click.option(
    "--lf",
    "--last-failed",
    "last",
    is_flag=True,
    help="Only what was not as expected last time, in this folder.",
)
@click.option("--no-cache", is_flag=True, help="Judge anew what an earlier run decided.")
def verify(
    paths: Sequence[Path],
    word: str,
    names: str,
    digits: int | None,
    seed: int,
    jobs: int | None,
    timeout: float,
    json_file: str | None,
    html_file: str | None,
    junit_file: str | None,
    quiet: bool,
    verbose: bool,
    exitfirst: bool,
    last: bool,
    no_cache: bool,
) -> None:
    """Judge the claims of files or folders; without PATH, those of the bundled derivations.

    Each claim has its result: one that breaks, ends its process or does not end is an error or timed out, and the
    others are judged. Exit code 0: all as expected; 1: something refuted that was not expected to be (or the
    reverse); 2: usage, or a file that could not be loaded; 3: something undecided; 4: something broke or timed out;
    130: interrupted.
    """
    if len(paths) == 1 and paths[0].suffix == ".tex":
        from lsa_theory.referee.cli import run_referee

        if word or names or digits or junit_file or quiet or verbose or exitfirst or last:
            raise InvalidArgument(
                f"{paths[0]}: -k, --witness, --digits, --junit, -q, -v, -x, --lf are not for papers"
            )
        sys.exit(
            run_referee(paths[0], None, json_file, html_file, seed=seed, jobs=jobs or 1, timeout=timeout)
        )
    from lsa_theory.verification.cache.store import Cache
    from lsa_theory.verification.reports.brief import Detail
    from lsa_theory.verification.run.command import Outputs, verify_claims
    from lsa_theory.verification.run.lastfailed import chosen_again, record_of
    from lsa_theory.verification.run.request import Request
    from lsa_theory.verification.witnesses.base import DEFAULT_DIGITS, Setting
    from lsa_theory.verification.witnesses.registry import WITNESSES

    if quiet and verbose:
        raise click.UsageError("-q and -v ask for less and for more; give one of them")
    wanted = tuple(name.strip() for name in names.split(",") if name.strip()) or None
    for name in wanted or ():
        WITNESSES.get(name)
    outputs = Outputs(json_file, html_file, junit_file)
    outputs.check_writable(paths)
    setting = Setting(seed=seed, digits=digits or DEFAULT_DIGITS, quadrature_digits=digits)
    cache = None if no_cache else Cache.opened()
    with _crew(jobs, timeout) as crew:
        found = _chosen(paths, word, crew, anew=no_cache)
        claims, record = list(found.claims), record_of(Path.cwd())
        if last:
            claims, told_again = chosen_again(claims, record)
            _say(told_again)
        code = verify_claims(
            claims,
            Request(wanted, setting, timeout, _writer() if html_file else None, cache),
            crew.size,
            outputs,
            __version__,
            crew=crew,
            problems=found.problems,
            detail=Detail.QUIET if quiet else Detail.FULL if verbose else None,
            stop=exitfirst,
            record=record,
        )
    if cache is not None:
        cache.trim()
    sys.exit(code)


@main.command("list", epilog=examples("list"))
@_names
@click.option("-k", "word", default="", metavar="WORD", help="Only claims with WORD in id, title or source.")
@_timeout
def list_claims(paths: Sequence[Path], word: str, timeout: float) -> None:
    """List claims without judging them."""
    with _crew(1, timeout) as crew:
        found = _chosen(paths, word, crew)
    from lsa_theory.marked_text import plain

    heading = None
    for item in found.claims:
        if item.heading != heading:
            heading = item.heading
            click.secho(fitted(_shown(heading), 2), bold=True)
        expected = "" if item.claim.expected == "confirmed" else "  (expected: refuted)"
        click.echo(_shown(f"  {item.identifier}{expected}"))
        about = " · ".join(plain(text) for text in (item.claim.title, item.claim.source) if text)
        if about:
            click.echo(fitted(_shown(f"      {about}"), 6))
    _end(found)


@main.command(short_help="Show what claims state.", epilog=examples("show"))
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
    metavar="NAME_OR_PATH...",
    shell_complete=names_and_paths,
)
@_timeout
def show(paths: Sequence[Path], timeout: float) -> None:
    """Show claims: what they state, where they are printed, what is to be known.

    A name is an id (`risk.linear`), a derivation (`risk`), or the beginning of ids. The file may be left out of an id,
    `fourth-moment` for `my_lemma::fourth-moment`, where only one claim is meant.
    """
    with _crew(1, timeout) as crew:
        found = _chosen(paths, "", crew, text=True)
    for number, item in enumerate(found.claims):
        if number:
            click.echo()
        _show(item)
    _end(found)


def _show(item: Collected) -> None:
    from lsa_theory.marked_text import plain

    claim = item.claim
    rows = {
        "title": plain(claim.title),
        "source": plain(claim.source),
        "file": str(item.file),
        "expected": claim.expected,
        "witnesses": ", ".join(claim.witnesses) if claim.witnesses else "all that apply",
        "note": plain(claim.note),
    }
    click.secho(_shown(item.identifier), bold=True)
    for name, value in rows.items():
        if value:
            click.echo(fitted(_shown(f"  {name:<10} {value}"), 13))
    click.echo()
    click.echo("\n".join(_shown(f"  {line}") for line in claim.describe().splitlines()))


@main.command(short_help="Write what is wrong in print, corrected.", epilog=examples("errata"))
@_names
@click.option("-o", "output", default="-", metavar="FILE", help="Where to write; - prints (default).")
@click.option(
    "--seed", default=0, type=click.IntRange(0), metavar="S", help="Root of all randomness (default 0)."
)
@click.option("--jobs", type=click.IntRange(1), metavar="J", help="Processes (default: one a core).")
@_timeout
def errata(paths: Sequence[Path], output: str, seed: int, jobs: int | None, timeout: float) -> None:
    """Write errata: what is refuted, as printed or unexpectedly, corrected, or stronger than printed.

    Judges the claims; those that are expected to be refuted, their corrections and those that strengthen a source by
    every witness, simulation included.
    """
    from lsa_theory.files import check_distinct, check_place, write_whole
    from lsa_theory.verification.reports.errata import Entry, judged_fully, marked, to_markdown
    from lsa_theory.verification.run.processes import run
    from lsa_theory.verification.run.request import Request
    from lsa_theory.verification.witnesses.base import Setting
    from lsa_theory.verification.witnesses.registry import WITNESSES

    if output != "-":
        check_distinct({"-o": output}, paths)
        check_place(output, "-o", marked)
    with _crew(jobs, timeout) as crew:
        found = _chosen(paths, "", crew)
        full = judged_fully(found.claims)
        # All witnesses by name: a claim that is refuted exactly is then simulated too.
        every = Request(WITNESSES.names(), Setting(seed=seed), timeout)
        quick = Request(None, Setting(seed=seed), timeout)
        judgements = {}
        with click.progressbar(length=len(found.claims), label="judging", file=sys.stderr) as bar:
            for request, claims in (
                (every, [c for c in found.claims if c.identifier in full]),
                # Bundled claims that nothing is to be said about are judged by `verify`.
                (quick, [c for c in found.claims if c.identifier not in full and paths]),
            ):
                for item, judgement in zip(claims, run(claims, request, crew.size, crew), strict=True):
                    judgements[item.identifier] = judgement
                    bar.update(1)
    entries = [Entry(c, judgements[c.identifier]) for c in found.claims if c.identifier in judgements]
    text = to_markdown(entries)
    if output == "-":
        click.echo(text, nl=False)
    else:
        write_whole(output, text, "-o")
        click.echo(f"wrote {output}", err=True)
    _end(found)


@main.command(short_help="Write a file of claims to change.", epilog=examples("new"))
@click.argument("file", type=click.Path(path_type=Path))
def new(file: Path) -> None:
    """Write a commented file of claims that runs, to be changed into one's own."""
    from lsa_theory.claims.template import write_template

    write_template(file)
    click.echo(_shown(f"wrote {file}; now: lsa-theory verify {file}"))


def _writer() -> Callable[[Collected], Written]:
    """Return what writes a statement on paper; the judges know nothing of papers."""
    from lsa_theory.paper.lines import written

    return written


def _shown(text: str) -> str:
    return for_terminal(text, getattr(sys.stdout, "encoding", None))


def _crew(jobs: int | None, seconds: float) -> Crew:
    from lsa_theory.verification.run.crew import Crew

    return Crew(jobs or os.cpu_count() or 1, seconds)


def _loaded(paths: Sequence[Path], crew: Crew, *, text: bool = False) -> Survey:
    from lsa_theory.verification.run.processes import survey

    # What every file of claims needs is imported once, before processes are forked.
    import_module("lsa_theory.algebra.normal")
    return survey(paths, crew, text=text)


def _indexed(crew: Crew) -> Survey:
    """Return what is known of the bundled claims; where nothing is, load them."""
    from lsa_theory.verification.cache.index import Index
    from lsa_theory.verification.run.processes import Survey

    index = Index()
    known = index.read()
    if known is not None:
        return Survey(known)
    found = _loaded((), crew)
    if not found.problems:
        index.write(found.claims)
    return found


def _with_text(chosen: Survey, crew: Crew) -> Survey:
    """Return the same claims with their statements in words, from their files alone."""
    from lsa_theory.verification.run.processes import Survey

    files = dict.fromkeys(item.loaded_from or item.file for item in chosen.claims)
    told = _loaded(list(files), crew, text=True)
    known = {item.identifier: item for item in told.claims}
    if any(item.identifier not in known for item in chosen.claims):
        # A file did not hold what it held before; what all of them hold now decides.
        known = {item.identifier: item for item in _loaded((), crew, text=True).claims}
    claims = tuple(known[item.identifier] for item in chosen.claims if item.identifier in known)
    return Survey(claims, (*chosen.problems, *told.problems))


def _chosen(
    words: Sequence[Path], word: str, crew: Crew, *, text: bool = False, anew: bool = False
) -> Survey:
    from lsa_theory.claims.collecting.naming import named, paths_and_names
    from lsa_theory.verification.run.processes import Survey

    paths, names = paths_and_names(words)
    from lsa_theory.marked_text import plain

    found = _loaded(paths, crew, text=text) if paths or anew else _indexed(crew)
    for problem in found.problems:
        for line in problem.splitlines():
            _say(f"error: {line}")
    needle = word.lower()
    chosen = [
        c
        for c in named(names, found.claims)
        if needle in " ".join((c.identifier, plain(c.claim.title), plain(c.claim.source))).lower()
    ]
    if not chosen:
        raise InvalidArgument(
            f"-k {word!r} matches none of {len(found.claims)} claims; `lsa-theory list` shows them"
        )
    survey = Survey(tuple(chosen), found.problems)
    return _with_text(survey, crew) if text and not (paths or anew) else survey


def _end(found: Survey) -> None:
    if found.problems:
        raise SystemExit(USAGE)
