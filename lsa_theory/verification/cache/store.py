"""Where verdicts are kept: one small JSON file each, written whole, read without trust, the oldest given up."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from lsa_theory.claims.collecting.collect import Collected
from lsa_theory.errors import InvalidArgument
from lsa_theory.files import write_whole
from lsa_theory.marked_text import plain
from lsa_theory.verification.cache.fingerprint import NoFingerprint, fingerprint
from lsa_theory.verification.cache.record import from_record, to_record
from lsa_theory.verification.cache.surroundings import of_this_package, touched
from lsa_theory.verification.outcome import Judgement, Verdict
from lsa_theory.verification.witnesses.base import Setting
from lsa_theory.verification.witnesses.registry import WITNESSES

# Raised when records change their meaning.
_FORM = 1
# Beyond so many bytes the verdicts that were not asked for longest are given up.
MOST_BYTES = 64 * 2**20
# What took so long may have been stopped by a clock, and another day the clock may say otherwise.
_LONG = 10.0


@dataclass(frozen=True)
class Cache:
    """Verdicts of one folder, for one state of the package.

    Parameters
    ----------
    folder : Path
        Made when something is kept.
    state : str
        Of `surroundings`.
    since : int
        Of `touched`: what is judged while the package is edited is not kept.
    """

    folder: Path
    state: str
    since: int

    @classmethod
    def opened(cls, folder: Path | None = None) -> Cache:
        """Return the cache of a folder, or of the user."""
        since = touched()
        return cls(folder or cache_folder(), of_this_package(), since)

    def key(self, item: Collected, witnesses: tuple[str, ...] | None, setting: Setting) -> str | None:
        """Return what a verdict on a claim is kept under; None where it must be reached anew each time."""
        asked = {*(witnesses or WITNESSES.names()), *(item.claim.witnesses or ())}
        if not all(WITNESSES.is_ours(name) for name in asked):
            return None
        try:
            stated = fingerprint(item.claim)
        except NoFingerprint:
            return None
        parts = [_FORM, self.state, stated, witnesses, WITNESSES.names(), asdict(setting)]
        return blake2b(json.dumps(parts, sort_keys=True).encode(), digest_size=20).hexdigest()

    def get(self, key: str, item: Collected) -> Judgement | None:
        """Return the judgement that is kept; None where there is none, or what is there is damaged."""
        place = self.folder / f"{key}.json"
        claim = item.claim
        bare = Judgement(
            item.identifier,
            plain(claim.title),
            plain(claim.source),
            str(item.file),
            Verdict(claim.expected),
            Verdict.UNDECIDED,
            statement=claim.describe(),
        )
        try:
            kept = json.loads(place.read_text(encoding="utf-8"))
            if kept["key"] != key or kept["sum"] != checksum(kept["record"]):
                return None
            found = from_record(kept["record"], bare)
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return None
        with contextlib.suppress(OSError):
            os.utime(place)
        return found

    def keep(self, key: str, judgement: Judgement) -> None:
        """Keep a judgement, if it says the same whenever it is reached; a cache that cannot be written costs none."""
        if judgement.error or any(finding.seconds > _LONG for finding in judgement.findings):
            return
        with contextlib.suppress(OSError, InvalidArgument, ValueError):
            if touched() != self.since:
                return
            record = to_record(judgement)
            self.folder.mkdir(parents=True, exist_ok=True)
            text = json.dumps({"key": key, "sum": checksum(record), "record": record})
            write_whole(self.folder / f"{key}.json", text)

    def trim(self, most: int = MOST_BYTES) -> None:
        """Give up the verdicts that were not asked for longest, until the rest fits."""
        with contextlib.suppress(OSError):
            found = [(entry.stat(), entry.path) for entry in os.scandir(self.folder) if entry.is_file()]
            left = sum(stat.st_size for stat, _ in found)
            for stat, path in sorted(found, key=lambda pair: pair[0].st_mtime_ns):
                if left <= most:
                    return
                left -= stat.st_size
                # Another run may have been faster.
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(path)


def cache_folder() -> Path:
    """Return LSA_THEORY_CACHE, or the folder for verdicts in the user's cache."""
    own = os.environ.get("LSA_THEORY_CACHE", "")
    if own:
        return Path(own).expanduser().resolve()
    # The convention lets a relative path count for nothing.
    named = os.environ.get("XDG_CACHE_HOME", "")
    cache = Path(named) if os.path.isabs(named) else Path("~/.cache").expanduser()
    return cache / "lsa-theory" / "verdicts"


def checksum(record: Any) -> str:
    """Return a digest of parsed JSON, which a damaged entry does not have."""
    return blake2b(json.dumps(record, sort_keys=True).encode(), digest_size=20).hexdigest()
