r"""Formulas in plain spelling, such as u_{-1} = tr Gamma^{-2} or |w|_Lambda^2, as LaTeX.

Everything is mathematics: names of the table and Greek names print as themselves, other words upright.
`E` before a bracket or a name is the expectation, otherwise the embedding; `d x d` between sizes is a product.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lsa_theory.expressions.notation import GREEK, TABLE, latex_name
from lsa_theory.paper.layout.escaping import GREEK_LETTERS, escaped

# Mathematical characters as the plain spelling that the tokens below understand.
_PLAIN = {
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "→": "->",
    "×": "*",
    "½": "1/2",
    "²": "^2",
    "³": "^3",
    "⁻¹": "^{-1}",
    "⁻²": "^{-2}",
    "ᵀ": "'",
    "₁₁": "_11",
    "₁₂": "_12",
    "₂₁": "_21",
    "₋₁": "_{-1}",
    "‖": "|",
    "∞": "infinity",
    "⊗": "kron",
}
_OPERATORS = {
    ">=": r" \ge ",
    "<=": r" \le ",
    "!=": r" \ne ",
    "->": r" \to ",
    "=": " = ",
    "<": " < ",
    ">": " > ",
    "~": r" \sim ",
    "+-": r"\pm ",
    "+": " + ",
    "-": " - ",
    "/": "/",
    "*": r" \times ",
}
# Signs that text writes otherwise than formulas do; a bar that nothing closes is that of a condition.
_SIGNS = {"|": r" \mid ", "$": r"\$", "^": r"\hat{}", "~": r" \sim ", "_": r"\_"}
_FUNCTIONS = ("tr", "rank", "vec", "diag", "det", "exp", "log", "sqrt", "E", "Var", "argmin")
_DIFFERENTIAL = re.compile(r"d[A-Za-z](?:_\S+)?")
_GREEKS = "|".join(rf"{name}(?![A-Za-z])" for name in GREEK)
# Braces, numbers, the PV and KQ of the layer, a Greek name, a letter, a star.
_SCRIPT = (
    r"(?:\{[^{}]*\}|-?\d+/\d+|-?\d+|[A-Z]{2}(?![A-Za-z0-9])|"
    + _GREEKS
    + r"|[ijkl]{2}(?![A-Za-z0-9])|[A-Za-z]\d*(?![A-Za-z0-9])|\*)"
)
# A prime after a single letter transposes it even before another letter; after a word it is an apostrophe.
_PRIME = r"(?:'(?![A-Za-z])|(?<=\b[A-Za-z])'(?!s\b))"
_NAME = rf"[A-Za-z]+(?:_{_SCRIPT}|\^{_SCRIPT})*{_PRIME}*"
_TOKEN = re.compile(
    r"(?P<code>`[^`]*`)|(?P<plain>\b[A-Za-z](?:\.(?:[A-Za-z]\b|\d+))+|(?<=[a-z])'s\b)"
    rf"|(?P<name>{_NAME})|(?P<number>\d+(?:\.\d+)?(?:\^(?:\{{[^{{}}]*\}}|\d+))?)"
    rf"|(?P<close>[\])|⟩](?:_(?:F|op|{_GREEKS}|\{{[^{{}}]*\}}|[A-Z]))?"
    r"(?:\^(?:\{[^{}]*\}|-?\d+(?:/\d+)?))*'*)|(?P<open>[\[(|⟨])"
    r"|(?P<operator>\+-|>=|<=|!=|->|[=<>+*/~-])|(?P<space>\s+)|(?P<other>.)",
    re.DOTALL,
)
# A formula of more tokens than this may break between its factors.
_LONG = 14
_PAIRS = {"(": ")", "[": "]", "|": "|", "⟨": "⟩"}


@dataclass
class Token:
    """A piece of text; a group is what stands between brackets."""

    kind: str
    text: str
    inside: list[Token] = field(default_factory=list)
    closing: str = ""


@dataclass(frozen=True)
class Formula:
    """Plain formulas to LaTeX in a notation."""

    notation: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, text: str) -> str:
        r"""Return a formula as LaTeX, without dollar signs.

        >>> print(Formula()("u_{-1} U_11 = Gamma^{-1}"))
        u_{-1} U_{11} = \Gamma^{-1}
        """
        return self._maths(tokens(text))

    def _maths(self, row: list[Token]) -> str:
        out, k = "", 0
        while k < len(row):
            token, after = row[k], row[k + 1] if k + 1 < len(row) else None
            k += 1
            if token.text == "sqrt" and after and after.kind == "group":
                out, k = rf"{out}\sqrt{{{self._maths(after.inside)}}}", k + 1
            elif token.kind == "space":
                out += r" \allowbreak " if len(row) > _LONG else " "
            elif token.kind == "operator":
                out += _OPERATORS[token.text]
            elif token.kind == "number":
                out += _braced(token.text)
            elif token.kind == "group":
                out += self._brackets(token)
            elif token.kind == "name":
                out += self._name(token.text)
            else:
                out += _SIGNS.get(token.text) or escaped(token.text).replace("$", "")
        return re.sub(r"\s+", " ", out).strip()

    def _brackets(self, token: Token) -> str:
        left, right = token.text, token.closing
        if left == "|":
            index = right[1:2] == "_"
            left, right = (r"\|", rf"\|{right[1:]}") if index else (left, right)
        if left == "⟨":
            left, right = r"\langle ", rf"\rangle{right[1:]}"
        right = re.sub(rf"_({_GREEKS}|F|op|[A-Z])", lambda m: rf"_{{{_index(m[1])}}}", right)
        return f"{left}{self._maths(token.inside)}{_primes(_braced(right))}"

    def _name(self, text: str) -> str:
        """Return a name with its scripts in the notation."""
        if text.startswith("sum_"):
            return rf"\sum_{{{self._name(text[4:])}}} "
        fixed = {
            "E": r"\mathbb{E}",
            "infinity": r"\infty",
            "kron": r" \otimes ",
            "sum": r"\sum ",
            "grad": r"\nabla ",
        }
        if text in fixed:
            return fixed[text]
        if _DIFFERENTIAL.fullmatch(text):
            return rf"\mathrm{{d}}{self._name(text[1:])}"
        if text.startswith("grad_"):
            return rf"\nabla_{{{self._name(text[5:])}}} "
        if text in ("min", "max", *_FUNCTIONS):
            return rf"\operatorname{{{text}}} "
        body, tail = re.fullmatch(r"([^^']*)(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
        plain = body.replace("{", "").replace("}", "")
        # The table calls these u and U; in prose the bare letters may mean something else.
        name = {"u_-1": "u", "U_11": "U", "u": "", "U": ""}.get(plain, plain)
        shown = self.notation.get(name) or (latex_name(name) if name in TABLE else self._spelled(body))
        return f"{shown}{_primes(_braced(self._scripts(tail)))}"

    def _scripts(self, tail: str) -> str:
        """Return exponents in braces as formulas where they are more than a number or a letter."""

        def inner(match: re.Match[str]) -> str:
            return f"{{{self(match[1]) if len(match[1]) > 4 else match[1]}}}"

        return re.sub(r"\{([^{}]*)\}", inner, tail)

    def _spelled(self, body: str) -> str:
        stem, *indices = body.split("_", 1)
        letter = self.notation.get(stem, "") if stem not in ("u", "U") else ""
        if not letter:
            letter = rf"\{stem}" if stem in GREEK else r"\ell" if stem == "l" else stem
        if not indices:
            return letter if len(stem) == 1 or stem in GREEK else rf"\text{{{stem}}}"
        return f"{letter}_{{{_index(indices[0].strip('{}'))}}}"


def tokens(text: str) -> list[Token]:
    """Return the tokens of a formula, matched brackets as one group."""
    for character, plain in _PLAIN.items():
        text = text.replace(character, plain)
    text = re.sub(f"[{''.join(GREEK_LETTERS)}]", lambda m: GREEK_LETTERS[m[0]], text)
    text = re.sub(r"\b([dNMn]|\d+) x (?=(?:[dNMn]|\d+)\b)", r"\1 * ", text)
    text = re.sub(r"<([^<>=\s][^<>=]{0,30}?), ?([^<>=]{1,30}?)>", r"⟨\1, \2⟩", text)
    row = _grouped(text)
    _resolve(row)
    return row


def _grouped(text: str) -> list[Token]:
    stack: list[list[Token]] = [[]]
    opened: list[str] = []
    for match in _TOKEN.finditer(text):
        kind, part = str(match.lastgroup), match[0]
        if part.startswith("|"):
            # A bar closes if one is open, else it opens; with an index it can only close.
            kind = "close" if opened and opened[-1] == "|" else "open" if part == "|" else "other"
        if kind == "close" and any(_PAIRS[o] == part[0] for o in opened if o != "|"):
            while opened[-1] == "|" and part[0] != "|":
                inside = stack.pop()
                stack[-1].extend([Token("other", opened.pop()), *inside])
        if kind == "open":
            opened.append(part)
            stack.append([])
        elif kind == "close" and opened and _PAIRS[opened[-1]] == part[0]:
            inside = stack.pop()
            stack[-1].append(Token("group", opened.pop(), inside, part))
        else:
            stack[-1].append(Token("other" if kind == "close" else kind, part))
    while opened:
        inside = stack.pop()
        stack[-1].extend([Token("other", opened.pop()), *inside])
    return stack[0]


def _resolve(row: list[Token]) -> None:
    """Tell the embedding from the expectation."""
    solid = [t for t in row if t.kind != "space"]
    for token, after in zip(solid, [*solid[1:], None], strict=True):
        if token.kind == "group":
            _resolve(token.inside)
        elif token.text == "E" and not _averages(after):
            token.text = "E_{}"


def _averages(after: Token | None) -> bool:
    """Whether an E before this is an expectation; else it is the embedding."""
    if after is None or after.kind not in ("group", "name"):
        return False
    return not any(t.text.startswith("E") for t in (after, *after.inside))


def _primes(text: str) -> str:
    count = len(text) - len(text.rstrip("'"))
    if not count:
        return text
    return f"({text[:-count]})^{{\\top}}" if "^" in text else f"{text[:-count]}^{{\\top}}"


def _braced(tail: str) -> str:
    """Return scripts with braces around what is longer than one character."""
    tail = re.sub(r"_([A-Za-z0-9]+)", r"_{\1}", tail)
    return re.sub(r"\^(-?\d+/\d+|-?[A-Za-z0-9]+|\*)", r"^{\1}", tail)


def _index(text: str) -> str:
    if text in ("op", "KQ", "PV"):
        return rf"\mathrm{{{text}}}"
    return rf"\{text}" if text in GREEK else text
