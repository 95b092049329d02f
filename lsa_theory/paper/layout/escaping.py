"""Characters that TeX would act on, made harmless."""

from __future__ import annotations

from lsa_theory.expressions.notation import GREEK

GREEK_LETTERS = dict(zip("αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ", GREEK, strict=True))
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "%": r"\%",
    "&": r"\&",
    "#": r"\#",
    "$": r"\$",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"$<$",
    ">": r"$>$",
    "|": r"$|$",
    '"': "''",
    "−": "$-$",
    "–": "--",
    "—": "---",
    "‘": "`",
    "’": "'",
    "“": "``",
    "”": "''",
    "…": r"\dots{}",
    "·": r"$\cdot$",
    "§": r"\S{}",
    "ł": r"\l{}",
    "Ł": r"\L{}",
}


def escaped(text: str) -> str:
    r"""Return text with every character that TeX would act on made harmless.

    >>> print(escaped("50 % of A_1 & {b}"))
    50 \% of A\_1 \& \{b\}
    """
    return "".join(_SPECIAL.get(c) or (c if ord(c) < 0x180 else _unknown(c)) for c in text)


def _unknown(character: str) -> str:
    name = GREEK_LETTERS.get(character)
    return rf"$\{name}$" if name else f"[U+{ord(character):04X}]"
