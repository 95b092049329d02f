"""`lsa-theory errata`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from lsa_theory.commands.choosing import chosen, crew_of, end
from lsa_theory.commands.options import names_or_paths, processes, root_of_randomness, time_limit
from lsa_theory.shell.examples import examples


@click.command(epilog=examples("errata"))
@names_or_paths
@click.option("-o", "output", default="-", metavar="FILE", help="Where to write; - prints (default).")
@root_of_randomness
@processes
@time_limit
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
    with crew_of(jobs, timeout) as crew:
        found = chosen(paths, "", crew)
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
    end(found)
