"""The fewest words in Lambda and Gamma: what was typed with few words is found again from its expansion."""

import pytest

from lsa_theory.algebra.compact.compacting import compact
from lsa_theory.algebra.compact.field import Field
from lsa_theory.algebra.compact.length import length
from lsa_theory.algebra.compact.sparsest import _reaches, sparsest
from lsa_theory.algebra.normal import normal
from lsa_theory.algebra.ring.words import generator_of
from lsa_theory.expressions import dimension, identity, positive_definite, trace
from lsa_theory.expressions.operators import at

d, N, M = dimension("d"), dimension("N"), dimension("M")
Lambda, Gamma = positive_definite("Lambda", d), positive_definite("Gamma", d)
meaning = (1 + 1 / N) * Lambda + trace(Lambda) / N * identity(d)

TYPED = {
    "two resolvents": 3 * Lambda**3 @ Gamma**-1 + Gamma**-2,
    "a power and a resolvent": Lambda @ Gamma**-3 - 2 * Lambda**3,
    "different powers": Gamma**-1 / N**2 - 2 * Lambda**3 @ Gamma**-3,
    "traces": trace(Gamma**-1) / N**2 + trace(Lambda @ Gamma**-3) / N,
    "weights with traces": trace(Lambda) * Lambda @ Gamma**-1 / N + Lambda**3 / N,
    "three words": Gamma**-2 / N**2 + trace(Lambda) * Gamma**-3 / N + 3 * Lambda**2 @ Gamma**-3,
    "parts with M": Lambda**2 @ Gamma**-3 / M + Gamma**-1 / N + 2 * Lambda**2,
}


@pytest.mark.parametrize("case", TYPED)
def test_few_words_are_found_again_from_the_expansion(case):
    typed = TYPED[case]
    spelled = normal(at(typed, {Gamma: meaning})).as_expression()
    found = compact(spelled, definitions={Gamma: meaning})
    assert length(found) <= 1.2 * length(compact(typed))
    assert normal(at(found, {Gamma: meaning})) == normal(spelled)


def field_and_letter():
    g = generator_of("Lambda")
    field = Field([normal(N * 1).terms], {"Lambda"})
    return field, field.variable(g), field.variable(next(a for a in field.atoms if a.kind != "g"))


def test_the_coefficients_are_exact():
    field, g, n = field_and_letter()
    base = g * n + field.one
    value = g**3 / base + field.number(2) / base**2
    (first, *_) = sparsest(value, field)
    total = field.number(0)
    for c, payload in first:
        word = c
        for key, e in payload:
            word = word * field.poly(key) ** e
        total = total + word
    assert len(first) == 2
    assert not total - value


def test_a_polynomial_has_no_other_words():
    field, g, n = field_and_letter()
    assert sparsest(g**3 * n + g, field) == []


def test_a_vector_outside_the_span_is_not_reached():
    assert _reaches([[1, 0, 0], [0, 1, 0]], [5, 7, 0])
    assert not _reaches([[1, 0, 0], [0, 1, 0]], [5, 7, 1])
    assert not _reaches([[1, 2, 0], [2, 4, 0]], [1, 2, 0])
