"""Lengths as TeX writes them, in points."""

from __future__ import annotations

import re

from lsa_theory.errors import InvalidArgument

# TeX's points: 72.27 to an inch; bp are the points of PDF.
_POINTS = {"pt": 1.0, "in": 72.27, "cm": 28.4528, "mm": 2.84528, "bp": 1.00375, "pc": 12.0, "em": 10.0}
NARROWEST, WIDEST = 60.0, 5000.0


def points(length: str | float) -> float:
    """Return a length in points: a number of points, or a number with a unit.

    Raises
    ------
    InvalidArgument
        If it is no length, or no line could be so wide.

    Examples
    --------
    >>> points("234pt"), round(points("8.25cm")), points(345)
    (234.0, 235, 345.0)
    >>> points("wide")
    Traceback (most recent call last):
    lsa_theory.errors.InvalidArgument: the width 'wide' is no length; write a number and one of pt, in, cm, mm, bp, ...
    """
    match = re.fullmatch(r"\s*(\d+(?:\.\d*)?|\.\d+)\s*([a-z]*)\s*", str(length))
    unit = (match[2] or "pt") if match else ""
    if match is None or unit not in _POINTS:
        raise InvalidArgument(
            f"the width {length!r} is no length; write a number and one of {', '.join(_POINTS)}, such as 234pt"
        )
    value = float(match[1]) * _POINTS[unit]
    if not NARROWEST <= value <= WIDEST:
        raise InvalidArgument(
            f"the width {length!r} is {value:.0f}pt; a line has from {NARROWEST:.0f}pt to {WIDEST:.0f}pt"
        )
    return value
