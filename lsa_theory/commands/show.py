"""`lsa-theory show`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lsa_theory.commands.choosing import chosen, crew_of, end
from lsa_theory.commands.options import time_limit
from lsa_theory.commands.telling import shown
from lsa_theory.shell.completion import names_and_paths
from lsa_theory.shell.examples import examples
from lsa_theory.shell.fitting import fitted

if TYPE_CHECKING:
    from lsa_theory.claims.collecting.collect import Collected


@click.command(epilog=examples("show"))
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
    metavar="NAME_OR_PATH...",
    shell_complete=names_and_paths,
)
@time_limit
def show(paths: Sequence[Path], timeout: float) -> None:
    """Show claims: what they state, where they are printed, what is to be known.

    A name is an id (`risk.linear`), a derivation (`risk`), or the beginning of ids. The file may be left out of an id,
    `fourth-moment` for `my_lemma::fourth-moment`, where only one claim is meant.
    """
    with crew_of(1, timeout) as crew:
        found = chosen(paths, "", crew, text=True)
    for number, item in enumerate(found.claims):
        if number:
            click.echo()
        _show(item)
    end(found)


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
    click.secho(shown(item.identifier), bold=True)
    for name, value in rows.items():
        if value:
            click.echo(fitted(shown(f"  {name:<10} {value}"), 13))
    click.echo()
    click.echo("\n".join(shown(f"  {line}") for line in claim.describe().splitlines()))
