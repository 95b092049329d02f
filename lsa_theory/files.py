"""Writing files whole or not at all, in places that are known to be ours before any work is done."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from lsa_theory.errors import InvalidArgument

# How much of a file shows whose it is.
_BEGINNING = 4096


def write_whole(path: str | os.PathLike[str], content: str | bytes, what: str = "") -> None:
    """Write a file beside its place and move it there: readers and interruptions see the old one or the new one.

    Parameters
    ----------
    path : path
        A link is followed; a pipe or a device is written to as it is.
    content : str or bytes
        Text becomes UTF-8; a lone surrogate is written as its escape.
    what : str
        The option that named the place, for the message.

    Raises
    ------
    InvalidArgument
        If it cannot be written; what stood there before is unharmed.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_whole(Path(folder, "a.txt"), "all of it")
    ...     Path(folder, "a.txt").read_text(), len(os.listdir(folder))
    ('all of it', 1)
    """
    data = content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")
    try:
        place = Path(os.path.realpath(path))
        if place.exists() and not place.is_file():
            with open(place, "wb") as stream:
                stream.write(data)
            return
        beside = _beside(place)
        try:
            with open(beside, "xb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            if place.exists():
                os.chmod(beside, place.stat().st_mode & 0o7777)
            os.replace(beside, place)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except (OSError, ValueError) as error:
        raise InvalidArgument(_cannot(path, what, error)) from None


def check_place(
    path: str | Path,
    what: str = "",
    ours: Callable[[bytes], bool] | None = None,
    *,
    make_folder: bool = False,
) -> None:
    """Refuse, before any work, a place that could not be written after it, or that holds what is not ours.

    Parameters
    ----------
    path : path
        Where a file will be written.
    what : str
        The option that named it.
    ours : callable, optional
        From the first 4096 bytes of a file: whether we wrote it and may write it again. An empty file is anyone's.
    make_folder : bool
        Whether a missing folder is made.

    Raises
    ------
    InvalidArgument
        With the reason; nothing is changed.
    """
    lead = f"{what} {path}" if what else str(path)
    try:
        place = Path(os.path.realpath(path))
        if place.is_dir():
            raise InvalidArgument(f"{lead}: is a folder; give the name of a file")
        if make_folder:
            place.parent.mkdir(parents=True, exist_ok=True)
        elif not place.parent.is_dir():
            raise InvalidArgument(
                f"{lead}: cannot be written: the folder {Path(path).parent} does not exist; make it first"
            )
        if place.exists() and not place.is_file():
            return
        if ours is not None and place.exists():
            beginning = read_beginning(place)
            if beginning and not ours(beginning):
                raise InvalidArgument(
                    f"{lead}: exists, and is not what is written here; it is left as it is. "
                    "Give another name, or remove it"
                )
        beside = _beside(place)
        with open(beside, "xb"):
            pass
        beside.unlink()
    except (OSError, ValueError) as error:
        if isinstance(error, InvalidArgument):
            raise
        raise InvalidArgument(_cannot(path, what, error)) from None


def check_distinct(places: Mapping[str, str | Path | None], inputs: Sequence[str | Path] = ()) -> None:
    """Refuse two outputs in one file, and an output in a file that is read.

    Raises
    ------
    InvalidArgument
        With both names.

    Examples
    --------
    >>> check_distinct({"--json": "a", "--html": "b"})
    >>> check_distinct({"--json": "a", "--html": "./a"})
    Traceback (most recent call last):
    lsa_theory.errors.InvalidArgument: --json and --html name one file, ./a; give each its own
    """
    seen = {os.path.realpath(path): "" for path in inputs}
    for option, path in places.items():
        if path is None:
            continue
        real = os.path.realpath(path)
        if real in seen:
            other = seen[real]
            raise InvalidArgument(
                f"{other} and {option} name one file, {path}; give each its own"
                if other
                else f"{option} {path}: is a file that is read; it is left as it is. Give another name"
            )
        if not Path(real).exists() or Path(real).is_file():
            seen[real] = option


def read_beginning(path: Path) -> bytes:
    """Return the first bytes of a file."""
    with open(path, "rb") as stream:
        return stream.read(_BEGINNING)


def _beside(place: Path) -> Path:
    return place.with_name(f".{place.name[:100]}.{os.getpid()}.{secrets.token_hex(4)}.part")


def _cannot(path: str | os.PathLike[str], what: str, error: Exception) -> str:
    lead = f"{what} {path}" if what else str(path)
    return f"{lead}: cannot be written ({getattr(error, 'strerror', None) or error}); name another place"
