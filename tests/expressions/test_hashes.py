"""A tree is hashed once, and the hash stays in its process: those of strings differ from one to the next."""

import copy
import os
import pickle
import subprocess
import sys

import pytest

from lsa_theory import E, dimension, gaussian, matrix, positive_definite, trace

d = dimension("d")
A = matrix("A", d)


def made():
    L = positive_definite("L", d)
    x = gaussian("x", covariance=L)
    return trace(A @ L) ** 2 + E(x.T @ A @ x) - 3


def test_equal_trees_have_one_hash():
    assert made() == made()
    assert hash(made()) == hash(made())
    assert hash(made()) != hash(made() + 1)


def test_copies_hash_anew():
    tree = made()
    hash(tree)
    assert "_hash" in tree.__dict__
    assert "_hash" not in copy.copy(tree).__dict__
    assert "_hash" not in pickle.loads(pickle.dumps(tree)).__dict__


@pytest.mark.parametrize("seed", ["1", "2"])
def test_what_comes_from_another_process_is_found_among_equal_trees(seed):
    tree = trace(A)
    hash(tree)
    script = (
        "import pickle, sys; tree = pickle.load(sys.stdin.buffer)\n"
        "from lsa_theory import dimension, matrix, trace\n"
        "assert tree in {trace(matrix('A', dimension('d')))}"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", script], input=pickle.dumps(tree), env=environment, check=True)
