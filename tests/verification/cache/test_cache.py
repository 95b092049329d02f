"""A verdict is used again only where nothing that it rests on has changed; each part of the key has its control."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from lsa_theory.claims.collecting.collect import Collected
from lsa_theory.claims.equality import Claim
from lsa_theory.cli import main
from lsa_theory.expressions import (
    E,
    dimension,
    gaussian,
    matrix,
    positive_definite,
    symmetric,
    trace,
    with_moments,
)
from lsa_theory.verification.cache.fingerprint import NoFingerprint, fingerprint
from lsa_theory.verification.cache.store import Cache
from lsa_theory.verification.cache.surroundings import surroundings
from lsa_theory.verification.judge import judge
from lsa_theory.verification.outcome import Judgement
from lsa_theory.verification.witnesses.base import Setting
from tests.bundled import bundled_claims

d = dimension("d")
A, B = matrix("A", d), matrix("B", d)
L = positive_definite("Lambda", d)


def item(claim: Claim, name: str = "a") -> Collected:
    return Collected(name, claim, Path("a.py"), "", name)


def opened(folder: Path) -> Cache:
    return Cache.opened(folder)


def judged(claim: Claim) -> Judgement:
    return judge(claim, identifier="a", file="a.py", witnesses=["algebra", "field"])


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return opened(tmp_path / "verdicts")


MARKED = Claim(trace(A), trace(A.T), title="the trace of $A'$", source="on $tr(A)$")


@pytest.mark.parametrize(
    "claim", [Claim(trace(A @ B), trace(B @ A)), Claim(trace(A @ B), trace(A @ B.T)), MARKED]
)
def test_a_kept_judgement_comes_back_whole(cache: Cache, claim: Claim) -> None:
    found = judged(claim)
    key = cache.key(item(claim), None, Setting())
    assert key is not None
    cache.keep(key, found)
    again = cache.get(key, item(claim))
    assert again == replace(
        found, cached=True, findings=tuple(replace(f, leads=(), certificate=None) for f in found.findings)
    )


TRUE = Claim(trace(A @ B), trace(B @ A))
OTHER = {
    "another statement": Claim(trace(A @ B), trace(A @ B.T)),
    "sides exchanged": Claim(trace(B @ A), trace(A @ B)),
    "a letter declared otherwise": Claim(trace(symmetric("A", d) @ B), trace(B @ symmetric("A", d))),
    "another dimension": Claim(
        trace(matrix("A", dimension("n")) @ matrix("B", dimension("n"))),
        trace(matrix("B", dimension("n")) @ matrix("A", dimension("n"))),
    ),
    "only some witnesses": Claim(trace(A @ B), trace(B @ A), witnesses=["field"]),
    "under a hypothesis": Claim(trace(A @ B), trace(B @ A), given=[trace(A)]),
}


@pytest.mark.parametrize("claim", OTHER.values(), ids=OTHER.keys())
def test_another_claim_has_another_key(cache: Cache, claim: Claim) -> None:
    assert cache.key(item(claim), None, Setting()) != cache.key(item(TRUE), None, Setting())


def test_the_law_of_a_vector_is_part_of_the_key() -> None:
    x, y = gaussian("x", covariance=L), gaussian("x", covariance=L @ L)
    assert fingerprint(Claim(E(x.T @ x), trace(L))) != fingerprint(Claim(E(y.T @ y), trace(L)))


def test_what_is_only_said_about_a_claim_is_not(cache: Cache) -> None:
    told = Claim(trace(A @ B), trace(B @ A), title="t", source="s", note="n", id="i", expected="refuted")
    key = cache.key(item(TRUE), None, Setting())
    assert key is not None
    assert cache.key(item(told), None, Setting()) == key
    cache.keep(key, judged(TRUE))
    again = cache.get(key, item(told, "named"))
    assert again is not None
    assert (again.title, again.source, again.identifier) == ("t", "s", "named")
    assert not again.in_order


@pytest.mark.parametrize(
    "setting",
    [Setting(seed=1), Setting(digits=60), Setting(quadrature_digits=40), Setting(seconds=8.0)],
    ids=["seed", "digits", "quadrature digits", "seconds"],
)
def test_another_setting_has_another_key(cache: Cache, setting: Setting) -> None:
    assert cache.key(item(TRUE), None, setting) != cache.key(item(TRUE), None, Setting())


def test_other_witnesses_have_another_key(cache: Cache) -> None:
    keys = {cache.key(item(TRUE), names, Setting()) for names in (None, ("field",), ("algebra", "field"))}
    assert len(keys) == 3


def test_another_state_of_the_package_has_another_key(cache: Cache) -> None:
    other = replace(cache, state="another")
    assert other.key(item(TRUE), None, Setting()) != cache.key(item(TRUE), None, Setting())


def test_the_state_is_that_of_every_file_s_content(tmp_path: Path) -> None:
    package = tmp_path / "package"
    (package / "inner").mkdir(parents=True)
    module = package / "inner" / "a.py"
    module.write_text("x = 1\n")
    before, times = surroundings(package), module.stat()
    assert surroundings(package) == before
    module.write_text("x = 2\n")
    os.utime(module, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert surroundings(package) != before
    module.rename(package / "inner" / "b.py")
    assert surroundings(package) != before


def test_versions_are_part_of_the_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = surroundings(tmp_path)
    monkeypatch.setattr("lsa_theory.verification.cache.surroundings.installed", lambda name: "another")
    assert surroundings(tmp_path) != before


def test_what_holds_code_is_judged_anew(cache: Cache) -> None:
    hooked = Claim(trace(A), trace(A), observe=lambda rng, instance: (0.0, 1.0))
    assert cache.key(item(hooked), None, Setting()) is None
    z = with_moments("z", covariance=L, central={3: lambda a, b, c: trace(L) * 0})
    with pytest.raises(NoFingerprint, match="code"):
        fingerprint(Claim(E(z.T @ z), trace(L)))


def test_almost_every_bundled_claim_has_a_digest_of_its_own() -> None:
    found: dict[str, set[str]] = {}
    without = 0
    for claim in (item.claim for item in bundled_claims()):
        try:
            found.setdefault(fingerprint(claim), set()).add(claim.describe())
        except NoFingerprint:
            without += 1
    assert without < 10
    assert all(len(statements) == 1 for statements in found.values())


def test_a_claim_of_somebody_s_own_class_is_judged_anew(cache: Cache) -> None:
    class Mine(Claim):
        pass

    assert cache.key(item(Mine(trace(A), trace(A))), None, Setting()) is None


def test_a_witness_from_outside_is_asked_anew(cache: Cache) -> None:
    assert cache.key(item(TRUE), ("field", "mine:Witness"), Setting()) is None


def _break(text: str, how: str) -> str:
    kept = json.loads(text)
    match how:
        case "verdict":
            kept["record"]["verdict"] = "refuted"
        case "key":
            kept["key"] = "0" * 40
        case "half":
            return text[: len(text) // 2]
        case "empty":
            return ""
        case "list":
            return "[]"
        case "deep":
            return "[" * 100_000
    return json.dumps(kept)


@pytest.mark.parametrize("how", ["verdict", "key", "half", "empty", "list", "deep"])
def test_a_damaged_entry_is_no_entry(cache: Cache, how: str) -> None:
    key = cache.key(item(TRUE), None, Setting())
    assert key is not None
    cache.keep(key, judged(TRUE))
    place = cache.folder / f"{key}.json"
    place.write_text(_break(place.read_text(), how))
    assert cache.get(key, item(TRUE)) is None


def test_what_broke_or_may_have_been_stopped_by_a_clock_is_not_kept(cache: Cache) -> None:
    found = judged(TRUE)
    slow = replace(found, findings=(replace(found.findings[0], seconds=30.0),))
    for number, judgement in enumerate([slow, replace(found, failure="the process ended")]):
        cache.keep(f"{number}", judgement)
        assert cache.get(f"{number}", item(TRUE)) is None


def test_what_is_judged_while_the_package_is_edited_is_not_kept(cache: Cache) -> None:
    replace(cache, since=0).keep("a", judged(TRUE))
    assert cache.get("a", item(TRUE)) is None


def test_a_folder_that_cannot_be_written_costs_no_verdict(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = opened(tmp_path / "file" / "below")
    cache.keep("a", judged(TRUE))
    cache.trim()
    assert cache.get("a", item(TRUE)) is None


def test_the_verdicts_not_asked_for_longest_are_given_up(cache: Cache) -> None:
    found = judged(TRUE)
    for name in "abc":
        cache.keep(name, found)
    size = (cache.folder / "a.json").stat().st_size
    for age, name in enumerate("abc"):
        os.utime(cache.folder / f"{name}.json", (1000 - age, 1000 - age))
    cache.trim(2 * size)
    assert sorted(file.stem for file in cache.folder.iterdir()) == ["a", "b"]


def test_many_writers_of_one_entry_leave_it_whole(cache: Cache) -> None:
    key, found = cache.key(item(TRUE), None, Setting()), judged(TRUE)
    assert key is not None
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: cache.keep(key, found), range(40)))
    assert cache.get(key, item(TRUE)) is not None
    assert [file.name for file in cache.folder.iterdir()] == [f"{key}.json"]


FILE = """
from helper import side
from lsa_theory import Claim, dimension, matrix, trace
d = dimension("d"); A = matrix("A", d); B = matrix("B", d)
product = Claim(trace(A @ B), side(A, B))
other = Claim(trace(A), trace(A.T))
"""


def _records(folder: Path, *options: str) -> dict[str, tuple[str, bool]]:
    result = CliRunner().invoke(
        main, ["verify", str(folder / "mine.py"), "--json", "-", "--jobs", "1", *options]
    )
    return {c["id"]: (c["verdict"], c["cached"]) for c in json.loads(result.stdout)["claims"]}


def test_an_edited_helper_is_never_overlooked(tmp_path: Path) -> None:
    helper = tmp_path / "helper.py"
    (tmp_path / "mine.py").write_text(FILE)
    helper.write_text("from lsa_theory import trace\ndef side(A, B): return trace(B @ A)\n")
    first, second = _records(tmp_path), _records(tmp_path)
    assert first == {"mine::product": ("confirmed", False), "mine::other": ("confirmed", False)}
    assert second == {"mine::product": ("confirmed", True), "mine::other": ("confirmed", True)}
    helper.write_text("from lsa_theory import trace\ndef side(A, B): return trace(B.T @ A)  # edited\n")
    third = _records(tmp_path)
    assert third == {"mine::product": ("refuted", False), "mine::other": ("confirmed", True)}
    assert _records(tmp_path, "--no-cache")["mine::other"] == ("confirmed", False)


def test_the_table_says_what_is_cached(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(FILE)
    (tmp_path / "helper.py").write_text("from lsa_theory import trace\ndef side(A, B): return trace(B @ A)\n")
    call = ["verify", str(tmp_path / "mine.py"), "--jobs", "1"]
    assert "(cached)" not in CliRunner().invoke(main, call).stdout
    assert CliRunner().invoke(main, call).stdout.count("(cached)") == 2
