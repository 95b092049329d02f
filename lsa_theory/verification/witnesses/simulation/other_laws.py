"""Vectors that are not Gaussian, drawn from the law itself and not from its moments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, assert_never

import numpy as np

from lsa_theory.expressions.expression import Expression
from lsa_theory.expressions.laws.coordinate_law import CoordinateLaw
from lsa_theory.expressions.laws.coordinates import Coordinate, Given, Mask, Signs, Uniform
from lsa_theory.expressions.laws.elliptical import Elliptical, Scales, Sphere, StudentT
from lsa_theory.expressions.random import RandomVector, SampleMatrix
from lsa_theory.values.degree import degree_in
from lsa_theory.values.refusals import NotApplicable, SingularInstance


class UnknownError(NotApplicable):
    """A mean has no standard error at an instance, or no value, and may have them at another; nothing was drawn."""


# A standard error is known where the fourth moment of what is averaged exists.
_FOURTH = 4


def drawn_scales(
    law: Elliptical, standard: Any, rng: np.random.Generator, value: Callable[[Expression], float]
) -> Any:
    """Return a scale for each column and prompt, given the standard normals (d, count, prompts) beside them."""
    radius, shape = law.radius, standard.shape[1:]
    match radius:
        case Sphere():
            return np.sqrt(len(standard) / (standard**2).sum(axis=0))
        case StudentT(degrees):
            nu = value(degrees)
            return np.sqrt((nu - 2) / rng.chisquare(nu, shape))
        case Scales(pairs):
            shares = np.array([value(p) for p, _ in pairs])
            sizes = np.array([value(v) for _, v in pairs])
            return np.sqrt(rng.choice(sizes / (shares @ sizes), shape, p=shares))
        case _:
            assert_never(radius)


def drawn_coordinates(
    coordinate: Coordinate,
    shape: tuple[int, ...],
    rng: np.random.Generator,
    value: Callable[[Expression], float],
) -> Any:
    """Return independent coordinates of one law.

    Raises
    ------
    NotApplicable, SingularInstance
        If only moments are given and no law with them is known here, or the instance's numbers make no law.
    """
    match coordinate:
        case Signs(p):
            return np.where(rng.random(shape) < _share(value(p)), 1.0, -1.0)
        case Mask(p):
            return np.where(rng.random(shape) < _share(value(p)), 1.0, 0.0)
        case Uniform(low, high):
            start = value(low)
            return start + (value(high) - start) * rng.random(shape)
        case Given(moments):
            return _with_moments([value(m) for m in moments], shape, rng)
        case CoordinateLaw():
            return coordinate.draw(rng, shape, value)
        case _:
            assert_never(coordinate)


def orthonormal_columns(standard: Any) -> Any:
    """Return the orthogonal factor Q of standard normal matrices (d, k, prompts) = Q R, R with a positive diagonal.

    Without the signs of R it would have the law that the factorisation happens to give it, not Haar's.
    """
    q, r = np.linalg.qr(np.moveaxis(standard, -1, 0))
    signs = np.where(np.diagonal(r, axis1=-2, axis2=-1) < 0, -1.0, 1.0)
    return np.moveaxis(q * signs[:, None, :], 0, -1)


def _share(probability: float) -> float:
    if not 0 <= probability <= 1:
        raise SingularInstance(f"the probability is {probability:g} at the instance")
    return probability


def _with_moments(moments: list[float], shape: tuple[int, ...], rng: np.random.Generator) -> Any:
    """Draw -a, 0 or a: the symmetric law with a second and a fourth moment."""
    mean, second, third, fourth = (*moments, 0.0, 0.0)[:4]
    if len(moments) < 4:
        fourth = second**2
    if len(moments) > 4 or mean or third:
        raise NotApplicable("no law is known here that has the moments given and could be drawn from")
    if fourth < second**2 or second <= 0:
        raise SingularInstance("no law has the moments given at the instance")
    size, share = np.sqrt(fourth / second), second**2 / fourth
    return rng.choice([-size, 0.0, size], shape, p=[share / 2, 1 - share, share / 2])


def check_tails(
    source: RandomVector | SampleMatrix, body: Expression, value: Callable[[Expression], float]
) -> None:
    """Refuse to draw what has no fourth moment: neither its mean nor the error of that would be known.

    Raises
    ------
    NotApplicable, UnknownError
        If it has none for the degrees of freedom that are given, or that the instance happens to have.
    """
    law = source.law
    if not (isinstance(law, Elliptical) and isinstance(law.radius, StudentT)):
        return
    needed, nu = _FOURTH * degree_in(body, source), value(law.radius.degrees)
    if nu <= needed:
        refusal = NotApplicable if law.radius.positive(1) is None else UnknownError
        raise refusal(
            f"Student's t of {source.name} has {nu:g} degrees of freedom; the error of a mean of this integrand is "
            f"known with more than {needed}"
        )
