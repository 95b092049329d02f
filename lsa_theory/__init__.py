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

    # A door tells a caller what was given and what is expected; what is loaded once is kept.
    value = globals()[name] = door(_load(name), __name__)
    if "lsa_theory.expressions.expression" in sys.modules:
        from lsa_theory.forms import attach

        attach()
    return value


def load_ipython_extension(shell: object) -> None:
    """Register the cell magic %%claim; called by `%load_ext lsa_theory`."""
    from lsa_theory.reading.magic import register

    register(shell)
