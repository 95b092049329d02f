r"""Conditions beside a claim: \text{if } a > 0, \text{for all } x \ne 0, \text{provided that } N > d + 1."""

from __future__ import annotations

from dataclasses import replace

from lsa_theory.claims.forms.assumptions import at_least, greater, nonzero
from lsa_theory.claims.hypotheses import equation
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.expressions.expression import Expression, Zero, as_expression
from lsa_theory.reading.parsing.tokens import Token, group_after
from lsa_theory.reading.places import Unreadable
from lsa_theory.reading.relations import AT_LEAST, AT_MOST, ORDERS, STRICT

_TEXT = frozenset({r"\text", r"\mathrm", r"\mbox", r"\textrm", r"\textup"})
# Words that begin a condition, their spaces left out, as the reader of tokens leaves them out.
_BEGIN = frozenset(
    {"if", "for", "when", "whenever", "provided", "providedthat", "forall", "forevery", "forany", "foreach"}
    | {"assuming", "assumingthat", "giventhat", "aslongas", "ifandonlyif", "iff", "with"}
)
_BOTH_WAYS = frozenset({"ifandonlyif", "iff"})
_AND = frozenset({"and", ","})
_UNEQUAL = frozenset({r"\ne", r"\neq"})
_OPEN, _CLOSE = frozenset({"(", "[", "{", r"\{"}), frozenset({")", "]", "}", r"\}"})


def conditions_taken_out(tokens: list[Token], text: str) -> tuple[list[Token], list[Token]]:
    """Return a display without its conditions, and the conditions, separated by commas.

    Raises
    ------
    Unreadable
        If something is claimed behind a condition, or a condition is a sentence in words.
    """
    begin = next((k for k, _ in _beginnings(tokens, text)), None)
    if begin is None:
        return tokens, []
    if begin == 0:
        end = _first_comma(tokens)
        if end is None:
            raise Unreadable("a comma is missing between the condition and the claim", text, tokens[0].at)
        rest, more = conditions_taken_out(tokens[end + 1 :], text)
        return rest, [*_plain(tokens[:end], text), *([replace(tokens[end], text=",")] if more else []), *more]
    condition = tokens[begin:]
    while condition and condition[-1].text in (r"\\", ".", ",", ";"):
        condition = condition[:-1]
    if any(t.text == r"\\" for t in condition):
        raise Unreadable(
            "something stands on a line below a condition; display what holds under it alone",
            text,
            tokens[begin].at,
        )
    claim = tokens[:begin]
    while claim and claim[-1].text in (",", ";"):
        claim = claim[:-1]
    return claim, _plain(condition, text)


def assumed(
    left: Expression, sign: str, right: Expression, text: str, at: int
) -> tuple[Equal | Expression, ...]:
    """Return what a relation between two expressions says as a hypothesis.

    Raises
    ------
    Unreadable
        If the relation is none that can be assumed.
    """
    if sign == "=":
        return (equation(left, right),)
    if sign in _UNEQUAL:
        return (nonzero(left if _is_nothing(right) else left - right),)
    larger, smaller = (left, right) if _is_above(sign) else (right, left)
    if sign in ORDERS and left.is_scalar:
        raise Unreadable(r"an order of matrices is between matrices; between scalars write >", text, at)
    if sign not in ORDERS and not left.is_scalar:
        raise Unreadable(r"this is an order of scalars, and these are matrices; write \succ", text, at)
    if sign in STRICT or (sign in ORDERS and ORDERS[sign][0] == ">"):
        return (greater(larger, smaller),)
    if sign in AT_LEAST | AT_MOST or sign in ORDERS:
        return (at_least(larger, smaller),)
    raise Unreadable(f"{sign} is no condition that can be met", text, at)


def _is_nothing(tree: Expression) -> bool:
    return isinstance(tree, Zero) or tree == as_expression(0)


def _is_above(sign: str) -> bool:
    return ORDERS[sign][1] if sign in ORDERS else sign in AT_LEAST or sign == ">"


def begins_condition(base: str) -> bool:
    r"""Whether a token with its group, such as \text{if}, is a word before a condition or between two.

    >>> begins_condition(r"\text{for all}"), begins_condition(r"\text{test}")
    (True, False)
    """
    command, _, rest = base.partition("{")
    word = rest.rstrip("}").replace(" ", "").lower().strip(",.")
    return command in _TEXT and (word in _BEGIN or word in _AND)


def _opens(token: Token) -> int:
    opened = token.text in _OPEN or token.text.startswith(r"\begin{")
    return opened - (token.text in _CLOSE or token.text.startswith(r"\end{"))


def _beginnings(tokens: list[Token], text: str) -> list[tuple[int, int]]:
    """Return where conditions begin, and where their words end."""
    found, depth = [], 0
    for k, token in enumerate(tokens):
        depth += _opens(token)
        if depth == 0 and token.text == r"\forall":
            found.append((k, k + 1))
        elif depth == 0 and token.text in _TEXT and k + 1 < len(tokens):
            inner, after = group_after(tokens, k + 1, text)
            word = "".join(t.text for t in inner).lower().strip(",.")
            if word in _BOTH_WAYS:
                raise Unreadable(
                    "what holds if and only if something else does is two claims", text, token.at
                )
            if word in _BEGIN:
                found.append((k, after))
    return found


def _first_comma(tokens: list[Token]) -> int | None:
    depth = 0
    for k, token in enumerate(tokens):
        depth += _opens(token)
        if depth == 0 and token.text in (",", ":", ";"):
            return k
    return None


def _plain(tokens: list[Token], text: str) -> list[Token]:
    """Return conditions without the words around them."""
    out: list[Token] = []
    k = 0
    while k < len(tokens):
        token = tokens[k]
        if token.text == r"\forall":
            k += 1
            continue
        if token.text in _TEXT:
            inner, k = group_after(tokens, k + 1, text)
            word = "".join(t.text for t in inner).lower().strip(".")
            if word in _AND and out:
                out.append(replace(token, text=","))
            elif word.strip(",") not in _BEGIN:
                raise Unreadable(
                    f"{word!r} is no condition that can be met; write it as an equation or an inequality",
                    text,
                    token.at,
                )
            elif out and out[-1].text != ",":
                out.append(replace(token, text=","))
            continue
        out.append(token)
        k += 1
    return out
