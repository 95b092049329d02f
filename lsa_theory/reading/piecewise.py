r"""Cases on the right side, each a claim under its condition; and \min and \arg\min on the left."""

from __future__ import annotations

from lsa_theory.claims.forms.assumptions import greater
from lsa_theory.claims.hypotheses import equation
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.expressions.expression import Expression, Symbol
from lsa_theory.expressions.traversal import free_symbols
from lsa_theory.reading.formula import value_of
from lsa_theory.reading.notation import Notation
from lsa_theory.reading.parsing.tokens import Token, group_after
from lsa_theory.reading.places import Unreadable
from lsa_theory.reading.relations import AT_LEAST, AT_MOST, STRICT
from lsa_theory.reading.shapes import exact

BEGIN, END = r"\begin{cases}", r"\end{cases}"
_WORDS = ("if", "for", "when", "where")


def cases_of(
    tokens: tuple[Token, ...], text: str, known: Notation
) -> list[tuple[tuple[Token, ...], Equal | Expression]] | None:
    """Return the rows of a side that consists of cases, each with its condition; None where it does not.

    Raises
    ------
    Unreadable
        If cases are a part of a larger formula, a row has no condition, or its condition is not read.
    """
    marks = [k for k, t in enumerate(tokens) if t.text in (BEGIN, END)]
    if not marks:
        return None
    if len(marks) != 2 or marks != [0, len(tokens) - 1]:
        raise Unreadable("cases are read where they are the whole right side", text, tokens[marks[0]].at)
    rows: list[list[list[Token]]] = [[[]]]
    for token in tokens[1:-1]:
        if token.text == r"\\":
            rows.append([[]])
        elif token.text == "&":
            rows[-1].append([])
        else:
            rows[-1][-1].append(token)
    found = []
    for row in (r for r in rows if r != [[]]):
        if len(row) != 2 or not row[0] or not row[1]:
            raise Unreadable("a case is a formula, & and its condition", text, tokens[0].at)
        formula = row[0][:-1] if row[0][-1].text in (",", ";") else row[0]
        found.append((tuple(formula), _condition(row[1], text, known)))
    return found


def _condition(tokens: list[Token], text: str, known: Notation) -> Equal | Expression:
    plain, at = _without_words(tokens, text), tokens[0].at
    signs = [k for k, t in enumerate(plain) if t.text == "=" or t.text in AT_LEAST | AT_MOST | STRICT]
    if len(signs) != 1:
        raise Unreadable("the condition of a case is one equation or inequality between scalars", text, at)
    sign = plain[signs[0]].text
    left, right = (exact(value_of(side, text, known)) for side in (plain[: signs[0]], plain[signs[0] + 1 :]))
    if not (left.is_scalar and right.is_scalar):
        raise Unreadable("the condition of a case is between scalars", text, at)
    if sign == "=":
        return equation(left, right)
    slack = left - right if sign in AT_LEAST or sign == ">" else right - left
    if sign not in STRICT:
        return slack
    if any(symbol.structure != "dimension" for symbol in free_symbols(slack)):
        return greater(slack)
    # Sizes are integers.
    return slack - 1


def _without_words(tokens: list[Token], text: str) -> list[Token]:
    out: list[Token] = []
    k = 0
    while k < len(tokens):
        if tokens[k].text in (r"\text", r"\mathrm", r"\mbox", r"\textrm"):
            inner, after = group_after(tokens, k + 1, text)
            word = "".join(t.text for t in inner)
            if word not in _WORDS:
                raise Unreadable(
                    f"{word!r} is no condition that can be met; write it as an equation or an inequality",
                    text,
                    tokens[k].at,
                )
            k = after
            continue
        out.append(tokens[k])
        k += 1
    return [t for t in out if t.text not in (",", ".")]


def minimised(
    tokens: tuple[Token, ...], text: str, known: Notation
) -> tuple[str, tuple[Symbol, ...], tuple[Token, ...]] | None:
    r"""Return "argmin" or "min", what varies and the objective of \arg\min_{U} f, \min_{U, u} f; None of all else.

    Raises
    ------
    Unreadable
        If what varies is missing, a maximum is named, or a minimum is a part of a larger formula.
    """
    names = [t.text for t in tokens]
    starred = names[:1] == [r"\operatorname*"] or names[:1] == [r"\operatorname"]
    what, k = "argmin", 0
    if starred and "".join(names[1:9]).startswith("{argmin}"):
        k = 9
    elif names[:2] == [r"\arg", r"\min"]:
        k = 2
    elif names[:1] == [r"\argmin"]:
        k = 1
    elif names[:1] == [r"\min"]:
        what, k = "min", 1
    for j, name in enumerate(names[k:], k):
        if name in (r"\min", r"\max", r"\sup", r"\inf", r"\arg", r"\argmax", r"\argmin"):
            raise Unreadable(
                r"a minimum is read where \min_{U} or \arg\min_{U} begins the left side; of a maximum, claim the "
                "minimum of what is turned over",
                text,
                tokens[j].at,
            )
    if k == 0:
        return None
    if names[k : k + 1] != ["_"]:
        raise Unreadable(r"what varies is missing; write \min_{U}", text, tokens[0].at)
    varying, after = group_after(list(tokens), k + 1, text)
    symbols = []
    for letters in _at_commas(varying):
        symbol = value_of(letters, text, known)
        if not isinstance(symbol, Symbol):
            raise Unreadable("declared letters vary under a minimum", text, tokens[0].at)
        symbols.append(symbol)
    if what == "argmin" and len(symbols) != 1:
        raise Unreadable(r"one letter varies under an \arg\min", text, tokens[0].at)
    return what, tuple(symbols), tokens[after:]


def _at_commas(tokens: list[Token]) -> list[list[Token]]:
    pieces: list[list[Token]] = [[]]
    for token in tokens:
        if token.text == ",":
            pieces.append([])
        else:
            pieces[-1].append(token)
    return pieces
