"""What is positive along a flow, and at its limit too: kept by a barrier, or because the flow escapes from 0."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lsa_theory.claims.convergence.bound import sum_of_squares
from lsa_theory.claims.convergence.setting import Flowing
from lsa_theory.claims.forms.by_entries import is_diagonal
from lsa_theory.claims.questions.at_least import AtLeast, Step
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.claims.signs import functions_of_one, is_definite
from lsa_theory.claims.strict import has_nonnegative_entries, is_nonnegative_given, is_positive
from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.declare import trace, zero
from lsa_theory.expressions.entrywise.elementwise import hadamard
from lsa_theory.expressions.expression import Expression, Symbol, as_expression
from lsa_theory.expressions.operators import at


class Kept(ABC):
    """Why a scalar that moves is positive for ever, and at the limit.

    The file's classes are theorems with premises: `identities` are checked by the witnesses of equalities, proofs of
    `inequalities` by theirs, and `missing` reads signs off forms.
    """

    quantity: Symbol

    @abstractmethod
    def inequalities(self, flowing: Flowing) -> Iterator[AtLeast]:
        """Yield the inequalities that have to be proved."""

    @abstractmethod
    def identities(self, flowing: Flowing) -> Iterator[Equal]:
        """Yield the equalities that have to hold."""

    @abstractmethod
    def missing(self, flowing: Flowing) -> str:
        """Return what is missing besides; empty if nothing is."""


@dataclass(frozen=True)
class Barrier(Kept):
    """factor * quantity >= lower(Q_1, ...) > 0 everywhere, so that the quantity never changes its sign.

    Parameters
    ----------
    quantity : scalar Symbol that moves
        Positive at the start by its form.
    factor : scalar expression
    lower : callable
        Takes the invariants; at their values at the start it is positive by its form.
    proof : Steps
        The chain from factor * quantity down to lower.

    Examples
    --------
    >>> from lsa_theory import Barrier, Sign, Step, dimension, matrix, norm_squared, scalar
    >>> u, U = scalar("u"), matrix("U", dimension("d"))
    >>> kept = Barrier(u, u, lambda q: q, [Step(u**2 - norm_squared(U), Sign(norm_squared(U)))])
    >>> kept.quantity
    u
    """

    quantity: Symbol
    factor: object
    lower: Callable[..., object]
    proof: Sequence[Step] = ()

    def inequalities(self, flowing: Flowing) -> Iterator[AtLeast]:
        """Yield the barrier."""
        smaller = as_expression(self.lower(*(q for q, _ in flowing.invariants)))
        yield AtLeast(
            as_expression(self.factor) * self.quantity, smaller, proof=self.proof or [Step(smaller)]
        )

    def identities(self, flowing: Flowing) -> Iterator[Equal]:
        """Yield nothing."""
        return iter(())

    def missing(self, flowing: Flowing) -> str:
        """Read the signs at the start."""
        if not is_positive(as_expression(self.lower(*(v for _, v in flowing.invariants)))):
            return f"the barrier of {self.quantity.name} does not show by its form that it is positive"
        return _starts_positive(self.quantity, flowing)


@dataclass(frozen=True)
class Growth(Kept):
    """The quantity's rate is the quantity times a factor that is positive where it vanishes.

    So it never changes its sign; and were its limit 0, it would grow from some time on.

    Parameters
    ----------
    quantity : scalar Symbol that moves
        Positive at the start by its form.
    factor : scalar expression
        The rate over the quantity.
    floor : scalar expression
        The factor where the quantity is 0, positive by its form.

    Examples
    --------
    >>> from lsa_theory import Growth, scalar
    >>> u, a = scalar("u"), scalar("a", positive=True)
    >>> Growth(u, factor=a - u, floor=a)
    Growth(quantity=u, factor=a - u, floor=a)
    """

    quantity: Symbol
    factor: object
    floor: object

    def inequalities(self, flowing: Flowing) -> Iterator[AtLeast]:
        """Yield nothing."""
        return iter(())

    def identities(self, flowing: Flowing) -> Iterator[Equal]:
        """Yield the form of the rate, and the factor at 0."""
        rate = self.quantity * as_expression(self.factor)
        yield Equal(flowing.rates[self.quantity], rate, f"the rate of {self.quantity.name}", step=True)
        at_zero = at(self.factor, {self.quantity: zero(1)})
        yield Equal(at_zero, as_expression(self.floor), f"its factor at {self.quantity.name} = 0", step=True)

    def missing(self, flowing: Flowing) -> str:
        """Read the signs."""
        if not is_positive(as_expression(self.floor)):
            return f"the form of {self.floor!r} does not show that it is positive"
        return _starts_positive(self.quantity, flowing)


@dataclass(frozen=True)
class Cone:
    """Why tr(P block) stays non-negative for every P that is positive semi-definite and commutes.

    Along the flow d block/dt = - sum of w L block R + v T with L, R, T semi-definite functions of one matrix, or of
    one commuting family, w and v non-negative. In a common eigenbasis each diagonal entry x of the block
    has dx/dt = - (sum of w l r) x + v t, and starts non-negative because the block starts semi-definite. With a
    further term - sum of w W o block, no entry of W below 0, the same is true in the basis that everything is
    written in, if L, R, T and P are diagonal by their form.

    Parameters
    ----------
    block : Symbol that moves
    decay : triples (w, L, R)
    drive : pair (v, T)
    entrywise : pairs (w, W), optional

    Examples
    --------
    >>> from lsa_theory import Cone, dimension, identity, matrix, positive_definite, scalar
    >>> d, u = dimension("d"), scalar("u")
    >>> Lambda = positive_definite("Lambda", d)
    >>> Cone(matrix("U", d), decay=[(u**2, Lambda, identity(d))], drive=(u, Lambda)).drive
    (u, Lambda)
    """

    block: Symbol
    decay: Sequence[tuple[object, Expression, Expression]]
    drive: tuple[object, Expression]
    entrywise: Sequence[tuple[object, Expression]] = ()

    def identity(self, flowing: Flowing) -> Equal:
        """Return the form of the flow."""
        force, target = self.drive
        total = as_expression(force) * target
        for weight, left, right in self.decay:
            total = total - as_expression(weight) * (left @ self.block @ right)
        for weight, entries in self.entrywise:
            total = total - as_expression(weight) * hadamard(entries, self.block)
        return Equal(flowing.rates[self.block], total, f"the rate of {self.block.name}", step=True)

    def missing(self, flowing: Flowing, weight: Expression, positive: Symbol) -> str:
        """Read the signs, and that everything commutes."""
        matrices = [weight, self.drive[1], *(m for _, left, right in self.decay for m in (left, right))]
        if not functions_of_one(matrices):
            return "the matrices of the cone are not functions of one matrix or of one commuting family"
        if not all(is_definite(m) for m in matrices):
            return "the form of the cone's matrices does not show that they are semi-definite"
        if self.entrywise and not all(map(is_diagonal, matrices)):
            return (
                "beside weights of entries the form of the cone's matrices has to show that they are diagonal"
            )
        if not all(has_nonnegative_entries(entries) for _, entries in self.entrywise):
            return "the form of a weight of entries does not show that none is below 0"
        scalars = [self.drive[0], *(w for w, _, _ in self.decay), *(w for w, _ in self.entrywise)]
        if not all(is_nonnegative_given(as_expression(s), [positive]) for s in scalars):
            return "the form of the cone's factors does not show that they are non-negative"
        if not is_definite(flowing.start[self.block]):
            return f"the form of {self.block.name} at the start does not show that it is semi-definite"
        return ""


@dataclass(frozen=True)
class Escape(Kept):
    """The flow cannot end at 0: there m = tr(weight block) vanishes, but it stays >= 0 and grows near 0.

    On the surface of an invariant that is 0, the quantity squared is the sum of the squares of all else that
    moves: where it vanishes everything does. 0 is stationary, so it is not reached in finite time. Were it the
    limit, then from some time on dm/dt >= quantity * growth > 0, and m would tend to 0 from below; but m >= 0.

    Parameters
    ----------
    quantity : scalar Symbol that moves
    weight : expression
        Semi-definite and commuting as the cone asks.
    cone : Cone
    growth : scalar expression
        dm/dt >= quantity * growth.
    floor : scalar expression
        The growth at 0, positive by its form.
    proof : Steps
        The chain from dm/dt down to quantity * growth.
    invariant : int
        Which of the invariants is quantity^2 minus the rest, and 0 at the start.

    Examples
    --------
    >>> from lsa_theory import Cone, Escape, dimension, identity, matrix, positive_definite, scalar, trace
    >>> d, u = dimension("d"), scalar("u")
    >>> Lambda = positive_definite("Lambda", d)
    >>> cone = Cone(matrix("U", d), decay=[(u**2, Lambda, identity(d))], drive=(u, Lambda))
    >>> Escape(u, identity(d), cone, growth=trace(Lambda) - u, floor=trace(Lambda)).measure
    tr(I @ U)
    """

    quantity: Symbol
    weight: Expression
    cone: Cone
    growth: object
    floor: object
    proof: Sequence[Step] = ()
    invariant: int = 0

    @property
    def measure(self) -> Expression:
        """M = tr(weight block)."""
        return trace(self.weight @ self.cone.block)

    def inequalities(self, flowing: Flowing) -> Iterator[AtLeast]:
        """Yield the growth near 0."""
        smaller = self.quantity * as_expression(self.growth)
        yield AtLeast(flowing.flow.rate(self.measure), smaller, proof=self.proof or [Step(smaller)])

    def identities(self, flowing: Flowing) -> Iterator[Equal]:
        """Yield what holds at 0, the surface, and the form of the flow."""
        origin = {symbol: zero(*symbol.shape) for symbol in flowing.rates}
        for symbol, rate in flowing.rates.items():
            yield Equal(at(rate, origin), zero(*symbol.shape), f"0 is stationary in {symbol.name}", step=True)
        if not 0 <= self.invariant < len(flowing.invariants):
            raise InvalidArgument(
                f"that {self.quantity.name} escapes from 0 is shown with invariant number {self.invariant + 1} of the "
                f"limit, which lists {len(flowing.invariants)}; give invariants=[(quantity, value at the start)]"
            )
        quantity, value = flowing.invariants[self.invariant]
        others = [symbol for symbol in flowing.rates if symbol != self.quantity]
        surface = self.quantity**2 - sum_of_squares(others)
        yield Equal(quantity, surface, "the surface of the start", step=True)
        yield Equal(value, zero(1), "the value of the invariant", step=True)
        yield Equal(at(self.growth, origin), as_expression(self.floor), "the growth at 0", step=True)
        yield self.cone.identity(flowing)

    def missing(self, flowing: Flowing) -> str:
        """Read the signs."""
        if not is_positive(as_expression(self.floor)):
            return f"the form of the growth at 0, {self.floor!r}, does not show that it is positive"
        return _starts_positive(self.quantity, flowing) or self.cone.missing(
            flowing, self.weight, self.quantity
        )


def _starts_positive(quantity: Symbol, flowing: Flowing) -> str:
    if quantity not in flowing.rates or not quantity.is_scalar:
        return f"{quantity.name} is no scalar that moves"
    if not is_positive(flowing.start[quantity]):
        return f"the form of {quantity.name} at the start does not show that it is positive"
    return ""
