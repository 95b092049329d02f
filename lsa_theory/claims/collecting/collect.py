"""Finding claims: in files that a user names, and in the derivations that come with the package."""

from __future__ import annotations

import importlib.util
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from stat import S_ISREG
from types import ModuleType
from zlib import crc32

from lsa_theory.claims.collecting.construction import recording
from lsa_theory.claims.collecting.harvest import (
    MOST_CLAIMS,
    Named,
    is_imported,
    named_claims,
    refuse_forgotten,
)
from lsa_theory.claims.collecting.links import broken
from lsa_theory.claims.equality import Statement
from lsa_theory.errors import UnloadableFile
from lsa_theory.loading.edited_files import neighbours_as_they_are, spec_of
from lsa_theory.marked_text import plain
from lsa_theory.near import did_you_mean

_SKIPPED_FOLDERS = {"__pycache__", "node_modules", "site-packages"}
# No derivation comes near it; what is longer is data, or does not end.
LONGEST = 10_000_000


@dataclass(frozen=True)
class Collected:
    """A claim, its name, and where it stands.

    Parameters
    ----------
    identifier : str
        Its name in a run: of one's own files with the file, `my_lemma::fourth-moment`; of the bundled derivations
        alone.
    claim : Statement
        The claim; from another process only what is said about it, see `Described`.
    file : Path
        Where it is written, as it was named.
    heading : str
        The first line of the docstring of its file.
    label : str
        Its name within its file.
    loaded_from : Path, optional
        The file that brought it in; another one than `file` where a file imports a claim.
    line : int, optional
        Where it is made.
    """

    identifier: str
    claim: Statement
    file: Path
    heading: str
    label: str = ""
    loaded_from: Path | None = None
    line: int | None = None


@dataclass(frozen=True)
class Described(Statement):
    """What is said about a claim, without its mathematics: this travels between processes."""

    text: str = ""

    def describe(self) -> str:
        """Return the text."""
        return self.text


def collect(paths: Sequence[str | Path] = ()) -> list[Collected]:
    """Return all claims of files and folders, or of the bundled derivations if none is named.

    A file contributes every claim that a module-level name holds, itself or in lists, tuples and dicts, and
    everything that a function `claims()` returns. The name is the variable's with dashes (`name.0`, `name.key` in
    lists and dicts) unless the claim has an `id`. A claim that is made and held by nothing of this, or by a name with
    a leading underscore, is an error: nothing is left unjudged. A claim that is imported from another file is not
    judged twice. Of a folder, those Python files count that mention `lsa_theory`, except tests and names with a
    leading underscore.

    Raises
    ------
    UnloadableFile
        If a path does not exist, a file cannot be imported (file and line are named), a named file defines
        no claim, a claim would not be judged, or two claims have one id.
    """
    return assembled([(file, claims_of(file)) for file in named_files(paths)])


def named_files(paths: Sequence[str | Path] = ()) -> list[Path]:
    """Return the Python files that are meant by files and folders, each once; none means the bundled ones.

    Raises
    ------
    UnloadableFile
        If a path does not exist, is no regular Python file, or a folder holds none that mentions the package.
    """
    found: dict[Path, Path] = {}
    for path in [Path(p) for p in paths] or [bundled_folder()]:
        if path.is_dir():
            files = list(claim_files(path))
            if not files:
                raise UnloadableFile(f"{path}: no Python file in this folder defines claims")
        else:
            check_is_python_file(path)
            files = [path]
        for file in files:
            found.setdefault(file.resolve(), file)
    return list(found.values())


def _near(path: Path) -> str:
    """Return what stands beside a path that does not exist and may have been meant."""
    try:
        beside = [other.name for other in path.parent.iterdir() if other.is_dir() or other.suffix == ".py"]
    except OSError:
        return ""
    hint = did_you_mean(path.name, beside)
    return f".{hint}" if hint else ""


def check_is_python_file(path: Path) -> None:
    """Refuse what cannot be a file of claims, without reading it: a pipe would never end.

    Raises
    ------
    UnloadableFile
        If there is no such file, it is none, it is too long, or its name does not end in .py.
    """
    if "\0" in str(path):
        raise UnloadableFile(f"{path}: a path holds no NUL character")
    try:
        found = path.stat()
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        raise UnloadableFile(
            f"{path}: there is no such file or folder{_near(path)}"
            if missing
            else f"{path}: cannot be read ({error.strerror})"
        ) from None
    if path.suffix != ".py":
        raise UnloadableFile(f"{path}: a file of claims is a Python file, with a name ending in .py")
    if not S_ISREG(found.st_mode):
        raise UnloadableFile(f"{path}: is no regular file (a pipe, a device); a file of claims is one")
    if found.st_size > LONGEST:
        raise UnloadableFile(f"{path}: has {found.st_size} bytes; a file of claims has at most {LONGEST}")


def assembled(loaded: Sequence[tuple[Path, Sequence[Collected]]]) -> list[Collected]:
    """Return the claims of files that were loaded one by one, named for a run over all of them.

    Raises
    ------
    UnloadableFile
        If none is left, or two claims have one id.
    """
    prefixes = _prefixes([file for file, _ in loaded])
    files = {file.resolve() for file, _ in loaded}
    found: dict[int, Collected] = {}
    imported: set[tuple[Path, str]] = set()
    for file, items in loaded:
        for item in items:
            home = item.file.resolve()
            if home != file.resolve() and home in files:
                # Imported from a file that is judged in this run itself.
                continue
            if home != file.resolve():
                if (home, item.label) in imported:
                    continue
                imported.add((home, item.label))
            prefix = prefixes.get(home, home.stem)
            name = item.label if not prefix else f"{prefix}::{item.label}"
            found[id(item)] = replace(item, identifier=name)
    _check_unique(found.values())
    if dangling := broken(list(found.values()), _bundled_names):
        raise UnloadableFile("; ".join(dangling))
    if not found:
        names = ", ".join(str(file) for file, _ in loaded)
        raise UnloadableFile(
            f"{names}: defines no claims; expected a module-level `name = Claim(left, right, ...)` or "
            "a function claims() (lsa-theory new FILE writes an example)"
        )
    return list(found.values())


def _bundled_names() -> list[str]:
    return [item.identifier for file in named_files() for item in claims_of(file)]


def _prefixes(files: Sequence[Path]) -> dict[Path, str]:
    """Return what stands before :: for each file: its name, with as many folders as make it the only one."""
    own = [file.resolve() for file in files if not is_bundled(file)]
    result = {file.resolve(): "" for file in files}
    for file in own:
        depth = 1
        while depth < len(file.parts) - 1 and any(
            other != file and _tail(other, depth) == _tail(file, depth) for other in own
        ):
            depth += 1
        result[file] = _tail(file, depth)
    return result


def _tail(file: Path, depth: int) -> str:
    return "/".join(file.with_suffix("").parts[-depth:])


def is_bundled(file: Path) -> bool:
    """Whether a file is one of the derivations that come with the package."""
    return file.resolve().parent == bundled_folder().resolve()


def bundled_folder() -> Path:
    """Return the folder of the derivations that come with the package.

    Raises
    ------
    UnloadableFile
        If the installation is incomplete.
    """
    package = Path(__file__).resolve().parents[2]
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
    """Whether a regular file's text mentions the package; a cheap test that imports nothing."""
    try:
        if not file.is_file() or file.stat().st_size > LONGEST:
            return False
        return b"lsa_theory" in file.read_bytes()
    except OSError:
        return False


def claims_of(file: Path) -> list[Collected]:
    """Return the claims of one file, those that it imports from other files last.

    Raises
    ------
    UnloadableFile
        If it cannot be imported, or a claim would not be judged.
    """
    path = file.resolve()
    with recording(path) as made:
        module = load(file)
    named = {id(item.claim): item for item in named_claims(module, path)}
    function = getattr(module, "claims", None)
    if callable(function):
        with recording(path) as made_by_call:
            returned = _called(function, file)
        for value in returned:
            if id(value) not in named:
                if value.id is None:
                    raise UnloadableFile(f"{file}: claims() returns a claim without an id; give it id='...'")
                named[id(value)] = Named(value.id, value, is_imported(value, path))
        refuse_forgotten(made_by_call, [n.claim for n in named.values()], module, file, by="claims()")
    refuse_forgotten(made, [n.claim for n in named.values()], module, file)
    heading = _heading(module, file)
    prefix = "" if is_bundled(file) else f"{file.stem}::"
    result = []
    for item in sorted(named.values(), key=lambda n: n.imported):
        place = item.claim.place
        home = place.file if item.imported and place is not None else file
        result.append(
            Collected(
                f"{home.stem}::{item.label}" if item.imported else f"{prefix}{item.label}",
                item.claim,
                home,
                heading,
                item.label,
                file,
                place.line if place is not None else None,
            )
        )
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
    spec = spec_of(name, path)
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
    """Let a file import its neighbours, as it could when it is run; what it prints goes to standard error."""
    entry = str(folder)
    _forget_namesakes(folder)
    sys.path.insert(0, entry)
    try:
        # Standard output may carry a report or a page.
        with redirect_stdout(sys.stderr), neighbours_as_they_are(folder):
            yield
    finally:
        if entry in sys.path:
            sys.path.remove(entry)


def _forget_namesakes(folder: Path) -> None:
    """Let `import lib` mean the lib.py of this folder, where a file of another folder has imported its own.

    What is installed is never forgotten, nor what any file still holds: only the next import looks anew.
    """
    for neighbour in (*folder.glob("*.py"), *folder.glob("*/__init__.py")):
        name = neighbour.parent.name if neighbour.name == "__init__.py" else neighbour.stem
        known = getattr(sys.modules.get(name), "__file__", None)
        if known is None or Path(known).resolve() == neighbour.resolve() or _is_installed(known):
            continue
        for module in [m for m in sys.modules if m == name or m.startswith(f"{name}.")]:
            del sys.modules[module]


def _is_installed(file: str) -> bool:
    places = (sys.prefix, sys.base_prefix, str(Path(__file__).resolve().parents[2]))
    return file.startswith(places) or "site-packages" in file


def _called(function: object, file: Path) -> list[Statement]:
    try:
        with _importable_from(file.resolve().parent):
            values = list(islice(function(), MOST_CLAIMS + 1))  # type: ignore[operator]
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise UnloadableFile(
            f"{file}{_line(error, file.resolve())}: claims() failed: {type(error).__name__}: {error}"
        ) from error
    if len(values) > MOST_CLAIMS:
        raise UnloadableFile(f"{file}: claims() returns more than {MOST_CLAIMS} claims; does it end?")
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
    return plain(lines[0].rstrip(".")) if lines else file.stem


def _check_unique(found: Iterable[Collected]) -> None:
    first: dict[str, Collected] = {}
    for item in found:
        other = first.setdefault(item.identifier, item)
        if other is not item:
            raise UnloadableFile(
                f"{item.file}{_at(item)}: the id {item.identifier!r} is already used in {other.file}{_at(other)}; "
                "give one of the two claims another id"
            )


def _at(item: Collected) -> str:
    return "" if item.line is None else f":{item.line}"
