"""The Python array API standard: one source for the arrays of NumPy, CuPy, JAX, PyTorch and others."""

# What the methods do is documented once, on Target.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from lsa_theory.codegen.targets.analysis import SPECIAL, log_det
from lsa_theory.codegen.targets.arrays import ArrayTarget
from lsa_theory.expressions.expression import Symbol


class ArrayApi(ArrayTarget):
    """Functions of the standard, looked up on the arrays that come in."""

    name = "array-api"
    title = "the Python array API standard"
    xp = "xp"
    reserved = ("xp", "_log_det", "_lift", "_real", "_namespace", "import_module")
    imports = ("from importlib import import_module",)
    # The first two have no arguments whose kind of number they could take.
    unsupported = frozenset({"ones", "unit"}) | SPECIAL
    helpers: ClassVar[Mapping[str, str]] = {
        **ArrayTarget.helpers,
        "_log_det": log_det("_namespace(A)"),
        "_namespace": '''def _namespace(array):
    """Return the module of an array: by the standard, or (PyTorch) the package that its class lives in."""
    if hasattr(array, "__array_namespace__"):
        return array.__array_namespace__()
    return import_module(type(array).__module__.partition(".")[0])
''',
    }

    def identity(self, like: str) -> str:
        return f"xp.eye({like}.shape[-1], dtype={like}.dtype, device={like}.device)"

    def own(self, text: str, *, is_scalar: bool) -> str:
        return text if is_scalar else f"xp.asarray({text}, copy=True)"

    def opening(self, arguments: Sequence[Symbol]) -> list[str]:
        matrices = [a.name for a in arguments if not a.is_scalar]
        return [f"xp = _namespace({(matrices or [arguments[0].name])[0]})"]
