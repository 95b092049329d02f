"""What each parameter's gradient or speed is, shown as an author would write it."""

from __future__ import annotations

from lsa_theory.algebra.compact.compacting import compact
from lsa_theory.algebra.normal import Normal
from lsa_theory.expressions.expression import Symbol
from lsa_theory.expressions.latex import to_latex


class Rates(dict[Symbol, Normal]):
    """Normal forms by parameter; only what is shown is compact, and a long one is shown as its number of words."""

    def __repr__(self) -> str:
        return f"{{{', '.join(f'{s!r}: {_shown(v)!r}' for s, v in self.items())}}}"

    def _repr_latex_(self) -> str:
        rows = r" \\ ".join(rf"{to_latex(s)}:\ & {_in_latex(v)}" for s, v in self.items())
        return rf"$\displaystyle \begin{{aligned}} {rows} \end{{aligned}}$"


def _shown(value: Normal) -> object:
    return value if value.is_long else compact(value)


def _in_latex(value: Normal) -> str:
    return rf"\text{{{len(value)} words}}" if value.is_long else to_latex(compact(value))
