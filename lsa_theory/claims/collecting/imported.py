"""Which files of one's own a file of claims imports, read off their text: nothing is run, and nothing needs to load."""

from __future__ import annotations

import ast
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Sequence
from importlib.machinery import PathFinder
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[2]


def with_imports(files: Iterable[Path]) -> dict[Path, None]:
    """Return files and what they import from one's own folders, directly or not, in the order in which it is found.

    What is installed does not count, nor does the standard library. Where this package itself is being written, in a
    folder of one's own, all of its files count. A module that is not there yet counts by the file that it would be.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     place = Path(folder).resolve()
    ...     _ = (place / "claims.py").write_text("import json, letters")
    ...     _ = (place / "letters.py").write_text("from . import nothing")
    ...     [f.name for f in with_imports([place / "claims.py"]) if f.parent == place]
    ['claims.py', 'letters.py']
    """
    found: dict[Path, None] = {}
    waiting = [(file.resolve(), (str(file.resolve().parent),)) for file in files]
    while waiting:
        file, places = waiting.pop()
        if file in found:
            continue
        found[file] = None
        waiting.extend((other, places) for other in _imported(file, places) if other not in found)
    if not _is_installed(_PACKAGE):
        found.update(dict.fromkeys(sorted(_PACKAGE.rglob("*.py"))))
    return found


def is_of_this_package(file: Path) -> bool:
    """Whether a file is one of this package, and no user's.

    >>> is_of_this_package(Path("lemma.py")), is_of_this_package(Path(__file__))
    (False, True)
    """
    return file.is_relative_to(_PACKAGE)


def _imported(file: Path, places: Sequence[str]) -> Iterator[Path]:
    try:
        tree = ast.parse(file.read_bytes())
    except (OSError, ValueError, SyntaxError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from _files(alias.name, places)
        elif isinstance(node, ast.ImportFrom):
            # `from . import x` starts at the folder of the file, `from .. import x` one above it.
            start = [str(file.parents[node.level - 1])] if 0 < node.level <= len(file.parents) else places
            if node.module:
                yield from _files(node.module, start)
            for alias in node.names:
                # A name may be a module of the package that it is taken from.
                yield from _files(
                    f"{node.module}.{alias.name}" if node.module else alias.name, start, sure=False
                )


def _files(name: str, places: Sequence[str], *, sure: bool = True) -> Iterator[Path]:
    """Yield the files of a dotted name: of the packages on the way, and its own."""
    where = [*places, *(entry for entry in sys.path if entry not in places)]
    parts = name.split(".")
    if parts[0] in sys.stdlib_module_names or parts[0] == _PACKAGE.name:
        return
    for number, part in enumerate(parts):
        try:
            spec = PathFinder.find_spec(part, list(where))
        except (ImportError, ValueError, OSError):
            spec = None
        if spec is None:
            if sure and number == 0:
                # Written later, it is there.
                yield Path(places[0], f"{part}.py")
            return
        if spec.origin is not None and spec.has_location:
            file = Path(spec.origin).resolve()
            if _is_installed(file):
                return
            if file.suffix == ".py":
                yield file
        if spec.submodule_search_locations is None:
            return
        where = list(spec.submodule_search_locations)


def _is_installed(file: Path) -> bool:
    homes = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    return any(file.is_relative_to(Path(home).resolve()) for home in homes if home)
