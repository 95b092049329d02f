r"""Plain text of docstrings and notes as LaTeX: escaped, with formulas such as u_{-1} = tr Gamma^{-2} set as maths.

What is maths is decided by spelling: names of the table and Greek names, single letters with an index, exponent or
prime, single letters other than the words a, A and I, and what operators join to these. Anything doubtful stays
text, which is never wrong, only less pretty.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lsa_theory.expressions.notation import GREEK, TABLE, latex_name

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
_GREEK_LETTERS = dict(zip("αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ", GREEK, strict=True))
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
_FUNCTIONS = ("tr", "vec", "diag", "det", "exp", "log", "sqrt", "E", "Var", "argmin")
_DIFFERENTIAL = re.compile(r"d[A-Za-z](?:_\S+)?")
# Letters that are words as well, and what may follow them where they are letters.
_WORDS, _VERBS = ("a", "A", "I"), ("is", "are", "has", "and", "or", "be", "in", "with")

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
    # "math", "glue" (maths only beside maths) or "text"
    role: str = "text"


@dataclass(frozen=True)
class Prose:
    """Text to LaTeX in a notation; `reference` turns a name in backquotes into a link or typewriter text."""

    notation: Mapping[str, str] = field(default_factory=dict)
    reference: Callable[[str], str] = lambda name: rf"\texttt{{{escaped(name)}}}"

    def __call__(self, text: str) -> str:
        r"""Return one paragraph as LaTeX.

        >>> print(Prose()("the limit has u_{-1} U_11 = Gamma^{-1}, 100 % of it"))
        the limit has $u_{-1} U_{11} = \Gamma^{-1}$, 100 \% of it
        """
        return "".join(self._paragraph(tokens(text)))

    def _paragraph(self, row: list[Token]) -> list[str]:
        """Return the parts, with what is maths joined into formulas."""
        out: list[str] = []
        run: list[Token] = []
        for token in [*row, Token("other", "")]:
            starts = token.kind == "number" or token.text in ("-", "+-")
            if token.role == "math" or (token.role == "glue" and (run or starts)):
                run.append(token)
            else:
                out.extend(self._run(run))
                out.append(self._text(token))
                run = []
        return out

    def _run(self, run: list[Token]) -> list[str]:
        """Return a run as one formula, what glues at its ends left outside."""
        first, last = 0, len(run)
        while last and not _may_end(run, last - 1):
            last -= 1
        while first < last and not _may_begin(run, first, last):
            first += 1
        if not any(t.role == "math" for t in run[first:last]):
            return [self._text(t) for t in run]
        outside = [self._text(t) for t in run[:first]], [self._text(t) for t in run[last:]]
        return [*outside[0], f"${self._maths(run[first:last])}$", *outside[1]]

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
                out += escaped(token.text)
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
            shown = self(match[1])
            formula = len(match[1]) > 4 and shown[:1] == shown[-1:] == "$" and "$" not in shown[1:-1]
            return f"{{{shown[1:-1] if formula else match[1]}}}"

        return re.sub(r"\{([^{}]*)\}", inner, tail)

    def _spelled(self, body: str) -> str:
        stem, *indices = body.split("_", 1)
        letter = self.notation.get(stem, "") if stem not in ("u", "U") else ""
        if not letter:
            letter = rf"\{stem}" if stem in GREEK else r"\ell" if stem == "l" else stem
        if not indices:
            return letter if len(stem) == 1 or stem in GREEK else rf"\text{{{stem}}}"
        return f"{letter}_{{{_index(indices[0].strip('{}'))}}}"

    def _text(self, token: Token) -> str:
        match token.kind:
            case "code":
                return self.reference(token.text.strip("`"))
            case "group":
                close, scripts = token.closing[0], _braced(token.closing[1:])
                inside = "".join(self._paragraph(token.inside))
                ends = [
                    {"⟨": r"$\langle$", "⟩": r"$\rangle$"}.get(c) or escaped(c) for c in (token.text, close)
                ]
                scripts = f"${_primes(scripts)}$" if scripts else ""
                return f"{ends[0]}{inside}{ends[1]}{scripts}"
            case "operator" if token.text not in "-/*":
                return f"${_OPERATORS[token.text].strip()}$"
        return escaped(token.text)


def tokens(text: str) -> list[Token]:
    """Return the tokens of a text with their roles, matched brackets as one group."""
    for character, plain in _PLAIN.items():
        text = text.replace(character, plain)
    text = re.sub(f"[{''.join(_GREEK_LETTERS)}]", lambda m: _GREEK_LETTERS[m[0]], text)
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


def _resolve(row: list[Token], enclosed: bool = False) -> None:
    """Give each token its role."""
    solid = [t for t in row if t.kind != "space"]
    place = {id(t): k for k, t in enumerate(solid)}
    for token in row:
        if token.kind in ("space", "operator", "number"):
            token.role = "glue"
            continue
        k = place[id(token)]
        before, after = (solid[k - 1] if k else None), (solid[k + 1] if k + 1 < len(solid) else None)
        if token.kind == "group":
            _resolve(token.inside, enclosed=True)
            if before and before.text == "E" and [t.kind for t in token.inside] == ["name"]:
                token.inside[0].role = "math"
            token.role = "math" if _all_maths(token.inside) else "text"
        elif token.kind == "name" and _is_maths(token.text, before, after, enclosed and len(solid) == 1):
            token.role = "math"
            if token.text == "E" and not _averages(after):
                token.text = "E_{}"


def _averages(after: Token | None) -> bool:
    """Whether an E before this is an expectation; else it is the embedding."""
    if after is None or after.kind not in ("group", "name"):
        return False
    return not any(t.text.startswith("E") for t in (after, *after.inside))


def _is_maths(text: str, before: Token | None, after: Token | None, lonely: bool) -> bool:
    stem = re.match(r"[A-Za-z]+", text)[0]  # type: ignore[index]
    operator = before is not None and before.kind == "operator" and before.text != "-"
    if text in _WORDS:
        follows = after.text if after is not None and after.kind == "name" else ""
        if text == "a" and follows and follows not in _VERBS:
            return operator
        word = len(follows) > 1 and follows.isalpha() and follows.islower() and follows not in GREEK
        beside = after is not None and after.kind == "operator" and after.text != "-"
        return operator or beside or lonely or not word or (follows in _VERBS and text != "I")
    if text == "infinity":
        return operator
    if _DIFFERENTIAL.fullmatch(text):
        return any(beside is not None and beside.text == "/" for beside in (before, after))
    if text in ("min", "max"):
        return operator or (before is not None and before.text == "-")
    if text in ("sum", "grad") or text.startswith(("grad_", "sum_")):
        return after is not None and (after.kind == "group" or "_" in after.text or text != "sum")
    if text in ("kron", *_FUNCTIONS) or stem in GREEK or text.rstrip("'") in TABLE or len(stem) == 1:
        return True
    return text != stem and len(stem) <= 2 and "'" not in text


def _all_maths(row: list[Token]) -> bool:
    """Whether what stands in brackets is a formula or a list of formulas."""
    solid = any(t.role == "math" or t.kind == "number" for t in row)
    return solid and all(t.role != "text" or t.text in (",", ";") for t in row)


def _may_end(run: list[Token], k: int) -> bool:
    if run[k].role == "math":
        return True
    before = next((t for t in reversed(run[:k]) if t.kind != "space"), None)
    return run[k].kind == "number" and before is not None and before.kind == "operator"


def _may_begin(run: list[Token], k: int, last: int) -> bool:
    if run[k].role == "math":
        return True
    after = next((t for t in run[k + 1 : last] if t.kind != "space"), None)
    if run[k].text in ("-", "+-"):
        return after is not None and k + 1 < last and run[k + 1].kind != "space"
    return run[k].kind == "number" and after is not None


def escaped(text: str) -> str:
    r"""Return text with every character that TeX would act on made harmless.

    >>> print(escaped("50 % of A_1 & {b}"))
    50 \% of A\_1 \& \{b\}
    """
    return "".join(_SPECIAL.get(c) or (c if ord(c) < 0x180 else _unknown(c)) for c in text)


def _unknown(character: str) -> str:
    name = _GREEK_LETTERS.get(character)
    return rf"$\{name}$" if name else f"[U+{ord(character):04X}]"


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
