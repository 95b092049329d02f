"""How an expression becomes a function; knows no theory."""

from lsa_theory.codegen.compiling import compile
from lsa_theory.codegen.explain import explain
from lsa_theory.codegen.function import Application, Definition, Function, Output
from lsa_theory.codegen.javascript.module import to_javascript
from lsa_theory.codegen.printing import module_source
from lsa_theory.doors import door

for _name in (
    "Application",
    "Definition",
    "Function",
    "Output",
    "compile",
    "explain",
    "module_source",
    "to_javascript",
):
    globals()[_name] = door(globals()[_name], __name__)

__all__ = [
    "Application",
    "Definition",
    "Function",
    "Output",
    "compile",
    "explain",
    "module_source",
    "to_javascript",
]
