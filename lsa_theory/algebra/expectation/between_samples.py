"""E of words in which a sample matrix stands open: X T X', X'A X, X B X with letters between samples.

X is one Gaussian matrix of independent columns: E X_ia X_jb = C_ij delta_ab. By Stein's identity one occurrence
contracts with every other: their ends in the space of a column join through C, their ends among samples join directly.
A word that is cut at two places falls into two pieces, which are closed onto themselves or onto each other, one of them
reversed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from lsa_theory.algebra.expectation.occurrences import of_atom
from lsa_theory.algebra.expectation.source import Source
from lsa_theory.algebra.ring.concatenation import trace
from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.polynomial import Coefficient, Monomial, Terms, accumulate, of_word
from lsa_theory.algebra.ring.words import Atom, Letter, Word, transpose_letter
from lsa_theory.errors import UnsupportedExpression

# What stands for the covariance inside a path.
_COVARIANCE = Letter("f", "\0covariance", -1, "", "", ())
Path: TypeAlias = tuple[Letter, ...]
# The open word, None where there is none, and the closed ones.
Picture: TypeAlias = tuple[Path | None, tuple[Path, ...]]


def stands_open(monomial: Monomial, word: Word, name: str) -> bool:
    """Whether a sample occurs outside its Gram matrix, total and columns in a term."""
    words = (word, *(atom.word for atom, _ in monomial if atom.kind == "t"))
    return any(letter.kind == "x" and letter.name == name for w in words for letter in w)


def average_open(terms: Terms, source: Source) -> Terms:
    """Return the average over one sample of terms in which it stands open; all other randomness is held.

    Raises
    ------
    UnsupportedExpression
        If its law is not a centred Gaussian and more than its covariance would be needed, or if it also occurs as a
        total, a column or an inverse Gram matrix.
    """
    if source.mean:
        raise UnsupportedExpression(
            f"the sample {source.name} stands between other letters and its mean is not zero; write it as a centred "
            "sample, with the mean times a row of ones beside it"
        )
    total: Terms = {}
    known: dict[Picture, Terms] = {}
    for (monomial, word), c in terms.items():
        fixed, picture = _picture(monomial, word, source)
        count = sum(_legs(path, source.name) for path in (picture[0] or (), *picture[1]))
        if count > 2 and not source.gaussian:
            raise UnsupportedExpression(
                f"the sample {source.name} stands {count} times between other letters, and of its law only moments are "
                "declared; there more than two need a Gaussian law"
            )
        average = _average(picture, source, known)
        accumulate(total, multiply({(fixed, ()): c}, average))
    return total


def _legs(path: Path, name: str) -> int:
    return sum(1 for letter in path if letter.kind == "x" and letter.name == name)


def _picture(monomial: Monomial, word: Word, source: Source) -> tuple[Monomial, Picture]:
    """Split a term into what is held as it is, and the paths that the sample stands on."""
    fixed: list[tuple[Atom, Coefficient]] = []
    closed: list[Path] = []
    for atom, exponent in monomial:
        if atom.kind in "be" and source.name in of_atom(atom):
            raise UnsupportedExpression(
                f"the integrand divides by, or takes a root of, something random in {source.name}; only polynomials "
                "have an expectation in closed form here"
            )
        path = _opened(atom.word, source) if atom.kind == "t" else None
        if path is None or not _legs(path, source.name):
            fixed.append((atom, exponent))
        elif exponent < 0 or exponent != int(exponent):
            raise UnsupportedExpression(
                f"the integrand has a random scalar to the power {exponent}; only polynomials have an expectation in "
                "closed form here"
            )
        else:
            closed += [path] * int(exponent)
    return tuple(fixed), (_opened(word, source) if word else None, tuple(closed))


def _opened(word: Word, source: Source) -> Path:
    """Return a word with the Gram matrices of the sample written out."""
    path: list[Letter] = []
    for letter in word:
        own = letter.name == source.name
        if letter.kind == "g" and (own or letter.payload.name == source.name):
            columns = letter.payload.columns
            path += [
                Letter("x", letter.name, 0, letter.rows, columns, ""),
                Letter("x", letter.payload.name, 1, columns, letter.cols, ""),
            ]
        elif own and letter.kind in "sch":
            what = {"s": "its total", "c": "its columns", "h": "its inverse Gram matrix"}[letter.kind]
            raise UnsupportedExpression(
                f"the sample {source.name} stands between other letters beside {what}; write the term with the matrix "
                "of the sample alone"
            )
        elif letter.kind == "q" and source.name in repr(letter):
            raise UnsupportedExpression(
                f"the sample {source.name} stands between other letters beside a sum over its columns; write the term "
                "with the matrix of the sample alone"
            )
        else:
            path.append(letter)
    return tuple(path)


def _average(picture: Picture, source: Source, known: dict[Picture, Terms]) -> Terms:
    if picture not in known:
        open_, closed = picture
        here = _first(open_, closed, source.name)
        if here is None:
            known[picture] = _written(picture, source)
        else:
            total: Terms = {}
            for contracted in _contracted(open_, closed, here, source.name):
                accumulate(total, _average(contracted, source, known))
            known[picture] = total
    return known[picture]


def _places(path: Path, name: str) -> list[int]:
    return [k for k, letter in enumerate(path) if letter.kind == "x" and letter.name == name]


def _first(open_: Path | None, closed: tuple[Path, ...], name: str) -> tuple[int, int] | None:
    """Return the first occurrence: the number of its path, -1 for the open one, and its place there."""
    for number, path in ((-1, open_ or ()), *enumerate(closed)):
        places = _places(path, name)
        if places:
            return number, places[0]
    return None


def _contracted(
    open_: Path | None, closed: tuple[Path, ...], here: tuple[int, int], name: str
) -> Iterator[Picture]:
    """Yield what becomes of a picture when one occurrence contracts with each of the others."""
    number, k = here
    own = (open_ or ()) if number < 0 else closed[number]
    p = own[k].flag
    others = tuple(path for j, path in enumerate(closed) if j != number)
    for j in _places(own, name)[1:]:
        q, between = own[j].flag, own[k + 1 : j]
        if number < 0:
            yield _within_open(own[:k], between, own[j + 1 :], p, q, others)
        else:
            yield open_, (*others, *_within_closed(between, own[j + 1 :] + own[:k], p, q))
    rest = own[k + 1 :] if number < 0 else own[k + 1 :] + own[:k]
    for m, path in enumerate(others):
        left = tuple(other for i, other in enumerate(others) if i != m)
        for j in _places(path, name):
            q, around = path[j].flag, path[j + 1 :] + path[:j]
            if number < 0:
                # The other path is run through from one of its ends to the other, between the two parts of the word.
                turned = around if p != q else _reversed(around)
                middle = (_COVARIANCE, *turned) if p == 0 else (*turned, _COVARIANCE)
                yield (*own[:k], *middle, *rest), left
            else:
                turned = around if p != q else _reversed(around)
                joined = (*rest, _COVARIANCE, *turned) if p == 0 else (*rest, *turned, _COVARIANCE)
                yield open_, (*left, joined)


def _within_open(
    before: Path, between: Path, after: Path, p: int, q: int, others: tuple[Path, ...]
) -> Picture:
    match p, q:
        case 0, 0:
            return (*before, _COVARIANCE, *_reversed(between), *after), others
        case 0, 1:
            return (*before, _COVARIANCE, *after), (*others, _ended(between))
        case 1, 0:
            return (*before, *after), (*others, (*between, _COVARIANCE))
        case _:
            return (*before, *_reversed(between), _COVARIANCE, *after), others


def _within_closed(between: Path, around: Path, p: int, q: int) -> tuple[Path, ...]:
    match p, q:
        case 0, 0:
            return ((*between, _COVARIANCE, *_reversed(around)),)
        case 0, 1:
            return (*around, _COVARIANCE), _ended(between)
        case 1, 0:
            return (*between, _COVARIANCE), _ended(around)
        case _:
            return ((*between, *_reversed(around), _COVARIANCE),)


def _ended(path: Path) -> Path:
    """Return a path that closes onto itself among the samples; an empty one counts them."""
    return path or (_SAMPLES,)


# An empty closed path among the samples: its trace is their number.
_SAMPLES = Letter("f", "\0samples", -1, "", "", ())


def _reversed(path: Path) -> Path:
    return tuple(
        letter if letter in (_COVARIANCE, _SAMPLES) else transpose_letter(letter) for letter in reversed(path)
    )


def _written(picture: Picture, source: Source) -> Terms:
    open_, closed = picture
    factors = [] if open_ is None else [_terms(open_, source)]
    for path in closed:
        if path == (_SAMPLES,):
            factors.append(source.count or {})
            continue
        size = source.size if path[0] == _COVARIANCE else path[0].rows
        factors.append(trace(_terms(path, source), size))
    return product(factors)


def _terms(path: Path, source: Source) -> Terms:
    return product(source.covariance if letter == _COVARIANCE else of_word((letter,)) for letter in path)
