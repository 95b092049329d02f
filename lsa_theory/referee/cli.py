"""The command `lsa-theory referee`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from lsa_theory.errors import InvalidArgument
from lsa_theory.printable import for_terminal
from lsa_theory.shell.examples import examples


@click.command(epilog=examples("referee"))
@click.argument("paper", type=click.Path(path_type=Path))
@click.option(
    "--notation",
    "notation_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Its letters.",
)
@click.option(
    "--init", is_flag=True, help="Print a notation file with every letter found, and judge nothing."
)
@click.option("--json", "json_file", metavar="FILE", help="Write JSON; - prints it instead of the table.")
@click.option("--html", "html_file", metavar="FILE", help="Write a page with the formulas typeset.")
@click.option(
    "--seed", default=0, type=click.IntRange(0), metavar="S", help="Root of all randomness (default 0)."
)
@click.option("--jobs", default=1, type=click.IntRange(1), metavar="J", help="Processes.")
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    default=600.0,
    metavar="SECONDS",
    help="A claim.",
)
def referee(
    paper: Path,
    notation_file: Path | None,
    init: bool,
    json_file: str | None,
    html_file: str | None,
    seed: int,
    jobs: int,
    timeout: float,
) -> None:
    """Judge the displayed formulas of a LaTeX file, which is read and never executed.

    Exit code 0: every formula read and as expected; 1: something refuted; 3: something undecided or not read; 4:
    something broke or timed out.
    """
    if init:
        from lsa_theory.referee.proposing import proposal

        click.echo(_shown(proposal(paper)), nl=False)
        return
    sys.exit(run_referee(paper, notation_file, json_file, html_file, seed=seed, jobs=jobs, timeout=timeout))


def run_referee(
    paper: Path,
    notation_file: Path | None = None,
    json_file: str | None = None,
    html_file: str | None = None,
    *,
    seed: int = 0,
    jobs: int = 1,
    timeout: float = 600.0,
) -> int:
    """Referee one paper, print and write what was found, and return the exit code."""
    from lsa_theory.files import check_distinct, check_place, write_whole
    from lsa_theory.referee.examining import UNREAD, examine, read_notation
    from lsa_theory.referee.judging import judged
    from lsa_theory.referee.page import TITLE, to_page
    from lsa_theory.referee.table import as_json, exit_code, lines_of
    from lsa_theory.verification.run.request import Request
    from lsa_theory.verification.witnesses.base import Setting

    places = {"--json": None if json_file == "-" else json_file, "--html": html_file}
    check_distinct(places, [paper])
    for option, mark in (("--json", b'"formulas"'), ("--html", TITLE.encode())):
        place = places[option]
        if place == "-":
            raise InvalidArgument(f"{option} -: only --json prints; give the name of a file")
        if place:
            check_place(place, option, lambda begin, m=mark: m in begin)  # type: ignore[misc]
    beside = paper.with_suffix(".toml")
    if notation_file is None and beside.is_file():
        notation_file = beside
    letters, macros, flow = read_notation(notation_file) if notation_file else ({}, {}, "")
    found = examine(paper, letters, macros, flow)
    request = Request(None, Setting(seed=seed), timeout)
    number = {id(entry): k for k, entry in enumerate(found.entries)}
    judgements = {number[id(entry)]: judgement for entry, judgement in judged(found.entries, request, jobs)}
    if json_file == "-":
        click.echo(json.dumps(as_json(found, judgements), indent=1))
    else:
        for line in lines_of(found, judgements):
            click.echo(_shown(line))
    if json_file and json_file != "-":
        write_whole(json_file, json.dumps(as_json(found, judgements), indent=1) + "\n", "--json")
    if html_file:
        write_whole(html_file, to_page(found, judgements), "--html")
    return exit_code(judgements, any(entry.kind == UNREAD for entry in found.entries))


def _shown(text: str) -> str:
    return for_terminal(text, getattr(sys.stdout, "encoding", None))
