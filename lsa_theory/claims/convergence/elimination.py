"""What vanishes at a stationary point, step by step, until everything that moves is known."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lsa_theory.claims.questions.equal import Equal
from lsa_theory.claims.strict import (
    has_nonnegative_entries,
    has_positive_entries,
    is_positive,
    is_strictly_definite,
)
from lsa_theory.expressions.declare import norm_squared, trace
from lsa_theory.expressions.entrywise.elementwise import hadamard
from lsa_theory.expressions.expression import Expression, Number, Symbol, as_expression


@dataclass(frozen=True)
class Vanishes:
    """weight * size(quantity) = sum of multiplier * (something that is already known to vanish).

    The weight is positive where the flow can end, and size is positive unless the quantity is 0; so it is.

    Parameters
    ----------
    quantity : expression
        What is shown to be 0; matrices of any shape.
    weight : scalar expression
        Positive by its form, scalars that are kept positive allowed for.
    uses : pairs (multiplier, known)
        What is known: a time derivative of the flow, an invariant minus its value, or an earlier quantity. For
        matrices of one shape tr(multiplier' known) is taken.
    energy : pairs (L, R), optional
        Take size = sum of tr(L quantity R quantity') with L, R positive definite by their form.
    linear : bool
        Take the quantity itself as its size, for a scalar.
    power : int
        Take this power of the squared length as size.
    weights : matrices W, optional
        Add to the energy tr((W o quantity) quantity'), the sum of W_ij quantity_ij^2; no entry of W is below 0 by its
        form, and of one of them every entry is above 0 unless there is an energy besides.

    Examples
    --------
    >>> from lsa_theory import Vanishes, scalar
    >>> u, a = scalar("u"), scalar("a", positive=True)
    >>> Vanishes(u - a, 1, [(-1, a - u)], linear=True).identity("u is a").describe()
    '(u - a) = 0 - (a - u)'
    """

    quantity: object
    weight: object
    uses: Sequence[tuple[object, object]]
    energy: Sequence[tuple[Expression, Expression]] = ()
    linear: bool = False
    power: int = 1
    weights: Sequence[Expression] = ()

    def identity(self, part: str) -> Equal:
        """Return the equality that has to hold."""
        quantity = as_expression(self.quantity)
        total: Expression = Number(Fraction(0))
        for multiplier, known in self.uses:
            first, second = as_expression(multiplier), as_expression(known)
            total = total + (first * second if first.is_scalar else trace(first.T @ second))
        return Equal(as_expression(self.weight) * self._size(quantity), total, part, step=True)

    def _size(self, quantity: Expression) -> Expression:
        if self.linear:
            return quantity
        if self.energy or self.weights:
            terms = [trace(left @ quantity @ right @ quantity.T) for left, right in self.energy]
            terms += [trace(hadamard(weight, quantity) @ quantity.T) for weight in self.weights]
            total = terms[0]
            for term in terms[1:]:
                total = total + term
            return total
        square = quantity**2 if quantity.is_scalar else norm_squared(quantity)
        return square**self.power if self.power != 1 else square

    def missing(self, known: Sequence[Expression], positive: Collection[Symbol]) -> str:
        """Return what is missing besides the identity; empty if nothing is."""
        if not is_positive(as_expression(self.weight), positive):
            return f"the form of the weight {self.weight!r} does not show that it is positive"
        if self.linear and not as_expression(self.quantity).is_scalar:
            return "only a scalar can be its own size"
        if self.power < 1:
            return "the power must be at least 1"
        for _, used in self.uses:
            if as_expression(used) not in known:
                return f"{used!r} is not known to vanish"
        for pair in self.energy:
            if not all(is_strictly_definite(side) for side in pair):
                return "the form of an energy does not show that it is positive definite"
        if not all(map(has_nonnegative_entries, self.weights)):
            return "the form of a weight of entries does not show that none is below 0"
        if self.weights and not self.energy and not any(map(has_positive_entries, self.weights)):
            return "the form of the weights of entries does not show that every entry has a positive one"
        return ""
