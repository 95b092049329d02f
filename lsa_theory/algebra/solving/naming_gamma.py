"""Recognising a named matrix, such as Gamma = (1 + 1/N) Lambda + (1/N) tr(Lambda) I, in a normal form.

A normal form is unique and therefore long: Lambda^2 Gamma^{-1} stands in it as three terms. Folding searches for
products Lambda^p Gamma^q that, subtracted with the right coefficient, leave fewer terms, and repeats. What it
returns is checked to have the normal form that it started from.
"""

from __future__ import annotations

from collections.abc import Iterator

from lsa_theory.algebra.normal import Normal, equal, normal
from lsa_theory.algebra.ring.blocks_of_functions import block
from lsa_theory.algebra.ring.concatenation import closed, dimension
from lsa_theory.algebra.ring.matrix_power import matrix_power
from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.polynomial import Monomial, Terms, accumulate, of_word, power, scale, thaw
from lsa_theory.algebra.ring.rational import reduced
from lsa_theory.algebra.ring.words import Factor, Letter, Word, trace_of, word_of
from lsa_theory.algebra.writing import Writer, collected
from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.expression import Expression, Symbol, as_expression, describe
from lsa_theory.expressions.operators import at

Groups = dict[tuple[Monomial, Word], Terms]


def fold(expression: object, name: Symbol, definition: Expression) -> Expression:
    """Return an equal expression written with a named function of one matrix.

    Parameters
    ----------
    expression : Expression
        What is rewritten.
    name : Symbol
        The matrix that stands for the definition, for example ``positive_definite("Gamma", d)``.
    definition : Expression
        a Lambda + b I, linear in one symmetric matrix.

    Raises
    ------
    InvalidArgument
        If the definition is not of that form.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, identity, positive_definite, trace
    >>> d = dimension("d"); L = positive_definite("Lambda", d); G = positive_definite("Gamma", d)
    >>> Gamma = L + trace(L) * identity(d)
    >>> fold(trace(L @ L @ Gamma**-1) / 2, G, Gamma)
    tr(Gamma**(-1) @ Lambda**2) / 2
    """
    form = normal(expression)
    folding = _Folding(name, definition)
    result = Writer({**dict(form.declared), name.name: name}).groups(
        folding.fold(form.terms), form.rows, form.cols
    )
    if not equal(at(result, {name: definition}), as_expression(form)):
        raise RuntimeError(f"folding {name.name} changed the value of {describe(as_expression(form))}")
    return result


class _Folding:
    def __init__(self, name: Symbol, definition: Expression) -> None:
        self._name = name
        self._definition: Normal = normal(definition)
        letters = {word for _, word in self._definition.terms if word}
        if len(letters) != 1 or any(
            len(w) != 1 or w[0].kind != "f" or len(w[0].payload) != 1 for w in letters
        ):
            raise InvalidArgument(
                f"the definition of {name.name} must be a Lambda + b I, linear in one matrix"
            )
        ((self._letter,),) = letters
        ((self._generator, _, _),) = self._letter.payload
        inverse = matrix_power(self._definition.terms, -1)
        ((_, word),) = list(inverse)[:1]
        self._shift = word[0].payload[0].shift
        shift = thaw(self._shift)
        # The traces that each exchange of Lambda for a resolvent brings along, known where c is one term.
        self._carried: Monomial | None = None
        if len(shift) == 1:
            (((monomial, _), _),) = shift.items()
            self._carried = tuple(item for item in monomial if item[0].kind == "t")

    def fold(self, terms: Terms) -> Groups:
        """Return the terms in groups, some of whose words hold the name."""
        groups, before = collected(terms), None
        while groups != before:
            groups, before = self._pass(groups), groups
        return groups

    def _pass(self, left: Groups) -> Groups:
        """Name at most one block of each term."""
        done: Groups = {}
        for key in sorted(left, key=lambda k: -_size(k)):
            if key not in left:
                continue
            best: tuple[int, Groups, tuple[Monomial, Word], Terms] | None = None
            for named, expanded, saving in self._candidates(key):
                share = collected(expanded).get(key)
                if not share:
                    continue
                ratio = reduced(multiply(left[key], power(share, -1)))
                rest = _subtract(left, multiply(ratio, expanded))
                if len(rest) <= len(left) - saving and (best is None or len(rest) < best[0]):
                    best = (len(rest), rest, named, ratio)
            if best is not None:
                left = best[1]
                accumulate(done.setdefault(best[2], {}), best[3])
        for key, scalar in left.items():
            accumulate(done.setdefault(key, {}), scalar)
        return {key: scalar for key, scalar in done.items() if scalar}

    def _candidates(self, key: tuple[Monomial, Word]) -> Iterator[tuple[tuple[Monomial, Word], Terms, int]]:
        """Yield ways to put the name into one block of a term.

        Each is the named key, what it expands to, and how many terms it must save: a resolvent is always
        better named, a power of Lambda only if naming it absorbs another term.
        """
        traces, word = key
        for k, letter in enumerate(word):
            for named, value, swaps, saving in self._blocks(letter):
                others = self._without_carried(traces, swaps)
                if others is not None:
                    parts: list[Terms] = [{(others, ()): 1}, of_word(word[:k]), value, of_word(word[k + 1 :])]
                    yield (others, (*word[:k], named, *word[k + 1 :])), product(parts), saving
        for j, (atom, exponent) in enumerate(traces):
            own = word_of(atom)
            for k, letter in enumerate(own):
                for named, value, swaps, saving in self._blocks(letter):
                    others = self._without_carried(traces[:j] + traces[j + 1 :], swaps)
                    if others is None or (exponent != 1 and swaps):
                        continue
                    closing: Terms = {}
                    for (m, w), c in multiply(value, of_word(own[k + 1 :] + own[:k])).items():
                        accumulate(
                            closing, multiply({(m, ()): c}, closed(w) if w else dimension(letter.rows))
                        )
                    if exponent != 1 and len(closing) != 1:
                        continue
                    expanded = product([{(others, ()): 1}, power(closing, exponent), of_word(word)])
                    fresh = trace_of((*own[:k], named, *own[k + 1 :]))
                    yield (tuple(sorted((*others, (fresh, exponent)))), word), expanded, saving

    def _without_carried(self, traces: Monomial, swaps: int) -> Monomial | None:
        if not swaps:
            return traces
        if self._carried is None:
            return None
        exponents = dict(traces)
        for atom, e in self._carried:
            exponents[atom] = exponents.get(atom, 0) - swaps * e
            if exponents[atom] < 0:
                return None
        return tuple(sorted((a, e) for a, e in exponents.items() if e))

    def _blocks(self, letter: Letter) -> Iterator[tuple[Letter, Terms, int, int]]:
        if (
            letter.kind != "f"
            or letter.name != self._letter.name
            or any(e != int(e) for _, _, e in letter.payload)
        ):
            return
        if any(generator != self._generator for generator, _, _ in letter.payload):
            return
        exponents = {shift: int(e) for _, shift, e in letter.payload}
        n, q = exponents.get((), 0), exponents.get(self._shift, 0)
        if set(exponents) - {(), self._shift}:
            return
        choices = [(p, q, p, 1) for p in range(4)] if q < 0 else [(n - 1, 1, 0, 2)] if n >= 1 else []
        for p, r, swaps, saving in choices:
            factors = (Factor(self._name.name, (), r), *((Factor(self._generator, (), p),) if p else ()))
            named = block(letter.name, letter.flag, letter.rows, tuple(sorted(factors)))
            plain = block(letter.name, letter.flag, letter.rows, (Factor(self._generator, (), p),))
            base = of_word((plain,)) if p else of_word(())
            yield named, multiply(base, matrix_power(self._definition.terms, r)), swaps, saving


def _subtract(groups: Groups, terms: Terms) -> Groups:
    total: Terms = {}
    for (traces, word), scalar in groups.items():
        accumulate(total, multiply({(traces, word): 1}, scalar))
    accumulate(total, scale(terms, -1))
    return collected(reduced(total))


def _size(key: tuple[Monomial, Word]) -> int:
    """Longer words, higher powers and resolvents first: they determine the coefficient of a product."""
    traces, word = key
    letters = [x for a, _ in traces for x in word_of(a)] + list(word)
    return sum(
        sum(abs(int(e)) + (100 if shift else 0) for _, shift, e in x.payload) if x.kind == "f" else 1
        for x in letters
    )
