r"""What two sides of a display are claimed to be: equal, one at least the other, a limit, equal up to an order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Unpack

from lsa_theory.claims.equality import About, Claim, Statement
from lsa_theory.claims.forms.assumptions import assumption
from lsa_theory.claims.inequality import Inequality
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.claims.statements.limits import EqualUpTo, TendsTo
from lsa_theory.claims.statements.matrix_order import MatrixInequality
from lsa_theory.claims.statements.optimum import GlobalMinimum
from lsa_theory.claims.statements.some import Exists
from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.expression import Expression, Symbol, Zero
from lsa_theory.expressions.operators import at

AT_LEAST = frozenset({r"\ge", r"\geq", r"\geqslant"})
AT_MOST = frozenset({r"\le", r"\leq", r"\leqslant"})
STRICT = frozenset("<>")
# Orders of symmetric matrices: how they read, and whether the larger side stands on the left.
ORDERS = {r"\succeq": (">=", True), r"\preceq": (">=", False), r"\succ": (">", True), r"\prec": (">", False)}
_SOME = {">=": r"\ge", "<=": r"\le"}
_LATEX = {
    "=": "=",
    ">=": r"\ge",
    ">": ">",
    "psd": r"\succeq",
    "pd": r"\succ",
    "->": r"\to",
    "O": "=",
    "argmin": "=",
    "min": "=",
}
_ASSUMED = {">=": r"\ge", ">": ">", "psd": r"\succeq", "pd": r"\succ", "not 0": r"\ne"}


@dataclass(frozen=True)
class Relation:
    """Two sides that were read, what is claimed of them, and where the relation stands in the source.

    Parameters
    ----------
    left, right : expressions
    sign : str
        "=", ">=", ">", "psd" (left - right is positive semi-definite), "pd" (definite), "->" (a limit), "O" (equal up
        to an order), "min" (the right side is the least value of the left one) or "argmin" (it is where that is);
        "some" before a relation: at some instance.
    growing : symbols
        What goes to infinity; of "min" and "argmin", what varies.
    order : int
        Of "O": the power of 1/N that is left out.
    given : equations and scalars
        Under what it is claimed.
    """

    left: Expression
    sign: str
    right: Expression
    at: int = 0
    growing: tuple[Symbol, ...] = ()
    order: int = 0
    given: tuple[Equal | Expression, ...] = ()

    def claim(self, **about: Unpack[About]) -> Statement:
        """Return the claim."""
        if self.given and self.sign not in ("=", ">=", ">", "psd", "pd"):
            raise InvalidArgument("a limit, an order or a minimum under conditions is not read")
        match self.sign:
            case "=":
                return Claim(self.left, self.right, given=self.given, **about)
            case "psd" | "pd":
                smaller = 0 if isinstance(self.right, Zero) else self.right
                return MatrixInequality(
                    self.left, smaller, strict=self.sign == "pd", given=self.signs, **about
                )
            case "->":
                return TendsTo(self.left, self.right, self.growing, **about)
            case "O":
                return EqualUpTo(self.left, self.right, self.growing[0], order=self.order, **about)
            case "min":
                return GlobalMinimum(self.left, self.growing, self.right, **about)
            case "argmin":
                (varying,) = self.growing
                place = {varying: self.right}
                return GlobalMinimum(self.left, [varying], at(self.left, place), attained_at=place, **about)
        if self.sign.startswith("some "):
            return Exists(self.left, self.sign.removeprefix("some "), self.right, **about)
        return Inequality(self.left, self.right, strict=self.sign == ">", given=self.signs, **about)

    @property
    def signs(self) -> tuple[Expression, ...]:
        """What it is claimed under, as scalars that are at least 0: of an equation both differences.

        Raises
        ------
        InvalidArgument
            If an equation is between matrices.
        """
        signs: list[Expression] = []
        for hypothesis in self.given:
            if isinstance(hypothesis, Expression):
                signs.append(hypothesis)
            elif hypothesis.left.is_scalar:
                signs += [hypothesis.left - hypothesis.right, hypothesis.right - hypothesis.left]
            else:
                raise InvalidArgument("an inequality under an equation between matrices is not read")
        return tuple(signs)

    def latex(self, write: Callable[[Expression], str]) -> str:
        """Return the whole as LaTeX, its expressions written by a function, conditions included."""
        conditions = []
        for hypothesis in self.given:
            if isinstance(hypothesis, Equal):
                conditions.append(f"{write(hypothesis.left)} = {write(hypothesis.right)}")
                continue
            says = assumption(hypothesis)
            conditions.append(f"{write(says.left)} {_ASSUMED[says.sign]} {write(says.right)}")
        stated = self.sides((write(self.left), write(self.right)))
        return rf"{stated} \quad \text{{if }} {', '.join(conditions)}" if conditions else stated

    def sides(self, latex: tuple[str, str]) -> str:
        """Return both sides, given as LaTeX, with the sign between them and what belongs to it."""
        left, right = latex
        names = ", ".join(symbol.name for symbol in self.growing)
        if self.sign == "->":
            return rf"{left} \xrightarrow[{names} \to \infty]{{}} {right}"
        if self.sign == "O":
            return f"{left} = {right} + O({names}^{{-{self.order}}})"
        if self.sign == "min":
            return rf"\min_{{{names}}} {left} = {right}"
        if self.sign == "argmin":
            return rf"\arg\min_{{{names}}} {left} = {right}"
        if self.sign.startswith("some "):
            sign = self.sign.removeprefix("some ")
            return rf"\exists: {left} {_SOME.get(sign, sign)} {right}"
        return f"{left} {_LATEX[self.sign]} {right}"
