# The public names, once: type checkers read this file, and `lsa_theory.__getattr__` loads from it.

from .algebra.compact.compacting import compact as compact
from .algebra.large_d import (
    Expansion as Expansion,
    large_d as large_d,
)
from .algebra.normal import (
    Normal as Normal,
    difference as difference,
    equal as equal,
    normal as normal,
)
from .algebra.solving.calculus import (
    directional_derivative as directional_derivative,
    hessian as hessian,
)
from .algebra.solving.equations import solve_linear as solve_linear
from .algebra.solving.naming_gamma import fold as fold
from .algebra.sympy.bridge import (
    from_sympy as from_sympy,
    to_sympy as to_sympy,
)
from .claims.box import Box as Box
from .claims.convergence.bound import Bound as Bound
from .claims.convergence.descent import Descent as Descent
from .claims.convergence.elimination import Vanishes as Vanishes
from .claims.convergence.kept import (
    Barrier as Barrier,
    Cone as Cone,
    Escape as Escape,
    Growth as Growth,
)
from .claims.convergence.scaled_block import ScaledBlock as ScaledBlock
from .claims.equality import (
    Claim as Claim,
    Statement as Statement,
)
from .claims.flow import (
    Invariant as Invariant,
    Limit as Limit,
)
from .claims.forms.assumptions import (
    at_least as at_least,
    greater as greater,
    nonzero as nonzero,
)
from .claims.forms.norm_inequalities import (
    GramBound as GramBound,
    NormAtMostFrobenius as NormAtMostFrobenius,
    NormOfBlocks as NormOfBlocks,
    NormOfOneBlock as NormOfOneBlock,
    NormOfProduct as NormOfProduct,
    NormTriangle as NormTriangle,
)
from .claims.hypotheses import equation as equation
from .claims.inequality import Inequality as Inequality
from .claims.named_inequalities import (
    AtLeastOne as AtLeastOne,
    CauchySchwarz as CauchySchwarz,
    Frobenius as Frobenius,
    FrobeniusOfTrace as FrobeniusOfTrace,
    Given as Given,
    NormOfPower as NormOfPower,
    NormOfSquare as NormOfSquare,
    NormOfTrace as NormOfTrace,
    Sign as Sign,
    Submultiplicative as Submultiplicative,
    TraceOfProduct as TraceOfProduct,
    TraceOfRoot as TraceOfRoot,
)
from .claims.questions.approaches import Approaches as Approaches
from .claims.questions.at_least import (
    AtLeast as AtLeast,
    Step as Step,
)
from .claims.questions.conserved import Conserved as Conserved
from .claims.questions.counted import Congruence as Congruence, Counted as Counted
from .claims.questions.equal import Equal as Equal
from .claims.statements.block_order import BlockMatrixInequality as BlockMatrixInequality
from .claims.statements.conditional import ConditionalMean as ConditionalMean
from .claims.statements.decay import Decays as Decays
from .claims.statements.extreme_eigenvalue import ExtremeEigenvalue as ExtremeEigenvalue
from .claims.statements.inertia import HasNegativeEigenvalues as HasNegativeEigenvalues
from .claims.statements.invariant_set import Stays as Stays
from .claims.statements.limits import (
    EqualUpTo as EqualUpTo,
    TendsInProbability as TendsInProbability,
    TendsTo as TendsTo,
)
from .claims.statements.local_minimum import LocalMinimum as LocalMinimum
from .claims.statements.matrix_order import MatrixInequality as MatrixInequality
from .claims.statements.optimum import GlobalMinimum as GlobalMinimum
from .claims.statements.some import Exists as Exists
from .claims.statements.time_course import TimeCourse as TimeCourse
from .claims.vector_field import Flow as Flow
from .descriptions.covariances import (
    CovarianceMixture as CovarianceMixture,
    WishartCovariance as WishartCovariance,
)
from .descriptions.expansion import expand as expand
from .descriptions.layer import LinearSelfAttention as LinearSelfAttention
from .descriptions.loss import (
    gradient_flow as gradient_flow,
    population_loss as population_loss,
)
from .descriptions.minimum import global_minimum as global_minimum
from .descriptions.problem import InContextRegression as InContextRegression
from .descriptions.risk import (
    prediction_risk as prediction_risk,
    variance_of_squared_error as variance_of_squared_error,
)
from .descriptions.stationary import stationary_points as stationary_points
from .errors import LsaTheoryError as LsaTheoryError
from .expressions.analysis.words import (
    absolute as absolute,
    arccos as arccos,
    arcsin as arcsin,
    det as det,
    digamma as digamma,
    erf as erf,
    exp as exp,
    factorial as factorial,
    harmonic as harmonic,
    indicator as indicator,
    log as log,
    log_det as log_det,
    pi as pi,
    relu as relu,
    sign as sign,
)
from .expressions.blocks import (
    Block as Block,
    BlockContext as BlockContext,
    kronecker as kronecker,
    negative_eigenvalues as negative_eigenvalues,
)
from .expressions.declare import (
    E as E,
    dimension as dimension,
    gaussian as gaussian,
    identity as identity,
    inverse as inverse,
    matrix as matrix,
    norm_squared as norm_squared,
    positive_definite as positive_definite,
    samples as samples,
    scalar as scalar,
    square_root as square_root,
    symmetric as symmetric,
    trace as trace,
    vector as vector,
    with_moments as with_moments,
    zero as zero,
)
from .expressions.definitions import define as define
from .expressions.entrywise.elementwise import (
    diagonal as diagonal,
    hadamard as hadamard,
    ones as ones,
    unit as unit,
)
from .expressions.entrywise.positions import (
    position as position,
    sum_before as sum_before,
    sum_over as sum_over,
    sum_up_to as sum_up_to,
)
from .expressions.entrywise.vectorised import vec as vec
from .expressions.expression import (
    Expression as Expression,
    Symbol as Symbol,
)
from .expressions.functions import (
    operator_norm as operator_norm,
    rank as rank,
)
from .expressions.latex import to_latex as to_latex
from .expressions.laws.coordinate_law import CoordinateLaw as CoordinateLaw
from .expressions.laws.declared import (
    on_sphere as on_sphere,
    scale_mixture as scale_mixture,
    student_t as student_t,
)
from .expressions.laws.declared_coordinates import (
    exponential_coordinates as exponential_coordinates,
    independent_coordinates as independent_coordinates,
    random_mask as random_mask,
    random_signs as random_signs,
    uniform_coordinates as uniform_coordinates,
)
from .expressions.laws.declared_orthogonal import random_orthogonal as random_orthogonal
from .expressions.operators import (
    at as at,
    gradient as gradient,
)
from .expressions.statistics import (
    covariance as covariance,
    cumulant as cumulant,
    variance as variance,
)
from .reading.formula import from_latex as from_latex
from .reading.statements import claims_from_latex as claims_from_latex
from .verification.judge import judge as judge
from .verification.outcome import (
    Judgement as Judgement,
)
from .verification.witnesses.base import Setting as Setting

__version__: str

def load_ipython_extension(shell: object) -> None: ...
