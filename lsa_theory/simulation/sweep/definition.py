"""A sweep as data: a grid of cells, what is asked in each, and how its work is cut into tasks."""

import hashlib
import itertools
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from lsa_theory.errors import InvalidArgument
from lsa_theory.near import did_you_mean
from lsa_theory.simulation.validation import as_count, as_nonnegative, as_positive, short


@dataclass(frozen=True)
class Cell:
    """One point of the grid.

    Parameters
    ----------
    dimension, train_length, test_length : int
        d, N and M.
    covariance : str
        "identity", or "geometric:K": eigenvalues in geometric progression, condition number K.
    shift : str
        "none"; "covariate:C" (context and query from C Lambda); "query:C" (the query alone).
    noise_variance : float
        Variance s^2 of the label noise of the test prompts, and of those that the layer is trained on.
    seed : int
        Replication: another seed, other prompts.
    """

    dimension: int
    train_length: int
    test_length: int
    covariance: str
    shift: str
    noise_variance: float
    seed: int

    def key(self) -> int:
        """Return 64 bits of the coordinates alone, so that a cell keeps its prompts in any grid."""
        text = json.dumps(asdict(self), sort_keys=True)
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")


@dataclass(frozen=True)
class Sweep:
    """The risk over a grid.

    Parameters
    ----------
    dimensions, train_lengths, test_lengths : tuple of int
        d, N, M. A test length of 0 stands for M = N.
    covariances, shifts : tuple of str
        As `Cell` takes them.
    noise_variances : tuple of float
        Variances of the label noise.
    seeds : tuple of int
        Replications.
    weights : str
        "identity" (U11 = I, u = 1: nobody's trained layer, a fixed one whose risk is d (d + 1 + s^2) / M at Lambda =
        I); "limit" (where training on the cell's covariance, N and noise ends); "trained" (Adam on fresh prompts of
        that law until the gradient is small, once for each of these and seed; the table says how far it came); or
        "module:function" or "file.py:function", called with (d, N, covariance matrix), returning (W^KQ, W^PV).
    path : str
        As `loss_source` takes it.
    prompts : int
        Draws a cell, at most.
    relative_error : float, optional
        A cell stops at the first task after which its standard error is below this share of its mean.
    draws_per_task : int, optional
        Draws in a task; 256 chunks of the path unless told, a few tenths of a second.

    Raises
    ------
    InvalidArgument
        If a list is empty or an entry out of range.

    Examples
    --------
    >>> sweep = Sweep(dimensions=(2, 3), train_lengths=(10,), test_lengths=(0, 5), prompts=1000)
    >>> [(cell.dimension, cell.test_length) for cell in sweep.cells()]
    [(2, 10), (2, 5), (3, 10), (3, 5)]
    """

    dimensions: tuple[int, ...]
    train_lengths: tuple[int, ...]
    test_lengths: tuple[int, ...] = (0,)
    covariances: tuple[str, ...] = ("identity",)
    shifts: tuple[str, ...] = ("none",)
    noise_variances: tuple[float, ...] = (0.0,)
    seeds: tuple[int, ...] = (0,)
    weights: str = "identity"
    path: str = "auto"
    prompts: int = 1_000_000
    relative_error: float | None = None
    draws_per_task: int | None = None

    def __post_init__(self) -> None:
        for name in (
            "dimensions",
            "train_lengths",
            "test_lengths",
            "covariances",
            "shifts",
            "noise_variances",
            "seeds",
        ):
            values = getattr(self, name)
            if not isinstance(values, tuple | list):
                raise InvalidArgument(f"`{name}` must be a tuple of values; given {short(values)}.")
            if not values:
                raise InvalidArgument(f"`{name}` must name at least one value; given none.")
            object.__setattr__(self, name, tuple(values))
        for name in ("weights", "path"):
            if not isinstance(getattr(self, name), str):
                raise InvalidArgument(f"`{name}` must be a name; given {short(getattr(self, name))}.")
        for name, least in (("dimensions", 1), ("train_lengths", 1), ("test_lengths", 0), ("seeds", 0)):
            for value in getattr(self, name):
                as_count(value, name, least)
        for value in self.noise_variances:
            as_nonnegative(value, "noise_variances")
        for text in self.covariances:
            parsed(text, ("identity",), ("geometric",), "covariance")
        for text in self.shifts:
            parsed(text, ("none",), ("covariate", "query"), "shift")
        as_count(self.prompts, "prompts", least=2, most=2**63)
        if self.relative_error is not None:
            as_positive(self.relative_error, "relative_error")
        if self.draws_per_task is not None:
            as_count(self.draws_per_task, "draws_per_task", least=2)

    def cells(self) -> Iterator[Cell]:
        """Go through the grid, the last coordinate fastest; equal cells, such as those of M = 0 and M = N, are one."""
        grid = itertools.product(
            self.dimensions,
            self.train_lengths,
            self.test_lengths,
            self.covariances,
            self.shifts,
            self.noise_variances,
            self.seeds,
        )
        seen: set[Cell] = set()
        for d, N, M, covariance, shift, variance, seed in grid:
            cell = Cell(int(d), int(N), int(M or N), covariance, shift, float(variance), int(seed))
            if cell not in seen:
                seen.add(cell)
                yield cell

    def question(self) -> str:
        """Return what determines a task's result beside its cell, as JSON: records are kept under it."""
        asked = {name: getattr(self, name) for name in ("weights", "path", "prompts", "draws_per_task")}
        return json.dumps(asked, sort_keys=True)


def parsed(text: str, plain: tuple[str, ...], with_number: tuple[str, ...], what: str) -> tuple[str, float]:
    """Return (kind, number) of "kind" or "kind:number"; the number is 1 for a plain kind.

    Raises
    ------
    InvalidArgument
        If the kind is unknown or the number is not positive.

    Examples
    --------
    >>> parsed("geometric:100", ("identity",), ("geometric",), "covariance")
    ('geometric', 100.0)
    """
    kind, _, number = text.partition(":") if isinstance(text, str) else ("", "", "")
    if kind in plain and not number:
        return kind, 1.0
    if kind in with_number and number:
        return kind, as_positive(number, f"{what} {text!r}")
    known = ", ".join([*plain, *(f"{kind}:NUMBER" for kind in with_number)])
    near = did_you_mean(str(kind), (*plain, *with_number))
    raise InvalidArgument(f"A {what} must be one of {known}; given {text!r}.{near}")
