"""Driving a sweep: what is missing is computed, what is finished is kept, the table depends on neither."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lsa_theory.simulation.sweep.cluster_engine import run_on_cluster
from lsa_theory.simulation.sweep.definition import Sweep
from lsa_theory.simulation.sweep.ledger import Ledger, Row
from lsa_theory.simulation.sweep.local_engine import run_locally
from lsa_theory.simulation.sweep.records import Key, Records, key_of
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
    ledgers, kept = _opened(sweep, records)
    with kept:
        by_cell = {ledger.cell: ledger for ledger in ledgers}
        missing, draws = _missing(ledgers, kept), 0
        done, total = sum(ledger.done for ledger in ledgers), sum(ledger.needed for ledger in ledgers)
        results = run_on_cluster(missing, cluster) if cluster else run_locally(missing, count)
        for task, result in results:
            kept.add(task, result)
            ledger = by_cell[task.cell]
            done, total = done - ledger.done, total - ledger.needed
            ledger.advance(kept)
            done, total = done + ledger.done, total + ledger.needed
            draws += result.moments.count * result.points
            if on_progress is not None:
                on_progress(Progress(done, total, draws))
    return [ledger.row() for ledger in ledgers]


def rows_so_far(sweep: Sweep, records: str | os.PathLike[str]) -> list[Row]:
    """Return a row for each cell of which at least one task, counted from the first, is on record."""
    ledgers, kept = _opened(sweep, records)
    kept.close()
    return [ledger.row() for ledger in ledgers if ledger.done]


def _opened(sweep: Sweep, records: str | os.PathLike[str]) -> tuple[list[Ledger], Records]:
    """Return the ledgers, advanced by what is on record, and the records: in memory only what is to be merged yet."""
    ledgers = [Ledger(sweep, cell) for cell in sweep.cells()]
    by_key = {(ledger.cell.key(), ledger.tasks.question): ledger for ledger in ledgers}

    def merge(kept: Records, key: Key) -> None:
        ledger = by_key.get((key[0], key[2]))
        if ledger is None or ledger.settled or key[1] < ledger.done:
            # Of another sweep, beyond what is asked, or a second copy: it may stay in the file.
            kept.finished.pop(key, None)
        else:
            ledger.advance(kept)

    return ledgers, Records(records, merge)


def _missing(ledgers: list[Ledger], kept: Records) -> Iterator[Task]:
    """Go round the cells, one task each, leaving out those that are settled when their turn comes."""
    index, open_ = 0, list(ledgers)
    while open_:
        for ledger in open_:
            if ledger.settled or index < ledger.done or index >= len(ledger.tasks):
                continue
            task = ledger.tasks[index]
            if key_of(task) not in kept.finished:
                yield task
        index += 1
        open_ = [ledger for ledger in open_ if not ledger.settled and index < len(ledger.tasks)]
