"""What stands in the normal forms of a function: its words, what multiplies them, which matrices commute."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lsa_theory.algebra.normal import normal
from lsa_theory.algebra.ring.polynomial import Terms, thaw
from lsa_theory.algebra.ring.words import Word
from lsa_theory.algebra.writing import collected
from lsa_theory.codegen.function import Function
from lsa_theory.codegen.planning.words_as_factors import factors_of


def families(function: Function) -> dict[str, str]:
    """Return which names are functions of which matrix: itself, and definitions such as a Lambda + b I."""
    found: dict[str, str] = {}
    for definition in function.definitions:
        letters = {letter for _, word in normal(definition.expression).terms for letter in word}
        generators = {g for letter in letters if letter.kind == "f" for g, _, _ in letter.payload}
        known = {found.get(g, g) for g in generators}
        if (
            len(known) == 1
            and "" not in known
            and all(letter.kind == "f" and letter.flag < 0 for letter in letters)
        ):
            (family,) = known
            found[definition.symbol.name] = found[family] = family
    return found


def weights_of_words(terms: Terms) -> dict[Word, Terms]:
    """Return what multiplies each open word of a polynomial, as scalar polynomials; the empty word is I."""
    weights: dict[Word, Terms] = {}
    groups = sorted(collected(terms).items(), key=lambda item: (len(item[0][1]), item[0]))
    for (traces, word), coefficient in groups:
        weight = weights.setdefault(word, {})
        for (monomial, _), c in coefficient.items():
            key: tuple[Any, Word] = (tuple(sorted((*monomial, *traces))), ())
            weight[key] = weight.get(key, 0) + c
    return weights


def words_of(terms: Terms) -> Iterator[tuple[Word, bool]]:
    """Yield every word of a polynomial, with whether it is closed."""
    for monomial, word in terms:
        if word:
            yield word, False
        for atom, _ in monomial:
            if atom.kind == "t":
                yield atom.word, True
            elif atom.kind == "b":
                yield from words_of(thaw(atom.key))
            elif atom.kind == "e":
                for key in atom.arguments:
                    yield from words_of(thaw(key))


def inverts_positive(function: Function) -> bool:
    """Whether the inverse of a positive definite matrix stands somewhere."""
    forms = [normal(d.expression) for d in function.definitions] + [o.form() for o in function.outputs]
    words = {word for form in forms for word, _ in words_of(form.terms)}
    return any(f.kind == "inverse" and f.positive for word in words for f in factors_of(word))
