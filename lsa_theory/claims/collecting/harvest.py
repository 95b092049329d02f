"""The claims of a loaded module: by name, in lists and dicts, from claims(); and a refusal to overlook any."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from lsa_theory.claims.equality import Statement
from lsa_theory.errors import UnloadableFile

# Beyond this a generator is taken for endless.
MOST_CLAIMS = 100_000


@dataclass(frozen=True)
class Named:
    """A claim with its name in the file, and whether another file wrote it."""

    label: str
    claim: Statement
    imported: bool


def named_claims(module: ModuleType, file: Path) -> list[Named]:
    """Return the claims that public names of a module hold, each once, under the first name that holds it."""
    found: dict[int, Named] = {}
    for name, value in list(vars(module).items()):
        if name.startswith("_"):
            continue
        for label, claim in held_by(value, name.replace("_", "-")):
            found.setdefault(id(claim), Named(claim.id or label, claim, is_imported(claim, file)))
    return list(found.values())


def held_by(value: Any, label: str, above: tuple[int, ...] = ()) -> Iterator[tuple[str, Statement]]:
    """Yield the claims in a value: itself, or those of nested lists, tuples and dicts as label.0, label.key."""
    if isinstance(value, Statement):
        yield label, value
        return
    if id(value) in above:
        return
    items: Iterable[tuple[Any, Any]]
    if isinstance(value, (list, tuple)):
        items = enumerate(value)
    elif isinstance(value, Mapping):
        items = value.items()
    else:
        return
    for key, item in items:
        yield from held_by(item, f"{label}.{key}", (*above, id(value)))


def is_imported(claim: Statement, file: Path) -> bool:
    """Whether another file wrote the claim."""
    return claim.place is not None and claim.place.file != file


def refuse_forgotten(
    made: Sequence[object], collected: Sequence[Statement], module: ModuleType, file: Path, by: str = ""
) -> None:
    """Raise if a claim was made that is neither collected nor a part of one that is.

    Raises
    ------
    UnloadableFile
        With the line of each.
    """
    judged = {id(part) for claim in collected for part in parts(claim)}
    private = {
        id(claim): name
        for name, value in vars(module).items()
        if name.startswith("_")
        for _, claim in held_by(value, name)
    }
    lines = []
    for claim in made:
        if not isinstance(claim, Statement) or id(claim) in judged or is_imported(claim, file):
            continue
        if claim.id is not None and _copied(claim, collected):
            continue
        where = f":{claim.place.line}" if claim.place is not None else ""
        if id(claim) in private:
            why = f"its name {private[id(claim)]} begins with an underscore; rename it, or take it out"
        elif by:
            why = f"{by} makes it and does not return it; return it too"
        else:
            why = (
                "no name, list, tuple or dict of the file holds it (never named, or its name was used again); "
                "give it a name of its own"
            )
        lines.append(f"{file}{where}: a claim would not be judged: {why}")
    if lines:
        raise UnloadableFile("\n".join(lines))


def _copied(claim: Statement, collected: Iterable[Statement]) -> bool:
    """Whether a claim states word for word what a collected one of the same id does: a lemma that is used twice."""
    return any(
        other.id == claim.id and type(other) is type(claim) and other.describe() == claim.describe()
        for other in collected
    )


def parts(claim: Statement) -> Iterator[Statement]:
    """Yield a claim and all claims that it is made of: premises, lemmas that a step leans on."""
    waiting: list[Any] = [claim]
    seen: set[int] = set()
    while waiting:
        value = waiting.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, Statement):
            yield value
        if isinstance(value, (list, tuple, set, frozenset)):
            waiting.extend(value)
        elif isinstance(value, Mapping):
            waiting.extend(value.values())
        elif type(value).__module__.startswith("lsa_theory.verification"):
            waiting.extend(vars(value).values() if hasattr(value, "__dict__") else ())
