"""What a law of one's own says of its moments, its values and its draws, held against each other."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt
from typing import Any

import numpy as np

from lsa_theory.claims.equality import Claim
from lsa_theory.errors import InvalidArgument, MissingMoment
from lsa_theory.expressions.declare import E, dimension, norm_squared
from lsa_theory.expressions.expression import Expression, Number, as_expression
from lsa_theory.expressions.laws.coordinate_law import CoordinateLaw
from lsa_theory.expressions.laws.declared_coordinates import independent_coordinates
from lsa_theory.expressions.laws.moment_problem import some_law_has
from lsa_theory.expressions.laws.numbers import folded
from lsa_theory.verification.judge import judge
from lsa_theory.verification.outcome import Verdict
from lsa_theory.verification.witnesses.base import Setting

_HIGHEST, _DRAWS = 12, 2**16
# A mean of draws is this many standard errors off in one of 10^9 trials.
_APART = 6.0


def check_law(law: CoordinateLaw) -> int:
    """Hold what a law says against what it draws, and have the witnesses judge statements about it.

    Parameters
    ----------
    law : CoordinateLaw
        With numbers for its parameters.

    Returns
    -------
    int
        How many moments its draws were compared with.

    Raises
    ------
    AssertionError
        If its moments are those of no law, its values or its draws have others, or a witness speaks against what
        follows from them, or for what does not.
    InvalidArgument
        If it has fewer than four moments, or a parameter that is no number.

    Examples
    --------
    >>> from lsa_theory.expressions import as_expression
    >>> from lsa_theory.expressions.laws.exponential import Exponential
    >>> from lsa_theory.testing import check_law
    >>> check_law(Exponential(as_expression(2)))
    6
    """
    moments = _moments(law)
    _of_some_law(moments)
    if law.atoms is not None:
        _of_values(law, moments)
    compared = _of_draws(law, moments)
    _judged(law, moments)
    return compared


def _number(tree: Expression, what: str) -> Fraction:
    value = folded(as_expression(tree))
    if not isinstance(value, Number):
        raise InvalidArgument(f"{what} is {tree!r}; the law is checked with numbers for its parameters")
    return value.value


def _moments(law: CoordinateLaw) -> list[Fraction]:
    found = []
    for k in range(_HIGHEST + 1):
        try:
            found.append(_number(law.moment(k), f"the moment of order {k}"))
        except MissingMoment:
            break
    if len(found) < 5:
        raise InvalidArgument(
            f"{law!r} has {max(len(found) - 1, 0)} moments; it takes four to know the error of what is simulated"
        )
    return found


def _of_some_law(moments: list[Fraction]) -> None:
    assert moments[0] == 1, f"the moment of order 0 is {moments[0]}; it is 1 for every law"
    shown = ", ".join(map(str, moments[1:]))
    assert some_law_has(moments[1:]) is not False, f"no law has these moments: {shown}"


def _of_values(law: CoordinateLaw, moments: list[Fraction]) -> None:
    pairs = [(value, _number(share, "a probability")) for value, share in law.atoms or ()]
    assert all(share >= 0 for _, share in pairs), f"a probability is negative: {pairs}"
    for k, said in enumerate(moments):
        has = sum((share * Fraction(value) ** k for value, share in pairs), Fraction(0))
        assert has == said, f"its values have the moment {has} of order {k}; it says {said}"


def _of_draws(law: CoordinateLaw, moments: list[Fraction]) -> int:
    rng = np.random.Generator(np.random.PCG64(0))
    drawn: Any = np.asarray(
        law.draw(rng, (_DRAWS,), lambda tree: float(_number(tree, "a parameter"))), dtype=float
    )
    assert drawn.shape == (_DRAWS,), f"draw(rng, ({_DRAWS},), value) has the shape {drawn.shape}"
    highest = (len(moments) - 1) // 2
    for k in range(1, highest + 1):
        error = sqrt((moments[2 * k] - moments[k] ** 2) / _DRAWS)
        off = abs(float((drawn**k).mean()) - float(moments[k]))
        assert off <= _APART * error + 1e-12 * abs(float(moments[k])), (
            f"the mean of xi^{k} over {_DRAWS} draws is {off:.2g} off {moments[k]}, {off / (error or 1):.0f} "
            "standard errors"
        )
    return highest


def _judged(law: CoordinateLaw, moments: list[Fraction]) -> None:
    d = dimension("d")
    z = independent_coordinates("z", d, law=law)
    second, fourth = moments[2], moments[4]
    mean = E(norm_squared(z) ** 2)
    right = fourth * d + second**2 * d * (d - 1)
    for wanted, wrong, expected in (
        (right, Verdict.REFUTED, Verdict.CONFIRMED),
        (right + fourth * d / 50 + 1, Verdict.CONFIRMED, Verdict.REFUTED),
    ):
        found = judge(Claim(mean, wanted), setting=Setting())
        assert found.verdict is expected, f"{found.verdict.value}: {mean!r} = {wanted!r}"
        against = [f.witness for f in found.findings if f.verdict is wrong]
        assert not against, f"{against} say {wrong.value} of {mean!r} = {wanted!r}"
