"""Inverses of scatters about averages, sum_i (x_i - m)(x_i - m)' with m the average, and of pooled ones.

The scatter of a Gaussian sample is independent of m and has the law of the Gram matrix of one column less, centred
(Cochran 1934); the sum of independent ones of one covariance C is a Gram matrix of all their columns. So where such a
sum is inverted, the samples become one sample V of so many centred columns, whose Gram matrix is the sum, and for each
of them the vector m of covariance C / N: its total is N m and, of a single sample, its Gram matrix V V' + N m m'.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from lsa_theory.algebra.expectation.conditions import Noted
from lsa_theory.algebra.expectation.occurrences import in_term
from lsa_theory.algebra.ring.concatenation import dimension
from lsa_theory.algebra.ring.multiplication import multiply
from lsa_theory.algebra.ring.polynomial import Terms, add, constant, of_word, scale
from lsa_theory.algebra.ring.rational import reduced
from lsa_theory.algebra.ring.words import Letter, Partner
from lsa_theory.algebra.substitution import substitute_letters
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions.expression import Dimension, Expression, Power, Symbol, walk
from lsa_theory.expressions.random import Expectation, Gaussian, RandomVector, SampleMatrix
from lsa_theory.expressions.traversal import everything

Parts = tuple[tuple[SampleMatrix, bool], ...]


@dataclass(frozen=True)
class Scattered:
    """An expectation in which a scatter about an average is inverted, or a sum of scatters and Gram matrices.

    `parts` are the samples, each with whether it is centred at its average. `inverses` gives for each such power, by
    its identity, c where the sum times c is inverted. `columns` is the sample whose Gram matrix the sum is, `averages`
    those of the centred samples.
    """

    parts: Parts
    inverses: dict[int, Terms]
    columns: SampleMatrix
    averages: dict[str, RandomVector]

    @property
    def sources(self) -> tuple[SampleMatrix | RandomVector, ...]:
        """What is averaged in the place of the samples."""
        return (self.columns, *self.averages.values())

    @property
    def names(self) -> frozenset[str]:
        """The samples, by name."""
        return frozenset(sample.name for sample, _ in self.parts)

    def lengths(self) -> dict[str, Terms]:
        """Return what the symbol for the number of columns stands for, where it is one."""
        count = self.columns.cols
        if not isinstance(count, Symbol):
            return {}
        less = -sum(centred for _, centred in self.parts)
        return {count.name: add(*(dimension(_name(s.cols)) for s, _ in self.parts), constant(less))}

    def of_whole(self, condition: Noted) -> Noted:
        """Return a condition N - 1 > d + k as N > d + k + 1."""
        count = _name(self.columns.cols)
        if not isinstance(condition, str) or not condition.startswith(f"{count} > "):
            return condition
        found = re.fullmatch(r"(.*) - (\d+) > (\w+) \+ (\d+)", condition)
        return condition if found is None else f"{found[1]} > {found[3]} + {int(found[4]) + int(found[2])}"

    def apart(self, terms: Terms) -> Terms:
        """Return what is averaged with the samples written by the sum that is inverted and the averages.

        Raises
        ------
        UnsupportedExpression
            If a sample stands in another way.
        """
        for sample, _ in self.parts:
            terms = self._without(terms, sample)
        return terms

    def _without(self, terms: Terms, sample: SampleMatrix) -> Terms:
        name, size, count = sample.name, _name(sample.rows), dimension(_name(sample.cols))
        average = self.averages.get(name)
        partner = Partner(self.columns.name, _name(self.columns.cols))
        own = "" if average is None else average.name
        mean = of_word((Letter("r", own, 0, size, "1", ""),))
        row = of_word((Letter("r", own, 1, "1", size, ""),))
        gram = of_word((Letter("g", self.columns.name, 0, size, size, partner),))
        whole = add(gram, multiply(count, multiply(mean, row)))

        def rule(letter: Letter) -> Terms | None:
            if letter.name != name or average is None:
                return None
            if letter.kind == "s":
                return multiply(count, mean if letter.flag == 0 else row)
            alone = letter.kind == "g" and letter.payload.name == name and len(self.parts) == 1
            return whole if alone else None

        result = substitute_letters(terms, rule)
        if any(name in in_term(monomial, word) for monomial, word in result):
            allowed = (
                "its Gram matrix, its total and its average"
                if len(self.parts) == 1
                else ("its total and its average" if average is not None else "this inverse")
            )
            raise UnsupportedExpression(
                f"beside the inverse of a scatter that it is part of, {name} is averaged as {allowed} only"
            )
        return result


def scattered(node: Expectation, terms_of: Callable[[Expression], Terms]) -> Scattered | None:
    """Return what is inverted in an expectation, if it is a scatter or a sum that is averaged over.

    Raises
    ------
    UnsupportedExpression
        If a sample is not Gaussian, the covariances differ, or two different sums of this kind are inverted.
    """
    found: dict[Parts, dict[int, Terms]] = {}
    for power in walk(node.body):
        if not isinstance(power, Power) or power.is_scalar or power.exponent >= 0:
            continue
        samples = {s.name: s for s in everything([power.child]) if isinstance(s, SampleMatrix)}
        if samples and all(s in node.over for s in samples.values()):
            read = _of_scatters(terms_of(power.child), samples)
            if read is not None:
                parts, factor = read
                found.setdefault(parts, {})[id(power)] = factor
    if not found:
        return None
    if len(found) > 1:
        shown = " and ".join(" + ".join(s.name for s, _ in parts) for parts in found)
        raise UnsupportedExpression(
            f"the scatters of {shown} are both inverted; average over one at a time, E(E(body, first), second)"
        )
    ((parts, inverses),) = found.items()
    laws = [_law(sample, parts) for sample, _ in parts]
    if len({law.covariance for law in laws}) > 1:
        raise UnsupportedExpression(
            f"the sum of the scatters of {', '.join(s.name for s, _ in parts)} is inverted, and their covariances "
            "differ; only with one covariance is it a Gram matrix again"
        )
    name = f"{' and '.join(s.name for s, _ in parts)} about the average"
    columns = SampleMatrix(name, parts[0][0].rows, _count(parts), Gaussian(laws[0].covariance))
    averages = {
        s.name: RandomVector(f"the average of {s.name}", s.rows, Gaussian(law.covariance / s.cols, law.mean))
        for (s, centred), law in zip(parts, laws, strict=True)
        if centred
    }
    return Scattered(parts, inverses, columns, averages)


def _law(sample: SampleMatrix, parts: Parts) -> Gaussian:
    law = sample.law
    if not isinstance(law, Gaussian):
        raise UnsupportedExpression(
            f"the inverse of the scatter of {sample.name} about its average is averaged only for a Gaussian sample"
        )
    if law.mean is not None and not dict(parts)[sample]:
        raise UnsupportedExpression(
            f"the Gram matrix of {sample.name} stands in a sum that is inverted, and its mean is not zero; take its "
            "scatter about its average"
        )
    return law


def _count(parts: Parts) -> Dimension:
    """Return how many centred columns there are, as a symbol that is named like the sum where it is no number."""
    less = sum(centred for _, centred in parts)
    if all(not isinstance(s.cols, Symbol) for s, _ in parts):
        return sum(int(str(s.cols)) for s, _ in parts) - less
    total = " + ".join(_name(s.cols) for s, _ in parts)
    return Symbol(f"{total} - {less}" if less else total, 1, 1, "dimension")


def _of_scatters(terms: Terms, samples: dict[str, SampleMatrix]) -> tuple[Parts, Terms] | None:
    """Return the samples and c where a matrix is c times the sum of their scatters and Gram matrices; else None."""
    grams: dict[str, Terms] = {}
    outer: dict[str, Terms] = {}
    for (monomial, word), c in terms.items():
        kinds = "".join(x.kind for x in word)
        if kinds not in ("g", "ss") or len({x.name for x in word}) != 1 or not _plain(word):
            return None
        (grams if kinds == "g" else outer).setdefault(word[0].name, {})[monomial, ()] = c
    factors = list(grams.values())
    if set(grams) != set(samples) or any(reduced(add(f, scale(factors[0], -1))) for f in factors):
        return None
    for name, part in outer.items():
        if reduced(add(grams.get(name, {}), multiply(dimension(_name(samples[name].cols)), part))):
            return None
    if not outer and len(grams) == 1:
        # A Gram matrix alone.
        return None
    return tuple((samples[name], name in outer) for name in sorted(grams)), factors[0]


def _plain(word: tuple[Letter, ...]) -> bool:
    if word[0].kind == "g":
        return bool(word[0].payload.name == word[0].name)
    return (word[0].flag, word[1].flag) == (0, 1)


def _name(size: object) -> str:
    return size.name if isinstance(size, Symbol) else str(size)
