"""The claim of a conditional expectation, given random quantities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Unpack

from lsa_theory.claims.equality import About, Statement
from lsa_theory.claims.names import check_names
from lsa_theory.claims.questions.equal import Equal, as_stated
from lsa_theory.claims.questions.tested import Tested
from lsa_theory.claims.statements.jointly_gaussian import are_jointly_gaussian
from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.expressions.declare import E
from lsa_theory.expressions.definitions import where
from lsa_theory.expressions.expression import Expression, Zero, describe, walk
from lsa_theory.expressions.random import Column, RandomVector, SampleMatrix, law_parts, sources_of_law

Source = RandomVector | SampleMatrix


@dataclass(frozen=True, init=False, eq=False)
class ConditionalMean(Statement):
    """The claim that E[variable | given] = value.

    Where nothing else that is random stands in the laws of what is given, conditioning leaves the other laws as they
    are, and the claim is the equality of averages over them. Otherwise what is given tells about its own law: then the
    equality has to hold when both sides are multiplied by any function of what is given and averaged; of quantities
    that are Gaussian together, by what is given itself. One function for which it fails refutes the claim exactly; that
    it holds for those that were tried confirms nothing.

    Parameters
    ----------
    variable : expression
    given : random vectors and samples
        What is conditioned on.
    value : expression of the same shape
        Random in nothing but what is given.
    test : sequence of scalar expressions, optional
        Functions of what is given to multiply by, beside 1 and powers of bilinear forms in it.

    The remaining parameters are those of `Statement`.

    Raises
    ------
    InvalidArgument
        If the value is random in something else, or what is given is no random quantity.
    ShapeMismatch
        If the sides have different shapes.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, gaussian, identity, positive_definite
    >>> d = dimension("d"); L = positive_definite("L", d)
    >>> x = gaussian("x", covariance=L); w = gaussian("w", covariance=identity(d))
    >>> ConditionalMean((w.T @ x) ** 2, [x], x.T @ x).describe()
    'E[(w.T @ x)**2 | x] = x.T @ x'
    """

    variable: Expression
    conditioned: tuple[Source, ...]
    value: Expression
    test: tuple[Expression, ...]

    def __init__(
        self,
        variable: object,
        given: Sequence[Source],
        value: object,
        *,
        test: Sequence[Expression] = (),
        **about: Unpack[About],
    ) -> None:
        left, right = as_stated(variable), as_stated(value)
        if left.shape != right.shape:
            raise ShapeMismatch(
                f"{describe(left)} cannot have the conditional mean {describe(right)}: other shapes"
            )
        known = (given,) if isinstance(given, RandomVector | SampleMatrix) else tuple(given)
        if not known or not all(isinstance(g, RandomVector | SampleMatrix) for g in known):
            raise InvalidArgument(
                f"given={given!r}; give the random vectors and samples that are conditioned on"
            )
        for tree in (right, *test):
            strange = [n.name for n in _written(tree) if n not in known]
            if strange:
                raise InvalidArgument(
                    f"{describe(tree)} is random in {strange[0]}, which is not among what is given"
                )
        for name, thing in (
            ("variable", left),
            ("conditioned", known),
            ("value", right),
            ("test", tuple(test)),
        ):
            object.__setattr__(self, name, thing)
        check_names([left, right, *known])
        Statement.__init__(self, **about)

    @property
    def questions(self) -> tuple[Equal | Tested, ...]:
        """The equality of averages; where what is given tells about its own law, against functions of it."""
        others = _needed(self.variable, self.conditioned)
        if not set(others) & set(_behind(self.conditioned)):
            averaged = E(self.variable, *others) if others else self.variable
            return (Equal(averaged, self.value),)
        apart = self.variable - self.value
        if apart.cols == 1 and are_jointly_gaussian([apart, *self.conditioned]):
            # What is left is Gaussian with what is given, and uncorrelated with it: independent of it.
            centred = Equal(E(apart), Zero(*apart.shape), "on average")
            against = (
                Equal(E(apart @ g.T), Zero(apart.rows, g.rows), f"against {g!r}") for g in self.conditioned
            )
            return (centred, *against)
        return (Tested(self.variable, self.value, self.conditioned, self.test),)

    def describe(self) -> str:
        """Return the statement as readable text."""
        names = ", ".join(repr(source) for source in self.conditioned)
        text = f"E[{self.variable!r} | {names}] = {self.value!r}"
        return "\n".join([text, *where([self.variable, self.value])])


def _written(tree: Expression) -> list[Source]:
    """Return the random quantities that stand in a tree itself, not in the laws of others."""
    nodes = (node.sample if isinstance(node, Column) else node for node in walk(tree))
    return [node for node in nodes if isinstance(node, RandomVector | SampleMatrix)]


def _needed(variable: Expression, given: Sequence[Source]) -> list[Source]:
    """Return what else the variable is random in, laws included, once what is given is fixed."""
    found: dict[Source, None] = {}
    trees: list[Expression] = [variable]
    while trees:
        for source in _written(trees.pop()):
            if source not in given and source not in found:
                found[source] = None
                trees.extend(law_parts(source.law))
    return list(found)


def _behind(given: Sequence[Source]) -> tuple[Source, ...]:
    """Return what is random in the laws of what is given, and not given itself."""
    return tuple(s for g in given for s in sources_of_law(g) if s not in given)
