"""Derive, generate, simulate and judge the theory of linear self-attention trained in context.

The names below are loaded when they are first used, so that a user of generated NumPy functions never loads
SymPy, and `import lsa_theory` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

# Public name: the module that defines it.
_HOME = {
    **dict.fromkeys(
        (
            "Block",
            "BlockContext",
            "E",
            "Expression",
            "at",
            "dimension",
            "gaussian",
            "gradient",
            "identity",
            "inverse",
            "matrix",
            "norm_squared",
            "positive_definite",
            "samples",
            "scalar",
            "square_root",
            "sum_over",
            "symmetric",
            "trace",
            "vector",
            "with_moments",
            "zero",
        ),
        "lsa_theory.algebra",
    ),
    "Claim": "lsa_theory.verification.claims",
    "Flow": "lsa_theory.verification.flows",
    "Invariant": "lsa_theory.verification.flows",
    "Limit": "lsa_theory.verification.flows",
    "LsaTheoryError": "lsa_theory.errors",
}

if TYPE_CHECKING:
    from lsa_theory.algebra import (
        Block,
        BlockContext,
        E,
        Expression,
        at,
        dimension,
        gaussian,
        gradient,
        identity,
        inverse,
        matrix,
        norm_squared,
        positive_definite,
        samples,
        scalar,
        square_root,
        sum_over,
        symmetric,
        trace,
        vector,
        with_moments,
        zero,
    )
    from lsa_theory.errors import LsaTheoryError
    from lsa_theory.verification.claims import Claim
    from lsa_theory.verification.flows import Flow, Invariant, Limit

__all__ = [
    "Block",
    "BlockContext",
    "Claim",
    "E",
    "Expression",
    "Flow",
    "Invariant",
    "Limit",
    "LsaTheoryError",
    "__version__",
    "at",
    "dimension",
    "gaussian",
    "gradient",
    "identity",
    "inverse",
    "matrix",
    "norm_squared",
    "positive_definite",
    "samples",
    "scalar",
    "square_root",
    "sum_over",
    "symmetric",
    "trace",
    "vector",
    "with_moments",
    "zero",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
