"""What a witness reports: a verdict, the figure it rests on, and for a false claim a counterexample."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from lsa_theory.values.instances.shrinking import as_text

if TYPE_CHECKING:
    from lsa_theory.claims.certificate import Certificate
    from lsa_theory.claims.equality import Statement
    from lsa_theory.expressions.expression import Expression, Symbol
    from lsa_theory.values.instances.instance import Instance, Letter
    from lsa_theory.verification.written import Written


# Characters of a statement or a figure in a printout.
_SHOWN = 160


class Verdict(Enum):
    """The three outcomes; undecided never counts as a pass.

    Examples
    --------
    >>> from lsa_theory.testing import Verdict
    >>> [verdict.value for verdict in Verdict]
    ['confirmed', 'refuted', 'undecided']
    """

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Finding:
    """What one witness found.

    `rigorous` says that the finding is exact or enclosed (algebra, field, rationals, balls), as opposed to
    measured. `decides` says that it holds for every value and every size that the statement admits, as opposed to
    those that were looked at. `answers` names the questions of the claim that it speaks about, `shares` what it
    is made of: two findings are independent where they share nothing. `hypotheses` are what it assumes besides
    the statement, in words. A witness that does not apply is undecided and its figure is the reason. A witness that
    measures brings its own `counterexample`: what it observed, where. `against_proof` marks a step of an offered
    proof that fails: the statement may be true, but it is not confirmed whatever the others say. `leads` are
    places where a difference must show, for the search. `certificate` is what limits and hypotheses were reduced to,
    for the other witnesses to judge. `error` is filled where the
    witness or what it called broke: then nothing can be concluded from its silence, and the claim is an error.

    Examples
    --------
    >>> from lsa_theory import Claim, dimension, judge, matrix, trace
    >>> A = matrix("A", dimension("d"))
    >>> (found,) = judge(Claim(trace(A), trace(A.T)), witnesses=["algebra"]).findings
    >>> found.witness, found.verdict.value, found.rigorous, found.decides
    ('algebra', 'confirmed', True, True)
    """

    witness: str
    verdict: Verdict
    figure: str
    rigorous: bool = False
    seconds: float = 0.0
    applicable: bool = True
    against_proof: bool = False
    counterexample: Counterexample | None = None
    decides: bool = False
    answers: frozenset[str] = frozenset()
    shares: frozenset[str] = frozenset()
    hypotheses: tuple[str, ...] = ()
    leads: tuple[Lead, ...] = ()
    error: str = ""
    certificate: Certificate | None = None


@dataclass(frozen=True)
class Lead:
    """An equality without expectations that fails where the claim's does, and sizes at which it must show."""

    left: Expression
    right: Expression
    sizes: tuple[Mapping[Symbol, int], ...]
    part: str = ""


@dataclass(frozen=True)
class Counterexample:
    """One instance at which the two sides differ, small enough to be checked by hand.

    `values` and the three results hold matrices as rows of printed entries, exact rationals such as "-3/2"
    or enclosures such as "[1.4142 +/- 3e-20]". `law` says how random vectors were realised when only their
    moments were declared, or that expectations were taken in closed form; `part` names the part of the claim
    when it has several; `kind` is "exact", "enclosed" (balls that exclude equality) or "observed" (a flow or
    a simulation, with its error).
    """

    sizes: Mapping[str, int]
    values: Mapping[str, tuple[tuple[str, ...], ...]]
    left: tuple[tuple[str, ...], ...]
    right: tuple[tuple[str, ...], ...]
    difference: tuple[tuple[str, ...], ...]
    part: str = ""
    law: str = ""
    kind: str = "exact"

    @classmethod
    def at(
        cls,
        instance: Instance,
        left: Any,
        right: Any,
        difference: Any,
        *,
        letters: Callable[[Letter], bool] = lambda letter: True,
        part: str = "",
        law: str = "",
        kind: str = "exact",
        defined: Mapping[str, Any] | None = None,
    ) -> Counterexample:
        """Return an instance with both sides there, as rows of entries; of its letters those that are asked for.

        `defined` holds what the definitions of the statement are worth, by name.
        """
        return cls(
            sizes={symbol.name: size for symbol, size in instance.sizes.items()},
            values={
                **{s.name.lstrip("\0"): as_text(v) for s, v in instance.values.items() if letters(s)},
                **{name: as_text(value) for name, value in (defined or {}).items()},
            },
            left=as_text(left),
            right=as_text(right),
            difference=as_text(difference),
            part=part,
            law=law,
            kind=kind,
        )


@dataclass(frozen=True, repr=False)
class Judgement:
    """The verdict on a claim with everything it rests on.

    `failure` says why there are no findings at all: the process that judged it died or ran out of time
    (`timed_out`, after `elapsed` seconds), or its file could not be loaded again. `written` is the statement and its
    steps as on paper, where a report asked for them. `cached` says that it was reached in an earlier run.

    Examples
    --------
    >>> from lsa_theory import Claim, dimension, judge, matrix, trace
    >>> A = matrix("A", dimension("d"))
    >>> judgement = judge(Claim(trace(A @ A), trace(A) ** 2))
    >>> judgement.verdict.value
    'refuted'
    >>> judgement.counterexample.sizes
    {'d': 2}
    """

    identifier: str
    title: str
    source: str
    file: str
    expected: Verdict
    verdict: Verdict
    findings: tuple[Finding, ...] = field(default=())
    counterexample: Counterexample | None = None
    reason: str = ""
    statement: str = ""
    hypotheses: tuple[str, ...] = ()
    failure: str = ""
    timed_out: bool = False
    elapsed: float = 0.0
    written: Written | None = None
    cached: bool = False
    # Where it was judged in this process: a notebook writes it as the report does.
    claim: Statement | None = field(default=None, compare=False)

    def __getstate__(self) -> dict[str, object]:
        """Leave the claim behind: formulas and the user's functions do not travel between processes."""
        return {**self.__dict__, "claim": None}

    def __repr__(self) -> str:
        first = next(iter(self.statement.splitlines()), self.identifier)
        lines = [f"{self.outcome}: {first if len(first) <= _SHOWN else f'{first[: _SHOWN - 3]}...'}"]
        if self.error or self.verdict is Verdict.UNDECIDED:
            lines.append(f"  {self.error or self.reason}")
        lines += [
            f"  {f.witness}: {f.figure[:_SHOWN]}" for f in self.findings if f.applicable and not self.error
        ]
        found = self.counterexample
        if found is not None:
            sizes = ", ".join(f"{name} = {size}" for name, size in found.sizes.items())
            where = ", ".join(text for text in (sizes, found.part) if text)
            lines.append(f"  counterexample{f' at {where}' if where else ''}")
            rows = {**found.values, "left": found.left, "right": found.right}
            lines += [f"    {name} = {_row(value)}" for name, value in rows.items()]
        return "\n".join(lines)

    @property
    def error(self) -> str:
        """What broke while it was judged, and where; empty where every witness could speak."""
        broken = next((f"{f.witness}: {f.error}" for f in self.findings if f.error), "")
        return self.failure or broken

    @property
    def outcome(self) -> str:
        """The word for a report: the verdict, "error" or "timed out"."""
        if self.timed_out:
            return "timed out"
        return "error" if self.error else self.verdict.value

    @property
    def seconds(self) -> float:
        """What all witnesses took together; of a claim that was stopped, the time until then."""
        return self.elapsed or sum(f.seconds for f in self.findings)

    @property
    def in_order(self) -> bool:
        """Whether the verdict is the expected one and nothing broke on the way to it."""
        return not self.error and self.verdict is self.expected


def _row(rows: tuple[tuple[str, ...], ...]) -> str:
    return (
        rows[0][0] if len(rows) == len(rows[0]) == 1 else "[" + "; ".join(" ".join(row) for row in rows) + "]"
    )
