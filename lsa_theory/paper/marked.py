r"""Docstrings, titles and notes as LaTeX: what stands between dollar signs is set as a formula, the rest is escaped."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lsa_theory.marked_text import check_marked, parts
from lsa_theory.paper.formulas import Formula
from lsa_theory.paper.layout.escaping import escaped

_CODE = re.compile(r"`([^`]*)`")


@dataclass(frozen=True)
class Marked:
    """Text to LaTeX in a notation; `reference` turns a name in backquotes into a link or typewriter text."""

    notation: Mapping[str, str] = field(default_factory=dict)
    reference: Callable[[str], str] = lambda name: rf"\texttt{{{escaped(name)}}}"

    def __call__(self, text: str) -> str:
        r"""Return one paragraph as LaTeX.

        Raises
        ------
        InvalidArgument
            If a formula does not end.

        Examples
        --------
        >>> print(Marked()("the limit has $u_{-1} U_11 = Gamma^{-1}$, 100 % of it"))
        the limit has $u_{-1} U_{11} = \Gamma^{-1}$, 100 \% of it
        """
        check_marked(text, "a text")
        formula = Formula(self.notation)
        shown = [f"${formula(part)}$" if k % 2 else self._text(part) for k, part in enumerate(parts(text))]
        return "".join(shown)

    def _text(self, text: str) -> str:
        pieces = _CODE.split(text)
        return "".join(self.reference(p) if k % 2 else escaped(p) for k, p in enumerate(pieces))
