"""Which derivations and claims are meant by names on the command line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lsa_theory.claims.collecting.collect import (
    Collected,
    bundled_folder,
    claim_files,
    claims_of,
    collect,
)
from lsa_theory.claims.collecting.naming import named, paths_and_names
from lsa_theory.paper.section import Derivation, read
from lsa_theory.verification.cache.index import Index


def bundled() -> list[Derivation]:
    """Return the derivations that come with the package, each after those that it uses, the paper's own first."""
    files = sorted(
        claim_files(bundled_folder()), key=lambda file: (file.stem.startswith("descriptions"), file.stem)
    )
    return in_order([read(file) for file in files])


def in_order(derivations: Sequence[Derivation]) -> list[Derivation]:
    """Return the derivations with each after those named in its line "Uses:", else in the given order."""
    home = {item.identifier: d.name for d in derivations for item in d.claims}
    uses = {d.name: _used(d, home) for d in derivations}
    result: list[Derivation] = []
    waiting = list(derivations)
    while waiting:
        left = {d.name for d in waiting}
        # In a circle the first one begins.
        following = next((d for d in waiting if not (uses[d.name] & left) - {d.name}), waiting[0])
        waiting.remove(following)
        result.append(following)
    return result


def _used(derivation: Derivation, home: dict[str, str]) -> set[str]:
    _, _, text = derivation.text.partition("Uses:")
    names = re.findall(r"`([^`]+)`", text)
    return {file for n in names for claim, file in home.items() if claim == n or claim.startswith(f"{n}.")}


def chosen(names: Sequence[str]) -> list[Derivation | Collected]:
    """Return what each name means: a derivation by its file's name, claims by id, a file by its path.

    Raises
    ------
    InvalidArgument
        If a name is none of these.
    UnloadableFile
        If a path is not a file of claims.
    """
    return [found for name in names for found in _meant(name)]


def _claims(names: Sequence[str]) -> list[Collected]:
    """Return the bundled claims of names; what an earlier run noted says in which files they are."""
    index = Index()
    known = index.read()
    if known is None:
        every = collect()
        index.write(tuple(every))
        return named(names, every)
    meant = {item.loaded_from or item.file for item in named(names, known)}
    return named(
        names, [item for file in claim_files(bundled_folder()) if file in meant for item in claims_of(file)]
    )


def _meant(name: str) -> list[Derivation | Collected]:
    paths, names = paths_and_names([name])
    if names:
        return [*_claims(names)]
    (path,) = paths
    return [*in_order([read(file) for file in claim_files(path)])] if path.is_dir() else [read(path)]
