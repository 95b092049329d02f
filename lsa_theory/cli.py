"""The command line `lsa-theory`: which commands there are, where each lives, and how all of them end."""

from __future__ import annotations

import contextlib
import os
import sys
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from shutil import get_terminal_size
from typing import Any

import click

from lsa_theory import __version__
from lsa_theory.commands.telling import INTERNAL, INTERRUPTED, NOBODY_READS, abandon_output, say, stop
from lsa_theory.errors import LsaTheoryError, told
from lsa_theory.near import did_you_mean
from lsa_theory.shell.examples import FIRST
from lsa_theory.shell.paging import paged

_EXIT_CODES = {
    "0": "all as asked; for verify: each claim judged, each verdict as expected",
    "1": "verify: something refuted that was not expected to be, or the reverse",
    "2": "usage; a file that could not be read, loaded or written",
    "3": "verify: nothing wrong, something undecided",
    "4": "verify: a claim that broke or timed out, all others judged",
    "70": "an internal error: lsa-theory itself is at fault",
    "130": "interrupted (Ctrl-C); what was decided is printed and written",
    "141": "whoever read the output has gone",
}
# What is printed in one go and may be long; of `verify` only -v, as its lines are read while it judges.
_PAGED = ("list", "show", "errata", "latex", "codegen")
_NARROWEST, _WIDEST = 30, 80

# Command: the module and the name where it lives, and its line in --help. A command is imported when it is called; one
# whose file is not installed is not listed.
_COMMANDS = {
    "errata": ("lsa_theory.commands.errata", "errata", "Write what is wrong in print, corrected."),
    "list": ("lsa_theory.commands.listing", "list_claims", "List claims without judging them."),
    "new": ("lsa_theory.commands.new", "new", "Write a file of claims to change."),
    "show": ("lsa_theory.commands.show", "show", "Show what claims state."),
    "verify": ("lsa_theory.commands.verify", "verify", "Judge the claims of files or folders."),
    "latex": ("lsa_theory.paper.cli", "latex", "Print claims and derivations as LaTeX."),
    "solve": ("lsa_theory.paper.solving", "solve", "Fill in right sides that are left open."),
    "codegen": ("lsa_theory.codegen.cli", "codegen", "Write a formula as a function."),
    "simulate": ("lsa_theory.simulation.cli", "simulate", "Draw prompts, run and train the layer."),
    "plot": ("lsa_theory.simulation.cli", "plot", "Plot theory against simulation."),
    "explore": ("lsa_theory.explore.cli", "explore", "Write a page to play with, theory beside simulation."),
    "referee": ("lsa_theory.referee.cli", "referee", "Judge the displayed formulas of a LaTeX file."),
}


class _Commands(click.Group):
    """A group that reports the package's own errors in one line, and imports commands late."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in _COMMANDS if _installed(name)]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS or not _installed(name):
            return None
        module, attribute, _ = _COMMANDS[name]
        command: click.Command | None = getattr(import_module(module), attribute, None)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, _COMMANDS[name][2]) for name in self.list_commands(ctx)])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Exit codes"):
            formatter.write_dl(list(_EXIT_CODES.items()))
        with formatter.section("Examples"):
            for line in FIRST:
                formatter.write(f"{'':{formatter.current_indent}}{line}\n")

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None and not ctx.resilient_parsing:
            ctx.fail(f"No such command {name!r}.{did_you_mean(name, self.list_commands(ctx))}")
        if (
            name in _PAGED
            or {"-h", "--help"} & set(args)
            or (name == "verify" and {"-v", "--verbose"} & set(args) and "--watch" not in args)
        ):
            ctx.with_resource(paged())
        return super().resolve_command(ctx, args)

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        if any("\0" in argument for argument in args):
            raise click.UsageError("an argument holds a NUL character; no name or path does")
        # Click wraps at 50 columns at least, and leaves colours to us.
        extra.setdefault("terminal_width", min(max(get_terminal_size().columns, _NARROWEST), _WIDEST) - 2)
        if os.environ.get("NO_COLOR"):
            extra.setdefault("color", False)
        # The help of all, which is printed at once.
        shown = paged() if args[:1] in (["-h"], ["--help"]) else contextlib.nullcontext()
        try:
            with shown:
                return super().make_context(info_name, args, parent, **extra)
        except KeyboardInterrupt:
            raise SystemExit(INTERRUPTED) from None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            # What an encoding cannot show is written out; a report or a table never fails for a letter.
            for stream in (sys.stdout, sys.stderr):
                if isinstance(stream, TextIOWrapper):
                    stream.reconfigure(errors="backslashreplace")
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except LsaTheoryError as error:
            stop(str(error))
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            say("interrupted")
            raise SystemExit(INTERRUPTED) from None
        except BrokenPipeError:
            abandon_output()
            raise SystemExit(NOBODY_READS) from None
        except OSError as error:
            abandon_output()
            stop(f"{error.filename or 'standard output'}: {error.strerror or error}")
        except Exception as error:
            say(f"internal error: {told(error)}")
            say("This is a mistake of lsa-theory, not of your file. LSA_THEORY_TRACEBACK=1 shows all of it.")
            if os.environ.get("LSA_THEORY_TRACEBACK"):
                raise
            raise SystemExit(INTERNAL) from None


def _installed(name: str) -> bool:
    relative = _COMMANDS[name][0].split(".")[1:]
    return Path(__file__).parent.joinpath(*relative).with_suffix(".py").is_file()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="lsa-theory")
def main() -> None:
    """Judge, show and use the theory of linear self-attention trained in context."""
