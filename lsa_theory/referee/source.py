r"""The text of a paper: its file with what \input brings, and for every place the file and line it comes from.

Only files inside the folder of the paper are followed; nothing is executed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path

from lsa_theory.errors import UnloadableFile

LONGEST = 5_000_000
_MOST_FILES = 200
_DEEPEST = 20
_INPUT = re.compile(r"(?<!\\)\\(?:input|include|subfile)\s*\{([^}\n]*)\}")
_COMMENT = re.compile(r"(?<!\\)%")


@dataclass
class Source:
    """The joined text; `pieces` say from which offset on it comes from which file and line."""

    text: str = ""
    pieces: list[tuple[int, Path, int]] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)

    def place(self, offset: int) -> tuple[Path, int]:
        """Return the file and the line of a place in the text."""
        k = max(0, bisect_right([begin for begin, _, _ in self.pieces], offset) - 1)
        begin, file, line = self.pieces[k]
        return file, line + self.text.count("\n", begin, offset)


def read_source(file: Path) -> Source:
    """Return the text of a paper.

    Raises
    ------
    UnloadableFile
        If a file cannot be read, is too long, lies outside the paper's folder, or files include each other.
    """
    source = Source()
    _append(source, file, file.resolve().parent, ())
    return source


def _append(source: Source, file: Path, folder: Path, above: tuple[Path, ...]) -> None:
    whole = file.resolve()
    if whole in above or len(above) >= _DEEPEST:
        raise UnloadableFile(f"{file}: includes itself, by way of {len(above)} files")
    if len(source.files) >= _MOST_FILES:
        raise UnloadableFile(f"{file}: more than {_MOST_FILES} files are included")
    text = _read(file)
    if len(source.text) + len(text) > LONGEST:
        raise UnloadableFile(f"{file}: the paper has more than {LONGEST} characters")
    source.files.append(file)
    begin = 0
    source.pieces.append((len(source.text), file, 1))
    for match in _INPUT.finditer(text):
        line_start = text.rfind("\n", 0, match.start()) + 1
        if _COMMENT.search(text, line_start, match.start()):
            continue
        name = match[1].strip()
        target = file.parent / name
        if not target.is_file():
            target = folder / name
        if not target.is_file():
            target = target.with_name(f"{target.name}.tex")
            if not target.is_file() and (file.parent / f"{name}.tex").is_file():
                target = file.parent / f"{name}.tex"
        if not target.resolve().is_relative_to(folder):
            line = text.count("\n", 0, match.start()) + 1
            raise UnloadableFile(
                f"{file}:{line}: \\input{{{name}}} leaves the folder of the paper; it is not followed"
            )
        source.text += text[begin : match.start()]
        _append(source, target, folder, (*above, whole))
        begin = match.end()
        source.pieces.append((len(source.text), file, text.count("\n", 0, begin) + 1))
    source.text += text[begin:]


def _read(file: Path) -> str:
    try:
        if not file.is_file():
            raise UnloadableFile(f"{file}: there is no such file")
        if file.stat().st_size > LONGEST:
            raise UnloadableFile(f"{file}: has {file.stat().st_size} bytes; at most {LONGEST} are read")
        return file.read_text(encoding="utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return file.read_text(encoding="latin-1").replace("\r\n", "\n")
    except (OSError, ValueError) as error:
        raise UnloadableFile(f"{file}: cannot be read ({error})") from error
