"""Every symbol that the theory uses stands in the table of notation, with shape and meaning."""

import pytest

from lsa_theory.algebra.declarations import declarations
from lsa_theory.expressions import Expression
from lsa_theory.expressions.notation import TABLE, latex_name
from lsa_theory.theory import population_loss, setting


def symbols():
    found = set(declarations(population_loss.loss()))
    found |= {s.name for s in vars(setting).values() if isinstance(s, Expression) and hasattr(s, "name")}
    return sorted(found)


@pytest.mark.parametrize("name", symbols())
def test_it_has_an_entry(name):
    entry = TABLE[name]
    assert entry.latex
    assert entry.shape
    assert entry.assumption
    assert len(entry.meaning) >= 5


def test_names_outside_the_table_print_by_spelling():
    assert latex_name("beta_2") == r"\beta_{2}"
    assert latex_name("odd_name_here") == r"\mathrm{odd\_name\_here}"
