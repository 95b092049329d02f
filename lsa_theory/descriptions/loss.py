"""The population loss of a description, its gradient, flow and Hessian."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lsa_theory.algebra.compact.compacting import compact
from lsa_theory.algebra.normal import Normal, normal
from lsa_theory.algebra.solving.calculus import hessian as second_derivative
from lsa_theory.descriptions import forward
from lsa_theory.descriptions.differentiation import gradient_of, negative
from lsa_theory.descriptions.layer import LinearSelfAttention
from lsa_theory.descriptions.names import check_description
from lsa_theory.descriptions.problem import InContextRegression
from lsa_theory.descriptions.rates import Rates
from lsa_theory.expressions import Expression, Symbol, at, matrix, scalar, vector
from lsa_theory.expressions.latex import to_latex

if TYPE_CHECKING:
    from lsa_theory.values.numerics.flow import Trajectory


@dataclass(frozen=True, repr=False)
class PopulationLoss:
    """L(theta) = E (prediction - <w, x_q>)^2 / 2 for every d, N.

    `definition` is an expectation over prompts of what the layer does to them, not yet taken: what witnesses
    integrate, and what a claim about the loss is judged by. `value` is its normal form.
    """

    layer: LinearSelfAttention
    problem: InContextRegression

    def __post_init__(self) -> None:
        check_description(self.layer, self.problem)

    @cached_property
    def tree(self) -> Expression:
        """The loss as defined."""
        return forward.loss(self.layer, self.problem)

    @property
    def definition(self) -> Expression:
        """The loss as defined."""
        return self.tree

    @cached_property
    def value(self) -> Normal:
        """The loss as a trace polynomial, like terms collected."""
        return normal(self.tree)

    @cached_property
    def parameters(self) -> tuple[Symbol, ...]:
        """The symbols that move."""
        return self.layer.parameters(self.problem.dimension)

    @cached_property
    def written(self) -> Expression:
        """The loss as an author would write it."""
        return compact(self.value)

    def as_expression(self) -> Expression:
        """Return the normal form as a tree."""
        return self.value.as_expression()

    def gradient(self) -> dict[Symbol, Normal]:
        """Return the gradient with respect to each parameter."""
        return Rates({symbol: gradient_of(self.value, symbol) for symbol in self.parameters})

    def flow(self) -> dict[Symbol, Normal]:
        """Return d theta / dt = -grad L; one unit of t is learning rate times steps."""
        return Rates({symbol: negative(g) for symbol, g in self.gradient().items()})

    def directions(self, name: str = "V") -> dict[Symbol, Symbol]:
        """Return a symbol of its shape for each parameter, to move along."""
        return {symbol: _like(symbol, name) for symbol in self.parameters}

    def hessian(
        self,
        point: Mapping[Symbol, object] | None = None,
        first: Mapping[Symbol, object] | None = None,
        second: Mapping[Symbol, object] | None = None,
    ) -> Normal:
        """Return the second derivative along two sets of directions, at a point if one is given.

        `first` and `second` are `directions("V")` and `directions("W")` if left out.
        """
        first = self.directions("V") if first is None else first
        second = self.directions("W") if second is None else second
        form = second_derivative(self.value, first, second)
        return form if point is None else normal(at(form.as_expression(), point))

    def at(self, weights: Mapping[Symbol, object]) -> Normal:
        """Return the loss at given weights."""
        return normal(at(self.as_expression(), weights))

    def trajectory(
        self,
        start: Mapping[Any, Any],
        values: Mapping[Any, Any],
        times: Any,
        tolerance: float = 1e-10,
    ) -> Trajectory:
        """Return the gradient flow followed in numbers; parameters as for `numerics.flow.follow`; loads SciPy."""
        from lsa_theory.values.numerics.flow import follow

        rates = {symbol: rate.as_expression() for symbol, rate in self.flow().items()}
        return follow(rates, start, values, times, tolerance)

    def spectrum(self, values: Mapping[Any, Any]) -> Any:
        """Return the eigenvalues of the Hessian at numbers, weights included, ascending; loads NumPy.

        A zero at a minimum is the scaling orbit: W^KQ times c and W^PV over c is the same layer.
        """
        from lsa_theory.values.numerics.spectrum import hessian_eigenvalues

        first, second = self.directions("V"), self.directions("W")
        form = self.hessian(None, first, second)
        products = {symbol: gradient_of(form, second[symbol]).as_expression() for symbol in second}
        return hessian_eigenvalues(products, first, values)

    def evaluate(self, values: Mapping[Any, Any]) -> float:
        """Return the loss at numbers and arrays, by symbol or name; loads NumPy."""
        from lsa_theory.values.numerics.evaluate import evaluate

        return float(evaluate(self.as_expression(), values)[0, 0])

    def __len__(self) -> int:
        return len(self.value)

    def __repr__(self) -> str:
        return f"L = {(self.value if self.value.is_long else self.written)!r}"

    def _repr_latex_(self) -> str:
        names = ", ".join(to_latex(symbol) for symbol in self.parameters)
        shown = rf"\text{{{len(self)} words}}" if self.value.is_long else to_latex(self.written)
        return rf"$\displaystyle L({names}) = {shown}$"


def population_loss(layer: LinearSelfAttention, problem: InContextRegression) -> PopulationLoss:
    """Return the population loss of a layer on prompts.

    Examples
    --------
    >>> population_loss(LinearSelfAttention(preconditioner="isotropic"), InContextRegression())
    L = tr(Lambda @ (u * a * Lambda - I)**2) / 2 + u**2 * a**2 * tr(Lambda**2 @ (Lambda + tr(Lambda) * I)) / (2 * N)
    >>> len(population_loss(LinearSelfAttention(free="all"), InContextRegression()))
    20
    """
    return PopulationLoss(layer, problem)


def gradient(loss: PopulationLoss) -> dict[Symbol, Normal]:
    """Return the gradient with respect to each parameter."""
    return loss.gradient()


def gradient_flow(loss: PopulationLoss) -> dict[Symbol, Normal]:
    """Return the right-hand side of the gradient flow.

    >>> from lsa_theory import InContextRegression, LinearSelfAttention, gradient_flow, population_loss
    >>> loss = population_loss(LinearSelfAttention(), InContextRegression())
    >>> for symbol, rate in gradient_flow(loss).items():
    ...     print(f"d{symbol}/dt =", rate)
    dU/dt = u * Lambda**2 + (-u**2 - u**2 / N) * (Lambda**2 @ U @ Lambda) - ...
    du/dt = tr(Lambda**2 @ U) + (-u - u / N) * tr(Lambda @ U.T @ Lambda**2 @ U) - ...
    """
    return loss.flow()


def hessian(loss: PopulationLoss, point: Mapping[Symbol, object] | None = None) -> Normal:
    """Return the Hessian as a bilinear form in directions V and W."""
    return loss.hessian(point)


def _like(symbol: Symbol, name: str) -> Symbol:
    called = f"{name}_{symbol.name.replace('_', '')}"
    if symbol.is_scalar:
        return scalar(called)
    return vector(called, symbol.rows) if symbol.cols == 1 else matrix(called, symbol.rows, symbol.cols)
