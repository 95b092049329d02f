"""Expectations of what is no polynomial, as integrals over one or two standard normal variables.

No formula for a moment is used; all that is known of the functions is where a sign changes. An integral whose
outermost panels still count has not settled, and may not exist: then nothing is concluded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from lsa_theory.expressions.analysis.kinds import Applied
from lsa_theory.expressions.expression import Expression, Power
from lsa_theory.expressions.operators import Gradient
from lsa_theory.expressions.random import Expectation, Gaussian, RandomVector, SampleMatrix, SumOver
from lsa_theory.values.arithmetic.plain import Plain
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.interpolation import moves
from lsa_theory.values.quadrature.laws import transform, triangular
from lsa_theory.values.quadrature.panels import Line, normal_panels
from lsa_theory.values.quadrature.slopes import slope
from lsa_theory.values.refusals import NotApplicable
from lsa_theory.values.scope import Scope, size_of

_WITH_A_KINK = ("sign", "absolute", "relu", "indicator")
_REACHES = (12.0, 24.0, 36.0)
# What the outermost tenth of the panels may hold of the whole.
_SETTLED = 1e-12
MOST_VARIABLES = 2


class PanelIntegrals(Evaluator):
    """Evaluates trees at one instance in floating point, expectations over at most two variables by panels.

    Parameters
    ----------
    instance : Instance
    fineness : int
        How many panels stand where one would do; two of these tell how well an integral is known.

    Examples
    --------
    >>> from lsa_theory import E, exp, gaussian, identity
    >>> x = gaussian("x", covariance=identity(1))
    >>> f"{PanelIntegrals(Instance({}, {}), 1).evaluate(E(exp(x)))[0, 0]:.12f} {np.exp(0.5):.12f}"
    '1.648721270700 1.648721270700'
    """

    # Panels are laid for one integrand at a time.
    many_moves = False

    def __init__(self, instance: Instance, fineness: int) -> None:
        super().__init__(Plain(), instance)
        self._fineness = fineness

    def _expectation(self, node: Expectation, scope: Scope) -> Any:
        if scope.depth:
            raise NotApplicable("an expectation within an expectation is not integrated over panels")
        if not isinstance(self.arithmetic, Plain):
            # Where a kink moves with what is differentiated by, the panels would have to move along.
            raise NotApplicable("the derivative of an integral is not integrated over panels")
        shapes = {source: (size_of(source.rows, scope), size_of(source.cols, scope)) for source in node.over}
        variables = sum(rows * count for rows, count in shapes.values())
        if variables > MOST_VARIABLES:
            raise NotApplicable(f"{variables} random variables are more than panels are laid for")
        place = self._placing(node, scope, shapes)
        lines = list(self._lines(node.body, scope, place, variables))
        singular = any(isinstance(n, Applied) and n.function == "log" for n in _below(node.body))
        for reach in _REACHES:
            z, weights, outside = normal_panels(variables, lines, reach, self._fineness, singular)
            value = self._value(node.body, place(z, scope))
            if value.shape[0] != len(z):
                return value[0] if value.ndim == 3 else value
            parts = value * weights[:, None, None]
            whole, beyond = np.abs(parts).sum(axis=0), np.abs(parts[outside]).sum(axis=0)
            if np.all(beyond <= _SETTLED * whole):
                return parts.sum(axis=0)
        raise NotApplicable("an integral does not settle: it may not exist at this instance")

    def _gradient_by_duals(self, node: Gradient, scope: Scope) -> Any:
        if not any(isinstance(n, Expectation) for n in _below(node.body)):
            return super()._gradient_by_duals(node, scope)
        symbol, origin = node.symbol, self._leaf(node.symbol, scope)
        rows, cols = origin.shape[-2:]
        mirrored = symbol.is_symmetric and not symbol.is_scalar
        step = min(1.0, float(np.abs(origin).max())) / 16
        result = np.zeros((rows, cols))
        for i in range(rows):
            for j in range(i if mirrored else 0, cols):
                move = np.array(
                    [[float(moves(r, c, i, j, mirrored)) for c in range(cols)] for r in range(rows)]
                )
                value = partial(self._moved, node, scope, move)
                # Moving both mirrored entries changes tr(G dS) by twice the entry of G.
                half = 0.5 if mirrored and i != j else 1.0
                result[i, j] = half * slope(value, step)[0, 0]
                if mirrored:
                    result[j, i] = result[i, j]
        return result

    def _moved(self, node: Gradient, scope: Scope, move: Any, t: float) -> Any:
        """Return the value of what is differentiated with its symbol moved."""
        origin = self._leaf(node.symbol, scope)
        return self._value(node.body, scope.bind(values={**scope.values, node.symbol: origin + t * move}))

    def _power(self, node: Power, scope: Scope) -> Any:
        if node.exponent < 0 and scope.depth:
            base = self._value(node.child, scope)
            if base.ndim > 2:
                signs = np.sign(np.linalg.det(base))
                # Nodes on both sides of a pole may cancel, where the integral does not exist.
                if np.any(signs != signs.flat[0]):
                    raise NotApplicable("a denominator changes its sign: the integral does not exist")
        return super()._power(node, scope)

    def _placing(
        self, node: Expectation, scope: Scope, shapes: dict[RandomVector | SampleMatrix, tuple[int, int]]
    ) -> Callable[[Any, Scope], Scope]:
        """Return the function that puts points z, (n, variables), for the standard normal variables of all sources."""
        ring, laws = self.arithmetic, {}
        for source in node.over:
            law = self._law(source, scope)
            if law.declared:
                raise NotApplicable(f"no law is known of {source.name}, only moments")
            if not isinstance(source.law, Gaussian):
                raise NotApplicable(
                    f"{source.name} is not Gaussian, and panels are laid for Gaussian variables"
                )
            laws[source] = law, *triangular(ring, law.covariance, law.name)

        def place(z: Any, within: Scope) -> Scope:
            values, start = dict(within.values), 0
            for source, (rows, count) in shapes.items():
                law, lower, variances = laws[source]
                own = z[:, start : start + rows * count].reshape(len(z), rows, count)
                start += rows * count
                deviations = np.sqrt(np.maximum(np.concatenate(variances), 0.0))
                values[source] = transform(ring, lower, law.mean, own * deviations)
            return within.bind(values=values, depth=within.depth + 1)

        return place

    def _lines(
        self, node: Expression, scope: Scope, place: Callable[[Any, Scope], Scope], variables: int
    ) -> Iterator[Line]:
        """Yield where what stands in the integrand is not smooth, as affine functions of the variables."""
        if isinstance(node, SumOver):
            for i in range(size_of(node.index.count, scope)):
                inner = scope.bind(indices={**scope.indices, node.index: i})
                yield from self._lines(node.body, inner, place, variables)
            return
        if isinstance(node, Expectation):
            return
        if isinstance(node, Applied) and node.function in _WITH_A_KINK:
            yield self._line(node.arguments[0], scope, place, variables)
        for child in node.children:
            yield from self._lines(child, scope, place, variables)

    def _line(
        self, argument: Expression, scope: Scope, place: Callable[[Any, Scope], Scope], variables: int
    ) -> Line:
        # The origin, a step along each axis, and one point more, where an affine function is known already.
        points = np.concatenate([np.zeros((1, variables)), np.eye(variables), np.full((1, variables), 1.7)])
        value = self._value(argument, place(points, scope))
        at = np.broadcast_to(value, (len(points), 1, 1))[:, 0, 0]
        slopes = at[1:-1] - at[0]
        if abs(at[0] + 1.7 * slopes.sum() - at[-1]) > 1e-9 * (1 + np.abs(at).max()):
            raise NotApplicable("a sign of what is not linear in the variables has a curved jump")
        return (float(at[0]), *(float(s) for s in slopes))


def _below(node: Expression) -> Iterator[Expression]:
    yield node
    for child in node.children:
        yield from _below(child)
