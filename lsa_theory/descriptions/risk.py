"""The trained layer on test prompts: risk and variance of the squared error, for any description of the test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lsa_theory.algebra.compact.proposing import Written, with_letters
from lsa_theory.algebra.normal import Normal, normal
from lsa_theory.descriptions import forward
from lsa_theory.descriptions.layer import LinearSelfAttention
from lsa_theory.descriptions.loss import PopulationLoss
from lsa_theory.descriptions.minimum import Minimum
from lsa_theory.descriptions.problem import InContextRegression
from lsa_theory.errors import InvalidArgument, UnsupportedExpression
from lsa_theory.expressions import Expression, Symbol, as_expression, at


@dataclass(frozen=True, repr=False)
class Risk:
    """E (prediction - <w, x_q>)^2 on test prompts, without the factor 1/2 of the loss.

    `definition` is the expectation over test prompts of what the layer does to them, not yet taken: what a claim about
    the risk is judged by. `tree` is it with the expectation taken, `value` its normal form, where there is one.
    """

    tree: Expression
    definition: Expression
    # The minimiser, whose inverse the shown form may have a letter for.
    product: Expression | None = field(default=None, compare=False)

    @cached_property
    def value(self) -> Normal:
        """The risk as a trace polynomial.

        Raises
        ------
        UnsupportedExpression
            If the minimiser holds the inverse of a sum that does not commute; use `as_expression` there.
        """
        return normal(self.tree)

    def as_expression(self) -> Expression:
        """Return the normal form as a tree, or where there is none the tree as it is."""
        try:
            return self.value.as_expression()
        except UnsupportedExpression:
            return self.tree

    def evaluate(self, values: Mapping[Any, Any]) -> float:
        """Return the risk at numbers and arrays, by symbol or name; loads NumPy."""
        from lsa_theory.values.numerics.evaluate import evaluate

        return float(evaluate(self.as_expression(), values)[0, 0])

    @cached_property
    def written(self) -> Written:
        """The risk as an author would write it, in a letter for the inverse of the minimiser where that is shorter."""
        return with_letters(self.as_expression(), inverses=() if self.product is None else (self.product,))

    def __repr__(self) -> str:
        return repr(self.written)

    def _repr_latex_(self) -> str:
        return rf"$\displaystyle {self.written.latex()}$"


Trained = Minimum | tuple[PopulationLoss, Mapping[Symbol, Expression]]


def prediction_risk(
    trained: Trained, test: InContextRegression | None = None, task: Expression | None = None
) -> Risk:
    """Return the risk of a trained layer on test prompts of length M.

    Parameters
    ----------
    trained : Minimum, or (PopulationLoss, weights)
        What was trained. Where a minimum has no closed form, the risk stays a function of its B.
    test : InContextRegression, optional
        Where test prompts come from, with its `prompt_length`; the training description if left out.
    task : (d, 1) expression, optional
        One task; averaged over the test's own tasks if left out.

    Examples
    --------
    >>> from lsa_theory.descriptions import InContextRegression, LinearSelfAttention, global_minimum, population_loss
    >>> from lsa_theory.expressions import dimension, identity
    >>> loss = population_loss(LinearSelfAttention(), InContextRegression(covariate=identity(dimension("d"))))
    >>> prediction_risk(global_minimum(loss))
    d * (d + 1) * (M * d + N**2 + M) / ((N + d + 1)**2 * M)
    """
    layer, problem, weights, product = _trained(trained)
    prompts = (problem if test is None else test).tested()
    if prompts.dimension != problem.dimension:
        raise InvalidArgument(
            f"the test has dimension {prompts.dimension!r}, the training {problem.dimension!r}; they must agree"
        )
    body = forward.mean(prompts, forward.error(layer, prompts, weights, task) ** 2)
    return Risk(_put(body, product), _defined(body, product), next(iter(product.values()), None))


def variance_of_squared_error(
    trained: Trained, test: InContextRegression | None = None, task: Expression | None = None
) -> Risk:
    """Return Var (prediction - <w, x_q>)^2 over test prompts: n times the squared standard error of a risk estimate.

    Parameters as for `prediction_risk`.

    >>> from lsa_theory import InContextRegression, LinearSelfAttention, dimension, identity
    >>> from lsa_theory import global_minimum, population_loss, variance_of_squared_error
    >>> isotropic = InContextRegression(covariate=identity(1), query_column="masked")
    >>> minimum = global_minimum(population_loss(LinearSelfAttention(), isotropic))
    >>> M, N = dimension("M"), dimension("N")
    >>> variance_of_squared_error(minimum).evaluate({N: 10, M: 10}) > 0
    True
    """
    layer, problem, weights, product = _trained(trained)
    prompts = (problem if test is None else test).tested()
    wrong = forward.error(layer, prompts, weights, task)
    second, fourth = forward.mean(prompts, wrong**2), forward.mean(prompts, wrong**4)
    body = fourth - second**2
    return Risk(_put(body, product), _defined(body, product), next(iter(product.values()), None))


def _trained(
    trained: Trained,
) -> tuple[LinearSelfAttention, InContextRegression, dict[Symbol, Expression], dict[Symbol, Expression]]:
    """Return the layer to run, its training, weights to put in first, and what to put for B at the end."""
    if isinstance(trained, Minimum):
        single = LinearSelfAttention(
            free=("U_11",), preconditioner=trained.layer.preconditioner, sign=trained.layer.sign
        )
        (parameter,) = single.parameters(trained.problem.dimension)
        last = {} if trained.product is None else {trained.unknown: trained.product}
        return single, trained.problem, {parameter: trained.unknown}, last
    if not (isinstance(trained, tuple) and len(trained) == 2 and isinstance(trained[0], PopulationLoss)):
        raise InvalidArgument(f"trained={trained!r}; expected a Minimum or (population_loss(...), weights)")
    loss, given = trained
    missing = [s.name for s in loss.parameters if s not in given]
    if missing:
        raise InvalidArgument(f"the weights lack {', '.join(missing)}; give every parameter of the layer")
    return loss.layer, loss.problem, {s: as_expression(v) for s, v in given.items()}, {}


def _defined(body: Expression, product: Mapping[Symbol, Expression]) -> Expression:
    """Return the expectation as it is, with the minimiser put in."""
    return at(body, product) if product else body


def _put(body: Expression, product: Mapping[Symbol, Expression]) -> Expression:
    """Take the expectation with B as a symbol, which is short, and put the minimiser in afterwards."""
    taken = normal(body).as_expression()
    if not product:
        return taken
    tree = at(taken, product)
    try:
        return normal(tree).as_expression()
    except UnsupportedExpression:
        return tree
