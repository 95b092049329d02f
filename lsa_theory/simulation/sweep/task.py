"""One task of a sweep: some draws in one cell, from a seed of its own, in any process, on any machine."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, overload

import numpy as np

from lsa_theory.simulation.estimates.budget import Budget
from lsa_theory.simulation.estimates.moments import Moments
from lsa_theory.simulation.estimates.source import Source, accumulate
from lsa_theory.simulation.law import PromptLaw
from lsa_theory.simulation.paths import loss_source
from lsa_theory.simulation.sweep.definition import Cell, Sweep, parsed
from lsa_theory.simulation.sweep.weights import CellWeights, covariance_of, weights_of

CHUNKS_PER_TASK = 256


@dataclass(frozen=True)
class Task:
    """Task number `index` of a cell, with `draws` draws; `question` is what determines its result besides."""

    sweep: Sweep
    cell: Cell
    index: int
    draws: int
    weights: CellWeights
    question: str


@dataclass(frozen=True)
class Result:
    """What a task leaves: sufficient statistics of the loss, and the path that was taken."""

    path: str
    points: int
    moments: Moments


class Tasks(Sequence[Task]):
    """A cell's draws cut into tasks, made when they are asked for. The cut depends on sweep and cell alone."""

    def __init__(self, sweep: Sweep, cell: Cell) -> None:
        self.sweep, self.cell = sweep, cell
        self.weights = weights_of(sweep.weights, cell)
        source = cell_source(sweep, cell, self.weights)
        usual = max(CHUNKS_PER_TASK * source.chunk // source.points, source.fewest)
        self._size = int(sweep.draws_per_task or usual)
        self._cut = source.path, source.chunk, source.points

    def __len__(self) -> int:
        return -(-int(self.sweep.prompts) // self._size)

    @overload
    def __getitem__(self, index: int) -> Task: ...
    @overload
    def __getitem__(self, index: slice) -> list[Task]: ...
    def __getitem__(self, index: int | slice) -> Task | list[Task]:
        if isinstance(index, slice):
            return [self[k] for k in range(*index.indices(len(self)))]
        if not 0 <= index < len(self):
            raise IndexError(index)
        draws = min(self._size, self.sweep.prompts - index * self._size)
        return Task(self.sweep, self.cell, index, draws, self.weights, self.question)

    @cached_property
    def question(self) -> str:
        """Return, as JSON, what a record must agree in beside its cell: the question, the weights, the law, the cut."""
        law, cut = _law(self.cell), self._cut
        parts = [
            np.asarray(part, dtype="<f8").tobytes()
            for part in (law.covariance, law.query)
            if part is not None
        ]
        digest = hashlib.sha256(b"".join(parts) + repr((law.context_length, law.noise_variance)).encode())
        asked = json.loads(self.sweep.question())
        return json.dumps(
            asked
            | {
                "weights_digest": self.weights.digest,
                "law_digest": digest.hexdigest()[:16],
                "cut": list(cut),
            },
            sort_keys=True,
        )


def run_task(task: Task) -> Result:
    """Draw and return the sufficient statistics; the same on every machine that rounds alike.

    Raises
    ------
    InvalidArgument
        If they are not finite.
    """
    source = cell_source(task.sweep, task.cell, task.weights)
    seed = np.random.SeedSequence(task.cell.seed, spawn_key=(task.cell.key(), task.index))
    moments = accumulate(source, np.random.default_rng(seed), Budget(prompts=max(task.draws, 2)))
    return Result(source.path, source.points, moments)


@lru_cache(maxsize=64)
def cell_source(sweep: Sweep, cell: Cell, weights: CellWeights) -> Source:
    """Return the source of losses in a cell, rho = M."""
    return loss_source(_law(cell), weights.key_query, weights.value, path=sweep.path)


def _law(cell: Cell) -> PromptLaw:
    covariance = covariance_of(cell)
    options: dict[str, Any] = {"noise_variance": cell.noise_variance}
    shift, factor = parsed(cell.shift, ("none",), ("covariate", "query"), "shift")
    if shift == "query":
        options["query"] = factor * covariance
    test = factor * covariance if shift == "covariate" else covariance
    return PromptLaw(test, cell.test_length, **options)
