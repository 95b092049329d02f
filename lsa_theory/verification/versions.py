"""The versions of libraries, which are looked for on disk once a process."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def installed(name: str) -> str | None:
    """Return the version of a distribution, None where it is not installed.

    Examples
    --------
    >>> installed("no such distribution") is None, installed("numpy") is None
    (True, False)
    """
    try:
        return version(name)
    except PackageNotFoundError:
        return None
