"""The process that loads files of claims and judges them: what breaks in it, breaks nothing else.

It answers one question at a time over a pipe, prints nothing on standard output, leaves Ctrl-C to its parent and
ends with it. Where it is killed, a trace that it leaves in a file tells the line at which it was.
"""

from __future__ import annotations

import ctypes
import faulthandler
import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NoReturn, TextIO

from lsa_theory.claims.abbreviated import abbreviated
from lsa_theory.claims.collecting.collect import Collected, Described, claims_of
from lsa_theory.errors import LsaTheoryError, told
from lsa_theory.verification.outcome import Judgement
from lsa_theory.verification.run.request import Request

# Seconds for writing one statement on paper; the longest bundled one takes half of one.
_WRITING = 20.0
# A claim by the file that brings it in and its label there.
Address = tuple[str, str]
Live = Mapping[Address, Collected]


@dataclass(frozen=True)
class Load:
    """Asks for what is said about the claims of a file; with `text`, for the statements too."""

    file: Path
    text: bool = False


@dataclass(frozen=True)
class Judge:
    """Asks for the judgement of one claim."""

    item: Collected
    request: Request


@dataclass(frozen=True)
class Failed:
    """The answer to a question that could not be answered, in one line."""

    reason: str


def address(item: Collected) -> Address:
    """Return where a process finds the claim."""
    return str(item.loaded_from or item.file), item.label or item.identifier


def serve(questions: Connection, trace: int, live: Live) -> None:
    """Answer until the parent hangs up.

    Parameters
    ----------
    questions : Connection
        To the parent: a `Load` or `Judge` comes, a list of Collected, a Judgement or a `Failed` goes.
    trace : int
        Descriptor of the file for the place at which the process was when it died.
    live : mapping
        Claims that are in memory already, where the process was forked.
    """
    leave = _begin(trace)
    here = os.getcwd()
    loaded: dict[Address, Collected] = dict(live)
    while True:
        try:
            question = questions.recv()
        except (EOFError, OSError):
            leave(0)
        os.ftruncate(trace, 0)
        os.lseek(trace, 0, os.SEEK_SET)
        try:
            # A file may have gone elsewhere; the paths of the next are relative to the folder of the call.
            os.chdir(here)
            answer = _answer(question, loaded)
        except BaseException as error:
            answer = Failed(str(error) if isinstance(error, LsaTheoryError) else told(error))
        try:
            sys.stdout.flush()
            questions.send(answer)
        except (BrokenPipeError, ConnectionError):
            leave(0)


def _answer(question: Load | Judge, loaded: dict[Address, Collected]) -> Any:
    if isinstance(question, Load):
        found = claims_of(question.file)
        loaded.update((address(item), item) for item in found)
        # What a file brings stays as long as the process does: collections of garbage need not look through it.
        gc.freeze()
        return [described(item, text=question.text) for item in found]
    item = question.item
    if address(item) not in loaded:
        brought = claims_of(item.loaded_from or item.file)
        loaded.update((address(other), other) for other in brought)
    if address(item) not in loaded:
        return Failed(
            f"{item.file} no longer holds the claim {item.label!r}: its names differ from process to process, "
            "or the file was changed meanwhile"
        )
    return judged(replace(loaded[address(item)], identifier=item.identifier), question.request)


def judged(item: Collected, request: Request) -> Judgement:
    """Judge one claim in this process."""
    began = time.monotonic()
    judgement = _reached(item, request)
    if request.write is None:
        return judgement
    try:
        with _at_most(min(_WRITING, 0.8 * (request.seconds - time.monotonic() + began))):
            return replace(judgement, written=request.write(item))
    except (Exception, SystemExit):
        # How a statement looks on paper never costs its verdict; the report shows its text.
        return judgement


def _reached(item: Collected, request: Request) -> Judgement:
    """Return the verdict of an earlier run, or judge."""
    cache = request.cache
    key = cache.key(item, request.witnesses, request.setting) if cache is not None else None
    if cache is not None and key is not None and (kept := cache.get(key, item)) is not None:
        return kept
    from lsa_theory.verification.judge import judge

    judgement = judge(
        item.claim,
        identifier=item.identifier,
        file=str(item.file),
        witnesses=request.witnesses,
        setting=request.setting,
    )
    if cache is not None and key is not None:
        cache.keep(key, judgement)
    return judgement


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Stop after so many seconds with TimeoutError, where the system has an alarm."""

    def ring(*_: object) -> NoReturn:
        raise TimeoutError

    if seconds <= 0:
        raise TimeoutError
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def described(item: Collected, *, text: bool) -> Collected:
    """Return the claim without what does not travel."""
    claim = item.claim
    about = Described(
        source=claim.source,
        id=claim.id,
        title=claim.title,
        expected=claim.expected,
        witnesses=tuple(claim.witnesses) if claim.witnesses is not None else None,
        note=claim.note,
        strengthens=claim.strengthens,
        uses=tuple(claim.uses),
        corrects=claim.corrects,
        text=abbreviated(claim) if text else "",
    )
    return replace(item, claim=about)


def _begin(trace: int) -> Callable[[int], NoReturn]:
    """Set the process up; return the way to end it."""
    leave = os._exit
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _follow_parent(leave)
    # What a user's file prints is for reading, on standard error: standard output may carry a report.
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)
    os.dup2(2, 1)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = _text(1)
    sys.stderr = _text(2)
    faulthandler.enable(trace, all_threads=False)
    if hasattr(faulthandler, "register"):
        faulthandler.register(signal.SIGUSR1, trace, all_threads=False)

    def traced_exit(status: int) -> None:
        faulthandler.dump_traceback(trace, all_threads=False)
        leave(status)

    # The one way to end a process that leaves no trace of its own.
    os._exit = traced_exit  # type: ignore[assignment]
    return leave


def _text(descriptor: int) -> TextIO:
    return open(descriptor, "w", encoding="utf-8", errors="backslashreplace", closefd=False, buffering=1)


def _follow_parent(leave: Callable[[int], NoReturn]) -> None:
    """End with the parent: by the kernel where it can, else by a thread that waits for it."""
    import multiprocessing

    if sys.platform == "linux":
        parent_death_signal = 1
        ctypes.CDLL(None).prctl(parent_death_signal, signal.SIGKILL)
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def follow() -> None:
        parent.join()
        leave(1)

    threading.Thread(target=follow, daemon=True).start()
