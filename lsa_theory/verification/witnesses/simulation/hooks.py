"""What an `observe` hook returns, looked at before anything is concluded from it."""

from __future__ import annotations

from typing import Any

import numpy as np

from lsa_theory.errors import InvalidArgument


class BadObservation(InvalidArgument):
    """A hook returned what is no estimate with a standard error: a mistake of the claim's author, not a finding."""


def checked_observation(returned: object, shape: tuple[int, ...]) -> tuple[Any, Any]:
    """Return the estimate and its standard error as arrays of floats.

    Parameters
    ----------
    returned : object
        What the hook gave.
    shape : tuple of int
        Of the right side.

    Raises
    ------
    BadObservation
        If it is no pair of real arrays of that shape, something is not finite, or a standard error is not positive:
        an error bar of NaN or 0 would refute what is true, or confirm what is false.

    Examples
    --------
    >>> checked_observation((2, 0.5), (1, 1))
    (array([[2.]]), array([[0.5]]))
    >>> checked_observation((2, float("nan")), (1, 1))
    Traceback (most recent call last):
    lsa_theory.verification.witnesses.simulation.hooks.BadObservation: ... the standard error nan; expected ...
    """
    if not isinstance(returned, (tuple, list)) or len(returned) != 2:
        raise BadObservation(
            f"observe(...) returned {_short(returned)}; expected a pair (estimate, standard error)"
        )
    estimate, error = (_real(value, name) for value, name in zip(returned, _NAMES, strict=True))
    size = int(np.prod(shape))
    if estimate.size != size or error.size != size:
        raise BadObservation(
            f"observe(...) returned shapes {[estimate.shape, error.shape]}; expected an estimate and its "
            f"standard error, both of the shape {shape} of the right side"
        )
    if not np.isfinite(estimate).all():
        raise BadObservation(
            f"observe(...) returned the estimate {_short(returned[0])}; expected finite numbers"
        )
    if not (np.isfinite(error).all() and (error > 0).all()):
        raise BadObservation(
            f"observe(...) returned the standard error {_short(returned[1])}; expected finite positive numbers. "
            "Return the standard deviation of the estimate, over as many prompts as make it known"
        )
    return estimate.reshape(shape), error.reshape(shape)


_NAMES = ("estimate", "standard error")


def _real(value: object, name: str) -> Any:
    try:
        array = np.asarray(value)
        if array.dtype.kind not in "biuf":
            raise TypeError
        return array.astype(float)
    except (TypeError, ValueError):
        raise BadObservation(
            f"observe(...) returned the {name} {_short(value)}; expected real numbers"
        ) from None


def _short(value: object) -> str:
    text = " ".join(repr(value).split())
    return text if len(text) <= 80 else f"{text[:77]}..."
