"""Whether a polynomial with inverses of sums vanishes, which its form alone does not show.

Within one commuting family the question is decided: over a common denominator D every letter is n / D, and the
identity together with the m / D of all monomials m but one of those in D is a basis of such fractions. Where the sums
do not commute, M^-1 next to a leading word of M is replaced by what M M^-1 = I makes of it, and sums are multiplied
back from the left and the right: what becomes zero is zero, what does not is left open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from lsa_theory.algebra.deciding.at_an_instance import seen_to_differ
from lsa_theory.algebra.deciding.by_entries import holds_inverses, in_entries, numeric_sizes
from lsa_theory.algebra.deciding.multiplying_out import multiplied_out_to_zero
from lsa_theory.algebra.deciding.rewritten_inverses import rewritten
from lsa_theory.algebra.functions.independence import doubt_about_functions
from lsa_theory.algebra.functions.signs import without_positive_functions
from lsa_theory.algebra.norms_and_ranks import UNKNOWN, is_left_open
from lsa_theory.algebra.ring.blocks_of_functions import block
from lsa_theory.algebra.ring.inverse_of_sum import NAMELESS, has_nameless, has_nested, has_opaque, letters_of
from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.occurring import parts_of
from lsa_theory.algebra.ring.polynomial import (
    Key,
    Terms,
    accumulate,
    add,
    cleared,
    constant,
    freeze,
    has_nested_roots,
    of_word,
    power,
    scale,
    thaw,
)
from lsa_theory.algebra.ring.words import Atom, Factor, Letter, variable
from lsa_theory.algebra.substitution import substitute_letters
from lsa_theory.errors import UnsupportedExpression

Ratio = tuple[Terms, "Counter[Key]"]

ROOTS = (
    "a root stands inside another root or a denominator, and the normal form does not decide such equalities"
)
SUMS = (
    "an inverse of a sum that does not commute is left, and multiplying out does not decide such equalities"
)
NESTED = "an inverse of a sum stands inside another, and the normal form does not decide such equalities"
HELD = "a trace stands inside a sum that is inverted, and the normal form does not decide such equalities"
UNFINISHED = "inverses of sums stand inside each other; bringing them over one denominator does not come to an end here"
_ROUNDS, _TERMS = 6, 2000
# Terms of what was rewritten that are multiplied out: their scalars have grown.
_FEW = 16
ENTRIES = (
    "single entries stand beside an inverse or a root of a matrix of numeric size, whose entries are no polynomials, "
    "and the normal form does not decide such equalities"
)
COLUMNS = (
    "a sum over columns stands beside an elementwise product of samples, and the normal form does not decide such "
    "equalities; take the expectation, or write both with sums"
)
ROOTS_OF_SUMS = "an inverse of a sum stands under a root, and the normal form does not decide such equalities"


def vanishes(terms: Terms) -> bool:
    """Whether a polynomial is zero, as far as can be told; `doubt` says whether False means different."""
    left_over = cleared(terms)
    if left_over and (sizes := numeric_sizes(left_over)):
        return not any(in_entries(left_over, sizes).values())
    if not left_over or not has_nameless(left_over):
        return not left_over
    left_over = over_common_denominators(left_over)
    if not left_over or not has_opaque(left_over):
        return not left_over
    return multiplied_out_to_zero(left_over) or _vanishes_rewritten(left_over)


def _vanishes_rewritten(terms: Terms) -> bool:
    """Whether a polynomial vanishes as its inverses of sums are written in another way."""
    if seen_to_differ(terms):
        return False
    changed = cleared(rewritten(terms))
    if changed == terms:
        return False
    left_over = over_common_denominators(changed)
    few = len(left_over) <= _FEW
    return not left_over or (few and has_opaque(left_over) and multiplied_out_to_zero(left_over))


def doubt(terms: Terms) -> str | None:
    """Return why a polynomial that was not seen to vanish may still vanish; None where it does not."""
    if is_left_open(terms):
        return UNKNOWN
    reason = _left_open(terms)
    return None if reason is not None and seen_to_differ(terms) else reason


def _left_open(terms: Terms) -> str | None:
    """Return why the form alone does not tell whether a polynomial vanishes; None where it does."""
    terms = without_positive_functions(terms)
    if has_nested_roots(terms):
        return ROOTS
    if numeric_sizes(terms) and holds_inverses(terms):
        return ENTRIES
    letters = [part for part in parts_of(terms) if isinstance(part, Letter)]
    if any(x.kind == "q" for x in letters) and any(x.kind == "x" for x in letters):
        return COLUMNS
    if has_opaque(terms):
        return SUMS
    if has_nested(terms):
        return NESTED
    if has_nameless(terms) and held_traces(terms):
        return HELD
    bases = (atom.key for monomial, _ in cleared(terms) for atom, _ in monomial if atom.kind == "b")
    if any(has_nameless(thaw(key)) for key in bases):
        return ROOTS_OF_SUMS
    return doubt_about_functions(terms)


def over_common_denominators(terms: Terms) -> Terms:
    """Return a polynomial with the letters of each commuting family in a basis of fractions over one denominator.

    Traces that stand inside the sums are scalars here.

    Raises
    ------
    UnsupportedExpression
        If fractions within fractions make the form grow without an end in sight.
    """
    held = {atom: variable(f"\0held {k}", "scalar") for k, atom in enumerate(sorted(held_traces(terms)))}
    terms = exchanged(terms, held)
    for _ in range(_ROUNDS):
        names = sorted({x.name for x in _commuting(terms) if any(g == NAMELESS for g, _, _ in x.payload)})
        before = terms
        for name in names:
            terms = cleared(_rewritten(terms, name, held))
            if len(terms) > _TERMS:
                raise UnsupportedExpression(UNFINISHED)
        if terms == before:
            return exchanged(terms, {stand_in: atom for atom, stand_in in held.items()})
    raise UnsupportedExpression(UNFINISHED)


def held_traces(terms: Terms) -> set[Atom]:
    """Return the traces in the coefficients of sums that are inverted."""
    inside = (thaw(s) for x in letters_of(terms) if x.kind == "f" for g, s, _ in x.payload if s)
    return {a for key in inside for monomial, _ in key for a, _ in monomial if a.kind == "t"}


def exchanged(terms: Terms, atoms: Mapping[Atom, Atom]) -> Terms:
    """Return a polynomial with atoms of its monomials exchanged for others."""
    if not atoms:
        return terms
    return {
        (tuple(sorted((atoms.get(a, a), e) for a, e in monomial)), word): c
        for (monomial, word), c in terms.items()
    }


def _commuting(terms: Terms) -> set[Letter]:
    words = [word for _, word in terms]
    words += [atom.word for monomial, _ in terms for atom, _ in monomial if atom.kind == "t"]
    return {x for word in words for x in word if x.kind == "f" and not x.name.startswith("\0")}


def _rewritten(terms: Terms, name: str, held: Mapping[Atom, Atom]) -> Terms:
    letters = [x for x in _commuting(terms) if x.name == name]
    ratios: dict[Letter, Ratio] = {}
    for letter in letters:
        above, below = _ratio(letter)
        scalars = Counter[Key]()
        for key, k in below.items():
            scalars[freeze(exchanged(thaw(key), held))] += k
        ratios[letter] = exchanged(above, held), scalars
    common: Counter[Key] = Counter()
    for _, below in ratios.values():
        common |= below
    divisor = product(thaw(key) for key in common.elements())
    if len(divisor) < 2:
        return terms
    # The coefficient of the monomial that the identity takes the place of is divided by: a number if there is one.
    lead = min(divisor, key=lambda k: (bool(k[0]), k))
    (first,) = [key for key in divisor if key == lead]
    shared = {key: c for key, c in divisor.items() if key[1] == first[1]}
    inverse = power({(m, ()): c for (m, _), c in shared.items()}, -1)
    key = freeze(divisor)

    def basis(letter: Letter) -> Terms | None:
        if letter not in ratios:
            return None
        above, below = ratios[letter]
        above = multiply(above, product(thaw(k) for k in (common - below).elements()))
        weight = multiply({(m, ()): c for (m, word), c in above.items() if word == first[1]}, inverse)
        rest = add(above, scale(multiply(weight, divisor), -1))
        total = dict(weight)
        for (monomial, word), c in cleared_of(rest, first[1]).items():
            factors = (*(word[0].payload if word else ()), Factor(NAMELESS, key, -1))
            one = block(name, letter.flag, letter.rows, tuple(sorted(factors)))
            accumulate(total, {(monomial, (one,)): c})
        return total

    return substitute_letters(terms, basis)


def cleared_of(terms: Terms, word: tuple[Letter, ...]) -> Terms:
    """Drop the terms of a word, whose coefficients cancel."""
    return {key: c for key, c in terms.items() if key[1] != word}


def _ratio(letter: Letter) -> Ratio:
    """Return a letter of a family as a polynomial over a product of polynomials, untransposed."""
    _, name, flag, size, _, factors = letter
    above, below = constant(1), Counter[Key]()
    plain = min(flag, 0)
    for generator, shift, exponent in factors:
        if generator and not shift:
            above = multiply(above, of_word((block(name, plain, size, (Factor(generator, (), exponent),)),)))
        elif exponent != int(exponent) or exponent > 0:
            # A root of a shifted matrix is a letter like any other.
            above = multiply(
                above, of_word((block(name, plain, size, (Factor(generator, shift, exponent),)),))
            )
        elif generator:
            own = of_word((block(name, plain, size, (Factor(generator, (), 1),)),))
            below[freeze(add(own, thaw(shift)))] += -int(exponent)
        else:
            over, under = _polynomial(thaw(shift))
            for key, k in under.items():
                above = multiply(above, product([thaw(key)] * (k * -int(exponent))))
            below[freeze(over)] += -int(exponent)
    return above, below


def _polynomial(terms: Terms) -> Ratio:
    """Return a polynomial in the letters of a family as a ratio."""
    ratios: list[tuple[Terms, Ratio]] = []
    for (m, word), c in terms.items():
        ratios.append(({(m, ()): c}, _ratio(word[0]) if word else (constant(1), Counter[Key]())))
    common: Counter[Key] = Counter()
    for _, (_, below) in ratios:
        common |= below
    total: Terms = {}
    for factor, (above, below) in ratios:
        accumulate(total, product([factor, above, *(thaw(k) for k in (common - below).elements())]))
    return total, common
