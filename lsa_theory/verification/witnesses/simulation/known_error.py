"""Refuses to draw means whose standard error would say nothing, because there is no variance, or none that is known.

Exponentials of quadratic forms in Gaussian variables z have a mean where I minus the matrix of the form is positive
definite; for the fourth power, whose mean an estimated standard error rests on, that matrix is taken four times. Of
inverse powers two times are asked for: there samples are long enough by choice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from lsa_theory.expressions.analysis.kinds import Applied
from lsa_theory.expressions.expression import Expression, Number
from lsa_theory.expressions.laws.coordinates import IndependentCoordinates
from lsa_theory.expressions.laws.elliptical import Elliptical, Scales, Sphere, StudentT
from lsa_theory.expressions.laws.orthogonal import Orthogonal
from lsa_theory.expressions.random import Expectation, RandomVector, SampleMatrix
from lsa_theory.expressions.rebuilding import replaced
from lsa_theory.expressions.traversal import everything
from lsa_theory.values.degree import degree_in, joint_degree_in
from lsa_theory.values.refusals import NotApplicable
from lsa_theory.values.scope import Scope, size_of
from lsa_theory.verification.witnesses.simulation.denominators import denominator
from lsa_theory.verification.witnesses.simulation.existence import Growing, is_random
from lsa_theory.verification.witnesses.simulation.growth import Exponent, Term
from lsa_theory.verification.witnesses.simulation.other_laws import UnknownError, check_tails

Source = RandomVector | SampleMatrix
Evaluate = Callable[[Expression, Scope], Any]
_FOURTH, _SECOND = 4, 2
# Quadratic forms whose eigenvalues are computed, and variables that they may have.
_MOST_FORMS, _MOST_VARIABLES = 64, 128
_CLOSE = 1e-9


def check_error(node: Expectation, scope: Scope, evaluate: Evaluate) -> None:
    """Refuse to draw what has no mean with a known error.

    Parameters
    ----------
    node : Expectation
    scope : Scope
        What is bound where it stands.
    evaluate : callable
        Gives the values of trees in a scope, (rows, cols, points).

    Raises
    ------
    NotApplicable, UnknownError
        If its fourth moment, or of inverse powers the second one, does not exist or is not known to.
    """
    body, over = _inside(node)
    if all(_is_polynomial(body, source, scope) for source in over):
        for source in over:
            check_tails(source, body, lambda tree: float(evaluate(tree, scope)[0, 0, 0]))
        return
    heavy = next(
        (s for s in over if isinstance(s.law, Elliptical) and isinstance(s.law.radius, StudentT)), None
    )
    if heavy is not None and not _is_polynomial(body, heavy, scope):
        raise NotApplicable(
            f"{heavy.name} has the law of Student's t, and few moments; how many a mean over functions of it needs is "
            "not known here"
        )
    if heavy is not None:
        check_tails(heavy, body, lambda tree: float(evaluate(tree, scope)[0, 0, 0]))

    def value(tree: Expression, within: Scope) -> Any:
        return evaluate(tree, within)[..., 0]

    tilts = _Tilts(over, scope, evaluate)
    for term in Growing(denominator(value)).of(body, scope):
        _check_poles(term)
        tilts.check(term)


def _inside(node: Expectation) -> tuple[Expression, tuple[Source, ...]]:
    """Return what is averaged, and over what, by averages taken one right after the other."""
    if not isinstance(node.body, Expectation):
        return node.body, node.over
    body, over = _inside(node.body)
    return body, (*node.over, *over)


def _is_polynomial(body: Expression, source: Source, scope: Scope) -> bool:
    try:
        degree_in(body, source, scope.sizes)
    except NotApplicable:
        return False
    return True


def _check_poles(term: Term) -> None:
    if not term.poles:
        return
    room, times = min(pole.room for pole in term.poles), sum(pole.times for pole in term.poles)
    if _SECOND * times >= room:
        raise UnknownError(
            f"the inverse power {times} of what is made of {term.poles[0].name} has no variance at these sizes: powers "
            f"below {room} have a mean"
        )


class _Tilts:
    """Checks exponentials against the laws of what they are exponentials of."""

    def __init__(self, over: Sequence[Source], scope: Scope, evaluate: Evaluate) -> None:
        self._over, self._scope, self._evaluate = over, scope, evaluate
        self._forms = 0

    def check(self, term: Term) -> None:
        """Refuse a product of exponentials whose fourth power has no mean."""
        for exponent in term.exponents:
            self._check_laws(exponent)
        curved = [e for e in term.exponents if not self._is_linear(e)]
        if not curved:
            return
        self._forms += 1
        if self._forms > _MOST_FORMS:
            raise NotApplicable(
                f"more than {_MOST_FORMS} products of exponentials of quadratic forms are not looked into, so whether "
                "their mean has a known error is not known here"
            )
        largest = float(np.linalg.eigvalsh(self._matrix(curved)).max())
        if _FOURTH * largest >= 1:
            raise UnknownError(
                f"the exponential exp({curved[0].tree!r}) has too large an exponent at the instance for a mean with a "
                f"known error: in some direction {largest:.2g} times that of the density, and it is less than "
                f"{1 / _FOURTH:g} times where the fourth power has a mean"
            )

    def _check_laws(self, exponent: Exponent) -> None:
        """Refuse an exponential of what has a random law, whose tails may be those of an exponential."""
        inside = set(everything([exponent.tree]))
        for source in self._over:
            law = source.law
            random = is_random(law.covariance) or (law.mean is not None and is_random(law.mean))
            if random and source in inside:
                raise NotApplicable(
                    f"the law of {source.name} is itself random; whether an exponential of it has a variance is not "
                    "known here"
                )

    def _is_linear(self, exponent: Exponent) -> bool:
        """Whether an exponent grows no faster than the variables do; exponentials of such have all moments."""
        return self._degree(_without_bounded(exponent.tree)) <= 1

    def _degree(self, tree: Expression) -> int:
        try:
            unbounded = [source for source in self._over if not _is_bounded(source)]
            return joint_degree_in(tree, unbounded, self._scope.sizes)
        except NotApplicable:
            raise NotApplicable(
                f"whether exp({tree!r}) has a variance is not known here: its exponent is no polynomial"
            ) from None

    def _matrix(self, exponents: Sequence[Exponent]) -> Any:
        """Return the matrix of second derivatives of the sum of exponents, in standard normal variables."""
        for exponent in exponents:
            if _without_bounded(exponent.tree) is not exponent.tree or self._degree(exponent.tree) > 2:
                raise NotApplicable(
                    f"whether exp({exponent.tree!r}) has a variance is not known here: its exponent is no polynomial "
                    "of degree two"
                )
        rows = {s: (size_of(s.rows, self._scope), size_of(s.cols, self._scope)) for s in self._over}
        count = sum(r * c for r, c in rows.values())
        if count > _MOST_VARIABLES:
            raise NotApplicable(f"an exponential of a quadratic form in {count} variables is not looked into")
        steps = np.eye(count)
        pairs = [(i, j) for i in range(count) for j in range(i, count)]
        points = np.concatenate([np.zeros((1, count)), steps, [steps[i] + steps[j] for i, j in pairs]])
        total = sum(float(e.times) * self._at(e, points, rows) for e in exponents)
        origin, along, both = total[0], total[1 : 1 + count], total[1 + count :]
        matrix = np.zeros((count, count))
        for (i, j), value in zip(pairs, both, strict=True):
            matrix[i, j] = matrix[j, i] = value - along[i] - along[j] + origin
        return matrix

    def _at(self, exponent: Exponent, points: Any, rows: dict[Source, tuple[int, int]]) -> Any:
        values, start = dict(exponent.scope.values), 0
        for source, shape in rows.items():
            size = shape[0] * shape[1]
            own = points[:, start : start + size].T.reshape(*shape, len(points))
            start += size
            values[source] = np.einsum("ij,jkn->ikn", self._root(source), own)
        found = self._evaluate(exponent.tree, exponent.scope.bind(values=values))
        return np.broadcast_to(found, (1, 1, len(points)))[0, 0]

    def _root(self, source: Source) -> Any:
        """Return a root of the covariance, of a mixture that of the widest law; around zero, as means add no curve."""
        law = source.law
        values, vectors = np.linalg.eigh(self._evaluate(law.covariance, self._scope)[..., 0])
        widest = 1.0
        if isinstance(law, Elliptical) and isinstance(law.radius, Scales):
            sizes = [float(self._evaluate(v, self._scope)[0, 0, 0]) for _, v in law.radius.pairs]
            widest = max(sizes) / float(self._evaluate(law.radius.average, self._scope)[0, 0, 0])
        # What is bounded has no tail for an exponential to outgrow; beside what has one it counts as Gaussian.
        return vectors * np.sqrt(np.maximum(values, 0.0) * widest)


def _is_bounded(source: Source) -> bool:
    law = source.law
    return isinstance(law, IndependentCoordinates | Orthogonal) or (
        isinstance(law, Elliptical) and isinstance(law.radius, Sphere)
    )


def _without_bounded(tree: Expression) -> Expression:
    """Return a tree that grows as fast, without signs, absolute values and positive parts."""

    def slower(node: Expression) -> Expression | None:
        if not isinstance(node, Applied):
            return None
        if node.function in ("absolute", "relu"):
            return _without_bounded(node.arguments[0])
        return (
            Number(Fraction(1)) if node.function in ("sign", "indicator", "arcsin", "arccos", "erf") else None
        )

    return replaced(tree, slower)
