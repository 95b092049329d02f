"""`lsa-theory verify`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lsa_theory import __version__
from lsa_theory.commands.choosing import chosen, crew_of
from lsa_theory.commands.options import (
    names_or_paths,
    only_with_word,
    processes,
    root_of_randomness,
    time_limit,
)
from lsa_theory.commands.telling import say
from lsa_theory.errors import InvalidArgument
from lsa_theory.shell.completion import witnesses
from lsa_theory.shell.examples import examples

if TYPE_CHECKING:
    from lsa_theory.claims.collecting.collect import Collected
    from lsa_theory.verification.written import Written


@click.command(epilog=examples("verify"))
@names_or_paths
@only_with_word
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
@root_of_randomness
@processes
@time_limit
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
@click.option("--watch", "watching", is_flag=True, help="Judge again after every change, until Ctrl-C.")
@click.pass_context
def verify(
    context: click.Context,
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
    watching: bool,
) -> None:
    """Judge the claims of files or folders; without PATH, those of the bundled derivations.

    Each claim has its result: one that breaks, ends its process or does not end is an error or timed out, and the
    others are judged. Exit code 0: all as expected; 1: something refuted that was not expected to be (or the
    reverse); 2: usage, or a file that could not be loaded; 3: something undecided; 4: something broke or timed out;
    130: interrupted.
    """
    if len(paths) == 1 and paths[0].suffix == ".tex":
        from lsa_theory.referee.cli import run_referee

        if word or names or digits or junit_file or quiet or verbose or exitfirst or last or watching:
            raise InvalidArgument(
                f"{paths[0]}: -k, --witness, --digits, --junit, -q, -v, -x, --lf, --watch are not for papers"
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
    if watching:
        from lsa_theory.commands.watch import watch

        sys.exit(watch(context, paths, json_file))
    setting = Setting(seed=seed, digits=digits or DEFAULT_DIGITS, quadrature_digits=digits)
    cache = None if no_cache else Cache.opened()
    with crew_of(jobs, timeout) as crew:
        found = chosen(paths, word, crew, anew=no_cache)
        claims, record = list(found.claims), record_of(Path.cwd())
        if last:
            claims, told_again = chosen_again(claims, record)
            say(told_again)
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


def _writer() -> Callable[[Collected], Written]:
    """Return what writes a statement on paper; the judges know nothing of papers."""
    from lsa_theory.paper.lines import written

    return written
