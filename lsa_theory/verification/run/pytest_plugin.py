"""Claims as pytest items: selection, parallel runs, time limits and reports come from pytest.

Collected are Python files that define claims and that are named on pytest's command line, or that match a
pattern of the ini option `lsa_claims`, by default `claims_*.py` and `*_claims.py`; and what public names of a test
module hold, unless the ini option `lsa_test_modules` is false. Nothing heavy is imported unless there is a claim.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from lsa_theory.claims.equality import Statement
    from lsa_theory.verification.outcome import Judgement

# Whoever makes a claim has loaded it; where it is not loaded, there is no claim to be found.
_WHERE_CLAIMS_ARE_MADE = "lsa_theory.claims.equality"


class ClaimFailed(Exception):
    """A claim is not in order; the message is what the report shows."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the ini options."""
    patterns = ["claims_*.py", "*_claims.py"]
    parser.addini(
        "lsa_claims", "glob patterns of Python files whose claims are judged", "args", default=patterns
    )
    parser.addini(
        "lsa_test_modules", "whether the claims of test modules are judged, too", "bool", default=True
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> ClaimFile | None:
    """Collect a file of claims that was named or that matches a pattern."""
    if file_path.suffix != ".py" or not _is_asked_for(file_path, parent.config):
        return None
    # A pipe or a device would never be read to its end.
    if not file_path.is_file() or b"lsa_theory" not in file_path.read_bytes():
        return None
    return ClaimFile.from_parent(parent, path=file_path)


@pytest.fixture
def judge_claim(record_property: Callable[[str, object], None]) -> Callable[[Statement], Judgement]:
    """Judge a claim: `judge_claim(claim)` returns the judgement, and its figures go into the JUnit report."""

    def judged(claim: Statement) -> Judgement:
        from lsa_theory.testing.confirmed import judgement_of

        judgement = judgement_of(claim)
        for name, figure in _figures(judgement):
            record_property(name, figure)
        return judgement

    return judged


def pytest_pycollect_makeitem(
    collector: pytest.Collector, name: str, obj: object
) -> list[pytest.Item | pytest.Collector] | None:
    """Collect the claims that a public name of a test module holds, itself or in lists, tuples and dicts."""
    claims = sys.modules.get(_WHERE_CLAIMS_ARE_MADE)
    if claims is None or name.startswith("_") or not isinstance(collector, pytest.Module):
        return None
    if not isinstance(obj, (claims.Statement, list, tuple, dict)):
        return None
    # What is named or matches the patterns is collected as a file of claims already.
    if not collector.config.getini("lsa_test_modules") or _is_asked_for(collector.path, collector.config):
        return None
    from lsa_theory.claims.collecting.harvest import held_by, is_imported

    items: list[pytest.Item | pytest.Collector] = [
        ClaimItem.from_parent(collector, name=claim.id or label, claim=claim, identifier=claim.id or label)
        for label, claim in held_by(obj, name.replace("_", "-"))
        if not is_imported(claim, collector.path)
    ]
    return items or None


def _is_asked_for(path: Path, config: pytest.Config) -> bool:
    if any(path.match(pattern) for pattern in config.getini("lsa_claims")):
        return True
    # A named test module stays a test module, even where it builds claims to test with.
    if any(path.match(pattern) for pattern in config.getini("python_files")):
        return False
    named = (Path(config.invocation_params.dir, argument.split("::")[0]) for argument in config.args)
    return any(path == candidate.resolve() for candidate in named)


class ClaimFile(pytest.File):
    """A file of claims."""

    def collect(self) -> Iterator[ClaimItem]:
        """Import the file and yield its claims."""
        from lsa_theory.claims.collecting.collect import claims_of
        from lsa_theory.errors import LsaTheoryError

        try:
            collected = claims_of(self.path)
        except LsaTheoryError as error:
            raise self.CollectError(str(error)) from None
        for item in collected:
            # pytest's own ids name the file; a claim that the file imports keeps the file that it is written in.
            imported = item.file != item.loaded_from
            name = item.identifier if imported else item.label
            yield ClaimItem.from_parent(self, name=name, claim=item.claim, identifier=item.identifier)


class ClaimItem(pytest.Item):
    """One claim; it passes when the verdict is the expected one."""

    def __init__(self, *, claim: Statement, identifier: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.claim = claim
        self.identifier = identifier

    def runtest(self) -> None:
        """Judge the claim; undecided is a failure, because it never counts as a pass."""
        from lsa_theory.verification.judge import judge
        from lsa_theory.verification.reports.headline import headline
        from lsa_theory.verification.reports.table import claim_lines

        judgement = judge(self.claim, identifier=self.identifier, file=str(self.path))
        self.user_properties.extend(_figures(judgement))
        if not judgement.in_order:
            # The short summary shows the first line: the verdict, not the name once more.
            lines = [text for text, _ in claim_lines(judgement, 100)]
            raise ClaimFailed("\n".join([headline(judgement), *lines]))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show the verdict and the counterexample; for anything else, the usual traceback."""
        if isinstance(excinfo.value, ClaimFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Name the file and the claim."""
        return self.path, None, self.name


def _figures(judgement: Judgement) -> list[tuple[str, str]]:
    return [(f.witness, f"{f.verdict.value}: {f.figure}") for f in judgement.findings]
