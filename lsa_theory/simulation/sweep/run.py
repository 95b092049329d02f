"""Driving a sweep: what is missing is computed, what is finished is kept, the table depends on neither."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lsa_theory.simulation.sweep.cluster_engine import run_on_cluster
from lsa_theory.simulation.sweep.definition import Sweep
from lsa_theory.simulation.sweep.ledger import Ledger, Row
from lsa_theory.simulation.sweep.local_engine import run_locally
from lsa_theory.simulation.sweep.records import Records, key_of
from lsa_theory.simulation.sweep.task import Task
from lsa_theory.simulation.validation import as_count


@dataclass(frozen=True)
class Progress:
    """How far a sweep is: tasks finished of those that may be needed, and draws made in this run."""

    finished: int
    total: int
    draws: int


def run_sweep(
    sweep: Sweep,
    records: str | os.PathLike[str],
    *,
    workers: int = 1,
    cluster: str | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> list[Row]:
    """Run what is missing of a sweep and return its rows, in the order of the grid.

    Parameters
    ----------
    sweep : Sweep
        What is asked.
    records : path
        The file of finished tasks. Kill this process at any time and call again: the rows are, to the bit,
        those of an undisturbed run, on any number of workers.
    workers : int
        Local processes.
    cluster : str, optional
        Address of a Dask scheduler, used instead of local processes.
    on_progress : callable, optional
        Called after each task.

    Raises
    ------
    InvalidArgument
        For arguments out of range, a damaged record, a path that does not apply, workers that keep dying.
    KeyboardInterrupt
        On Ctrl-C; finished tasks stay recorded, and `rows_so_far` reads them.
    """
    count = as_count(workers, "workers")
    ledgers = [Ledger(sweep, cell) for cell in sweep.cells()]
    by_cell = {ledger.cell: ledger for ledger in ledgers}
    with Records(records) as kept:
        for ledger in ledgers:
            ledger.advance(kept)
        missing, draws = _missing(ledgers, kept), 0
        results = run_on_cluster(missing, cluster) if cluster else run_locally(missing, count)
        for task, result in results:
            kept.add(task, result)
            by_cell[task.cell].advance(kept)
            draws += result.moments.count * result.points
            if on_progress is not None:
                done, total = sum(ledger.done for ledger in ledgers), sum(ledger.needed for ledger in ledgers)
                on_progress(Progress(done, total, draws))
    return [ledger.row() for ledger in ledgers]


def rows_so_far(sweep: Sweep, records: str | os.PathLike[str]) -> list[Row]:
    """Return a row for each cell of which at least one task, counted from the first, is on record."""
    ledgers = [Ledger(sweep, cell) for cell in sweep.cells()]
    with Records(records) as kept:
        for ledger in ledgers:
            ledger.advance(kept)
    return [ledger.row() for ledger in ledgers if ledger.done]


def _missing(ledgers: list[Ledger], kept: Records) -> Iterator[Task]:
    """Go round the cells, one task each, leaving out those that are settled when their turn comes."""
    for index in range(max(len(ledger.tasks) for ledger in ledgers)):
        for ledger in ledgers:
            wanted = index < len(ledger.tasks) and not ledger.settled
            if wanted and key_of(ledger.tasks[index]) not in kept.finished:
                yield ledger.tasks[index]
