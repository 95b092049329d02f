"""What rooms above expressions and claims answer for them: `expression.factor()`, `Claim.from_latex(...)`.

What is written knows nothing of what is equal, nor a claim of how LaTeX is read, so these methods are put there from
above, with the first public name that is loaded.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lsa_theory.expressions.expression import Expression, Symbol

if TYPE_CHECKING:
    from lsa_theory.claims.equality import Statement
    from lsa_theory.verification.outcome import Judgement


def compact(self: Expression, *, definitions: Mapping[Symbol, Expression] | None = None) -> Expression:
    """Return the shortest equal form that the search of `lsa_theory.algebra.compact` finds."""
    from lsa_theory.algebra.compact.compacting import compact

    return compact(self, definitions=definitions)


def expand(self: Expression) -> Expression:
    """Return the normal form as a sum over words, everything multiplied out."""
    from lsa_theory.algebra.compact.forms import expanded

    return expanded(self)


def factor(self: Expression) -> Expression:
    """Return a product where the search finds one, else the shortest sum."""
    from lsa_theory.algebra.compact.forms import factored

    return factored(self)


def collect(self: Expression, letter: Symbol) -> Expression:
    """Return a sum over the powers of a scalar letter."""
    from lsa_theory.algebra.compact.forms import collected_in

    return collected_in(self, letter)


def orders(self: Expression, small: Expression) -> Expression:
    """Return a sum over the powers of 1/N, given as ``1 / N``, the largest first."""
    from lsa_theory.algebra.compact.forms import orders

    return orders(self, small)


def in_terms_of(self: Expression, letters: Mapping[Symbol, Expression] | Expression) -> Expression:
    """Return the shortest form in which letters occur: ``{Gamma: (1 + 1/N) * Lambda}``, or the value alone."""
    from lsa_theory.algebra.compact.forms import in_terms_of

    return in_terms_of(self, letters)


def from_latex(cls: Any, /, text: str, letters: Mapping[str, object], **about: Any) -> Statement:
    """Return the claim that a formula in LaTeX makes; see `lsa_theory.reading.statements.claim_from_latex`."""
    from lsa_theory.reading.statements import claim_from_latex

    return claim_from_latex(text, letters, **about)


def claim_in_latex(self: Statement) -> str | None:
    """Return a claim of one relation as LaTeX, for a notebook; None for one that takes words."""
    from lsa_theory.claims.questions.at_least import AtLeast
    from lsa_theory.claims.questions.equal import Equal
    from lsa_theory.claims.questions.tends import Tends
    from lsa_theory.expressions.latex import to_latex

    if len(self.questions) != 1:
        return None
    match self.questions[0]:
        case Equal(left=left, right=right):
            sign = "="
        case AtLeast(larger=left, smaller=right, given=()):
            sign = r"\ge"
        case Tends(left=left, right=right, order=0, growing=growing):
            names = ", ".join(to_latex(symbol) for symbol in growing)
            sign = rf"\xrightarrow[{names} \to \infty]{{}}"
        case _:
            return None
    return f"$\\displaystyle {to_latex(left)} {sign} {to_latex(right)}$"


def judgement_in_html(self: Judgement) -> str:
    """Return a judgement as its row of the report, with the report's style, for a notebook."""
    from lsa_theory.verification.reports.notebook import to_cell

    return to_cell(_in_letters(self))


def _in_letters(judgement: Judgement) -> Judgement:
    """Return the judgement with its statement as it is on paper, where the claim is at hand."""
    from lsa_theory.claims.collecting.collect import Collected
    from lsa_theory.errors import LsaTheoryError

    if judgement.written is not None or judgement.claim is None:
        return judgement
    try:
        item = Collected(judgement.identifier, judgement.claim, Path(judgement.file), "")
        # Papers know the theory, of which nothing that judges may know: they are looked up when a cell is shown.
        return replace(judgement, written=import_module("lsa_theory.paper.lines").written(item))
    except (LsaTheoryError, RuntimeError):
        # The row shows the statement as it was typed.
        return judgement


def attach() -> None:
    """Make the forms methods of every expression.

    >>> from lsa_theory import dimension, matrix
    >>> A = matrix("A", dimension("d"))
    >>> (A + A).factor()
    2 * A
    """
    for form in (compact, expand, factor, collect, orders, in_terms_of):
        setattr(Expression, form.__name__, form)
    claims = sys.modules.get("lsa_theory.claims.equality")
    if claims is not None and not hasattr(claims.Claim, "from_latex"):
        claims.Claim.from_latex = classmethod(from_latex)
        claims.Statement._repr_latex_ = claim_in_latex
    outcomes = sys.modules.get("lsa_theory.verification.outcome")
    if outcomes is not None:
        outcomes.Judgement._repr_html_ = judgement_in_html
