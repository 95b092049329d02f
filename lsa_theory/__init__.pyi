# The public names, once: type checkers read this file, and `lsa_theory.__getattr__` loads from it.

from .algebra.compact.compacting import compact as compact
from .algebra.normal import (
    Normal as Normal,
)
from .algebra.normal import (
    difference as difference,
)
from .algebra.normal import (
    equal as equal,
)
from .algebra.normal import (
    normal as normal,
)
from .algebra.solving.calculus import (
    directional_derivative as directional_derivative,
)
from .algebra.solving.calculus import (
    hessian as hessian,
)
from .algebra.solving.equations import solve_linear as solve_linear
from .algebra.solving.naming_gamma import fold as fold
from .algebra.sympy.bridge import (
    from_sympy as from_sympy,
)
from .algebra.sympy.bridge import (
    to_sympy as to_sympy,
)
from .claims.box import Box as Box
from .claims.convergence.bound import Bound as Bound
from .claims.convergence.descent import Descent as Descent
from .claims.convergence.elimination import Vanishes as Vanishes
from .claims.convergence.kept import (
    Barrier as Barrier,
)
from .claims.convergence.kept import (
    Cone as Cone,
)
from .claims.convergence.kept import (
    Escape as Escape,
)
from .claims.convergence.kept import (
    Growth as Growth,
)
from .claims.convergence.scaled_block import ScaledBlock as ScaledBlock
from .claims.equality import (
    Claim as Claim,
)
from .claims.equality import (
    Statement as Statement,
)
from .claims.flow import (
    Invariant as Invariant,
)
from .claims.flow import (
    Limit as Limit,
)
from .claims.inequality import Inequality as Inequality
from .claims.named_inequalities import (
    AtLeastOne as AtLeastOne,
)
from .claims.named_inequalities import (
    CauchySchwarz as CauchySchwarz,
)
from .claims.named_inequalities import (
    Frobenius as Frobenius,
)
from .claims.named_inequalities import (
    FrobeniusOfTrace as FrobeniusOfTrace,
)
from .claims.named_inequalities import (
    Given as Given,
)
from .claims.named_inequalities import (
    NormOfPower as NormOfPower,
)
from .claims.named_inequalities import (
    NormOfSquare as NormOfSquare,
)
from .claims.named_inequalities import (
    NormOfTrace as NormOfTrace,
)
from .claims.named_inequalities import (
    Sign as Sign,
)
from .claims.named_inequalities import (
    Submultiplicative as Submultiplicative,
)
from .claims.named_inequalities import (
    TraceOfProduct as TraceOfProduct,
)
from .claims.named_inequalities import (
    TraceOfRoot as TraceOfRoot,
)
from .claims.questions.approaches import Approaches as Approaches
from .claims.questions.at_least import (
    AtLeast as AtLeast,
)
from .claims.questions.at_least import (
    Step as Step,
)
from .claims.questions.conserved import Conserved as Conserved
from .claims.questions.equal import Equal as Equal
from .claims.vector_field import Flow as Flow
from .descriptions.covariances import (
    CovarianceMixture as CovarianceMixture,
)
from .descriptions.covariances import (
    WishartCovariance as WishartCovariance,
)
from .descriptions.expansion import expand as expand
from .descriptions.layer import LinearSelfAttention as LinearSelfAttention
from .descriptions.loss import (
    gradient_flow as gradient_flow,
)
from .descriptions.loss import (
    population_loss as population_loss,
)
from .descriptions.minimum import global_minimum as global_minimum
from .descriptions.problem import InContextRegression as InContextRegression
from .descriptions.risk import (
    prediction_risk as prediction_risk,
)
from .descriptions.risk import (
    variance_of_squared_error as variance_of_squared_error,
)
from .descriptions.stationary import stationary_points as stationary_points
from .errors import LsaTheoryError as LsaTheoryError
from .expressions.blocks import (
    Block as Block,
)
from .expressions.blocks import (
    BlockContext as BlockContext,
)
from .expressions.declare import (
    E as E,
)
from .expressions.declare import (
    dimension as dimension,
)
from .expressions.declare import (
    gaussian as gaussian,
)
from .expressions.declare import (
    identity as identity,
)
from .expressions.declare import (
    inverse as inverse,
)
from .expressions.declare import (
    matrix as matrix,
)
from .expressions.declare import (
    norm_squared as norm_squared,
)
from .expressions.declare import (
    positive_definite as positive_definite,
)
from .expressions.declare import (
    samples as samples,
)
from .expressions.declare import (
    scalar as scalar,
)
from .expressions.declare import (
    square_root as square_root,
)
from .expressions.declare import (
    symmetric as symmetric,
)
from .expressions.declare import (
    trace as trace,
)
from .expressions.declare import (
    vector as vector,
)
from .expressions.declare import (
    with_moments as with_moments,
)
from .expressions.declare import (
    zero as zero,
)
from .expressions.expression import (
    Expression as Expression,
)
from .expressions.expression import (
    Symbol as Symbol,
)
from .expressions.functions import (
    operator_norm as operator_norm,
)
from .expressions.functions import (
    rank as rank,
)
from .expressions.latex import to_latex as to_latex
from .expressions.operators import (
    at as at,
)
from .expressions.operators import (
    gradient as gradient,
)
from .expressions.random import sum_over as sum_over
from .expressions.statistics import (
    covariance as covariance,
)
from .expressions.statistics import (
    cumulant as cumulant,
)
from .expressions.statistics import (
    variance as variance,
)
from .verification.judge import judge as judge
from .verification.outcome import (
    Judgement as Judgement,
)
from .verification.outcome import (
)
from .verification.witnesses.base import Setting as Setting

__version__: str
