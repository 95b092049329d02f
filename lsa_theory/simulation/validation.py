"""What every entry point of simulation asks of its arguments, said once."""

import operator
from typing import Any

import numpy as np

from lsa_theory.errors import InvalidArgument, InvalidCovariance, ShapeMismatch
from lsa_theory.simulation.arrays import Array

ASYMMETRY_UNITS = 64
"""Rounding errors, in units of d * eps * max |entry|, that an honestly symmetric matrix may carry."""


def as_covariance(matrix: Any, name: str = "covariance", dimension: int | None = None) -> Array:
    """Return `matrix` as a float64 array after checking that it is a covariance.

    Parameters
    ----------
    matrix : (d, d) array_like
        Must be finite, symmetric up to rounding, positive definite.
    name : str
        How the error message calls it.
    dimension : int, optional
        The d that it must have.

    Raises
    ------
    InvalidCovariance
        With what was given, what was expected and what to do.

    Examples
    --------
    >>> as_covariance([[2, 1], [1, 2]])
    array([[2., 1.],
           [1., 2.]])
    >>> as_covariance([[1, 2], [2, 1]])
    Traceback (most recent call last):
    ...
    lsa_theory.errors.InvalidCovariance: `covariance` must be positive definite; ...
    """
    try:
        array = real_array(matrix)
    except (TypeError, ValueError):
        raise InvalidCovariance(
            f"`{name}` must be a (d, d) array of numbers, all real; given {short(matrix)}. "
            "Pass a nested list or an array."
        ) from None
    if array.ndim != 2 or array.shape[0] != array.shape[1] or array.shape[0] < 1:
        raise InvalidCovariance(
            f"`{name}` must have shape (d, d) with d >= 1; given shape {array.shape}. "
            "For a diagonal covariance pass numpy.diag(eigenvalues)."
        )
    if dimension is not None and array.shape[0] != dimension:
        raise InvalidCovariance(
            f"`{name}` must have shape ({dimension}, {dimension}), the dimension of the covariates; "
            f"given shape {array.shape}."
        )
    if not np.isfinite(array).all():
        row, column = np.argwhere(~np.isfinite(array))[0]
        raise InvalidCovariance(
            f"`{name}` must be finite; entry ({row}, {column}) is {array[row, column]}. "
            "Look for a missing value or an overflow where it was computed."
        )
    rounding = ASYMMETRY_UNITS * np.finfo(np.float64).eps * array.shape[0] * np.abs(array).max()
    asymmetry = np.abs(array - array.T)
    if asymmetry.max() > rounding:
        row, column = np.unravel_index(int(asymmetry.argmax()), array.shape)
        raise InvalidCovariance(
            f"`{name}` must be symmetric; entries ({row}, {column}) = {array[row, column]:.6g} and "
            f"({column}, {row}) = {array[column, row]:.6g} differ. "
            "If that is intended noise, pass (A + A.T) / 2."
        )
    smallest = np.linalg.eigvalsh(array)[0]
    if not smallest > 0:
        raise InvalidCovariance(
            f"`{name}` must be positive definite; its smallest eigenvalue is {smallest:.6g}. "
            "Drop the directions without variance, or add a small multiple of the identity."
        )
    return array


def real_array(value: Any) -> Array:
    """Return a float64 array; raise TypeError or ValueError for what is not real, complex numbers included."""
    array = np.asarray(value)
    if array.dtype.kind not in "biufO":
        raise TypeError
    if array.dtype.kind == "O" and any(isinstance(entry, complex) for entry in array.flat):
        raise TypeError
    try:
        return array.astype(np.float64)
    except OverflowError:
        raise ValueError from None


def short(value: Any) -> str:
    """Return a value in one short line, for a message."""
    text = " ".join(repr(value).split())
    return text if len(text) <= 80 else f"{text[:77]}..."


def as_count(value: Any, name: str, least: int = 1, most: int | None = None) -> int:
    """Return `value` as an int that is at least `least`, and at most `most` where that is given.

    Raises
    ------
    InvalidArgument
        If it is not a whole number, too small or too large.
    """
    try:
        if isinstance(value, bool | np.bool_):
            raise TypeError
        count = operator.index(value)
    except TypeError:
        raise InvalidArgument(
            f"`{name}` must be a whole number of at least {least}; given {short(value)}. Pass an int."
        ) from None
    if count < least:
        raise InvalidArgument(
            f"`{name}` must be at least {least}; given {count}. Pass a larger whole number."
        )
    if most is not None and count > most:
        raise InvalidArgument(f"`{name}` must be at most {most}; given {short(count)}. Pass a smaller one.")
    return count


def as_positive(value: Any, name: str) -> float:
    """Return `value` as a finite float above 0; raise `InvalidArgument` otherwise."""
    number = as_number(value, name)
    if not number > 0:
        raise InvalidArgument(f"`{name}` must be positive; given {number!r}. Pass a number above 0.")
    return number


def as_nonnegative(value: Any, name: str) -> float:
    """Return `value` as a finite float of at least 0; raise `InvalidArgument` otherwise."""
    number = as_number(value, name)
    if number < 0:
        raise InvalidArgument(f"`{name}` must not be negative; given {number!r}. Pass 0 or more.")
    return number


def as_number(value: Any, name: str) -> float:
    """Return `value` as a finite float; raise `InvalidArgument` otherwise."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        raise InvalidArgument(f"`{name}` must be a number; given {short(value)}. Pass a float.") from None
    if not np.isfinite(number):
        raise InvalidArgument(f"`{name}` must be finite; given {number!r}. Pass a finite number.")
    return number


def as_array(value: Any, name: str, shape: tuple[int, ...]) -> Array:
    """Return `value` as a finite float64 array of exactly `shape`.

    Raises
    ------
    ShapeMismatch
        If the shape differs.
    InvalidArgument
        If an entry is not a finite number.
    """
    try:
        array = real_array(value)
    except (TypeError, ValueError):
        raise InvalidArgument(
            f"`{name}` must be an array of numbers of shape {shape}, all real; given {short(value)}."
        ) from None
    if array.shape != shape:
        raise ShapeMismatch(f"`{name}` must have shape {shape}; given shape {array.shape}.")
    if not np.isfinite(array).all():
        raise InvalidArgument(
            f"`{name}` must be finite; it contains NaN or infinity. Look where it was computed."
        )
    return array


def as_generator(rng: Any) -> np.random.Generator:
    """Return `rng` if it is a `numpy.random.Generator`; raise `InvalidArgument` otherwise."""
    if not isinstance(rng, np.random.Generator):
        raise InvalidArgument(
            f"`rng` must be a numpy.random.Generator; given {type(rng).__name__}. "
            "Pass numpy.random.default_rng(seed)."
        )
    return rng
