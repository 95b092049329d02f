"""What a word on the command line means, the same for every command: a path, a derivation, a claim, or claims alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

from lsa_theory.claims.collecting.collect import Collected, bundled_folder, claim_files
from lsa_theory.errors import InvalidArgument
from lsa_theory.printable import printable


def paths_and_names(words: Sequence[str | Path]) -> tuple[list[Path], list[str]]:
    """Tell paths from names: what exists or looks like a path is one; a bundled derivation is its file.

    >>> paths_and_names(["risk.linear", "no/such.py"])
    ([PosixPath('no/such.py')], ['risk.linear'])
    """
    bundled = {file.stem: file for file in claim_files(bundled_folder())}
    paths: list[Path] = []
    names: list[str] = []
    for word in words:
        path, text = Path(word), str(word)
        if path.exists() or path.suffix == ".py" or "/" in text or "\0" in text or not text.strip("."):
            paths.append(path)
        elif text.replace("-", "_") in bundled:
            paths.append(bundled[text.replace("-", "_")])
        else:
            names.append(text)
    return paths, names


def named(names: Sequence[str], claims: Sequence[Collected]) -> list[Collected]:
    """Return the claims of names, each once, in their order; all of them where no name is given.

    A name is an id, an id without its file where that is one claim alone, or the beginning of ids up to a dot or dash.

    Raises
    ------
    InvalidArgument
        If a name means no claim, or an id without its file is that of several.
    """
    if not names:
        return list(claims)
    wanted = {item.identifier for name in names for item in _meant(name, claims)}
    return [item for item in claims if item.identifier in wanted]


def _meant(name: str, claims: Sequence[Collected]) -> list[Collected]:
    exact = [item for item in claims if item.identifier == name]
    short = exact or [item for item in claims if item.label == name]
    if len(short) == 1:
        return short
    if short:
        listed = ", ".join(item.identifier for item in short)
        raise InvalidArgument(f"{name!r} is the name of {len(short)} claims: {listed}; say which")
    alike = [item for item in claims if any(_begins(i, name) for i in (item.identifier, item.label))]
    if alike:
        return alike
    raise InvalidArgument(f"there is no claim, derivation or file {printable(name)!r}; {_hint(name, claims)}")


def _begins(identifier: str, name: str) -> bool:
    return identifier.startswith((f"{name}.", f"{name}-", f"{name}::"))


def _hint(name: str, claims: Iterable[Collected]) -> str:
    known = dict.fromkeys(i for c in claims for i in (c.identifier, c.label, c.identifier.partition(".")[0]))
    near = get_close_matches(name, [k for k in known if k], n=3)
    return f"did you mean {', '.join(near)}?" if near else "`lsa-theory list` shows all ids"
