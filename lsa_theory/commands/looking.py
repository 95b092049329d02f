"""Whether files of claims, or what they import, are as they were: their stamps are read several times a second."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from lsa_theory.claims.collecting.collect import bundled_folder, claim_files, mentions_package, named_files
from lsa_theory.claims.collecting.imported import is_of_this_package, with_imports
from lsa_theory.errors import UnloadableFile

Stamps = dict[Path, tuple[int, int, int] | None]

# Between two looks; where a look takes long, looking takes a twentieth of the time at most.
SECONDS, _SHARE = 0.2, 20


class Look:
    """The files of a round as they were when it began, and what has changed since."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._folders = [path for path in paths if path.is_dir()]
        named = (
            [file for path in paths for file in _named(path)]
            if paths
            else list(claim_files(bundled_folder()))
        )
        self._claims = len(named)
        self._files = with_imports(named)
        self._start = self._stamps()
        self._wait = SECONDS

    def what(self) -> str:
        """Return how many files are looked at."""
        own = [file for file in self._files if not is_of_this_package(file)]
        modules = len(own) - self._claims
        told = f"{self._claims} file{'s' * (self._claims != 1)}"
        told += f" and {modules} module{'s' * (modules != 1)} imported there" if modules > 0 else ""
        return told + (", and lsa_theory itself" if len(own) < len(self._files) else "")

    def changed(self) -> str:
        """Return what is not as it was, in words; nothing where all is."""
        now = self._stamps()
        return _words([p for p in {**self._start, **now} if self._start.get(p) != now.get(p)])

    def until_changed(self) -> str:
        """Wait for a change and for its end; return what it was, in words."""
        while not self.changed() or not (changed := self.settled()):
            time.sleep(self._wait)
        return changed

    def settled(self) -> str:
        """Return what has changed, once a file that is being written is there in full."""
        last = None
        while (now := self._stamps()) != last:
            last = now
            time.sleep(self._wait)
        return self.changed()

    def _stamps(self) -> Stamps:
        begun = time.perf_counter()
        found = {file: _stamp(file) for file in self._files}
        for folder in self._folders:
            for file in _python_files(folder):
                if file not in found and mentions_package(file):
                    found[file] = _stamp(file)
        self._wait = max(SECONDS, _SHARE * (time.perf_counter() - begun))
        return found


def _python_files(folder: Path) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        yield from (file.resolve() for file in claim_files(folder))


def _named(path: Path) -> list[Path]:
    try:
        return named_files([path])
    except UnloadableFile:
        # It is gone, or holds nothing yet: what it would be is waited for.
        return [] if path.is_dir() else [path]


def _stamp(file: Path) -> tuple[int, int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _words(files: Sequence[Path]) -> str:
    """Return which files changed: the first few by name.

    >>> _words([Path("a.py"), Path("b.py")]), _words([])
    ('a.py, b.py changed', '')
    """
    if not files:
        return ""
    here = Path.cwd()
    told = [str(f.relative_to(here)) if f.is_relative_to(here) else str(f) for f in files[:3]]
    return f"{', '.join(told)}{f' and {len(files) - 3} more' * (len(files) > 3)} changed"
