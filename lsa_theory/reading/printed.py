r"""The notation that `to_latex` prints in, read the other way round: what is printed can be read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.analysis.kinds import Applied
from lsa_theory.expressions.declare import identity
from lsa_theory.expressions.entrywise.products import Ones
from lsa_theory.expressions.expression import Expression, Identity, Symbol, name_of
from lsa_theory.expressions.latex import to_latex
from lsa_theory.expressions.random import RandomVector, SampleMatrix, SumOver
from lsa_theory.expressions.traversal import everything
from lsa_theory.reading.letters import Letter, letter_of, spelled
from lsa_theory.reading.notation import Notation
from lsa_theory.reading.parsing.tokens import tokens_of
from lsa_theory.reading.shapes import Value

# The letters that functions are printed as.
_LETTERS = {"digamma": r"\psi", "harmonic": "H"}


def printed_notation(expressions: Sequence[Expression], names: Mapping[str, str] | None = None) -> Notation:
    r"""Return what the letters in the LaTeX of some expressions are.

    Parameters
    ----------
    expressions : expressions
        What is printed.
    names : mapping of name to LaTeX, optional
        The reader's own letters, as for `to_latex`.

    Raises
    ------
    InvalidArgument
        If two different things are printed as one letter: their LaTeX has two readings.

    Examples
    --------
    >>> from lsa_theory.expressions.declare import dimension, positive_definite
    >>> L = positive_definite("Lambda", dimension("d"))
    >>> [letter.shown for letter in printed_notation([L]).letters]
    ['\\Lambda', 'd']
    """
    letters: dict[Letter, Value] = {}
    families: dict[Letter, SampleMatrix] = {}
    sizes = {node.rows for node in everything(list(expressions)) if isinstance(node, Identity)}
    if len(sizes) == 1:
        letters[Letter("I")] = identity(*sizes)
    functions: dict[str, str] = {}
    for node in everything(list(expressions)):
        if isinstance(node, Applied) and node.function in _LETTERS:
            functions[_LETTERS[node.function]] = node.function
        sizes_shown = [*node.shape] if isinstance(node, Ones) else []
        if isinstance(node, SumOver):
            sizes_shown.append(node.index.count)
        for size in sizes_shown:
            if isinstance(size, Symbol):
                _put(letters, letter_of(to_latex(size, names)), size)
        if name_of(node) is not None:
            _put(letters, letter_of(to_latex(node, names)), node)
        if isinstance(node, Symbol | RandomVector):
            _put(letters, letter_of(to_latex(node, names)), node)
            for size in node.shape:
                if isinstance(size, Symbol):
                    _put(letters, letter_of(to_latex(size, names)), size)
        elif isinstance(node, SampleMatrix):
            _put(letters, letter_of(to_latex(node, names)), node)
            base = to_latex(Symbol(node.name), names)
            family = Letter(spelled(tokens_of(base), base))
            if families.setdefault(family, node) != node:
                raise InvalidArgument(f"two samples are printed as {base}")
            if isinstance(node.cols, Symbol):
                _put(letters, letter_of(to_latex(node.cols, names)), node.cols)
    taken = {letter.base for letter in (*letters, *families)} & set(functions)
    if taken:
        raise InvalidArgument(
            f"{taken.pop()} would stand for a function and a letter; give the letter another name"
        )
    return Notation(letters, families, dict(names or {}), functions=functions)


def _put(letters: dict[Letter, Value], letter: Letter, value: Expression) -> None:
    if letters.setdefault(letter, value) != value:
        raise InvalidArgument(
            f"{letter.shown} would stand for two things: {letters[letter]!r} and {value!r}; give one another letter"
        )
