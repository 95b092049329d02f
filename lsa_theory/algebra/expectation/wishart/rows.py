"""The matrix X of a centred Gaussian sample beside the inverse H of its Gram matrix W = X X': X' H X, H X T X' H.

X = W^(1/2) U, where U is independent of W and holds the first d rows of a random orthogonal matrix of n rows. So,
given W, the legs X_{i1 a1} ... X_{i2m a2m} average to the sum over two pairings p, q of them, W at each pair of p
between the i's, the identity at each pair of q between the a's, times the orthogonal Weingarten function of p and q
(Collins and Sniady 2006). It depends on the half lengths of the cycles of p and q together, and is

    m = 1:  1 / n;
    m = 2:  n + 1 and -1, over n (n - 1) (n + 2);
    m = 3:  n^2 + 3 n - 2, -(n + 2) and 2, over n (n - 1) (n + 2) (n - 2) (n + 4).
"""

from __future__ import annotations

from lsa_theory.algebra.expectation.joining import joined
from lsa_theory.algebra.expectation.occurrences import in_term
from lsa_theory.algebra.expectation.pairing_weights import Pairing, all_pairings
from lsa_theory.algebra.expectation.source import Source
from lsa_theory.algebra.expectation.wishart.open_ends import OpenEnds, cut_open
from lsa_theory.algebra.ring.elementwise import all_ones
from lsa_theory.algebra.ring.multiplication import product
from lsa_theory.algebra.ring.polynomial import (
    Monomial,
    Terms,
    accumulate,
    add,
    constant,
    of_word,
    power,
    scale,
    transpose,
)
from lsa_theory.algebra.ring.words import Letter, Partner, Word, transpose_word
from lsa_theory.algebra.substitution import substitute_letters
from lsa_theory.errors import UnsupportedExpression

LARGEST = 3
# Stands for the vector of ones, which would draw X into an elementwise product.
_ONES = "\0ones"


def without_rows(terms: Terms, source: Source) -> Terms:
    """Return terms with the same expectation in which X does not stand open beside H; the others as they are.

    Raises
    ------
    UnsupportedExpression
        If more than six such X stand in one term.
    """
    if source.mean or not source.gaussian or source.count is None:
        return terms
    total: Terms = {}
    for (monomial, word), c in terms.items():
        value = _averaged(monomial, word, source)
        accumulate(total, {(monomial, word): 1} if value is None else value, c)
    return total


def given_gram(terms: Terms, source: Source) -> Terms:
    """Return terms averaged over X given its Gram matrix W: the same, with W alone in them.

    Raises
    ------
    UnsupportedExpression
        If X stands in another way than between letters, or more than six times in one term.
    """

    def total_as_product(letter: Letter) -> Terms | None:
        if letter.kind != "s" or letter.name != source.name:
            return None
        word = (Letter("x", source.name, 0, source.size, count, ""), ones)
        return of_word(transpose_word(word) if letter.flag == 1 else word)

    def as_ones(letter: Letter) -> Terms | None:
        if letter.name != _ONES:
            return None
        whole = all_ones(count, "1")
        return transpose(whole) if letter.flag == 1 else whole

    count = source.count_name or ""
    ones = Letter("m", _ONES, 0, count, "1", "")
    total: Terms = {}
    for (monomial, word), c in substitute_letters(terms, total_as_product).items():
        value = _averaged(monomial, word, source, beside_inverse=False)
        accumulate(total, {(monomial, word): 1} if value is None else value, c)
    for monomial, word in total:
        letters = (*word, *(x for a, _ in monomial if a.kind == "t" for x in a.word))
        if any(source.name in in_term((), (x,)) and x.kind not in "gh" for x in letters):
            raise UnsupportedExpression(
                f"columns of {source.name}, or sums of them, stand beside a power of det(X X'); X X' and X between "
                "constant matrices may"
            )
    return substitute_letters(total, as_ones)


def _averaged(monomial: Monomial, word: Word, source: Source, beside_inverse: bool = True) -> Terms | None:
    letters = (*word, *(x for a, _ in monomial if a.kind == "t" for x in a.word))
    inverse = any(x.kind == "h" and x.name == source.name for x in letters)
    if (beside_inverse and not inverse) or not any(_is_open(x, source) for x in letters):
        return None
    if any(source.name in in_term((), (x,)) and not _is_known(x, source) for x in letters):
        # A total, a column or a Gram matrix with another sample turns with U, too.
        return None
    cut = cut_open(monomial, word, lambda x: _is_open(x, source))
    if cut.legs:
        return None
    number = len(cut.between)
    if number % 2:
        return {}
    if number > 2 * LARGEST:
        raise UnsupportedExpression(
            f"the sample {source.name} stands {number} times between other letters beside the inverse of its Gram "
            f"matrix; at most {2 * LARGEST} times are averaged"
        )
    _require(number // 2, source)
    # The end of each open X among the rows of X, and the one among its columns.
    rows = [a if letter.flag == 0 else b for letter, a, b in cut.between]
    columns = [b if letter.flag == 0 else a for letter, a, b in cut.between]
    partner = Partner(source.name, source.count_name or "")
    gram = of_word((Letter("g", source.name, 0, source.size, source.size, partner),))
    among = {end // 2 for end in columns}
    first = [k for k in range(len(cut.segments)) if k not in among]
    last = sorted(among)
    left_first = "left" not in [side for k in last for side in cut.layout[2 * k : 2 * k + 2]]
    count = source.count_name or ""
    total: Terms = {}
    places = all_pairings(tuple(range(number)))
    of_columns = {
        q: _joined(cut, last, [(columns[i], columns[j]) for i, j in q], constant(1), count) for q in places
    }
    for p in places:
        of_rows = _joined(cut, first, [(rows[i], rows[j]) for i, j in p], gram, source.size)
        for q in places:
            parts = [of_rows, of_columns[q]] if left_first else [of_columns[q], of_rows]
            accumulate(total, product([_weight(p, q, source), *parts]))
    return product([{(cut.fixed, ()): 1}, total])


def _is_open(letter: Letter, source: Source) -> bool:
    return letter.kind == "x" and letter.name == source.name


def _is_known(letter: Letter, source: Source) -> bool:
    return letter.name == source.name and (
        letter.kind in "xh" or (letter.kind == "g" and letter.payload.name == source.name)
    )


def _joined(cut: OpenEnds, own: list[int], links: list[tuple[int, int]], between: Terms, size: str) -> Terms:
    """Return the product of some of the segments, their ends joined."""
    new = {2 * k + side: 2 * position + side for position, k in enumerate(own) for side in (0, 1)}
    layout = [cut.layout[end] for end in new]
    renamed = [(new[a], new[b]) for a, b in links]
    return joined([cut.segments[k] for k in own], renamed, between, layout, size)


def _weight(p: Pairing, q: Pairing, source: Source) -> Terms:
    """Return the orthogonal Weingarten function of two pairings."""
    n = source.count or constant(1)
    below = [n]
    cycles = _cycles(p, q)
    above: Terms = constant(1)
    if len(p) > 1:
        below += [add(n, constant(-1)), add(n, constant(2))]
    if len(p) > 2:
        below += [add(n, constant(-2)), add(n, constant(4))]
    if cycles == (1, 1):
        above = add(n, constant(1))
    elif cycles == (2,):
        above = constant(-1)
    elif cycles == (1, 1, 1):
        above = add(product([n, n]), scale(n, 3), constant(-2))
    elif cycles == (2, 1):
        above = scale(add(n, constant(2)), -1)
    elif cycles == (3,):
        above = constant(2)
    return product([above, *(power(factor, -1) for factor in below)])


def _cycles(p: Pairing, q: Pairing) -> tuple[int, ...]:
    """Return the half lengths of the cycles of two pairings together, the longest first."""
    after = [{**dict(pairing), **{b: a for a, b in pairing}} for pairing in (p, q)]
    left, lengths = set(after[0]), []
    while left:
        start = here = min(left)
        length = 0
        while True:
            there = after[0][here]
            left -= {here, there}
            length += 1
            here = after[1][there]
            if here == start:
                break
        lengths.append(length)
    return tuple(sorted(lengths, reverse=True))


def _require(number: int, source: Source) -> None:
    """Note that there are as many columns as rows, and enough for the weights."""
    numeric = (source.count_name or "").isdecimal()
    # Of numbers: an inverse with too few columns is refused, and a determinant with too few is 0.
    if not (numeric and source.size.isdecimal()):
        source.conditions.append(f"{source.count_name} > {source.size} - 1")
    if number > 1 and not numeric:
        source.conditions.append(f"{source.count_name} > {number - 1}")
    columns = (source.count or {}).get(((), ()))
    if columns is not None and source.count == constant(columns) and columns < number:
        raise UnsupportedExpression(
            f"the sample {source.name} of {columns} columns stands {2 * number} times between other letters beside the "
            f"inverse or the determinant of its Gram matrix; this needs at least {number} columns"
        )
