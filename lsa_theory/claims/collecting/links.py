"""What a claim says of other claims: which it uses, and which it corrects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from lsa_theory.claims.equality import Statement


class Named(Protocol):
    """A claim with its name in a run and its name within its file."""

    @property
    def identifier(self) -> str:
        """Its name in a run."""

    @property
    def label(self) -> str:
        """Its name within its file."""

    @property
    def claim(self) -> Statement:
        """The claim."""


def linked(item: Named, name: str) -> tuple[str, ...]:
    """Return what a claim may mean by a name: another of its own file first, then one of any file.

    >>> from types import SimpleNamespace as Item
    >>> linked(Item(identifier="lemma::second", label="second", claim=None), "first")
    ('lemma::first', 'first')
    """
    return f"{item.identifier.removesuffix(item.label)}{name}", name


def broken(items: Sequence[Named], others: Callable[[], Iterable[str]]) -> list[str]:
    """Return the links of claims that lead nowhere, in words.

    Parameters
    ----------
    items : collected claims
    others : callable
        Returns the names of claims that exist besides; asked only where a link is not found among `items`.
    """
    known = {item.identifier for item in items}
    wanted = [
        (item, field, name)
        for item in items
        for field, names in (("uses", item.claim.uses), ("corrects", [item.claim.corrects or ""]))
        for name in names
        if name and not known.intersection(linked(item, name))
    ]
    elsewhere = set(others()) if wanted else set()
    return [
        f"{item.identifier} {field} {name!r}, and no claim has that name"
        for item, field, name in wanted
        if name not in elsewhere
    ]


def corrections(items: Iterable[Named]) -> Mapping[str, str]:
    """Return the name of the claim that corrects each misprint."""
    listed = list(items)
    known = {item.identifier for item in listed}
    found: dict[str, str] = {}
    for item in listed:
        for name in linked(item, item.claim.corrects) if item.claim.corrects else ():
            if name in known:
                found.setdefault(name, item.identifier)
                break
    return found
