"""The Bartlett witness: expectations with inverse Gram matrices, exactly, where their rows are one or two.

It shares nothing with the words of the algebra: no pairing, no weight, no recursion, but the independent entries of a
triangular factor and their chi-square moments.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

from lsa_theory.claims.equality import Statement
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.expressions.expression import Expression, Symbol
from lsa_theory.expressions.random import SampleMatrix
from lsa_theory.expressions.traversal import Constituents, constituents
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.refusals import NotApplicable, NotConcerned, SingularInstance
from lsa_theory.values.sizes import Sizes, describe_sizes
from lsa_theory.verification.outcome import Counterexample, Finding, Verdict
from lsa_theory.verification.witnesses.bartlett.laurent import NoMoment
from lsa_theory.verification.witnesses.bartlett.reading import Reading, inverted_samples
from lsa_theory.verification.witnesses.bartlett.under_lengths import meets, under_lengths
from lsa_theory.verification.witnesses.base import Setting, Witness, equalities_of

_LONGEST, _LENGTHS, _INSTANCES, _DRAWS = 16, 3, 2, 20
Rows = list[list[Fraction]]


class Bartlett(Witness):
    """Confirms when both sides are equal, exactly, at rational instances of samples with one and two rows."""

    name = "bartlett"
    rigorous = True
    shares = frozenset({"bartlett"})

    def judge(self, claim: Statement, stream: str, setting: Setting) -> Finding:
        """Read both sides at a few sizes above the condition under which the moments exist."""
        rng = setting.generator(stream, self.name)
        under = self._under(claim, rng)
        if under is not None and (under.verdict is Verdict.REFUTED or not claim.equalities()):
            return under
        tested: list[Sizes] = []
        identities = equalities_of(claim)
        inverted = inverted_samples([side for i in identities for side in (i.left, i.right)])
        if not inverted:
            raise NotConcerned("no sample's Gram matrix is inverted")
        for identity in identities:
            seen: list[Sizes] = []
            reason = "no sample is long enough for these moments, or too many are needed"
            for sizes in _sizes(constituents([identity.left, identity.right]), inverted, seen):
                try:
                    for _ in range(_INSTANCES):
                        differs = _difference(rng, identity, sizes, inverted)
                        if differs is not None:
                            found = self.found(
                                Verdict.REFUTED, f"{_part(identity)}sides differ at {describe_sizes([sizes])}"
                            )
                            return replace(found, counterexample=differs)
                except (NoMoment, SingularInstance) as error:
                    reason = str(error)
                    continue
                seen.append(sizes)
            if not seen:
                raise NotApplicable(reason)
            tested = tested if len(tested) > len(seen) else seen
        found = self.found(Verdict.CONFIRMED, f"exact, {describe_sizes(tested)}")
        return found if under is None else replace(found, answers=found.answers | under.answers)

    def _under(self, claim: Statement, rng: np.random.Generator) -> Finding | None:
        """Return what is found at sizes that meet hypotheses about lengths; None where there are no such, or none met.

        Where both sides have a value and agree there is an instance, and the claim is not about nothing.
        """
        met: list[Sizes] = []
        asked = under_lengths(claim)
        for question in asked:
            identity = Equal(question.left, question.right, "where the hypotheses hold")
            inverted = inverted_samples([question.left, question.right])
            if not inverted:
                return None
            seen: list[Sizes] = []
            for sizes in _sizes(constituents(question.stated()), inverted, seen):
                if not meets(question.signs, sizes):
                    continue
                try:
                    differs = _difference(rng, identity, sizes, inverted)
                except (NoMoment, SingularInstance):
                    continue
                if differs is not None:
                    where = f"sides differ at {describe_sizes([sizes])}, where the hypotheses hold"
                    return replace(self.found(Verdict.REFUTED, where), counterexample=differs)
                seen.append(sizes)
            if not seen:
                return None
            met += seen
        if not asked:
            return None
        figure = f"exact, {describe_sizes(met)}, where the hypotheses hold"
        return replace(self.found(Verdict.CONFIRMED, figure), answers=frozenset({"instance"}))


def _part(identity: Equal) -> str:
    return f"{identity.part}: " if identity.part else ""


def _sizes(parts: Constituents, inverted: list[SampleMatrix], seen: list[Sizes]) -> Any:
    """Yield sizes: one and two of everything but the lengths of inverted samples, a few of the smallest that serve."""
    lengths = [d for d in parts.dimensions if any(s.cols == d for s in inverted)]
    others = [d for d in parts.dimensions if d not in lengths]
    for small in product((1, 2), repeat=len(others)):
        before = len(seen)
        for length in range(1, _LONGEST + 1):
            # Samples of different lengths must not look alike.
            yield {
                **dict(zip(others, small, strict=True)),
                **{d: length + k for k, d in enumerate(lengths)},
            }
            if len(seen) - before == _LENGTHS or not lengths:
                break


def _difference(
    rng: np.random.Generator, identity: Equal, sizes: Sizes, inverted: list[SampleMatrix]
) -> Counterexample | None:
    parts = constituents([identity.left, identity.right])
    if parts.unbound:
        raise NotApplicable("something random is left that no expectation averages")
    reason = ""
    for _ in range(_DRAWS):
        values = _instance(rng, parts, sizes)
        reading = Reading(sizes, values, inverted)
        try:
            left, right = reading.value(identity.left), reading.value(identity.right)
        except NoMoment:
            raise
        except SingularInstance as error:
            reason = str(error)
            continue
        if left == right:
            return None
        gap = [[p - q for p, q in zip(a, b, strict=True)] for a, b in zip(left, right, strict=True)]
        shown = Instance(sizes, {s: rows for s, rows in values.items() if isinstance(s, Symbol)})
        return Counterexample.at(shown, left, right, gap, part=identity.part)
    raise SingularInstance(reason)


def _instance(rng: np.random.Generator, parts: Constituents, sizes: Sizes) -> Mapping[Expression, Rows]:
    def entry() -> Fraction:
        return Fraction(int(rng.integers(1, 6)) * (1 if rng.integers(2) else -1), int(rng.integers(1, 3)))

    values: dict[Expression, Rows] = {}
    for symbol in parts.symbols:
        rows, cols = (n if isinstance(n, int) else sizes[n] for n in symbol.shape)
        dense = [[entry() for _ in range(cols)] for _ in range(rows)]
        values[symbol] = _structured(symbol, dense)
    return values


def _structured(symbol: Symbol, dense: Rows) -> Rows:
    size = range(len(dense))
    if symbol.structure == "positive":
        return [[abs(dense[0][0])]]
    if symbol.is_scalar or not symbol.is_symmetric:
        return dense
    definite = symbol.structure == "positive definite"
    if symbol.family:
        spectrum = [abs(dense[i][i]) if definite else dense[i][i] for i in size]
        return [[spectrum[i] if i == j else Fraction(0) for j in size] for i in size]
    if definite:
        return [
            [sum((dense[i][k] * dense[j][k] for k in size), Fraction(int(i == j))) for j in size]
            for i in size
        ]
    return [[dense[min(i, j)][max(i, j)] for j in size] for i in size]
