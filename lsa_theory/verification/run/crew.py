"""Worker processes that are replaced when they die or take too long; the question at which that happened is blamed."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import re
import signal
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from multiprocessing.connection import wait
from pathlib import Path
from types import TracebackType
from typing import Any

from lsa_theory.errors import InvalidArgument
from lsa_theory.verification.run.worker import Failed, Judge, Live, Load, serve

Question = Load | Judge
# Some users' machines start processes slowly; a trace is written at once or never.
_FOR_A_TRACE = 0.5
# What runs threads of its own from the moment it is imported, whose locks a forked process would wait for.
_THREADED = {"jax"}


def can_fork() -> bool:
    """Whether processes are forked, and so hold claims that stand in memory and in no Python file."""
    return sys.platform == "linux" and not _THREADED & sys.modules.keys()


class TimedOut(Failed):
    """The answer of a question that was given up."""


class Crew:
    """Up to `size` processes.

    Parameters
    ----------
    size : int
        How many work at once.
    seconds : float
        How long one question may take.
    live : mapping, optional
        Claims in memory that forked processes find there.

    Examples
    --------
    >>> from pathlib import Path
    >>> with Crew(1, 60.0) as crew:
    ...     next(crew.answers([Load(Path("no_such.py"))])).reason.split(":")[0]
    'no_such.py'
    """

    def __init__(self, size: int, seconds: float, live: Live | None = None) -> None:
        self.size, self.seconds = size, seconds
        self._live = live or {}
        self._idle: list[_Worker] = []
        self._busy: list[_Worker] = []

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in [*self._idle, *self._busy]:
            worker.end()
        self._idle, self._busy = [], []

    def answers(self, questions: Sequence[Question]) -> Iterator[Any]:
        """Yield the answer to each question, in their order: what was asked for, or a `Failed`."""
        answered: dict[int, Any] = {}
        asked = 0
        for number in range(len(questions)):
            while number not in answered:
                while asked < len(questions) and len(self._busy) < self.size:
                    self._ask(asked, questions[asked])
                    asked += 1
                answered.update(self._some())
            yield answered.pop(number)

    def _ask(self, number: int, question: Question) -> None:
        worker = self._idle.pop() if self._idle else _Worker(self._live)
        self._busy.append(worker)
        worker.ask(number, question)

    def _some(self) -> dict[int, Any]:
        """Wait for at least one worker; return the answers of those that are through, whatever the reason."""
        patience = min(worker.since for worker in self._busy) + self.seconds - time.monotonic()
        ready = wait([worker.questions for worker in self._busy], max(patience, 0.0))
        found: dict[int, Any] = {}
        for worker in list(self._busy):
            if worker.questions in ready:
                answer, alive = worker.answer()
            elif time.monotonic() - worker.since >= self.seconds:
                answer, alive = worker.give_up(self.seconds), False
            else:
                continue
            self._busy.remove(worker)
            if alive:
                self._idle.append(worker)
            found[worker.number] = answer
        return found


class _Worker:
    """One process with the question that it is at."""

    def __init__(self, live: Live) -> None:
        self.number, self.since = -1, 0.0
        forks = can_fork()
        context: Any = multiprocessing.get_context("fork" if forks else "spawn")
        self.questions, theirs = context.Pipe()
        # Not a temporary file of a name: nothing is left behind, whoever is killed.
        self._trace = tempfile.TemporaryFile()  # noqa: SIM115
        with warnings.catch_warnings():
            # Python warns of forks beside threads; the child takes no lock that a thread of ours may hold.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._process = context.Process(
                target=_child,
                args=(theirs, self._trace if forks else None, live if forks else {}),
                daemon=False,
            )
            self._process.start()
        theirs.close()

    def ask(self, number: int, question: Question) -> None:
        self.number, self.since = number, time.monotonic()
        # A worker that died while idle is told by the answer that never comes.
        with contextlib.suppress(BrokenPipeError, ConnectionError):
            self.questions.send(question)

    def answer(self) -> tuple[Any, bool]:
        try:
            return self.questions.recv(), True
        except (EOFError, OSError):
            self._process.join()
            return Failed(f"the process ended {_how(self._process.exitcode)}{self._where()}"), False
        except Exception as error:
            self.end()
            return Failed(f"its answer could not be read ({type(error).__name__}: {error})"), False

    def give_up(self, seconds: float) -> TimedOut:
        """End the process, after it has told where it is."""
        if hasattr(signal, "SIGUSR1") and self._process.pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGUSR1)
            until = time.monotonic() + _FOR_A_TRACE
            while time.monotonic() < until and os.fstat(self._trace.fileno()).st_size == 0:
                time.sleep(0.01)
        where = self._where()
        self.end()
        return TimedOut(f"stopped after {seconds:g} s{where}")

    def _where(self) -> str:
        """Return " at file:line" of the innermost line of a user's file in the trace, else of any."""
        text = os.pread(self._trace.fileno(), 100_000, 0).decode(errors="replace")
        lines: list[tuple[str, str]] = re.findall(r'File "([^"]+)", line (\d+)', text)
        package = str(Path(__file__).resolve().parents[2])
        library = os.path.dirname(os.__file__)
        own = [found for found in lines if not found[0].startswith((package, library, "<"))]
        # Below what the worker ran stands who started it: none of that is where it stopped.
        lines = lines[lines[0][0].endswith("worker.py") :] if lines else []
        inside = lines[: next((k for k, (file, _) in enumerate(lines) if file.endswith("worker.py")), None)]
        found = next(iter([line for line in own if line in inside] or inside), None)
        return "" if found is None else f" at {found[0]}:{found[1]}"

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self.questions.close()
        self._trace.close()


def _child(questions: Any, trace: Any, live: Mapping[Any, Any]) -> None:
    file = trace if trace is not None else tempfile.TemporaryFile()  # noqa: SIM115
    serve(questions, file.fileno(), live)


def _how(code: int | None) -> str:
    """Return how a process ended.

    >>> _how(-11), _how(-9), _how(7)
    ('by SIGSEGV (a fault in compiled code)', 'by SIGKILL (out of memory?)', 'itself with exit code 7')
    """
    if code is None or code >= 0:
        return f"itself with exit code {code}"
    likely = {"SIGSEGV": " (a fault in compiled code)", "SIGKILL": " (out of memory?)"}
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    return f"by {name}{likely.get(name, '')}"


def checked_seconds(seconds: float) -> float:
    """Return a time limit.

    Raises
    ------
    InvalidArgument
        If it is not a positive number.
    """
    if not seconds > 0:
        raise InvalidArgument(f"a time limit is a positive number of seconds; given {seconds!r}")
    return seconds
