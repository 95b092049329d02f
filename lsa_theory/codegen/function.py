"""What to generate: a named function, its outputs as expressions, its arguments in order."""

from __future__ import annotations

from dataclasses import dataclass

from lsa_theory.algebra.normal import Normal, normal
from lsa_theory.algebra.ring.occurring import names_of, parts_of
from lsa_theory.errors import InvalidArgument, UnsupportedExpression
from lsa_theory.expressions.expression import Expression, Symbol


@dataclass(frozen=True)
class Output:
    """One returned value: its name and its expression.

    Examples
    --------
    >>> from lsa_theory import dimension, positive_definite, trace
    >>> from lsa_theory.codegen import Output
    >>> Lambda = positive_definite("Lambda", dimension("d"))
    >>> Output("value", trace(Lambda @ Lambda)).form()
    tr(Lambda**2)
    """

    name: str
    expression: Expression

    def form(self) -> Normal:
        """Return the normal form that is printed."""
        return normal(self.expression)


@dataclass(frozen=True)
class Definition:
    """A named intermediate matrix, such as Gamma.

    Examples
    --------
    >>> from lsa_theory import dimension, identity, positive_definite, trace
    >>> from lsa_theory.codegen import Definition
    >>> d = dimension("d")
    >>> Lambda, Gamma = positive_definite("Lambda", d), positive_definite("Gamma", d)
    >>> Definition(Gamma, Lambda + trace(Lambda) * identity(d)).symbol
    Gamma
    """

    symbol: Symbol
    expression: Expression


@dataclass(frozen=True)
class Application:
    """A scalar that stands for an elementary function of a scalar expression, such as exp(tr(A)).

    Examples
    --------
    >>> from lsa_theory import dimension, matrix, scalar, trace
    >>> from lsa_theory.codegen import Application, Function, Output, module_source
    >>> A, e = matrix("A", dimension("d")), scalar("e")
    >>> decayed = Application(e, "exp", -trace(A))
    >>> f = Function("f", "A decayed.", (A,), (Output("value", e * A),), applications=(decayed,))
    >>> "np.exp(" in module_source("One function.", [f])
    True
    """

    symbol: Symbol
    function: str
    argument: Expression


@dataclass(frozen=True)
class Function:
    """A function to generate.

    Parameters
    ----------
    name : str
        A Python identifier.
    summary : str
        The first line of its docstring.
    arguments : tuple of Symbol
        In the order of the signature; dimensions that can be read off an array's shape may be left out.
    outputs : tuple of Output
        What it returns, in order.
    source : str
        Where the formula comes from.
    definitions : tuple of Definition
        Matrices that the function computes first and the outputs refer to by name.
    constants : tuple of Symbol
        Arguments that stay the same over many calls. With them a function `prepare_<name>(constants)` is made,
        which returns the function of the others.
    applications : tuple of Application
        Elementary functions of scalars, which the outputs refer to by name; inner ones first.

    Examples
    --------
    >>> from lsa_theory import dimension, matrix, trace
    >>> from lsa_theory.codegen import Function, Output, module_source
    >>> A = matrix("A", dimension("d"))
    >>> size = Function("size", "Squared length of A.", (A,), (Output("value", trace(A @ A.T)),))
    >>> "def size(A):" in module_source("One function.", [size])
    True
    """

    name: str
    summary: str
    arguments: tuple[Symbol, ...]
    outputs: tuple[Output, ...]
    source: str = ""
    definitions: tuple[Definition, ...] = ()
    constants: tuple[Symbol, ...] = ()
    applications: tuple[Application, ...] = ()

    @property
    def variables(self) -> tuple[Symbol, ...]:
        """The arguments that are not constants."""
        return tuple(a for a in self.arguments if a not in self.constants)

    def __post_init__(self) -> None:
        if not self.name.isidentifier():
            raise InvalidArgument(f"the function name {self.name!r} is not a Python identifier")
        for constant in self.constants:
            if constant not in self.arguments:
                raise InvalidArgument(
                    f"{self.name}: the constant {constant.name} is not among the arguments; add it there"
                )
        given = {a.name for a in self.arguments} | {
            s.name for a in self.arguments for s in a.shape if isinstance(s, Symbol)
        }
        given |= {d.symbol.name for d in self.definitions} | {a.symbol.name for a in self.applications}
        for output in self.outputs:
            names = names_of(parts_of(output.form().terms))
            for name, declared in output.form().declared:
                used = name in names
                if used and not isinstance(declared, Symbol):
                    raise UnsupportedExpression(
                        f"{self.name}: {output.name} still contains the random {name}; take its expectation first"
                    )
                if used and name not in given:
                    raise InvalidArgument(
                        f"{self.name}: {output.name} uses {name}, which is not among the arguments "
                        f"{', '.join(sorted(given))}; add it"
                    )
