"""Inverses of the scatter about the average, sum_i (x_i - m)(x_i - m)' with m the average, of a Gaussian sample.

The scatter is independent of m and has the law of the Gram matrix of one column less, centred (Cochran 1934). So
where an inverse of it stands, the sample becomes two sources: a sample V of N - 1 centred columns, whose Gram matrix is
the scatter, and the vector m of covariance C / N; the Gram matrix of the whole sample is V V' + N m m', its total N m.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from lsa_theory.algebra.expectation.conditions import Condition
from lsa_theory.algebra.expectation.occurrences import in_term
from lsa_theory.algebra.ring.concatenation import dimension
from lsa_theory.algebra.ring.multiplication import multiply
from lsa_theory.algebra.ring.polynomial import Terms, add, constant, of_word
from lsa_theory.algebra.ring.rational import reduced
from lsa_theory.algebra.ring.words import Letter, Partner
from lsa_theory.algebra.substitution import substitute_letters
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions.expression import Expression, Power, Symbol, walk
from lsa_theory.expressions.random import Expectation, Gaussian, RandomVector, SampleMatrix
from lsa_theory.expressions.traversal import everything


@dataclass(frozen=True)
class Scattered:
    """An expectation in which the scatter of a sample about its average is inverted.

    `inverses` gives for each such power, by its identity, c where the scatter times c is inverted. `columns` is the
    sample of one column less, `average` the average; `short` stands for N - 1 where N is a symbol.
    """

    sample: SampleMatrix
    inverses: dict[int, Terms]
    columns: SampleMatrix
    average: RandomVector
    short: Symbol | None

    @property
    def count(self) -> Terms:
        """The length of the sample."""
        return dimension(_name(self.sample.cols))

    def of_whole(self, condition: str | Condition) -> str | Condition:
        """Return a condition with N - 1 > d + k as N > d + k + 1."""
        if self.short is None or not isinstance(condition, str):
            return condition
        found = re.fullmatch(rf"{re.escape(self.short.name)} > (\w+) \+ (\d+)", condition)
        return condition if found is None else f"{_name(self.sample.cols)} > {found[1]} + {int(found[2]) + 1}"

    def apart(self, terms: Terms) -> Terms:
        """Return what is averaged with the sample written by its scatter and its average.

        Raises
        ------
        UnsupportedExpression
            If the sample stands in another way than by its Gram matrix, its total and its average.
        """
        name, size = self.sample.name, _name(self.sample.rows)
        mean = of_word((Letter("r", self.average.name, 0, size, "1", ""),))
        row = of_word((Letter("r", self.average.name, 1, "1", size, ""),))
        partner = Partner(self.columns.name, _name(self.columns.cols))
        gram = of_word((Letter("g", self.columns.name, 0, size, size, partner),))
        whole = add(gram, multiply(self.count, multiply(mean, row)))

        def rule(letter: Letter) -> Terms | None:
            if letter.name != name:
                return None
            if letter.kind == "s":
                return multiply(self.count, mean if letter.flag == 0 else row)
            return whole if letter.kind == "g" and letter.payload.name == name else None

        result = substitute_letters(terms, rule)
        if any(name in in_term(monomial, word) for monomial, word in result):
            raise UnsupportedExpression(
                f"beside the inverse of its scatter about the average, {name} is averaged as its Gram matrix, its "
                "total and its average only"
            )
        return result


def scattered(node: Expectation, terms_of: Callable[[Expression], Terms]) -> Scattered | None:
    """Return what is inverted in an expectation, if it is the scatter of a sample that is averaged over.

    Raises
    ------
    UnsupportedExpression
        If the sample is not Gaussian, or the scatter of two samples is inverted.
    """
    found: dict[str, tuple[SampleMatrix, dict[int, Terms]]] = {}
    for power in walk(node.body):
        if not isinstance(power, Power) or power.is_scalar or power.exponent >= 0:
            continue
        samples = {
            s.name: s for s in everything([power.child]) if isinstance(s, SampleMatrix) and s in node.over
        }
        if len(samples) == 1:
            (sample,) = samples.values()
            factor = _of_scatter(terms_of(power.child), sample)
            if factor is not None:
                found.setdefault(sample.name, (sample, {}))[1][id(power)] = factor
    if not found:
        return None
    if len(found) > 1:
        raise UnsupportedExpression(
            f"the scatters of {' and '.join(found)} about their averages are both inverted; average over one sample at "
            "a time, E(E(body, first), second)"
        )
    ((sample, inverses),) = found.values()
    law = sample.law
    if not isinstance(law, Gaussian):
        raise UnsupportedExpression(
            f"the inverse of the scatter of {sample.name} about its average is averaged only for a Gaussian sample"
        )
    count = sample.cols
    short = Symbol(f"{count.name} - 1", 1, 1, "dimension") if isinstance(count, Symbol) else None
    fewer = short if short is not None else int(str(count)) - 1
    columns = SampleMatrix(f"{sample.name} about its average", sample.rows, fewer, Gaussian(law.covariance))
    average = RandomVector(
        f"the average of {sample.name}", sample.rows, Gaussian(law.covariance / count, law.mean)
    )
    return Scattered(sample, inverses, columns, average, short)


def _of_scatter(terms: Terms, sample: SampleMatrix) -> Terms | None:
    """Return c where a matrix is c (X X' - X 1 1' X' / N); None where it is another."""
    total: dict[str, Terms] = {}
    for (monomial, word), c in terms.items():
        kinds = "".join(x.kind for x in word)
        if kinds not in ("g", "ss") or any(x.name != sample.name for x in word) or not _plain(word, sample):
            return None
        total.setdefault(kinds, {})[monomial, ()] = c
    gram, outer = total.get("g"), total.get("ss")
    if gram is None or outer is None or reduced(add(gram, multiply(dimension(_name(sample.cols)), outer))):
        return None
    return gram


def _plain(word: tuple[Letter, ...], sample: SampleMatrix) -> bool:
    if word[0].kind == "g":
        return bool(word[0].payload.name == sample.name)
    return (word[0].flag, word[1].flag) == (0, 1)


def _name(size: object) -> str:
    return size.name if isinstance(size, Symbol) else str(size)


def less_one(scatter: Scattered) -> dict[str, Terms]:
    """Return what the symbol for N - 1 stands for."""
    return {} if scatter.short is None else {scatter.short.name: add(scatter.count, constant(-1))}
