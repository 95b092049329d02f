import pytest

from lsa_theory.errors import UnloadableFile
from lsa_theory.verification.collect import bundled_folder, collect
from lsa_theory.verification.template import write_template

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
    assert ids(file) == ["one-lemma", "my.id"]


def test_function_returns_claims(write):
    file = write("a.py", f"def claims():\n    yield {CLAIM.format(', id=' + repr('made'))}")
    assert ids(file) == ["made"]


def test_same_claim_under_two_names_counts_once(write):
    file = write(
        "a.py", f"one = {CLAIM.format('')}", "two = one", "def claims(): return [one]", "_three = one"
    )
    assert ids(file) == ["one"]


def test_private_names_are_drafts(write):
    file = write("a.py", f"_draft = {CLAIM.format('')}", f"lemma = {CLAIM.format('')}")
    assert ids(file) == ["lemma"]


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
    assert ids(tmp_path) == ["one", "two"]


def test_file_may_import_its_neighbour(write):
    write("neighbour_of_mine.py", "B = A")
    file = write("a.py", "from neighbour_of_mine import B", f"one = {CLAIM.format('')}")
    assert ids(file) == ["one"]


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


def test_duplicated_id_names_both_files(write):
    one, two = write("a.py", f"x = {CLAIM.format('')}"), write("b.py", f"x = {CLAIM.format('')}")
    with pytest.raises(UnloadableFile, match=r"b\.py: the id 'x' is already used in .*a\.py"):
        collect([one, two])


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
