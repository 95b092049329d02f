import subprocess
import sys

import lsa_theory

HEAVY = ("sympy", "scipy", "numpy", "mpmath", "flint", "matplotlib", "click", "rich")


def run(code):
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_import_loads_nothing_heavy_and_few_modules():
    own, heavy = run(
        "import sys; before = set(sys.modules); import lsa_theory; new = set(sys.modules) - before\n"
        f"print(sum(m.startswith('lsa_theory') for m in new), sorted(set({HEAVY!r}) & set(sys.modules)))"
    ).split(maxsplit=1)
    assert own == "1"
    assert heavy == "[]"


def test_import_takes_less_than_a_tenth_of_a_second():
    # The best of three: the machine may be busy.
    code = "import time; t = time.perf_counter(); import lsa_theory; print(time.perf_counter() - t)"
    assert min(float(run(code)) for _ in range(3)) < 0.1


def test_stating_a_claim_needs_no_numbers():
    loaded = run(
        "import sys\nfrom lsa_theory import Claim, E, dimension, gaussian, identity\n"
        "one = identity(dimension('d')); x = gaussian('x', covariance=one); Claim(E(x @ x.T), one)\n"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    assert loaded == "[]"


def test_every_public_name_exists():
    for name in lsa_theory.__all__:
        assert getattr(lsa_theory, name) is not None
        assert name in dir(lsa_theory)


def test_unknown_name_is_an_attribute_error():
    assert not hasattr(lsa_theory, "no_such_name")
