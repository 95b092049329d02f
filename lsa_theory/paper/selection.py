"""Which derivations and claims are meant by names on the command line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from lsa_theory.claims.collecting.collect import Collected, bundled_folder, claim_files, claims_of
from lsa_theory.errors import UnknownName
from lsa_theory.paper.section import Derivation, read


def bundled() -> list[Derivation]:
    """Return the derivations that come with the package, each after those that it uses, the paper's own first."""
    files = sorted(
        claim_files(bundled_folder()), key=lambda file: (file.stem.startswith("family"), file.stem)
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
    """Return what each name means: a derivation by its file's name, a claim by its id, a file by its path.

    Raises
    ------
    UnknownName
        If a name is none of these.
    UnloadableFile
        If a path is not a file of claims.
    """
    return [found for name in names for found in _meant(name)]


def _meant(name: str) -> list[Derivation | Collected]:
    files = {file.stem: file for file in claim_files(bundled_folder())}
    stem = name.replace("-", "_")
    if stem in files:
        return [read(files[stem])]
    path = Path(name)
    if path.is_dir():
        return [*in_order([read(file) for file in claim_files(path)])]
    if path.suffix == ".py" or path.exists():
        return [read(path)]
    claims = {item.identifier: item for file in files.values() for item in claims_of(file)}
    if name in claims:
        return [claims[name]]
    near = get_close_matches(name, [*claims, *files], n=3)
    hint = f"did you mean {', '.join(near)}?" if near else "`lsa-theory list` shows all ids"
    raise UnknownName(f"there is no claim, derivation or file {name!r}; {hint}")
