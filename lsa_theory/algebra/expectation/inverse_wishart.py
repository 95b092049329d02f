"""Expectation of words in the inverse Gram matrix S^{-1}, S = sum_i x_i x_i', of a centred Gaussian sample.

Every S^{-1} links two ends of constant stretches. Stein's identity, applied to S S^{-1} = I at one link, gives with
t = n - d

    (t - 1) E[p] - sum of E[p'] over the two exchanges of that link with each other link
        = E[p with that link replaced by Lambda^{-1}],

one equation for each of the (2k - 1)!! ways p of pairing the 2k ends. Solved, the system expresses E as a sum over
pairings in which every link is Lambda^{-1}, with weights that are rational in t alone (`pairing_weights`). The moment
exists for n > d + 2k - 1, which is where the weights have no pole.
"""

from __future__ import annotations

from typing import Any

from lsa_theory.algebra.expectation.joining import joined
from lsa_theory.algebra.expectation.occurrences import in_term, of_atom
from lsa_theory.algebra.expectation.pairing_weights import (
    Coefficients,
    Type,
    all_pairings,
    type_of,
    weights_by_type,
)
from lsa_theory.algebra.expectation.source import Source
from lsa_theory.algebra.expectation.wishart.inverse_moments import inverse_moment, is_known
from lsa_theory.algebra.ring.concatenation import dimension, trace
from lsa_theory.algebra.ring.matrix_power import matrix_power
from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.polynomial import (
    Monomial,
    Terms,
    accumulate,
    add,
    constant,
    of_word,
    power,
    scale,
)
from lsa_theory.algebra.ring.words import Word, split_at_scalars
from lsa_theory.errors import InvalidArgument, UnsupportedExpression

LARGEST = 6
# Up to three, pairings cost no more than polynomials.
FEW = 3


def average_inverse(terms: Terms, source: Source) -> Terms:
    """Return the expectation over one sample of terms that hold its inverse Gram matrix.

    Raises
    ------
    UnsupportedExpression
        If a term also holds the Gram matrix or columns of the same sample, a mean, or more than six inverses.
    InvalidArgument
        If the sizes are numbers for which the moment does not exist.
    """
    if source.mean or not source.gaussian:
        raise UnsupportedExpression(
            f"the inverse Gram matrix of {source.name} is averaged only for a centred Gaussian sample"
        )
    total: Terms = {}
    inverse = matrix_power(source.covariance, -1)
    for (monomial, word), c in terms.items():
        accumulate(total, _average(monomial, word, source, inverse), c)
    return total


def _average(monomial: Monomial, word: Word, source: Source, inverse: Terms) -> Terms:
    fixed, segments, links, layout = _cut(monomial, word, source.name)
    k = len(links)
    powers = _powers(segments, links, layout) if k > FEW else None
    if powers is None and k > LARGEST:
        raise UnsupportedExpression(
            f"the expectation has {k} inverse Gram matrices of {source.name}; at most {LARGEST} are supported beside "
            "other letters or traces of other powers"
        )
    excess = add(source.count or constant(1), scale(dimension(source.size), -1))
    _require_existence(excess, k, source)
    if powers is not None:
        return multiply({(fixed, ()): 1}, _by_zonal(powers, excess, inverse, source.size))
    ends = [end for link in links for end in link]
    by_type: dict[Type, Terms] = {}
    for pairing in all_pairings(tuple(range(2 * k))):
        placed = [(ends[a], ends[b]) for a, b in pairing]
        value = joined(segments, placed, inverse, layout, source.size)
        accumulate(by_type.setdefault(type_of(pairing), {}), value)
    # Words first, weights then: there are few types, and many pairings with equal words.
    total: Terms = {}
    for kind, words in by_type.items():
        accumulate(total, multiply(_at(*weights_by_type(k)[kind], excess), words))
    return multiply({(fixed, ()): 1}, total)


def _require_existence(excess: Terms, k: int, source: Source) -> None:
    source.conditions.append(f"{source.count_name} > {source.size} + {2 * k - 1}")
    if not excess or list(excess) == [((), ())]:
        t = excess.get(((), ()), 0)
        if t <= 2 * k - 1:
            raise InvalidArgument(
                f"E of {k} inverse Gram matrices of {source.name} needs more than d + {2 * k - 1} columns; "
                f"it has d + {t}"
            )


def _cut(
    monomial: Monomial, word: Word, name: str
) -> tuple[Monomial, list[Word], list[tuple[int, int]], list[str]]:
    """Split a term at the inverse letters: segments, links between their ends, what each free end is."""
    fixed = []
    segments: list[Word] = []
    links: list[tuple[int, int]] = []
    layout: list[str] = []

    def path(stretch: Word, left: str, right: str) -> None:
        run: list[Any] = []
        layout.append(left)
        for letter in stretch:
            if letter.kind == "h" and letter.name == name:
                segments.append(tuple(run))
                run = []
                layout.extend(("link", "link"))
                links.append((2 * len(segments) - 1, 2 * len(segments)))
            else:
                if name in in_term((), (letter,)):
                    raise refuse()
                run.append(letter)
        segments.append(tuple(run))
        layout.append(right)

    def refuse() -> UnsupportedExpression:
        return UnsupportedExpression(
            f"the expectation mixes {name} with its inverse Gram matrix; only words in the inverse alone are averaged, "
            "after S S^-1 = I"
        )

    for atom, exponent in monomial:
        if atom.kind != "t" or not any(x.kind == "h" and x.name == name for x in atom.word):
            if name in of_atom(atom):
                raise refuse()
            fixed.append((atom, exponent))
            continue
        if exponent < 0 or exponent != int(exponent):
            raise UnsupportedExpression("the integrand is not a polynomial in the inverse Gram matrix")
        for _ in range(int(exponent)):
            own: Word = atom.word
            if own[0].rows == "1":
                path(own, "end", "end")
            else:
                # Cut open behind an inverse: its link then joins the last end to the first.
                k = next(k for k, x in enumerate(own) if x.kind == "h" and x.name == name)
                start = 2 * len(segments)
                path(own[k + 1 :] + own[:k], "link", "link")
                links.append((2 * len(segments) - 1, start))
    for part in split_at_scalars(word) if word else []:
        path(part, "end" if part[0].rows == "1" else "left", "end" if part[-1].cols == "1" else "right")
    return tuple(fixed), segments, links, layout


def _powers(
    segments: list[Word], links: list[tuple[int, int]], layout: list[str]
) -> tuple[int, Type, Word, Word] | None:
    """Return a term as (m, traces, P, Q), which is P H^m Q times traces of powers of H; None if it is none."""
    joins = dict(links)
    traces: list[int] = []
    power = 0
    left: Word = ()
    right: Word = ()
    open_paths = 0
    start = 0
    while start < len(segments):
        last = start
        while layout[2 * last + 1] == "link" and joins.get(2 * last + 1) == 2 * last + 2:
            last += 1
        pieces = segments[start : last + 1]
        if layout[2 * start] == "link":
            # A loop: its last end meets its first.
            if any(pieces):
                return None
            traces.append(len(pieces))
        else:
            open_paths += 1
            if any(pieces[1:-1]) or open_paths > 1:
                return None
            power, left = len(pieces) - 1, pieces[0]
            right = pieces[-1] if power else ()
        start = last + 1
    shape = tuple(sorted(traces, reverse=True))
    return (power, shape, left, right) if is_known(power, shape) else None


def _by_zonal(powers: tuple[int, Type, Word, Word], excess: Terms, inverse: Terms, size: str) -> Terms:
    power_of_h, shape, left, right = powers
    g = add(excess, constant(-1))
    largest = power_of_h + sum(shape)
    of_inverse = [constant(1)]
    for _ in range(largest):
        of_inverse.append(multiply(of_inverse[-1], inverse))
    traces = [trace(x, size) for x in of_inverse]
    total: Terms = {}
    for (j, parts), rational in inverse_moment(power_of_h, shape).items():
        factors = [_at(*rational, g), *(traces[a] for a in parts)]
        factors += [
            of_word(left) if left else constant(1),
            of_inverse[j],
            of_word(right) if right else constant(1),
        ]
        accumulate(total, product(factors))
    return total


def _at(numerator: Coefficients, roots: tuple[int, ...], t: Terms) -> Terms:
    """Return a weight at t."""
    value: Terms = {}
    for c in numerator:
        value = add(multiply(value, t), constant(c if c.denominator > 1 else int(c)))
    return product([value, *(power(add(t, constant(-r)), -1) for r in roots)])
