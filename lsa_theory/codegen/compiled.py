"""A compiled function: called like the function that it holds, shown by its formula, shipped as its source."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

from lsa_theory.errors import InvalidArgument


class CompiledFunction:
    """What `compile` returns.

    It pickles as its source text, so that other processes can have it; `name` and `target` say what it is.

    Examples
    --------
    >>> import pickle
    >>> from lsa_theory.codegen.compiling import compile
    >>> from lsa_theory.expressions import dimension, positive_definite, trace
    >>> f = compile(trace(positive_definite("Lambda", dimension("d"))), name="size")
    >>> f
    <size(Lambda), compiled for numpy: tr(Lambda)>
    >>> pickle.loads(pickle.dumps(f))([[2, 0], [0, 3]])
    np.float64(5.0)
    """

    def __init__(self, source: str, name: str, target: str, formula: str = "", latex: str = "") -> None:
        self.source, self.name, self.target = source, name, target
        self._formula, self._latex = formula, latex
        space: dict[str, Any] = {}
        try:
            exec(compile(source, f"<lsa_theory {name} for {target}>", "exec"), space)
        except ModuleNotFoundError as error:
            raise InvalidArgument(
                f"the target {target} needs {error.name}, which is not installed; install it, or take another target"
            ) from None
        made: Callable[..., Any] = space.get(f"prepare_{name}") or space[name]
        self._made = made
        functools.update_wrapper(self, made)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Return what the function that it holds returns."""
        return self._made(*args, **kwargs)

    def __reduce__(self) -> tuple[Any, ...]:
        return CompiledFunction, (self.source, self.name, self.target, self._formula, self._latex)

    def __repr__(self) -> str:
        body = f": {self._formula}" if self._formula else ""
        return f"<{self._made.__name__}{inspect.signature(self._made)}, compiled for {self.target}{body}>"

    def _repr_latex_(self) -> str | None:
        return self._latex or None
