"""What a claim says, as a digest: of every part that a witness may look at, never of how it prints.

Two letters of one name may be declared differently, and print alike. So the digest goes through the objects, field by
field. What is not known to be plain data (a hook, an object of somebody else's class) has no digest, and a claim with
such a part is judged anew each time: what it would do tomorrow is not written in it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from hashlib import blake2b
from types import FunctionType, MappingProxyType
from typing import Any

from lsa_theory.claims.equality import Statement
from lsa_theory.errors import LsaTheoryError
from lsa_theory.expressions.expression import FOUND

# What names a claim or is said about it; no witness reads it, and a report takes it from the claim.
_SAID = {"source", "id", "title", "expected", "note", "strengthens", "uses", "corrects"}
# What an object may carry besides its fields: the line that made it, and what is found of an expression when it is
# first asked for; no verdict depends on these.
_ASIDE = {"_place"} | FOUND
# What it may carry and is data as its fields are: what a statement was reduced to, the letter that a value defines.
_MORE = {"_certificate", "_defined_as", "_needed"}
_OURS = "lsa_theory."


class NoFingerprint(LsaTheoryError):
    """A claim holds something whose meaning is not in its data."""


def fingerprint(claim: Statement) -> str:
    """Return a digest of what is stated.

    Raises
    ------
    NoFingerprint
        If a part is no plain data; the message names its type.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, matrix, positive_definite, trace
    >>> from lsa_theory.claims.equality import Claim
    >>> d = dimension("d"); A, P = matrix("A", d), positive_definite("A", d)
    >>> general, definite = Claim(trace(A), trace(A.T)), Claim(trace(P), trace(P.T))
    >>> general.describe() == definite.describe(), fingerprint(general) == fingerprint(definite)
    (True, False)
    >>> fingerprint(general) == fingerprint(Claim(trace(A), trace(A.T), title="another"))
    True
    """
    try:
        return _Walk().of_claim(claim).hex()
    except RecursionError:
        raise NoFingerprint("the claim is nested too deeply") from None


class _Walk:
    """Digests by identity, so that what is shared is gone through once; the objects are kept alive."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, bytes]] = {}

    def of_claim(self, claim: Statement) -> bytes:
        return self._of_fields(claim, leave=_SAID)

    def of(self, value: object) -> bytes:
        found = self._known.get(id(value))
        if found is None:
            found = value, self._digest(value)
            self._known[id(value)] = found
        return found[1]

    def _digest(self, value: Any) -> bytes:
        kind = type(value)
        if value is None or kind in (bool, int, str, Fraction, float, complex, bytes):
            return _hashed([kind.__name__.encode(), repr(value).encode()])
        if kind in (tuple, list):
            return self._of_items(kind.__name__, value)
        if kind in (set, frozenset):
            return _hashed([kind.__name__.encode(), *sorted(self.of(item) for item in value)])
        if kind in (dict, MappingProxyType):
            # Their order may be that in which letters are drawn.
            return self._of_items(kind.__name__, [part for pair in value.items() for part in pair])
        if value is ... or isinstance(value, Enum | type | FunctionType):
            return _hashed([b"name", _name_of(value).encode()])
        if is_dataclass(value):
            return self._of_fields(value)
        if isinstance(value, tuple) and _is_ours(kind):
            return self._of_items(_name_of(kind), value)
        raise NoFingerprint(f"a {kind.__module__}.{kind.__qualname__} is no plain data")

    def _of_items(self, name: str, items: Any) -> bytes:
        return _hashed([name.encode(), *(self.of(item) for item in items)])

    def _of_fields(self, value: Any, leave: Iterable[str] = ()) -> bytes:
        kind = type(value)
        names = [field.name for field in fields(value)]
        more = set(getattr(value, "__dict__", ())) - set(names) - _ASIDE
        if not _is_ours(kind) or more - _MORE:
            raise NoFingerprint(f"a {kind.__module__}.{kind.__qualname__} holds more than its declared data")
        parts = [_name_of(kind).encode()]
        for name in [name for name in names if name not in leave] + sorted(more):
            parts += [name.encode(), self.of(getattr(value, name))]
        return _hashed(parts)


def _is_ours(kind: type) -> bool:
    return kind.__module__.startswith(_OURS) and _stands_there(kind)


def _stands_there(thing: Any) -> bool:
    """Whether a module of the package holds it under its name: no closure, and nothing put in its place."""
    return getattr(sys.modules.get(thing.__module__), thing.__qualname__, None) is thing


def _name_of(value: Any) -> str:
    if value is ...:
        return "..."
    if isinstance(value, Enum):
        return f"{_name_of(type(value))}.{value.name}"
    if not (value.__module__.startswith(_OURS) and _stands_there(value)):
        raise NoFingerprint(f"{value!r} is code, and what it does is not in the claim")
    return f"{value.__module__}.{value.__qualname__}"


def _hashed(parts: Iterable[bytes]) -> bytes:
    digest = blake2b(digest_size=20)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.digest()
