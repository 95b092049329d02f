"""What the bundled derivations hold, so that one claim of them is found without loading them all.

Their ids are computed when they run. So the index is made by running them, and it is good for exactly the contents of
all their files and of the package: where anything differs they are run again. Files of one's own may depend on anything
and are always loaded.
"""

from __future__ import annotations

import contextlib
import json
import os
from hashlib import blake2b
from pathlib import Path
from typing import Any

from lsa_theory.claims.collecting.collect import Collected, Described, bundled_folder
from lsa_theory.errors import InvalidArgument, LsaTheoryError
from lsa_theory.files import write_whole
from lsa_theory.verification.cache.store import cache_folder, checksum
from lsa_theory.verification.cache.surroundings import contents, of_this_package

_FORM = "index 2"
_TEXTS = ("source", "title", "expected", "note", "strengthens")
_NAMES = ("id", "corrects")


class Index:
    """The index for the present contents of the package and the derivations.

    Parameters
    ----------
    folder : Path, optional
        Where it is kept; the user's cache if left out.
    derivations : Path, optional
        The bundled ones if left out.
    state : str, optional
        Of the package, where it is known already.
    """

    def __init__(
        self, folder: Path | None = None, derivations: Path | None = None, state: str | None = None
    ) -> None:
        self._derivations = derivations or bundled_folder()
        digest = blake2b(
            f"{_FORM} {state or of_this_package()} {self._derivations}\n".encode(), digest_size=20
        )
        digest.update(contents(self._derivations))
        self._key = digest.hexdigest()
        self._place = (folder or cache_folder()) / f"{self._key}.json"

    def read(self) -> tuple[Collected, ...] | None:
        """Return what is said about the claims, in their order; None where that is not known or damaged."""
        try:
            kept = json.loads(self._place.read_text(encoding="utf-8"))
            if kept["key"] != self._key or kept["sum"] != checksum(kept["record"]):
                return None
            found = tuple(self._collected(record) for record in kept["record"])
        except (OSError, ValueError, LookupError, TypeError, RecursionError, LsaTheoryError):
            return None
        with contextlib.suppress(OSError):
            os.utime(self._place)
        return found or None

    def write(self, claims: tuple[Collected, ...]) -> None:
        """Keep what is said about all claims; without a cache that can be written the next run loads them again."""
        with contextlib.suppress(OSError, InvalidArgument, ValueError):
            record = [self._record(item) for item in claims]
            self._place.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps({"key": self._key, "sum": checksum(record), "record": record})
            write_whole(self._place, text)

    def _record(self, item: Collected) -> dict[str, Any]:
        claim = item.claim
        return {
            "identifier": item.identifier,
            "label": item.label,
            "heading": item.heading,
            "line": item.line,
            "file": str(item.file.relative_to(self._derivations)),
            "loaded_from": str((item.loaded_from or item.file).relative_to(self._derivations)),
            "witnesses": None if claim.witnesses is None else list(claim.witnesses),
            "uses": list(claim.uses),
            **{name: getattr(claim, name) for name in (*_TEXTS, *_NAMES)},
        }

    def _collected(self, record: Any) -> Collected:
        texts = {
            name: record[name] for name in (*_TEXTS, "identifier", "label", "heading", "file", "loaded_from")
        }
        names = [record[name] for name in _NAMES if record[name] is not None]
        names += [*(record["witnesses"] or ()), *record["uses"], *texts.values()]
        if not all(isinstance(name, str) for name in names):
            raise TypeError("a name is no text")
        if not isinstance(record["line"], int | None):
            raise TypeError("a line is no number")
        witnesses = record["witnesses"]
        claim = Described(
            **{name: record[name] for name in (*_TEXTS, *_NAMES)},
            witnesses=None if witnesses is None else tuple(witnesses),
            uses=tuple(record["uses"]),
        )
        return Collected(
            texts["identifier"],
            claim,
            self._derivations / texts["file"],
            texts["heading"],
            texts["label"],
            self._derivations / texts["loaded_from"],
            record["line"],
        )
