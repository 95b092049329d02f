r"""One letter of a paper: a base with accents and fonts, and the scripts that belong to it.

Fonts and accents make another letter (`\mathbf{x}` is not `x`); `\widehat` is `\hat`, and braces that change nothing
are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lsa_theory.reading.parsing.tokens import Token, group_after, tokens_of
from lsa_theory.reading.places import Unreadable

FONTS = frozenset(
    [
        r"\mathbf",
        r"\boldsymbol",
        r"\bm",
        r"\mathrm",
        r"\mathcal",
        r"\mathbb",
        r"\mathbbm",
        r"\mathds",
        r"\mathsf",
        r"\mathit",
        r"\mathfrak",
        r"\mathscr",
        r"\text",
        r"\textrm",
        r"\textbf",
        r"\operatorname",
        r"\operatorname*",
        r"\mathtt",
        r"\textup",
    ]
)
_ACCENTS = {
    r"\hat": r"\hat",
    r"\widehat": r"\hat",
    r"\tilde": r"\tilde",
    r"\widetilde": r"\tilde",
    r"\bar": r"\bar",
    r"\overline": r"\overline",
    r"\check": r"\check",
    r"\breve": r"\breve",
    r"\vec": r"\vec",
    r"\underline": r"\underline",
}
GREEK_LETTERS = frozenset(
    [
        r"\alpha",
        r"\beta",
        r"\gamma",
        r"\delta",
        r"\epsilon",
        r"\varepsilon",
        r"\zeta",
        r"\eta",
        r"\theta",
        r"\vartheta",
        r"\iota",
        r"\kappa",
        r"\lambda",
        r"\mu",
        r"\nu",
        r"\xi",
        r"\pi",
        r"\varpi",
        r"\rho",
        r"\varrho",
        r"\sigma",
        r"\varsigma",
        r"\tau",
        r"\upsilon",
        r"\phi",
        r"\varphi",
        r"\chi",
        r"\psi",
        r"\omega",
        r"\Gamma",
        r"\Delta",
        r"\Theta",
        r"\Lambda",
        r"\Xi",
        r"\Pi",
        r"\Sigma",
        r"\Upsilon",
        r"\Phi",
        r"\Psi",
        r"\Omega",
        r"\ell",
        r"\hbar",
        r"\imath",
        r"\jmath",
    ]
)
TRANSPOSES = frozenset({r"\top", r"\intercal", "T", r"\mathsf{T}", r"\mathrm{T}", r"\mathstrut\top"})


def spelled(tokens: list[Token], text: str) -> str:
    """Return how a run of tokens is spelled: fonts and accents with their braces, other braces left out."""
    out, k = "", 0
    while k < len(tokens):
        name = tokens[k].text
        k += 1
        if name in FONTS or name in _ACCENTS:
            inner, k = group_after(tokens, k, text)
            shown = spelled(inner, text)
            font = r"\operatorname" if name == r"\operatorname*" else name
            out += f"{_ACCENTS.get(name, font)}{{{shown}}}"
        elif name not in ("{", "}"):
            # A command and the letter after it are two.
            out += f" {name}" if re.fullmatch(r".*\\[a-zA-Z]+", out) and name[:1].isalpha() else name
    return out


def base_at(tokens: list[Token], k: int, text: str) -> tuple[str, int]:
    """Return the base of the letter at k, and where it ends."""
    if k >= len(tokens):
        raise Unreadable("a letter is missing", text, tokens[-1].at if tokens else len(text))
    token = tokens[k]
    if token.text == "{":
        inner, end = group_after(tokens, k, text)
        return spelled(inner, text), end
    if token.text in FONTS or token.text in _ACCENTS:
        _, end = group_after(tokens, k + 1, text)
        return spelled(tokens[k:end], text), end
    return token.text, k + 1


def is_letter(name: str) -> bool:
    """Whether a base may be a letter: one character, a Greek command, or one with a font or accent."""
    return (
        (len(name) == 1 and name.isalpha())
        or name in GREEK_LETTERS
        or (name[:1] == "\\" and name[-1:] == "}")
    )


@dataclass(frozen=True)
class Letter:
    """A letter with what stands below and above it."""

    base: str
    below: str = ""
    above: str = ""

    @property
    def shown(self) -> str:
        """The letter as LaTeX."""
        low = f"_{{{self.below}}}" if len(self.below) > 1 else f"_{self.below}" if self.below else ""
        high = f"^{{{self.above}}}" if len(self.above) > 1 else f"^{self.above}" if self.above else ""
        return f"{self.base}{low}{high}"


def letter_of(text: str) -> Letter:
    r"""Return the letter that a notation file declares.

    Raises
    ------
    Unreadable
        If the text is more than a letter with a subscript and a superscript.

    Examples
    --------
    >>> letter_of(r"\widehat\Sigma_{n}")
    Letter(base='\\hat{\\Sigma}', below='n', above='')
    """
    tokens = tokens_of(text)
    if not tokens:
        raise Unreadable("a letter is declared, but nothing is written", text, 0)
    # Braces around the whole letter change nothing.
    while tokens[0].text == "{" and group_after(tokens, 0, text)[1] == len(tokens):
        tokens = tokens[1:-1]
        if not tokens:
            raise Unreadable("a letter is declared, but its braces are empty", text, 0)
    base, k = base_at(tokens, 0, text)
    if (
        not base
        or base in ("_", "^", "}", "(", ")", "[", "]", "+", "-", "=", "/", "'", ",")
        or base[0].isdecimal()
    ):
        raise Unreadable(f"{base!r} is no letter", text, tokens[0].at)
    scripts = {"_": "", "^": ""}
    while k < len(tokens):
        kind = tokens[k]
        if kind.text == "'":
            scripts["^"] += "'"
            k += 1
            continue
        if kind.text not in scripts or scripts[kind.text]:
            raise Unreadable(
                "one letter is declared at a time, with one subscript and one superscript", text, kind.at
            )
        inner, k = group_after(tokens, k + 1, text)
        scripts[kind.text] = spelled(inner, text)
        if not scripts[kind.text]:
            raise Unreadable("an empty script", text, kind.at)
    above = scripts["^"]
    if above in TRANSPOSES or re.fullmatch(r"-?[\d/]+|-?\\frac.*|-?\\top", above):
        raise Unreadable(f"the superscript {above} is an exponent; it cannot belong to a letter", text, 0)
    return Letter(base, scripts["_"], above)
