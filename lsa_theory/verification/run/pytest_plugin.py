"""Claims as pytest items: selection, parallel runs, time limits and reports come from pytest.

Collected are Python files that define claims and that are named on pytest's command line, or that match a
pattern of the ini option `lsa_claims`, by default `claims_*.py` and `*_claims.py`. Nothing heavy is imported unless
such a file is collected.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from lsa_theory.claims.equality import Statement


class ClaimFailed(Exception):
    """A claim is not in order; the message is what the report shows."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the ini option."""
    patterns = ["claims_*.py", "*_claims.py"]
    parser.addini(
        "lsa_claims", "glob patterns of Python files whose claims are judged", "args", default=patterns
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> ClaimFile | None:
    """Collect a file of claims that was named or that matches a pattern."""
    if file_path.suffix != ".py" or not _is_asked_for(file_path, parent.config):
        return None
    # A pipe or a device would never be read to its end.
    if not file_path.is_file() or b"lsa_theory" not in file_path.read_bytes():
        return None
    return ClaimFile.from_parent(parent, path=file_path)


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
        from lsa_theory.verification.reports.table import claim_lines, verdict_words

        judgement = judge(self.claim, identifier=self.identifier, file=str(self.path))
        for finding in judgement.findings:
            self.user_properties.append((finding.witness, f"{finding.verdict.value}: {finding.figure}"))
        if not judgement.in_order:
            # The short summary shows the first line: the verdict, not the name once more.
            lines = [text for text, _ in claim_lines(judgement, 100)]
            raise ClaimFailed("\n".join([verdict_words(judgement), *lines]))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Show the verdict and the counterexample; for anything else, the usual traceback."""
        if isinstance(excinfo.value, ClaimFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Name the file and the claim."""
        return self.path, None, self.name
