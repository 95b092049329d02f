"""Python files that may have been edited a moment ago: bytecode that an edit in the same second made old is not run.

Python takes bytecode for that of a file by the second of its last change and by its length. What was compiled within
that second may be that of an earlier version of the same length.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType


class AsItIsNow(SourceFileLoader):
    """Loads a module from its source wherever its bytecode may be older."""

    def get_data(self, path: str) -> bytes:
        """Return the content of a file; of bytecode that may be older than its source, none."""
        if path != self.path and os.stat(path).st_mtime < int(os.stat(self.path).st_mtime) + 1:
            raise OSError(f"{path} was written within the second of the last change of {self.path}")
        return super().get_data(path)


def spec_of(name: str, path: Path) -> ModuleSpec | None:
    """Return how a file becomes a module of a name; None if it is not a Python file."""
    spec = spec_from_file_location(name, path)
    return None if spec is None else _as_it_is_now(spec)


@contextmanager
def neighbours_as_they_are(folder: Path) -> Iterator[None]:
    """Let modules of a folder, which has to be on the path, be loaded so too."""
    finder = _Neighbours(str(folder))
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class _Neighbours(MetaPathFinder):
    def __init__(self, folder: str) -> None:
        self._folder = folder

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how a module of the folder, or of a package in it, is loaded; None for any other."""
        places = [self._folder] if path is None else [p for p in path if p.startswith(self._folder)]
        spec = PathFinder.find_spec(fullname, places, target) if places else None
        return spec if spec is None or spec.origin is None else _as_it_is_now(spec)


def _as_it_is_now(spec: ModuleSpec) -> ModuleSpec:
    if type(spec.loader) is SourceFileLoader:
        spec.loader = AsItIsNow(spec.loader.name, spec.loader.path)
    return spec
