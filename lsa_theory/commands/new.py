"""`lsa-theory new`."""

from __future__ import annotations

from pathlib import Path

import click

from lsa_theory.commands.telling import shown
from lsa_theory.shell.examples import examples


@click.command(epilog=examples("new"))
@click.argument("file", type=click.Path(path_type=Path))
def new(file: Path) -> None:
    """Write a commented file of claims that runs, to be changed into one's own."""
    from lsa_theory.claims.template import write_template

    write_template(file)
    click.echo(shown(f"wrote {file}; now: lsa-theory verify {file}"))
