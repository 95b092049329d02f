"""One claim that breaks, dies or does not end costs no other claim, and no report."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from xml.etree import ElementTree

import pytest

COMMAND = [sys.executable, "-m", "lsa_theory"]
HEAD = """import ctypes, os, signal, time
from lsa_theory import *
d = dimension("d"); A = matrix("A", d); B = matrix("B", d)
def hooked(observe):
    return Claim(trace(A @ B), trace(B @ A), observe=observe, witnesses=["algebra", "field", "simulation"])
def sure(k=1):
    return Claim(k * trace(A @ B), k * trace(B @ A), witnesses=["algebra", "field"])
first = sure()
"""
# Seconds for one claim or file where one does not end; on a slow machine the others need one or two to load.
LIMIT = 6
LAST = "last = sure()\nwrong = Claim(trace(A @ B), trace(A @ B.T))\n"

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="processes are forked"),
    pytest.mark.alone,
]


@pytest.fixture
def verify(tmp_path):
    """Judge a file with the lines between two good claims and a false one; return the exit code and the record."""

    def judged(*lines, jobs="1", options=(), last=LAST):
        (tmp_path / "claims.py").write_text(HEAD + "\n".join(lines) + "\n" + last)
        result = subprocess.run(
            [*COMMAND, "verify", "claims.py", "--jobs", jobs, "--json", "r.json", "--junit", "r.xml",
             "--html", "r.html", *options],
            cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        record = json.loads((tmp_path / "r.json").read_text())
        ElementTree.fromstring((tmp_path / "r.xml").read_text())
        assert "</html>" in (tmp_path / "r.html").read_text()
        assert "Traceback" not in result.stdout + result.stderr
        return result, {c["id"].removeprefix("claims::"): c for c in record["claims"]}

    return judged


# In the process that asks, what ends it is caught no otherwise than in two of its children.
@pytest.mark.parametrize("jobs", [pytest.param("1", marks=pytest.mark.slow), "2"])
@pytest.mark.parametrize(
    ("hook", "message"),
    [
        ("raise KeyError('x')", "stopped with KeyError: 'x' at "),
        pytest.param("raise SystemExit(0)", "stopped with SystemExit: 0 at ", marks=pytest.mark.slow),
        pytest.param("raise MemoryError", "stopped with MemoryError at ", marks=pytest.mark.slow),
        pytest.param("raise KeyboardInterrupt", "KeyboardInterrupt at ", marks=pytest.mark.slow),
        ("return hook(rng, instance)", "RecursionError: maximum recursion depth exceeded"),
        pytest.param("os._exit(0)", "the process ended itself with exit code 0 at ", marks=pytest.mark.slow),
        ("ctypes.string_at(0)", "the process ended by SIGSEGV (a fault in compiled code) at "),
        ("os.kill(os.getpid(), signal.SIGKILL)", "the process ended by SIGKILL (out of memory?)"),
        pytest.param("return None", "returned None; expected a pair", marks=pytest.mark.slow),
    ],
)
def test_what_breaks_in_a_hook_is_that_claims_error(verify, hook, message, jobs):
    result, claims = verify("def hook(rng, instance):", f"    {hook}", "bad = hooked(hook)", jobs=jobs)
    assert result.returncode == 1, result.stderr
    assert claims["bad"]["outcome"] == "error"
    assert message in claims["bad"]["error"]
    if message.endswith(" at "):
        assert claims["bad"]["error"].endswith("claims.py:10")
    assert [claims[name]["outcome"] for name in ("first", "last", "wrong")] == [
        "confirmed",
        "confirmed",
        "refuted",
    ]


@pytest.mark.parametrize("jobs", [pytest.param("1", marks=pytest.mark.slow), "2"])
@pytest.mark.parametrize(
    "loop",
    [
        "while True: pass",
        *(pytest.param(t, marks=pytest.mark.slow) for t in ("time.sleep(1000)", "sum(iter(int, 1))")),
    ],
)
def test_what_does_not_end_is_stopped_with_its_line(verify, loop, jobs):
    result, claims = verify(
        "def hook(rng, instance):",
        f"    {loop}",
        "bad = hooked(hook)",
        jobs=jobs,
        options=["--timeout", str(LIMIT)],
        last="last = sure()\n",
    )
    assert result.returncode == 4
    assert claims["bad"]["outcome"] == "timed out"
    assert claims["bad"]["error"].startswith(f"stopped after {LIMIT} s at ")
    assert claims["bad"]["error"].endswith("claims.py:10")
    assert claims["last"]["outcome"] == "confirmed"
    assert "1 timed out" in result.stdout


@pytest.mark.parametrize(
    "line",
    [
        "bad = Claim(trace(A) * 10**5000, trace(A.T) * 10**5000)",
        "e = A\nfor _ in range(300): e = (e + B) @ A\nbad = Claim(trace(e), trace(e.T))",
        pytest.param("bad = Claim(trace(A**100000), trace(A.T**100000))", marks=pytest.mark.slow),
    ],
)
def test_an_expression_that_breaks_the_judges_costs_no_other_claim(verify, line):
    _, claims = verify(line, options=["--timeout", "3"])
    assert [claims[name]["outcome"] for name in ("first", "last", "wrong")] == [
        "confirmed",
        "confirmed",
        "refuted",
    ]
    assert claims["bad"]["outcome"] in ("confirmed", "undecided", "error", "timed out")


def test_names_that_differ_between_processes_are_errors_not_crashes(verify):
    _, claims = verify("odd = [Claim(A, A, id=f'c-{os.getpid()}-{k}') for k in range(3)]", jobs="2")
    assert claims["last"]["outcome"] == "confirmed"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            "import os; os._exit(0)", "the process ended itself with exit code 0", marks=pytest.mark.slow
        ),
        pytest.param("raise KeyboardInterrupt", "KeyboardInterrupt at ", marks=pytest.mark.slow),
        pytest.param("raise SystemExit(0)", "SystemExit: 0", marks=pytest.mark.slow),
        ("x = (", "SyntaxError"),
        ("while True: pass", f"stopped after {LIMIT} s"),
        ("def claims():\n    raise RuntimeError('no')", "claims() failed: RuntimeError: no"),
        ("input()", "EOFError"),
    ],
)
def test_a_file_that_does_not_load_costs_no_other_file(tmp_path, text, message):
    (tmp_path / "a_bad.py").write_text(f"import lsa_theory\n{text}\n")
    (tmp_path / "good.py").write_text(HEAD)
    result = subprocess.run(
        [*COMMAND, "verify", ".", "--jobs", "1", "--timeout", str(LIMIT)],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert result.returncode == 2
    assert "a_bad.py" in result.stderr
    assert message in result.stderr
    assert "1 claim: 1 confirmed" in result.stdout


def test_prints_of_a_file_do_not_stand_in_the_json(tmp_path):
    hook = "def hook(rng, instance):\n    print('noise'); os.write(1, b'noise'); raise KeyError\nbad = hooked(hook)\n"
    (tmp_path / "claims.py").write_text(f"print('noise')\n{HEAD}{hook}")
    result = subprocess.run(
        [*COMMAND, "verify", "claims.py", "--json", "-"],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert len(json.loads(result.stdout)["claims"]) == 2
    assert "noise" in result.stderr


def test_an_ascii_terminal_gets_ascii(tmp_path):
    (tmp_path / "claims.py").write_text(f'"""Über α · β."""\n{HEAD}')
    plain = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for command in ("verify", "list"):
        result = subprocess.run(
            [*COMMAND, command, "claims.py"],
            cwd=tmp_path, capture_output=True, env=plain, timeout=60, check=False,
        )  # fmt: skip
        assert result.returncode == 0, result.stderr
        result.stdout.decode("ascii")


def test_a_file_that_goes_elsewhere_takes_no_other_along(tmp_path):
    (tmp_path / "a.py").write_text(f"{HEAD}os.chdir('/')\n")
    (tmp_path / "b.py").write_text(HEAD)
    result = subprocess.run(
        [*COMMAND, "verify", "a.py", "b.py", "--jobs", "1"],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert "2 claims: 2 confirmed" in result.stdout


def children(process):
    with open(f"/proc/{process}/task/{process}/children") as file:
        return [int(word) for word in file.read().split()]


def lives(process):
    try:
        with open(f"/proc/{process}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def begun(tmp_path, jobs, report, *, judging=False):
    """Start a run over claims that take half a second each; return it once its workers are there, or judge."""
    slow = (
        "lemmas = [hooked(lambda r, i: (open('judging', 'a').close(), time.sleep(0.03), (0.0, 1e9))[2]) "
        "for _ in range(6)]\n"
    )
    (tmp_path / "claims.py").write_text(HEAD + slow + LAST)
    process = subprocess.Popen(
        [*COMMAND, "verify", "claims.py", "--jobs", jobs, "--json", report],
        cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 30
    while len(workers := children(process.pid)) < int(jobs) and time.monotonic() < deadline:
        time.sleep(0.01)
    while judging and not (tmp_path / "judging").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    return process, workers


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_workers_end_with_their_parent(tmp_path, how):
    chance = random.Random(int(how))
    for turn in range(6):
        process, _ = begun(tmp_path, str(1 + turn % 2), "r.json")
        time.sleep(chance.uniform(0.0, 1.5))
        workers = children(process.pid)
        os.kill(process.pid, how)
        process.wait(timeout=20)
        deadline = time.monotonic() + 5
        while any(map(lives, workers)) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not any(map(lives, workers))


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(14))
def test_a_killed_worker_costs_its_claim_alone(tmp_path, turn):
    # A worker that is killed while it loads the only file leaves no claims.
    process, _ = begun(tmp_path, str(1 + turn % 2), "r.json", judging=True)
    time.sleep(random.Random(turn).uniform(0.0, 1.5))
    workers = children(process.pid)
    killed = [w for w in workers[:1] if lives(w)]
    for worker in killed:
        os.kill(worker, signal.SIGKILL)
    process.wait(timeout=60)
    claims = json.loads((tmp_path / "r.json").read_text())["claims"]
    assert len(claims) == 9
    broken = [c for c in claims if c["outcome"] == "error"]
    assert len(broken) <= len(killed)
    assert all("SIGKILL" in c["error"] for c in broken)
    assert process.returncode == 1


@pytest.mark.slow
def test_ctrl_c_at_any_moment_is_130(tmp_path):
    chance = random.Random(0)
    for turn in range(10):
        report = tmp_path / f"r{turn}.json"
        (tmp_path / "claims.py").write_text(HEAD + LAST)
        process = subprocess.Popen(
            [*COMMAND, "verify", "claims.py", "--jobs", str(1 + turn % 2), "--json", str(report),
             "--witness", "simulation"],
            cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        time.sleep(chance.uniform(0.15, 1.2))
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=20)
        assert "Traceback" not in errors
        # Before Python has begun to run, the signal itself ends it, which a shell reports as 130 too.
        assert process.returncode in (130, -signal.SIGINT, 3)
