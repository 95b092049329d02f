"""A trajectory on disk, in NumPy's own format, with all that resuming needs."""

import io
import json
import math
import os
import zipfile
import zlib
from typing import Any

import numpy as np

from lsa_theory.errors import UnloadableFile
from lsa_theory.files import write_whole
from lsa_theory.simulation.training.packing import Packing
from lsa_theory.simulation.training.trajectory import Trajectory


def save_trajectory(trajectory: Trajectory, path: str | os.PathLike[str]) -> None:
    """Write a trajectory as .npz, whole or not at all: a file that is there already is replaced at the end.

    Parameters
    ----------
    trajectory : Trajectory
        Of a flow, a descent or SGD.
    path : path
        The file.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from lsa_theory.simulation.training.descent import train_by_descent
    >>> run = train_by_descent(lambda theta: theta, 1.0, learning_rate=0.5, steps=2, method="momentum")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_trajectory(run, Path(folder) / "run.npz")
    ...     again = load_trajectory(Path(folder) / "run.npz")
    >>> bool(again.final == run.final), again.checkpoint["steps"]
    (True, 2)
    """
    packing = Packing(trajectory.states[0])
    arrays: dict[str, Any] = {
        "times": trajectory.times,
        "states": np.stack([packing.flat(state) for state in trajectory.states]),
        "structure": np.array(
            json.dumps({"tuple": packing.is_tuple, "shapes": [list(shape) for shape in packing.shapes]})
        ),
    }
    plain = _plain(trajectory.checkpoint, "checkpoint", arrays)
    arrays["checkpoint"] = np.array(json.dumps(plain))
    packed = io.BytesIO()
    np.savez(packed, **arrays)
    write_whole(path, packed.getvalue())


def load_trajectory(path: str | os.PathLike[str]) -> Trajectory:
    """Read what `save_trajectory` wrote.

    Raises
    ------
    UnloadableFile
        If the file is missing or is no trajectory.
    """
    try:
        # Opened here: NumPy leaves a file open that it cannot make out.
        with open(path, "rb") as stream, np.load(stream, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        structure = json.loads(str(arrays["structure"]))
        _check_consistent(arrays, structure)
        shapes = [np.zeros(shape) for shape in structure["shapes"]]
        packing = Packing(tuple(shapes) if structure["tuple"] else shapes[0])
        checkpoint = _restored(json.loads(str(arrays["checkpoint"])), arrays)
        states = [packing.unflat(row) for row in arrays["states"]]
        return Trajectory(arrays["times"], states, checkpoint)
    except _DAMAGED as error:
        raise UnloadableFile(
            f"{path} could not be read as a trajectory ({type(error).__name__}: {error}). "
            "Pass a file that `save_trajectory` wrote."
        ) from None


# What reading a file that was cut, edited or never ours can raise.
_DAMAGED = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    EOFError,
    MemoryError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
    RecursionError,
    zipfile.BadZipFile,
    zlib.error,
)


def _check_consistent(arrays: dict[str, Any], structure: dict[str, Any]) -> None:
    """Refuse what is well-formed and cannot be: before memory is asked for by what a damaged file says."""
    times, states = arrays["times"], arrays["states"]
    if times.ndim != 1 or states.ndim != 2 or len(times) != len(states) or len(times) == 0:
        raise ValueError(f"{times.shape} times for states of shape {states.shape}")
    if not (np.isfinite(times).all() and np.isfinite(states).all()):
        raise ValueError("a time or a state is not finite")
    sizes = [math.prod(int(length) for length in shape) for shape in structure["shapes"]]
    if not sizes or sum(sizes) != states.shape[1] or min(sizes) < 0:
        raise ValueError(f"shapes {structure['shapes']} for states of {states.shape[1]} numbers")


def _plain(value: Any, name: str, arrays: dict[str, Any]) -> Any:
    """Return JSON for a checkpoint, putting its arrays aside under their places in it."""
    if isinstance(value, dict):
        return {key: _plain(entry, f"{name}/{key}", arrays) for key, entry in value.items()}
    if isinstance(value, np.ndarray):
        arrays[name] = value
        return {"array": name}
    return value


def _restored(value: Any, arrays: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        if set(value) == {"array"}:
            return arrays[value["array"]]
        return {key: _restored(entry, arrays) for key, entry in value.items()}
    return value
