"""Arguments and options that several commands take."""

from __future__ import annotations

from pathlib import Path

import click

from lsa_theory.shell.completion import names_and_paths

names_or_paths = click.argument(
    "paths",
    nargs=-1,
    type=click.Path(path_type=Path),
    metavar="[NAME_OR_PATH]...",
    shell_complete=names_and_paths,
)
only_with_word = click.option(
    "-k", "word", default="", metavar="WORD", help="Only claims with WORD in id, title or source."
)
root_of_randomness = click.option(
    "--seed", default=0, type=click.IntRange(0), metavar="S", help="Root of all randomness (default 0)."
)
processes = click.option(
    "--jobs", type=click.IntRange(1), metavar="J", help="Processes (default: one a core)."
)
time_limit = click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    default=600.0,
    show_default=True,
    metavar="SECONDS",
    help="For each claim, and for the loading of each file.",
)
