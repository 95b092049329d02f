"""Which claims were not as expected when they were last judged from this folder: what `--lf` asks for."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from lsa_theory.claims.collecting.collect import Collected
from lsa_theory.errors import InvalidArgument
from lsa_theory.files import write_whole
from lsa_theory.verification.outcome import Judgement

_KEY = "last failed"


def record_of(folder: Path) -> Path:
    """Return the file that remembers for a folder; in the user's cache, so that no folder is written to unasked."""
    # The convention lets a relative path count for nothing.
    named = os.environ.get("XDG_CACHE_HOME", "")
    cache = Path(named) if os.path.isabs(named) else Path("~/.cache").expanduser()
    return cache / "lsa-theory" / f"{sha256(os.fsencode(folder.resolve())).hexdigest()[:16]}.json"


def failed_last(record: Path) -> frozenset[str] | None:
    """Return the marks of the claims that failed; None if nothing was ever recorded.

    Raises
    ------
    InvalidArgument
        If the file is something else or cannot be read.
    """
    try:
        marks = json.loads(record.read_text(encoding="utf-8"))[_KEY]
        if not isinstance(marks, list) or not all(isinstance(mark, str) for mark in marks):
            raise TypeError
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InvalidArgument(f"--lf: {record}: cannot be read ({error.strerror or error})") from None
    except (ValueError, LookupError, TypeError, RecursionError):
        raise InvalidArgument(
            f"--lf: {record}: is no record of claims that failed; remove it, and verify once without --lf"
        ) from None
    return frozenset(marks)


def chosen_again(claims: Sequence[Collected], record: Path) -> tuple[list[Collected], str]:
    """Return the claims that failed last, and a line that says so; all claims where none of them did.

    Raises
    ------
    InvalidArgument
        If the record cannot be read.
    """
    marks = failed_last(record)
    again = [item for item in claims if mark(item) in (marks or ())]
    if again:
        return again, f"--lf: {len(again)} of {len(claims)} claims failed last time"
    why = "nothing was recorded from this folder yet" if marks is None else "none of these failed last time"
    return list(claims), f"--lf: {why}; all {len(claims)} are judged"


def remember(claims: Sequence[Collected], judgements: Sequence[Judgement], record: Path) -> None:
    """Note what failed and what does no longer; of claims that were not judged, what was known stays.

    A cache that cannot be written costs no verdict: `--lf` then says that nothing is recorded.
    """
    try:
        before = failed_last(record)
    except InvalidArgument:
        before = frozenset()
    judged = {mark(item): judgement.in_order for item, judgement in zip(claims, judgements, strict=False)}
    marks = {known for known in before or () if known not in judged}
    marks |= {name for name, in_order in judged.items() if not in_order}
    if before is None and not marks:
        return
    with contextlib.suppress(OSError, InvalidArgument):
        record.parent.mkdir(parents=True, exist_ok=True)
        write_whole(record, json.dumps({_KEY: sorted(marks)}, indent=1) + "\n")


def mark(item: Collected) -> str:
    """Return the name of a claim that does not depend on which other files are judged."""
    return f"{item.file.resolve()}::{item.label or item.identifier}"
