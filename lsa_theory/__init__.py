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
            "operator_norm",
            "positive_definite",
            "rank",
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
        "lsa_theory.expressions",
    ),
    "Normal": "lsa_theory.algebra.normal",
    "covariance": "lsa_theory.expressions.statistics",
    "cumulant": "lsa_theory.expressions.statistics",
    "difference": "lsa_theory.algebra.normal",
    "directional_derivative": "lsa_theory.algebra.solving.calculus",
    "equal": "lsa_theory.algebra.normal",
    "fold": "lsa_theory.algebra.solving.naming_gamma",
    "from_sympy": "lsa_theory.algebra.sympy.bridge",
    "hessian": "lsa_theory.algebra.solving.calculus",
    "normal": "lsa_theory.algebra.normal",
    "solve_linear": "lsa_theory.algebra.solving.equations",
    "claims_from_latex": "lsa_theory.reading.statements",
    "from_latex": "lsa_theory.reading.formula",
    "to_latex": "lsa_theory.expressions.latex",
    "to_sympy": "lsa_theory.algebra.sympy.bridge",
    "variance": "lsa_theory.expressions.statistics",
    **dict.fromkeys(
        (
            "CovarianceMixture",
            "InContextRegression",
            "LinearSelfAttention",
            "WishartCovariance",
            "expand",
            "global_minimum",
            "gradient_flow",
            "population_loss",
            "prediction_risk",
            "stationary_points",
            "variance_of_squared_error",
        ),
        "lsa_theory.descriptions",
    ),
    "Barrier": "lsa_theory.claims.convergence.kept",
    "Bound": "lsa_theory.claims.convergence.bound",
    "Box": "lsa_theory.claims.box",
    "Claim": "lsa_theory.claims.equality",
    "Cone": "lsa_theory.claims.convergence.kept",
    "Descent": "lsa_theory.claims.convergence.descent",
    "Escape": "lsa_theory.claims.convergence.kept",
    "Growth": "lsa_theory.claims.convergence.kept",
    "ScaledBlock": "lsa_theory.claims.convergence.scaled_block",
    "Vanishes": "lsa_theory.claims.convergence.elimination",
    "Flow": "lsa_theory.claims.vector_field",
    "Inequality": "lsa_theory.claims.inequality",
    "Invariant": "lsa_theory.claims.flow",
    "Limit": "lsa_theory.claims.flow",
    "LsaTheoryError": "lsa_theory.errors",
    "Step": "lsa_theory.claims.questions.at_least",
    **dict.fromkeys(
        (
            "AtLeastOne",
            "CauchySchwarz",
            "Frobenius",
            "FrobeniusOfTrace",
            "Given",
            "NormOfPower",
            "NormOfSquare",
            "NormOfTrace",
            "Sign",
            "Submultiplicative",
            "TraceOfProduct",
            "TraceOfRoot",
        ),
        "lsa_theory.claims.named_inequalities",
    ),
}

# The family's names are left to __getattr__: an import here would make all that imports lsa_theory see theory.
if TYPE_CHECKING:
    from lsa_theory.algebra.normal import Normal, difference, equal, normal
    from lsa_theory.algebra.solving.calculus import directional_derivative, hessian
    from lsa_theory.algebra.solving.equations import solve_linear
    from lsa_theory.algebra.solving.naming_gamma import fold
    from lsa_theory.algebra.sympy.bridge import from_sympy, to_sympy
    from lsa_theory.claims.box import Box
    from lsa_theory.claims.convergence.bound import Bound
    from lsa_theory.claims.convergence.descent import Descent
    from lsa_theory.claims.convergence.elimination import Vanishes
    from lsa_theory.claims.convergence.kept import Barrier, Cone, Escape, Growth
    from lsa_theory.claims.convergence.scaled_block import ScaledBlock
    from lsa_theory.claims.equality import Claim
    from lsa_theory.claims.flow import Invariant, Limit
    from lsa_theory.claims.inequality import Inequality
    from lsa_theory.claims.named_inequalities import (
        AtLeastOne,
        CauchySchwarz,
        Frobenius,
        FrobeniusOfTrace,
        Given,
        NormOfPower,
        NormOfSquare,
        NormOfTrace,
        Sign,
        Submultiplicative,
        TraceOfProduct,
        TraceOfRoot,
    )
    from lsa_theory.claims.questions.at_least import Step
    from lsa_theory.claims.vector_field import Flow
    from lsa_theory.errors import LsaTheoryError
    from lsa_theory.expressions import (
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
        operator_norm,
        positive_definite,
        rank,
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
    from lsa_theory.expressions.latex import to_latex
    from lsa_theory.expressions.statistics import covariance, cumulant, variance
    from lsa_theory.reading.formula import from_latex
    from lsa_theory.reading.statements import claims_from_latex

__all__ = [
    "AtLeastOne",
    "Barrier",
    "Block",
    "BlockContext",
    "Bound",
    "Box",
    "CauchySchwarz",
    "Claim",
    "Cone",
    "CovarianceMixture",
    "Descent",
    "E",
    "Escape",
    "Expression",
    "Flow",
    "Frobenius",
    "FrobeniusOfTrace",
    "Given",
    "Growth",
    "InContextRegression",
    "Inequality",
    "Invariant",
    "Limit",
    "LinearSelfAttention",
    "LsaTheoryError",
    "NormOfPower",
    "NormOfSquare",
    "NormOfTrace",
    "Normal",
    "ScaledBlock",
    "Sign",
    "Step",
    "Submultiplicative",
    "TraceOfProduct",
    "TraceOfRoot",
    "Vanishes",
    "WishartCovariance",
    "__version__",
    "at",
    "claims_from_latex",
    "covariance",
    "cumulant",
    "difference",
    "dimension",
    "directional_derivative",
    "equal",
    "expand",
    "fold",
    "from_latex",
    "from_sympy",
    "gaussian",
    "global_minimum",
    "gradient",
    "gradient_flow",
    "hessian",
    "identity",
    "inverse",
    "matrix",
    "norm_squared",
    "normal",
    "operator_norm",
    "population_loss",
    "positive_definite",
    "prediction_risk",
    "rank",
    "samples",
    "scalar",
    "solve_linear",
    "square_root",
    "stationary_points",
    "sum_over",
    "symmetric",
    "to_latex",
    "to_sympy",
    "trace",
    "variance",
    "variance_of_squared_error",
    "vector",
    "with_moments",
    "zero",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from lsa_theory.doors import door

    value = door(getattr(import_module(_HOME[name]), name), __name__)
    globals()[name] = value
    return value


def load_ipython_extension(shell: Any) -> None:
    """Register the cell magic %%claim; called by `%load_ext lsa_theory`."""
    import_module("lsa_theory.reading.magic").register(shell)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
