"""The small functions that generated NumPy calls by name, each printed where it is used."""

from __future__ import annotations

# What nearly every caller gives, a float64 array or a number of Python, is told by its type before these are called.
NUMBER = '''def _number(name, x):
    """Return a number or an array of numbers as floating point: fixed-width integers would wrap."""
    if type(x) is int and -(2**53) <= x <= 2**53:
        return x
    kind = getattr(getattr(x, "dtype", None), "char", "")
    if kind and kind in "fdFD" and not isinstance(x, np.ma.MaskedArray):
        return x
    if isinstance(x, np.ma.MaskedArray) and np.ma.is_masked(x):
        raise ValueError(f"{name} has masked entries; fill them, {name}.filled(...)")
    try:
        array = np.asarray(x)
        if array.dtype.kind not in "biufcO" or None in array.ravel().tolist():
            raise TypeError
        array = array if array.dtype.char in "fdFD" else array.astype(complex if array.dtype.kind == "c" else float)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{name} must be a number or an array of numbers; given {str(x)[:60]!r}") from None
    return array if array.ndim else array[()]
'''

LENGTH = '''def _length(name, x):
    """Return a length or a batch of them as floating point; it is positive."""
    x = _number(name, x)
    if not np.all(np.real(x) > 0):
        raise ValueError(f"{name} is a length; it must be positive, given {str(x)[:60]}")
    return x
'''

MATRIX = '''def _matrix(name, A):
    """Return a matrix or a batch of them as an array of floating point."""
    A = np.asarray(_number(name, A))
    if A.ndim < 2:
        raise ValueError(
            f"{name} must have the shape (..., rows, columns); given {A.shape}. A vector is a matrix of one column, "
            f"{name}[:, None]"
        )
    return A
'''

# For what was made symmetric the quick answers are equal bytes, 0.3 microseconds at d = 5, and equal entries from where
# copying takes longer than comparing.
CHECK_SYMMETRIC = '''def _check_symmetric(name, A):
    """Refuse a matrix that is not square and symmetric, up to what rounding leaves."""
    if A.shape[-2] == A.shape[-1]:
        if (A.tobytes() == A.mT.tobytes()) if A.nbytes <= 2**16 else (A == A.mT).all():
            return
        slack = 64 * A.shape[-1] * np.finfo(A.dtype).eps * np.abs(A).max(initial=0.0)
        if not (np.abs(A - A.mT) > slack).any():
            return
    raise ValueError(f"{name} must be symmetric; given {A.shape[-2:]} that is not. Take ({name} + {name}.mT) / 2")
'''

INNER = '''def _inner(A, B):
    """Return the sum of A_ij B_ij, which is tr(A B'), without a product of matrices."""
    if A.ndim == B.ndim == 2:
        return A.ravel().dot(B.ravel())
    entries = A.shape[-2] * A.shape[-1]
    A, B = A.reshape(*A.shape[:-2], entries), B.reshape(*B.shape[:-2], entries)
    if A.ndim == 1:
        return B @ A
    if B.ndim == 1:
        return A @ B
    return np.vecdot(A.conj(), B)
'''

# Measured: einsum takes a third of the time of np.trace for a batch at d = 4.
TRACE = '''def _trace(A):
    """Return the sum of A_ii."""
    return A.trace() if A.ndim == 2 else np.einsum("...ii->...", A)
'''

# What is added to was just made: writing over it saves a copy.
ADD_TO_DIAGONAL = '''def _add_to_diagonal(matrix, scalar):
    """Return matrix + scalar I, written over the matrix, which nobody else needs, if that can hold it."""
    if type(scalar) not in (int, float, matrix.dtype.type) or matrix.dtype.kind not in "fc":
        if not hasattr(scalar, "dtype"):
            matrix = matrix + type(scalar)()
        elif scalar.shape != matrix.shape[:-2] or scalar.dtype != matrix.dtype:
            matrix = matrix + np.zeros(scalar.shape, scalar.dtype)[..., None, None]
    if matrix.ndim == 2:
        diagonal = matrix.ravel("K")[:: len(matrix) + 1]
        diagonal += scalar
    else:
        diagonal = np.einsum("...ii->...i", matrix)
        diagonal += scalar[..., None] if getattr(scalar, "ndim", 0) else scalar
    return matrix
'''

TIMES = '''def _times(A, B):
    """Return A @ B; a batch times one small matrix is one product instead of many."""
    if A.ndim == 2 or B.ndim > 2 or A.shape[-1] > 64:
        return A @ B
    return (A.reshape(-1, A.shape[-1]) @ B).reshape(*A.shape[:-1], B.shape[-1])
'''

# Measured at batch 1000: 0.24 of the time of two products at d = 4, 0.3 at 8, 0.54 at 12.
SANDWICH = '''def _sandwich(A, X, B):
    """Return A @ X @ B; many small X between one A and one B are one product with a Kronecker product."""
    if X.ndim == 2:
        return A @ (X @ B)
    n, m = X.shape[-2:]
    if A.ndim > 2 or B.ndim > 2 or n * m > 144 or X.size < (n * m) ** 2:
        return A @ _times(X, B)
    both = (A.mT[:, None, :, None] * B[None, :, None, :]).reshape(n * m, -1)
    return (X.reshape(-1, n * m) @ both).reshape(*X.shape[:-2], A.shape[-2], B.shape[-1])
'''

# Measured at d = 32 and 64, batch 1000: 0.9 of the time of fresh arrays.
SCALED = '''def _scaled(s, X):
    """Return s X, written over X, which nobody else needs, if that can hold it."""
    s = _lift(s)
    if getattr(s, "shape", ())[:-2] not in ((), X.shape[:-2]) or np.result_type(s, X) != X.dtype:
        return s * X
    X *= s
    return X
'''

PLUS = '''def _plus(A, s, X):
    """Return A + s X, written over X, which nobody else needs, if that can hold it."""
    s = _lift(s)
    fits = (A.ndim == 2 or A.shape == X.shape) and getattr(s, "shape", ())[:-2] in ((), X.shape[:-2])
    if not fits or np.result_type(A, s, X) != X.dtype:
        return A + s * X
    X *= s
    X += A
    return X
'''

# Products with the zeros of a triangle left out cost 5/8 of a whole one, in four pieces.
LOWER_TIMES = '''def _lower_times(T, B):
    """Return T @ B for lower triangular T."""
    n = T.shape[-1]
    if n < 128:
        return T @ B
    result = np.empty((*np.broadcast_shapes(T.shape[:-2], B.shape[:-2]), n, B.shape[-1]), np.result_type(T, B))
    for i, k in ((0, n // 4), (n // 4, n // 2), (n // 2, 3 * n // 4), (3 * n // 4, n)):
        np.matmul(T[..., i:k, :k], B[..., :k, :], out=result[..., i:k, :])
    return result
'''

UPPER_TIMES = '''def _upper_times(T, B):
    """Return T' @ B for lower triangular T."""
    n = T.shape[-1]
    if n < 128:
        return T.mT @ B
    result = np.empty((*np.broadcast_shapes(T.shape[:-2], B.shape[:-2]), n, B.shape[-1]), np.result_type(T, B))
    for i, k in ((0, n // 4), (n // 4, n // 2), (n // 2, 3 * n // 4), (3 * n // 4, n)):
        np.matmul(T[..., i:, i:k].mT, B[..., i:, :], out=result[..., i:k, :])
    return result
'''

# Measured against np.linalg.solve with as many right sides: 0.4 of its time at d = 256, 0.45 at 128, for a batch 0.4 at
# d = 32 and 0.6 at d = 4; it is slower for one matrix below d = 64. A complex matrix is symmetric, not Hermitian:
# halved to the end, it is never conjugated.
INVERSE_ROOT = '''def _inverse_root(A):
    """Return the lower triangular T with T' T = A^-1 for positive definite A, which is written over."""
    n = A.shape[-1]
    if A.dtype.kind not in "fc":
        A = A.astype(float)
    if n == 1:
        return A**-0.5
    if n <= 64 and A.dtype.kind != "c":
        return _inverse_of_lower(np.linalg.cholesky(A))
    # By halves: most of it is products.
    half = n // 2
    A[..., :half, :half] = first = _inverse_root(A[..., :half, :half])
    below = A[..., half:, :half] @ first.mT
    A[..., half:, half:] -= below @ below.mT
    A[..., half:, half:] = last = _inverse_root(A[..., half:, half:])
    below *= -1
    np.matmul(last, below @ first, out=A[..., half:, :half])
    A[..., :half, half:] = 0
    return A
'''

# A row of all small blocks at once: for a batch of 4000 blocks 0.25 of the time of np.linalg.inv, which takes them in
# turn.
INVERSE_OF_LOWER = '''def _inverse_of_lower(L):
    """Return L^-1 for lower triangular L: small blocks row by row, then twice as large ones by products."""
    n = size = L.shape[-1]
    count = 1
    while size > 4:
        size, count = (size + 1) // 2, 2 * count
    if size * count > n:
        padded = np.zeros((*L.shape[:-2], size * count, size * count), L.dtype)
        padded[..., :n, :n] = L
        np.einsum("...ii->...i", padded)[..., n:] = 1
        L = padded
    T = np.zeros_like(L)
    given, made = _blocks(L, count), _blocks(T, count)
    pivots = np.einsum("...ii->...i", made)
    np.divide(1, np.einsum("...ii->...i", given), out=pivots)
    for i in range(1, size):
        row = (given[..., i, None, :i] @ made[..., :i, :i])[..., 0, :]
        np.multiply(row, -pivots[..., i, None], out=made[..., i, :i])
    while count > 1:
        count //= 2
        given, made = _blocks(L, count), _blocks(T, count)
        made[..., size:, :size] = -made[..., size:, size:] @ (given[..., size:, :size] @ made[..., :size, :size])
        size *= 2
    return T[..., :n, :n]
'''

BLOCKS = '''def _blocks(A, count):
    """Return the diagonal blocks of A, as a view, along an axis before the last two."""
    size = A.shape[-1] // count
    return np.einsum("...iaib->...iab", A.reshape(*A.shape[:-2], count, size, count, size))
'''

REAL = '''def _real(A):
    """Return A, or refuse it: LAPACK's eigensystems are of real symmetric matrices, or Hermitian ones."""
    if A.dtype.kind == "c" and A.imag.any():
        raise ValueError(
            "eigenvalues of a complex matrix were asked for, which are no analytic functions of it; give a real "
            "matrix, or difference instead of a complex step"
        )
    return A
'''

ONE_BATCH = '''def _one_batch(matrices, scalars):
    """Return whether all matrices have one leading axis, longer than 1, and each scalar has that axis or none."""
    first = matrices[0]
    same = all(shape == first for shape in matrices) and all(shape in ((), first) for shape in scalars)
    return same and len(first) == 1 and first[0] > 1
'''

# Measured on L2 caches of 1 and 2 MiB: at d = 16 and 32 pieces of 128 to 256 KiB are the quickest, because what is
# made in between stays in the cache and below the size that the allocator gives back to the system at once.
IN_CHUNKS = '''def _in_chunks(function, *arrays):
    """Return function(*arrays) by pieces of the first axis that stay in the cache, 192 KiB of the largest each."""
    size, length = max((x.nbytes, len(x)) for x in arrays if np.ndim(x))
    step, results = max(1, 192 * 1024 * length // size), []
    for start in range(0, length, step):
        parts = function(*(x[start : start + step] if np.ndim(x) else x for x in arrays))
        parts = parts if isinstance(parts, tuple) else (parts,)
        results = results or [np.empty((length, *x.shape[1:]), x.dtype) for x in parts]
        for result, part in zip(results, parts):
            result[start : start + step] = part
    return tuple(results) if len(results) > 1 else results[0]
'''

HELPERS = {
    "_number": NUMBER,
    "_length": LENGTH,
    "_matrix": MATRIX,
    "_check_symmetric": CHECK_SYMMETRIC,
    "_inner": INNER,
    "_trace": TRACE,
    "_times": TIMES,
    "_sandwich": SANDWICH,
    "_scaled": SCALED,
    "_plus": PLUS,
    "_add_to_diagonal": ADD_TO_DIAGONAL,
    "_lower_times": LOWER_TIMES,
    "_upper_times": UPPER_TIMES,
    "_inverse_root": INVERSE_ROOT,
    "_inverse_of_lower": INVERSE_OF_LOWER,
    "_blocks": BLOCKS,
    "_real": REAL,
    "_one_batch": ONE_BATCH,
    "_in_chunks": IN_CHUNKS,
}
