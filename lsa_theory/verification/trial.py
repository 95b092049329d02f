"""Two expressions at exact instances: whether they certainly break what is asked of them, and the instance as text.

The one place where statements are tried, whatever relation they state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from lsa_theory.expressions.analysis.block_norm import BlockNorm
from lsa_theory.expressions.analysis.kinds import Applied, Pi
from lsa_theory.expressions.definitions import definitions_in
from lsa_theory.expressions.expression import Expression, Symbol, walk
from lsa_theory.expressions.functions import OperatorNorm
from lsa_theory.expressions.random import Expectation
from lsa_theory.expressions.traversal import constituents, everything, free_symbols
from lsa_theory.values.arithmetic.balls import Balls
from lsa_theory.values.arithmetic.base import Arithmetic
from lsa_theory.values.arithmetic.rational import Rationals
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.formulas import Formulas
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.quadrature.cubature import Lattice
from lsa_theory.values.quadrature.open_laws import has_open_law
from lsa_theory.values.refusals import NotApplicable, SingularInstance
from lsa_theory.verification.outcome import Counterexample

# Balls that overlap at one precision may be apart at the next: coefficients may differ far behind the point.
_DIGITS = (30, 120, 500)
_OPEN = "random vectors with declared moments: "
_REALISED = {
    "gaussian": "Gaussian",
    "skewed": "independent two-point components of variance D (D + 1 with probability D/(D + (D + 1)^2), else "
    "-D/(D + 1))",
    "dependent": "a Gaussian vector times 2 with probability 1/5, else times 1/2",
}


def differ(left: Any, right: Any) -> bool | None:
    """Whether two arrays certainly have different entries; None if balls leave it open."""
    unequal = [_unequal(a, b) for a, b in zip(left.flat, right.flat, strict=True)]
    return True if True in unequal else None if None in unequal else False


def falls_short(left: Any, right: Any) -> bool | None:
    """Whether a number is certainly below another; None if balls leave it open."""
    a, b = left[0, 0], right[0, 0]
    return True if a < b else False if a >= b else None


def does_not_exceed(left: Any, right: Any) -> bool | None:
    """Whether a number is certainly at most another; None if balls leave it open."""
    a, b = left[0, 0], right[0, 0]
    return True if a <= b else False if a > b else None


def _unequal(a: Any, b: Any) -> bool | None:
    if not hasattr(a, "overlaps") or not hasattr(b, "overlaps"):
        return bool(a != b)
    # Balls that overlap may enclose the same number; only exact ones are known to.
    return None if a.overlaps(b) else True


class Trial:
    """Tries what is asked of two expressions, where hypotheses hold, with each way of realising the laws.

    `breaks` is `differ`, `falls_short` or `does_not_exceed`. `tries` counts the evaluations, `met` those in which the
    hypotheses held.
    """

    def __init__(
        self,
        left: Expression,
        right: Expression,
        breaks: Callable[[Any, Any], bool | None],
        *,
        rules: Sequence[Lattice] = (Lattice(),),
        given: Sequence[Expression] = (),
        part: str = "",
    ) -> None:
        self._sides, self._breaks, self._given = (left, right), breaks, tuple(given)
        self._rules, self._part = tuple(rules), part
        self._arithmetics = tuple(_arithmetics([left, right, *given]))
        self._seen: tuple[Arithmetic, Lattice] = self._arithmetics[0], self._rules[0]
        self._assumed, self._stated = Formulas(self._given), Formulas(self._sides)
        self.tries = self.met = 0

    def broken(self, instance: Instance) -> bool:
        """Whether the hypotheses certainly hold and the statement certainly fails, however the laws are realised."""
        return any(self._broken_by(instance, rule) for rule in self._rules)

    def _broken_by(self, instance: Instance, rule: Lattice) -> bool:
        self.tries += 1
        for arithmetic in self._arithmetics:
            try:
                if not all(v[0, 0] >= 0 for v in self._assumed.values(arithmetic, instance, rule)):
                    return False
                verdict = self._breaks(*self._stated.values(arithmetic, instance, rule))
            except SingularInstance:
                return False
            except NotApplicable:
                # What has no value among the rationals may have one in balls.
                continue
            if verdict is not None or arithmetic is self._arithmetics[-1]:
                self.met += 1
                self._seen = arithmetic, rule
                return bool(verdict)
        return False

    def report(self, instance: Instance) -> Counterexample:
        """Return an instance at which the statement is broken, with both values, as text.

        Raises
        ------
        ValueError
            If it is not broken there.
        """
        if not self.broken(instance):
            raise ValueError("the statement is not broken at this instance")
        arithmetic, rule = self._seen
        evaluator = Evaluator(arithmetic, instance, rule)
        left, right = evaluator.evaluate_all(self._sides)
        with arithmetic.at_work():
            difference = left - right
        stated = [*self._sides, *self._given]
        free = {symbol for tree in stated for symbol in free_symbols(tree)}
        return Counterexample.at(
            instance,
            left,
            right,
            difference,
            letters=lambda letter: (
                not isinstance(letter, Symbol) or (letter in free and letter.structure != "dimension")
            ),
            part=self._part,
            law=_OPEN + _REALISED[rule.realised] if has_open_law(everything(stated)) else "",
            kind="exact" if arithmetic.exact else "enclosed",
            defined=dict(self._defined(evaluator)),
        )

    def _defined(self, evaluator: Evaluator) -> Iterator[tuple[str, Any]]:
        """Yield what the definitions of the statement are worth; one that is random is left out."""
        for name, node in definitions_in([*self._sides, *self._given]).items():
            if constituents([node]).unbound or any(isinstance(n, Expectation) for n in walk(node)):
                continue
            try:
                yield name, evaluator.evaluate(node)
            except (SingularInstance, NotApplicable, KeyError):
                continue


def _arithmetics(trees: Sequence[Expression]) -> Iterator[Arithmetic]:
    yield Rationals()
    # Roots, operator norms and what functions give are rarely rational.
    irrational = any(
        isinstance(node, OperatorNorm | BlockNorm | Applied | Pi) for node in everything(list(trees))
    )
    if irrational or constituents(trees).has_fractional_powers:
        yield from (Balls(digits) for digits in _DIGITS)
