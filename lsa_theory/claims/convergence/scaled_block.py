"""The proof for a layer whose output depends on the product of a scalar and a matrix.

The potential is V(U, u) = sum of c_k u^2 tr(L_k U R_k U') - u tr(T U'), with c_k > 0 and L_k, R_k, T functions of one
matrix, or of one commuting family: linear attention after its vanishing blocks are left out. The balance
Q = u^2 - |U|_F^2 is conserved, and uU = B solves sum of 2 c_k L_k B R_k = T.

Averages over diagonal matrices leave elementwise terms besides: c u^2 tr((W o U) U') with no entry of W below 0. Then
everything else has to be diagonal by its form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from lsa_theory.claims.convergence.bound import Bound
from lsa_theory.claims.convergence.descent import Descent
from lsa_theory.claims.convergence.elimination import Vanishes
from lsa_theory.claims.convergence.kept import Barrier, Cone, Escape, Kept
from lsa_theory.claims.named_inequalities import Sign, Submultiplicative
from lsa_theory.claims.questions.at_least import Step
from lsa_theory.expressions.declare import identity, inverse, norm_squared, trace
from lsa_theory.expressions.entrywise.elementwise import hadamard
from lsa_theory.expressions.expression import Expression, Symbol, as_expression

Term = tuple[object, Expression, Expression]
HALF = Fraction(1, 2)


@dataclass(frozen=True)
class ScaledBlock:
    """The pieces of the proof.

    Parameters
    ----------
    block, scale : Symbols that move
        U, a square matrix, and u, a scalar.
    quadratic : triples (c, L, R)
        The terms of the potential that are quadratic in u U; L and R positive definite by their form. At least one.
    target : expression
        T, positive definite by its form.
    product : expression
        B.
    scale_limit, block_limit : expressions
        What u and U tend to, the first positive by its form; their product is B.
    entrywise : pairs (c, W), optional
        Elementwise terms c u^2 tr((W o U) U') of the potential.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from lsa_theory import ScaledBlock, dimension, inverse, matrix, positive_definite, scalar, trace
    >>> d, u = dimension("d"), scalar("u")
    >>> U, Lambda = matrix("U", d), positive_definite("Lambda", d)
    >>> size = trace(Lambda**-2)
    >>> lemma = ScaledBlock(
    ...     U, u, [(Fraction(1, 2), Lambda @ Lambda, Lambda)], target=Lambda @ Lambda, product=inverse(Lambda),
    ...     scale_limit=size ** Fraction(1, 4), block_limit=size ** Fraction(-1, 4) * inverse(Lambda),
    ... )
    >>> lemma.balance
    u**2 - tr(U @ U.T)
    """

    block: Symbol
    scale: Symbol
    quadratic: Sequence[Term]
    target: Expression
    product: Expression
    scale_limit: Expression
    block_limit: Expression
    entrywise: Sequence[tuple[object, Expression]] = ()

    @property
    def balance(self) -> Expression:
        """Q = u^2 - |U|_F^2."""
        return self.scale**2 - norm_squared(self.block)

    @property
    def potential(self) -> Expression:
        """V."""
        total = -self.scale * trace(self.target @ self.block.T)
        for c, left, right in self.quadratic:
            total = total + as_expression(c) * self.scale**2 * self._form(left, right)
        for c, weights in self.entrywise:
            total = total + as_expression(c) * self.scale**2 * self._weighed(weights)
        return total

    def _form(self, left: Expression, right: Expression) -> Expression:
        return trace(left @ self.block @ right @ self.block.T)

    def _weighed(self, weights: Expression) -> Expression:
        return trace(hadamard(weights, self.block) @ self.block.T)

    def bound(self) -> Bound:
        """u^2 + |U|^2 is bounded where V and Q are: its square is Q^2 + 4 |uU|^2, and V grows like |uU|^2.

        With k = tr(L^-1) tr(R^-1) of the first term, |uU|^2 <= k u^2 tr(L U R U'); the linear part is half of a square.
        """
        (c, left, right), *others = self.quadratic
        first, second = trace(inverse(left)), trace(inverse(right))
        ratio = first * second / as_expression(c)
        root_left, root_right = left**HALF, right**HALF
        size = 4 * ratio**2 * norm_squared(self.target)
        square = self.scale**2
        rest = size + self.balance**2 - 8 * ratio * self.scale * trace(self.target @ self.block.T)
        slope = 8 * ratio
        dropped = [(slope * as_expression(o) * square, Sign(self._form(a, b))) for o, a, b in others]
        dropped += [(slope * as_expression(o) * square, Sign(self._weighed(w))) for o, w in self.entrywise]
        narrowed = Submultiplicative(left**-HALF, root_left @ self.block @ root_right)
        freed = Submultiplicative(self.block @ root_right, right**-HALF)
        completed = norm_squared(self.scale * self.block - ratio * self.target)
        return Bound(
            slope,
            lambda q: q**2 + size,
            [
                Step(
                    8 * second * square * norm_squared(self.block @ root_right) + rest,
                    *dropped,
                    (8 * second * square, narrowed),
                ),
                Step(8 * square * norm_squared(self.block) + rest, (8 * square, freed)),
                Step(4 * square * norm_squared(self.block) + self.balance**2, (4, Sign(completed))),
            ],
            power=2,
        )

    def escape(self) -> Escape:
        """From a balanced, semi-definite start: tr U cannot tend to 0.

        With S the sum of 2 c_k R_k L_k, and of 2 c W on its diagonal,
        d tr U/dt = u tr T - u^2 tr(S U) >= u (tr T - u (|S|^2 + |U|^2) / 2).
        """
        sums = [2 * as_expression(c) * (right @ left) for c, left, right in self.quadratic]
        on_diagonal = identity(self.block.rows)
        sums += [2 * as_expression(c) * hadamard(on_diagonal, weights) for c, weights in self.entrywise]
        total = sums[0]
        for term in sums[1:]:
            total = total + term
        near = trace(self.target) - self.scale * (norm_squared(total) + norm_squared(self.block)) / 2
        decay = [(2 * as_expression(c) * self.scale**2, a, b) for c, a, b in self.quadratic]
        entrywise = [(2 * as_expression(c) * self.scale**2, weights) for c, weights in self.entrywise]
        return Escape(
            self.scale,
            identity(self.block.rows),
            Cone(self.block, decay, (self.scale, self.target), entrywise),
            growth=near,
            floor=trace(self.target),
            proof=[Step(self.scale * near, (self.scale**2 / 2, Sign(norm_squared(self.block - total))))],
        )

    def surplus(self) -> Barrier:
        """From a start with Q > 0: u^2 >= Q for ever."""
        return Barrier(
            self.scale,
            self.scale,
            lambda q: q,
            [Step(self.balance, (1, Sign(norm_squared(self.block))))],
        )

    def stationary(self, balance: Expression, rate: Expression) -> list[Vanishes]:
        """Where the flow rests with u > 0 and Q = balance: uU = B, then u, then U."""
        off = self.scale * self.block - self.product
        limit, square = self.scale_limit, norm_squared(self.product)
        apart = self.block - self.block_limit
        energy = [(2 * as_expression(c) * left, right) for c, left, right in self.quadratic]
        weights = [2 * as_expression(c) * w for c, w in self.entrywise]
        return [
            Vanishes(off, self.scale, [(-off, rate)], energy=energy, weights=weights),
            Vanishes(
                self.scale - limit,
                (self.scale + limit) * (self.scale**2 + square / limit**2),
                [(self.scale**2, self.balance - balance), (self.scale * self.block + self.product, off)],
                linear=True,
            ),
            Vanishes(
                apart,
                self.scale,
                [(apart, off), (-trace(apart.T @ self.block_limit), self.scale - limit)],
            ),
        ]

    def proof(self, balance: Expression, rate: Expression, kept: Kept) -> Descent:
        """Return the whole proof for a start with Q = balance; `rate` is dU/dt as the flow has it."""
        return Descent(self.potential, self.bound(), self.stationary(balance, rate), [kept])
