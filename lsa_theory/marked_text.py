r"""Text with mathematics between dollar signs, as in `the minimiser is $u_{-1} U_11 = Gamma^{-1}$`.

What stands between two dollar signs is a formula in plain spelling; everything else is text. `\$` is a dollar sign.
Pages set the formulas, terminals show the text without the signs.
"""

from __future__ import annotations

import re

from lsa_theory.errors import InvalidArgument

_SIGN = re.compile(r"(?<!\\)\$")


def parts(text: str) -> list[str]:
    """Return text, formula, text, formula, ..., text.

    >>> parts("where $d = 1$ and $N$ is odd")
    ['where ', 'd = 1', ' and ', 'N', ' is odd']
    """
    return [part.replace("\\$", "$") for part in _SIGN.split(text)]


def plain(text: str) -> str:
    """Return the text as it is read where nothing is set.

    >>> plain("where $d = 1$")
    'where d = 1'
    """
    return "".join(parts(text))


def check_marked(text: str, what: str) -> None:
    r"""Refuse a formula that does not end.

    Raises
    ------
    InvalidArgument
        If the number of dollar signs is odd.
    """
    if len(_SIGN.findall(text)) % 2:
        raise InvalidArgument(
            f"{what} has a formula that does not end: {text!r}; mathematics stands between two dollar signs, as in "
            r"'where $d = 1$', and a dollar sign itself is written \$"
        )
