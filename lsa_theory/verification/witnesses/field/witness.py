"""The field witness: both sides, as written, at random matrices modulo random primes, at many sizes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from math import log10

import numpy as np

from lsa_theory.claims.equality import Statement
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.expressions.laws.orthogonal import Orthogonal
from lsa_theory.expressions.traversal import Constituents
from lsa_theory.values.arithmetic.field import BITS, PrimeField, safe_prime
from lsa_theory.values.arithmetic.stacked_field import StackedField
from lsa_theory.values.degree import degree_in
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.quadrature.cubature import Lattice
from lsa_theory.values.quadrature.open_laws import realisations
from lsa_theory.values.refusals import NotApplicable, SingularInstance
from lsa_theory.values.sizes import Sizes, affordable_sizes, describe_sizes
from lsa_theory.verification.outcome import Finding, Lead, Verdict
from lsa_theory.verification.witnesses.base import Setting, Witness, equalities_of
from lsa_theory.verification.witnesses.field.schwartz_zippel import difference_degree
from lsa_theory.verification.witnesses.field.sufficiency import regular_point, sufficient_size
from lsa_theory.verification.witnesses.field.trials import Trials

# At every size; with degrees up to a hundred, (degree / p)^6 stays below 1e-38.
TRIALS = 6
# Multiplications; at about 10 ns each, all trials of a claim stay below half a second.
_EACH, _TOTAL, _MOST, _MOST_WITH_ROOTS = 1.5e6, 4e6, 10, 6
# Visiting a node of the tree takes about 10 microseconds.
_OVERHEAD = 1000.0
# Beyond this size one evaluation takes longer than a second.
_FARTHEST = 40
# Draws of a regular point; a pivot vanishes rarely, or always.
_DRAWS = 20
_MOST_FRAMES = 3


class Field(Witness):
    """Exact at each tested size up to the stated error probability, which bounds every size by itself.

    The figure names the sizes that were tested; it decides for all where one size is known to be enough. Where
    fractional powers occur, positive numbers are modelled by squares, which are not closed under addition; a mismatch
    is then not conclusive, and no bound is stated.
    """

    name = "field"
    rigorous = True
    shares = frozenset({"evaluator", "lattice"})

    def judge(self, claim: Statement, stream: str, setting: Setting) -> Finding:
        """Compare both sides at `TRIALS` random instances for each size."""
        rng = setting.generator(stream, self.name)
        figures, reaches = [], []
        # The error is bounded at every size by itself: the same primes serve all.
        primes = [safe_prime(rng) for _ in range(TRIALS)]
        fields = {count: StackedField(primes[:count]) for count in (1, TRIALS)}
        for identity in equalities_of(claim):
            parts = identity.formulas.parts
            enough = sufficient_size(identity, parts)
            if enough and not _is_regular(rng, identity, parts):
                enough = None
            tested = self._sizes(identity, parts) if enough is None else [enough]
            mismatch = self._first_mismatch(rng, identity, parts, tested, fields)
            where = f"{identity.part}: " if identity.part else ""
            if mismatch is not None:
                at = describe_sizes([mismatch])
                lead = Lead(identity.left, identity.right, (mismatch,), identity.part)
                if parts.has_fractional_powers:
                    reason = "sides differ modulo a prime, but roots make that inconclusive"
                    finding = self.found(Verdict.UNDECIDED, f"{where}{reason} ({at})")
                    return replace(finding, leads=(lead,))
                return replace(self.found(Verdict.REFUTED, f"{where}sides differ at {at}"), leads=(lead,))
            figures.append(self._figure(identity, parts, tested))
            reaches.append(enough is not None)
        words = f"{_weakest(figures)}, which is enough for all" if all(reaches) else _weakest(figures)
        return self.found(Verdict.CONFIRMED, words, decides=all(reaches))

    def _sizes(self, identity: Equal, parts: Constituents) -> list[Sizes]:
        # Each eigenvalue below a root rejects every other instance, so that the cost doubles with each dimension.
        most = _MOST_WITH_ROOTS if parts.has_fractional_powers else _MOST
        chosen = affordable_sizes(
            parts.dimensions,
            identity.formulas,
            Lattice(),
            each=_EACH,
            total=_TOTAL,
            most=most,
            overhead=_OVERHEAD,
        )
        if not chosen:
            raise NotApplicable("even the smallest sizes need too many points for exact integration")
        far = self._far(identity, parts)
        return chosen if far is None or far in chosen else [*chosen, far]

    def _far(self, identity: Equal, parts: Constituents) -> Sizes | None:
        """Return a size beyond the zeros that polynomials in the dimensions may have, if it can be afforded.

        A factor (d - 1) ... (d - 6) vanishes at all small sizes; its degree in d says how far to go.
        """
        try:
            trees = identity.left, identity.right
            far = {d: 1 + max(degree_in(tree, d) for tree in trees) for d in parts.dimensions}
            work = sum(work.at(far, Lattice(), _OVERHEAD) for work in identity.formulas.works)
        except NotApplicable:
            return None
        return far if far and max(far.values()) <= _FARTHEST and work <= _EACH else None

    def _first_mismatch(
        self,
        rng: np.random.Generator,
        identity: Equal,
        parts: Constituents,
        tested: list[Sizes],
        fields: Mapping[int, StackedField],
    ) -> Sizes | None:
        rules = realisations(identity.formulas.nodes)
        reason = ""
        trials = Trials(identity, parts, fields[TRIALS if parts.symbols or parts.unbound else 1])
        # Orthogonal matrices are those of determinant 1 and those of -1: every choice has its trials.
        frames = sum(isinstance(source.law, Orthogonal) for source in parts.unbound)
        if frames > _MOST_FRAMES:
            raise NotApplicable(f"{frames} orthogonal matrices over which no average is taken are too many")
        for sizes in list(tested):
            try:
                for choice, rule in product(range(1 << frames), rules):
                    if not trials.agree(rng, sizes, rule, choice):
                        return sizes
            except SingularInstance as error:
                # Some sizes are singular for good, such as d = 1 where d - 1 is divided by.
                tested.remove(sizes)
                reason = str(error)
        if not tested:
            raise NotApplicable(reason)
        return None

    def _figure(self, identity: Equal, parts: Constituents, tested: list[Sizes]) -> tuple[float, str]:
        sizes = describe_sizes(tested)
        if parts.has_fractional_powers:
            return 0.0, f"{TRIALS} instances mod p, {sizes}"
        if not parts.symbols and not parts.unbound:
            return -BITS * log10(2), f"error < 1e-8, {sizes}"
        degree = difference_degree(identity.left, identity.right, tested)
        # Primes have 29 bits, so p > 2^28.
        exponent = TRIALS * (log10(max(degree, 1)) - (BITS - 1) * log10(2))
        return exponent, f"error < 1e{int(np.ceil(exponent))}, {sizes}"


def _is_regular(rng: np.random.Generator, identity: Equal, parts: Constituents) -> bool:
    """Whether all inverses exist at a point of the kind from which one size decides for all."""
    known = identity.formulas
    for _ in range(_DRAWS):
        field = PrimeField(safe_prime(rng))
        at = Evaluator(field, regular_point(parts, lambda: int(rng.integers(1, field.prime))))  # noqa: B023
        try:
            at.evaluate_all(known.trees, known.alike, known.degrees)
        except SingularInstance:
            continue
        return True
    return False


def _weakest(figures: list[tuple[float, str]]) -> str:
    """Return the figure of the part with the largest error."""
    return max(figures)[1]
