"""The claim that a point is a strict local minimum, as it stands or modulo a scaling that changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Unpack

from lsa_theory.claims.equality import About, Statement
from lsa_theory.claims.forms.smoothness import rough_part
from lsa_theory.claims.named_inequalities import Sign
from lsa_theory.claims.names import check_names
from lsa_theory.claims.questions.at_least import AtLeast, Step
from lsa_theory.claims.questions.attained import Attained
from lsa_theory.claims.questions.equal import Equal, as_stated
from lsa_theory.claims.strict import has_structure
from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.expressions.declare import identity, trace
from lsa_theory.expressions.definitions import where
from lsa_theory.expressions.expression import Expression, Number, Symbol, Zero, as_expression, describe
from lsa_theory.expressions.operators import at, gradient
from lsa_theory.expressions.traversal import free_symbols

_FACTOR = "\0t"


@dataclass(frozen=True, init=False, eq=False)
class LocalMinimum(Statement):
    r"""The claim that an objective has a strict local minimum at a point.

    The gradient vanishes there, and the second derivative along (V, c) is tr(Z' A Z B) with A and B positive definite.
    Modulo a scaling, the objective is constant along it, and Z vanishes along its direction and no other.

    Parameters
    ----------
    objective : scalar expression
    point : mapping from Symbol to expression
        Where, for each symbol that varies; with a scaling, the scalar that it moves may stay at any value: {u: u}.
    along : mapping from Symbol to Symbol
        The direction of each symbol that varies, of its shape, symmetric if it is.
    square_of : expression Z
        Of one symbol that varies, its direction. With a scaling, the direction of the other symbol plus a multiple of
        the direction of the scalar.
    weights : pair of expressions, optional
        A and B; identities if left out.
    scaling : mapping from Symbol to number, optional
        ``{U: 1, u: -1}`` for (U, u) -> (t U, u / t): of two symbols, of which one is a scalar.

    The remaining parameters are those of `Statement`.

    Raises
    ------
    InvalidArgument
        If directions or the scaling do not fit what varies, or the objective has jumps, kinks or roots of what may
        vanish.
    ShapeMismatch
        If the objective is no scalar, or a point or direction has another shape than its symbol.

    Examples
    --------
    >>> from lsa_theory import LocalMinimum, dimension, inverse, judge, positive_definite, scalar, trace, vector
    >>> d = dimension("d"); L = positive_definite("L", d); x, v = vector("x", d), vector("v", d); b = vector("b", d)
    >>> bowl = x.T @ L @ x / 2 - b.T @ x
    >>> lowest = LocalMinimum(bowl, {x: inverse(L) @ b}, along={x: v}, square_of=v, weights=(L, 1))
    >>> judge(lowest).verdict.value
    'confirmed'
    """

    objective: Expression
    point: Mapping[Symbol, Expression]
    along: Mapping[Symbol, Symbol]
    square: Attained
    scaling: Mapping[Symbol, Fraction]

    def __init__(
        self,
        objective: object,
        point: Mapping[Symbol, object],
        *,
        along: Mapping[Symbol, Symbol],
        square_of: object,
        weights: tuple[object, object] | None = None,
        scaling: Mapping[Symbol, int | Fraction] | None = None,
        **about: Unpack[About],
    ) -> None:
        body, inside = as_stated(objective), as_expression(square_of)
        if not body.is_scalar:
            raise ShapeMismatch(f"an objective is a scalar; {describe(body)} is not one")
        points = {symbol: as_expression(value) for symbol, value in point.items()}
        powers = {symbol: Fraction(value) for symbol, value in (scaling or {}).items()}
        odd = rough_part([body], [*points], None)
        if odd:
            raise InvalidArgument(
                f"the objective has {odd}; a minimum by the second derivative is one of what is smooth"
            )
        _check_points(points, along)
        _check_scaling(points, powers)
        pair = weights or (identity(inside.rows), identity(inside.cols))
        square = Attained(inside, as_expression(pair[0]), as_expression(pair[1]))
        for name, thing in (
            ("objective", body),
            ("point", points),
            ("along", dict(along)),
            ("square", square),
            ("scaling", powers),
        ):
            object.__setattr__(self, name, thing)
        check_names([*self.stated(), *points, *along.values()])
        Statement.__init__(self, **about)

    @property
    def questions(self) -> tuple[Equal | AtLeast | Attained, ...]:
        """That the gradient vanishes, the second derivative is a square, and where that vanishes alone."""
        slopes = [
            Equal(
                at(gradient(self.objective, s), self.point), Zero(s.rows, s.cols), f"the gradient in {s.name}"
            )
            for s in self.point
        ]
        twice = self._derivative(self._derivative(self.objective))
        bent = AtLeast(
            at(twice, self.point),
            Number(Fraction(0)),
            proof=(Step(Number(Fraction(0)), Sign(self.square.square)),),
        )
        return (*slopes, bent, self.square, *self._kernel())

    def _derivative(self, tree: Expression) -> Expression:
        terms = [trace(gradient(tree, s).T @ v) for s, v in self.along.items()]
        total = terms[0]
        for term in terms[1:]:
            total = total + term
        return total

    def _kernel(self) -> tuple[Equal, ...]:
        """Return why the square vanishes in no direction but those along the scaling."""
        inside = self.square.inside
        if not self.scaling:
            (direction,) = self.along.values()
            return (Equal(inside, direction, "the square is of the direction", step=True),)
        scalar = _moved_scalar(self.scaling)
        (other,) = (s for s in self.scaling if s != scalar)
        t = Symbol(_FACTOR, structure="positive")
        moved = {s: as_expression(t) ** power * s for s, power in self.scaling.items()}
        tangent = {self.along[s]: as_expression(power) * self.point[s] for s, power in self.scaling.items()}
        return (
            Equal(at(self.objective, moved), self.objective, "along the scaling"),
            Equal(
                at(at(inside, self.point), tangent),
                Zero(inside.rows, inside.cols),
                "the direction of the scaling",
                step=True,
            ),
            # Without the scalar's direction nothing is left for which the square vanishes.
            Equal(at(inside, {self.along[scalar]: 0}), self.along[other], "across the scaling", step=True),
        )

    def describe(self) -> str:
        """Return the statement as readable text."""
        there = ", ".join(f"{s.name} = {value!r}" for s, value in self.point.items())
        lines = [f"{self.objective!r} has a strict local minimum at {there}"]
        if self.scaling:
            names, images = (
                ", ".join(s.name for s in self.scaling),
                ", ".join(map(_scaled, self.scaling.items())),
            )
            lines.append(f"modulo the scaling ({names}) -> ({images})")
        lines.append(f"where the second derivative is the weighted square of {self.square.inside!r}")
        return "\n".join([*lines, *where(self.stated())])


def _scaled(item: tuple[Symbol, Fraction]) -> str:
    symbol, power = item
    return f"t {symbol.name}" if power == 1 else f"t**({power}) {symbol.name}"


def _moved_scalar(scaling: Mapping[Symbol, Fraction]) -> Symbol:
    return next(s for s in reversed(list(scaling)) if s.is_scalar)


def _check_points(points: Mapping[Symbol, Expression], along: Mapping[Symbol, Symbol]) -> None:
    if not points or set(points) != set(along):
        raise InvalidArgument("give point= and along= for the same symbols, those that vary")
    for symbol, value in points.items():
        direction = along[symbol]
        if value.shape != symbol.shape or direction.shape != symbol.shape:
            raise ShapeMismatch(
                f"{symbol.name}: the point is {describe(value)} and the direction {describe(direction)}; expected the "
                f"shape of {describe(symbol)}"
            )
        if value != symbol and free_symbols(value) & (set(points) - {s for s, v in points.items() if v == s}):
            raise InvalidArgument(f"the point {describe(value)} depends on what varies")
        if not has_structure(symbol, value):
            raise InvalidArgument(
                f"{symbol.name} is declared {symbol.structure}, and the form of {describe(value)} does not show that "
                "it is"
            )
        wanted = "symmetric" if symbol.is_symmetric and not symbol.is_scalar else None
        free = direction.structure in ("general", "real") if wanted is None else direction.structure == wanted
        if (
            not isinstance(direction, Symbol)
            or not free
            or direction in free_symbols(value)
            or direction in points
        ):
            raise InvalidArgument(
                f"the direction of {symbol.name} is a symbol of its own that may have any value"
                + (", declared symmetric" if wanted else "")
            )


def _check_scaling(points: Mapping[Symbol, Expression], scaling: Mapping[Symbol, Fraction]) -> None:
    if not scaling:
        if len(points) != 1:
            raise InvalidArgument("without a scaling one symbol varies; give scaling= for two")
        ((symbol, value),) = points.items()
        if value == symbol:
            raise InvalidArgument(f"give the value of {symbol.name} at the minimum")
        return
    if (
        set(scaling) != set(points)
        or len(points) != 2
        or not any(s.is_scalar for s in points)
        or 0 in scaling.values()
    ):
        raise InvalidArgument("a scaling moves two symbols, of which one is a scalar, by powers other than 0")
    scalar = _moved_scalar(scaling)
    if any(value == s for s, value in points.items() if s != scalar):
        raise InvalidArgument("only the scalar that the scaling moves may stay at any value")
