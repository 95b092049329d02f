"""The O(d) law of the label sums: one chi-square and d normals stand for M tokens.

For covariates x_i = A z_i with z_i ~ N(0, I_d) and labels y_i = v'z_i + e_i, v = A'w, e_i ~ N(0, s^2), put
tau^2 = |v|^2 + s^2. Jointly in law, for every M >= 1,

    sum y_i z_i = R^2 v + R C^(1/2) g,   sum y_i^2 = tau^2 R^2,   R^2 ~ chi^2_M,   g ~ N(0, I_d),

with C = tau^2 I - v v', whose root is C^(1/2) = tau I + (s - tau) v v' / |v|^2: given the labels, z_i is
Gaussian about v y_i / tau^2, and only the norm of the vector of labels enters. A Householder draw for
Lambda = I / d is prior art in the code of the Pehlevan group (incontext-asymptotics-experiments).
"""

import numpy as np

from lsa_theory.simulation.arrays import Array


def whitened_tasks(factor: Array, tasks: Array) -> Array:
    """Return v = A'w, shape (B, d), for A of shape (d,) or (d, d), or (B, d, 1) or (B, d, d)."""
    if factor.ndim == 1:
        return tasks * factor
    if factor.ndim == 2:
        return tasks @ factor
    if factor.shape[-1] == 1:
        return tasks * factor[:, :, 0]
    product: Array = np.matmul(tasks[:, None, :], factor)[:, 0, :]
    return product


def coloured_sums(factor: Array, whitened: Array) -> Array:
    """Return A s for each row s, shape (B, d)."""
    if factor.ndim == 1:
        return whitened * factor
    if factor.ndim == 2:
        return whitened @ factor.T
    if factor.shape[-1] == 1:
        return whitened * factor[:, :, 0]
    product: Array = np.matmul(factor, whitened[:, :, None])[:, :, 0]
    return product


def draw_label_sums(
    rng: np.random.Generator, whitened_task: Array, noise: float, length: int
) -> tuple[Array, Array]:
    """Draw (sum y_i z_i, sum y_i^2) for each whitened task.

    Parameters
    ----------
    rng : numpy.random.Generator
        All randomness.
    whitened_task : (B, d) array
        v.
    noise : float
        s.
    length : int
        M.

    Returns
    -------
    (B, d) array, (B,) array

    Examples
    --------
    At d = 1 without noise, (sum y z)^2 = sum y^2 sum z^2 and y = v z, so the two agree up to the factor v.

    >>> sums, squares = draw_label_sums(np.random.default_rng(0), np.full((4, 1), 2.0), 0.0, 3)
    >>> np.allclose(2.0 * sums[:, 0], squares)
    True
    """
    size = np.einsum("bi,bi->b", whitened_task, whitened_task)
    tau = np.sqrt(size + noise**2)
    chi_square = rng.chisquare(length, len(size))
    normal = rng.standard_normal(whitened_task.shape)
    along = np.einsum("bi,bi->b", whitened_task, normal)
    radius = np.sqrt(chi_square)
    with np.errstate(divide="ignore", invalid="ignore"):
        shrink = np.where(size > 0, (noise - tau) * along / size, 0.0)
    sums: Array = (chi_square + radius * shrink)[:, None] * whitened_task + (radius * tau)[:, None] * normal
    return sums, tau**2 * chi_square
