"""The command `codegen`, for the top-level command line to attach."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from lsa_theory.codegen.explain import explain as explained
from lsa_theory.codegen.function import Function
from lsa_theory.codegen.printing import module_source
from lsa_theory.codegen.targets import TARGETS
from lsa_theory.errors import UnknownName

# The catalogue knows the theory, which code generation does not: it is looked up when the command runs.
_CATALOGUE = "lsa_theory.catalogue"


def _functions() -> dict[str, Function]:
    catalogue: Any = import_module(_CATALOGUE)
    listed: Callable[[], dict[str, Function]] = catalogue.functions
    return listed()


@click.command()
@click.argument("identifier", required=False, metavar="[ID]")
@click.option(
    "--target", default="numpy", show_default=True, metavar="T", help=f"One of {', '.join(TARGETS)}."
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@click.option("--explain", is_flag=True, help="Print flops and bytes of the plan beside the naive plan.")
@click.option("--list", "listing", is_flag=True, help="List the functions that can be generated.")
def codegen(identifier: str | None, target: str, output: Path | None, explain: bool, listing: bool) -> None:
    """Write a formula of the theory as a function that works pasted into a file by itself."""
    functions = _functions()
    if listing:
        width = max(len(name) for name in functions)
        for name, function in functions.items():
            click.echo(f"{name:<{width}}  {function.summary}")
        return
    if identifier is None:
        raise click.UsageError("which function? Give an ID, or --list to see them")
    if identifier not in functions:
        raise UnknownName(f"there is no function {identifier!r}; expected one of {', '.join(functions)}")
    chosen = functions[identifier]
    if explain:
        click.echo(explained(chosen, target))
        return
    source = module_source(chosen.summary, [chosen], target)
    if output is None:
        click.echo(source, nl=False)
    else:
        output.write_text(source, encoding="utf-8")
