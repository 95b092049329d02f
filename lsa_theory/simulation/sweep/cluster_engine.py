"""Tasks on a Dask cluster: whoever dies, its tasks are computed elsewhere, or when somebody is there again."""

import importlib
import logging
import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any

from lsa_theory.errors import InvalidArgument
from lsa_theory.simulation.sweep.task import Result, Task, run_task

AHEAD = 2
ATTEMPTS = 10
LOOK_EVERY = 2.0
"""Seconds between looks at whether there are workers at all, and between attempts to find a lost scheduler."""
ANSWERS_WITHIN = 10.0
"""Seconds in which a scheduler that is there answers."""
PATIENCE = 120.0
"""Seconds for which a lost scheduler is looked for."""


class _SchedulerLost(Exception):
    """The connection is gone, and with it what ran."""


def run_on_cluster(tasks: Iterable[Task], address: str) -> Iterator[tuple[Task, Result]]:
    """Yield each task with its result as it finishes, in any order.

    Parameters
    ----------
    tasks : iterable of Task
        Consumed lazily, two for each thread of the cluster ahead.
    address : str
        Of a `dask scheduler`, e.g. tcp://127.0.0.1:8786.

    Raises
    ------
    InvalidArgument
        If Dask is not installed, nothing answers at the address, a task was lost ten times, or a scheduler that was
        lost does not come back. Without workers it waits, and says so on standard error.
    """
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError:
        raise InvalidArgument(
            "A cluster needs Dask, which is not installed. Run: pip install 'lsa-theory[cluster]'."
        ) from None
    queue, running = iter(tasks), dict[str, tuple[Task, int, Any]]()
    # What it logs of a lost connection is told by us, in one line.
    for name in ("distributed", "distributed.client", "distributed.core", "distributed.utils"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    client = _connected(distributed, address, 0.0)
    while True:
        waiting = [(task, attempt) for task, attempt, _ in running.values()]
        running.clear()
        try:
            with client:
                yield from _computed(distributed, client, address, queue, waiting, running)
            return
        except _SchedulerLost:
            _say(f"the Dask scheduler at {address} is gone; looking for it for {PATIENCE:.0f} s")
            client = _connected(distributed, address, PATIENCE)
            _say("it is there again; going on")


def _computed(
    distributed: Any,
    client: Any,
    address: str,
    queue: Iterator[Task],
    waiting: list[tuple[Task, int]],
    running: dict[str, tuple[Task, int, Any]],
) -> Iterator[tuple[Task, Result]]:
    told, failure = False, None

    def submit(task: Task, attempt: int) -> None:
        future = client.submit(run_task, task, pure=False, retries=ATTEMPTS)
        running[future.key] = task, attempt, future

    def fill() -> None:
        for task, attempt in waiting:
            submit(task, attempt)
        waiting.clear()
        threads = sum(client.nthreads().values())
        while len(running) < AHEAD * max(threads, 1):
            following = next(queue, None)
            if following is None:
                return
            submit(following, 1)

    try:
        fill()
        while running:
            try:
                futures = [future for _, _, future in running.values()]
                done = distributed.wait(futures, timeout=LOOK_EVERY, return_when="FIRST_COMPLETED").done
            except (TimeoutError, distributed.TimeoutError):
                done = set()
            if client.status != "running":
                raise _SchedulerLost
            if not done and not client.nthreads():
                if not told:
                    _say(f"no Dask worker at {address}; waiting for one (dask worker {address})")
                told = True
                continue
            for future in done:
                task, attempt, _ = running[future.key]
                if future.status == "cancelled":
                    raise _SchedulerLost
                failure = future.exception()
                if isinstance(failure, distributed.KilledWorker) and attempt < ATTEMPTS:
                    del running[future.key]
                    submit(task, attempt + 1)
                    continue
                if failure is not None:
                    raise failure
                result = future.result()
                del running[future.key]
                told = False
                yield task, result
            fill()
    except Exception as error:
        # Dask tells the end of a connection by a dozen classes; a task's own failure comes over one that lives.
        gone = client.status != "running" or isinstance(error, OSError) or "Cancelled" in type(error).__name__
        if gone and error is not failure:
            raise _SchedulerLost from error
        raise


def _connected(distributed: Any, address: str, patience: float) -> Any:
    until = time.monotonic() + patience
    while True:
        try:
            return distributed.Client(address, timeout=ANSWERS_WITHIN)
        except (OSError, TimeoutError, ValueError) as error:
            if time.monotonic() >= until:
                raise InvalidArgument(
                    f"No Dask scheduler answers at {address!r} ({type(error).__name__}). "
                    "Start one with `dask scheduler` and workers with `dask worker ADDRESS`; finished tasks are kept."
                ) from None
            time.sleep(LOOK_EVERY)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
