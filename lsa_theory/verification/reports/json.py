"""Judgements as JSON; `verify.schema.json`, beside this file, is the schema."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lsa_theory.verification.outcome import Counterexample, Judgement
from lsa_theory.verification.reports.about import About
from lsa_theory.verification.reports.table import summary_counts

# Raised when a field changes its meaning or goes; fields may be added without.
SCHEMA_VERSION = 1
_SURROGATES = {code: f"\\u{code:04x}" for code in range(0xD800, 0xE000)}


def schema() -> dict[str, Any]:
    """Return the JSON schema of what `to_json` writes.

    >>> schema()["title"]
    'lsa-theory verify'
    """
    text = Path(__file__).with_name("verify.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def to_json(judgements: Sequence[Judgement], version: str, about: About | None = None) -> str:
    """Return the JSON text, with the circumstances of the run where they are given.

    >>> json.loads(to_json([], "0"))["summary"]
    {'confirmed': 0, 'refuted': 0, 'undecided': 0}
    """
    record = {
        "schema_version": SCHEMA_VERSION,
        "version": version,
        **(_circumstances(about) if about is not None else {}),
        "claims": [claim_record(j) for j in judgements],
        "summary": summary_counts(judgements),
    }
    text = json.dumps(record, indent=2, ensure_ascii=False)
    # A lone surrogate cannot be encoded, but JSON has a name for it.
    return text.translate(_SURROGATES)


def _circumstances(about: About) -> dict[str, Any]:
    return {
        "date": about.date,
        "seed": about.seed,
        "digits": about.digits,
        "witnesses_asked": list(about.witnesses) if about.witnesses is not None else None,
        "timeout": about.seconds,
        "versions": dict(about.versions),
        "platform": about.system,
        "collected": about.collected,
        "interrupted": about.interrupted,
        "not_loaded": list(about.problems),
    }


def as_called(file: str) -> str:
    """Return a path relative to the folder of the call where it lies below, else as it is."""
    here = Path.cwd()
    return str(Path(file).relative_to(here)) if file and Path(file).is_relative_to(here) else file


def claim_record(judgement: Judgement) -> dict[str, Any]:
    """Return one claim's record."""
    return {
        "id": judgement.identifier,
        "file": as_called(judgement.file),
        "title": judgement.title,
        "source": judgement.source,
        "statement": judgement.statement,
        "expected": judgement.expected.value,
        "verdict": judgement.verdict.value,
        "outcome": judgement.outcome,
        "error": judgement.error or None,
        "reason": judgement.reason,
        "hypotheses": list(judgement.hypotheses),
        "witnesses": [
            {
                "name": f.witness,
                "verdict": f.verdict.value,
                "figure": f.figure,
                "applicable": f.applicable,
                "decides": f.decides,
                "shares": sorted(f.shares),
                "seconds": round(f.seconds, 4),
            }
            for f in judgement.findings
        ],
        "counterexample": _counterexample(judgement.counterexample),
        "cached": judgement.cached,
    }


def _counterexample(found: Counterexample | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "sizes": dict(found.sizes),
        "values": {name: [list(row) for row in value] for name, value in found.values.items()},
        "left": [list(row) for row in found.left],
        "right": [list(row) for row in found.right],
        "difference": [list(row) for row in found.difference],
        "part": found.part,
        "law": found.law,
        "kind": found.kind,
    }
