"""Every kind of the union is marked, and nothing else is."""

from typing import get_args

import pytest

from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions import Expression, dimension, identity, matrix
from lsa_theory.expressions.expression import Identity, Symbol, as_expression
from lsa_theory.expressions.nodes import Node


def _below(base: type) -> set[type]:
    return {c for s in base.__subclasses__() for c in {s, *_below(s)}}


def test_the_union_of_kinds_and_the_marks_agree():
    marked = {c for c in _below(Expression) if c.is_kind and c.__module__.startswith("lsa_theory.")}
    assert marked == set(get_args(Node))


def test_a_subclass_of_a_kind_is_no_kind():
    class Mine(Identity):
        pass

    with pytest.raises(UnsupportedExpression, match="Mine is no kind of expression"):
        as_expression(Mine(dimension("d")))


def test_the_printers_have_joined_without_being_asked_for():
    d = dimension("d")
    assert repr(matrix("A", d) + identity(d)) == "A + I"
    assert "A" in Symbol("A")._repr_latex_()
