"""A runner of commands whose two outputs are told apart, whatever version of click is there."""

from inspect import signature

from click.testing import CliRunner


def runner():
    """Return it; before click 8.2 it has to be asked for."""
    apart = {"mix_stderr": False} if "mix_stderr" in signature(CliRunner).parameters else {}
    return CliRunner(**apart)
