"""`lsa-theory list`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from lsa_theory.commands.choosing import chosen, crew_of, end
from lsa_theory.commands.options import names_or_paths, only_with_word, time_limit
from lsa_theory.commands.telling import shown
from lsa_theory.shell.examples import examples
from lsa_theory.shell.fitting import fitted


@click.command("list", epilog=examples("list"))
@names_or_paths
@only_with_word
@time_limit
def list_claims(paths: Sequence[Path], word: str, timeout: float) -> None:
    """List claims without judging them."""
    with crew_of(1, timeout) as crew:
        found = chosen(paths, word, crew)
    from lsa_theory.marked_text import plain

    heading = None
    for item in found.claims:
        if item.heading != heading:
            heading = item.heading
            click.secho(fitted(shown(heading), 2), bold=True)
        expected = "" if item.claim.expected == "confirmed" else "  (expected: refuted)"
        click.echo(shown(f"  {item.identifier}{expected}"))
        about = " · ".join(plain(text) for text in (item.claim.title, item.claim.source) if text)
        if about:
            click.echo(fitted(shown(f"      {about}"), 6))
    end(found)
