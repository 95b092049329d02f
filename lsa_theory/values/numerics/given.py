"""Numbers and arrays that a person gives for letters: found by name, and looked at before anything is computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from lsa_theory.errors import InvalidArgument, ShapeMismatch, UnknownName
from lsa_theory.expressions.expression import Expression, Symbol
from lsa_theory.expressions.traversal import constituents
from lsa_theory.near import did_you_mean

Array = np.ndarray[Any, np.dtype[Any]]
# By symbol, by name, or both: the type of a dict with keys of two kinds is that of neither.
Values = Mapping[Any, Any]

# What rounding leaves of symmetry, and of eigenvalues that are zero.
_SLACK = 1e-10


def given(values: Values, trees: Iterable[Expression]) -> dict[Symbol, Array]:
    """Return the value of each letter, by its symbol.

    Parameters
    ----------
    values : mapping of Symbol or name to number, array or nested list
        Letters that do not occur may be among them, as symbols.
    trees : expressions
        Whose letters the names are.

    Raises
    ------
    UnknownName
        If a name is that of no letter in the expressions.
    InvalidArgument
        If a value is no finite real number, or is not what its letter is declared to be: a length that is not
        positive, a negative number for a positive one, a matrix that is not symmetric or has a negative eigenvalue.
    ShapeMismatch
        If a matrix is given as a list of numbers.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, positive_definite, trace
    >>> L, N = positive_definite("Lambda", dimension("d")), dimension("N")
    >>> given({"Lambda": [[1, 0], [0, 2]], N: 10}, [trace(L) / N])[L].shape
    (2, 2)
    >>> given({"Lamda": 1.0}, [trace(L)])
    Traceback (most recent call last):
    lsa_theory.errors.UnknownName: there is no letter 'Lamda'; there are Lambda, d. Did you mean Lambda?
    """
    if not isinstance(values, Mapping):
        raise InvalidArgument(f"values={values!r}; expected a mapping of letters, or their names, to numbers")
    found: dict[Symbol, Array] = {}
    parts = constituents(trees)
    letters = {symbol.name: symbol for symbol in (*parts.symbols, *parts.dimensions)}
    for key, value in values.items():
        symbol = letters.get(key) if isinstance(key, str) else key
        if symbol is None:
            near = did_you_mean(str(key), letters)
            raise UnknownName(f"there is no letter {key!r}; there are {', '.join(letters) or 'none'}.{near}")
        if not isinstance(symbol, Symbol):
            raise InvalidArgument(f"{key!r} ({type(key).__name__}) is no letter; give a symbol, or its name")
        if symbol in found:
            raise InvalidArgument(f"{symbol.name} has two values, one by its name; give one")
        found[symbol] = _checked(symbol, value)
    return found


def _checked(symbol: Symbol, value: Any) -> Array:
    array = _numbers(symbol, value)
    if symbol.is_scalar:
        if symbol.structure == "dimension" and not np.all(array > 0):
            raise InvalidArgument(f"{symbol.name} is a length; it must be positive, given {value!r}")
        if symbol.structure == "positive" and np.any(array < 0):
            raise InvalidArgument(f"{symbol.name} is declared positive; given {value!r}")
        return array
    if array.ndim == 1 and symbol.cols != 1:
        raise ShapeMismatch(
            f"{symbol.name} is a {symbol.rows} x {symbol.cols} matrix; given an array of shape {array.shape}. "
            f"np.diag(...) makes a matrix of its eigenvalues"
        )
    if symbol.is_symmetric or symbol.family:
        _check_symmetric(symbol, np.atleast_2d(array))
    return array


def _numbers(symbol: Symbol, value: Any) -> Array:
    refusal = InvalidArgument(
        f"{symbol.name} must be {'a finite real number' if symbol.is_scalar else 'an array of finite real numbers'}; "
        f"given {value!r}"[:160]
    )
    if value is None or isinstance(value, str | bytes | bool):
        raise refusal
    try:
        raw = np.asarray(value)
        if raw.dtype.kind not in "fiuO":
            raise refusal
        array = np.asarray(raw, dtype=float)
    except (TypeError, ValueError, OverflowError):
        raise refusal from None
    if not np.all(np.isfinite(array)):
        raise refusal
    return array


def _check_symmetric(symbol: Symbol, array: Array) -> None:
    if array.ndim != 2 or array.shape[0] != array.shape[1]:
        raise ShapeMismatch(f"{symbol.name} is square, given shape {array.shape}")
    size = np.abs(array).max(initial=0.0)
    if np.any(np.abs(array - array.T) > _SLACK * size):
        raise InvalidArgument(
            f"{symbol.name} is declared symmetric; given {array.shape} that is not. "
            f"Take ({symbol.name} + {symbol.name}.T) / 2"
        )
    if symbol.structure == "positive definite":
        least = np.linalg.eigvalsh(array).min(initial=np.inf)
        if least < -_SLACK * size * len(array):
            raise InvalidArgument(
                f"{symbol.name} is declared positive definite; given a matrix with the eigenvalue {least:.3g}"
            )
