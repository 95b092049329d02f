"""Determinants in normal form.

det(A B) = det A det B takes products apart; what all words share at an end is taken out; words of rank one go into the
matrix determinant lemma det(M + U W') = det M det(I + W' M^-1 U), and of det(I + A B) = det(I + B A) the side is taken
whose word comes first. What is left is an atom by its matrix or the transposed one, whichever comes first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations

from lsa_theory.algebra.functions.powers import raised
from lsa_theory.algebra.ring.blocks_of_functions import block, same_block
from lsa_theory.algebra.ring.concatenation import dimension
from lsa_theory.algebra.ring.inverse_of_sum import NAMELESS, common_block
from lsa_theory.algebra.ring.matrix_power import matrix_power
from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.polynomial import (
    Coefficient,
    Monomial,
    Terms,
    accumulate,
    add,
    constant,
    freeze,
    of_atom,
    of_word,
    power,
    primitive_part,
    scale,
    thaw,
    transpose,
)
from lsa_theory.algebra.ring.rational import reduced
from lsa_theory.algebra.ring.rotated import unrotated
from lsa_theory.algebra.ring.words import (
    Factor,
    Letter,
    canonical_form,
    function_of,
    transpose_word,
)
from lsa_theory.errors import UnsupportedExpression

# A determinant of so many vectors is written out; it has as many terms as there are permutations.
_MOST_VECTORS = 4


def determinant(matrix: Terms, size: str) -> Terms:
    """Return the determinant of a matrix polynomial of a size, given by its name.

    Examples
    --------
    >>> from lsa_theory.algebra.normal import normal
    >>> from lsa_theory.expressions import dimension, identity
    >>> determinant(normal(-identity(3)).terms, "3")
    {((), ()): -1}
    """
    matrix = reduced(matrix)
    if size == "1":
        return matrix
    if not matrix:
        return {}
    turned = unrotated(matrix)
    if turned is not None:
        return determinant(turned[1], size)
    content, common, rest = primitive_part(matrix)
    scalar: Terms = {(common, ()): content}
    return multiply(raised(scalar, dimension(size)), _primitive(rest, size))


def _primitive(matrix: Terms, size: str) -> Terms:
    outside, matrix = _without_ends(matrix, size)
    if len(matrix) == 1:
        return multiply(outside, _of_one_term(matrix, size))
    by_vectors = _matrix_determinant_lemma(matrix, size)
    if by_vectors is not None:
        return multiply(outside, by_vectors)
    around = _read_around(matrix, size)
    if around is not None:
        return multiply(outside, around)
    return multiply(outside, _of_function(matrix, size))


def _of_one_term(matrix: Terms, size: str) -> Terms:
    (((monomial, word), c),) = matrix.items()
    scalar = raised({(monomial, ()): c}, dimension(size))
    if not word:
        return scalar
    if all(x.rows == x.cols == size for x in word):
        return product([scalar, *(_of_letter(x, size) for x in word)])
    narrow = min((int(x.rows) for x in word if x.rows.isdecimal()), default=None)
    if size.isdecimal() and narrow is not None and narrow < int(size):
        # A product through fewer rows than it has itself.
        return {}
    return multiply(scalar, _atom(of_word(word), size))


def _of_letter(letter: Letter, size: str) -> Terms:
    kind, name, flag, rows, cols, payload = letter
    if kind == "h":
        gram = Letter("g", name, 0, rows, cols, payload)
        return power(_atom(of_word((gram,)), size), -1)
    if kind != "f":
        return _atom(of_word((letter,)), size)
    factors = []
    for generator, shift, exponent in payload:
        if generator == NAMELESS:
            factors.append(power(determinant(thaw(shift), size), exponent))
            continue
        one = of_word((block(name, min(flag, 0), size, (Factor(generator, (), 1),)),))
        base = add(one, thaw(shift)) if shift else one
        factors.append(power(_atom(base, size), exponent))
    return product(factors)


def _atom(matrix: Terms, size: str) -> Terms:
    """Return the determinant of a matrix as an atom: without denominators, and I rather than -I beside other words."""
    content, common, matrix = primitive_part(matrix)
    identity = [(monomial, c) for (monomial, word), c in matrix.items() if not word]
    if identity and len(matrix) > len(identity):
        content, matrix = _with_sign(content, matrix, identity)
    outside = raised({(common, ()): content}, dimension(size)) if common or content != 1 else constant(1)
    least = min(freeze(matrix), freeze(transpose(matrix)))
    return multiply(outside, of_atom(function_of("det", (least,), size)))


def _with_sign(
    content: Coefficient, matrix: Terms, identity: Sequence[tuple[Monomial, Coefficient]]
) -> tuple[Coefficient, Terms]:
    """Return both with the sign that makes the leading coefficient of the identity positive."""
    sign = primitive_part({(monomial, ()): c for monomial, c in identity})[0]
    return (content, matrix) if sign > 0 else (-content, scale(matrix, -1))


def _without_ends(matrix: Terms, size: str) -> tuple[Terms, Terms]:
    """Take out what all words begin or end with, inverses that only some do included; return its determinant too."""
    outside = constant(1)
    for turned in (False, True):
        if turned:
            matrix = transpose(matrix)
        while len(matrix) > 1 and (found := _first_factor(matrix, size)) is not None:
            letter, inverse = found
            outside = multiply(outside, _of_letter(letter, size))
            matrix = _multiplied_out(letter, matrix) or multiply(inverse, matrix)
            content, common, matrix = primitive_part(reduced(matrix))
            outside = multiply(outside, raised({(common, ()): content}, dimension(size)))
        if turned:
            matrix = transpose(matrix)
    return outside, matrix


def _multiplied_out(letter: Letter, matrix: Terms) -> Terms:
    """Return the inverse of an inverse of a sum, S^-k, times a polynomial, S S^-1 cancelled; empty for other letters.

    Each word that begins with S^-j keeps what stands behind it, times S^(k - j): so no S^-1 is left.
    """
    if letter.kind != "f" or letter.payload[0].generator != NAMELESS:
        return {}
    generator, key, least = letter.payload[0]
    inside = transpose(thaw(key)) if letter.flag == 1 else thaw(key)
    total: Terms = {}
    for (monomial, word), c in matrix.items():
        first = word[0] if word else None
        own = _exponent(first, letter, generator, key)
        rest = word
        if first is not None and own:
            factors = tuple(f for f in first.payload if (f.generator, f.shift) != (generator, key))
            begin = (block(first.name, first.flag, first.rows, factors),) if factors else ()
            rest = (*begin, *word[1:])
        behind: Terms = multiply({(monomial, ()): c}, of_word(rest) if rest else constant(1))
        accumulate(total, product([*[inside] * int(own - least), behind]))
    return total


def _first_factor(matrix: Terms, size: str) -> tuple[Letter, Terms] | None:
    """Return a square letter that every word begins with, or an inverse that some begin with, and its inverse."""
    firsts = [word[0] if word else None for _, word in matrix]
    squares = [x for x in firsts if x is not None and x.rows == x.cols == size]
    for like in squares:
        if like.kind == "h" or (like.kind != "f" and all(x == like for x in firsts)):
            return (like, matrix_power(of_word((like,)), -1)) if like.kind in "gh" else None
        if like.kind != "f":
            continue
        for generator, shift, _ in like.payload:
            least = min(_exponent(x, like, generator, shift) for x in firsts)
            if least:
                letter = block(like.name, like.flag, size, (Factor(generator, shift, least),))
                return letter, matrix_power(of_word((letter,)), -1)
    return None


def _exponent(letter: Letter | None, like: Letter, generator: str, shift: object) -> Coefficient:
    if letter is None or letter.kind != "f" or not same_block(letter, like):
        return 0
    found: list[Coefficient] = [e for g, s, e in letter.payload if (g, s) == (generator, shift)]
    return found[0] if found else 0


def _matrix_determinant_lemma(matrix: Terms, size: str) -> Terms | None:
    """Return the determinant of M + U W' through that of I + W' M^-1 U; None without words through one dimension."""
    lefts: list[Terms] = []
    rights: list[Terms] = []
    rest: Terms = {}
    for (monomial, word), c in matrix.items():
        joint = next((k for k in range(1, len(word)) if word[k].rows == "1"), None)
        if joint is None:
            rest[monomial, word] = c
        else:
            lefts.append({(monomial, word[:joint]): c})
            rights.append(of_word(word[joint:]))
    if not lefts or not rest or len(lefts) > _MOST_VECTORS:
        return None
    try:
        inverse = matrix_power(rest, -1)
    except (UnsupportedExpression, ZeroDivisionError):
        return None
    small = [
        [
            add(product([right, inverse, left]), constant(1)) if i == j else product([right, inverse, left])
            for j, left in enumerate(lefts)
        ]
        for i, right in enumerate(rights)
    ]
    return multiply(determinant(rest, size), of_scalars(small))


def of_scalars(rows: Sequence[Sequence[Terms]]) -> Terms:
    """Return the determinant of a small matrix of scalars."""
    total: Terms = {}
    for order in permutations(range(len(rows))):
        crossings = sum(order[i] > order[j] for i in range(len(order)) for j in range(i, len(order)))
        accumulate(total, product(rows[i][j] for i, j in enumerate(order)), (-1) ** crossings)
    return total


def _read_around(matrix: Terms, size: str) -> Terms | None:
    """Return det(a I + b w) through the least rotation of w or of its transpose; None for other sums."""
    words = [word for _, word in matrix if word]
    if len(words) != 1 or len(matrix) < 2 or any(x.rows == "1" for x in words[0]):
        return None
    (word,) = words
    least = canonical_form(word)
    if least in (word, transpose_word(word)) or len(word) == 1:
        return None
    other = least[0].rows
    turned = {(monomial, least if own else ()): c for (monomial, own), c in matrix.items()}
    identity: Terms = {key: c for key, c in matrix.items() if not key[1]}
    # a^(d - n) det(a I_n + b w): the same rotation read from the other side is not turned again.
    more = raised(identity, add(dimension(size), scale(dimension(other), -1)))
    return multiply(more, determinant(turned, other))


def _of_function(matrix: Terms, size: str) -> Terms:
    """Return the determinant of a polynomial in one matrix through its factors; an atom for any other."""
    from lsa_theory.algebra.sympy.factoring import factors_over_scalars

    generators = {g for _, word in matrix for x in word if x.kind == "f" for g, _, _ in x.payload}
    like = common_block(matrix)
    if like is None or len(generators) != 1 or NAMELESS in generators:
        return _atom(matrix, size)
    (generator,) = generators

    def in_matrix(coefficients: Mapping[int, Terms]) -> Terms:
        total: Terms = {}
        for degree, c in coefficients.items():
            one = block(like.name, min(like.flag, 0), size, (Factor(generator, (), degree),))
            accumulate(total, multiply(c, of_word((one,))) if degree else c)
        return total

    coefficients: dict[int, Terms] = {}
    for (monomial, word), c in matrix.items():
        (_, shift, degree) = word[0].payload[0] if word else (generator, (), 0)
        if shift or degree != int(degree) or degree < 0 or (word and len(word[0].payload) > 1):
            return _atom(matrix, size)
        accumulate(coefficients.setdefault(int(degree), {}), {(monomial, ()): c})
    lead, lowest, shifted, others = factors_over_scalars(coefficients)
    parts = [
        *([{1: constant(1)}] * lowest),
        *({1: constant(1), 0: shift} for shift in shifted),
        *others,
    ]
    return product([raised(lead, dimension(size)), *(_atom(in_matrix(part), size) for part in parts)])


def of_blocks(blocks: Sequence[Sequence[Terms]], sizes: Sequence[str]) -> Terms:
    """Return the determinant of a block matrix by Schur complements, which need a diagonal block with an inverse.

    Raises
    ------
    UnsupportedExpression
        If no diagonal block has an inverse in closed form.
    """
    if len(sizes) == 1:
        return determinant(blocks[0][0], sizes[0])
    places = sorted(range(len(sizes)), key=lambda k: (len(blocks[k][k]), sizes[k] != "1", k))
    for k in places:
        pivot = blocks[k][k]
        if not pivot:
            continue
        try:
            inverse = power(pivot, -1) if sizes[k] == "1" else matrix_power(pivot, -1)
        except (UnsupportedExpression, ZeroDivisionError):
            continue
        others = [i for i in range(len(sizes)) if i != k]
        schur = [
            [add(blocks[i][j], scale(product([blocks[i][k], inverse, blocks[k][j]]), -1)) for j in others]
            for i in others
        ]
        return multiply(determinant(pivot, sizes[k]), of_blocks(schur, [sizes[i] for i in others]))
    raise UnsupportedExpression(
        "the determinant of a block matrix is taken through the inverse of a diagonal block; none of its diagonal "
        "blocks has an inverse in closed form"
    )
