"""Finding claims: in files that a user names, and in the derivations that come with the package."""

from __future__ import annotations

import importlib.util
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from zlib import crc32

from lsa_theory.errors import UnloadableFile
from lsa_theory.verification.claims import Statement

_SKIPPED_FOLDERS = {"__pycache__", "node_modules", "site-packages"}


@dataclass(frozen=True)
class Collected:
    """A claim, its name, and the file and heading it stands under."""

    identifier: str
    claim: Statement
    file: Path
    heading: str


def collect(paths: Sequence[str | Path] = ()) -> list[Collected]:
    """Return all claims of files and folders, or of the bundled derivations if none is named.

    A file contributes every module-level claim whose name does not start with an underscore, named like the
    variable with dashes unless the claim has an `id`, and everything that a function `claims()` returns. Of a
    folder, those Python files count that mention `lsa_theory`, except tests and names with a leading
    underscore.

    Raises
    ------
    UnloadableFile
        If a path does not exist, a file cannot be imported (file and line are named), a named file defines
        no claim, or two claims have one id.
    """
    found: list[Collected] = []
    for path in [Path(p) for p in paths] or [bundled_folder()]:
        if not path.exists():
            raise UnloadableFile(f"{path}: there is no such file or folder")
        if path.is_file():
            if path.suffix != ".py":
                raise UnloadableFile(f"{path}: a file of claims is a Python file, with a name ending in .py")
            here = claims_of(path)
            if not here:
                raise UnloadableFile(
                    f"{path}: defines no claims; expected a module-level `name = Claim(left, right, ...)` or "
                    "a function claims() (lsa-theory new FILE writes an example)"
                )
            found.extend(here)
        else:
            here = [claim for file in claim_files(path) for claim in claims_of(file)]
            if not here:
                raise UnloadableFile(f"{path}: no Python file in this folder defines claims")
            found.extend(here)
    _check_unique(found)
    return found


def bundled_folder() -> Path:
    """Return the folder of the derivations that come with the package.

    Raises
    ------
    UnloadableFile
        If the installation is incomplete.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_derivations", package.parent / "derivations"):
        if folder.is_dir():
            return folder
    raise UnloadableFile(f"{package}: the bundled derivations are missing; install lsa-theory again")


def claim_files(folder: Path) -> Iterator[Path]:
    """Yield the Python files below a folder that may define claims, in the order of their paths."""
    for file in sorted(folder.rglob("*.py")):
        parts = file.relative_to(folder).parts
        hidden = any(p.startswith((".", "_")) or p in _SKIPPED_FOLDERS for p in parts)
        if not hidden and not file.name.startswith(("test_", "conftest")) and mentions_package(file):
            yield file


def mentions_package(file: Path) -> bool:
    """Whether a file's text mentions the package; a cheap test that imports nothing."""
    try:
        return b"lsa_theory" in file.read_bytes()
    except OSError:
        return False


def claims_of(file: Path) -> list[Collected]:
    """Return the claims of one file."""
    module = load(file)
    named: dict[int, tuple[str | None, Statement]] = {}
    for name, value in vars(module).items():
        if isinstance(value, Statement) and not name.startswith("_"):
            named.setdefault(id(value), (name.replace("_", "-"), value))
    function = getattr(module, "claims", None)
    if callable(function):
        for value in _called(function, file):
            named.setdefault(id(value), (None, value))
    heading = _heading(module, file)
    result = []
    for label, claim in named.values():
        identifier = claim.id or label
        if identifier is None:
            raise UnloadableFile(f"{file}: claims() returns a claim without an id; give it id='...'")
        result.append(Collected(identifier, claim, file, heading))
    return result


def load(file: Path) -> ModuleType:
    """Import a file by its path, under a name of its own.

    Raises
    ------
    UnloadableFile
        With the file, the line and the error, if the file cannot be imported.
    """
    path = file.resolve()
    name = f"lsa_theory_claims_{path.stem}_{crc32(str(path).encode()):08x}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise UnloadableFile(f"{file}: is not a Python file")
    module = importlib.util.module_from_spec(spec)
    with _importable_from(path.parent):
        sys.modules[name] = module
        try:
            spec.loader.exec_module(module)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            sys.modules.pop(name, None)
            raise UnloadableFile(f"{file}{_line(error, path)}: {type(error).__name__}: {error}") from error
    return module


@contextmanager
def _importable_from(folder: Path) -> Iterator[None]:
    """Let a file import its neighbours, as it could when it is run."""
    entry = str(folder)
    sys.path.insert(0, entry)
    try:
        yield
    finally:
        if entry in sys.path:
            sys.path.remove(entry)


def _called(function: object, file: Path) -> list[Statement]:
    try:
        values = list(function())  # type: ignore[operator]
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise UnloadableFile(
            f"{file}{_line(error, file.resolve())}: claims() failed: {type(error).__name__}: {error}"
        ) from error
    for value in values:
        if not isinstance(value, Statement):
            raise UnloadableFile(f"{file}: claims() returns {value!r}; expected claims only")
    return values


def _line(error: BaseException, path: Path) -> str:
    """Return ":line" of the last place in the file that the error went through."""
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return f":{error.lineno}"
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == str(path)]
    return f":{frames[-1].lineno}" if frames else ""


def _heading(module: ModuleType, file: Path) -> str:
    """Return the first line of the file's docstring, or its name."""
    lines = (module.__doc__ or "").strip().splitlines()
    return lines[0].rstrip(".") if lines else file.stem


def _check_unique(found: Iterable[Collected]) -> None:
    first: dict[str, Path] = {}
    for item in found:
        if item.identifier in first:
            raise UnloadableFile(
                f"{item.file}: the id {item.identifier!r} is already used in {first[item.identifier]}; "
                "give one of the two claims another id"
            )
        first[item.identifier] = item.file
