"""What is written: matrix expressions as trees that record the formula exactly as its author typed it.

Nothing is multiplied out and nothing is simplified here. `lsa_theory.algebra.normal` turns a tree into its
normal form, which decides equality for every dimension; the witnesses of `lsa_theory.verification` evaluate
the same tree entry by entry, so what they test is what was written and not what the algebra made of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from functools import cached_property
from numbers import Rational
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, TypeVar

from lsa_theory.errors import InvalidArgument, ShapeMismatch, UnsupportedExpression
from lsa_theory.hints import Hints

Dimension: TypeAlias = "int | Symbol"
Shape: TypeAlias = tuple[Dimension, Dimension]


# What is found of a node when it is first asked for, and is no part of what the node says.
FOUND = frozenset({"_hash", "_parts", "_sources", "_behind", "children"})


class Expression(Hints):
    """A matrix, vector or scalar expression; a scalar is 1 x 1.

    `A @ B` multiplies matrices, `c * A` scales by a scalar, `A.T` transposes, `A + B`, `A - B`, `A / c` and
    integer or fractional powers `A ** p` (of scalars and of square matrices) do what they say.

    Examples
    --------
    >>> from lsa_theory import dimension, matrix
    >>> A = matrix("A", dimension("d"))
    >>> 2 * A @ A.T - A**2
    (2 * A) @ A.T - A**2
    >>> A.shape
    (d, d)
    """

    __slots__ = ()
    # NumPy arrays must not broadcast over an expression: array @ expression is an error, not an object array.
    __array_ufunc__ = None

    rows: Dimension
    cols: Dimension
    # The names of the fields that are expressions.
    parts: ClassVar[tuple[str, ...]] = ()
    # Whether it is one of the kinds of `nodes.Node`; a subclass of a kind is none.
    is_kind: ClassVar[bool] = False
    # Whether it is the number of a place, which may stand in exponents as a length may.
    is_a_place: ClassVar[bool] = False

    def __init_subclass__(cls, *, kind: bool = False) -> None:
        cls.is_kind = kind
        # The decorator that makes a dataclass leaves it; its own would hash the whole tree each time.
        cls.__hash__ = Expression._hash_once  # type: ignore[assignment, method-assign]

    def _hash_once(self) -> int:
        known: int | None = self.__dict__.get("_hash")
        if known is None:
            compared = (field.name for field in fields(self) if field.compare)  # type: ignore[arg-type]
            known = hash(tuple(getattr(self, name) for name in compared))
            self.__dict__["_hash"] = known
        return known

    def __getstate__(self) -> dict[str, Any]:
        # Hashes of strings differ from process to process, and the rest is found again.
        return {name: value for name, value in self.__dict__.items() if name not in FOUND}

    @property
    def shape(self) -> Shape:
        """Rows and columns, each an integer or a dimension symbol."""
        return self.rows, self.cols

    @property
    def is_scalar(self) -> bool:
        """Whether the expression is 1 x 1."""
        return self.rows == 1 and self.cols == 1

    @cached_property
    def children(self) -> tuple[Expression, ...]:
        """The expressions that this one is made of."""
        return tuple([getattr(self, name) for name in self.parts])

    @property
    def T(self) -> Expression:
        """The transpose."""
        return self.child if isinstance(self, Transpose) else self if self.is_scalar else Transpose(self)

    def __add__(self, other: object) -> Expression:
        right = as_expression(other)
        if self.shape != right.shape:
            # "Gamma = Lambda + c" almost always forgets the identity, so the message offers it.
            hint = "; write c * identity(d) to add a multiple of the identity" if right.is_scalar else ""
            raise ShapeMismatch(
                f"cannot add {describe(self)} and {describe(right)}: the shapes must be equal{hint}"
            )
        return Sum((*_terms(self), *_terms(right)))

    def __radd__(self, other: object) -> Expression:
        if type(other) is int and other == 0:
            # `sum([A, B])` starts from 0, which is the zero of any shape.
            return self
        return as_expression(other) + self

    def __neg__(self) -> Expression:
        return Scale(Number(Fraction(-1)), self)

    def __sub__(self, other: object) -> Expression:
        return self + (-as_expression(other))

    def __rsub__(self, other: object) -> Expression:
        return as_expression(other) + (-self)

    def __mul__(self, other: object) -> Expression:
        right = as_expression(other)
        if self.is_scalar:
            return Scale(self, right)
        if right.is_scalar:
            return Scale(right, self)
        raise ShapeMismatch(
            f"cannot scale {describe(self)} by {describe(right)}: `*` needs a scalar on one side; "
            "write `@` for the matrix product, hadamard(A, B) for the elementwise one"
        )

    def __rmul__(self, other: object) -> Expression:
        return as_expression(other) * self

    def __truediv__(self, other: object) -> Expression:
        divisor = as_expression(other)
        if not divisor.is_scalar:
            raise ShapeMismatch(
                f"cannot divide {describe(self)} by {describe(divisor)}: only division by a scalar is "
                "defined; write A @ inverse(B) or inverse(B) @ A"
            )
        return Scale(divisor**-1, self)

    def __rtruediv__(self, other: object) -> Expression:
        return as_expression(other) / self

    def __matmul__(self, other: object) -> Expression:
        right = as_expression(other)
        if self.cols != right.rows:
            raise ShapeMismatch(
                f"cannot multiply {describe(self)} by {describe(right)}: the {self.cols} columns of the left "
                f"factor must equal the {right.rows} rows of the right factor"
            )
        return Product(self, right)

    def __rmatmul__(self, other: object) -> Expression:
        return as_expression(other) @ self

    def __pow__(self, exponent: object) -> Expression:
        if isinstance(exponent, Expression):
            return _symbolic_power(self, exponent)
        if isinstance(exponent, bool) or not isinstance(exponent, Rational):
            raise InvalidArgument(
                f"the exponent of {describe(self)} is {exponent!r}; expected an integer or a Fraction, "
                "because symbolic code is exact"
            )
        if self.rows != self.cols:
            raise ShapeMismatch(f"cannot raise {describe(self)} to a power: it is not square")
        return Power(self, Fraction(exponent))

    def __rpow__(self, base: object) -> Expression:
        if isinstance(base, float):
            raise UnsupportedExpression(
                f"cannot raise {base!r} to the power {self!r}: floats are not exact, and Python makes one of a "
                f"Fraction before a power; write (1 / as_expression(2)) ** {self!r} for 1/2"
            )
        return as_expression(base) ** self

    def __getitem__(self, key: object) -> Expression:
        return _READERS["entry"](self, key)

    def __bool__(self) -> bool:
        raise UnsupportedExpression(
            "an expression has no truth value; use equal(left, right) to decide equality for every dimension"
        )

    if TYPE_CHECKING:
        # Forms of an expression are the algebra's; `lsa_theory.forms`, which sees both, puts them here.
        def compact(self, *, definitions: Mapping[Symbol, Expression] | None = None) -> Expression:
            """Return the shortest equal form that a search finds."""

        def expand(self) -> Expression:
            """Return the normal form as a sum over words, everything multiplied out."""

        def factor(self) -> Expression:
            """Return a product where the search finds one, else the shortest sum."""

        def collect(self, letter: Symbol) -> Expression:
            """Return a sum over the powers of a scalar letter."""

        def orders(self, small: Expression) -> Expression:
            """Return a sum over the powers of 1/N, given as ``1 / N``, the largest first."""

        def in_terms_of(self, letters: Mapping[Symbol, Expression] | Expression) -> Expression:
            """Return the shortest form in which letters occur: ``{Gamma: (1 + 1/N) * Lambda}``, or the value alone."""

    def __repr__(self) -> str:
        return _WRITERS["text"](self)

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {_WRITERS['latex'](self)}$"


# Printers know every kind, and no kind knows a printer; each joins here when it is defined.
_WRITERS: dict[str, Callable[[Expression], str]] = {}
_Writer = TypeVar("_Writer", bound=Callable[..., str])


def writes(face: str) -> Callable[[_Writer], _Writer]:
    """Return a decorator that makes a function the printer of expressions as "text" or "latex"."""

    def join(writer: _Writer) -> _Writer:
        _WRITERS[face] = writer
        return writer

    return join


# How an entry is written, and how an array of numbers is read, is defined where their parts are.
_READERS: dict[str, Callable[[Any, object], Expression]] = {}
_Reader = TypeVar("_Reader", bound=Callable[..., Expression])


def reads(what: str) -> Callable[[_Reader], _Reader]:
    """Return a decorator that makes a function the reader of an "entry" of expressions, or of an "array"."""

    def join(reader: _Reader) -> _Reader:
        _READERS[what] = reader
        return reader

    return join


_Kind = TypeVar("_Kind", bound=Expression)


def checked(node: _Kind) -> _Kind:
    """Return the node if it is of a kind that the algebra and the witnesses know.

    Raises
    ------
    UnsupportedExpression
        If it is of another class, a subclass of a kind included.
    """
    if not type(node).is_kind:
        raise UnsupportedExpression(
            f"{type(node).__name__} is no kind of expression that the algebra and its witnesses know; build it from "
            "the functions of lsa_theory (a new kind is added to lsa_theory/expressions/nodes.py and to every "
            "table that mypy then lists)"
        )
    return node


class ShapedLike(Expression):
    """An expression of the shape of one of its parts."""

    __slots__ = ()

    shaped_like: ClassVar[str] = "child"

    @property
    def rows(self) -> Dimension:  # type: ignore[override]
        """The rows of the part."""
        part: Expression = getattr(self, self.shaped_like)
        return part.rows

    @property
    def cols(self) -> Dimension:  # type: ignore[override]
        """The columns of the part."""
        part: Expression = getattr(self, self.shaped_like)
        return part.cols


@dataclass(frozen=True, repr=False)
class Number(Expression, kind=True):
    """An exact rational number."""

    value: Fraction
    rows: Dimension = 1
    cols: Dimension = 1


@dataclass(frozen=True, repr=False)
class Symbol(Expression, kind=True):
    """A named constant.

    `structure` is one of "real", "positive", "dimension" (scalars), "general", "symmetric",
    "positive definite" (matrices; a vector is a general d x 1 matrix). Symbols with the same non-empty
    `family` are symmetric and commute with one another.

    Examples
    --------
    >>> from lsa_theory import dimension, positive_definite
    >>> Lambda = positive_definite("Lambda", dimension("d"))
    >>> Lambda.name, Lambda.structure
    ('Lambda', 'positive definite')
    """

    name: str
    rows: Dimension = 1
    cols: Dimension = 1
    structure: str = "real"
    family: str = ""

    @property
    def is_symmetric(self) -> bool:
        """Whether the symbol equals its transpose by declaration."""
        return self.is_scalar or self.structure in ("symmetric", "positive definite")


@dataclass(frozen=True, repr=False)
class Identity(Expression, kind=True):
    """The identity matrix of a dimension."""

    rows: Dimension

    @property
    def cols(self) -> Dimension:  # type: ignore[override]
        """As many columns as rows."""
        return self.rows


@dataclass(frozen=True, repr=False)
class Zero(Expression, kind=True):
    """The zero matrix of a shape."""

    rows: Dimension
    cols: Dimension


@dataclass(frozen=True, repr=False)
class Sum(Expression, kind=True):
    """A sum of expressions of one shape."""

    terms: tuple[Expression, ...]

    @property
    def children(self) -> tuple[Expression, ...]:
        return self.terms

    @property
    def rows(self) -> Dimension:  # type: ignore[override]
        return self.terms[0].rows

    @property
    def cols(self) -> Dimension:  # type: ignore[override]
        return self.terms[0].cols


@dataclass(frozen=True, repr=False)
class Scale(ShapedLike, kind=True):
    """A scalar expression times an expression of any shape."""

    parts: ClassVar[tuple[str, ...]] = ("scalar", "child")

    scalar: Expression
    child: Expression


@dataclass(frozen=True, repr=False)
class Product(Expression, kind=True):
    """The matrix product of two expressions."""

    parts: ClassVar[tuple[str, ...]] = ("left", "right")

    left: Expression
    right: Expression

    @property
    def rows(self) -> Dimension:  # type: ignore[override]
        return self.left.rows

    @property
    def cols(self) -> Dimension:  # type: ignore[override]
        return self.right.cols


@dataclass(frozen=True, repr=False)
class Transpose(Expression, kind=True):
    """The transpose of an expression."""

    parts: ClassVar[tuple[str, ...]] = ("child",)

    child: Expression

    @property
    def rows(self) -> Dimension:  # type: ignore[override]
        return self.child.cols

    @property
    def cols(self) -> Dimension:  # type: ignore[override]
        return self.child.rows


@dataclass(frozen=True, repr=False)
class Trace(Expression, kind=True):
    """The trace of a square expression."""

    parts: ClassVar[tuple[str, ...]] = ("child",)

    child: Expression
    rows: Dimension = 1
    cols: Dimension = 1


@dataclass(frozen=True, repr=False)
class Power(ShapedLike, kind=True):
    """A rational power: of a scalar, or of a square matrix (fractional only if positive definite)."""

    parts: ClassVar[tuple[str, ...]] = ("child",)

    child: Expression
    exponent: Fraction


@dataclass(frozen=True, repr=False)
class SymbolicPower(Expression, kind=True):
    """A scalar to a power that is made of dimensions, such as d - 1 or N / 2."""

    parts: ClassVar[tuple[str, ...]] = ("child", "exponent")

    child: Expression
    exponent: Expression
    rows: Dimension = 1
    cols: Dimension = 1


def _symbolic_power(base: Expression, exponent: Expression) -> Expression:
    if not base.is_scalar:
        raise ShapeMismatch(
            f"cannot raise {describe(base)} to the power {exponent!r}: only a scalar has such a power"
        )
    other = [n for n in walk(exponent) if not _counts(n)]
    if other or not exponent.is_scalar:
        raise InvalidArgument(
            f"the exponent {exponent!r} of {describe(base)} holds {(other or [exponent])[0]!r}; expected a polynomial "
            "in dimensions, such as d - 1 or N / 2, or a number; write exp(s * log(base)) for any other"
        )
    return SymbolicPower(base, exponent)


def _counts(node: Expression) -> bool:
    """Whether a node may stand in an exponent: dimensions, numbers, and one over a number, as N / 2 is written."""
    if isinstance(node, Power):
        return isinstance(node.child, Number) and node.exponent.denominator == 1 and bool(node.child.value)
    known = isinstance(node, Number | Symbol | Sum | Scale | Product) or type(node).is_a_place
    return known and getattr(node, "structure", "dimension") == "dimension"


def as_expression(value: object) -> Expression:
    """Return `value` itself, or the `Number` for an exact rational; refuse floats, which are not exact."""
    if isinstance(value, Expression):
        return checked(value)
    if isinstance(value, Rational) and not isinstance(value, bool):
        return Number(Fraction(value))
    if hasattr(value, "as_expression"):
        converted: Expression = value.as_expression()
        return converted
    instead = getattr(value, "instead_of_an_expression", "")
    if isinstance(instead, str) and instead:
        raise UnsupportedExpression(f"{value!r} ({type(value).__name__}) is no expression; {instead}")
    if hasattr(value, "tolist") and hasattr(value, "shape"):
        return _READERS["array"](value, None)
    sympy = type(value).__module__.partition(".")[0] == "sympy"
    hint = "; read it with from_sympy(...), which takes the declarations of its names" if sympy else ""
    raise UnsupportedExpression(
        f"cannot use {value!r} of type {type(value).__name__} in an expression; expected an expression, an "
        f"int or a fractions.Fraction (floats are not exact: write Fraction(1, 10) for 0.1){hint}"
    )


def describe(expression: Expression) -> str:
    """Return the expression with its shape, shortened, for an error message."""
    text = repr(expression)
    if len(text) > 60:
        text = f"{text[:57]}..."
    return f"{text} ({expression.rows!s} x {expression.cols!s})"


def is_named(node: Expression) -> bool:
    """Whether a definition gave the expression a name, by which it is printed."""
    # Marks lie in the dictionary of the node; asking for one that is not there would look for a hint.
    return "_defined_as" in node.__dict__


def name_of(node: Expression) -> str | None:
    """Return the name that a definition gave an expression; None if it has none."""
    return node.__dict__.get("_defined_as")


def walk(expression: Expression) -> Iterator[Expression]:
    """Yield the expression and everything below it, parents first."""
    stack = [expression]
    while stack:
        node = stack.pop()
        if not type(node).is_kind:
            checked(node)
        yield node
        if children := node.children:
            stack.extend(children[::-1])


def _terms(expression: Expression) -> tuple[Expression, ...]:
    # A sum that was given a name stays one term: it is printed by the name; so does one that holds under conditions.
    if (
        not isinstance(expression, Sum)
        or "_defined_as" in expression.__dict__
        or "_needed" in expression.__dict__
    ):
        return (expression,)
    return expression.terms
