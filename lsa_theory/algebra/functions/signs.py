"""Signs in normal form: odd and multiplicative, 1 for what is declared positive."""

from __future__ import annotations

from lsa_theory.algebra.ring.polynomial import (
    Terms,
    constant,
    freeze,
    of_atom,
    primitive_part,
    product_of_scalars,
    thaw,
)
from lsa_theory.algebra.ring.rational import reduced
from lsa_theory.algebra.ring.words import Atom, function_of


def sign(terms: Terms) -> Terms:
    """Return the sign of a scalar: 1, 0 or -1."""
    terms = reduced(terms)
    if not terms:
        return {}
    content, common, rest = primitive_part(terms)
    factors = [constant(1 if content > 0 else -1)]
    for atom, e in common:
        if not _is_strictly_positive(atom):
            # Of an even power the sign is 0 or 1; of a root it is that of what stands under it.
            factors.append(of_atom(function_of("sign", (freeze(of_atom(atom)),)), 2 if e % 2 == 0 else 1))
    if rest != constant(1):
        factors.append(of_atom(function_of("sign", (freeze(rest),))))
    return product_of_scalars(factors)


def _is_strictly_positive(atom: Atom) -> bool:
    """Whether an atom is positive at every instance; the trace of A A' is not, at A = 0."""
    match atom.kind:
        case "a":
            return atom.structure in ("positive", "dimension")
        case "n":
            return True
        case "e":
            return atom.name in ("exp", "pi", "factorial")
        case "b":
            return _is_sum_of_positive(thaw(atom.key))
    return False


def _is_sum_of_positive(terms: Terms) -> bool:
    return all(c > 0 and all(_is_strictly_positive(a) for a, _ in m) for (m, _), c in terms.items())
