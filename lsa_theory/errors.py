"""Errors that a user can act on: what was given, what was expected, what to do."""


class LsaTheoryError(ValueError):
    """The base of every error that the package raises on purpose."""


class ShapeMismatch(LsaTheoryError):
    """Two shapes or dimensions that must agree do not."""


class InvalidCovariance(LsaTheoryError):
    """A covariance is not a finite symmetric positive definite matrix of the right shape."""


class InvalidArgument(LsaTheoryError):
    """An argument is outside the range in which the statement makes sense."""


class UnsupportedExpression(LsaTheoryError):
    """An expression lies outside what the algebra or a target can express."""


class MissingMoment(LsaTheoryError):
    """An expectation needs a moment that was not declared."""


class UnknownName(LsaTheoryError):
    """A witness, claim, target or option of that name does not exist."""


class UnloadableFile(LsaTheoryError):
    """A derivation file could not be imported."""


class StaleGeneratedCode(LsaTheoryError):
    """Committed generated code differs from what the derivation generates now."""
