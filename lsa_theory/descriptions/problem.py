"""What the prompts are: one description of in-context regression."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lsa_theory.algebra.normal import equal
from lsa_theory.descriptions.covariances import RandomCovariance, check_covariance
from lsa_theory.descriptions.plain_words import check_words
from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.expressions import (
    Expression,
    RandomVector,
    SampleMatrix,
    as_expression,
    at,
    gaussian,
    identity,
    samples,
)
from lsa_theory.expressions.expression import Dimension, Number, Symbol, describe
from lsa_theory.expressions.latex import to_latex
from lsa_theory.theory import setting

_COLUMN = ("included", "masked")


@dataclass(frozen=True, kw_only=True, repr=False)
class InContextRegression:
    """Prompts of labelled examples y_i = <w, x_i> + e_i and a query x_q with target <w, x_q>.

    Parameters
    ----------
    covariate : (d, d) expression or RandomCovariance
        Covariance of x_i ~ N(0, covariate); the dimension d is read off it.
    task : (d, d) expression, optional
        Covariance of w; the identity if left out.
    task_mean : (d, 1) expression, optional
        Mean of w; zero if left out.
    noise : scalar expression or rational
        Variance of e_i ~ N(0, noise); zero if left out. The target carries no noise.
    query : (d, d) expression, optional
        Covariance of x_q; that of the covariates if left out.
    query_mean : (d, 1) expression, optional
        Mean of x_q; zero if left out.
    context_length, prompt_length : dimension
        Examples in a prompt, in training (N) and in the test (M).
    normalisation : scalar expression, optional
        rho in training; `context_length` if left out. In the test, `prompt_length` takes the place of
        `context_length` in it.
    query_column : "included" or "masked"
        Whether E E' contains the query's own column.

    Raises
    ------
    InvalidCovariance, ShapeMismatch, InvalidArgument
        If a part does not fit the others.

    Examples
    --------
    >>> from fractions import Fraction
    >>> InContextRegression(noise=Fraction(1, 4))
    in-context regression, d covariates:
      covariates  x_i ~ N(0, Lambda), i = 1 ... N (test: M)
      task        w ~ N(0, I)
      labels      y_i = <w, x_i> + e_i, e_i ~ N(0, 1/4)
      query       x_q ~ N(0, Lambda), its column included
      rho         N
    """

    covariate: Expression | RandomCovariance = field(default_factory=lambda: setting.Lambda)
    task: Expression | None = None
    task_mean: Expression | None = None
    noise: object = 0
    query: Expression | None = None
    query_mean: Expression | None = None
    context_length: Dimension = field(default_factory=lambda: setting.N)
    prompt_length: Dimension = field(default_factory=lambda: setting.M)
    normalisation: object = None
    query_column: str = "included"

    def __post_init__(self) -> None:
        if not isinstance(self.covariate, RandomCovariance):
            check_covariance(self.covariate, "covariate")
        for name in ("task", "query"):
            if getattr(self, name) is not None:
                check_covariance(getattr(self, name), name, self.dimension)
        for name in ("task_mean", "query_mean"):
            mean = getattr(self, name)
            if mean is not None and (not isinstance(mean, Expression) or mean.shape != (self.dimension, 1)):
                given = describe(mean) if isinstance(mean, Expression) else repr(mean)
                raise ShapeMismatch(f"{name} is {given}; expected a {self.dimension!r} x 1 vector")
            if isinstance(mean, Expression):
                check_words(mean, name)
        for name in ("noise", "normalisation"):
            if getattr(self, name) is not None:
                self._check_scalar(name)
        for name in ("context_length", "prompt_length"):
            self._check_length(name)
        if self.query_column not in _COLUMN:
            raise InvalidArgument(f"query_column={self.query_column!r}; it must be 'included' or 'masked'")

    def _check_scalar(self, name: str) -> None:
        value = as_expression(getattr(self, name))
        check_words(value, name)
        if not value.is_scalar:
            raise ShapeMismatch(f"{name} is {describe(value)}; expected a scalar")
        if isinstance(value, Number) and (value.value < 0 or (name == "normalisation" and not value.value)):
            least = "a positive number" if name == "normalisation" else "a variance, at least 0"
            raise InvalidArgument(f"{name}={value!r}; expected {least}")

    def _check_length(self, name: str) -> None:
        length = getattr(self, name)
        symbolic = isinstance(length, Symbol) and length.structure == "dimension"
        if not symbolic and not (isinstance(length, int) and not isinstance(length, bool) and length >= 1):
            raise InvalidArgument(
                f"{name}={length!r}; expected a positive integer or a symbol made by dimension('N')"
            )

    @property
    def dimension(self) -> Dimension:
        """The dimension d of the covariates."""
        return self.covariate.rows

    @property
    def covariance(self) -> Expression:
        """The covariance of one prompt's covariates: a symbol where it is random."""
        return self.covariate.symbol if isinstance(self.covariate, RandomCovariance) else self.covariate

    @property
    def rho(self) -> Expression:
        """The normalisation in training."""
        return as_expression(self.context_length if self.normalisation is None else self.normalisation)

    @property
    def centred_task(self) -> bool:
        """Whether w and -w have the same law."""
        return self.task_mean is None or equal(self.task_mean, 0 * self.task_mean)

    def tested(self) -> InContextRegression:
        """Return the description of test prompts: length M, and rho with M for N."""
        rho = self.rho
        if isinstance(self.context_length, Symbol):
            rho = at(rho, {self.context_length: as_expression(self.prompt_length)})
        elif self.normalisation is None:
            rho = as_expression(self.prompt_length)
        return replace(self, context_length=self.prompt_length, normalisation=rho)

    def covariates(self) -> SampleMatrix:
        """Return x_1 ... x_N."""
        return samples("x", covariance=self.covariance, count=self.context_length)

    def noise_row(self) -> SampleMatrix | None:
        """Return e_1 ... e_N, or None where the labels are exact."""
        variance = as_expression(self.noise)
        if equal(variance, 0):
            return None
        return samples("epsilon", covariance=variance, count=self.context_length)

    def random_task(self) -> RandomVector:
        """Return w."""
        covariance = identity(self.dimension) if self.task is None else self.task
        return gaussian("w", covariance=covariance, mean=self.task_mean)

    def random_query(self) -> RandomVector:
        """Return x_q."""
        covariance = self.covariance if self.query is None else self.query
        return gaussian("x_q", covariance=covariance, mean=self.query_mean)

    def __repr__(self) -> str:
        law = self.covariate
        drawn = f", Lambda_tau {law!r}" if isinstance(law, RandomCovariance) else ""
        task, query = self.random_task().law, self.random_query().law
        noisy = self.noise_row() is not None
        lines = [
            f"in-context regression, {self.dimension!r} covariates:",
            f"  covariates  x_i ~ N(0, {self.covariance!r}){drawn}, i = 1 ... {self.context_length!r} "
            f"(test: {self.prompt_length!r})",
            f"  task        w ~ N({_mean(task.mean)}, {task.covariance!r})",
            "  labels      y_i = <w, x_i>" + (f" + e_i, e_i ~ N(0, {as_expression(self.noise)!r})" * noisy),
            f"  query       x_q ~ N({_mean(query.mean)}, {query.covariance!r}), its column {self.query_column}",
            f"  rho         {self.rho!r}",
        ]
        return "\n".join(lines)

    def _repr_latex_(self) -> str:
        law = self.covariate
        task, query = self.random_task().law, self.random_query().law
        drawn = rf",\ \Lambda_{{\tau}} \sim {law.latex()}" if isinstance(law, RandomCovariance) else ""
        noise = (
            rf" + \varepsilon_i,\ \varepsilon_i \sim \mathcal{{N}}(0, {to_latex(as_expression(self.noise))})"
            if self.noise_row() is not None
            else ""
        )
        rows = [
            rf"x_i &\sim \mathcal{{N}}(0, {to_latex(self.covariance)}){drawn}",
            rf"w &\sim \mathcal{{N}}({_mean_latex(task.mean)}, {to_latex(task.covariance)})",
            rf"y_i &= \langle w, x_i \rangle{noise}",
            rf"x_q &\sim \mathcal{{N}}({_mean_latex(query.mean)}, {to_latex(query.covariance)})",
            rf"\rho &= {to_latex(self.rho)},\ \text{{query column {self.query_column}}}",
        ]
        return r"$\displaystyle \begin{aligned} " + r" \\ ".join(rows) + r" \end{aligned}$"


def _mean(mean: Expression | None) -> str:
    return "0" if mean is None else repr(mean)


def _mean_latex(mean: Expression | None) -> str:
    return "0" if mean is None else to_latex(mean)
