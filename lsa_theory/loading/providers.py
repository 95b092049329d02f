"""Functions named on a command line: `module:function` and `file.py:function`, seen from the folder of the call."""

import importlib
import importlib.util
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from lsa_theory.errors import InvalidArgument, told
from lsa_theory.loading.edited_files import neighbours_as_they_are, spec_of
from lsa_theory.near import did_you_mean


def function_named(name: str, what: str, forms: str = "module:function") -> Callable[..., Any]:
    """Return the function of a name.

    Parameters
    ----------
    name : str
        "package.module:function" or "path/to/file.py:function".
    what : str
        The option, for the message.
    forms : str
        What it may be.

    Raises
    ------
    InvalidArgument
        If there is no such module, file or function, the module fails, or what it has is not callable.

    Examples
    --------
    >>> function_named("math:sqrt", "`--line`")(4.0)
    2.0
    """
    where, colon, function = name.rpartition(":")
    if not (colon and where and function):
        near = did_you_mean(name, re.split(", | or ", forms))
        raise InvalidArgument(f"{what} must be {forms}; given {name!r}.{near}")
    try:
        with _from_here():
            module = _file(where) if where.endswith(".py") else importlib.import_module(where)
        found = getattr(module, function)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise InvalidArgument(
            f"{what} must be {forms}; given {name!r} ({told(error)}). A file is named as my.py:function."
        ) from None
    if not callable(found):
        raise InvalidArgument(f"{what} names {name!r}, which is not a function but {type(found).__name__}.")
    return found  # type: ignore[no-any-return]


@contextmanager
def _from_here() -> Iterator[None]:
    """Let modules of the folder of the call be found, as `python script.py` lets them."""
    here = str(Path.cwd())
    sys.path.insert(0, here)
    try:
        yield
    finally:
        if here in sys.path:
            sys.path.remove(here)


def _file(name: str) -> ModuleType:
    path = Path(name).resolve()
    spec = spec_of(path.stem, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise FileNotFoundError(f"there is no file {name}")
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(path.parent))
    try:
        with neighbours_as_they_are(path.parent):
            spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(path.parent))
    return module
