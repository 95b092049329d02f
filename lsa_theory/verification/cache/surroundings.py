"""What else a verdict depends on: the code of the package, the libraries it computes with, the machine's kind."""

from __future__ import annotations

import os
import platform
import sys
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_LIBRARIES = ("numpy", "scipy", "sympy", "mpmath", "python-flint")


@cache
def of_this_package() -> str:
    """Return `surroundings` of the package that runs, as its files were when this was first asked."""
    return surroundings()


def surroundings(package: Path | None = None) -> str:
    """Return a digest of the contents of the package's files, of versions and of the kind of machine.

    Parameters
    ----------
    package : Path, optional
        The folder of the package; its own if left out.
    """
    folder = package or Path(__file__).resolve().parents[2]
    digest = blake2b(digest_size=20)
    for file in sources(folder):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(folder)} {len(content)}\n".encode() + content)
    for text in (sys.version, platform.machine(), sys.platform, *map(_version, _LIBRARIES)):
        digest.update(f"{text}\n".encode())
    return digest.hexdigest()


def touched(package: Path | None = None) -> int:
    """Return the time, in nanoseconds, at which a file of the package was last written."""
    folder = package or Path(__file__).resolve().parents[2]
    return max(file.stat().st_mtime_ns for file in sources(folder))


def sources(folder: Path) -> list[Path]:
    """Return the Python files of a folder, in the order of their paths."""
    found = []
    for place, _, names in os.walk(folder):
        found += [Path(place, name) for name in names if name.endswith(".py")]
    return sorted(found)


def _version(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"{name} absent"
