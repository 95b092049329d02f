r"""One formula as a display of one's own: lines of a given width in align, gather, multline or aligned."""

from __future__ import annotations

from collections.abc import Sequence

from lsa_theory.errors import InvalidArgument
from lsa_theory.paper.layout.breaking import broken
from lsa_theory.paper.layout.lengths import points

ENVIRONMENTS = ("aligned", "align", "align*", "gather", "gather*", "multline", "multline*", "split")
# What amsmath puts beside the lines of a multline, and what the estimate of a width may be wrong by.
_MARGIN = 20.0


def displayed(source: str, where: Sequence[str], width: str | float, environment: str = "aligned") -> str:
    r"""Return a formula broken into lines of a width; one that fits in `aligned` stays as it is.

    Parameters
    ----------
    source : str
        LaTeX as `to_latex` writes it.
    where : sequence of str
        Equations that explain it, on lines of their own.
    width : str or number
        Such as ``"234pt"``; numbers are points.
    environment : str
        aligned and split stand inside a display of yours; the others are displays themselves.

    Raises
    ------
    InvalidArgument
        If the environment or the width is none.

    Examples
    --------
    >>> print(displayed("a + b", [], "234pt", "align*"))
    \begin{align*}
      & a + b
    \end{align*}
    """
    if environment not in ENVIRONMENTS:
        raise InvalidArgument(f"environment={environment!r}; expected one of {', '.join(ENVIRONMENTS)}")
    room = points(width) - _MARGIN
    lines = broken(source, room)
    for k, equation in enumerate(where):
        lead = r"\text{where } " if k == 0 else r"\text{and } "
        lines += broken(f"{lead}{equation}", room)
    if environment == "aligned" and len(lines) == 1:
        return source
    if environment in ("gather", "gather*", "multline", "multline*"):
        rows = lines
    else:
        rows = [f"& {lines[0]}", *(rf"& \quad {line}" for line in lines[1:])]
    body = " \\\\\n".join(f"  {row}" for row in rows)
    return f"\\begin{{{environment}}}\n{body}\n\\end{{{environment}}}"
