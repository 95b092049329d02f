"""The weights of a cell: by name, made once in the process that drives a sweep, and sent with the tasks."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from lsa_theory.errors import InvalidArgument, LsaTheoryError, told
from lsa_theory.loading.providers import function_named
from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.covariance import geometric_spectrum
from lsa_theory.simulation.sweep.definition import Cell, parsed
from lsa_theory.simulation.sweep.training import trained
from lsa_theory.simulation.validation import as_array

# What people mean by trained to the end; simulation knows no theory, so whoever does is asked by name.
LIMIT = "lsa_theory.limits:limit_weights"


@dataclass(frozen=True, eq=False)
class CellWeights:
    """W^KQ and W^PV, and in words how they were trained; equal when their digests are."""

    key_query: Array
    value: Array
    training: str = ""

    @property
    def digest(self) -> str:
        """16 hexadecimal digits that tell these weights from others."""
        both = self.key_query.astype("<f8").tobytes() + self.value.astype("<f8").tobytes()
        return hashlib.sha256(both).hexdigest()[:16]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CellWeights) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)


def covariance_of(cell: Cell) -> Array:
    """Return Lambda of the training prompts."""
    kind, number = parsed(cell.covariance, ("identity",), ("geometric",), "covariance")
    return np.eye(cell.dimension) if kind == "identity" else geometric_spectrum(cell.dimension, number)


def weights_of(name: str, cell: Cell) -> CellWeights:
    """Return the weights that a sweep asks for in a cell.

    Parameters
    ----------
    name : str
        As `Sweep.weights`.
    cell : Cell
        Where; the test length, the shift and, but for training, the noise play no part.

    Raises
    ------
    InvalidArgument, ShapeMismatch
        If there is no function of that name, it fails, or what it returns are no finite real weights.
    """
    key = cell.dimension, cell.train_length, cell.covariance
    if name == "trained":
        return _trained(*key, cell.noise_variance, cell.seed)
    return _given(name, *key, cell.noise_variance if name == "limit" else 0.0)


@lru_cache(maxsize=256)
def _trained(d: int, length: int, covariance: str, noise_variance: float, seed: int) -> CellWeights:
    cell = Cell(d, length, length, covariance, "none", noise_variance, seed)
    # The stream hangs on what is trained on alone: cells that differ in the test share one network.
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(cell.key(), 2**32)))
    return CellWeights(*trained(rng, covariance_of(cell), length, noise_variance))


@lru_cache(maxsize=256)
def _given(name: str, d: int, length: int, covariance: str, noise_variance: float) -> CellWeights:
    if name == "identity":
        return CellWeights(np.diag([1.0] * d + [0.0]), np.diag([0.0] * d + [1.0]))
    Lambda = covariance_of(Cell(d, length, length, covariance, "none", 0.0, 0))
    words = "`weights`", "limit, identity, trained or package.module:function"
    if name == "limit":
        found = _called(function_named(LIMIT, *words), name, d, length, Lambda, noise_variance)
    else:
        found = _called(function_named(name, *words), name, d, length, Lambda)
    if not isinstance(found, tuple | list) or len(found) != 2:
        raise InvalidArgument(
            f"The weights function {name!r} returned {type(found).__name__}; expected a pair (W^KQ, W^PV)."
        )
    shape = (d + 1, d + 1)
    key_query, value = (
        as_array(array, f"{part} of {name}", shape)
        for part, array in zip(("W^KQ", "W^PV"), found, strict=True)
    )
    return CellWeights(key_query, value)


def _called(provider: Callable[..., Any], name: str, *arguments: Any) -> Any:
    try:
        return provider(*arguments)
    except (KeyboardInterrupt, LsaTheoryError):
        raise
    except BaseException as error:
        raise InvalidArgument(f"The weights function {name!r} failed: {told(error)}.") from None
