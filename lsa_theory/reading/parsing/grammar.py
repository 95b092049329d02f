r"""Sums, products and brackets of a formula; written by hand rather than on a parser generator.

What juxtaposition means depends on the shapes of what was read so far, whether `x_i` is a letter depends on the sums
around it, and a refusal has to say what to declare: a table-driven parser (lark) would see none of the three, and
all of the reading would move into the pass after it.

The rules, each stated once:

- juxtaposition multiplies: scalars anywhere, matrices in their order;
- `/` divides by the one factor after it; `1/2N` is refused, as is any scalar after it without brackets;
- `\tr A` without a bracket takes one factor; a matrix after it is refused; with a bracket it takes that;
- `\E` without a bracket, and `\sum`, take the product up to the next + or -;
- `\E[a]^2` is (E[a])^2; `\E(a)^2` and `\tr(A)^2` are refused; `\E\,(a)^2`, with a space, is E[(a)^2];
- a letter before a bracket with one letter in it, f(x), is refused: it may be a function.
"""

from __future__ import annotations

from fractions import Fraction

from lsa_theory.expressions.expression import Expression, Number, Symbol
from lsa_theory.expressions.random import Column
from lsa_theory.reading.letters import FONTS, Letter, spelled
from lsa_theory.reading.lookup import read_letter
from lsa_theory.reading.parsing import operators
from lsa_theory.reading.parsing.counting import read_binomial, with_factorial
from lsa_theory.reading.parsing.cursor import DEEPEST, MOST_FACTORS, MOST_TERMS, Cursor, nothing_left
from lsa_theory.reading.parsing.entries import entry
from lsa_theory.reading.parsing.exponents import fraction_parts, with_exponents
from lsa_theory.reading.parsing.functions import ENTRYWISE, entrywise, kronecker_product, read_one
from lsa_theory.reading.parsing.rules import rule
from lsa_theory.reading.parsing.tokens import BRACKETS, TIMES, group_after
from lsa_theory.reading.shapes import Multiple, Value, add, exact, multiply, negative, power
from lsa_theory.reading.stacked import Stacked

RELATIONS = frozenset(
    [
        r"=",
        r"<",
        r">",
        r"\le",
        r"\leq",
        r"\leqslant",
        r"\ge",
        r"\geq",
        r"\geqslant",
        r"\approx",
        r"\equiv",
        r"\coloneqq",
        r"\triangleq",
        r"\succeq",
        r"\preceq",
        r"\succ",
        r"\prec",
        r"\neq",
        r"\ne",
        r"\sim",
        r"\simeq",
        r"\propto",
        r"\to",
        r"\in",
        r"\ll",
        r"\gg",
        r":=",
        r"\lesssim",
        r"\gtrsim",
        r"\rightarrow",
        r"\Rightarrow",
        r"\iff",
        r"\implies",
        r":",
    ]
)
_CLOSERS = frozenset({")", "]", r"\}", "}", r"\rangle", r"\mid", ",", ";", ""})
_FRACTIONS = (r"\frac", r"\tfrac", r"\dfrac", r"\nicefrac", r"\cfrac")


@rule
def read_sum(cursor: Cursor) -> Value:
    """Read terms with + and - between them."""
    total: Value | None = None
    for _ in range(MOST_TERMS):
        at = cursor.token().at
        sign = 1
        if cursor.peek() in ("+", "-"):
            sign = -1 if cursor.take().text == "-" else 1
        elif total is not None:
            return total
        term = read_product(cursor)
        if sign == -1:
            term = negative(term)
        total = term if total is None else cursor.placed(at, lambda a=total, b=term: add(a, b))  # type: ignore[misc]
    cursor.refuse(f"a sum of more than {MOST_TERMS} terms; declare parts of it as letters")


@rule
def at_end(cursor: Cursor) -> bool:
    """Whether a product ends here."""
    text = cursor.peek()
    if text in cursor.closing and cursor.token().side != r"\left":
        return True
    if text in ("&", r"\\") or text.startswith(r"\end{"):
        return True
    return text in _CLOSERS or text in ("+", "-") or text in RELATIONS


@rule
def read_product(cursor: Cursor) -> Value:
    """Read factors up to the next sign, relation or closing bracket."""
    if cursor.depth >= DEEPEST:
        cursor.refuse(f"operators and brackets are nested more than {DEEPEST} deep")
    cursor.depth += 1
    try:
        return _product(cursor)
    finally:
        cursor.depth -= 1


def _product(cursor: Cursor) -> Value:
    start = cursor.token().at
    factors: list[Value] = []
    divided_at = -1
    number_before = sign_before = False
    apart = 0
    # A bar where a factor has to begin closes nothing.
    while not at_end(cursor) or (cursor.peek() == "|" and (not factors or sign_before)):
        token = cursor.token()
        if token.text in ENTRYWISE:
            if not factors or sign_before:
                cursor.refuse(f"a factor is missing before {token.text}")
            cursor.take()
            join = kronecker_product if token.text == r"\otimes" else entrywise
            factors.append(join(cursor, factors.pop(), read_factor(cursor), token.at))
            apart = apart or token.at + 1
            number_before = False
            continue
        if token.text in TIMES:
            if not factors or sign_before:
                cursor.refuse(f"a factor is missing before {token.text}")
            cursor.take()
            sign_before = True
            if at_end(cursor):
                cursor.refuse(f"a factor is missing after {token.text}")
            continue
        if token.text == "/":
            if not factors or sign_before:
                cursor.refuse("a factor is missing before /")
            cursor.take()
            if divided_at >= 0:
                cursor.refuse("a second / without brackets")
            below = cursor.placed(token.at, lambda: exact(read_factor(cursor)))
            if not below.is_scalar:
                cursor.refuse("only a scalar can stand below /; write an inverse with ^{-1}", token.at)
            factors.append(cursor.placed(token.at, lambda b=below: b**-1))  # type: ignore[misc]
            divided_at, number_before = token.at, False
            continue
        is_number = token.text[:1].isdecimal()
        if is_number and number_before and not sign_before:
            cursor.refuse("two numbers side by side; write the product with \\cdot")
        factor = read_factor(cursor)
        if divided_at >= 0 and isinstance(factor, Expression) and factor.is_scalar:
            cursor.refuse(
                "after / a scalar follows without brackets, as in 1/2N; write \\frac or brackets", divided_at
            )
        factors.append(factor)
        if len(factors) > MOST_FACTORS:
            cursor.refuse(f"a product of more than {MOST_FACTORS} factors; declare parts of it as letters")
        number_before, sign_before = is_number, False
    if not factors:
        cursor.refuse(f"a term is missing before {cursor.peek() or 'the end'}")
    if apart and sum(not isinstance(f, Expression) or not f.is_scalar for f in factors) > 1:
        cursor.refuse("how far an entrywise product reaches is not said; use brackets", apart - 1)
    return cursor.placed(start, lambda: multiply(factors))


@rule
def read_bracket(cursor: Cursor) -> Value:
    """Read a bracket with its content."""
    opening = cursor.take()
    close = BRACKETS[opening.text]
    with cursor.until():
        value = read_sum(cursor)
    if cursor.peek() != close:
        cursor.refuse(f"the bracket {opening.text} is closed by {cursor.peek() or 'nothing'}")
    cursor.take()
    return value


@rule
def read_factor(cursor: Cursor) -> Value:
    """Read one factor with its exponent."""
    token = cursor.token()
    text = token.text
    if text == "{" and _indexed(cursor):
        return with_exponents(cursor, read_letter(cursor)[0])
    if text in BRACKETS:
        return with_exponents(
            cursor, with_factorial(cursor, _with_places(cursor, read_bracket(cursor), text))
        )
    if text == "1" and cursor.peek(1) == r"\{":
        cursor.take()
        return read_one(cursor)
    if text[:1].isdecimal():
        cursor.take()
        return with_exponents(cursor, with_factorial(cursor, Number(Fraction(text))))
    if text in _FRACTIONS:
        return _fraction(cursor)
    if text in (r"\binom", r"\dbinom", r"\tbinom"):
        return with_exponents(cursor, read_binomial(cursor))
    if text == r"\sqrt":
        return with_exponents(cursor, _root(cursor))
    operator = operators.operator_at(cursor)
    if operator is not None:
        return operator(cursor)
    if not text[:1].isalpha() and text[:1] != "\\":
        cursor.refuse(f"{text} cannot begin a factor")
    value, letter = read_letter(cursor)
    _refuse_function(cursor, value, letter)
    return with_exponents(cursor, with_factorial(cursor, value))


def _with_places(cursor: Cursor, value: Value, opening: str) -> Value:
    """Return the entry of what stands in a bracket, (A)_{12}."""
    if opening not in ("(", "[") or cursor.peek() != "_" or cursor.peek(1) == "+":
        return value
    at = cursor.take().at
    return entry(cursor, value, cursor.group(), at)


def _indexed(cursor: Cursor) -> bool:
    """Whether braces hold a letter that takes an index behind them, {x}_i."""
    _, end = group_after(cursor.tokens, cursor.k, cursor.text)
    return end < len(cursor.tokens) and cursor.tokens[end].text == "_"


def _refuse_function(cursor: Cursor, value: Value, letter: Letter) -> None:
    """Refuse f(x), a letter before a bracket with one letter, and L(...) of a scalar that a formula defines."""
    if cursor.peek() not in ("(", "["):
        return
    if isinstance(value, Column) or (isinstance(value, Symbol) and value.structure == "dimension"):
        return
    depth, k = 0, cursor.k
    while k < len(cursor.tokens):
        text = cursor.tokens[k].text
        depth += (text in BRACKETS) - (text in (")", "]", r"\}", "}"))
        if depth == 0:
            break
        k += 1
    inside = cursor.tokens[cursor.k + 1 : k]
    scalar = isinstance(value, Expression) and value.is_scalar
    single = _is_one_letter(inside, cursor)
    function = scalar and letter in cursor.notation.formulas
    if function or single:
        cursor.refuse(
            f"{letter.shown}(...) may be a function or a product; write the product with \\cdot before it"
        )


def _is_one_letter(inside: list, cursor: Cursor) -> bool:  # type: ignore[type-arg]
    bare, k = 0, 0
    while k < len(inside):
        if inside[k].text in ("_", "^"):
            _, k = group_after(inside, k + 1, cursor.text)
            continue
        if inside[k].text in FONTS:
            _, k = group_after(inside, k + 1, cursor.text)
        else:
            k += 1
        bare += 1
    return bare == 1


def _fraction(cursor: Cursor) -> Value:
    at = cursor.take().at
    top, bottom = fraction_parts(cursor)
    derivative = operators.derivative(cursor, spelled(top.tokens, cursor.text), bottom, at)
    if derivative is not None:
        return derivative
    above = read_sum(top)
    nothing_left(top)
    below = cursor.placed(at, lambda: exact(read_sum(bottom)))
    nothing_left(bottom)
    if not below.is_scalar:
        cursor.refuse("only a scalar can stand below a fraction; write an inverse with ^{-1}", at)
    if below == Number(Fraction(0)):
        cursor.refuse("a fraction with denominator 0", at)
    if isinstance(above, Stacked):
        return above.times(below**-1)
    result = Multiple(above.scalar / below) if isinstance(above, Multiple) else above / below
    return with_exponents(cursor, result)


def _root(cursor: Cursor) -> Value:
    at = cursor.take().at
    degree = 2
    if cursor.peek() == "[":
        cursor.take()
        number = cursor.take()
        if not number.text.isdecimal() or not 2 <= int(number.text) <= 100:
            cursor.refuse("the degree of a root is a whole number from 2 to 100", number.at)
        degree = int(number.text)
        cursor.take("]")
    inner = cursor.group()
    value = read_sum(inner)
    nothing_left(inner)
    return cursor.placed(at, lambda: power(value, Fraction(1, degree)))
