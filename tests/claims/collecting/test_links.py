"""Links between claims are data, and lead somewhere."""

import re

import pytest

from lsa_theory import Claim, dimension, matrix, trace
from lsa_theory.claims.collecting.collect import bundled_folder, collect
from lsa_theory.claims.collecting.links import corrections
from lsa_theory.errors import InvalidArgument, UnloadableFile
from tests.bundled import bundled_claims

HEAD = "from lsa_theory import *\nA = matrix('A', dimension('d'))\n"
A = matrix("A", dimension("d"))


def written(folder, **files):
    for name, text in files.items():
        (folder / f"{name}.py").write_text(HEAD + text, encoding="utf-8")
    return collect([folder])


@pytest.mark.slow
def test_a_link_may_stay_in_its_file_lead_to_another_or_to_a_bundled_claim(tmp_path):
    found = written(
        tmp_path,
        one="first = Claim(A, A)\nsecond = Claim(A, A, uses=['first', 'two::third', 'loss.reduced'])\n",
        two="third = Claim(A, A)\n",
    )
    assert len(found) == 3


@pytest.mark.parametrize("field", ["uses=['frist']", "corrects='frist'"])
def test_a_link_that_leads_nowhere_is_named(tmp_path, field):
    with pytest.raises(
        UnloadableFile, match=r"one::second (uses|corrects) 'frist', and no claim has that name"
    ):
        written(tmp_path, one=f"first = Claim(A, A)\nsecond = Claim(A, A, {field})\n")


def test_a_correction_is_found_within_its_file(tmp_path):
    found = written(
        tmp_path,
        one="bad = Claim(A, 2 * A, expected='refuted')\ngood = Claim(A, A, corrects='bad')\n",
        two="bad = Claim(A, 3 * A, expected='refuted')\n",
    )
    assert corrections(found) == {"one::bad": "one::good"}


@pytest.mark.parametrize(
    ("about", "message"),
    [({"uses": "first"}, "expected a list of names"), ({"corrects": 3}, "expected the name")],
)
def test_what_is_no_link_is_refused(about, message):
    with pytest.raises(InvalidArgument, match=message):
        Claim(trace(A), trace(A), **about)


def test_every_bundled_misprint_is_corrected():
    found = bundled_claims()
    printed = {c.identifier for c in found if c.identifier.endswith("as-printed")}
    assert printed == set(corrections(found)) != set()


def test_what_a_derivation_says_that_it_uses_exists():
    known = {c.identifier for c in bundled_claims()}
    for file in bundled_folder().glob("*.py"):
        said = re.search(r"Uses:(.*?)(\n\n|\"\"\")", file.read_text(encoding="utf-8"), re.S)
        for name in re.findall(r"`([\w.-]+)`", said.group(1)) if said else ():
            assert name in known or any(k.startswith(f"{name}.") for k in known), (file.name, name)
