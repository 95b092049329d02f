"""Tasks on local processes: the standard library's pool, restarted when one of its processes dies."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from lsa_theory.errors import InvalidArgument
from lsa_theory.simulation.sweep.task import Result, Task, run_task

RESTARTS = 5
AHEAD = 2


def run_locally(tasks: Iterable[Task], workers: int) -> Iterator[tuple[Task, Result]]:
    """Yield each task with its result as it finishes, in any order.

    Parameters
    ----------
    tasks : iterable of Task
        Consumed lazily, two for each worker ahead, so that a cell may stop asking.
    workers : int
        Processes; 1 works in this process.

    Raises
    ------
    InvalidArgument
        When the pool has broken five times in a row without finishing a task: memory, most likely.
    """
    if workers == 1:
        for task in tasks:
            yield task, run_task(task)
        return
    queue, waiting = iter(tasks), list[Task]()
    broken = 0
    while True:
        pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=_begin_worker)
        running: dict[Future[Result], Task] = {}
        try:
            while _fill(pool, running, waiting, queue, AHEAD * workers):
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    result = future.result()
                    task = running.pop(future)
                    broken = 0
                    yield task, result
            return
        except BrokenProcessPool:
            broken += 1
            waiting.extend(running.values())
            if broken > RESTARTS:
                raise InvalidArgument(
                    f"The worker processes died {broken} times without finishing a task. "
                    "Probably they ran out of memory: use fewer workers or smaller `draws_per_task`."
                ) from None
        except BaseException:
            # Stopped: what runs is done again by the next run. Python waits for its pools as it ends, and one process
            # that does not come back would keep this one.
            for process in list((pool._processes or {}).values()):
                process.kill()
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _fill(
    pool: ProcessPoolExecutor,
    running: dict["Future[Result]", Task],
    waiting: list[Task],
    queue: Iterator[Task],
    most: int,
) -> bool:
    """Submit until `most` tasks run; return whether any does."""
    while len(running) < most:
        task = waiting.pop() if waiting else next(queue, None)
        if task is None:
            break
        try:
            with _deaf_children():
                running[pool.submit(run_task, task)] = task
        except BrokenProcessPool:
            waiting.append(task)
            raise
    return bool(running)


@contextmanager
def _deaf_children() -> Iterator[None]:
    """Let processes that begin now ignore Ctrl-C from their first instruction; this one hears it a moment later."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, heard)


def _begin_worker() -> None:
    """Leave Ctrl-C to the parent, and die with it: a killed parent must not leave processes behind."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:

        def follow() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=follow, daemon=True).start()
