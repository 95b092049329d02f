"""The public doors: what a caller gives is looked at before it goes in, and no bare exception comes out.

Inside the package functions call each other directly; only what is handed out by `lsa_theory`, `lsa_theory.simulation`
and `lsa_theory.codegen` stands behind a door. A door reads the annotations that are there anyway.
"""

from __future__ import annotations

import builtins
import collections.abc
import functools
import inspect
import numbers
import os
import types
import typing
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from lsa_theory.errors import InvalidArgument, LsaTheoryError, told
from lsa_theory.unknown_arguments import unknown

_PACKAGE = str(Path(__file__).resolve().parent)
_LIBRARIES = (str(Path(os.__file__).parent), "<frozen ", "<__array_function__")
_MARK = "_lsa_theory_door"

# Whether a value is of a kind, and the kind in words; None where nothing can be said.
Kind = tuple[Callable[[Any], bool], str] | None


def door(value: Any, home: str) -> Any:
    """Return a public object behind a door: functions wrapped, classes with a guarded constructor.

    Parameters
    ----------
    value : object
        A function, a class, or anything else, which is returned as it is.
    home : str
        The module that hands it out: pickles of a wrapped function find it there.

    Examples
    --------
    >>> def half(x: float) -> float:
    ...     return x / 2
    >>> door(half, __name__)(3)
    1.5
    >>> door(half, __name__)("three")
    Traceback (most recent call last):
    lsa_theory.errors.InvalidArgument: half(x=...): expected a number; given 'three' (str)
    """
    if inspect.isfunction(value) and not hasattr(value, _MARK):
        wrapped = _guarded(value, value.__name__, skip=0)
        wrapped.__module__ = home
        return wrapped
    if inspect.isclass(value) and not issubclass(value, BaseException):
        own = vars(value).get("__init__")
        if inspect.isfunction(own) and not hasattr(own, _MARK):
            value.__init__ = _guarded(own, value.__name__, skip=1)  # type: ignore[method-assign]
    return value


def _guarded(function: Callable[..., Any], title: str, skip: int) -> Callable[..., Any]:
    kinds: dict[str, Kind] | None = None
    names: list[str] = []
    ours: frozenset[str] = frozenset()
    accepted: list[str] | None = None

    @functools.wraps(function)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        nonlocal kinds, names, ours, accepted
        if kinds is None:
            kinds, names, ours = _kinds_of(function, skip)
            accepted = _keywords_of(function, skip)
        given = [*zip(names, args[skip:], strict=False), *kwargs.items()]
        for name, value in given:
            if name in ours:
                _check(kinds.get(name), value, title, name)
        if accepted is not None:
            for name in kwargs:
                if name not in accepted:
                    raise unknown(title, name, accepted)
        try:
            return function(*args, **kwargs)
        except LsaTheoryError:
            raise
        except Exception as error:
            if isinstance(error, Warning) or _is_the_callers(error):
                raise
            # The function's own checks come first; only what they let through is told by its kind.
            for name, value in given:
                _check(kinds.get(name), value, title, name)
            shown = ", ".join([*map(_short, args[skip:]), *(f"{k}={_short(v)}" for k, v in kwargs.items())])
            raise InvalidArgument(
                f"{title}({shown}) cannot be done: {told(error)}. Look at the arguments; if they are what the "
                "documentation asks for, this is a mistake of lsa-theory"
            ) from error

    setattr(guarded, _MARK, True)
    return guarded


def _check(kind: Kind, value: Any, title: str, name: str) -> None:
    if kind is not None and not kind[0](value):
        raise InvalidArgument(
            f"{title}({name}=...): expected {kind[1]}; given {_short(value)} ({type(value).__name__})"
        )


def _kinds_of(function: Callable[..., Any], skip: int) -> tuple[dict[str, Kind], list[str], frozenset[str]]:
    """Return the kind of each annotated parameter, the names of those that may stand by place, those that want a class.

    What wants an object of ours, a layer, a law, is asked at once: another object is never what was meant. Numbers,
    expressions and lists come in many forms, of which the functions themselves know most.
    """
    parameters = list(inspect.signature(function).parameters.values())[skip:]
    space = {**vars(typing), **vars(collections.abc), **getattr(function, "__globals__", {})}
    types_ = {
        p.name: _resolved(p.annotation, space)
        for p in parameters
        if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)
    }
    kinds = {name: _kind(annotation) for name, annotation in types_.items()}
    ours = frozenset(name for name, annotation in types_.items() if _is_our_class(annotation))
    names = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    return kinds, names, ours


def _keywords_of(function: Callable[..., Any], skip: int) -> list[str] | None:
    """Return the names of the arguments; None where any keyword is taken."""
    parameters = list(inspect.signature(function).parameters.values())[skip:]
    names = [p.name for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
    space = {**vars(typing), **vars(collections.abc), **getattr(function, "__globals__", {})}
    for p in parameters:
        if p.kind is p.VAR_POSITIONAL:
            names.append(f"*{p.name}")
        if p.kind is p.VAR_KEYWORD:
            # Unpack[...] of a TypedDict says which they are.
            (inside, *_) = (*typing.get_args(_resolved(p.annotation, space)), None)
            if not typing.is_typeddict(inside):
                return None
            names += inside.__annotations__
    return names


def _is_our_class(annotation: Any) -> bool:
    return (
        isinstance(annotation, type)
        and annotation.__module__.startswith("lsa_theory.")
        and not annotation.__module__.startswith("lsa_theory.expressions.")
        and not _is_protocol(annotation)
    )


def _resolved(annotation: Any, space: Mapping[str, Any]) -> Any:
    """Return the type that an annotation names; Any where it is not known at run time."""
    if not isinstance(annotation, str):
        return annotation
    try:
        # Our own source text, already compiled once as an annotation.
        return builtins.eval(annotation, dict(space))
    except Exception:
        return Any


def _kind(annotation: Any) -> Kind:
    if annotation in (None, type(None)):
        return (lambda value: value is None), "None"
    simple = _SIMPLE.get(annotation) if isinstance(annotation, type) else None
    if simple is not None:
        return simple
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        parts = [_kind(a) for a in arguments]
        if any(part is None for part in parts):
            return None
        known = [part for part in parts if part is not None]
        return (lambda value: any(p[0](value) for p in known)), " or ".join(
            dict.fromkeys(p[1] for p in known)
        )
    if origin is typing.Literal:
        return (lambda value: value in arguments), f"one of {', '.join(map(repr, arguments))}"
    if origin is collections.abc.Callable:
        return callable, "a function"
    if origin is collections.abc.Mapping:
        return (lambda value: isinstance(value, collections.abc.Mapping)), "a mapping (a dict)"
    if origin in (collections.abc.Sequence, collections.abc.Iterable, tuple, list):
        return _collection(origin, arguments)
    if (
        isinstance(annotation, type)
        and annotation not in (object, type, Any)
        and not _is_protocol(annotation)
    ):
        if annotation.__module__.partition(".")[0] == "numpy" and annotation.__name__ == "ndarray":
            return None
        return (lambda value: isinstance(value, annotation)), _article(annotation.__name__)
    return None


def _collection(origin: Any, arguments: tuple[Any, ...]) -> Kind:
    element = _kind(arguments[0]) if arguments and (origin is not tuple or arguments[-1] is ...) else None
    wanted = collections.abc.Iterable if origin is collections.abc.Iterable else collections.abc.Sequence

    def fits(value: Any) -> bool:
        if isinstance(value, str | bytes):
            return False
        if not isinstance(value, wanted):
            # Arrays are sequences that say so nowhere.
            return (
                hasattr(value, "__len__") and hasattr(value, "__getitem__") and not isinstance(value, Mapping)
            )
        return element is None or not isinstance(value, tuple | list) or all(map(element[0], value))

    return fits, "a list or tuple" + (f", each entry {element[1]}" if element is not None else "")


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool) or type(value).__name__ in ("bool_", "bool")


_SIMPLE: dict[type, tuple[Callable[[Any], bool], str]] = {
    bool: (_is_bool, "True or False"),
    int: (lambda value: isinstance(value, numbers.Integral) and not _is_bool(value), "a whole number"),
    float: (
        lambda value: (
            (isinstance(value, numbers.Real) or getattr(value, "ndim", None) == 0) and not _is_bool(value)
        ),
        "a number",
    ),
    str: (lambda value: isinstance(value, str), "a string"),
}


def _is_protocol(kind: type) -> bool:
    return bool(getattr(kind, "_is_protocol", False))


def _article(name: str) -> str:
    return f"{'an' if name[0] in 'AEIOU' else 'a'} {name}"


def _is_the_callers(error: Exception) -> bool:
    """Whether a function that the caller handed in raised it, or the call itself does not fit the signature."""
    files = [frame.f_code.co_filename for frame in _frames(error)]
    last = max((k for k, file in enumerate(files) if _is_ours(file)), default=-1)
    if last == 0:
        # Only the door itself: the wrong number of arguments, which Python says best.
        return len(files) == 1
    after = files[last + 1 :]
    return not all(
        file.startswith(_LIBRARIES) or "site-packages" in file or file.endswith((".pyx", ".pxd"))
        for file in after
    )


def _frames(error: Exception) -> list[types.FrameType]:
    found, trace = [], error.__traceback__
    while trace is not None:
        found.append(trace.tb_frame)
        trace = trace.tb_next
    return found


def _is_ours(file: str) -> bool:
    return file.startswith(_PACKAGE) or file.startswith("<lsa_theory ") or file == "<string>"


def _short(value: Any) -> str:
    try:
        text = " ".join(repr(value).split())
    except Exception:
        text = f"<{type(value).__name__}>"
    return text if len(text) <= 60 else f"{text[:57]}..."
