"""A judgement as plain data and back. Reading checks every field and executes nothing."""

from __future__ import annotations

from typing import Any

from lsa_theory.verification.outcome import Counterexample, Finding, Judgement, Verdict

_FINDING_TEXTS = ("witness", "figure")
_FINDING_FLAGS = ("rigorous", "applicable", "against_proof", "decides")
_FINDING_NAMES = ("answers", "shares")
_ROWS = ("left", "right", "difference")


def to_record(judgement: Judgement) -> dict[str, Any]:
    """Return what was found, as JSON can hold it; what the claim says of itself is left to the claim."""
    return {
        "verdict": judgement.verdict.value,
        "reason": judgement.reason,
        "hypotheses": list(judgement.hypotheses),
        "findings": [_finding(finding) for finding in judgement.findings],
        "counterexample": _counterexample(judgement.counterexample),
    }


def from_record(record: Any, bare: Judgement) -> Judgement:
    """Return the judgement that a record and the claim's own words make.

    Parameters
    ----------
    record : parsed JSON
    bare : Judgement
        With name, title, source, file, statement and expectation of the claim.

    Raises
    ------
    ValueError, TypeError, KeyError
        If the record is none.
    """
    return Judgement(
        identifier=bare.identifier,
        title=bare.title,
        source=bare.source,
        file=bare.file,
        expected=bare.expected,
        statement=bare.statement,
        verdict=Verdict(record["verdict"]),
        findings=tuple(_read_finding(found) for found in _typed(record["findings"], list)),
        counterexample=_read_counterexample(record["counterexample"]),
        reason=_typed(record["reason"], str),
        hypotheses=_texts(record["hypotheses"]),
        cached=True,
    )


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        **{name: getattr(finding, name) for name in (*_FINDING_TEXTS, *_FINDING_FLAGS)},
        **{name: sorted(getattr(finding, name)) for name in _FINDING_NAMES},
        "verdict": finding.verdict.value,
        "seconds": finding.seconds,
        "hypotheses": list(finding.hypotheses),
        "counterexample": _counterexample(finding.counterexample),
    }


def _read_finding(record: Any) -> Finding:
    plain: dict[str, Any] = {
        **{name: _typed(record[name], str) for name in _FINDING_TEXTS},
        **{name: _typed(record[name], bool) for name in _FINDING_FLAGS},
        **{name: frozenset(_texts(record[name])) for name in _FINDING_NAMES},
    }
    return Finding(
        **plain,
        verdict=Verdict(record["verdict"]),
        seconds=float(_typed(record["seconds"], float)),
        hypotheses=_texts(record["hypotheses"]),
        counterexample=_read_counterexample(record["counterexample"]),
    )


def _counterexample(found: Counterexample | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "sizes": dict(found.sizes),
        "values": dict(found.values),
        **{name: getattr(found, name) for name in (*_ROWS, "part", "law", "kind")},
    }


def _read_counterexample(record: Any) -> Counterexample | None:
    if record is None:
        return None
    plain: dict[str, Any] = {
        **{name: _rows(record[name]) for name in _ROWS},
        **{name: _typed(record[name], str) for name in ("part", "law", "kind")},
    }
    return Counterexample(
        sizes={_typed(k, str): _typed(v, int) for k, v in _typed(record["sizes"], dict).items()},
        values={_typed(k, str): _rows(v) for k, v in _typed(record["values"], dict).items()},
        **plain,
    )


def _rows(value: Any) -> tuple[tuple[str, ...], ...]:
    return tuple(_texts(row) for row in _typed(value, list))


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(_typed(item, str) for item in _typed(value, list))


def _typed(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise TypeError(f"expected {kind.__name__}, found {type(value).__name__}")
    return value
