"""Which claims a command is about: those of the words on its line, found by processes that keep them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from lsa_theory.commands.telling import USAGE, say
from lsa_theory.errors import InvalidArgument

if TYPE_CHECKING:
    from lsa_theory.verification.run.crew import Crew
    from lsa_theory.verification.run.processes import Survey


def crew_of(jobs: int | None, seconds: float) -> Crew:
    """Return the processes that load and judge: as many as are asked for, or one a core."""
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


def chosen(words: Sequence[Path], word: str, crew: Crew, *, text: bool = False, anew: bool = False) -> Survey:
    """Return the claims of files, folders and names that hold a word; say which files could not be loaded.

    Parameters
    ----------
    words : files, folders, names
        As they stand on the line; none means the bundled derivations.
    word : str
        What id, title or source must contain.
    crew : Crew
        Which keeps what it loads.
    text : bool
        Whether the statements are wanted in words.
    anew : bool
        Whether what an earlier run noted of the bundled derivations counts for nothing.

    Raises
    ------
    InvalidArgument
        If no claim is left.
    """
    from lsa_theory.claims.collecting.naming import named, paths_and_names
    from lsa_theory.verification.run.processes import Survey

    paths, names = paths_and_names(words)
    from lsa_theory.marked_text import plain

    found = _loaded(paths, crew, text=text) if paths or anew else _indexed(crew)
    for problem in found.problems:
        for line in problem.splitlines():
            say(f"error: {line}")
    needle = word.lower()
    kept = [
        c
        for c in named(names, found.claims)
        if needle in " ".join((c.identifier, plain(c.claim.title), plain(c.claim.source))).lower()
    ]
    if not kept:
        raise InvalidArgument(
            f"-k {word!r} matches none of {len(found.claims)} claims; `lsa-theory list` shows them"
        )
    survey = Survey(tuple(kept), found.problems)
    return _with_text(survey, crew) if text and not (paths or anew) else survey


def end(found: Survey) -> None:
    """End with the code of a usage error where a file could not be loaded."""
    if found.problems:
        raise SystemExit(USAGE)
