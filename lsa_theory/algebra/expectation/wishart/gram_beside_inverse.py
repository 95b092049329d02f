"""A Gram matrix W = X X' beside its own inverse H, and columns of X beside H: what leaves words in H alone.

Two rules, for a centred Gaussian sample of n columns with covariance C:

- X = W^(1/2) U, U independent of W and with the law of the first rows of a random orthogonal matrix. So legs that all
  end in one column of X, or all in X 1 / sqrt(n), average given W to the sum over their pairings, W at each pair, over
  n (n + 2) ... (n + 2m - 2) for 2m legs.
- Stein's identity at one W (Haff 1979), with a, b its ends:
      E[W_ab F] = n C_ab E F + sum over the other W_pq of (C_ap W_qb + C_aq W_pb)
                             - sum over the H_pq of ((CH)_ap 1_bq + (CH)_aq 1_bp),
  where each summand replaces what it is taken over. It holds where as many inverses have a moment as stand in F.
"""

from __future__ import annotations

from lsa_theory.algebra.expectation.joining import joined
from lsa_theory.algebra.expectation.one_column_at_a_time import first_sum, one_replaced
from lsa_theory.algebra.expectation.pairing_weights import all_pairings
from lsa_theory.algebra.expectation.source import Source
from lsa_theory.algebra.expectation.sums_over_columns import summand
from lsa_theory.algebra.expectation.wishart.open_ends import OpenEnds, cut_open
from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.polynomial import Monomial, Terms, accumulate, add, constant, of_word, power
from lsa_theory.algebra.ring.words import Letter, Partner, Word
from lsa_theory.errors import UnsupportedExpression

# What stands for the isolated column; no name can hold this character.
COLUMN = "\0column"


def without_gram(terms: Terms, source: Source) -> Terms:
    """Return terms with the same expectation in which no W, column or total of the sample stands beside H.

    Terms in which everything inverse has cancelled are left as they are.

    Raises
    ------
    UnsupportedExpression
        If legs of two different columns meet H.
    """
    if source.mean or not source.gaussian or source.count is None:
        return terms
    done: Terms = {}
    while terms:
        following: Terms = {}
        for (monomial, word), c in terms.items():
            step = _step(monomial, word, source)
            accumulate(
                done if step is None else following, {(monomial, word): 1} if step is None else step, c
            )
        terms = following
    return done


def _step(monomial: Monomial, word: Word, source: Source) -> Terms | None:
    """Return a term one step further, None where nothing is to be done."""
    letters = [*word, *(x for atom, _ in monomial if atom.kind == "t" for x in atom.word)]
    over = frozenset({source.name})
    sums = [x for x in letters if first_sum((x,), over)]
    if not sums and not any(_is_inverse(x, source) for x in letters):
        return None
    totals = any(x.kind == "s" and x.name == source.name for x in letters)
    if sums:
        return _one_column(monomial, word, sums[0], source)
    if totals:
        return _legs_paired(
            cut_open(monomial, word, lambda x: x.kind == "s" and x.name == source.name), source, total=True
        )
    if any(_is_gram(x, source) for x in letters):
        return _stein(
            cut_open(monomial, word, lambda x: _is_gram(x, source) or _is_inverse(x, source)), source
        )
    return None


def _is_gram(letter: Letter, source: Source) -> bool:
    return letter.kind == "g" and letter.name == letter.payload.name == source.name


def _is_inverse(letter: Letter, source: Source) -> bool:
    return letter.kind == "h" and letter.name == source.name


def _gram(source: Source) -> Terms:
    name, size = source.name, source.size
    return of_word((Letter("g", name, 0, size, size, Partner(name, source.count_name or "")),))


def _count(source: Source) -> Terms:
    if source.count is None:
        raise UnsupportedExpression(f"{source.name} is one vector and has no Gram matrix")
    return source.count


def _one_column(monomial: Monomial, word: Word, letter: Letter, source: Source) -> Terms:
    column = Letter("r", COLUMN, 0, source.size, "1", "")
    atom = None if letter in word else next(a for a, _ in monomial if a.kind == "t" and letter in a.word)
    placed = one_replaced(monomial, word, letter, atom, summand(letter, {source.name: column}))
    total: Terms = {}
    for (m, w), c in placed.items():
        letters = [*w, *(x for a, _ in m if a.kind == "t" for x in a.word)]
        if any(
            first_sum((x,), frozenset({source.name})) or (x.kind == "s" and x.name == source.name)
            for x in letters
        ):
            raise UnsupportedExpression(
                f"two sums over the columns of {source.name} meet its inverse Gram matrix; one sum over columns, or "
                "the total alone, is averaged beside it"
            )
        cut = cut_open(m, w, lambda x: x.kind == "r" and x.name == COLUMN)
        accumulate(total, _legs_paired(cut, source, total=False), c)
    return multiply(_count(source), total)


def _legs_paired(cut: OpenEnds, source: Source, total: bool) -> Terms:
    if len(cut.legs) % 2:
        return {}
    number = len(cut.legs) // 2
    ends = [end for _, end in cut.legs]
    value: Terms = {}
    for pairing in all_pairings(tuple(range(2 * number))):
        links = [(ends[a], ends[b]) for a, b in pairing]
        accumulate(value, joined(cut.segments, links, _gram(source), cut.layout, source.size))
    n = _count(source)
    factors = [power(add(n, constant(2 * m)), -1) for m in range(number)]
    if total:
        factors.extend([n] * number)
    return product([{(cut.fixed, ()): 1}, *factors, value])


def _stein(cut: OpenEnds, source: Source) -> Terms:
    grams = [(a, b) for letter, a, b in cut.between if letter.kind == "g"]
    inverses = [(a, b) for letter, a, b in cut.between if letter.kind == "h"]
    inverse = next(letter for letter, _, _ in cut.between if letter.kind == "h")
    (a, b), *others = grams
    c, one, w, h = source.covariance, constant(1), _gram(source), of_word((inverse,))

    def read(links: list[tuple[int, int, Terms]], extra: tuple[int, int] | None = None) -> Terms:
        """Join; `extra` is a pair of ends that meet through C H."""
        segments, layout = list(cut.segments), list(cut.layout)
        if extra is not None:
            start = 2 * len(segments)
            segments.append((inverse,))
            layout.extend(("link", "link"))
            links = [*links, (extra[0], start, c), (start + 1, extra[1], one)]
        instead = {end: matrix for p, q, matrix in links for end in (p, q)}
        return joined(segments, [(p, q) for p, q, _ in links], one, layout, source.size, instead)

    left = [(p, q, h) for p, q in inverses]
    kept = [(p, q, w) for p, q in others]
    total = multiply(_count(source), read([(a, b, c), *kept, *left]))
    for k, (p, q) in enumerate(others):
        rest = [*kept[:k], *kept[k + 1 :], *left]
        accumulate(total, read([(a, p, c), (q, b, w), *rest]))
        accumulate(total, read([(a, q, c), (p, b, w), *rest]))
    for k, (p, q) in enumerate(inverses):
        rest = [*kept, *left[:k], *left[k + 1 :]]
        accumulate(total, read([(b, q, one), *rest], (a, p)), -1)
        accumulate(total, read([(b, p, one), *rest], (a, q)), -1)
    return multiply({(cut.fixed, ()): 1}, total)
