"""Signs in normal form: odd and multiplicative, 1 for what is declared positive."""

from __future__ import annotations

from fractions import Fraction

from lsa_theory.algebra.functions.roots_of_numbers import in_lowest_terms
from lsa_theory.algebra.ring.occurring import names_of, parts_of
from lsa_theory.algebra.ring.polynomial import (
    Terms,
    accumulate,
    constant,
    freeze,
    is_definite,
    is_definite_sum,
    multiply_scalars,
    of_atom,
    primitive_part,
    product_of_scalars,
    thaw,
)
from lsa_theory.algebra.ring.rational import exact_quotient
from lsa_theory.algebra.ring.words import POSITIVE, Atom, Letter, Word, function_of, word_of


def sign(terms: Terms) -> Terms:
    """Return the sign of a scalar: 1, 0 or -1."""
    terms = in_lowest_terms(terms)
    if not terms:
        return {}
    content, common, rest = primitive_part(terms)
    factors = [constant(1 if content > 0 else -1)]
    for atom, e in common:
        if not _is_strictly_positive(atom):
            # Of an even power the sign is 0 or 1; of a root it is that of what stands under it.
            square = e % 2 == 0 or _may_vanish(atom)
            factors.append(of_atom(function_of("sign", (freeze(of_atom(atom)),)), 2 if square else 1))
    if rest != constant(1) and not _is_positive_sum(rest):
        factors.append(of_atom(function_of("sign", (freeze(rest),))))
    return product_of_scalars(factors)


def _is_positive_sum(terms: Terms) -> bool:
    """Whether every term is positive or a square times what is, and one of them is positive for certain."""
    if any(word or Fraction(c) <= 0 for (_, word), c in terms.items()):
        return False
    monomials = [monomial for monomial, _ in terms]
    factors = [factor for monomial in monomials for factor in monomial]
    if not all(_is_strictly_positive(atom) or _may_vanish(atom) or e % 2 == 0 for atom, e in factors):
        return False
    return any(all(_is_strictly_positive(atom) for atom, _ in monomial) for monomial in monomials)


def settled(terms: Terms) -> Terms:
    """Return a polynomial with p sign(p)^2 = p used wherever p divides what the square of its sign multiplies."""
    signs = {a for m, _ in terms for a, e in m if a.kind == "e" and a.name == "sign" and e == 2}
    for atom in sorted(signs):
        inside = thaw(atom.arguments[0])
        groups: dict[Word, Terms] = {}
        for (monomial, word), c in terms.items():
            if (atom, 2) in monomial:
                rest = tuple(item for item in monomial if item[0] != atom)
                accumulate(groups.setdefault(word, {}), {(rest, ()): c})
        for word, scalar in groups.items():
            if _divides(inside, scalar):
                terms = {k: c for k, c in terms.items() if not (k[1] == word and (atom, 2) in k[0])}
                accumulate(terms, {(m, word): c for (m, _), c in scalar.items()})
    return terms


def signs_moving_with(terms: Terms, name: str) -> set[Atom]:
    """Return the signs of what holds a symbol: where a derivative in it exists, that is not 0."""
    signs = {part for part in parts_of(terms) if not isinstance(part, Letter) and part.kind == "e"}
    return {a for a in signs if a.name == "sign" and name in names_of(parts_of(thaw(a.arguments[0])))}


def without_zeros(terms: Terms, signs: set[Atom]) -> Terms:
    """Return a polynomial with the squares of some signs, which are not 0, as 1."""
    if not signs:
        return terms
    total: Terms = {}
    for (monomial, word), c in terms.items():
        kept = tuple((a, e) for a, e in monomial if not (a in signs and e == 2))
        accumulate(total, {(kept, word): c})
    return total


def _divides(divisor: Terms, terms: Terms) -> bool:
    """Whether a primitive polynomial divides another, negative powers of symbols that stand there left aside."""
    if len(divisor) == 1:
        ((((atom, _),), _),) = divisor
        return all(dict(monomial).get(atom, 0) >= 1 for monomial, _ in terms)
    return exact_quotient(terms, divisor) is not None


def _is_strictly_positive(atom: Atom) -> bool:
    """Whether an atom is positive at every instance; the trace of A A' is not, at A = 0."""
    match atom.kind:
        case "a":
            return atom.structure in ("positive", "dimension") and not _may_vanish(atom)
        case "n":
            return True
        case "e":
            definite = atom.name == "det" and _is_strictly_definite(thaw(atom.arguments[0]))
            return definite or atom.name in ("exp", "pi", "factorial")
        case "t":
            # Of any size there is, the trace of a definite matrix has no zero.
            word = word_of(atom)
            return len(word) == 1 and word[0].flag == POSITIVE and is_definite(word[0])
        case "b":
            return _is_sum_of_positive(thaw(atom.key))
    return False


def _may_vanish(atom: Atom) -> bool:
    """Whether an atom stands for a norm or a rank: it is never negative, and 0 for a matrix that is 0."""
    return atom.kind == "a" and atom.name.startswith(("\0norm", "\0rank"))


def _is_strictly_definite(terms: Terms) -> bool:
    """Whether a matrix is positive definite at every instance; a square of a symmetric one is not, at zero."""
    return is_definite_sum(terms) and any(
        (not word or (len(word) == 1 and word[0].flag == POSITIVE))
        and all(_is_strictly_positive(a) for a, _ in monomial)
        for monomial, word in terms
    )


def without_positive_functions(terms: Terms) -> Terms:
    """Return a polynomial divided by what functions all terms share that vanish nowhere, such as factorials."""
    if not terms:
        return terms
    _, common, _ = primitive_part(terms)
    shared = tuple((a, -e) for a, e in common if a.kind == "e" and _is_strictly_positive(a))
    if not shared:
        return terms
    factor: Terms = {(shared, ()): 1}
    return multiply_scalars(factor, terms)


def _is_sum_of_positive(terms: Terms) -> bool:
    return all(c > 0 and all(_is_strictly_positive(a) for a, _ in m) for (m, _), c in terms.items())
