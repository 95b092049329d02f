"""Words that Tab offers; knows no room of the package."""

from __future__ import annotations

from collections.abc import Iterable

from click.shell_completion import CompletionItem


def offered(words: Iterable[str], begun: str, *, files: bool = False) -> list[CompletionItem]:
    """Return those that begin so; with `files`, the shell's own files where there are none.

    >>> [item.value for item in offered(["limit", "trained"], "l")]
    ['limit']
    """
    # Click's script for bash forgets what came before it is told of files: they come first.
    found = [CompletionItem(begun, type="file")] if files else []
    return found + [CompletionItem(word) for word in words if word.startswith(begun)]
