"""Hypotheses beside equations: something is at least, or above, something else; of matrices, in their order.

A hypothesis is a scalar that is at least 0. That s is above 0 is said by 1/s, which is at least 0, and defined, exactly
where s > 0; that a symmetric matrix is definite by counting negative eigenvalues. So whoever decides hypotheses at an
instance decides these, exactly, and only who prints them has to know.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lsa_theory.errors import ShapeMismatch
from lsa_theory.expressions.blocks import negative_eigenvalues
from lsa_theory.expressions.declare import norm_squared
from lsa_theory.expressions.expression import (
    Expression,
    Number,
    Power,
    Scale,
    Sum,
    Symbol,
    Zero,
    as_expression,
    describe,
    walk,
)
from lsa_theory.expressions.functions import NegativeEigenvalues
from lsa_theory.expressions.operators import At, Gradient
from lsa_theory.expressions.random import Expectation, sources
from lsa_theory.expressions.rebuilding import replaced

# What stands for something that is assumed positive; no name that a user declares begins like this.
_STAND_IN = "\0positive"
# Letters whose place a sum takes where signs are read; a dimension is a number there, and stays what it is in shapes.
_OF_SIGNS = ("real", "positive", "dimension")


def at_least(left: object, right: object = 0) -> Expression:
    """Return the hypothesis left >= right; of symmetric matrices, that left - right is positive semi-definite.

    Raises
    ------
    ShapeMismatch
        If the sides are no scalars and no square matrices of one size.

    Examples
    --------
    >>> from lsa_theory import Claim, absolute, at_least, dimension, scalar, symmetric
    >>> a = scalar("a"); A = symmetric("A", dimension("d"))
    >>> print(Claim(absolute(a), a, given=[at_least(a)]).describe())
    |a| = a
      given a >= 0
    >>> print(Claim(A, A, given=[at_least(A)]).describe().splitlines()[1].strip())
    given A >= 0, as symmetric matrices
    """
    apart = _apart(left, right)
    return apart if apart.is_scalar else -negative_eigenvalues(apart)


def greater(left: object, right: object = 0) -> Expression:
    """Return the hypothesis left > right; of symmetric matrices, that left - right is positive definite.

    Raises
    ------
    ShapeMismatch
        If the sides are no scalars and no square matrices of one size.

    Examples
    --------
    >>> from lsa_theory import Claim, greater, dimension, judge, scalar, sign
    >>> a = scalar("a")
    >>> judge(Claim(sign(a), 1, given=[greater(a)])).verdict.value
    'confirmed'
    >>> judge(Claim(sign(a), 1, given=[a])).verdict.value
    'refuted'
    >>> N, d = dimension("N"), dimension("d")
    >>> print(Claim(N, N, given=[greater(N, d + 1)]).describe().splitlines()[1].strip())
    given N > d + 1
    """
    apart = _apart(left, right)
    if apart.is_scalar:
        return Power(apart, Fraction(-1))
    return negative_eigenvalues(-apart) - as_expression(apart.rows)


def nonzero(body: object) -> Expression:
    """Return the hypothesis that a scalar, vector or matrix is not 0: the sum of the squares of its entries is above 0.

    Examples
    --------
    >>> from lsa_theory import Claim, dimension, nonzero, vector
    >>> x = vector("x", dimension("d"))
    >>> print(Claim(x, x, given=[nonzero(x)]).describe().splitlines()[1].strip())
    given x is not 0
    """
    tree = as_expression(body)
    return greater(tree**2 if tree.is_scalar else norm_squared(tree))


def positive_in(hypothesis: Expression) -> Expression | None:
    """Return what a hypothesis says to be above 0, or positive definite; None if it says no such thing."""
    if isinstance(hypothesis, Power) and hypothesis.exponent == -1:
        return hypothesis.child
    matrix, strict = _order_in(hypothesis)
    return matrix if strict else None


@dataclass(frozen=True)
class Assumption:
    """What a hypothesis says: left against right, by one of ">=", ">", "psd" and "pd" (of matrices) and "not 0"."""

    left: Expression
    sign: str
    right: Expression


def assumption(hypothesis: Expression) -> Assumption:
    """Return what a hypothesis says, for whoever prints it."""
    nothing = as_expression(0)
    matrix, strict = _order_in(hypothesis)
    if matrix is not None:
        return Assumption(matrix, "pd" if strict else "psd", nothing)
    above = positive_in(hypothesis)
    if above is None:
        return Assumption(hypothesis, ">=", nothing)
    inside = _squared(above)
    if inside is not None:
        return Assumption(inside, "not 0", nothing)
    left, right = _sides(above)
    return Assumption(left, ">", right)


def told(hypothesis: Expression) -> str:
    """Return a hypothesis as readable text.

    >>> from lsa_theory.expressions import scalar
    >>> a, b = scalar("a"), scalar("b")
    >>> told(a - b), told(greater(a, b)), told(greater(a)), told(nonzero(a))
    ('a - b >= 0', 'a > b', 'a > 0', 'a is not 0')
    """
    says = assumption(hypothesis)
    if says.sign == "not 0":
        return f"{says.left!r} is not 0"
    if says.sign in ("psd", "pd"):
        return f"{says.left!r} {'>' if says.sign == 'pd' else '>='} 0, as symmetric matrices"
    return f"{says.left!r} {says.sign} {says.right!r}"


def known_signs(given: Sequence[Expression]) -> Callable[[Expression], Expression]:
    """Return what puts letters that have a sign in the place of what hypotheses say has it.

    Of what is above 0 a positive letter, of what is at least 0 the square of one, of matrices a definite letter or
    Z Z'. Where a > b is assumed, a becomes b plus such a letter besides. Only signs may be read off what comes out: the
    letters stand for values, not for formulas.
    """
    known = [(tree, letter) for k, sign in enumerate(given) for tree, letter in _stand_ins(sign, k)]
    # Under an average a hypothesis about single draws says nothing.
    drawn = any(sources(tree) for tree, _ in known)
    sums = {id(tree): _flat(tree) for tree, _ in known if isinstance(tree, Sum)}

    def standing_in(node: Expression) -> Expression | None:
        if isinstance(node, Expectation) and drawn:
            return node
        flat = _flat(node) if isinstance(node, Sum) and sums else None
        return next(
            (letter for tree, letter in known if tree == node or (flat and sums.get(id(tree)) == flat)), None
        )

    def read(tree: Expression) -> Expression:
        tree = replaced_where_free(tree, standing_in)
        for hypothesis, letter in known:
            solved = solved_for(hypothesis, letter, _OF_SIGNS) if letter.is_scalar and not drawn else None
            if solved is not None:
                tree = _collected(replaced_where_free(in_place_of(tree, *solved), standing_in))
        return tree

    return read if known else lambda tree: tree


def _stand_ins(hypothesis: Expression, k: int) -> list[tuple[Expression, Expression]]:
    """Return what a hypothesis gives a sign, and what stands for it."""
    name = f"{_STAND_IN} {k}"
    above = positive_in(hypothesis)
    if above is not None:
        structure = "positive" if above.is_scalar else "positive definite"
        found: list[tuple[Expression, Expression]] = [
            (above, Symbol(name, above.rows, above.cols, structure))
        ]
    else:
        matrix, _ = _order_in(hypothesis)
        if matrix is not None:
            root = Symbol(name, matrix.rows, matrix.cols, "general")
            found = [(matrix, root @ root.T)]
        else:
            found = [(hypothesis, Symbol(name) ** 2)]
    return [pair for pair in found if not isinstance(pair[0], Number)]


def _collected(tree: Expression) -> Expression:
    """Return a sum with its equal terms put together: what stands for a letter may cancel what is left of it."""
    if not isinstance(tree, Sum):
        return tree
    terms = [term if count == 1 else as_expression(count) * term for term, count in _flat(tree).items()]
    return _added(terms) if terms else Zero(*tree.shape)


def _flat(tree: Expression, sign: int = 1) -> Counter[Expression]:
    """Return the terms of a sum, sums inside it opened, with how often they stand in it."""
    terms: Counter[Expression] = Counter()
    if isinstance(tree, Sum):
        for term in tree.terms:
            terms.update(_flat(term, sign))
    elif isinstance(tree, Scale) and _is_negated(tree) and tree == -tree.child:
        terms.update(_flat(tree.child, -sign))
    elif isinstance(tree, Number):
        unit = as_expression(1)
        whole = tree.value.denominator == 1
        terms[unit if whole else tree] += sign * (int(tree.value) if whole else 1)
    else:
        terms[tree] += sign
    return Counter({term: count for term, count in terms.items() if count})


def solved_for(
    tree: Expression, value: Expression, letters: tuple[str, ...] = ("real", "positive")
) -> tuple[Symbol, Expression] | None:
    """Return a scalar letter, and what it is where a sum such as a - b has a value; None if no letter stands alone.

    >>> from lsa_theory.expressions import scalar
    >>> a, b, t = scalar("a"), scalar("b"), scalar("t")
    >>> solved_for(a - b**2, t)
    (a, t + b**2)
    """
    if isinstance(tree, Scale) and isinstance(tree.child, Symbol) and tree == -tree.child:
        return (tree.child, -value) if tree.child.structure == "real" else None
    if not isinstance(tree, Sum):
        return None
    for k, term in enumerate(tree.terms):
        letter = _turned(term) if _is_negated(term) else term
        if not isinstance(letter, Symbol) or letter.structure not in letters:
            continue
        if _is_negated(term) and term != -letter:
            continue
        rest = [t for j, t in enumerate(tree.terms) if j != k]
        if any(letter in walk(t) for t in rest):
            continue
        turned = [t if _is_negated(term) else (_turned(t) if _is_negated(t) else -t) for t in rest]
        return letter, Sum((-value if _is_negated(term) else value, *turned))
    return None


def in_place_of(tree: Expression, letter: Symbol, value: Expression) -> Expression:
    """Return a tree with a value in the place of a letter, wherever nothing else binds the letter."""
    return replaced_where_free(tree, lambda node: value if node == letter else None)


def replaced_where_free(
    tree: Expression, replacement: Callable[[Expression], Expression | None]
) -> Expression:
    """Return a tree with parts replaced, but for what stands under a derivative or a substitution.

    There a letter is a place and no value. What stays there keeps its letters, of which then less is known.
    """
    return replaced(tree, lambda node: node if isinstance(node, At | Gradient) else replacement(node))


def _apart(left: object, right: object) -> Expression:
    if _is_nothing(left) and isinstance(right, Expression) and not _is_nothing(right):
        return _apart(-right, 0)
    one = as_expression(left)
    bare = _is_nothing(right)
    other = Zero(*one.shape) if bare and not one.is_scalar else as_expression(right)
    if one.shape != other.shape or one.rows != one.cols:
        raise ShapeMismatch(
            f"{describe(one)} and {describe(other)} cannot be ordered: give two scalars, or two square matrices of one "
            "size; that a vector is not 0 is nonzero(x)"
        )
    return one if bare else one - other


def _is_nothing(tree: object) -> bool:
    return isinstance(tree, Zero) or (isinstance(tree, int | Number) and tree in (0, as_expression(0)))


def _order_in(hypothesis: Expression) -> tuple[Expression | None, bool]:
    """Return the matrix whose definiteness a hypothesis is about, and whether strictly; no matrix if it is not."""
    if isinstance(hypothesis, Sum) and len(hypothesis.terms) == 2:
        first, second = hypothesis.terms
        matrix = _counted(first)
        if matrix is not None and second == -as_expression(matrix.rows):
            turned = matrix.child if isinstance(matrix, Scale) and matrix == -matrix.child else -matrix
            return turned, True
        return None, False
    if isinstance(hypothesis, Scale) and hypothesis == -hypothesis.child:
        return _counted(hypothesis.child), False
    return None, False


def _counted(node: Expression) -> Expression | None:
    """Return the matrix whose negative eigenvalues a node counts."""
    if isinstance(node, NegativeEigenvalues) and len(node.factors) == 1:
        rows = node.factors[0]
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else None
    return None


def _squared(tree: Expression) -> Expression | None:
    """Return what a tree is the sum of the squares of the entries of."""
    if isinstance(tree, Power) and tree.exponent == 2 and tree.is_scalar:
        return tree.child
    for part in tree.children[:1]:
        factors = part.children if part.children else tree.children
        for inside in (factors[0], factors[-1].T if factors else None):
            if inside is not None and not inside.is_scalar and norm_squared(inside) == tree:
                return inside
    return None


def _sides(tree: Expression) -> tuple[Expression, Expression]:
    """Return a difference as what stands above and what stands below."""
    nothing = as_expression(0)
    if not isinstance(tree, Sum):
        return tree, nothing
    above = [t for t in tree.terms if not _is_negated(t)]
    below = [_turned(t) for t in tree.terms if _is_negated(t)]
    if not above:
        return tree, nothing
    return _added(above), _added(below) if below else nothing


def _is_negated(tree: Expression) -> bool:
    if isinstance(tree, Number):
        return tree.value < 0
    return isinstance(tree, Scale) and isinstance(tree.scalar, Number) and tree.scalar.value < 0


def _turned(tree: Expression) -> Expression:
    bare = isinstance(tree, Scale) and tree == -tree.child
    return tree.child if isinstance(tree, Scale) and bare else -tree


def _added(terms: Sequence[Expression]) -> Expression:
    return terms[0] if len(terms) == 1 else Sum(tuple(terms))
