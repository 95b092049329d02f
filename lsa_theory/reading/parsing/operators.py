r"""What acts on what follows: \tr, \E, \Var, \Cov, rank, norms, inner products, sums, gradients."""

from __future__ import annotations

from collections.abc import Callable

from lsa_theory.expressions.declare import trace
from lsa_theory.expressions.expression import Expression, Symbol
from lsa_theory.expressions.functions import rank
from lsa_theory.expressions.operators import at as put_in, gradient
from lsa_theory.expressions.statistics import covariance, variance
from lsa_theory.reading.holes import squared
from lsa_theory.reading.letters import FONTS, Letter, base_at
from lsa_theory.reading.lookup import read_letter
from lsa_theory.reading.parsing import rules
from lsa_theory.reading.parsing.averages import read_expectation
from lsa_theory.reading.parsing.cursor import Cursor, nothing_left
from lsa_theory.reading.parsing.declared_functions import reader_of_function
from lsa_theory.reading.parsing.exponents import with_exponents
from lsa_theory.reading.parsing.functions import FUNCTIONS, read_exponential, read_one, reader_of
from lsa_theory.reading.parsing.norms import read_absolute, read_inner, read_norm
from lsa_theory.reading.parsing.sums import read_sum_over
from lsa_theory.reading.parsing.tokens import BRACKETS, TIMES
from lsa_theory.reading.shapes import Value, exact, sized
from lsa_theory.reading.stacked import stacked_vec

Operator = Callable[[Cursor], Value]
_NAMES = {
    "tr": "trace",
    "Tr": "trace",
    "trace": "trace",
    "Trace": "trace",
    "E": "expectation",
    "EE": "expectation",
    "Var": "variance",
    "var": "variance",
    "Cov": "covariance",
    "cov": "covariance",
    "rank": "rank",
    "rk": "rank",
    "vec": "vec",
    **{name: name for name in FUNCTIONS},
}
_BOLD_ONES = (
    r"\mathbf{1}",
    r"\mathbb{1}",
    r"\boldsymbol{1}",
    r"\bm{1}",
    r"\mathbbm{1}",
    r"\mathds{1}",
)
_COMMANDS = {rf"\{name}": what for name, what in _NAMES.items()}
_MARKS: dict[str, Operator] = {
    r"\|": read_norm,
    "|": read_absolute,
    r"\langle": read_inner,
    r"\sum": read_sum_over,
}
_REFUSED = {
    r"\prod": "products over an index have no expression here",
    r"\int": "integrals have no expression here; write an expectation",
    r"\min": "a minimum is no expression here; claim its value with global_minimum",
    r"\max": "a maximum is no expression here",
    r"\arg": "an arg min is no expression here; claim its value with global_minimum",
    r"\argmin": "an arg min is no expression here; claim its value with global_minimum",
    r"\inf": "an infimum is no expression here",
    r"\sup": "a supremum is no expression here",
    r"\lim": "a limit is no expression here",
    r"\infty": "infinity is no value",
    r"\dots": "what dots stand for is not said; write a sum",
    r"\ldots": "what dots stand for is not said; write a sum",
    r"\cdots": "what dots stand for is not said; write a sum",
    r"\pm": "a sign that is two signs is two formulas",
}


def operator_at(cursor: Cursor) -> Operator | None:
    """Return what reads the operator at the cursor, if one stands there."""
    text = cursor.peek()
    if text in cursor.notation.functions:
        return reader_of_function(cursor.notation.functions[text])
    if cursor.notation.has_base(text):
        return None
    if text in _MARKS:
        return _MARKS[text]
    if text == r"\nabla":
        return _gradient
    if text == r"\dot":
        return _dot
    if text == r"\left.":
        return _at
    if text in _REFUSED:
        cursor.refuse(_REFUSED[text])
    if text == "e" and cursor.peek(1) == "^":
        return read_exponential
    what, end = _COMMANDS.get(text), cursor.k + 1
    if text in FONTS:
        base, end = base_at(cursor.tokens, cursor.k, cursor.text)
        if cursor.notation.has_base(base):
            return None
        what = "one" if base in _BOLD_ONES else _NAMES.get(_plain(base))
    elif text == "E" and end < len(cursor.tokens) and cursor.tokens[end].text in ("[", "(", "_", r"\{"):
        what = "expectation"
    if what is None:
        return None
    reader = {
        "trace": _trace,
        "expectation": read_expectation,
        "variance": _variance,
        "covariance": _covariance,
        "rank": _rank,
        "one": read_one,
        "vec": _vec,
        **{name: reader_of(name) for name in FUNCTIONS},
    }[what]

    def take_name(at: Cursor) -> Value:
        at.k = end
        return reader(at)

    return take_name


def _argument(cursor: Cursor, what: str) -> tuple[Expression, bool]:
    """Return what stands in the bracket, or the one factor, and whether there was a bracket."""
    token = cursor.token()
    if token.text in BRACKETS:
        value = rules.read_bracket(cursor)
        if cursor.peek() in ("^", "'"):
            cursor.refuse(
                f"{what}(...)^p may be the power of the value or of the argument; use outer brackets"
            )
        return cursor.placed(token.at, lambda: exact(value)), True
    if rules.at_end(cursor):
        cursor.refuse(f"{what} acts on nothing")
    return cursor.placed(token.at, lambda: exact(rules.read_factor(cursor))), False


def _trace(cursor: Cursor) -> Value:
    at = cursor.token().at
    if cursor.peek() in ("^", "_"):
        cursor.refuse("a script on a trace; write [\\tr(...)]^2")
    body, bracket = _argument(cursor, "tr")
    value = cursor.placed(at, lambda: trace(squared(body)))
    if not bracket and not rules.at_end(cursor) and cursor.peek() != "/":
        before = cursor.k
        if cursor.peek() in TIMES:
            cursor.take()
        factor = rules.read_factor(cursor)
        if not isinstance(factor, Expression) or not factor.is_scalar:
            cursor.refuse(r"how far \tr reaches is not said; write \tr(AB) or \tr(A) B", at)
        cursor.k = before
    return value


def _rank(cursor: Cursor) -> Value:
    return rank(_argument(cursor, "rank")[0])


def _vec(cursor: Cursor) -> Value:
    token = cursor.token()
    if token.text not in BRACKETS:
        cursor.refuse("how far vec reaches is not said; use a bracket")
    body = cursor.placed(token.at, lambda: exact(rules.read_bracket(cursor)))
    return with_exponents(cursor, stacked_vec(body))


def _variance(cursor: Cursor) -> Value:
    at = cursor.token().at
    body, bracket = _argument(cursor, "Var")
    if not bracket:
        cursor.refuse(r"how far \Var reaches is not said; use a bracket", at)
    return cursor.placed(at, lambda: variance(body))


def _covariance(cursor: Cursor) -> Value:
    opening = cursor.token()
    if opening.text not in ("(", "["):
        cursor.refuse("a covariance needs a bracket with one or two arguments")
    cursor.take()
    with cursor.until():
        first = cursor.placed(opening.at, lambda: exact(rules.read_sum(cursor)))
        second = first
        if cursor.peek() == ",":
            cursor.take()
            second = cursor.placed(opening.at, lambda: exact(rules.read_sum(cursor)))
    cursor.take(BRACKETS[opening.text])
    if cursor.peek() == "^":
        cursor.refuse("Cov(...)^p may be the power of the value or of the argument; use outer brackets")
    return cursor.placed(opening.at, lambda: covariance(first, second))


def _symbol(cursor: Cursor) -> Symbol:
    at = cursor.token().at
    value, letter = read_letter(cursor)
    if not isinstance(value, Symbol):
        cursor.refuse(
            f"a derivative is taken in a declared letter, and {letter.shown} is a formula or random", at
        )
    return value


def _gradient(cursor: Cursor) -> Value:
    at = cursor.take().at
    if cursor.peek() != "_":
        cursor.refuse(r"in which letter is not said; write \nabla_{U}", at)
    cursor.take()
    inner = cursor.group()
    symbol = _symbol(inner)
    nothing_left(inner)
    if rules.at_end(cursor):
        cursor.refuse(r"\nabla acts on nothing")
    body = rules.read_factor(cursor)
    if not rules.at_end(cursor):
        cursor.refuse(r"how far \nabla reaches is not said; use brackets", at)
    return cursor.placed(at, lambda: gradient(exact(body), symbol))


def _dot(cursor: Cursor) -> Value:
    at = cursor.take().at
    inner = cursor.group()
    # The scripts of a dotted letter stand outside the accent.
    scripts = []
    while cursor.peek() == "_":
        scripts.append(cursor.take())
        low = cursor.group()
        scripts += [type(scripts[0])("{", at), *low.tokens, type(scripts[0])("}", at)]
    whole = cursor.inside([*inner.tokens, *scripts], at)
    symbol = _symbol(whole)
    nothing_left(whole)
    return with_exponents(cursor, _along_flow(cursor, symbol, at))


def _along_flow(cursor: Cursor, symbol: Symbol, at: int) -> Expression:
    flow = cursor.notation.flow
    if flow is None:
        cursor.refuse("a time derivative, and no loss is declared whose gradient flow it follows", at)
    return cursor.placed(at, lambda: -gradient(flow, symbol))


def derivative(cursor: Cursor, top: str, bottom: Cursor, at: int) -> Value | None:
    r"""Return \frac{d}{dt} U along the flow, or \frac{\partial}{\partial U} f; None if the fraction is none."""
    below = [t.text for t in bottom.tokens]
    if top in ("d", r"\mathrm{d}") and below and below[-1] == "t" and len(below) in (2, 5):
        if Letter("d") in cursor.notation.letters and Letter("t") in cursor.notation.letters:
            cursor.refuse("d/dt is a derivative or a fraction, as d and t are declared letters", at)
        symbol = _symbol(cursor)
        if not rules.at_end(cursor):
            cursor.refuse("how far the derivative reaches is not said; put it into brackets", at)
        return _along_flow(cursor, symbol, at)
    if top.startswith(r"\partial") and below[:1] == [r"\partial"]:
        symbol = _symbol(bottom.inside(bottom.tokens[1:], at))
        if top != r"\partial":
            cursor.refuse(r"write \frac{\partial}{\partial U} before a bracket with the function", at)
        if cursor.peek() not in ("(", "["):
            cursor.refuse("a bracket with the function is expected after the derivative")
        body = rules.read_bracket(cursor)
        return cursor.placed(at, lambda: gradient(exact(body), symbol))
    return None


def _at(cursor: Cursor) -> Value:
    r"""Read \left. f \right|_{a = 1, b = 2}."""
    at = cursor.take().at
    with cursor.until("|"):
        body = rules.read_sum(cursor)
    cursor.take("|")
    cursor.take("_")
    inner = cursor.group()
    values: dict[Symbol, object] = {}
    while True:
        symbol = _symbol(inner)
        inner.take("=")
        value = rules.read_sum(inner)
        values[symbol] = cursor.placed(at, lambda v=value, s=symbol: sized(v, s))  # type: ignore[misc]
        if inner.peek() != ",":
            break
        inner.take()
    nothing_left(inner)
    return cursor.placed(at, lambda: put_in(exact(body), values))


def _plain(base: str) -> str:
    """Return a name without its fonts."""
    while base.endswith("}") and "{" in base:
        base = base[base.index("{") + 1 : -1]
    return base.lstrip("\\").strip()


def operator_name(base: str) -> bool:
    """Whether a base, as `base_at` returns it, names an operator of this reader rather than a letter."""
    return (_plain(base) in _NAMES and base != "E") or base == r"\mathbb{R}"
