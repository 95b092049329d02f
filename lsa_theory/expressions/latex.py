r"""Expressions as LaTeX, in the notation of the paper or of the reader.

Names become letters by `lsa_theory.expressions.notation` where they stand there, by their spelling elsewhere
(`Lambda` to \Lambda, `u_12` to u_{12}); `notation` overrides both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import assert_never

from lsa_theory.expressions.analysis.block_norm import BlockNorm
from lsa_theory.expressions.analysis.kinds import Applied, Determinant, Pi
from lsa_theory.expressions.entrywise.arrays import Array
from lsa_theory.expressions.entrywise.elementwise import UnitVector, diagonal_of, entry_of, factors_of
from lsa_theory.expressions.entrywise.products import Hadamard, Ones
from lsa_theory.expressions.expression import (
    Expression,
    Identity,
    Number,
    Power,
    Product,
    Scale,
    Sum,
    Symbol,
    SymbolicPower,
    Trace,
    Transpose,
    Zero,
    is_named,
    name_of,
    writes,
)
from lsa_theory.expressions.fractions_of_scalars import parts
from lsa_theory.expressions.functions import NegativeEigenvalues, OperatorNorm, Rank
from lsa_theory.expressions.nodes import known
from lsa_theory.expressions.notation import GREEK, latex_name
from lsa_theory.expressions.operators import At, Gradient
from lsa_theory.expressions.random import (
    Column,
    End,
    Expectation,
    Index,
    Position,
    RandomVector,
    SampleMatrix,
    SumOver,
    sources,
)

_SUM, _SCALE, _PRODUCT, _ATOM = range(4)
# Characters of LaTeX.
_LONGEST_ABOVE = 60
_WITHOUT_BRACKETS = (
    Symbol,
    RandomVector,
    Identity,
    Zero,
    Array,
    Ones,
    Column,
    SampleMatrix,
    Position,
    OperatorNorm,
)


@writes("latex")
def to_latex(
    expression: Expression,
    notation: Mapping[str, str] | None = None,
    *,
    width: str | float | None = None,
    environment: str = "aligned",
    norms: bool = False,
) -> str:
    r"""Return the expression as LaTeX.

    Parameters
    ----------
    expression : Expression
        Any shape.
    notation : mapping of name to LaTeX, optional
        The reader's own letters, such as ``{"Gamma": "H"}``. One with a superscript, such as ``{"s": r"\sigma^2"}``,
        is put in brackets or its powers are multiplied where it is raised.
    width : str or number, optional
        The width of a line, such as ``"234pt"``: the formula is broken into lines that fit, and what is substituted is
        explained behind it.
    environment : str
        With a width: aligned, align, align*, gather, gather*, multline, multline* or split.

    norms : bool
        Whether a' W a is written as the square of a norm with index W, and a' b as an inner product.

    Raises
    ------
    InvalidArgument
        If the width is no length or the environment none of these.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, positive_definite, trace
    >>> d = dimension("d"); L = positive_definite("Lambda", d)
    >>> print(to_latex(trace(L) * L**-1 / 2, {"Lambda": "H"}))
    \frac{1}{2} \operatorname{tr}(H) H^{-1}
    """
    writer = _Writer(notation or {}, norms=norms)
    if width is None:
        return writer.wrap(expression, _SUM)
    from lsa_theory.paper.layout.environments import displayed

    return displayed(*writer.explained(expression), width, environment)


def printer(notation: Mapping[str, str] | None = None) -> Callable[[Expression], str]:
    r"""Return what prints expressions as `to_latex` does, parts that they share once.

    >>> from lsa_theory.expressions import dimension, positive_definite
    >>> L = positive_definite("Lambda", dimension("d")); printed = printer()
    >>> printed(L @ L), printed(2 * (L @ L))
    ('\\Lambda \\Lambda', '2 \\Lambda \\Lambda')
    """
    writer = _Writer(notation or {})
    return lambda expression: writer.wrap(expression, _SUM)


class _Writer:
    def __init__(self, notation: Mapping[str, str], *, norms: bool = False) -> None:
        self._notation = notation
        self._norms = norms
        # By identity: a fraction asks how long a part is before it places it, and formulas one compares share parts.
        self._written: dict[int, tuple[Expression, tuple[str, int]]] = {}

    def name(self, name: str) -> str:
        return self._notation.get(name) or latex_name(name)

    def explained(self, node: Expression) -> tuple[str, list[str]]:
        """Return the formula, and what the whole of it is evaluated at."""
        values: list[str] = []
        while isinstance(node, At):
            values += [f"{self.name(s.name)} = {self.wrap(v, _SUM)}" for s, v in node.values]
            node = node.body
        return self.wrap(node, _SUM), values

    def wrap(self, node: Expression, level: int) -> str:
        text, own = self.text(node)
        return text if own >= level else bracketed(text)

    def text(self, node: Expression) -> tuple[str, int]:
        found = self._written.get(id(node))
        if found is None:
            name = name_of(node)
            shown = (self.name(name), _ATOM) if name is not None else self._spelled(node)
            # The entry keeps the node alive, so that its identity stays its own.
            found = self._written[id(node)] = node, shown
        return found[1]

    def _spelled(self, node: Expression) -> tuple[str, int]:
        node = known(node)
        match node:
            case Number():
                return _number(node.value), _ATOM if node.value >= 0 else _SCALE
            case Symbol() | RandomVector():
                return self.name(node.name), _ATOM
            case SampleMatrix():
                return self._sample(node), _ATOM
            case Column():
                return f"{{{self.name(node.sample.name)}}}_{{{_index(node.index.name)}}}", _ATOM
            case Identity():
                # Of size one it is the number: beside it an I of size d would read as the same letter.
                return "1" if node.rows == 1 else "I", _ATOM
            case Zero():
                return "0", _ATOM
            case Sum():
                return self._sum(node), _SUM
            case Scale():
                return self._scale(node), _SCALE
            case Product() | Hadamard() if (whole := diagonal_of(node)) is not None:
                return rf"\operatorname{{diag}}{bracketed(self.wrap(whole, _SUM))}", _ATOM
            case Product() if (found := entry_of(node)) is not None:
                whole, places = found
                entries = bracketed(self.wrap(whole, _SUM), "[]")
                return f"{entries}_{{{', '.join(map(_place, places))}}}", _ATOM
            case Product() if self._norms and (shown := self._form(node)):
                return shown, _PRODUCT
            case Product():
                return _beside([self.wrap(node.left, _PRODUCT), self.wrap(node.right, _PRODUCT)]), _PRODUCT
            case Transpose():
                return rf"{self._base(node.child)}^{{\top}}", _PRODUCT
            case Trace(Product(first, Transpose(second))) if first == second and not isinstance(
                first, Symbol
            ):
                return rf"{bracketed(self.wrap(first, _SUM), '||')}_F^{{2}}", _PRODUCT
            case Trace():
                return rf"\operatorname{{tr}}{bracketed(self.wrap(node.child, _SUM))}", _ATOM
            case Power() if node.is_scalar and node.exponent < 0:
                return self._scale(node), _SCALE
            case Power():
                return self._power(node), _PRODUCT
            case Hadamard():
                return r" \circ ".join(map(self._multiplied_entrywise, factors_of(node))), _SCALE
            case Array():
                body = r" \\ ".join(" & ".join(map(_number, row)) for row in node.entries)
                return rf"\begin{{pmatrix}} {body} \end{{pmatrix}}", _ATOM
            case Ones():
                return self._ones(node)
            case UnitVector():
                return f"e_{{{_place(node.place)}}}", _ATOM
            case OperatorNorm():
                return rf"{bracketed(self.wrap(node.child, _SUM), '||')}_{{\mathrm{{op}}}}", _ATOM
            case BlockNorm():
                inside = self._blocks(node.blocks, _SUM)
                return rf"{bracketed(inside, '||')}_{{\mathrm{{op}}}}", _ATOM
            case Rank():
                return rf"\operatorname{{rank}}{bracketed(self.wrap(node.child, _SUM))}", _ATOM
            case Applied():
                return self._applied(node)
            case Determinant():
                inside = self._blocks(node.blocks, _SUM)
                return rf"\det{inside if len(node.blocks) > 1 else bracketed(inside)}", _ATOM
            case Pi():
                return r"\pi", _ATOM
            case SymbolicPower():
                return f"{self._base(node.child)}^{{{self.wrap(node.exponent, _SUM)}}}", _PRODUCT
            case NegativeEigenvalues():
                inside = r" \otimes ".join(map(self._blocks, node.factors))
                return rf"n_{{-}}\left({inside}\right)", _ATOM
            case Expectation():
                # What stays random is not averaged: then it is said over what.
                over = ""
                if set(node.over) != set(sources(node.body)):
                    over = f"_{{{', '.join(self.wrap(source, _ATOM) for source in node.over)}}}"
                return rf"\mathbb{{E}}{over}{bracketed(self.wrap(node.body, _SUM), '[]')}", _ATOM
            case SumOver():
                index, count = node.index, node.index.count
                shown = self.name(count.name) if isinstance(count, Symbol) else str(count)
                begin, end = _end(index.first, "0"), _end(index.last, shown)
                ends = rf"_{{{_index(index.name)}={begin}}}^{{{end}}}"
                return rf"\sum{ends} {self.wrap(node.body, _SCALE)}", _SUM
            case Position():
                return _index(node.index.name), _ATOM
            case Gradient():
                return rf"\nabla_{{{self.name(node.symbol.name)}}} {self.wrap(node.body, _ATOM)}", _SCALE
            case At():
                values = ",\\, ".join(f"{self.name(s.name)} = {self.wrap(v, _SUM)}" for s, v in node.values)
                return rf"\left.{self.wrap(node.body, _SCALE)}\right|_{{{values}}}", _PRODUCT
            case _:
                assert_never(node)

    def _multiplied_entrywise(self, factor: Expression) -> str:
        """Return a factor of an elementwise product; A B o C would be read as A (B o C)."""
        text, own = self.text(factor)
        product = isinstance(factor, Product) and own == _PRODUCT
        return bracketed(text) if product or own < _PRODUCT else text

    def _applied(self, node: Applied) -> tuple[str, int]:
        first, *others = node.arguments
        inside = self.wrap(first, _SUM)
        match node.function:
            case "absolute":
                return rf"\left|{inside}\right|", _ATOM
            case "indicator":
                return rf"\mathbf{{1}}\left[{inside} > 0\right]", _ATOM
            case "factorial":
                return rf"{self.wrap(first, _ATOM)}!", _PRODUCT
            case "harmonic":
                order = "" if others == [Number(Fraction(1))] else rf"^{{({self.wrap(others[0], _SUM)})}}"
                return rf"H_{{{inside}}}{order}", _PRODUCT if order else _ATOM
            case "digamma" if others == [Number(Fraction(1))]:
                name = r"\psi"
            case "digamma":
                name = rf"\psi_{{{self.wrap(others[0], _SUM)}}}"
            case "relu" | "sign" | "erf":
                name = rf"\operatorname{{{node.function}}}"
            case _:
                name = rf"\{node.function}"
        return f"{name}{bracketed(inside)}", _PRODUCT

    def _ones(self, node: Ones) -> tuple[str, int]:
        """Return a matrix of ones as a column times a row of them."""
        rows, cols = (self.name(n.name) if isinstance(n, Symbol) else str(n) for n in node.shape)
        column, row = rf"\mathbf{{1}}_{{{rows}}}", rf"\mathbf{{1}}_{{{cols}}}^{{\top}}"
        if node.cols == 1:
            return column, _ATOM
        return (row if node.rows == 1 else f"{column} {row}"), _PRODUCT

    def _blocks(self, rows: tuple[tuple[Expression, ...], ...], level: int = _PRODUCT) -> str:
        if len(rows) == len(rows[0]) == 1:
            return self.wrap(rows[0][0], level)
        body = r" \\ ".join(" & ".join(self.wrap(block, _SUM) for block in row) for row in rows)
        return rf"\begin{{pmatrix}} {body} \end{{pmatrix}}"

    def _form(self, node: Product) -> str:
        """Return a' W a with definite letters in W as a norm, a' b as an inner product; empty where it is neither."""
        row = _row(node)
        first, last, middle = row[0], row[-1], row[1:-1]
        if not node.is_scalar or not isinstance(first, Transpose):
            return ""
        left = first.child
        if left == last and all(_is_definite(factor) for factor in middle):
            index = " ".join(self.wrap(factor, _PRODUCT) for factor in middle)
            below = f"_{{{index}}}" if index else ""
            return rf"{bracketed(self.wrap(left, _SUM), '||')}{below}^{{2}}"
        if middle:
            return ""
        return rf"\langle {self.wrap(left, _SUM)}, {self.wrap(last, _SUM)} \rangle"

    def _sample(self, node: SampleMatrix) -> str:
        """Return the capital of the letter that stands for a column."""
        letter = self.name(node.name)
        if len(letter) == 1:
            return letter.upper()
        capital = letter[1:].capitalize()
        return rf"\{capital}" if letter[0] == "\\" and capital in GREEK else rf"\mathbf{{{letter}}}"

    def _base(self, node: Expression) -> str:
        """Return what an exponent may stand behind."""
        letter = name_of(node) or (node.name if isinstance(node, Symbol | RandomVector) else "")
        if letter:
            shown = self.name(letter)
            return bracketed(shown) if _is_raised(shown) else shown
        plain = isinstance(node, _WITHOUT_BRACKETS)
        return self.wrap(node, _ATOM) if plain else bracketed(self.wrap(node, _SUM))

    def _power(self, node: Power) -> str:
        child = node.child
        match child if name_of(child) is None else None:
            case Trace(Product(first, Transpose(second))) if (
                first == second and node.exponent.denominator > 1
            ):
                return self._norm(first, 2 * node.exponent)
            case Power(Trace(Product(first, Transpose(second))), exponent) if first == second:
                return self._norm(first, 2 * exponent * node.exponent)
        letter = name_of(child) or (child.name if isinstance(child, Symbol) else "")
        if letter and (own := _own_power(self.name(letter))) is not None:
            base, exponent = own[0], own[1] * node.exponent
            return base if exponent == 1 else f"{base}^{{{_exponent(exponent)}}}"
        if name_of(child) is not None:
            base = self._base(child)
        elif isinstance(child, Number) and child.value >= 0 and child.value.denominator == 1:
            base = self.wrap(child, _ATOM)
        elif isinstance(child, Trace):
            base = bracketed(self.wrap(child, _SUM), "[]")
        else:
            base = self._base(child)
        if node.exponent == Fraction(1, 2) and child.is_scalar:
            return rf"\sqrt{{{self.wrap(child, _SUM)}}}"
        return f"{base}^{{{_exponent(node.exponent)}}}"

    def _norm(self, matrix: Expression, exponent: Fraction) -> str:
        power = "" if exponent == 1 else f"^{{{_exponent(exponent)}}}"
        return f"{bracketed(self.wrap(matrix, _SUM), '||')}_F{power}"

    def _sum(self, node: Sum) -> str:
        text = self.wrap(node.terms[0], _SCALE)
        for term in node.terms[1:]:
            shown = self.wrap(term, _SCALE)
            text += f" - {shown[1:].lstrip()}" if shown.startswith("-") else f" + {shown}"
        return text

    def _factors(self, nodes: list[Expression], *, alone: bool) -> str:
        if alone and len(nodes) == 1:
            return self.wrap(nodes[0], _SUM)
        return " ".join(self.wrap(f, _PRODUCT) for f in nodes)

    def _scale(self, node: Expression) -> str:
        split = parts(node)
        above, below = list(split.numerator), list(split.denominator)
        # Traces, sums and powers of sums read better behind a fraction than in its numerator.
        behind = [f for f in above if not _fits_above(f)]
        above = [f for f in above if f not in behind]
        number = abs(split.number)
        fits = len(behind) == 1 and isinstance(behind[0], Sum) and not above and number.numerator == 1
        divided = bool(below) or number.denominator != 1
        # Alone above the line a sum needs no brackets; a long one stays where it can break over lines.
        if fits and divided and len(self.wrap(behind[0], _SUM)) <= _LONGEST_ABOVE:
            above, behind = behind, []
        bottom = self._factors(below, alone=number.denominator == 1)
        top = self._factors(above, alone=number.numerator == 1 and bool(bottom))
        if number.denominator != 1:
            bottom = f"{number.denominator} {bottom}".strip()
        if number.numerator != 1:
            top = f"{number.numerator} {top}".strip()
        front = rf"\frac{{{top or '1'}}}{{{bottom}}}" if bottom else top
        # A bilinear form beside another factor would read as a product of matrices.
        crowd = len(behind) + (split.matrix is not None) > 1
        tail = [
            bracketed(self.wrap(f, _SUM)) if crowd and isinstance(f, Product) else self.wrap(f, _PRODUCT)
            for f in behind
        ]
        if split.matrix is not None:
            tail.append(self.wrap(split.matrix, _PRODUCT))
        text = _beside([x for x in (front, *tail) if x]) or "1"
        return f"-{text}" if split.number < 0 else text


def _place(place: int | Index) -> str:
    """Return a place as mathematics counts it, from 1."""
    return str(place + 1) if isinstance(place, int) else _index(place.name)


def _beside(factors: list[str]) -> str:
    """Return factors side by side, with a dot between two numbers."""
    text = ""
    for factor in factors:
        numbers = text[-1:].isdecimal() and factor[:1].isdecimal()
        text += (rf" \cdot {factor}" if numbers else f" {factor}") if text else factor
    return text


def _end(end: End, base: str) -> str:
    outer, shift = end
    text = base if outer is None else _index(outer.name)
    if text.isdecimal():
        return str(int(text) + shift)
    return f"{text} {'-' if shift < 0 else '+'} {abs(shift)}" if shift else text


def _row(node: Expression) -> list[Expression]:
    opened = isinstance(node, Product) and not is_named(node)
    return [*_row(node.left), *_row(node.right)] if isinstance(node, Product) and opened else [node]


def _is_definite(node: Expression) -> bool:
    base = node.child if isinstance(node, Power) else node
    return isinstance(base, Symbol) and base.structure == "positive definite"


def _is_raised(letter: str) -> bool:
    """Whether a letter of the reader's has a superscript or a prime, so that TeX would meet two of them."""
    return _outside_braces(_bare(letter), "^'")


def _bare(letter: str) -> str:
    """Return a letter without the braces around all of it."""
    inner = letter[1:-1]
    whole = letter[:1] == "{" and letter[-1:] == "}" and _depths(inner)
    return inner if whole else letter


def _depths(text: str) -> bool:
    """Whether every brace that closes was opened before."""
    depth = 0
    for c in text:
        depth += (c == "{") - (c == "}")
        if depth < 0:
            return False
    return depth == 0


def _own_power(letter: str) -> tuple[str, Fraction] | None:
    r"""Return the letter and the power in \sigma^2 or \Sigma^{1/2}; None where it is no number."""
    match = re.fullmatch(r"(.+?)\^(?:(\d)|\{(-?\d+)(?:/(\d+))?\})", _bare(letter))
    if match is None or _outside_braces(match[1], "^'"):
        return None
    return match[1], Fraction(int(match[2] or match[3]), int(match[4] or 1))


def _outside_braces(text: str, marks: str) -> bool:
    depth = 0
    for k, c in enumerate(text):
        depth += (c == "{") - (c == "}")
        if depth == 0 and c in marks and (k == 0 or text[k - 1] != "\\"):
            return True
    return False


def _fits_above(factor: Expression) -> bool:
    base = factor.child if isinstance(factor, Power) else factor
    return (
        isinstance(base, Symbol)
        or is_named(base)
        or (isinstance(factor, Power) and isinstance(base, Number | Trace | OperatorNorm))
    )


def bracketed(text: str, pair: str = "()") -> str:
    r"""Return the text in brackets that grow with it only where it is tall.

    >>> print(bracketed("x"), bracketed(r"\frac{1}{N}"))
    (x) \left(\frac{1}{N}\right)
    """
    tall = any(mark in text for mark in (r"\frac", r"\sqrt", r"\sum", r"\left"))
    left, right = (r"\|", r"\|") if pair == "||" else (pair[0], pair[1])
    return rf"\left{left}{text}\right{right}" if tall else f"{left}{text}{right}"


def _number(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value)
    sign = "-" if value < 0 else ""
    return rf"{sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"


def _exponent(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"


def _index(name: str) -> str:
    """Return i, j, k ... for the indices i1, i2, i3 ..."""
    return chr(ord("i") + int(name[1:]) - 1) if name[1:].isdecimal() else name
