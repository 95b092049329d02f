"""Derive, generate, simulate and judge the theory of linear self-attention trained in context.

The names of `__init__.pyi` are loaded when they are first used, so that a user of generated NumPy functions never loads
SymPy, and `import lsa_theory` costs next to nothing.
"""

from __future__ import annotations

import sys

import lazy_loader

__version__ = "0.1.0"

_load, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)


def __getattr__(name: str) -> object:
    from lsa_theory.doors import door

    if name not in __all__ and not name.startswith("_"):
        _refuse(name)
    # A door tells a caller what was given and what is expected; what is loaded once is kept.
    value = globals()[name] = door(_load(name), __name__)
    if "lsa_theory.expressions.expression" in sys.modules:
        from lsa_theory.forms import attach

        attach()
    return value


def _refuse(name: str) -> None:
    """Tell what to write instead of a name that there is not; a submodule is no such name."""
    from importlib.util import find_spec

    if find_spec(f"{__name__}.{name}") is None:
        from lsa_theory.absent_names import told_instead

        raise AttributeError(told_instead(name, __all__), name=name)


def load_ipython_extension(shell: object) -> None:
    """Register the cell magic %%claim; called by `%load_ext lsa_theory`."""
    from lsa_theory.reading.magic import register

    register(shell)
