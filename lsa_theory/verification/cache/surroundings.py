"""What else a verdict depends on: the code of the package, the libraries it computes with, the machine's kind."""

from __future__ import annotations

import os
import platform
import sys
from functools import cache
from hashlib import blake2b
from pathlib import Path

from lsa_theory.verification.versions import installed

_LIBRARIES = ("numpy", "scipy", "sympy", "mpmath", "python-flint")
_PACKAGE = Path(__file__).resolve().parents[2]


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
    digest = blake2b(contents(package or _PACKAGE), digest_size=20)
    libraries = (f"{name} {installed(name) or 'absent'}" for name in _LIBRARIES)
    for text in (sys.version, platform.machine(), sys.platform, *libraries):
        digest.update(f"{text}\n".encode())
    return digest.hexdigest()


def contents(folder: Path) -> bytes:
    """Return a digest of the names and contents of the Python files of a folder."""
    digest = blake2b(digest_size=20)
    root = str(folder)
    for file in _sources(root):
        with open(file, "rb") as opened:
            content = opened.read()
        digest.update(f"{file[len(root) :]} {len(content)}\n".encode() + content)
    return digest.digest()


def touched(package: Path | None = None) -> int:
    """Return the time, in nanoseconds, at which a file of the package was last written."""
    return max(os.stat(file).st_mtime_ns for file in _sources(str(package or _PACKAGE)))


def _sources(folder: str) -> list[str]:
    """Return the Python files of a folder, in an order of their own: as text, for they are many and paths are slow."""
    found = []
    for place, _, names in os.walk(folder):
        found += [os.path.join(place, name) for name in names if name.endswith(".py")]
    return sorted(found)
