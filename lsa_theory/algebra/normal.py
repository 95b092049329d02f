"""From what is written to its normal form, which decides equality for every dimension.

Two normal forms with general matrix symbols are equal for all dimensions exactly when they are the same: beyond
cyclic and transpose symmetry there is no trace identity that holds in every dimension (Procesi 1976,
Razmyslov 1974). Denominators are scalars and are cleared before the comparison.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from lsa_theory.algebra import writing
from lsa_theory.algebra.deciding.cancelling import cancelled
from lsa_theory.algebra.deciding.deciding import doubt, vanishes
from lsa_theory.algebra.deciding.small_sizes import Excluded, LeftOpen, sizes_left_open
from lsa_theory.algebra.declarations import Declared, declarations
from lsa_theory.algebra.expectation.conditions import (
    LargeEnough,
    Noted,
    as_condition,
    written_lengths,
)
from lsa_theory.algebra.functions.signs import settled, without_zeros
from lsa_theory.algebra.normaliser import PLACED, Normaliser
from lsa_theory.algebra.norms_and_ranks import Functions
from lsa_theory.algebra.ordered import weights
from lsa_theory.algebra.ordered.unaveraged import mean_square
from lsa_theory.algebra.ring.occurring import names_of, parts_of
from lsa_theory.algebra.ring.polynomial import (
    Key,
    Terms,
    freeze,
    thaw,
)
from lsa_theory.algebra.ring.rational import reduced
from lsa_theory.errors import ShapeMismatch, UnsupportedExpression
from lsa_theory.expressions.analysis.block_norm import BlockNorm
from lsa_theory.expressions.analysis.holding import holding_where
from lsa_theory.expressions.entrywise.positions import check_bound
from lsa_theory.expressions.expression import (
    Dimension,
    Expression,
    Symbol,
    as_expression,
    describe,
    walk,
)
from lsa_theory.expressions.functions import OperatorNorm, Rank
from lsa_theory.expressions.laws.orthogonal import Orthogonal
from lsa_theory.expressions.operators import At, Gradient
from lsa_theory.expressions.random import (
    Expectation,
    RandomVector,
    SampleMatrix,
    SumOver,
    reaches_everywhere,
)

# Words take some 120 characters each: more of them than this nobody reads.
_SHOWN = 2000


@dataclass(frozen=True)
class Normal:
    """The normal form of an expression: collected terms, and the declarations they refer to.

    `conditions` says where it holds, for instance that a sample is long enough for its inverse moments; `excluded`
    names sizes, and numbers up to which the expression has another value.

    Immutable, hashable and picklable. Equality of two `Normal` objects is equality of their stored terms;
    `equal` decides equality of what they mean, denominators included.

    Examples
    --------
    >>> from lsa_theory import dimension, matrix, normal
    >>> A = matrix("A", dimension("d"))
    >>> form = normal((A + A.T) @ A - A.T @ A)
    >>> form, form.is_zero(), form == normal(A**2)
    (A**2, False, True)
    """

    rows: Dimension
    cols: Dimension
    key: Key
    declared: tuple[tuple[str, Expression], ...] = field(default=(), compare=False)
    conditions: tuple[str, ...] = field(default=(), compare=False)
    excluded: tuple[Excluded, ...] = field(default=(), compare=False)
    # What is positive, or positive definite, where the conditions hold.
    needed: tuple[Expression, ...] = field(default=(), compare=False)

    @property
    def terms(self) -> Terms:
        """The terms {(monomial, word): coefficient}."""
        return thaw(self.key)

    @property
    def is_scalar(self) -> bool:
        """Whether it is 1 x 1."""
        return self.rows == 1 and self.cols == 1

    def is_zero(self) -> bool:
        """Whether it vanishes for every value of its symbols, in every dimension."""
        return self._vanishes

    @cached_property
    def _vanishes(self) -> bool:
        return not self.key or vanishes(self.terms)

    @property
    def decides(self) -> bool:
        """Whether a form that is not zero stands for something that is not zero.

        With a root inside another root or inside a denominator there are relations that the form does not know,
        such as 1 / (1 + sqrt(2)) = sqrt(2) - 1; and so there are with inverses of sums that do not commute.
        """
        return self.doubt is None

    @property
    def doubt(self) -> str | None:
        """Why the form leaves open whether it vanishes; None where it decides."""
        if self.is_zero():
            return None
        left = names_of(parts_of(self.terms))
        for name, node in self.declared:
            if (
                name in left
                and isinstance(node, RandomVector | SampleMatrix)
                and not reaches_everywhere(node.law)
                # Beyond Q' Q = I there is no relation between such matrices that holds in every size.
                and not (isinstance(node.law, Orthogonal) and isinstance(node.law.rows, Symbol))
            ):
                return (
                    f"{name} is not averaged over, and its law does not reach every vector, so that what does not "
                    "vanish for every vector may still vanish always"
                )
        return doubt(self.terms)

    def as_expression(self) -> Expression:
        """Return an expression tree with this normal form, which holds under the same conditions."""
        return holding_where(writing.as_expression(self), self.needed)

    def __len__(self) -> int:
        """The number of distinct words, scalar coefficients collected."""
        return len(writing.collected(self.terms))

    @property
    def is_long(self) -> bool:
        """Whether it has so many words that it is shown as their number; `as_expression()` writes them all.

        >>> from lsa_theory import dimension, matrix, normal, trace
        >>> d = dimension("d"); A, B = matrix("A", d), matrix("B", d)
        >>> normal((A + B) ** 4).is_long, normal((A + B) ** 11)
        (False, <2048 words, d x d; as_expression() writes them>)
        """
        return len(self.key) > _SHOWN and len(self) > _SHOWN

    def __repr__(self) -> str:
        if self.is_long:
            shape = "" if self.is_scalar else f", {self.rows!s} x {self.cols!s}"
            return f"<{len(self)} words{shape}; as_expression() writes them>"
        return repr(self.as_expression())

    def _repr_latex_(self) -> str:
        if self.is_long:
            return rf"$\text{{{len(self)} words}}$"
        return self.as_expression()._repr_latex_()


def normal(expression: object) -> Normal:
    """Return the normal form of an expression, expectations taken and derivatives done.

    Parameters
    ----------
    expression : Expression
        Any shape.

    Raises
    ------
    UnsupportedExpression, MissingMoment
        If something in it has no closed form in words; the message says what.
    InvalidArgument
        If one name is declared in two ways.

    Examples
    --------
    >>> from lsa_theory.expressions import E, dimension, gaussian, positive_definite
    >>> d = dimension("d")
    >>> Lambda = positive_definite("Lambda", d)
    >>> x = gaussian("x", covariance=Lambda)
    >>> normal(E(x @ x.T @ x @ x.T))
    2 * Lambda**2 + tr(Lambda) * Lambda
    """
    if isinstance(expression, Normal):
        return expression
    return _normal(as_expression(expression), None)


def _normal(tree: Expression, functions: Functions | None) -> Normal:
    if functions is not None and any(
        isinstance(node, OperatorNorm | BlockNorm | Rank) for node in walk(tree)
    ):
        _check_free(tree)
    kinds: set[type] = set()
    declared = declarations(tree, kinds)
    if kinds & PLACED:
        check_bound(tree)
    normaliser = Normaliser(declared, functions, kinds)
    whole = normaliser.terms(tree)
    terms = cancelled(settled(without_zeros(reduced(whole), normaliser.not_zero)))
    if kinds & PLACED:
        weights.check_none_left(terms)
    needed: dict[str, Expression] = {}
    if normaliser.conditions:
        everything_named = {**normaliser.declared, **declared}
        written = (_written(c, everything_named) for c in normaliser.conditions)
        # Two conditions may say the same in the same words, of trees that are written otherwise.
        needed = dict(sorted(written, key=lambda said: (said[0], repr(said[1]))))
    named = {**declared, **(normaliser.functions_left() if functions is not None else {})}
    excluded = sorted({(c.size, c.number) for c in normaliser.conditions if isinstance(c, LargeEnough)})
    return Normal(
        tree.rows,
        tree.cols,
        freeze(terms),
        tuple(sorted(named.items())),
        tuple(needed),
        tuple(excluded),
        tuple(needed.values()),
    )


def _written(condition: Noted, declared: Declared) -> tuple[str, Expression]:
    """Return a condition in words, and what has to be positive or positive definite."""
    writer = writing.Writer(dict(declared))
    if isinstance(condition, LargeEnough):
        size = writer.dimension(condition.size)
        return f"{condition.size} > {condition.number}", size - as_expression(condition.number)
    meant = as_condition(condition)
    size = writer.dimension(meant.size)
    tree = writer.matrix(reduced(meant.terms), size, size)
    words = condition if isinstance(condition, str) else written_lengths(meant)
    return words or (f"{tree!r} > 0" if meant.size == "1" else f"{tree!r} positive definite"), tree


def difference(left: object, right: object) -> Normal:
    """Return the normal form of left - right.

    >>> from lsa_theory import difference, dimension, matrix, trace
    >>> A = matrix("A", dimension("d"))
    >>> difference(trace(A @ A.T), trace(A @ A))
    -tr(A**2) + tr(A @ A.T)
    >>> difference(trace(A), trace(A.T)).is_zero()
    True
    """
    a, b = as_expression(left), as_expression(right)
    if a.shape != b.shape:
        raise ShapeMismatch(f"cannot compare {describe(a)} with {describe(b)}: the shapes must be equal")
    try:
        return _normal(a - b, Functions())
    except UnsupportedExpression as refusal:
        square = mean_square(a - b)
        try:
            form = None if square is None else _normal(square, None)
        except UnsupportedExpression:
            form = None
        if form is None or not form.is_zero():
            raise refusal from None
        return replace(form, rows=a.rows, cols=a.cols, key=())


def equal(left: object, right: object) -> bool:
    """Decide whether two expressions are equal for every dimension, length and value of their symbols.

    Raises
    ------
    UnsupportedExpression
        If roots inside roots or denominators, or inverses of sums, leave the question open.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, matrix, trace
    >>> d = dimension("d"); A = matrix("A", d); B = matrix("B", d)
    >>> equal(trace(A @ B), trace(B.T @ A.T)), equal(trace(A @ B), trace(A @ B.T))
    (True, False)
    """
    left_over = difference(left, right)
    if (reason := left_over.doubt) is not None:
        raise UnsupportedExpression(f"{reason}; check it numerically with lsa-theory verify")
    if left_over.is_zero() and (unsettled := left_open(left, right, left_over)):
        if any(at.differs for at in unsettled):
            return False
        raise UnsupportedExpression(
            f"both sides are equal where {' and '.join(left_over.conditions)}, and {_sizes(unsettled)} is not settled; "
            "check it numerically with lsa-theory verify"
        )
    return left_over.is_zero()


def left_open(left: object, right: object, form: Normal) -> tuple[LeftOpen, ...]:
    """Return the sizes at which two sides are defined, and are not settled by the form of their difference."""
    if not form.excluded:
        return ()
    return sizes_left_open(
        as_expression(left) - as_expression(right), form.excluded, lambda tree: _normal(tree, Functions())
    )


def _sizes(unsettled: tuple[LeftOpen, ...]) -> str:
    return ", ".join(f"{symbol.name} = {size}" for at in unsettled for symbol, size in at.sizes.items())


def _check_free(tree: Expression) -> None:
    """Refuse a norm or rank of what an operator acts on: no scalar can stand for it."""
    for node in walk(tree):
        if isinstance(node, At | Gradient | Expectation | SumOver):
            bound = next((n for n in walk(node) if isinstance(n, OperatorNorm | BlockNorm | Rank)), None)
            if bound is not None:
                raise UnsupportedExpression(
                    f"{bound!r} stands inside an expectation, a sum, a gradient or a substitution, where no scalar can "
                    "stand for it"
                )
