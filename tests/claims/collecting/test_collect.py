import os

import pytest

from lsa_theory.claims.collecting.collect import bundled_folder, collect
from lsa_theory.claims.template import write_template
from lsa_theory.errors import UnloadableFile

HEAD = "from lsa_theory import Claim, dimension, matrix, trace\nA = matrix('A', dimension('d'))\n"
CLAIM = "Claim(trace(A), trace(A.T){})"


@pytest.fixture
def write(tmp_path):
    def write_file(name, *lines):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(HEAD + "\n".join(lines) + "\n")
        return file

    return write_file


def ids(*paths):
    return [item.identifier for item in collect(paths)]


def test_names_become_ids(write):
    file = write(
        "a.py", f"one_lemma = {CLAIM.format('')}", f"other = {CLAIM.format(', id=' + repr('my.id'))}"
    )
    assert ids(file) == ["a::one-lemma", "a::my.id"]


def test_function_returns_claims(write):
    file = write("a.py", f"def claims():\n    yield {CLAIM.format(', id=' + repr('made'))}")
    assert ids(file) == ["a::made"]


def test_same_claim_under_two_names_counts_once(write):
    file = write(
        "a.py", f"one = {CLAIM.format('')}", "two = one", "def claims(): return [one]", "_three = one"
    )
    assert ids(file) == ["a::one"]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ([f"lemmas = [{CLAIM.format('')}, ({CLAIM.format('')},)]"], ["a::lemmas.0", "a::lemmas.1.0"]),
        (
            [f"my_lemmas = {{'one': {CLAIM.format('')}, 2: [{CLAIM.format('')}]}}"],
            ["a::my-lemmas.one", "a::my-lemmas.2.0"],
        ),
        ([f"claims = [{CLAIM.format('')}]"], ["a::claims.0"]),
        (
            ["made = []", "for _ in range(2):", f"    made.append({CLAIM.format('')})"],
            ["a::made.0", "a::made.1"],
        ),
    ],
)
def test_lists_and_dicts_are_collected(write, lines, names):
    assert ids(write("a.py", *lines)) == names


@pytest.mark.parametrize(
    ("lines", "line", "why"),
    [
        ([CLAIM.format("")], 4, "never named"),
        ([f"x = {CLAIM.format('')}", f"x = {CLAIM.format('')}"], 4, "its name was used again"),
        ([f"_draft = {CLAIM.format('')}"], 4, "its name _draft begins with an underscore"),
        ([f"_drafts = [{CLAIM.format('')}]"], 4, "its name _drafts begins with an underscore"),
        ([f"kept = {{{CLAIM.format('')}}}"], 4, "no name, list, tuple or dict"),
        (["class Lemmas:", f"    one = {CLAIM.format('')}"], 4, "no name, list, tuple or dict"),
        (["def make():", f"    return {CLAIM.format('')}", "make()"], 6, "never named"),
        ([f"y = {CLAIM.format('')}", "del y"], 4, "never named"),
        ([f"exec('{CLAIM.format('')}')"], 4, "never named"),
        (["for x in range(2):", f"    c = {CLAIM.format('')}"], 5, "its name was used again"),
        (
            [
                "def claims():",
                f"    one = {CLAIM.format(', id=' + repr('one'))}",
                f"    {CLAIM.format('')}",
                "    return [one]",
            ],
            6,
            r"claims\(\) makes it and does not return it",
        ),
    ],
)
def test_a_claim_that_would_not_be_judged_is_an_error_with_its_line(write, lines, line, why):
    file = write("a.py", f"good = {CLAIM.format('')}", *lines)
    with pytest.raises(UnloadableFile, match=rf"a\.py:{line}: a claim would not be judged: .*{why}"):
        collect([file])


def test_a_lemma_made_twice_word_for_word_is_judged_once(write):
    twice = "def lemma(): return " + CLAIM.format(", id='lemma'")
    assert ids(write("a.py", twice, "def claims():", "    lemma()", "    return [lemma()]")) == ["a::lemma"]


def test_another_claim_under_the_id_of_a_collected_one_is_not_taken_for_it(write):
    other = "Claim(trace(A), 2 * trace(A), id='lemma')"
    file = write(
        "a.py", "def claims():", f"    {other}", f"    return [{CLAIM.format(', id=' + repr('lemma'))}]"
    )
    with pytest.raises(UnloadableFile, match=r"a\.py:4: a claim would not be judged"):
        collect([file])


def test_an_imported_claim_is_judged_where_it_is_written(write):
    lib = write("lib_of_mine.py", f"bad = {CLAIM.format('')}")
    file = write("a.py", "from lib_of_mine import bad as worse", f"own = {CLAIM.format('')}")
    assert ids(lib, file) == ["lib_of_mine::bad", "a::own"]
    assert ids(file) == ["a::own", "lib_of_mine::worse"]
    assert [item.file for item in collect([file])] == [file, lib]


def test_heading_is_the_docstring(tmp_path):
    file = tmp_path / "l.py"
    write_template(file)
    assert collect([file])[0].heading == "A lemma of my own: the fourth moment of a Gaussian vector"


def test_folder_is_searched_below(write, tmp_path):
    write("b/two.py", f"two = {CLAIM.format('')}")
    write("a/one.py", f"one = {CLAIM.format('')}")
    write("a/test_it.py", f"ignored = {CLAIM.format('')}")
    write("_private/x.py", f"ignored = {CLAIM.format('')}")
    write(".hidden/x.py", f"ignored = {CLAIM.format('')}")
    (tmp_path / "unrelated.py").write_text("raise SystemExit('never imported')")
    assert ids(tmp_path) == ["one::one", "two::two"]


def test_file_may_import_its_neighbour(write):
    write("neighbour_of_mine.py", "B = A")
    file = write("a.py", "from neighbour_of_mine import B", f"one = {CLAIM.format('')}")
    assert ids(file) == ["a::one"]


def test_each_file_imports_its_own_neighbour(write):
    for folder, factor in (("one", 1), ("two", 2)):
        write(f"{folder}/neighbour_by_name.py", f"FACTOR = {factor}")
    files = [
        write(
            f"{folder}/{folder}.py",
            "from neighbour_by_name import FACTOR",
            "lemma = Claim(FACTOR * trace(A), trace(A))",
            "def claims():",
            "    from neighbour_by_name import FACTOR as again",
            "    yield Claim(again * trace(A), trace(A), id='late')",
        )
        for folder in ("one", "two")
    ]
    texts = [item.claim.describe() for item in collect(files)]
    assert texts == ["tr(A) = tr(A)"] * 2 + ["2 * tr(A) = tr(A)"] * 2


def test_an_installed_module_is_never_forgotten(write):
    import random

    write("random.py", "raise ValueError('not this one')")
    assert ids(write("a.py", f"x = {CLAIM.format('')}")) == ["a::x"]
    import random as again

    assert again is random


def test_what_a_file_prints_is_not_on_standard_output(write, capsys):
    collect(
        [
            write(
                "a.py",
                "print('at import')",
                f"x = {CLAIM.format('')}",
                "def claims():",
                "    print('later')",
                "    return [x]",
            )
        ]
    )
    out, err = capsys.readouterr()
    assert out == ""
    assert "at import" in err
    assert "later" in err


def test_two_files_may_use_one_name(write):
    files = [write(name, f"x = {CLAIM.format('')}") for name in ("a.py", "b.py", "one/c.py", "two/c.py")]
    assert ids(*files) == ["a::x", "b::x", "one/c::x", "two/c::x"]
    assert ids(files[0], files[0]) == ["a::x"]


def test_bundled_ids_stand_without_a_file():
    assert not any("::" in name for name in ids())


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("x = 1 +", r"a\.py:3: SyntaxError"),
        ("import nowhere_to_be_found", r"a\.py:3: ModuleNotFoundError: No module named"),
        ("Claim(A, trace(A))", r"a\.py:3: ShapeMismatch: the two sides"),
        ("raise SystemExit(1)", r"a\.py:3: SystemExit"),
        ("def claims(): return [1]", r"claims\(\) returns 1; expected claims only"),
        ("def claims():\n    raise ValueError('no')", r"a\.py:4: claims\(\) failed: ValueError: no"),
        (f"def claims(): return [{CLAIM.format('')}]", r"claims\(\) returns a claim without an id"),
        ("pass", "defines no claims; expected a module-level"),
    ],
)
def test_file_that_does_not_load_is_named_with_its_line(write, line, message):
    with pytest.raises(UnloadableFile, match=message):
        collect([write("a.py", line)])


def test_one_id_for_two_claims_of_a_file_is_refused(write):
    both = ", ".join(CLAIM.format(f", id='x', title={title!r}") for title in "ab")
    with pytest.raises(UnloadableFile, match=r"the id 'a::x' is already used"):
        collect([write("a.py", f"both = [{both}]")])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with a name")
def test_a_pipe_is_not_read(write, tmp_path):
    write("a.py", f"x = {CLAIM.format('')}")
    os.mkfifo(tmp_path / "pipe.py")
    assert ids(tmp_path) == ["a::x"]
    with pytest.raises(UnloadableFile, match="is no regular file"):
        collect([tmp_path / "pipe.py"])


def test_claims_without_end_are_refused(write, monkeypatch):
    monkeypatch.setattr("lsa_theory.claims.collecting.collect.MOST_CLAIMS", 3)
    endless = write("a.py", f"def claims():\n    while True: yield {CLAIM.format(', id=' + repr('x'))}")
    with pytest.raises(UnloadableFile, match="more than 3 claims; does it end"):
        collect([endless])


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("none.py", "there is no such file or folder"),
        ("notes.txt", "name ending in .py"),
        ("empty", "no Python file"),
    ],
)
def test_useless_paths(tmp_path, name, message):
    (tmp_path / "notes.txt").write_text("")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnloadableFile, match=message):
        collect([tmp_path / name])


def test_bundled_derivations_exist():
    assert bundled_folder().is_dir()


@pytest.mark.parametrize("field", ["note", "title", "source", "strengthens"])
def test_a_formula_that_does_not_end_is_refused_at_collection(tmp_path, field):
    file = tmp_path / "own.py"
    text = "from lsa_theory import Claim, scalar\nt = scalar('t')\nsame = Claim(t, t, {}='where ${}')\n"
    file.write_text(text.format(field, "t = 1$"))
    assert len(collect([file])) == 1
    file.write_text(text.format(field, "t = 1"))
    with pytest.raises(UnloadableFile, match=rf"own.py:3: .*{field} has a formula that does not end"):
        collect([file])
