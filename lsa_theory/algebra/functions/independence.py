"""Whether a form with functions in it that is not 0 stands for something that is not 0.

Exponentials of different monomials are algebraically independent of each other and of what is rational (Ax 1971, for
functions; pi and e stand alone), and so are powers of symbols and primes to a length, and determinants of different
letters of symbolic size, and harmonic numbers of different orders or combinations of lengths (Karr 1981). Beyond these
there are relations that the form does not know.
"""

from __future__ import annotations

from fractions import Fraction

from lsa_theory.algebra.ring.occurring import parts_of
from lsa_theory.algebra.ring.polynomial import MINUS_ONE, Terms, is_positive, thaw
from lsa_theory.algebra.ring.words import Atom, Function, Letter

RELATIONS = "{name} is left, which satisfies relations that the normal form does not know"
ROOT_OF_SUM = "a root of a sum that is not known to be positive is left; such equalities are not decided"
_NAMES = {
    "det": "a determinant of a sum",
    "power": "a power to a length",
    "sign": "a sign",
    "log": "a logarithm",
    "exp": "an exponential beside another function",
}


def doubt_about_functions(terms: Terms) -> str | None:
    """Return why a form with functions that is not 0 may still vanish; None where it does not."""
    atoms = {part for part in parts_of(terms) if not isinstance(part, Letter) and part.kind == "e"}
    functions = [atom for atom in atoms if isinstance(atom, Function)]
    for atom in sorted(functions):
        if not _is_independent(atom) or (atom.name in ("exp", "pi") and len({a.name for a in functions}) > 1):
            return RELATIONS.format(name=_NAMES.get(atom.name, f"a value of {atom.name}"))
    if any(_is_root_of_unknown(atom, e) for monomial, _ in terms for atom, e in monomial):
        return ROOT_OF_SUM
    return None


def _is_independent(atom: Function) -> bool:
    match atom.name:
        case "pi":
            return True
        case "exp":
            return not any(a.kind in "be" for monomial, _ in thaw(atom.arguments[0]) for a, _ in monomial)
        case "det":
            ((monomial, word), *others) = thaw(atom.arguments[0])
            return not others and not monomial and len(word) == 1 and not atom.size.isdecimal()
        case "harmonic":
            # No combination of their differences in a length is the difference of a rational function.
            return all(
                sum(e for _, e in monomial) == 1 for monomial, _ in thaw(atom.arguments[0]) if monomial
            )
        case "power":
            base, lengths = map(thaw, atom.arguments)
            ((monomial, _), *more) = base
            plain = not more and all(a.kind == "a" for a, _ in monomial)
            return plain and len(lengths) == 1 and atom.arguments[0] != MINUS_ONE
    return False


def _is_root_of_unknown(atom: Atom, exponent: object) -> bool:
    fractional = Fraction(exponent).denominator != 1  # type: ignore[call-overload]
    return fractional and atom.kind == "b" and not is_positive(thaw(atom.key))
