"""The global minimum of a description's loss, with the reasons why it is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lsa_theory.algebra.compact.compacting import compact
from lsa_theory.algebra.normal import Normal, normal
from lsa_theory.algebra.solving.calculus import hessian
from lsa_theory.algebra.solving.equations import homogeneous_part, solve_in_one_matrix
from lsa_theory.descriptions.certificate import prompts_are_odd, splits
from lsa_theory.descriptions.commuting import solve_commuting
from lsa_theory.descriptions.factored import solve_factored
from lsa_theory.descriptions.layer import LinearSelfAttention
from lsa_theory.descriptions.loss import PopulationLoss
from lsa_theory.descriptions.names import fresh
from lsa_theory.descriptions.problem import InContextRegression
from lsa_theory.descriptions.product_loss import product_loss
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions import (
    Expression,
    Symbol,
    as_expression,
    at,
    identity,
    matrix,
    scalar,
    trace,
    vector,
)
from lsa_theory.expressions.latex import to_latex
from lsa_theory.expressions.operators import gradient

if TYPE_CHECKING:
    from lsa_theory.values.numerics.solve import NumericalSolution


@dataclass(frozen=True, repr=False)
class Minimum:
    """The minimum over B, the matrix that the odd part of the prediction is linear in: sum of u_-1 U_11 + u_12 u_21'.

    Parameters
    ----------
    unknown : Symbol
        B; a scalar b where U_11 is a multiple of the identity.
    loss : Normal
        l(B).
    equation : Normal
        The gradient of l, linear in B: equation = 0 defines the minimiser.
    product : Expression or None
        The minimiser in closed form; None where only the equation defines it, see `solve`.
    certificate : tuple of str
        What was proved, in the order of the argument.
    """

    layer: LinearSelfAttention
    problem: InContextRegression
    unknown: Symbol
    loss: Normal
    equation: Normal
    product: Expression | None
    certificate: tuple[str, ...]

    @property
    def closed(self) -> bool:
        """Whether the minimiser is in closed form."""
        return self.product is not None

    @property
    def value(self) -> Expression:
        """The least loss; at the solution B of the equation where that has no closed form."""
        point = self.unknown if self.product is None else self.product
        tree = at(self.loss.as_expression(), {self.unknown: point})
        try:
            return normal(tree).as_expression()
        except UnsupportedExpression:
            return tree

    def curvature(self) -> Normal:
        """Return the second derivative of l along a b', for vectors a and b: a quadratic form in each.

        Where Lambda's eigenvectors are those of all else, these are the eigenvalues of the Hessian in B, and the rates
        at which the flow of B approaches the minimum.

        >>> from lsa_theory.descriptions import InContextRegression, LinearSelfAttention, population_loss
        >>> global_minimum(population_loss(LinearSelfAttention(), InContextRegression())).curvature()
        (1 + 1 / N) * (a.T @ Lambda**2 @ a) * (b.T @ Lambda @ b) + tr(Lambda) * (a.T @ Lambda @ a) * ...
        """
        if self.unknown.is_scalar:
            return hessian(self.loss, {self.unknown: 1}, {self.unknown: 1})
        d = self.unknown.rows
        # The letters are a and b unless the description uses these.
        left, right = (fresh(name, self.problem, self.layer) for name in ("a", "b"))
        along = vector(left, d) @ vector(right, d).T
        return hessian(self.loss, {self.unknown: along}, {self.unknown: along})

    def spectrum(self, values: Mapping[Any, Any]) -> Any:
        """Return the eigenvalues of the Hessian in B at numbers, by symbol or name, ascending; loads NumPy."""
        from lsa_theory.values.numerics.spectrum import hessian_eigenvalues

        called = fresh("V", self.problem, self.layer)
        name = scalar(called) if self.unknown.is_scalar else matrix(called, self.unknown.rows)
        equation = self.equation.as_expression()
        product = equation - at(equation, {self.unknown: 0 * self.unknown})
        return hessian_eigenvalues(
            {self.unknown: normal(at(product, {self.unknown: name})).as_expression()},
            {self.unknown: name},
            values,
        )

    def solve(self, values: Mapping[Any, Any]) -> NumericalSolution:
        """Return the minimiser at numbers and arrays, with the error reached; loads NumPy."""
        from lsa_theory.values.numerics.evaluate import evaluate
        from lsa_theory.values.numerics.solve import NumericalSolution, solve_operator_equation

        equation = self.equation.as_expression()
        solution = solve_operator_equation(equation, self.unknown, values)
        if self.product is None:
            return solution
        closed = evaluate(self.product, values)
        return NumericalSolution({self.unknown: closed}, solution.residual, solution.error)

    def _repr_latex_(self) -> str:
        name = to_latex(self.unknown)
        if self.product is None:
            return rf"$\displaystyle {name}_*:\ {to_latex(compact(self.equation))} = 0$"
        return rf"$\displaystyle {name}_* = {to_latex(compact(self.product))}$"

    def __repr__(self) -> str:
        name = self.unknown.name
        shown = (
            f"{name} = {compact(self.product)!r}"
            if self.product is not None
            else f"no closed form; {name} solves {compact(self.equation)!r} = 0"
        )
        reasons = "".join(f"\n  because {reason}" for reason in self.certificate)
        return f"global minimum of L: {shown}{reasons}"


def global_minimum(loss: PopulationLoss) -> Minimum:
    """Return the global minimum of a single layer's loss and its certificate.

    Raises
    ------
    UnsupportedExpression
        If the loss is not a convex quadratic in one matrix B: several layers, fewer key rows than d, or a task with a
        mean while u_12 and u_21 move. `stationary_points` gives the polynomial system that is left.

    Examples
    --------
    >>> from lsa_theory.descriptions import InContextRegression, LinearSelfAttention, population_loss
    >>> global_minimum(population_loss(LinearSelfAttention(), InContextRegression())).product
    N * (Lambda + tr(Lambda) * I / (1 + N))**(-1) / (1 + N)
    """
    layer, problem = loss.layer, loss.problem
    if layer.layers > 1:
        raise UnsupportedExpression(
            f"{layer.layers} layers: the loss is a polynomial of higher degree in their weights; "
            "use stationary_points(loss), which gives the system and solves it in numbers"
        )
    reasons = []
    if {"u_12", "u_21"} & set(layer.free):
        if not prompts_are_odd(problem):
            raise UnsupportedExpression(
                "the task has a mean, so the part of the prediction that u_12 and u_21 add may lower the loss; fix "
                "them (free=('U_11', 'u_-1')), or use stationary_points(loss) for the polynomial system"
            )
        reasons.append(splits(loss))
    reduced, unknown = product_loss(layer, problem)
    reasons.append(_attained(layer, problem))
    equation = normal(gradient(reduced.as_expression(), unknown))
    product, why = _solved(reduced, equation, unknown)
    return Minimum(layer, problem, unknown, reduced, equation, product, (*reasons, *why))


def _attained(layer: LinearSelfAttention, problem: InContextRegression) -> str:
    """Return why every B is attained, or refuse."""
    if layer.key_query == "separate":
        full = layer.rank is None or layer.rank == problem.dimension
        reach = layer.heads * layer.rank if isinstance(layer.rank, int) else 0
        enough = isinstance(problem.dimension, int) and reach >= problem.dimension
        if not full and not enough:
            each = f"of rank {layer.rank!r}, with d = {problem.dimension!r},"
            reached = f"one head {each} reaches" if layer.heads == 1 else f"{layer.heads} heads {each} reach"
            if reach and isinstance(problem.dimension, int):
                raise UnsupportedExpression(
                    f"{reached} matrices B of bounded rank, {reach}, only: the least loss among these is given "
                    "by eigenvectors, not by a linear equation in B. Use stationary_points(loss), or as many heads as "
                    "reach rank d"
                )
            raise UnsupportedExpression(
                f"{reached} matrices B of bounded rank only, and whether that is enough is not known while d "
                "and the rank are letters. Give numbers, or use stationary_points(loss)"
            )
        return "every B is a sum of u_-1 K' Q over the heads"
    if "U_11" not in layer.free:
        if problem.dimension != 1:
            raise UnsupportedExpression(
                "without U_11 the product B = u_12 u_21' has rank one; use stationary_points(loss)"
            )
        return "d = 1: every B is u_12 u_21"
    return "every B is attained, with u_-1 = 1 and U_11 = B"


def _solved(reduced: Normal, equation: Normal, unknown: Symbol) -> tuple[Expression | None, tuple[str, ...]]:
    """Return the minimiser, or None, and why it minimises."""
    body = reduced.as_expression()
    if not normal(body - _quadratic(body, unknown)).is_zero():
        raise UnsupportedExpression(f"the loss is not quadratic in {unknown.name}")
    if equation.is_zero():
        raise UnsupportedExpression(
            "the loss does not depend on B: the covariates, the query or the task are zero, and every B is a minimum"
        )
    convex = "l is quadratic in B, and its quadratic part is E (the prediction)^2 / 2 >= 0, so l is convex"
    tree = equation.as_expression()
    if unknown.is_scalar:
        constant = at(tree, {unknown: 0})
        product: Expression = normal(constant / (constant - at(tree, {unknown: 1}))).as_expression()
        return product, (convex, "the derivative of l vanishes at this b alone")
    try:
        solution = solve_in_one_matrix(tree, unknown)
        return solution.value.as_expression(), (convex, *_unique(solution.unique, solution.reason))
    except UnsupportedExpression:
        pass
    try:
        factored = solve_factored(tree, unknown)
        reason = "the gradient is A B R - C R with A positive definite"
        return factored.value, (convex, *_unique(factored.positive, reason))
    except UnsupportedExpression:
        pass
    try:
        commuting = solve_commuting(tree, unknown)
        return commuting, (convex, "the gradient vanishes there: all coefficients and B commute")
    except UnsupportedExpression as error:
        multiple = _multiple_of_identity(tree, unknown)
        if multiple is not None:
            return multiple, (convex, "the gradient vanishes at this multiple of I")
        return None, (convex, f"there is no closed form in words ({error}); the equation defines it")


def _multiple_of_identity(equation: Expression, unknown: Symbol) -> Expression | None:
    """Return b I where that solves the equation, as it does when nothing singles out a direction."""
    b = scalar("b")
    identity_ = identity(unknown.rows)
    at_multiple = normal(at(equation, {unknown: b * identity_}))
    if any(word for _, word in at_multiple.terms):
        return None
    slope = trace(at_multiple.as_expression())
    constant = at(slope, {b: 0})
    return normal(constant / (constant - at(slope, {b: 1}))).as_expression() * identity_


def _unique(proved: bool, reason: str) -> tuple[str, ...]:
    return (
        (f"the gradient vanishes there, and there alone: {reason}",)
        if proved
        else ("the gradient vanishes there",)
    )


def _quadratic(body: Expression, unknown: Symbol) -> Expression:
    parts = [as_expression(homogeneous_part(body, unknown, k)) for k in range(3)]
    return parts[0] + parts[1] + parts[2]
