"""Tasks on a Dask cluster: whoever dies, its tasks are computed elsewhere."""

import importlib
from collections.abc import Iterable, Iterator
from typing import Any

from lsa_theory.errors import InvalidArgument
from lsa_theory.simulation.sweep.task import Result, Task, run_task

AHEAD = 2
ATTEMPTS = 10


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
        If Dask is not installed, nothing answers at the address, or a task was lost ten times.
    """
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError:
        raise InvalidArgument(
            "A cluster needs Dask, which is not installed. Run: pip install 'lsa-theory[cluster]'."
        ) from None
    try:
        client = distributed.Client(address, timeout="10s")
    except (OSError, TimeoutError, ValueError) as error:
        raise InvalidArgument(
            f"No Dask scheduler answers at {address!r} ({type(error).__name__}). "
            "Start one with `dask scheduler` and workers with `dask worker ADDRESS`."
        ) from None
    with client:
        queue, running = iter(tasks), dict[str, tuple[Task, int]]()
        finished = distributed.as_completed([], raise_errors=False)

        def submit(task: Task, attempt: int) -> None:
            future = client.submit(run_task, task, pure=False, retries=ATTEMPTS)
            running[future.key] = task, attempt
            finished.add(future)

        def fill() -> None:
            threads = sum(client.nthreads().values())
            while len(running) < AHEAD * max(threads, 1):
                task = next(queue, None)
                if task is None:
                    return
                submit(task, 1)

        fill()
        while running:
            future = next(finished)
            task, attempt = running.pop(future.key)
            failure = future.exception()
            if isinstance(failure, distributed.KilledWorker) and attempt < ATTEMPTS:
                submit(task, attempt + 1)
                continue
            if failure is not None:
                raise failure
            yield task, future.result()
            fill()
