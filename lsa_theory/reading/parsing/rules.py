"""The rules that call each other: a sum has factors, a factor may be a bracket with a sum inside, a letter a formula.

Each joins here where it is defined, so that what reads a part of a formula need not know the whole grammar.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from lsa_theory.reading.shapes import Value

# What a notation may declare a letter to be a function as.
DECLARED = ("digamma", "harmonic")

_RULES: dict[str, Callable[..., Any]] = {}
_Rule = TypeVar("_Rule", bound=Callable[..., Any])


def rule(function: _Rule) -> _Rule:
    """Let a rule be called by its name from everywhere in the grammar."""
    _RULES[function.__name__] = function
    return function


def read_sum(cursor: Any) -> Value:
    """Read terms with signs between them."""
    return _RULES["read_sum"](cursor)  # type: ignore[no-any-return]


def read_product(cursor: Any) -> Value:
    """Read factors side by side."""
    return _RULES["read_product"](cursor)  # type: ignore[no-any-return]


def read_factor(cursor: Any) -> Value:
    """Read one factor."""
    return _RULES["read_factor"](cursor)  # type: ignore[no-any-return]


def read_bracket(cursor: Any) -> Value:
    """Read a bracket with what is inside."""
    return _RULES["read_bracket"](cursor)  # type: ignore[no-any-return]


def read_grid(cursor: Any) -> list[list[Value]]:
    """Read block matrices with signs between them."""
    return _RULES["read_grid"](cursor)  # type: ignore[no-any-return]


def at_end(cursor: Any) -> bool:
    """Whether no factor can follow."""
    return bool(_RULES["at_end"](cursor))


def value_from_latex(text: str, known: Any) -> Value:
    """Read a formula of its own."""
    return _RULES["value_from_latex"](text, known)  # type: ignore[no-any-return]


def from_latex(text: str, known: Any) -> Any:
    """Read a formula of its own as an expression."""
    return _RULES["from_latex"](text, known)


def indexed_value(text: str, known: Any, indices: Any, steps: list[int] | None = None) -> Value:
    """Read a formula in which some indices are bound already."""
    return _RULES["indexed_value"](text, known, indices, steps)  # type: ignore[no-any-return]
