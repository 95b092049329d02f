"""The command `explore`, for the top-level command line to attach."""

from __future__ import annotations

from pathlib import Path

import click

from lsa_theory.files import check_place, write_whole
from lsa_theory.shell.examples import examples


@click.command(epilog=examples("explore"))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("explore.html"),
    show_default=True,
    metavar="FILE",
    help="Where to write the page.",
)
@click.option(
    "--draws",
    type=click.IntRange(100),
    default=20_000,
    show_default=True,
    metavar="N",
    help="Prompts for each simulated point.",
)
@click.option(
    "--seed", type=click.IntRange(0), default=0, metavar="S", help="Root of all randomness (default 0)."
)
def explore(output: Path, draws: int, seed: int) -> None:
    """Write one page to play with: sliders for d, N, M, spectrum, noise and shift; it needs no server.

    Lines are functions generated from the derived formulas; points were simulated when the page was written.
    """
    from lsa_theory.explore.page import to_page

    check_place(output, "-o", lambda beginning: b"lsa-theory explore" in beginning)
    write_whole(output, to_page(draws=draws, seed=seed), "-o")
    click.echo(f"wrote {output}; open it in a browser")
