"""Errors that a user can act on: what was given, what was expected, what to do."""

from __future__ import annotations

import os
import traceback
from pathlib import Path

# Whose lines say nothing about what a user wrote: the package, the standard library.
_NOT_THE_USERS = (str(Path(__file__).resolve().parent), str(Path(os.__file__).parent), "<frozen ")


class LsaTheoryError(ValueError):
    """The base of every error that the package raises on purpose.

    Examples
    --------
    >>> from lsa_theory import LsaTheoryError, dimension, matrix
    >>> try:
    ...     matrix("A", dimension("d")) @ matrix("B", dimension("N"))
    ... except LsaTheoryError as error:
    ...     print(error)
    cannot multiply A (d x d) by B (N x N): the d columns of the left factor must equal the N rows of the right factor
    """


class ShapeMismatch(LsaTheoryError):
    """Two shapes or dimensions that must agree do not."""


class InvalidCovariance(LsaTheoryError):
    """A covariance is not a finite symmetric positive definite matrix of the right shape."""


class InvalidArgument(LsaTheoryError):
    """An argument is outside the range in which the statement makes sense."""


class UnknownArgument(InvalidArgument, TypeError):
    """A keyword that a function does not have; also the TypeError that Python would raise."""


class UnsupportedExpression(LsaTheoryError):
    """An expression lies outside what the algebra or a target can express."""


class MissingMoment(LsaTheoryError):
    """An expectation needs a moment that was not declared."""


class UnknownName(LsaTheoryError):
    """A witness, claim, target or option of that name does not exist."""


class UnloadableFile(LsaTheoryError):
    """A derivation file could not be imported."""


class StaleGeneratedCode(LsaTheoryError):
    """Committed generated code differs from what the derivation generates now."""


def told(error: BaseException) -> str:
    """Return an error in one line with the place that matters: the last line outside the package, else the last.

    >>> try:
    ...     {}["x"]
    ... except KeyError as error:
    ...     print(told(error))
    KeyError: 'x' at <doctest lsa_theory.errors.told[0]>:2
    """
    trace = traceback.extract_tb(error.__traceback__, limit=-200)
    frames = [frame for frame in trace if not frame.filename.startswith("<frozen ")]
    own = [f for f in frames if not f.filename.startswith(_NOT_THE_USERS)]
    places = own or frames
    words = " ".join(str(error).split())
    name = type(error).__name__
    said = f"{name}: {words}" if words else name
    shown = said if len(said) <= 300 else f"{said[:297]}..."
    return f"{shown} at {places[-1].filename}:{places[-1].lineno}" if places else shown
