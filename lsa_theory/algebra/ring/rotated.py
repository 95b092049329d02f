"""Polynomials that a square orthogonal letter stands around: Q P Q', of which functions are those of P between them."""

from __future__ import annotations

from lsa_theory.algebra.ring.polynomial import Terms
from lsa_theory.algebra.ring.words import Letter, transpose_letter


def unrotated(terms: Terms) -> tuple[Letter, Terms] | None:
    """Return Q and P of a polynomial Q P Q', multiples of the identity kept; None where it is not written like that.

    >>> from lsa_theory import dimension, identity, matrix, normal, random_orthogonal
    >>> d = dimension("d"); A, Q = matrix("A", d), random_orthogonal("Q", d)
    >>> unrotated(normal(identity(d) + Q @ A @ Q.T).terms)[1] == normal(identity(d) + A).terms
    True
    >>> unrotated(normal(A + Q @ A @ Q.T).terms) is None
    True
    """
    words = [word for _, word in terms if word]
    if not words:
        return None
    first = words[0][0]
    if first.kind != "o" or first.rows != first.cols:
        return None
    last = transpose_letter(first)
    if any(len(word) < 3 or word[0] != first or word[-1] != last for word in words):
        return None
    return first, {(monomial, word[1:-1]): c for (monomial, word), c in terms.items()}
