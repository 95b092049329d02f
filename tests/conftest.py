"""Helpers beside the tests import by name."""

import signal
import sys
import threading
from pathlib import Path
from uuid import uuid4

import pytest

for folder in ("algebra", "codegen"):
    sys.path.insert(0, str(Path(__file__).parent / folder))

# A shell starts what runs in its background deaf to Ctrl-C, and so would be the commands that are interrupted here.
if (
    signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    and threading.current_thread() is threading.main_thread()
):
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def verdicts_of_this_test_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """No test finds what another one decided, or what the person who runs them did."""
    monkeypatch.setenv("LSA_THEORY_CACHE", str(tmp_path_factory.getbasetemp() / f"verdicts-{uuid4().hex}"))
