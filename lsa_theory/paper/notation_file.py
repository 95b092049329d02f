"""A reader's own letters, from a TOML file: `Gamma = "H"`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path

from lsa_theory.errors import InvalidArgument, LsaTheoryError, UnknownName
from lsa_theory.expressions.expression import Symbol, walk
from lsa_theory.expressions.notation import TABLE, latex_name
from lsa_theory.expressions.random import Column, RandomVector, SampleMatrix
from lsa_theory.marked_text import plain
from lsa_theory.paper.section import Derivation

# Names that only the paper output uses, with their letters.
OWN = {"y_hat": r"\hat{y}_{q}", "L": "L", "l": r"\ell", "l_above": r"(\ell - \min \ell)", "A_0": "A"}
_MEANING = {
    "y_hat": "the prediction of the layer",
    "L": "the population loss",
    "l": "the reduced loss without its constant, as a function of B",
    "l_above": "the reduced loss above its minimum",
    "A_0": "the direction of the initialisation",
}


def known_names(derivations: Iterable[Derivation]) -> dict[str, str]:
    """Return every name that can be given another letter, with its letter now."""
    names = {**{name: entry.latex for name, entry in TABLE.items()}, **OWN}
    for derivation in derivations:
        for item in derivation.claims:
            try:
                sides = [s for i in item.claim.equalities() for s in (i.left, i.right)]
            except (LsaTheoryError, NotImplementedError):
                continue
            for node in (n for side in sides for n in walk(side)):
                source = node.sample if isinstance(node, Column) else node
                # What stands in for a norm or a rank has a name that nobody can declare, nor give a letter to.
                if isinstance(source, Symbol | RandomVector | SampleMatrix) and "\0" not in source.name:
                    names.setdefault(source.name, latex_name(source.name))
    return names


def read_notation(file: Path | None, known: Mapping[str, str]) -> dict[str, str]:
    r"""Return the letters of a TOML file, with the defaults for what only the paper output uses.

    Parameters
    ----------
    file : Path, optional
        Lines such as ``Gamma = "H"``, at the top level or in a table ``[notation]``.
    known : mapping
        The names that may stand there, with their letters now.

    Raises
    ------
    InvalidArgument
        If the file cannot be read, is not TOML, a value is not LaTeX text with balanced braces, or two names
        that stood for different letters would share one.
    UnknownName
        If a name means nothing here; the message says what is known.
    """
    if file is None:
        return dict(OWN)
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise InvalidArgument(
            f"--notation {file}: cannot be read ({error.strerror}); `lsa-theory latex --write-notation FILE` "
            "writes one to change"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidArgument(
            f"--notation {file}: is not TOML ({error}); expected lines such as Gamma = 'H'"
        ) from error
    table = content.get("notation", content)
    if not isinstance(table, dict):
        raise InvalidArgument(f"--notation {file}: notation = {table!r}; expected a table [notation]")
    for name, letter in table.items():
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}? " if near else ""
            raise UnknownName(
                f"--notation {file}: there is no symbol {name!r}; {hint}known are {', '.join(sorted(known))}"
            )
        _check_letter(file, name, letter)
    chosen = {**OWN, **table}
    _check_distinct(file, chosen, table, known)
    # In braces, a letter with an index, an exponent or a prime of its own can take another.
    return {n: f"{{{x}}}" if n in table and any(c in x for c in "_^'") else x for n, x in chosen.items()}


def template(known: Mapping[str, str]) -> str:
    """Return a notation file with every name commented out, with its letter now and its meaning."""
    lines = [
        "# Your letters: take the # away and write LaTeX between the quotes, for instance Gamma = 'H'.",
        "[notation]",
    ]
    for name, letter in known.items():
        meaning = plain(TABLE[name].meaning) if name in TABLE else _MEANING.get(name, "")
        lines.append(f"# {name} = '{letter}'" + (f"  # {meaning}" if meaning else ""))
    return "\n".join([*lines, ""])


def _check_letter(file: Path, name: str, letter: object) -> None:
    if not isinstance(letter, str) or not letter.strip():
        raise InvalidArgument(f"--notation {file}: {name} = {letter!r}; expected LaTeX text such as 'H'")
    depth = 0
    for k, character in enumerate(letter):
        if character in "{}" and (k == 0 or letter[k - 1] != "\\"):
            depth += 1 if character == "{" else -1
        if depth < 0:
            break
    if depth or any(character in letter for character in "$%#&\n"):
        raise InvalidArgument(
            f"--notation {file}: {name} = {letter!r} is not one piece of maths; expected balanced braces and "
            "none of $ % # &"
        )


def _check_distinct(
    file: Path, chosen: Mapping[str, str], own: Mapping[str, str], known: Mapping[str, str]
) -> None:
    """Refuse one letter for two symbols, unless they shared one before."""
    for name in own:
        for other in known:
            letter = chosen.get(other, known[other])
            if other != name and letter == chosen[name] and known[other] != known[name]:
                raise InvalidArgument(
                    f"--notation {file}: {letter} would stand for both {name} and {other}; give {other} "
                    "another letter as well"
                )
