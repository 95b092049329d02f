"""Gaussian expectation of polynomials in random vectors, samples and their Gram matrices.

The order of things: inverse Gram matrices last, sums that meet more than two columns one column at a time, means
split off, laws of which only moments are declared by their rules; what is left is Gaussian and centred, and
`averaging.Average` contracts it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lsa_theory.algebra.expectation.between_samples import average_open, stands_open
from lsa_theory.algebra.expectation.centring import centred
from lsa_theory.algebra.expectation.declared_moments import average_declared, legs_of
from lsa_theory.algebra.expectation.functions.averaging import average_functions, split_functions
from lsa_theory.algebra.expectation.inverse_wishart import average_inverse
from lsa_theory.algebra.expectation.networks.averaging import (
    average_networks,
    averaged_first,
    split_networks,
)
from lsa_theory.algebra.expectation.occurrences import inverted
from lsa_theory.algebra.expectation.one_column_at_a_time import average_sums, split_sums, unfolded
from lsa_theory.algebra.expectation.orthogonal.averaging import average_orthogonal
from lsa_theory.algebra.expectation.scale_mixtures import average_scaled
from lsa_theory.algebra.expectation.source import Source
from lsa_theory.algebra.expectation.strands import Average
from lsa_theory.algebra.expectation.wishart.gram_beside_inverse import without_gram
from lsa_theory.algebra.expectation.wishart.rows import without_rows
from lsa_theory.algebra.ring.polynomial import Terms, accumulate, add
from lsa_theory.algebra.substitution import substitute_letters


def expectation(terms: Terms, sources: Mapping[str, Source], over: frozenset[str]) -> Terms:
    """Return the expectation of a polynomial.

    Parameters
    ----------
    terms : Terms
        What is averaged.
    sources : mapping of name to Source
        Every source that occurs.
    over : set of names
        What is averaged over; the others are conditioned on.

    Raises
    ------
    UnsupportedExpression
        If the integrand is not polynomial in what is averaged, or leaves an open sample matrix.
    MissingMoment
        If it needs a moment that was not declared.
    """
    frames = sorted(name for name in over if sources[name].frame is not None)
    if frames:
        # What else is random goes first: given Q, a vector may lose its rotation, or bring copies of Q together.
        others = over.difference(frames)
        terms = expectation(terms, sources, others) if others else terms
        for name in frames:
            terms = average_orthogonal(terms, sources[name])
        return terms
    terms, groups = split_functions(terms, over)
    if groups:
        rest = expectation(terms, sources, over) if terms else {}
        return add(rest, average_functions(groups, sources, over, expectation))
    terms, held = split_networks(terms, sources, over)
    if held:
        first = averaged_first(held, sources, over)
        rest = expectation(held, sources, first) if first else held
        total = average_networks(rest, sources, over - first)
        accumulate(total, expectation(terms, sources, over) if terms else {})
        return total
    for name in sorted(inverted(terms) & over):
        # What else is random goes first: it may bring the Gram matrix beside its inverse, where they cancel.
        others = over - {name}
        if others:
            terms = expectation(terms, sources, others)
        held, rest = _split_inverted(without_rows(terms, sources[name]), name)
        held, freed = _split_inverted(without_gram(held, sources[name]), name)
        accumulate(rest, freed)
        total = average_inverse(held, sources[name])
        accumulate(total, expectation(rest, sources, frozenset({name})) if rest else {})
        return total
    for name in sorted(over):
        held = {key: c for key, c in terms.items() if stands_open(*key, name)}
        if held:
            rest = {key: c for key, c in terms.items() if key not in held}
            total = expectation(rest, sources, over) if rest else {}
            source = sources[name]
            by_graph = bool(source.mean) or source.scale is not None
            averaged = (
                average_networks(held, sources, frozenset({name})) if by_graph else average_open(held, source)
            )
            others = over - {name}
            accumulate(total, expectation(averaged, sources, others) if others else averaged)
            return total
    plain, summed = split_sums(terms, over)
    total = _expectation(plain, sources, over) if plain else {}
    if summed:
        accumulate(total, average_sums(summed, sources, over, expectation))
    return total


def _expectation(terms: Terms, sources: Mapping[str, Source], over: frozenset[str]) -> Terms:
    shifted = {name: s for name, s in sources.items() if name in over and s.mean}
    if shifted:
        terms = substitute_letters(terms, lambda letter: centred(letter, shifted))
    centred_sources = {name: replace(s, mean={}) if name in shifted else s for name, s in sources.items()}
    for name in sorted(over):
        if not sources[name].gaussian:
            high, terms = _by_order(terms, name)
            if high:
                rest = _expectation(terms, centred_sources, over) if terms else {}
                return add(rest, _declared(high, centred_sources, name, over))
    return Average(sources, over, terms).value()


def _by_order(terms: Terms, name: str) -> tuple[Terms, Terms]:
    """Return the terms with more than two legs of a source, and the others."""
    high = {key: c for key, c in terms.items() if legs_of(*key, name) > 2}
    return high, {key: c for key, c in terms.items() if key not in high}


def _declared(terms: Terms, sources: Mapping[str, Source], name: str, over: frozenset[str]) -> Terms:
    """Average terms of high order in a source of which only moments are declared, then over the rest."""
    source = sources[name]
    if source.count is not None:
        # Columns are taken out of the sample one by one; each is then a single vector.
        return expectation(unfolded(terms, name), sources, over)
    # The other sources first: what they make vanish needs no moment of this one.
    others = over - {name}
    terms = expectation(terms, sources, others) if others else terms
    return average_scaled(terms, sources, name) if source.scale else average_declared(terms, source)


def _split_inverted(terms: Terms, name: str) -> tuple[Terms, Terms]:
    held: Terms = {}
    rest: Terms = {}
    for (monomial, word), c in terms.items():
        own = name in inverted({(monomial, word): c})
        (held if own else rest)[monomial, word] = c
    return held, rest
