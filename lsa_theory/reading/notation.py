r"""A notation read the other way round: what each letter of a paper is.

"\\Sigma" = "positive definite d"     "x" = "gaussian \\Sigma"      "\\hat\\Sigma" = "\\frac1n\\sum_i x_i x_i^\\top"
"d" = "dimension"                     "x_i" = "samples \\Sigma, n"  "X" = "columns x_i"
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lsa_theory.errors import InvalidArgument, LsaTheoryError
from lsa_theory.expressions.declare import (
    dimension,
    gaussian,
    identity,
    matrix,
    positive_definite,
    samples,
    scalar,
    symmetric,
    vector,
)
from lsa_theory.expressions.expression import Dimension, Expression, Number, Symbol, as_expression
from lsa_theory.expressions.laws.declared_orthogonal import random_orthogonal
from lsa_theory.expressions.random import SampleMatrix
from lsa_theory.reading.holes import check_closed
from lsa_theory.reading.letters import Letter, letter_of
from lsa_theory.reading.parsing.rules import DECLARED, from_latex, indexed_value, value_from_latex
from lsa_theory.reading.parsing.tokens import Macro
from lsa_theory.reading.places import Unreadable
from lsa_theory.reading.shapes import Multiple, Open, Value

KINDS = (
    "dimension, scalar, positive scalar, vector d, matrix d, matrix m x n, symmetric d, positive definite d, identity, "
    "identity d, random orthogonal d, random orthogonal d x k, gaussian COVARIANCE[, mean MEAN], samples COVARIANCE, "
    "COUNT (of a letter x_i), columns x_i, rows x_i, digamma, harmonic (of a letter that is a function), "
    "or a formula in letters declared before"
)
_KIND = re.compile(
    r"(dimension|positive scalar|scalar|vector|matrix|symmetric|positive definite|identity|random orthogonal|gaussian|"
    r"samples|columns|rows)\b\s*(.*)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Notation:
    """What the letters of a paper are; made by `notation`.

    Parameters
    ----------
    letters : mapping of Letter to value
        What each stands for.
    families : mapping of Letter to SampleMatrix
        Letters whose index runs over a sample, such as x_i, kept as x.
    names : mapping of name to LaTeX
        How the names of this package are printed.
    flow : scalar expression, optional
        The loss along whose gradient flow a time derivative is taken.
    templates : mapping of Letter to formula and index
        Letters that stand for a formula in their index, such as y_i = w' x_i, kept as y.
    functions : mapping of letter to kind
        Letters that are functions, such as psi for the digamma function.
    """

    letters: Mapping[Letter, Value] = field(default_factory=dict)
    families: Mapping[Letter, SampleMatrix] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    macros: Mapping[str, Macro] = field(default_factory=dict)
    formulas: frozenset[Letter] = frozenset()
    flow: Expression | None = None
    templates: Mapping[Letter, tuple[str, str]] = field(default_factory=dict)
    functions: Mapping[str, str] = field(default_factory=dict)

    def has_base(self, base: str) -> bool:
        """Whether a letter of this base is declared."""
        return any(letter.base == base for letter in (*self.letters, *self.families, *self.templates))

    def with_letter(self, letter: Letter, meaning: object) -> Notation:
        """Return the notation with one more letter; see `notation` for what it may be."""
        return _with(self, letter, meaning)


def notation(letters: Mapping[str, object], macros: Mapping[str, str | Macro] | None = None) -> Notation:
    r"""Return a notation.

    Parameters
    ----------
    letters : mapping of LaTeX to a kind, a formula, or an expression
        In an order in which each uses only those before it.
    macros : mapping of command to LaTeX, optional
        The paper's own commands.

    Raises
    ------
    InvalidArgument
        If a letter is declared twice, or what it is said to be is nothing that is known.

    Examples
    --------
    >>> letters = notation({"d": "dimension", r"\Sigma": "positive definite d", "x": "gaussian \\Sigma"})
    >>> sorted(letter.shown for letter in letters.letters)
    ['\\Sigma', 'd', 'x']
    """
    made = {
        name: body if isinstance(body, Macro) else Macro(body, _arguments(body))
        for name, body in (macros or {}).items()
    }
    known = Notation(macros=made)
    for shown, meaning in letters.items():
        known = _with(known, letter_of(shown), meaning)
    return known


def _arguments(body: str) -> int:
    return max((int(n) for n in re.findall(r"#(\d)", body)), default=0)


def _with(known: Notation, letter: Letter, meaning: object) -> Notation:
    if letter in known.letters or (_family(letter) in known.families and _runs(letter)):
        raise InvalidArgument(f"the letter {letter.shown} is declared twice")
    if letter.base in known.functions or (meaning in DECLARED and known.has_base(letter.base)):
        raise InvalidArgument(f"the letter {letter.base} is declared twice")
    if isinstance(meaning, str) and meaning in DECLARED:
        if letter != Letter(letter.base) or letter.base[-1:] == "}":
            raise InvalidArgument(f"{letter.shown} = {meaning!r}: a function is declared by its letter alone")
        return replace(known, functions={**known.functions, letter.base: meaning})
    if isinstance(meaning, str) and _is_template(letter, meaning):
        index = letter.below or letter.above[1:-1]
        _read_template(known, letter, meaning, index)
        return replace(known, templates={**known.templates, _family(letter): (meaning, index)})
    value: object
    formula = False
    if isinstance(meaning, str):
        try:
            value = _meant(known, letter, meaning)
        except Unreadable:
            raise
        except LsaTheoryError as error:
            raise InvalidArgument(f"{letter.shown} = {meaning!r}: {error}") from error
        formula = _KIND.fullmatch(meaning.strip()) is None
    elif isinstance(meaning, Multiple):
        value = meaning
    else:
        value = as_expression(meaning)
    families, letters = dict(known.families), dict(known.letters)
    names = dict(known.names)
    if isinstance(value, SampleMatrix) and _runs(letter):
        families[_family(letter)] = value
        names.setdefault(value.name, _family(letter).shown)
    elif isinstance(value, Expression | Multiple):
        letters[letter] = value
        name = getattr(value, "name", None)
        if isinstance(name, str) and not isinstance(value, SampleMatrix):
            names.setdefault(name, f"{{{letter.shown}}}" if letter.below or letter.above else letter.shown)
    formulas = known.formulas | {letter} if formula else known.formulas
    return replace(known, letters=letters, families=families, names=names, formulas=formulas)


def _is_template(letter: Letter, meaning: str) -> bool:
    """Whether a letter with an index is said to be a formula in that index."""
    index = letter.below or letter.above[1:-1]
    if not _runs(letter):
        return False
    used = re.search(rf"[_({{]\s*{index}(?![a-zA-Z])", meaning)
    return used is not None and _KIND.fullmatch(meaning.strip()) is None


def _read_template(known: Notation, letter: Letter, meaning: str, index: str) -> None:
    """Read the formula once, so that what is wrong with it is told where it is declared."""
    try:
        value = indexed_value(meaning, known, {index: Open()})
        if isinstance(value, Expression):
            check_closed(value)
    except Unreadable:
        raise
    except LsaTheoryError as error:
        raise InvalidArgument(f"{letter.shown} = {meaning!r}: {error}") from error


def _runs(letter: Letter) -> bool:
    """Whether a letter has an index in its place: x_i or x^{(i)}."""
    return bool(re.fullmatch(r"[a-z]", letter.below) or re.fullmatch(r"\([a-z]\)", letter.above))


def _family(letter: Letter) -> Letter:
    """Return the letter without its index, marked with where the index stands."""
    if re.fullmatch(r"\([a-z]\)", letter.above):
        return Letter(letter.base, letter.below, "(.)")
    return Letter(letter.base, "", letter.above)


def _meant(known: Notation, letter: Letter, text: str) -> Value:
    name = _name(known, letter)
    found = _KIND.fullmatch(text.strip())
    if found is None:
        value = value_from_latex(text, known)
        if isinstance(value, Expression):
            check_closed(value)
        return value
    kind, rest = found[1], found[2].strip()
    sizes = [s.strip() for s in re.split(r",|\bx\b|\\times", rest)] if rest else []

    def size(k: int) -> Dimension:
        return _size(known, sizes[k])

    def expect(*counts: int) -> None:
        if len(sizes) not in counts:
            raise InvalidArgument(f"{kind} {rest}: expected one of: {KINDS}")

    match kind:
        case "dimension" | "scalar" | "positive scalar":
            expect(0)
            return dimension(name) if kind == "dimension" else scalar(name, positive=kind != "scalar")
        case "vector":
            expect(1)
            return vector(name, size(0))
        case "matrix":
            expect(1, 2)
            return matrix(name, size(0), size(-1))
        case "symmetric":
            expect(1)
            return symmetric(name, size(0))
        case "positive definite":
            expect(1)
            return positive_definite(name, size(0))
        case "random orthogonal":
            expect(1, 2)
            return random_orthogonal(name, size(0), size(-1))
        case "identity":
            expect(0, 1)
            return identity(size(0)) if sizes else Multiple(Number(as_expression(1).value))  # type: ignore[attr-defined]
        case "columns" | "rows":
            family = known.families.get(_family(letter_of(rest)))
            if family is None:
                raise InvalidArgument(f"{rest} is not declared as samples before")
            return family if kind == "columns" else family.T
        case "gaussian":
            law, mean = _law(rest, "mean")
            given = None if mean is None else from_latex(mean, known)
            return gaussian(name, covariance=from_latex(law, known), mean=given)
        case _:
            law, count = _law(rest, "")
            if count is None or not _runs(letter):
                raise InvalidArgument(
                    "samples need a letter with an index and a count: x_i = 'samples \\Sigma, n'"
                )
            return samples(name, covariance=from_latex(law, known), count=_size(known, count))


def _law(rest: str, word: str) -> tuple[str, str | None]:
    law, mark, other = rest.rpartition(",")
    if not mark:
        return rest, None
    other = other.strip()
    if word and not other.startswith(f"{word} "):
        raise InvalidArgument(f"after the comma of {rest!r} expected '{word} ...'")
    return law, other.removeprefix(word).strip()


def _size(known: Notation, text: str) -> Dimension:
    if text.isdecimal():
        return int(text)
    value = known.letters.get(letter_of(text))
    if isinstance(value, Symbol) and value.structure == "dimension":
        return value
    raise InvalidArgument(f"{text!r} is not declared as a dimension before")


def _name(known: Notation, letter: Letter) -> str:
    """Return a name of this package for a letter, another for every letter."""
    shown = _family(letter).base if _runs(letter) else letter.shown
    name = re.sub(r"[^A-Za-z0-9_+*()-]", "", shown.replace("'", "prime")) or "letter"
    if name in known.names and _runs(letter):
        name = re.sub(r"[^A-Za-z0-9_]", "", letter.shown)
    while name in known.names:
        name += "_"
    return name
