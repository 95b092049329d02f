"""Sums over an index at which unit vectors or elementwise products stand: the index becomes a vertex."""

from __future__ import annotations

from lsa_theory.algebra.expectation.networks.opening import Opening
from lsa_theory.algebra.ring.concatenation import RING
from lsa_theory.algebra.ring.networks import settled
from lsa_theory.algebra.ring.polynomial import Monomial, Terms, multiply_scalars
from lsa_theory.algebra.ring.words import Word


def needs_graph(monomial: Monomial, word: Word, index: str) -> bool:
    """Whether a summand holds its index in a unit vector or an elementwise product."""
    bound = Opening(frozenset(), index, "0")
    words = [word, *(atom.word for atom, _ in monomial if atom.kind == "t")]
    return any(x.kind in "eu" and bound.concerns((x,)) for w in words for x in w)


def bind_in_graph(monomial: Monomial, word: Word, index: str, count: str) -> Terms:
    """Return the sum of a term over an index that runs over `count` columns or coordinates."""
    opened = Opening(frozenset(), index, count).of(monomial, word)
    return multiply_scalars({(opened.beside, ()): 1}, settled(opened.graph, RING))
