r"""From a display to claims: equalities, inequalities, and what only defines a letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Unpack

from lsa_theory.claims.equality import About, Statement
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.expression import Expression, Number, Symbol, Zero
from lsa_theory.expressions.traversal import constituents
from lsa_theory.reading.conditions import assumed, conditions_taken_out
from lsa_theory.reading.displayed.annotated import without_annotations
from lsa_theory.reading.displayed.quantifiers import quantifiers_out
from lsa_theory.reading.displayed.small_orders import small_order_out
from lsa_theory.reading.displays import DEFINES, Link, links_of
from lsa_theory.reading.formula import value_of, without_end
from lsa_theory.reading.growing import Growth, growth_taken_out, order_taken_out
from lsa_theory.reading.holes import check_closed
from lsa_theory.reading.letters import Letter, base_at, is_letter, letter_of
from lsa_theory.reading.notation import Notation, notation
from lsa_theory.reading.parsing.blocks import read_blocks
from lsa_theory.reading.parsing.cursor import Cursor, nothing_left
from lsa_theory.reading.parsing.grammar import read_sum
from lsa_theory.reading.parsing.tokens import Token, tokens_of
from lsa_theory.reading.piecewise import cases_of, minimised
from lsa_theory.reading.places import Unreadable
from lsa_theory.reading.relations import AT_LEAST, AT_MOST, ORDERS, STRICT, Relation
from lsa_theory.reading.shapes import Multiple, Value, exact, matched
from lsa_theory.reading.stacked import Stacked, matrix_of

_NO_CLAIM = {
    r"\approx": "an approximation claims nothing that can be decided; state the remainder",
    r"\sim": "a law declares a letter: write it into the notation as 'gaussian ...'",
}


@dataclass(frozen=True)
class Display:
    """What a display says: its relations, the letters it defines, and the notation with them."""

    relations: tuple[Relation, ...]
    defined: tuple[Letter, ...]
    notation: Notation


def read_display(text: str, letters: Notation | Mapping[str, object], *, declare: bool = False) -> Display:
    r"""Return what a display says.

    Parameters
    ----------
    text : str
        A display with its environment, or what stands in it.
    letters : Notation or mapping
        What the letters are, see `notation`.
    declare : bool
        Whether an undeclared letter alone on the left of = is defined by it, as it is by :=.

    Raises
    ------
    Unreadable
        With line, column and a caret.
    """
    known = letters if isinstance(letters, Notation) else notation(letters)
    quantified = quantifiers_out(
        without_annotations(without_end(tokens_of(text, known.macros)), text), text, known
    )
    for member in quantified.members:
        _check_member(links_of(list(member), text)[0][0], text, known)
    tokens, growth = growth_taken_out(quantified.tokens, text)
    bare, conditions = conditions_taken_out(tokens, text)
    chains = links_of(bare, text)
    if conditions and len(chains) > 1 and bare[0] is tokens[0]:
        raise Unreadable(
            "a condition stands behind one of several claims; display the claim that it belongs to alone",
            text,
            conditions[0].at,
        )
    _refuse_conditions(chains, text)
    defined: list[Letter] = []
    rest: list[Link] = []
    for chain in chains:
        first = chain[0]
        letter = _alone(first.left, text, known)
        if letter is not None and (first.relation in DEFINES or (declare and first.relation == "=")):
            known = _defined(known, letter, first, text)
            defined.append(letter)
            chain = chain[1:]
        rest.extend(chain)
    growing = growth.symbols(text, known)
    little = any(t.text == "o" for link in rest for t in link.right)
    if growth.names and not any(link.relation == r"\to" or growth.limit or little for link in rest):
        raise Unreadable("something goes to infinity, and nothing is said to have a limit", text, 0)
    given = _assumed(conditions, text, known)
    if quantified.exists:
        if given:
            raise Unreadable("what exists under conditions is not read", text, conditions[0].at)
        return Display(tuple(_existing(rest, quantified.exists, text, known)), tuple(defined), known)
    relations = [r for link in rest for r in _relations(link, text, known, growth, growing)]
    if given:
        relations = [_under(r, given, text) for r in relations]
    return Display(tuple(relations), tuple(defined), known)


def _assumed(tokens: list[Token], text: str, known: Notation) -> tuple[Equal | Expression, ...]:
    """Return what the conditions of a display say; of a set that a letter lies in, it is checked that it does."""
    found: list[Equal | Expression] = []
    for link in (link for chain in (links_of(tokens, text) if tokens else []) for link in chain):
        if link.relation == r"\in":
            _check_member(link, text, known)
            continue
        a, b = _both(link, text, known)
        found += assumed(a, link.relation, b, text, link.at)
    return tuple(found)


def _under(relation: Relation, given: tuple[Equal | Expression, ...], text: str) -> Relation:
    if relation.sign not in ("=", ">=", ">", "psd", "pd"):
        raise Unreadable("a limit, an order or a minimum under conditions is not read", text, relation.at)
    return replace(relation, given=(*relation.given, *given))


def _existing(links: list[Link], named: tuple[Symbol, ...], text: str, known: Notation) -> Iterator[Relation]:
    """Yield what is claimed of some instance of the named letters, which have to be all that there are."""
    if len(links) != 1:
        raise Unreadable("what exists is read of one relation", text, links[0].at if links else 0)
    (link,) = links
    if link.relation not in (*AT_LEAST, *AT_MOST, "=", "<", ">"):
        raise Unreadable(
            f"{link.relation} behind \\exists is not read; =, an order, or < and > are", text, link.at
        )
    a, b = _both(link, text, known)
    parts = constituents([a, b])
    others = [s.name for s in (*parts.dimensions, *parts.symbols) if s not in named]
    if others:
        raise Unreadable(
            f"for which {', '.join(others)}? Behind \\exists every letter and dimension of the formula is named",
            text,
            link.at,
        )
    sign = ">=" if link.relation in AT_LEAST else "<=" if link.relation in AT_MOST else link.relation
    yield Relation(a, f"some {sign}", b, link.at)


def _refuse_conditions(chains: list[list[Link]], text: str) -> None:
    r"""Refuse a = b, \quad u \ge 0: a condition on a letter beside a claim is no claim of its own."""
    for link in (link for chain in chains for link in chain):
        order = link.relation in AT_LEAST | AT_MOST | STRICT
        bare = len(link.left) <= 4 and not any(t.text in "()[]+-/=|" for t in link.left)
        if len(chains) > 1 and order and bare:
            raise Unreadable(
                r"a condition on a letter beside a claim; write \text{if} before it, declare the letter so, or "
                "display it alone if it is a claim",
                text,
                link.at,
            )


def _defined(known: Notation, letter: Letter, link: Link, text: str) -> Notation:
    written = " ".join(token.text for token in link.right)
    if len(letter.below) == 1 and letter.below.islower():
        wider = known.with_letter(letter, written) if f"_ {letter.below}" in written else known
        if wider is not known:
            return wider
    return known.with_letter(letter, value_of(list(link.right), text, known))


def claims_from_latex(
    text: str, letters: Notation | Mapping[str, object], **about: Unpack[About]
) -> tuple[Statement, ...]:
    r"""Return every claim of a display: a = b \le c makes two.

    Examples
    --------
    >>> letters = {"d": "dimension", "A": "matrix d", "B": "matrix d"}
    >>> [c.describe() for c in claims_from_latex(r"\tr(AB) = \tr(BA) = \langle A^\top, B\rangle", letters)]
    ['tr(A @ B) = tr(B @ A)', 'tr(B @ A) = tr(A @ B)']
    """
    return tuple(relation.claim(**about) for relation in read_display(text, letters).relations)


def claim_from_latex(
    text: str, letters: Notation | Mapping[str, object], **about: Unpack[About]
) -> Statement:
    r"""Return the one claim of a display.

    Raises
    ------
    Unreadable
        If it cannot be read.
    InvalidArgument
        If it makes none or more than one.

    Examples
    --------
    >>> letters = {"d": "dimension", r"\Sigma": "positive definite d", "x": r"gaussian \Sigma"}
    >>> claim_from_latex(r"\E\|x\|^2 = \tr \Sigma", letters).describe()
    'E[x.T @ x] = tr(Sigma)'
    """
    relations = read_display(text, letters).relations
    if len(relations) != 1:
        raise InvalidArgument(
            f"the formula makes {len(relations)} claims; expected one (claims_from_latex returns all)"
        )
    return relations[0].claim(**about)


def _alone(tokens: tuple[Token, ...], text: str, known: Notation) -> Letter | None:
    """Return the undeclared letter that one side consists of."""
    if not tokens or any(t.text in "()+-/=|" for t in tokens):
        return None
    try:
        if not is_letter(base_at(list(tokens), 0, text)[0]):
            return None
        letter = letter_of("".join(f" {t.text}" if t.text[:1].isalpha() else t.text for t in tokens))
    except Unreadable:
        return None
    declared = letter in known.letters or Letter(letter.base) in {**known.families, **known.templates}
    return None if declared or letter.base == "I" else letter


def _relations(
    link: Link, text: str, known: Notation, growth: Growth, growing: tuple[Symbol, ...]
) -> list[Relation]:
    if link.relation == r"\in":
        _check_member(link, text, known)
        return []
    if link.relation not in ("=", r"\to", *DEFINES, *AT_LEAST, *AT_MOST, *STRICT, *ORDERS):
        reason = _NO_CLAIM.get(link.relation, f"{link.relation} is no relation that can be claimed")
        raise Unreadable(reason, text, link.at)
    cases = cases_of(link.right, text, known)
    if cases is not None:
        if link.relation != "=":
            raise Unreadable("cases are read behind =", text, link.at)
        return [
            replace(r, given=(condition,))
            for formula, condition in cases
            for r in _relations(replace(link, right=formula), text, known, growth, growing)
        ]
    if _is_blocks(link.left) or _is_blocks(link.right):
        return _block_relations(link, text, known)
    if link.relation == r"\to" or growth.limit:
        return [_limit(link, text, known, growth, growing)]
    small = small_order_out(link.right, text, known, growing)
    if small is not None:
        return [_small(link, *small, text, known)]
    order = order_taken_out(link.right, text, known)
    if order is not None:
        return [_up_to(link, *order, text, known)]
    least = minimised(link.left, text, known)
    if least is not None:
        if link.relation != "=":
            raise Unreadable("behind a minimum stands =", text, link.at)
        return [_minimum(link, *least, text, known)]
    minimised(link.right, text, known)
    a, b = _both(link, text, known)
    if (
        link.relation in AT_MOST
        or link.relation == "<"
        or (link.relation in ORDERS and not ORDERS[link.relation][1])
    ):
        a, b = b, a
    if link.relation in ORDERS:
        if a.is_scalar:
            raise Unreadable(
                r"an order of matrices is between matrices; between scalars write \ge", text, link.at
            )
        return [Relation(a, "psd" if ORDERS[link.relation][0] == ">=" else "pd", b, link.at)]
    order_of_scalars = link.relation in AT_MOST | AT_LEAST | STRICT
    if order_of_scalars and not a.is_scalar:
        raise Unreadable(
            r"this is an order of scalars, and these are matrices; write \succeq or \succ", text, link.at
        )
    if link.relation in STRICT:
        return [Relation(a, ">", b, link.at)]
    return [Relation(a, ">=" if order_of_scalars else "=", b, link.at)]


def _is_blocks(side: tuple[Token, ...]) -> bool:
    r"""Whether a side is a block matrix, as opposed to a scalar with the norm of one in it."""
    bars = 0
    for token in side:
        bars += token.text == r"\|"
        if token.text.startswith(r"\begin{") and bars % 2 == 0:
            return True
    return False


def _both(link: Link, text: str, known: Notation) -> tuple[Expression, Expression]:
    """Return both sides, brought to one shape."""
    left = _side(link.left, text, known, link.at)
    right = _side(link.right, text, known, link.at)

    def both() -> tuple[Expression, Expression]:
        if isinstance(left, Stacked) and isinstance(right, Stacked):
            return matrix_of(left), matrix_of(right)
        a, b = matched(left, right)
        x, y = exact(a), exact(b)
        check_closed(x)
        check_closed(y)
        if x.shape != y.shape:
            raise InvalidArgument(
                f"the left side is {x.rows!s} x {x.cols!s}, the right side {y.rows!s} x {y.cols!s}"
            )
        return x, y

    return Cursor([], text, known).placed(link.at, both)


def _minimum(
    link: Link,
    what: str,
    varying: tuple[Symbol, ...],
    objective: tuple[Token, ...],
    text: str,
    known: Notation,
) -> Relation:
    value, right = (exact(_side(side, text, known, link.at)) for side in (objective, link.right))
    if what == "argmin" and right == Number(Fraction(0)):
        right = Zero(*varying[0].shape)
    expected = varying[0].shape if what == "argmin" else (1, 1)
    if not value.is_scalar or right.shape != expected:
        reason = "an objective and its minimum are scalars, and a minimiser has the shape of what varies"
        raise Unreadable(reason, text, link.at)
    return Relation(value, what, right, link.at, varying)


def _limit(link: Link, text: str, known: Notation, growth: Growth, growing: tuple[Symbol, ...]) -> Relation:
    if not growing:
        raise Unreadable(
            r"what goes to infinity is not said; write \xrightarrow{N \to \infty}", text, link.at
        )
    if growth.limit and link.relation != "=":
        raise Unreadable(r"behind \lim stands =", text, link.at)
    if growth.limit and any(t.text in "+-" for t in _at_the_top(link.left)):
        raise Unreadable(r"how far \lim reaches is not said; put what it is of in brackets", text, link.at)
    a, b = _both(link, text, known)
    return Relation(a, "->", b, link.at, growing)


def _at_the_top(tokens: tuple[Token, ...]) -> list[Token]:
    depth, out = 0, []
    for token in tokens:
        depth += (token.text in "([{") - (token.text in ")]}")
        if depth == 0:
            out.append(token)
    return out


def _beside_an_order(
    link: Link, kept: tuple[Token, ...], text: str, known: Notation
) -> tuple[Expression, Expression]:
    """Return both sides of an equality without the order on its right, 0 where nothing stands beside it."""
    if link.relation != "=":
        raise Unreadable("an order is read behind =", text, link.at)
    if kept:
        return _both(replace(link, right=kept), text, known)
    left = exact(_side(link.left, text, known, link.at))
    return left, Zero(*left.shape)


def _small(
    link: Link, kept: tuple[Token, ...], length: Symbol, power: int, text: str, known: Notation
) -> Relation:
    a, b = _beside_an_order(link, kept, text, known)
    scaled = (a - b) * (length if power == 1 else length**power) if power else a - b
    return Relation(
        scaled, "->", Zero(*a.shape) if not a.is_scalar else Number(Fraction(0)), link.at, (length,)
    )


def _up_to(
    link: Link, kept: tuple[Token, ...], length: Symbol, power: int, text: str, known: Notation
) -> Relation:
    a, b = _beside_an_order(link, kept, text, known)
    return Relation(a, "O", b, link.at, (length,), power)


def _block_relations(link: Link, text: str, known: Notation) -> list[Relation]:
    """Return the equalities of the blocks of two block matrices."""
    if link.relation != "=":
        raise Unreadable(f"between block matrices stands {link.relation}; only = is read", text, link.at)
    sides = []
    for side in (link.left, link.right):
        if not any(t.text.startswith(r"\begin{") for t in side):
            raise Unreadable(
                "one side is a block matrix and the other is not; write both in blocks", text, link.at
            )
        sides.append(read_blocks(Cursor(list(side), text, known)))
    a, b = sides
    if (len(a), len(a[0])) != (len(b), len(b[0])):
        raise Unreadable("the two block matrices have different layouts", text, link.at)
    cursor = Cursor([], text, known)

    def pair(x: Value, y: Value) -> tuple[Expression, Expression]:
        left, right = (exact(v) for v in matched(x, y))
        if left.shape != right.shape:
            raise InvalidArgument(f"blocks of shapes {left.shape} and {right.shape} are compared")
        return left, right

    found = []
    for row, other in zip(a, b, strict=True):
        for x, y in zip(row, other, strict=True):
            if isinstance(x, Multiple) and x == y:
                continue
            left, right = cursor.placed(link.at, lambda x=x, y=y: pair(x, y))  # type: ignore[misc]
            found.append(Relation(left, "=", right, link.at))
    return found


def _side(tokens: tuple[Token, ...], text: str, known: Notation, at: int) -> Value:
    if not tokens:
        raise Unreadable("a side of this relation is missing", text, at)
    return value_of(list(tokens), text, known)


def _check_member(link: Link, text: str, known: Notation) -> None:
    r"""Check what is said to lie in \mathbb{R}^{d \times d}."""
    value = _side(link.left, text, known, link.at)
    names = [t.text for t in link.right]
    if "^" not in names or "".join(names[: names.index("^")]) not in (r"\mathbb{R}", r"\mathbf{R}", r"\R"):
        raise Unreadable(r"a set that is no \mathbb{R}^{d}", text, link.at)
    cursor = Cursor(list(link.right), text, known, names.index("^") + 1)
    inner = cursor.group()
    nothing_left(cursor)
    sizes = []
    for part in _split(inner.tokens, r"\times"):
        sizes.append(cursor.placed(link.at, lambda p=part: read_sum(inner.inside(p, link.at))))  # type: ignore[misc]
    shape = value.shape if isinstance(value, Expression) else None
    claimed = tuple(sizes) if len(sizes) > 1 else (*sizes, 1)
    if shape is not None and tuple(str(s) for s in shape) != tuple(str(s) for s in claimed):
        raise Unreadable(f"this is {shape[0]!s} x {shape[1]!s}, not what the set says", text, link.at)


def _split(tokens: list[Token], mark: str) -> list[list[Token]]:
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.text == mark:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts
