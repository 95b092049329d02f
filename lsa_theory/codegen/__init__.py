"""How an expression becomes a function; knows no theory."""

from lsa_theory.codegen.function import Definition, Function, Output
from lsa_theory.codegen.numpy_source import module_source

__all__ = ["Definition", "Function", "Output", "module_source"]
