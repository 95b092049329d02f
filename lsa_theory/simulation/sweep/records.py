"""Finished tasks on disk: one appended line each, whole or not there, floats to the bit.

A line is JSON with a checksum. A process killed in the middle of a write leaves a torn last line; reading
drops it and the next write starts on a fresh line. The first line says whose the file is, and its format.
"""

import json
import operator
import os
import sys
import zlib
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from lsa_theory.errors import InvalidArgument
from lsa_theory.files import check_place
from lsa_theory.simulation.estimates.moments import Moments
from lsa_theory.simulation.sweep.task import Result, Task

FORMAT = 2
"""Raised whenever a task of the same cell and question would draw otherwise, or a record means something else."""

Key = tuple[int, int, str]
"""Cell, task number, question: two sweeps that ask the same of a cell share its records."""


def key_of(task: Task) -> Key:
    """Return what identifies a task's result."""
    return task.cell.key(), task.index, task.question


class Records:
    """A file of finished tasks, read at opening, appended to by one process.

    Parameters
    ----------
    path : path
        The file; created when missing.
    on_record : callable, optional
        Called with these records and the key of each record that is read, in the order of the file; it may take the
        result out of `finished`.

    Raises
    ------
    InvalidArgument
        If it is no file of records of this format, which is left as it is; a line other than the last is damaged
        (the file was edited or the disk lost data); another process has the file open; it cannot be written.
    """

    def __init__(
        self, path: str | os.PathLike[str], on_record: "Callable[[Records, Key], None] | None" = None
    ) -> None:
        self.path = Path(path)
        self.finished: dict[Key, Result] = {}
        check_place(self.path, "--records", _is_ours, make_folder=True)
        try:
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        except OSError as error:
            raise InvalidArgument(f"{self.path}: cannot be written ({error.strerror}).") from None
        try:
            _lock(self._file, self.path)
            self._read_all(on_record or (lambda records, key: None))
        except BaseException:
            self.close()
            raise

    def _read_all(self, on_record: "Callable[[Records, Key], None]") -> None:
        whole = 0
        with self.path.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                if not line.endswith(b"\n"):
                    break
                if number == 1:
                    _check_header(line, self.path)
                else:
                    key, result = _read(line, f"{self.path}, line {number}")
                    self.finished[key] = result
                    on_record(self, key)
                whole += len(line)
        if whole < self.path.stat().st_size:
            os.ftruncate(self._file, whole)
        if whole == 0:
            self._append(_header())

    def __enter__(self) -> "Records":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add(self, task: Task, result: Result) -> None:
        """Append one line and wait until it is on disk."""
        key = key_of(task)
        self.finished[key] = result
        self._append(_written(key, result))

    def _append(self, line: bytes) -> None:
        try:
            while line:
                line = line[os.write(self._file, line) :]
            os.fsync(self._file)
        except OSError as error:
            raise InvalidArgument(
                f"{self.path}: cannot be written ({error.strerror}). What is recorded is kept; make room and start "
                "the same command again."
            ) from None

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


def _header() -> bytes:
    return _line({"file": "lsa-theory sweep records", "format": FORMAT, "version": version("lsa-theory")})


def _is_ours(beginning: bytes) -> bool:
    """Whether a file begins like ours, cut off perhaps, or with a header of another format or version."""
    first = beginning.partition(b"\n")
    header = _header()
    return header.startswith(beginning) if not first[1] else b'"file": "lsa-theory sweep records"' in first[0]


def _check_header(line: bytes, path: Path) -> None:
    found = _content(line, f"{path}, line 1")
    asked = _content(_header(), "")
    if found != asked:
        raise InvalidArgument(
            f"{path} was written by lsa-theory {found.get('version')}, format {found.get('format')}; this is "
            f"{version('lsa-theory')}, format {FORMAT}, which may draw otherwise. "
            "It is left as it is: give this sweep another records file, or go on with that version."
        )


def _lock(file: int, path: Path) -> None:
    """Keep other processes off until the file is closed, or this process dies; where the system can."""
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise InvalidArgument(
            f"{path} is in use by another sweep. Wait for it, or give this one another records file."
        ) from None
    except OSError:
        # A file system without locks (some networks'): the user's care has to do.
        return


def _written(key: Key, result: Result) -> bytes:
    moments = result.moments
    content = {
        "cell": f"{key[0]:016x}",
        "task": key[1],
        "question": key[2],
        "path": result.path,
        "points": result.points,
        "count": moments.count,
        "mean": float(moments.mean).hex(),
        "squares": float(moments.squares).hex(),
        "cubes": float(moments.cubes).hex(),
    }
    return _line(content)


def _line(content: dict[str, Any]) -> bytes:
    text = json.dumps(content, sort_keys=True)
    return f"{zlib.crc32(text.encode()):08x} {text}\n".encode()


def _content(line: bytes, where: str) -> dict[str, Any]:
    line = line.removesuffix(b"\n").removesuffix(b"\r")
    check, _, text = line.partition(b" ")
    if check != f"{zlib.crc32(text):08x}".encode():
        raise InvalidArgument(
            f"{where}: the record is damaged (its checksum does not fit). Delete that line, or the file, "
            "and start again: only what is missing is computed."
        )
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise InvalidArgument(
            f"{where}: is no record of a sweep. Give another records file, or remove the line."
        )
    return found


def _read(line: bytes, where: str) -> tuple[Key, Result]:
    content = _content(line, where)
    try:
        mean, squares, cubes = (
            np.asarray(float.fromhex(content[name])) for name in ("mean", "squares", "cubes")
        )
        count, points, index = (operator.index(content[name]) for name in ("count", "points", "task"))
        if count < 1 or points < 1 or index < 0 or not np.isfinite([mean, squares, cubes]).all():
            raise ValueError("a number is out of range")
        key = int(content["cell"], 16), index, sys.intern(content["question"])
        return key, Result(sys.intern(content["path"]), points, Moments(count, mean, squares, cubes))
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidArgument(
            f"{where}: the record has another layout ({type(error).__name__}: {error}). Delete that line, or the file, "
            "and start again: only what is missing is computed."
        ) from None
