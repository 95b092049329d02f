"""What to write for a name that people look for here, and that has another name or none."""

from __future__ import annotations

from collections.abc import Iterable

from lsa_theory.near import did_you_mean

_COMPLEX = (
    "everything is real here. A complex Gaussian vector z with E z z* = S is z = x + iy with x, y = "
    "gaussian(..., covariance=S / 2) for a real S, and z* A z for A = R + iK with R symmetric and K skew is "
    "x.T @ R @ x + y.T @ R @ y - 2 * x.T @ K @ y"
)
_INSTEAD = {
    **dict.fromkeys(
        ("complex_gaussian", "complex_normal", "circular_gaussian", "hermitian", "unitary"), _COMPLEX
    ),
    **dict.fromkeys(
        ("haar", "orthogonal", "ortho_group", "haar_orthogonal", "stiefel", "random_rotation"),
        "write random_orthogonal(name, d), or random_orthogonal(name, d, k) for k of its columns",
    ),
    **dict.fromkeys(
        ("normal_vector", "multivariate_normal", "randn"), "write gaussian(name, covariance=...)"
    ),
    **dict.fromkeys(("wishart", "gram"), "write samples(name, covariance=..., count=N).gram"),
    **dict.fromkeys(("inverse_wishart",), "write inverse(samples(name, covariance=..., count=N).gram)"),
    **dict.fromkeys(("rademacher",), "write random_signs(name, d)"),
    **dict.fromkeys(("bernoulli",), "write random_mask(name, d, probability=...)"),
    **dict.fromkeys(("expectation", "mean"), "write E(...)"),
    **dict.fromkeys(("tr",), "write trace(A)"),
    **dict.fromkeys(("inv",), "write inverse(A)"),
    **dict.fromkeys(("eye", "Identity"), "write identity(d)"),
    **dict.fromkeys(("diff", "grad", "derivative"), "write gradient(scalar, A)"),
    **dict.fromkeys(("sqrt",), "write square_root(A)"),
    **dict.fromkeys(("abs",), "write absolute(a)"),
    **dict.fromkeys(("kron",), "a Kronecker product acts by vec: write vec(A @ X @ B.T)"),
}


def told_instead(name: str, public: Iterable[str]) -> str:
    """Return what to say of a name that the package does not have.

    >>> told_instead("rademacher", ["random_signs"])
    'there is no lsa_theory.rademacher; write random_signs(name, d)'
    >>> told_instead("gausian", ["gaussian", "trace"])
    'there is no lsa_theory.gausian. Did you mean gaussian?'
    """
    instead = _INSTEAD.get(name) or _INSTEAD.get(name.lower())
    hint = f"; {instead}" if instead else "." + did_you_mean(name, public)
    return f"there is no lsa_theory.{name}{hint}".rstrip(".")
