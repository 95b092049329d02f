"""The entries witness: both sides read again, entry by entry, as polynomials in what is random.

It shares nothing with the other exact witnesses: neither the evaluator that field, precision and quadrature have in
common, nor the words of the algebra. It is slower than they are, so it is asked where the verdict needs it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import chain
from typing import Any

import numpy as np

from lsa_theory.claims.box import Box
from lsa_theory.claims.equality import Statement
from lsa_theory.claims.questions.at_least import AtLeast
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.expressions.expression import Expression, Symbol
from lsa_theory.expressions.functions import Rank
from lsa_theory.expressions.laws.orthogonal import Orthogonal
from lsa_theory.expressions.traversal import Constituents, constituents, everything
from lsa_theory.values.instances.corners import corners
from lsa_theory.values.instances.frames import check_frames, frame
from lsa_theory.values.instances.instance import Instance, Letter
from lsa_theory.values.refusals import NotApplicable, SingularInstance
from lsa_theory.values.sizes import Sizes, all_sizes, describe_sizes
from lsa_theory.verification.outcome import Counterexample, Finding, Lead, Verdict
from lsa_theory.verification.witnesses.base import Setting, Witness, equalities_of
from lsa_theory.verification.witnesses.entries.reading import Reading

_LARGEST, _MOST_SIZES, _INSTANCES, _DRAWS = 3, 6, 2, 20


class Entries(Witness):
    """Confirms when both sides are equal, exactly, at rational instances of the smallest sizes it can read."""

    name = "entries"
    rigorous = True
    shares = frozenset({"entries"})
    reserve = True

    def judge(self, claim: Statement, stream: str, setting: Setting) -> Finding:
        """Read both sides at a few sizes; on a box, compare them at rational points."""
        rng = setting.generator(stream, self.name)
        match claim.questions:
            case (AtLeast(on=Box() as box) as question,):
                return self._on_a_box(question, box, rng)
        tested: list[Sizes] = []
        for identity in equalities_of(claim):
            parts = constituents([identity.left, identity.right])
            seen, reason = [], ""
            for sizes in all_sizes(parts.dimensions, _LARGEST):
                try:
                    found = _difference(rng, identity, parts, sizes)
                    if found is not None:
                        return self._refuted(identity, found)
                except NotApplicable as error:
                    reason = str(error)
                    # What is too large at one size is too large at every later one.
                    break
                except SingularInstance as error:
                    reason = str(error)
                    continue
                seen.append(sizes)
                if len(seen) == _MOST_SIZES:
                    break
            if not seen:
                raise NotApplicable(reason)
            tested = seen
        return self.found(Verdict.CONFIRMED, f"exact, {describe_sizes(tested)}")

    def _refuted(self, identity: Equal, instance: Instance) -> Finding:
        where = f"{identity.part}: " if identity.part else ""
        finding = self.found(
            Verdict.REFUTED, f"{where}sides differ at {describe_sizes([dict(instance.sizes)])}"
        )
        lead = Lead(identity.left, identity.right, (instance.sizes,), identity.part)
        return replace(finding, leads=(lead,), counterexample=_shown(identity, instance))

    def _on_a_box(self, question: AtLeast, box: Box, rng: np.random.Generator) -> Finding:
        ends = {symbol: (Fraction(low), Fraction(high)) for symbol, (low, high) in box.intervals.items()}
        points: list[dict[Expression, Any]] = [
            {
                s: [[low + (high - low) * Fraction(int(rng.integers(0, 17)), 16)]]
                for s, (low, high) in ends.items()
            }
            for _ in range(_DRAWS)
        ]
        for point in points:
            reading = Reading(box.sizes, point)
            left, right = (reading.value(side)[0][0] for side in (question.larger, question.smaller))
            if left < right:
                return self.found(Verdict.UNDECIDED, f"larger < smaller at {_text(point)}")
        finding = self.found(Verdict.CONFIRMED, f"holds exactly at {_DRAWS} points of the box")
        return replace(finding, answers=frozenset({"signs"}))


def _difference(
    rng: np.random.Generator, identity: Equal, parts: Constituents, sizes: Sizes
) -> Instance | None:
    """Return an instance at which the sides differ; None if they agree wherever they were read."""
    drawn = [Instance(sizes, _instance(rng, parts, sizes)) for _ in range(_DRAWS)]
    # A rank is another polynomial in other places, so that random instances miss some of them.
    pieces = any(isinstance(node, Rank) for node in everything([identity.left, identity.right]))
    seen, reason = 0, ""
    for instance in chain(drawn, corners(parts, sizes) if pieces else ()):
        if seen >= _INSTANCES and not pieces:
            break
        try:
            left, right = _sides(identity, instance)
        except SingularInstance as error:
            reason = str(error)
            continue
        seen += 1
        if left != right:
            return instance
    if not seen:
        raise SingularInstance(reason)
    return None


def _sides(identity: Equal, instance: Instance) -> tuple[Any, Any]:
    check_frames(instance)
    reading = Reading(instance.sizes, instance.values)
    return reading.value(identity.left), reading.value(identity.right)


def _shown(identity: Equal, instance: Instance) -> Counterexample:
    left, right = _sides(identity, instance)
    gap = [[p - q for p, q in zip(r, s, strict=True)] for r, s in zip(left, right, strict=True)]
    return Counterexample.at(instance, left, right, gap, part=identity.part)


def _instance(rng: np.random.Generator, parts: Constituents, sizes: Sizes) -> dict[Letter, Any]:
    """Draw small rationals: commuting families diagonal, definite matrices B B' + I, the rest dense."""

    def entry() -> Fraction:
        return Fraction(int(rng.integers(1, 8)) * (1 if rng.integers(2) else -1), int(rng.integers(1, 4)))

    def dense(rows: int, cols: int) -> list[list[Fraction]]:
        return [[entry() for _ in range(cols)] for _ in range(rows)]

    values: dict[Letter, Any] = {}
    for letter in (*parts.unbound, *parts.symbols):
        rows, cols = (n if isinstance(n, int) else sizes[n] for n in letter.shape)
        if not isinstance(letter, Symbol) and isinstance(letter.law, Orthogonal):
            values[letter] = frame(rows, cols, entry, bool(rng.integers(2)), letter.name)
            continue
        matrix = dense(rows, cols)
        if isinstance(letter, Symbol):
            matrix = _structured(letter, matrix)
        values[letter] = matrix
    return values


def _structured(symbol: Symbol, matrix: list[list[Fraction]]) -> list[list[Fraction]]:
    size = range(len(matrix))
    if symbol.structure == "positive":
        return [[abs(matrix[0][0])]]
    if symbol.is_scalar or not symbol.is_symmetric:
        return matrix
    definite = symbol.structure == "positive definite"
    if symbol.family:
        spectrum = [abs(matrix[i][i]) if definite else matrix[i][i] for i in size]
        return [[spectrum[i] if i == j else Fraction(0) for j in size] for i in size]
    if definite:
        products = [
            [sum((p * q for p, q in zip(r, s, strict=True)), Fraction(i == j)) for j, s in enumerate(matrix)]
            for i, r in enumerate(matrix)
        ]
        return products
    return [[matrix[min(i, j)][max(i, j)] for j in size] for i in size]


def _text(point: Mapping[Expression, Any]) -> str:
    return ", ".join(f"{symbol!r} = {value[0][0]}" for symbol, value in point.items())
