"""How formulas and text are set in one document: the notation, the width of a line, the links."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lsa_theory.expressions import Expression, Symbol
from lsa_theory.expressions.latex import to_latex
from lsa_theory.expressions.notation import TABLE, latex_name
from lsa_theory.marked_text import plain
from lsa_theory.paper.formulas import Formula
from lsa_theory.paper.layout.display import Link, chain
from lsa_theory.paper.layout.escaping import escaped
from lsa_theory.paper.layout.page import LINE
from lsa_theory.paper.marked import Marked
from lsa_theory.paper.names import is_bare, names, shown


@dataclass(frozen=True)
class Style:
    """What every renderer needs.

    `known` holds the ids that the document has labels for, so that no link is left undefined.
    """

    notation: Mapping[str, str] = field(default_factory=dict)
    known: Collection[str] = ()
    # Results of the derivation, with the words that it has for them.
    derived: Mapping[Expression, str] = field(default_factory=dict)
    # The width of a line, in points.
    line: float = LINE
    # The same sides are asked for by statement and proof.
    _shown: dict[Expression, str] = field(init=False, default_factory=dict, repr=False, compare=False)

    def chain(self, first: str, links: Sequence[Link]) -> list[str]:
        """Return the display of first = ... = ... in lines of the document's width."""
        return chain(first, links, self.line)

    def maths(self, expression: Expression, produced: Sequence[Expression] = ()) -> str:
        """Return an expression in the notation: parts with names named, results folded or by their symbols."""
        if not produced and expression in self._shown:
            return self._shown[expression]
        symbols = {v: self.symbol(words, v) for v, words in self.derived.items() if v != expression}
        letters = {f"result {k}": _enclosed(letter) for k, letter in enumerate(symbols.values()) if letter}
        results = {
            value: Symbol(f"result {k}", value.rows, value.cols) if letter else None
            for k, (value, letter) in enumerate(symbols.items())
        }
        latex = to_latex(shown(expression, results, produced), {**self.notation, **letters})
        if not produced:
            self._shown[expression] = latex
        return latex

    def side(self, expression: Expression) -> str:
        """Return the left side of a statement: a bare result of the derivation by its words, if it has any."""
        words = self.derived.get(expression)
        if not words or expression in names() or not is_bare(expression):
            return self.maths(expression)
        return self.symbol(words, expression) or rf"\text{{{self.prose(words)}}}"

    def symbol(self, words: str, value: Expression) -> str:
        """Return words that are a formula for the value, such as l(0), as maths; empty if they are not."""
        name = plain(words)
        if name in TABLE and (TABLE[name].shape == "scalar") != value.is_scalar:
            return ""
        if name in TABLE:
            return self.notation.get(name) or latex_name(name)
        shown_words = self.prose(words) if words else ""
        inside = shown_words[1:-1]
        return inside if shown_words[:1] == shown_words[-1:] == "$" and "$" not in inside else ""

    def plain(self, expression: Expression) -> str:
        """Return an expression in the notation exactly as its tree stands."""
        return to_latex(expression, self.notation)

    def prose(self, text: str) -> str:
        """Return text with formulas between dollar signs as LaTeX."""
        return Marked(self.notation, self.reference)(text)

    def formula(self, text: str) -> str:
        """Return a formula in plain spelling as LaTeX."""
        return Formula(self.notation)(text)

    def reference(self, name: str) -> str:
        """Return a name in typewriter, linked to what it names in this document."""
        target = name if name in self.known else next((k for k in self.known if k.startswith(f"{name}.")), "")
        shown_name = rf"\texttt{{{breakable(name)}}}"
        return rf"\hyperref[{label(target)}]{{{shown_name}}}" if target else shown_name

    def listed(self, items: Iterable[Expression]) -> str:
        """Return a list of symbols as text."""
        return ", ".join(f"${self.plain(item)}$" for item in items)


def _enclosed(letter: str) -> str:
    """Return what stands for a part in brackets if it is a sum, so that factors apply to all of it."""
    return rf"\left({letter}\right)" if any(sign in letter for sign in (" + ", " - ", " = ")) else letter


def label(identifier: str) -> str:
    """Return the LaTeX label of a claim."""
    return "claim:" + "".join(c if c.isalnum() or c in ".-" else "-" for c in identifier)


def breakable(identifier: str) -> str:
    r"""Return an id as text that may break after its dots and dashes.

    >>> print(breakable("a_1.b"))
    a\_1.\allowbreak{}b
    """
    return escaped(identifier).replace(".", r".\allowbreak{}").replace("-", r"-\allowbreak{}")
