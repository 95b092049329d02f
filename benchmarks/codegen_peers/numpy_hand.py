"""Hand-written NumPy by the best hand we have: constants hoisted, products shared, one file for one task each.

One version for a single instance and one for a batch, since a hand that knows which it needs writes both. For two
matrices `A.dot(B)` and for two vectors of entries `A.ravel().dot(B.ravel())` are NumPy's shortest ways. Systems are
solved by `np.linalg.solve`: NumPy has no other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.codegen_peers.problem import Problem


def build(p: Problem) -> Callable[[], tuple[Any, ...]]:
    """Return the work of a task as a function of nothing."""
    return {"objective": objective, "flow": flow, "minimum": minimum, "risk": risk}[p.task](p)


def objective(p: Problem) -> Callable[[], tuple[Any, ...]]:
    L, GL = p.Lambda, p.Gamma @ p.Lambda
    L2, half, d = L @ L, np.trace(L) / 2, p.d
    flat = L2.ravel()

    def single(U: Any, u: Any) -> tuple[Any, ...]:
        G = GL.dot(U.dot(L))
        entries = U.ravel()
        t, s = entries.dot(G.ravel()), flat.dot(entries)
        slope = u * t - s
        return half + u * (slope - s) / 2, u * (u * G - L2), slope

    def many(U: Any, u: Any) -> tuple[Any, ...]:
        G = GL @ (U.reshape(-1, d) @ L).reshape(U.shape) if d <= 64 else GL @ (U @ L)
        rows = U.reshape(len(U), -1)
        t, s = np.vecdot(rows, G.reshape(rows.shape)), rows @ flat
        slope = u * t - s
        loss = half + u * (slope - s) / 2
        G *= u[:, None, None]
        G -= L2
        G *= u[:, None, None]
        return loss, G, slope

    return (lambda: many(p.U, p.u)) if p.is_batched else (lambda: single(p.U, p.u))


def flow(p: Problem) -> Callable[[], tuple[Any, ...]]:
    L, GL = p.Lambda, p.Gamma @ p.Lambda
    L2, d = L @ L, p.d

    def single(U: Any, u: Any) -> tuple[Any, ...]:
        R = L2 - u * GL.dot(U.dot(L))
        return u * R, U.ravel().dot(R.ravel())

    def many(U: Any, u: Any) -> tuple[Any, ...]:
        G = GL @ (U.reshape(-1, d) @ L).reshape(U.shape) if d <= 64 else GL @ (U @ L)
        scale = u[:, None, None]
        G *= scale
        np.subtract(L2, G, out=G)
        rows = U.reshape(len(U), -1)
        rate = np.vecdot(rows, G.reshape(rows.shape))
        G *= scale
        return G, rate

    return (lambda: many(p.U, p.u)) if p.is_batched else (lambda: single(p.U, p.u))


def _gamma(L: Any, N: int) -> tuple[Any, Any]:
    """Return Gamma and tr(Lambda) / N."""
    G = (1 + 1 / N) * L
    if L.ndim == 2:
        share = L.trace() / N
        G.ravel()[:: len(G) + 1] += share
    else:
        share = np.einsum("...ii->...", L) / N
        np.einsum("...ii->...i", G)[...] += share[..., None]
    return G, share


def _inner(A: Any, B: Any) -> Any:
    if A.ndim == 2:
        return A.ravel().dot(B.ravel())
    return np.vecdot(A.reshape(len(A), -1), B.reshape(len(B), -1))


def minimum(p: Problem) -> Callable[[], tuple[Any, ...]]:
    def run(L: Any, N: int) -> tuple[Any, ...]:
        G, share = _gamma(L, N)
        X = np.linalg.solve(G, L)
        trace = X.trace() if X.ndim == 2 else np.einsum("...ii->...", X)
        # tr((Lambda / N + share I) X) / 2
        return ((_inner(L, X) / N + share * trace) / 2,)

    return lambda: run(p.Lambda, p.N)


def risk(p: Problem) -> Callable[[], tuple[Any, ...]]:
    def run(L: Any, N: int, M: int) -> tuple[Any, ...]:
        G, share = _gamma(L, N)
        X = np.linalg.solve(G, L)
        # X = Gamma^{-1} Lambda is symmetric, and Gamma^{-1} Excess is I - X.
        rest = -X
        if L.ndim == 2:
            rest.ravel()[:: len(rest) + 1] += 1
        else:
            np.einsum("...ii->...i", rest)[...] += 1
        LX = L @ X
        bias = _inner(L - LX, rest)
        return (bias + (_inner(LX, X) + N * share * _inner(X, X)) / M,)

    return lambda: run(p.Lambda, p.N, p.M)
