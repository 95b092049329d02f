"""Random command lines: a usage error, a refusal or a result, never a traceback."""

import os
import random
import signal
from collections import Counter

import pytest
from click.testing import CliRunner

from lsa_theory.cli import main

LINES = 720
VALUES = [
    "", "-", "0", "-1", "1", "2", "5", "1e9", "nan", "inf", "9" * 21, "1.5", "abc", "a,b", "λ", "c.py", "nofile",
    "dir", ".", "/dev/null", "bad.toml", "n.toml", "r.csv", "r2.csv", "r3.csv", "bin.csv", "junk.csv",
    "a.json", "b.json", "c.json", "d.json", "risk", "flow_limit", "minimum", "numpy", "torch", "jax", "mpmath", "field",
    "algebra,field", "x\x00y", "x" * 300, "$(id)", ";", "--", "identity", "geometric:10", "os:system", "math:sqrt",
    "json:loads", "test_length", "dimension", "\x1b[31m", "\udc80",
]  # fmt: skip
OPTIONS = {
    "verify": ["-k", "--witness", "--digits", "--seed", "--json", "--html", "--junit", "--timeout"],
    "list": ["-k"],
    "show": [],
    "new": [],
    "errata": ["-o", "--seed"],
    "latex": ["-o", "--notation", "--document", "--write-notation"],
    "codegen": ["--target", "-o", "--list", "--explain"],
    "plot": ["-x", "--group", "--line", "--linear", "--title", "-o"],
    "simulate": ["-d", "-N", "-M", "--covariance", "--shift", "--noise", "--seed", "--weights", "--path",
                 "--relative-error", "--records", "--json"],
    "bogus": ["--x"],
}  # fmt: skip
FLAGS = {"--list", "--explain", "--linear", "--document"}
CODES = {0, 1, 2, 3, 4}


class Late(BaseException):
    """The command was not over in time."""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    columns = (
        "dimension,train_length,test_length,covariance,shift,noise_variance,seed,path,risk,standard_error"
    )
    columns += ",low,high\n"
    files = {
        "c.py": "from lsa_theory import *\nd=dimension('d');A=matrix('A',d)\nc1=Claim(trace(A),trace(A.T),title='t')\n",
        "bad.toml": "x = [", "n.toml": "[matrices]\nGamma='H'\n", "junk.csv": "a,b\n1\n", "r3.csv": "risk\n0.5\n",
        "r.csv": f"{columns}3,20,20,identity,none,0.0,0,isotropic,0.59,0.006,0.58,0.61\n",
        "r2.csv": f"{columns}3,20,20,identity,none,0.0,0,isotropic,nan,0.006,nan\n",
        "a.json": '{"risk":1}', "b.json": "[1,2]", "c.json": '[{"risk":1}]', "d.json": '["risk"]',
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "bin.csv").write_bytes(bytes(range(256)))
    (tmp_path / "dir").mkdir()
    return tmp_path


def command(rng):
    name = rng.choice(list(OPTIONS))
    line = [name]
    if name == "simulate":
        line += ["--prompts", "200", "-o", rng.choice(["z.csv", "z.json", "dir", "/dev/null"])]
    if name in ("verify", "errata"):
        line += ["c.py" if rng.random() < 0.8 else rng.choice(["nofile", "bin.csv", "dir"]), "--jobs", "1"]
    if name in ("list", "show", "new", "latex", "codegen", "plot"):
        line += [rng.choice(VALUES) for _ in range(rng.randint(0, 2))]
    if name == "list":
        line += ["c.py"]
    for _ in range(rng.randint(0, 3) if OPTIONS[name] else 0):
        option = rng.choice(OPTIONS[name])
        flag = option in FLAGS or (name, option) == ("simulate", "--json")
        line += [option] if flag else [option, rng.choice(VALUES)]
    return line


def run(lines):
    rng = random.Random(12)
    heard = signal.signal(signal.SIGALRM, lambda *_: (_ for _ in ()).throw(Late()))
    codes, bad = Counter(), []
    try:
        for _ in range(lines):
            line = command(rng)
            signal.alarm(40)
            try:
                result = CliRunner().invoke(main, line)
            except BaseException as error:
                codes["escaped"] += 1
                bad.append((line, repr(error)))
                continue
            finally:
                signal.alarm(0)
            codes[result.exit_code] += 1
            if result.exit_code not in CODES or "Traceback" in result.output:
                bad.append((line, result.exit_code, repr(result.exception), result.output[-300:]))
    finally:
        signal.signal(signal.SIGALRM, heard)
    return codes, bad


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="needs an alarm")
@pytest.mark.usefixtures("folder")
def test_no_command_line_ends_in_a_traceback():
    codes, bad = run(LINES)
    print(dict(codes))
    assert bad == []
    assert codes[0] > 20
    assert codes[2] > 200


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="needs an alarm")
@pytest.mark.usefixtures("folder")
def test_a_quick_look_at_command_lines():
    assert run(40)[1] == []


def test_an_internal_error_has_its_own_exit_code(folder, monkeypatch):
    def broken(path):
        raise ZeroDivisionError("ours")

    monkeypatch.setattr("lsa_theory.claims.template.write_template", broken)
    result = CliRunner().invoke(main, ["new", "x.py"])
    assert result.exit_code == 70
    assert "internal error: ZeroDivisionError: ours at " in result.output
    assert os.listdir(folder)
