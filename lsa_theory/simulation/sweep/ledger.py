"""What a cell has so far: its tasks merged in their order, whatever the order in which they finished."""

from dataclasses import dataclass

from lsa_theory.errors import InvalidArgument
from lsa_theory.simulation.estimates.estimate import Estimate
from lsa_theory.simulation.estimates.moments import Moments
from lsa_theory.simulation.sweep.definition import Cell, Sweep
from lsa_theory.simulation.sweep.records import Records, key_of
from lsa_theory.simulation.sweep.task import Result, Tasks


@dataclass(frozen=True, eq=False)
class Row:
    """A cell with the estimate of its risk, the path that was taken, and how the weights were made."""

    cell: Cell
    path: str
    points: int
    risk: Estimate
    weights: str = ""
    training: str = ""


class Ledger:
    """The state of one cell.

    Parameters
    ----------
    sweep : Sweep
        What is asked.
    cell : Cell
        Where.
    """

    def __init__(self, sweep: Sweep, cell: Cell) -> None:
        self.sweep, self.cell = sweep, cell
        self.tasks = Tasks(sweep, cell)
        self.done = 0
        self.settled = False
        self._total = Moments.none()
        self._last: Result | None = None

    @property
    def needed(self) -> int:
        """How many tasks the cell may need."""
        return self.done if self.settled else len(self.tasks)

    def advance(self, kept: Records) -> None:
        """Merge the tasks that follow without a gap, up to the first after which the cell is settled.

        Later tasks that workers finished ahead of need are not merged: the row must not depend on them.
        """
        while not self.settled:
            # What is merged is not needed in memory again; it stays on disk.
            result = kept.finished.pop(key_of(self.tasks[self.done]), None)
            if result is None:
                return
            self._total, self._last = self._total.merged(result.moments), result
            self.done += 1
            goal = self.sweep.relative_error
            precise = goal is not None and Estimate.of(self._total).relative_error <= goal
            self.settled = precise or self.done == len(self.tasks)

    def row(self) -> Row:
        """Return the estimate of the risk, twice the loss.

        Raises
        ------
        InvalidArgument
            If no task is merged yet.
        """
        if self._last is None:
            raise InvalidArgument(f"No task of {self.cell} is finished. Run the sweep first.")
        return Row(
            self.cell,
            self._last.path,
            self._last.points,
            Estimate.of(self._total, scale=2.0),
            self.sweep.weights,
            self.tasks.weights.training,
        )
