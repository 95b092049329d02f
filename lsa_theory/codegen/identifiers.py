"""Names that go into source text: checked before there is any, and replaced where Python has another use for them."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from dataclasses import replace

from lsa_theory.codegen.function import Application, Definition, Output
from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.expression import Expression, Symbol
from lsa_theory.expressions.rebuilding import replaced

Parts = tuple[
    tuple[Symbol, ...],
    tuple[Output, ...],
    tuple[Symbol, ...],
    tuple[Definition, ...],
    tuple[Application, ...],
]


def is_name(text: object) -> bool:
    """Whether text can be a name in Python as it stands.

    >>> is_name("risk"), is_name("lambda"), is_name("A B"), is_name("\ufb01t")
    (True, False, False, False)
    """
    if not isinstance(text, str) or not text.isidentifier() or keyword.iskeyword(text):
        return False
    return unicodedata.normalize("NFKC", text) == text


def check_function_name(name: object) -> None:
    """Refuse a name that no function can have, or that would hide one which the source calls.

    Raises
    ------
    InvalidArgument
        With the name.
    """
    if not is_name(name) or str(name).startswith("_") or hasattr(builtins, str(name)) or name in ("np", "xp"):
        raise InvalidArgument(
            f"{name!r} cannot name a generated function; give an identifier of Python that is no keyword, no builtin "
            "and does not begin with an underscore"
        )


def check_output_name(name: object) -> None:
    """Refuse a name that no variable can have.

    Raises
    ------
    InvalidArgument
        With the name.
    """
    if not is_name(name):
        raise InvalidArgument(
            f"{name!r} cannot name an output; give an identifier of Python that is no keyword, such as {_spare(name)!r}"
        )


def with_spare_names(
    arguments: tuple[Symbol, ...],
    outputs: tuple[Output, ...],
    constants: tuple[Symbol, ...],
    definitions: tuple[Definition, ...],
    applications: tuple[Application, ...],
) -> Parts:
    """Return the parts of a function with every symbol under a name that Python takes.

    Raises
    ------
    InvalidArgument
        If two symbols would then have one name.
    """
    sizes = [s for a in arguments for s in a.shape if isinstance(s, Symbol)]
    symbols = dict.fromkeys(
        [*arguments, *sizes, *(d.symbol for d in definitions), *(a.symbol for a in applications)]
    )
    names = {symbol.name: symbol.name if is_name(symbol.name) else _spare(symbol.name) for symbol in symbols}
    taken: dict[str, str] = {}
    for old, new in names.items():
        if new in taken:
            raise InvalidArgument(
                f"the names {taken[new]!r} and {old!r} are both {new!r} in Python; rename one"
            )
        taken[new] = old
    if all(old == new for old, new in names.items()):
        return arguments, outputs, constants, definitions, applications

    def named(symbol: Symbol) -> Symbol:
        rows, cols = (named(s) if isinstance(s, Symbol) else s for s in symbol.shape)
        return replace(symbol, name=names.get(symbol.name, symbol.name), rows=rows, cols=cols)

    def of(tree: Expression) -> Expression:
        return replaced(tree, lambda node: named(node) if isinstance(node, Symbol) else None)

    return (
        tuple(map(named, arguments)),
        tuple(Output(o.name, of(o.expression)) for o in outputs),
        tuple(map(named, constants)),
        tuple(Definition(named(d.symbol), of(d.expression)) for d in definitions),
        tuple(Application(named(a.symbol), a.function, of(a.argument)) for a in applications),
    )


def _spare(name: object) -> str:
    """Return a name like the one that cannot be: `lambda_`, `A_prime`.

    >>> _spare("lambda"), _spare("A'"), _spare("1A")
    ('lambda_', 'A_prime', '_1A')
    """
    text = unicodedata.normalize("NFKC", str(name)).replace("'", "_prime")
    text = re.sub(r"\W", "_", text) or "_"
    text = f"_{text}" if text[0].isdigit() else text
    return f"{text}_" if keyword.iskeyword(text) else text
