"""What Tab offers behind a command, besides commands and options: names of claims and of witnesses.

Click writes the scripts for bash, zsh and fish and asks here. Nothing is judged and no file of the user is run; ids of
bundled claims are read off the text of their files, so that Tab answers in a fraction of a second.
"""

from __future__ import annotations

import re
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from lsa_theory.shell.words import offered

_ID = re.compile(r'\bid="([\w.-]+)"')


def bundled_names() -> list[str]:
    """Return the names of the bundled derivations, and the ids in their files.

    >>> {"risk", "risk.linear"} <= set(bundled_names())
    True
    """
    from lsa_theory.claims.collecting.collect import bundled_folder, claim_files

    files = list(claim_files(bundled_folder()))
    ids = [name for file in files for name in _ID.findall(Path(file).read_text(encoding="utf-8"))]
    return sorted({*(file.stem for file in files), *ids})


def names_and_paths(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Offer bundled names; files are the shell's own."""
    return offered(bundled_names(), begun, files=True)


def witnesses(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Offer the witnesses that are not yet in a list with commas."""
    from lsa_theory.verification.witnesses.registry import WITNESSES

    before, comma, _ = begun.rpartition(",")
    taken = before.split(",")
    return offered([f"{before}{comma}{name}" for name in WITNESSES.names() if name not in taken], begun)
