"""One task of a sweep: some draws in one cell, from a seed of its own, in any process, on any machine."""

import importlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from lsa_theory.errors import InvalidArgument
from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.budget import Budget
from lsa_theory.simulation.covariance import geometric_spectrum
from lsa_theory.simulation.law import PromptLaw
from lsa_theory.simulation.layer import initialisation
from lsa_theory.simulation.moments import Moments
from lsa_theory.simulation.paths import loss_source
from lsa_theory.simulation.source import Source, accumulate
from lsa_theory.simulation.stochastic import train_by_sgd
from lsa_theory.simulation.sweep.definition import Cell, Sweep, parsed

CHUNKS_PER_TASK = 256
TRAINING_STEPS = 2000


@dataclass(frozen=True)
class Task:
    """Task number `index` of a cell, with `draws` draws."""

    sweep: Sweep
    cell: Cell
    index: int
    draws: int


@dataclass(frozen=True)
class Result:
    """What a task leaves: sufficient statistics of the loss, and the path that was taken."""

    path: str
    points: int
    moments: Moments


def tasks_of(sweep: Sweep, cell: Cell) -> list[Task]:
    """Cut a cell's draws into tasks. The cut depends on sweep and cell alone."""
    source = cell_source(sweep, cell)
    usual = max(CHUNKS_PER_TASK * source.chunk // source.points, source.fewest)
    size = sweep.draws_per_task or usual
    starts = range(0, sweep.prompts, size)
    return [Task(sweep, cell, index, min(size, sweep.prompts - start)) for index, start in enumerate(starts)]


def run_task(task: Task) -> Result:
    """Draw and return the sufficient statistics; the same on every machine that rounds alike."""
    source = cell_source(task.sweep, task.cell)
    seed = np.random.SeedSequence(task.cell.seed, spawn_key=(task.cell.key(), task.index))
    moments = accumulate(source, np.random.default_rng(seed), Budget(prompts=max(task.draws, 2)))
    return Result(source.path, source.points, moments)


@lru_cache(maxsize=64)
def cell_source(sweep: Sweep, cell: Cell) -> Source:
    """Return the source of losses in a cell, rho = M."""
    kind, number = parsed(cell.covariance, ("identity",), ("geometric",), "covariance")
    d = cell.dimension
    covariance = np.eye(d) if kind == "identity" else geometric_spectrum(d, number)
    key_query, value = _weights(sweep.weights, cell, covariance)
    options: dict[str, Any] = {"noise": cell.noise}
    shift, factor = parsed(cell.shift, ("none",), ("covariate", "query"), "shift")
    if shift == "query":
        options["query"] = factor * covariance
    test = factor * covariance if shift == "covariate" else covariance
    return loss_source(PromptLaw(test, cell.test_length, **options), key_query, value, path=sweep.path)


def _weights(name: str, cell: Cell, covariance: Array) -> tuple[Array, Array]:
    d = cell.dimension
    if name == "identity":
        return np.diag([1.0] * d + [0.0]), np.diag([0.0] * d + [1.0])
    if name == "trained":
        law = PromptLaw(covariance, cell.train_length)
        rate = 0.1 / float(np.trace(covariance)) ** 2
        rng = np.random.default_rng(np.random.SeedSequence(cell.seed, spawn_key=(cell.key(), 2**32)))
        start = initialisation(0.5, np.eye(d) * d**-0.25)
        run = train_by_sgd(rng, law, start, learning_rate=rate, steps=TRAINING_STEPS, method="adam")
        trained: tuple[Array, Array] = run.final
        return trained
    module, _, function = name.partition(":")
    try:
        provider = getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError, ValueError) as error:
        raise InvalidArgument(
            f"`weights` must be identity, trained or package.module:function; given {name!r} ({error})."
        ) from None
    given: tuple[Array, Array] = provider(d, cell.train_length, covariance)
    return given
