"""What a target has to say: how each operation is written. A new target is one file with one such class."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import ClassVar

from lsa_theory.codegen.nodes import Node
from lsa_theory.expressions.expression import Symbol


class Target(ABC):
    """A language or library that functions are printed for.

    `helpers` maps the names of small functions to their sources; one is printed where its name is used.
    `prepares` says whether constants can be computed beforehand; `reserved` are names that the source uses; `ways`
    are the special operations that the planner may use for it.

    Examples
    --------
    >>> from lsa_theory.codegen.targets import target_named
    >>> from lsa_theory.testing import Target
    >>> numpy = target_named("numpy")
    >>> isinstance(numpy, Target), numpy.title
    (True, 'NumPy')
    """

    name: str
    title: str
    imports: tuple[str, ...] = ()
    helpers: ClassVar[Mapping[str, str]] = {}
    prepares: bool = False
    reserved: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    unsupported: frozenset[str] = frozenset()
    ways: frozenset[str] = frozenset()
    batched: bool = True

    @abstractmethod
    def expression(self, node: Node, args: list[str]) -> str:
        """Return the text of one operation on the texts of its arguments; each binds as tightly as a name."""

    @abstractmethod
    def size(self, name: str, axis: int) -> str:
        """Return the number of rows (axis 0) or columns (axis 1) of a matrix."""

    def transpose(self, name: str) -> str:
        """Return the transpose."""
        return f"{name}.T"

    def matmul(self, left: str, right: str) -> str:
        """Return the product of two matrices."""
        return f"{left} @ {right}"

    def matmul_by_constant(self, left: str, right: str) -> str:
        """Return the product of two matrices of which just one was prepared."""
        return self.matmul(left, right)

    def sandwich(self, left: str, middle: str, right: str) -> str | None:
        """Return the product of a matrix between two that were prepared, if there is a special way to it."""
        return None

    def lower_product(self, root: str, right: str) -> str:
        """Return the product of a lower triangular matrix and another."""
        return self.matmul(root, right)

    def upper_product(self, root: str, right: str) -> str:
        """Return the product of the transpose of a lower triangular matrix and another."""
        return self.matmul(self.transpose(root), right)

    def own(self, text: str, *, is_scalar: bool) -> str:
        """Return a value as a new one, where the caller could write into it and so into what it is a view of."""
        return text

    def returned(self, text: str, *, is_scalar: bool) -> str:
        """Return a value as the caller is given it."""
        return text

    def entries(self, matrix: str) -> str | None:
        """Return the entries of a matrix in one row, if sums of products of entries are written with these."""
        return None

    def copied(self, matrix: str) -> str:
        """Return a copy of a matrix, of floating-point numbers, that may be written over."""
        return f"1.0 * {matrix}"

    def scaled_over(self, weight: str, matrix: str) -> str | None:
        """Return a scalar times a matrix that nobody else needs, if there is a special way to it."""
        return None

    def plus_scaled(self, matrix: str, weight: str, other: str) -> str | None:
        """Return a matrix plus a scalar times one that nobody else needs, if there is a special way to it."""
        return None

    def scaled(self, weight: str, matrix: str) -> str:
        """Return a scalar expression times a matrix."""
        return f"_lift({weight}) * {matrix}"

    def lifted_once(self, scalar: str) -> str:
        """Return a scalar expression that stands beside a vector."""
        return f"_lift_once({scalar})"

    def number(self, value: int) -> str:
        """Return an integer that stands where a scalar of the target is needed."""
        return str(value)

    def power(self, base: str, exponent: Fraction) -> str:
        """Return a fractional power of a scalar."""
        if exponent.denominator & (exponent.denominator - 1) == 0:
            return f"{base}**{float(exponent)!r}"
        return f"{base}**({exponent.numerator} / {exponent.denominator})"

    def zeros(self, like: str) -> str:
        """Return the zero matrix of the shape of another."""
        return f"0 * {like}"

    def extra_imports(self, body: str) -> tuple[str, ...]:
        """Return the imports that a body needs besides."""
        return ()

    def chunks(self, name: str, fixed: Sequence[Symbol], free: Sequence[Symbol]) -> list[str]:
        """Return the lines that work through a long batch of what is free piece by piece."""
        return []

    @property
    def alone(self) -> Target | None:
        """How a call without leading axes is written, if that is worth a body of its own."""
        return None

    def is_alone(self, arguments: Sequence[Symbol]) -> list[str]:
        """Return the conditions that no argument has leading axes."""
        return []

    def is_small(self, matrix: str) -> list[str]:
        """Return the conditions that one matrix is too small for an inverse root to be worth its while."""
        return []

    def guard(self, conditions: Sequence[str]) -> list[str]:
        """Return the lines that open a block for which all conditions hold."""
        return []

    def taking(self, arguments: Sequence[Symbol]) -> list[str]:
        """Return the lines that make numbers of what a caller gave, or refuse it."""
        return []

    def checking(self, arguments: Sequence[Symbol]) -> list[str]:
        """Return the lines that refuse entries which an argument cannot have."""
        return []

    def opening(self, arguments: Sequence[Symbol]) -> list[str]:
        """Return the lines at the head of the body; a last line with a colon opens a block."""
        return []
