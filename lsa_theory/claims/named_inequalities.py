"""Inequalities with a name: each gives a gap, an expression that is non-negative, and checks its own premises.

A proof adds gaps with non-negative multipliers. What is proved here once, by the classical argument in the
docstring, is tested apart from any proof: `tests/verification/test_named.py` looks for violations of every gap.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import ClassVar

from lsa_theory.claims.signs import is_definite, is_nonnegative, is_symmetric
from lsa_theory.expressions.declare import norm_squared, square_root, trace
from lsa_theory.expressions.expression import Expression, Symbol, as_expression, describe
from lsa_theory.expressions.functions import operator_norm


class Reason(ABC):
    """Why something is non-negative."""

    name: ClassVar[str]

    def __post_init__(self) -> None:
        # Exact numbers are welcome wherever expressions are.
        for part in fields(self):  # type: ignore[arg-type]
            if part.name in ("expression", "a", "b", "p", "q"):
                object.__setattr__(self, part.name, as_expression(getattr(self, part.name)))

    @abstractmethod
    def gap(self) -> Expression:
        """Return the expression that is non-negative."""

    @abstractmethod
    def missing(self) -> str:
        """Return what is missing for this reason to hold, in words; empty if nothing is."""

    @property
    def assumed(self) -> bool:
        """Whether it is a hypothesis of the statement rather than a fact."""
        return False

    def premises(self) -> Iterator[tuple[Expression, Expression]]:
        """Yield the pairs that have to be equal for this reason to hold; most have none."""
        yield from ()


@dataclass(frozen=True)
class Sign(Reason):
    """An expression whose structure shows that it is non-negative: a square, tr(P Q) with P, Q definite.

    Examples
    --------
    >>> from lsa_theory import Sign, dimension, matrix, norm_squared, trace
    >>> A = matrix("A", dimension("d"))
    >>> Sign(norm_squared(A - A.T)).missing()
    ''
    >>> Sign(trace(A)).missing()
    'the form of tr(A) (1 x 1) does not show that it is non-negative'
    """

    expression: Expression
    name: ClassVar[str] = "non-negative by its form"

    def gap(self) -> Expression:
        """Return the expression itself."""
        return self.expression

    def missing(self) -> str:
        """Read the sign."""
        known = is_nonnegative(self.expression)
        return (
            "" if known else f"the form of {describe(self.expression)} does not show that it is non-negative"
        )


@dataclass(frozen=True)
class Given(Reason):
    """A hypothesis of the statement: an expression that is assumed non-negative.

    Examples
    --------
    >>> from lsa_theory import Given, Inequality, Step, dimension, judge, matrix, trace
    >>> A = matrix("A", dimension("d"))
    >>> assumed = [trace(A) - 1]
    >>> claim = Inequality(2 * trace(A), 2, given=assumed, proof=[Step(2, (2, Given(assumed[0])))])
    >>> judge(claim).verdict.value
    'confirmed'
    """

    expression: Expression
    name: ClassVar[str] = "by hypothesis"

    def gap(self) -> Expression:
        """Return the expression itself."""
        return self.expression

    def missing(self) -> str:
        """Nothing here; the proof checks that it is among the hypotheses."""
        return ""

    @property
    def assumed(self) -> bool:
        """Always."""
        return True


@dataclass(frozen=True)
class CauchySchwarz(Reason):
    """|A|_F |B|_F >= tr(A'B): the inner product of matrices.

    Examples
    --------
    >>> from lsa_theory import CauchySchwarz, dimension, matrix
    >>> d = dimension("d")
    >>> A, B = matrix("A", d), matrix("B", d)
    >>> CauchySchwarz(A, B).gap()
    tr(A @ A.T)**(1/2) * tr(B @ B.T)**(1/2) - tr(A.T @ B)
    """

    a: Expression
    b: Expression
    name: ClassVar[str] = "Cauchy-Schwarz"

    def gap(self) -> Expression:
        """Return |A|_F |B|_F - tr(A'B)."""
        return square_root(norm_squared(self.a)) * square_root(norm_squared(self.b)) - trace(
            self.a.T @ self.b
        )

    def missing(self) -> str:
        """Nothing: it holds for all matrices of one shape."""
        return ""


@dataclass(frozen=True)
class Submultiplicative(Reason):
    """|A|_F^2 |B|_F^2 >= |A B|_F^2: Cauchy-Schwarz for each entry of A B.

    Examples
    --------
    >>> from lsa_theory import Submultiplicative, dimension, matrix
    >>> d = dimension("d")
    >>> A, B = matrix("A", d), matrix("B", d)
    >>> Submultiplicative(A, B).gap()
    tr(A @ A.T) * tr(B @ B.T) - tr(A @ B @ (A @ B).T)
    """

    a: Expression
    b: Expression
    name: ClassVar[str] = "the Frobenius norm is submultiplicative"

    def gap(self) -> Expression:
        """Return |A|_F^2 |B|_F^2 - |A B|_F^2."""
        return norm_squared(self.a) * norm_squared(self.b) - norm_squared(self.a @ self.b)

    def missing(self) -> str:
        """Nothing: it holds for all matrices that can be multiplied."""
        return ""


@dataclass(frozen=True)
class NormOfTrace(Reason):
    """|A|_op tr(P) >= tr(A P) for P positive semi-definite: sum of p_i e_i'A e_i over eigenvectors of P.

    Examples
    --------
    >>> from lsa_theory import NormOfTrace, dimension, matrix, positive_definite
    >>> d = dimension("d")
    >>> A, P = matrix("A", d), positive_definite("P", d)
    >>> NormOfTrace(A, P).gap()
    |A|_op * tr(P) - tr(A @ P)
    >>> NormOfTrace(P, A).missing()
    'the form of A (d x d) does not show that it is definite'
    """

    a: Expression
    p: Expression
    name: ClassVar[str] = "operator norm"

    def gap(self) -> Expression:
        """Return |A|_op tr(P) - tr(A P)."""
        return operator_norm(self.a) * trace(self.p) - trace(self.a @ self.p)

    def missing(self) -> str:
        """Check that P is positive semi-definite."""
        return (
            "" if is_definite(self.p) else f"the form of {describe(self.p)} does not show that it is definite"
        )


@dataclass(frozen=True)
class FrobeniusOfTrace(Reason):
    """|A|_F tr(P) >= tr(A P) for P positive semi-definite: the operator norm is at most the Frobenius norm.

    Examples
    --------
    >>> from lsa_theory import FrobeniusOfTrace, dimension, matrix, positive_definite
    >>> d = dimension("d")
    >>> A, P = matrix("A", d), positive_definite("P", d)
    >>> FrobeniusOfTrace(A, P).gap()
    tr(A @ A.T)**(1/2) * tr(P) - tr(A @ P)
    >>> FrobeniusOfTrace(P, A).missing()
    'the form of A (d x d) does not show that it is definite'
    """

    a: Expression
    p: Expression
    name: ClassVar[str] = "Frobenius norm"

    def gap(self) -> Expression:
        """Return |A|_F tr(P) - tr(A P)."""
        return square_root(norm_squared(self.a)) * trace(self.p) - trace(self.a @ self.p)

    def missing(self) -> str:
        """Check that P is positive semi-definite."""
        return (
            "" if is_definite(self.p) else f"the form of {describe(self.p)} does not show that it is definite"
        )


@dataclass(frozen=True)
class NormOfSquare(Reason):
    """|A|_op^2 |B|_F^2 >= |A B|_F^2: column by column of B.

    Examples
    --------
    >>> from lsa_theory import NormOfSquare, dimension, matrix
    >>> d = dimension("d")
    >>> A, B = matrix("A", d), matrix("B", d)
    >>> NormOfSquare(A, B).gap()
    |A|_op**2 * tr(B @ B.T) - tr(A @ B @ (A @ B).T)
    """

    a: Expression
    b: Expression
    name: ClassVar[str] = "operator norm of a product"

    def gap(self) -> Expression:
        """Return |A|_op^2 |B|_F^2 - |A B|_F^2."""
        return operator_norm(self.a) ** 2 * norm_squared(self.b) - norm_squared(self.a @ self.b)

    def missing(self) -> str:
        """Nothing: it holds for all matrices that can be multiplied."""
        return ""


@dataclass(frozen=True)
class Frobenius(Reason):
    """sqrt(rows) |A|_op >= |A|_F for a square matrix: it has that many singular values.

    Examples
    --------
    >>> from lsa_theory import Frobenius, dimension, matrix
    >>> d = dimension("d")
    >>> A = matrix("A", d)
    >>> Frobenius(A).gap()
    d**(1/2) * |A|_op - tr(A @ A.T)**(1/2)
    """

    a: Expression
    name: ClassVar[str] = "Frobenius norm against operator norm"

    def gap(self) -> Expression:
        """Return sqrt(rows) |A|_op - |A|_F."""
        size = as_expression(self.a.rows)
        return square_root(size) * operator_norm(self.a) - square_root(norm_squared(self.a))

    def missing(self) -> str:
        """Nothing."""
        return ""


@dataclass(frozen=True)
class NormOfPower(Reason):
    """|P|_op^k >= |P^k|_op for a square matrix; an equality when P is symmetric.

    Examples
    --------
    >>> from lsa_theory import NormOfPower, dimension, matrix
    >>> NormOfPower(matrix("A", dimension("d")), 3).gap()
    |A|_op**3 - |A**3|_op
    """

    p: Expression
    k: int
    name: ClassVar[str] = "the operator norm is submultiplicative"

    def gap(self) -> Expression:
        """Return |P|_op^k - |P^k|_op."""
        return operator_norm(self.p) ** self.k - operator_norm(self.p**self.k)

    def missing(self) -> str:
        """Check the exponent."""
        return "" if self.k >= 1 else f"the exponent {self.k} is not positive"


@dataclass(frozen=True)
class TraceOfRoot(Reason):
    """sqrt(rows) |A|_F >= tr(A): Cauchy-Schwarz against the identity.

    Examples
    --------
    >>> from lsa_theory import TraceOfRoot, dimension, matrix
    >>> d = dimension("d")
    >>> A = matrix("A", d)
    >>> TraceOfRoot(A).gap()
    d**(1/2) * tr(A @ A.T)**(1/2) - tr(A)
    """

    a: Expression
    name: ClassVar[str] = "trace against Frobenius norm"

    def gap(self) -> Expression:
        """Return sqrt(rows) |A|_F - tr(A)."""
        size = as_expression(self.a.rows)
        return square_root(size) * square_root(norm_squared(self.a)) - trace(self.a)

    def missing(self) -> str:
        """Nothing."""
        return ""


@dataclass(frozen=True)
class AtLeastOne(Reason):
    """n^p >= 1 for a dimension n and p > 0.

    Examples
    --------
    >>> from lsa_theory import AtLeastOne, dimension, scalar
    >>> AtLeastOne(dimension("d")).gap(), AtLeastOne(scalar("s")).missing()
    (d**1 - 1, 's is no dimension')
    """

    size: Symbol
    exponent: Fraction = Fraction(1)
    name: ClassVar[str] = "a dimension is at least 1"

    def gap(self) -> Expression:
        """Return n^p - 1."""
        return self.size**self.exponent - 1

    def missing(self) -> str:
        """Check that it is a dimension and the exponent positive."""
        if self.size.structure != "dimension":
            return f"{self.size.name} is no dimension"
        return "" if self.exponent > 0 else f"the exponent {self.exponent} is not positive"


@dataclass(frozen=True)
class TraceOfProduct(Reason):
    """tr(P) tr(Q) >= tr(P Q) for P, Q positive semi-definite: no eigenvalue of P exceeds its trace.

    Examples
    --------
    >>> from lsa_theory import TraceOfProduct, dimension, positive_definite
    >>> d = dimension("d")
    >>> TraceOfProduct(positive_definite("P", d), positive_definite("Q", d)).gap()
    tr(P) * tr(Q) - tr(P @ Q)
    """

    p: Expression
    q: Expression
    name: ClassVar[str] = "the trace of a product"

    def gap(self) -> Expression:
        """Return tr(P) tr(Q) - tr(P Q)."""
        return trace(self.p) * trace(self.q) - trace(self.p @ self.q)

    def missing(self) -> str:
        """Check that both are positive semi-definite."""
        for factor in (self.p, self.q):
            if not (is_definite(factor) and is_symmetric(factor)):
                return f"the form of {describe(factor)} does not show that it is definite"
        return ""
