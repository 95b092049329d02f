"""The command `lsa-theory latex`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from lsa_theory.errors import InvalidArgument
from lsa_theory.files import check_distinct, check_place, write_whole
from lsa_theory.shell.completion import names_and_paths
from lsa_theory.shell.examples import examples


@click.command(epilog=examples("latex"))
@click.argument("names", nargs=-1, metavar="[ID]...", shell_complete=names_and_paths)
@click.option("--all", "everything", is_flag=True, help="A complete document of all bundled derivations.")
@click.option("--document", "whole", is_flag=True, help="A complete document of what is named.")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE instead of printing.")
@click.option(
    "--notation", type=click.Path(path_type=Path), metavar="FILE", help="Your letters, a TOML file."
)
@click.option(
    "--write-notation", type=click.Path(path_type=Path), metavar="FILE", help="Write such a file to change."
)
@click.option(
    "--macros",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write letters as macros, defined in FILE.",
)
@click.option(
    "--width",
    metavar="LENGTH",
    help="Width of a line, such as 234pt or 8.2cm (default 455pt): ICML's column has 234pt, plain article 345pt.",
)
def latex(
    names: Sequence[str],
    everything: bool,
    whole: bool,
    output: str | None,
    notation: Path | None,
    write_notation: Path | None,
    macros: Path | None,
    width: str | None,
) -> None:
    """Print claims and derivations as LaTeX: statement, steps with reasons, closed form.

    ID is the id of a claim (`lsa-theory list`), the name of a derivation (such as `risk`), or a file or folder of
    your own. It is printed as a fragment for your paper, with the few commands that it is written with; --all and
    --document give a document that compiles with pdflatex.
    """
    from lsa_theory.paper.notation_file import known_names, template
    from lsa_theory.paper.section import Derivation
    from lsa_theory.paper.selection import bundled, chosen

    if not (names or everything or write_notation):
        raise InvalidArgument("name a claim, a derivation or a file (`lsa-theory list`), or give --all")
    if names and everything:
        raise InvalidArgument(f"--all means all derivations; leave out either --all or {' '.join(names)}")
    if write_notation is not None and write_notation.exists():
        raise InvalidArgument(f"--write-notation {write_notation}: exists already and is not overwritten")
    if output not in (None, "-"):
        check_distinct({"-o": output}, [n for n in names if Path(n).is_file()])
        check_place(str(output), "-o", _is_ours)
    if macros is not None:
        check_place(macros, "--macros", _is_macros)
        if everything or whole:
            raise InvalidArgument(
                "--macros goes with fragments for a paper of yours; leave out --document and --all"
            )
    if write_notation is not None:
        check_place(write_notation, "--write-notation")
    selected = bundled() if everything else chosen(names)
    own = [item for item in selected if isinstance(item, Derivation)]
    known: dict[str, str] = {}
    if notation is not None or write_notation is not None or macros is not None:
        known = known_names(own if everything else [*bundled(), *own])
    if write_notation is not None:
        write_whole(write_notation, template(known), "--write-notation")
        click.echo(f"wrote {write_notation}", err=True)
        if not selected:
            return
    text = _text(selected, everything or whole, notation, known, width, macros)
    if output is None or output == "-":
        click.echo(text, nl=False)
    else:
        write_whole(output, text, "-o")
        click.echo(f"wrote {output}; now: pdflatex {output}" if everything or whole else f"wrote {output}")


def _text(
    selected: Sequence[object],
    whole: bool,
    notation: Path | None,
    known: dict[str, str],
    width: str | None = None,
    macros: Path | None = None,
) -> str:
    from lsa_theory.claims.collecting.collect import Collected
    from lsa_theory.paper.document import document, fragment
    from lsa_theory.paper.layout.lengths import points
    from lsa_theory.paper.layout.page import LINE
    from lsa_theory.paper.notation_file import read_notation
    from lsa_theory.paper.section import Derivation, claim_lines, section
    from lsa_theory.paper.style import Style

    letters = read_notation(notation, known)
    if macros is not None:
        from lsa_theory.paper.macros import macros as made

        letters, defined = made({**known, **letters})
        write_whole(str(macros), defined, "--macros")
    style = Style(letters, line=LINE if width is None else points(width))
    if whole:
        kept = [item for item in selected if isinstance(item, Derivation)]
        if len(kept) < len(selected):
            raise InvalidArgument("--document takes derivations and files; print single claims without it")
        return document(kept, style)
    lines: list[str] = []
    for item in selected:
        if isinstance(item, Derivation):
            lines += section(item, style)
        elif isinstance(item, Collected):
            lines += claim_lines(item, style)
    return fragment(lines)


def _is_macros(beginning: bytes) -> bool:
    """Whether a file that begins like this was written by --macros."""
    return beginning.startswith(b"% Letters of lsa-theory")


def _is_ours(beginning: bytes) -> bool:
    """Whether a file that begins like this was written by this command."""
    return b"% Needs amsmath, amssymb and graphicx" in beginning or rb"\newcommand{\refuted}{" in beginning
