"""Random vectors, i.i.d. samples of them, and the operators that bind them: expectation and summation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, NoReturn, assert_never, get_args

from lsa_theory.errors import InvalidArgument, ShapeMismatch, UnsupportedExpression
from lsa_theory.expressions.expression import (
    Dimension,
    Expression,
    ShapedLike,
    Symbol,
    Transpose,
    Zero,
    as_expression,
    checked,
    walk,
)
from lsa_theory.expressions.laws.coordinates import IndependentCoordinates
from lsa_theory.expressions.laws.elliptical import Elliptical, Sphere
from lsa_theory.expressions.laws.orthogonal import Orthogonal

MomentRule = Callable[..., Expression]

# What the arguments of a declared moment are called; no name that a user declares begins like this.
PLACEHOLDER = "\0leg "


@dataclass(frozen=True)
class Gaussian:
    """The normal law with a mean (d x 1; zero if None) and a covariance (d x d), both expressions."""

    covariance: Expression
    mean: Expression | None = None


@dataclass(frozen=True)
class DeclaredMoments:
    """A law of which only some moments are known.

    `covariance` and `mean` give orders one and two. `rules` maps a higher order k to a function of k column
    vectors a_1 ... a_k (expressions) that returns the central moment E prod_j <a_j, z - mean>, multilinear.
    An expectation that needs any other order is an error that names the vector and the order.
    """

    covariance: Expression
    mean: Expression | None = None
    rules: Mapping[int, MomentRule] = field(default_factory=dict, compare=False, hash=False)
    # Each rule at placeholders: two laws are the same only if their moments are.
    forms: tuple[tuple[int, Expression], ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        forms = []
        for order, rule in sorted(self.rules.items()):
            legs = [
                Symbol(f"{PLACEHOLDER}{k}", self.covariance.rows, 1, "general") for k in range(1, order + 1)
            ]
            form = as_expression(rule(*legs))
            if not form.is_scalar:
                raise ShapeMismatch(
                    f"the declared moment of order {order} is {form.rows} x {form.cols}; a moment "
                    "E prod_j <a_j, z - mean> is a scalar"
                )
            forms.append((order, form))
        object.__setattr__(self, "forms", tuple(forms))


Law = Gaussian | DeclaredMoments | Elliptical | IndependentCoordinates | Orthogonal


def _check_law(name: str, law: object) -> None:
    # Exactly these classes: every witness would take a subclass, or anything else with a covariance, for a Gaussian.
    if type(law) not in get_args(Law):
        raise UnsupportedExpression(
            f"the law of {name} is a {type(law).__name__}, which no witness knows how to average; expected one of "
            f"{', '.join(known.__name__ for known in get_args(Law))}. Declare what is known of it with "
            "with_moments(..., central={4: ...})"
        )


@dataclass(frozen=True, repr=False)
class RandomVector(Expression, kind=True):
    """A random d x 1 vector, independent of every other one; a d x k matrix where its law is one of matrices."""

    name: str
    rows: Dimension
    law: Law
    cols: Dimension = 1

    def __post_init__(self) -> None:
        _check_law(self.name, self.law)
        shape = (self.law.rows, self.law.cols) if isinstance(self.law, Orthogonal) else (self.rows, 1)
        if (self.rows, self.cols) != shape:
            raise ShapeMismatch(
                f"{self.name} is declared {self.rows} x {self.cols}, and its law is one of {shape[0]} x {shape[1]}"
            )


@dataclass(frozen=True, repr=False)
class SampleMatrix(Expression, kind=True):
    """The d x n matrix whose columns are i.i.d. copies of a random vector."""

    name: str
    rows: Dimension
    cols: Dimension
    law: Law

    def __post_init__(self) -> None:
        _check_law(self.name, self.law)
        if isinstance(self.law, Orthogonal):
            raise UnsupportedExpression(
                f"the columns of {self.name} would be orthogonal, and those of a sample are independent; declare it "
                "with random_orthogonal(...)"
            )

    def column(self, index: Index) -> Expression:
        """Return the column x_i of an index that a `sum_over` binds."""
        if index.count != self.cols:
            raise InvalidArgument(
                f"index {index.name or 'i'} runs to {index.count}, but the sample {self.name} has {self.cols} columns"
            )
        return Column(self, index)

    @property
    def gram(self) -> Expression:
        """sum_i x_i x_i' = X X'."""
        return self @ Transpose(self)

    @property
    def covariance(self) -> Expression:
        """The uncentred sample covariance (1/n) sum_i x_i x_i'."""
        return self.gram / self.cols

    @property
    def total(self) -> Expression:
        """sum_i x_i."""
        return sum_over(self.cols, self.column)

    @property
    def average(self) -> Expression:
        """(1/n) sum_i x_i."""
        return self.total / self.cols


# Where a range ends: another index, or None for 0 at its beginning and the count at its end, and what is added.
End = tuple["Index | None", int]


@dataclass(frozen=True, repr=False)
class Index:
    """A summation index that runs over 1 ... count, or over a range inside it that `first` and `last` bound."""

    instead_of_an_expression: ClassVar[str] = (
        "an index stands for a place, X.column(i), v[i] or A[i, j], and has no value that could be added or divided. "
        "Write position(i) for the number of its place, counted from 1, and numbers that change with the place as the "
        "entries w[i] of a vector"
    )

    name: str
    count: Dimension
    first: End = (None, 1)
    last: End = (None, 0)

    @property
    def is_whole(self) -> bool:
        """Whether it runs over all of 1 ... count."""
        return self.first == (None, 1) and self.last == (None, 0)

    def __repr__(self) -> str:
        return f"the index of a sum over {self.count!r}"

    def _no_number(self, _other: object) -> NoReturn:
        raise UnsupportedExpression(f"{self!r} is no number; {self.instead_of_an_expression}")

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _no_number
    __truediv__ = __rtruediv__ = __pow__ = __rpow__ = __matmul__ = __rmatmul__ = _no_number


@dataclass(frozen=True, repr=False)
class Column(Expression, kind=True):
    """The column x_i of a sample."""

    sample: SampleMatrix
    index: Index
    cols: Dimension = 1

    @property
    def rows(self) -> Dimension:  # type: ignore[override]
        return self.sample.rows


@dataclass(frozen=True, repr=False)
class Position(Expression, kind=True):
    """The number of the place that an index stands for, counted from 1."""

    is_a_place: ClassVar[bool] = True

    index: Index
    rows: Dimension = 1
    cols: Dimension = 1


@dataclass(frozen=True, repr=False)
class SumOver(ShapedLike, kind=True):
    """The sum of body(i) over the range of an index; 0 where the range is empty."""

    shaped_like: ClassVar[str] = "body"
    parts: ClassVar[tuple[str, ...]] = ("body",)

    index: Index
    body: Expression

    def __post_init__(self) -> None:
        # One vector cannot have a law that changes from term to term: averaged inside, each term has its own.
        for source in sources(self.body):
            if any(self.index in indices_of(part) for part in law_parts(source.law)):
                raise UnsupportedExpression(
                    f"the law of {source.name} depends on the index of a sum while {source.name} is random in it; "
                    f"average over {source.name} inside the sum"
                )


@dataclass(frozen=True, repr=False)
class Expectation(ShapedLike, kind=True):
    """The expectation over independent sources of randomness; conditional on all others.

    What has another source in its law is averaged first, in an expectation of its own: one node never averages over a
    vector and over what its law depends on.
    """

    shaped_like: ClassVar[str] = "body"
    parts: ClassVar[tuple[str, ...]] = ("body",)

    body: Expression
    over: tuple[RandomVector | SampleMatrix, ...]

    def __post_init__(self) -> None:
        bound = set(self.over)
        for source in (*self.over, *(s for s in sources(self.body) if s not in bound)):
            behind = [s.name for s in sources_of_law(source) if s in bound]
            if behind:
                raise InvalidArgument(
                    f"the law of {source.name} depends on {behind[0]}, over which an average is asked for while "
                    f"{source.name} is random. E over {behind[0]} means E(E(. | {behind[0]})): {source.name} has to be "
                    f"averaged first. Write E(body, {source.name}, {behind[0]}), or E(body) for all that is random"
                )


# Asked of every node of every tree; a union would be made anew each time.
_SOURCES = (RandomVector, SampleMatrix)


def sources(expression: Expression) -> tuple[RandomVector | SampleMatrix, ...]:
    """Return what is still random in an expression, in order of first appearance.

    A mean or covariance that is itself random makes an expression random in what it holds, also where the vector of
    that law has been averaged.

    >>> from lsa_theory.expressions import E, dimension, gaussian, identity
    >>> d = dimension("d"); y = gaussian("y", covariance=identity(d))
    >>> x = gaussian("x", covariance=identity(d), mean=y)
    >>> sources(x @ x.T), sources(E(x @ x.T, x))
    ((x, y), (y,))
    """
    known: tuple[RandomVector | SampleMatrix, ...] | None = expression.__dict__.get("_sources")
    if known is None:
        found: dict[RandomVector | SampleMatrix, None] = {}
        _collect(expression, found, set())
        known = expression.__dict__["_sources"] = tuple(found)
    return known


def _collect(expression: Expression, found: dict[RandomVector | SampleMatrix, None], seen: set[int]) -> None:
    """Add what is random in an expression to what was found; parts that it shares are looked at once."""
    if id(expression) in seen:
        return
    seen.add(id(expression))
    if (known := expression.__dict__.get("_sources")) is not None:
        found.update(dict.fromkeys(known))
        return
    if isinstance(expression, _SOURCES):
        found[expression] = None
        for part in law_parts(expression.law):
            _collect(part, found, seen)
    elif isinstance(expression, Column):
        _collect(expression.sample, found, seen)
    elif isinstance(expression, Expectation):
        # What is averaged here may stand elsewhere as it is: a body has a list of its own.
        inner = dict.fromkeys(sources(expression.body))
        found.update({source: None for source in inner if source not in expression.over})
    else:
        for child in checked(expression).children:
            _collect(child, found, seen)


def sources_of_law(source: RandomVector | SampleMatrix) -> tuple[RandomVector | SampleMatrix, ...]:
    """Return what is random in the law of a source, at any depth."""
    known: tuple[RandomVector | SampleMatrix, ...] | None = source.__dict__.get("_behind")
    if known is None:
        found: dict[RandomVector | SampleMatrix, None] = {}
        seen: set[int] = set()
        for part in law_parts(source.law):
            _collect(part, found, seen)
        known = source.__dict__["_behind"] = tuple(found)
    return known


def law_parts(law: Law) -> tuple[Expression, ...]:
    """Return the expressions that a law is made of; a declared moment as a form in placeholders."""
    match law:
        case Gaussian():
            higher: tuple[Expression, ...] = ()
        case DeclaredMoments():
            higher = tuple(form for _, form in law.forms)
        case Elliptical():
            higher = law.radius.parts
        case IndependentCoordinates():
            higher = law.coordinate.parts
        case Orthogonal():
            # Beside the rows, which the covariance holds, how many columns there are.
            higher = (as_expression(law.cols),)
        case _:
            assert_never(law)
    return (law.covariance, *(() if law.mean is None else (law.mean,)), *higher)


def reaches_everywhere(law: Law) -> bool:
    """Whether a vector of a definite covariance may come close to every value: no sphere does, and no signs do."""
    return not (
        isinstance(law, IndependentCoordinates | Orthogonal)
        or (isinstance(law, Elliptical) and isinstance(law.radius, Sphere))
    )


def scales_of(law: Law) -> tuple[Expression, ...]:
    """Return what a law is made of besides its mean and covariance, where an instance gives values to it."""
    match law:
        case Elliptical():
            return law.radius.parts
        case IndependentCoordinates():
            return law.coordinate.parts
    return ()


def indices_of(expression: Expression) -> set[Index]:
    """Return the indices of the columns, unit vectors, positions and ends of ranges in an expression."""
    found: set[Index] = set()
    for node in walk(expression):
        index = _index_of(node)
        if isinstance(node, SumOver):
            found.update(end for end, _ in (node.index.first, node.index.last) if end is not None)
        elif isinstance(index, Index):
            found.add(index)
    return found


def free_indices(expression: Expression) -> frozenset[Index]:
    """Return the indices that stand in an expression outside of the sums that bind them."""
    known: dict[int, frozenset[Index]] = {}
    stack = [expression]
    while stack:
        node = stack[-1]
        waiting = [child for child in checked(node).children if id(child) not in known]
        if id(node) in known or not waiting:
            stack.pop()
            known[id(node)] = _with_own(node, [known[id(child)] for child in node.children])
        else:
            stack.extend(waiting)
    return known[id(expression)]


def _index_of(node: Expression) -> object:
    # Most nodes have none; asking them for what is not there would look for a hint.
    return node.__dict__.get("index")


def _with_own(node: Expression, below: list[frozenset[Index]]) -> frozenset[Index]:
    found = frozenset[Index]().union(*below)
    index = _index_of(node)
    if isinstance(node, SumOver):
        return (found - {node.index}) | {
            end for end, _ in (node.index.first, node.index.last) if end is not None
        }
    return found | {index} if isinstance(index, Index) else found


def sum_over(
    count: Dimension,
    term: Callable[[Index], Expression],
    first: End = (None, 1),
    last: End = (None, 0),
) -> Expression:
    """Return sum_{i=1}^{count} term(i), or the sum over a range between two ends.

    Parameters
    ----------
    count : dimension symbol or int
        How far the index runs.
    term : function of an `Index`
        Builds the summand, usually from `X.column(i)`; may itself contain sums.
    first, last : pairs of an index or None, and an int
        Where the range begins and ends; `lsa_theory.sum_over` reads them from expressions.

    Raises
    ------
    InvalidArgument
        If the summand holds an index outside of the sum that it belongs to.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, identity, samples, sum_over, trace
    >>> d, N = dimension("d"), dimension("N")
    >>> X = samples("x", covariance=identity(d), count=N)
    >>> sum_over(N, lambda i: X.column(i) @ X.column(i).T).shape
    (d, d)
    """
    # The index is named after how deep its sum is nested, so that equal sums are equal trees and an inner
    # sum never captures an outer index.
    probe = as_expression(term(Index("", count, first, last)))
    depth = 1 + sum(isinstance(node, SumOver) for node in walk(probe))
    index = Index(f"i{depth}", count, first, last)
    if any(other.name == index.name for other in free_indices(probe)):
        raise InvalidArgument(
            f"the summand holds the index of another sum over {count!r}, outside of that sum; build each column and "
            "each position from an index that the function of its own sum is given"
        )
    return SumOver(index, as_expression(term(index)))


def mean_of(law: Law, rows: Dimension) -> Expression:
    """Return the mean of a law as a column."""
    return Zero(rows, 1) if law.mean is None else law.mean
