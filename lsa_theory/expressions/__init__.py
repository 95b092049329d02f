"""What is written: trees of expressions, random quantities and their laws, printing and LaTeX; decides nothing."""

from lsa_theory.expressions import latex, printing  # noqa: F401 - the printers join
from lsa_theory.expressions.blocks import Block, BlockContext, kronecker, negative_eigenvalues
from lsa_theory.expressions.declare import (
    E,
    dimension,
    gaussian,
    identity,
    inverse,
    matrix,
    norm_squared,
    positive_definite,
    samples,
    scalar,
    square_root,
    symmetric,
    trace,
    vector,
    with_moments,
    zero,
)
from lsa_theory.expressions.definitions import define
from lsa_theory.expressions.entrywise.positions import position, sum_before, sum_over, sum_up_to
from lsa_theory.expressions.expression import Expression, Symbol, as_expression, walk
from lsa_theory.expressions.functions import operator_norm, rank
from lsa_theory.expressions.operators import at, gradient
from lsa_theory.expressions.random import RandomVector, SampleMatrix, sources

__all__ = [
    "Block",
    "BlockContext",
    "E",
    "Expression",
    "RandomVector",
    "SampleMatrix",
    "Symbol",
    "as_expression",
    "at",
    "define",
    "dimension",
    "gaussian",
    "gradient",
    "identity",
    "inverse",
    "kronecker",
    "matrix",
    "negative_eigenvalues",
    "norm_squared",
    "operator_norm",
    "position",
    "positive_definite",
    "rank",
    "samples",
    "scalar",
    "sources",
    "square_root",
    "sum_before",
    "sum_over",
    "sum_up_to",
    "symmetric",
    "trace",
    "vector",
    "walk",
    "with_moments",
    "zero",
]
