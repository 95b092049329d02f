"""Finished tasks on disk: one appended line each, whole or not there, floats to the bit.

A line is JSON with a checksum. A process killed in the middle of a write leaves a torn last line; reading
drops it and the next write starts on a fresh line.
"""

import json
import os
import zlib
from pathlib import Path
from types import TracebackType

import numpy as np

from lsa_theory.errors import InvalidArgument
from lsa_theory.simulation.moments import Moments
from lsa_theory.simulation.sweep.task import Result, Task

Key = tuple[int, int, str]
"""Cell, task number, question: two sweeps that ask the same of a cell share its records."""


def key_of(task: Task) -> Key:
    """Return what identifies a task's result."""
    return task.cell.key(), task.index, task.sweep.question()


class Records:
    """A file of finished tasks, read at opening, appended to by one process.

    Parameters
    ----------
    path : path
        The file; created when missing.

    Raises
    ------
    InvalidArgument
        If a line other than the last is damaged (the file was edited or the disk lost data), or another
        process has the file open.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self.finished: dict[Key, Result] = {}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            self._read_all()
        except BaseException:
            self.close()
            raise

    def _read_all(self) -> None:
        _lock(self._file, self.path)
        raw = self.path.read_bytes()
        whole = raw[: raw.rfind(b"\n") + 1]
        for number, line in enumerate(whole.splitlines(), 1):
            key, result = _read(line, f"{self.path}, line {number}")
            self.finished[key] = result
        if len(whole) < len(raw):
            os.ftruncate(self._file, len(whole))

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
        os.write(self._file, _written(key, result))
        os.fsync(self._file)

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


def _lock(file: int, path: Path) -> None:
    """Keep other processes off until the file is closed, or this process dies; where the system can."""
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise InvalidArgument(
            f"{path} is in use by another sweep. Wait for it, or give this one another records file."
        ) from None


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
    text = json.dumps(content, sort_keys=True)
    return f"{zlib.crc32(text.encode()):08x} {text}\n".encode()


def _read(line: bytes, where: str) -> tuple[Key, Result]:
    check, _, text = line.partition(b" ")
    if check != f"{zlib.crc32(text):08x}".encode():
        raise InvalidArgument(
            f"{where}: the record is damaged (its checksum does not fit). Delete that line, or the file, "
            "and start again: only what is missing is computed."
        )
    content = json.loads(text)
    mean, squares, cubes = (np.asarray(float.fromhex(content[name])) for name in ("mean", "squares", "cubes"))
    key = int(content["cell"], 16), content["task"], content["question"]
    return key, Result(content["path"], content["points"], Moments(content["count"], mean, squares, cubes))
