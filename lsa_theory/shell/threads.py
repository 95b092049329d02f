"""How many threads linear algebra is asked to use, which is settled before NumPy is imported."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence

# What OpenBLAS, MKL and Accelerate read; and what a user may have set for all of them.
_LIBRARIES = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
_ALL = "OMP_NUM_THREADS"
# Commands that multiply large matrices.
_LARGE = frozenset({"simulate", "plot"})


def settle_threads(words: Sequence[str], environment: MutableMapping[str, str]) -> None:
    """Ask for one thread, in this process and those that it starts, unless the user has asked for a number.

    Matrices of claims are small: the threads of a library wait for each other in a loop, which is a third of the CPU
    time of a short run, and keep other processes from the cores.

    Parameters
    ----------
    words : sequence of str
        Those of the command line, the command first.
    environment : mapping of str to str
        To be changed.

    Examples
    --------
    >>> verify, simulate, told = {}, {}, {"OMP_NUM_THREADS": "2"}
    >>> settle_threads(["verify"], verify); settle_threads(["simulate"], simulate); settle_threads(["verify"], told)
    >>> sorted(verify), simulate, told
    (['MKL_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'VECLIB_MAXIMUM_THREADS'], {}, {'OMP_NUM_THREADS': '2'})
    """
    asked = any(environment.get(name) for name in (*_LIBRARIES, _ALL))
    if not asked and not _LARGE.intersection(words[:1]):
        environment.update(dict.fromkeys(_LIBRARIES, "1"))
