"""What a page shows as files and as commands, run in an empty folder by a POSIX shell."""

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

_BLOCK = re.compile(
    r'^```(python|toml|tex|ini) title="([\w./-]+)"\n(.*?)^```|^```console\n(.*?)^```', re.M | re.S
)
# What a machine and its load decide.
_VARIES = [
    (re.compile(r"\d+\.\d+ s\b"), "0.0 s"),
    (re.compile(r"z\s+=\s+-?\d+\.\d+,\s+[\d.e+]+\s+prompts"), "z, prompts"),
    (re.compile(r"[\d.e+]+\s+prompts"), "prompts"),
    (re.compile(r"(quadrature:|radius|difference|error <)\s+\d\.?\d*e-\d+"), r"\1 tiny"),
]
_FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
# Usage, a broken claim, an internal error and a command that is not there: no page shows those.
_FAILED = {2, 4, 70, 126, 127}


def settled(text):
    """Return output without what varies from run to run."""
    for pattern, put in _VARIES:
        text = pattern.sub(put, text)
    return text


def blocks(page):
    """Yield ("file", name, text) and ("command", line, output), in the order of the page."""
    for language, name, text, session in _BLOCK.findall(page):
        if language:
            yield "file", name, text
        for part in re.split(r"^\$ ", session, flags=re.M)[1:]:
            line, _, output = part.partition("\n")
            while line.endswith("\\"):
                more, _, output = output.partition("\n")
                line = f"{line[:-1]}{more.removeprefix('> ')}"
            yield "command", line, output


def shell(line, folder):
    """Run a line by the plainest shell there is, with our commands on its path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    plain = {"PATH": path, "COLUMNS": "80", "NO_COLOR": "1", "MPLBACKEND": "agg"}
    return subprocess.run(
        ["sh", "-c", line],
        cwd=folder,
        env={**os.environ, **plain, "HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def problems(page, folder):
    """Return what does not happen as the page shows it; output that is not shown is not compared."""
    found = []
    for kind, name, text in blocks(page):
        if kind == "file":
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
            continue
        done = shell(name, folder)
        if done.returncode in _FAILED:
            found.append(f"$ {name}\nexit code {done.returncode}\n{done.stdout}{done.stderr}")
        elif text.strip() and not doctest.OutputChecker().check_output(
            settled(text).strip(), settled(done.stdout).strip(), _FLAGS
        ):
            found.append(f"$ {name}\nshown:\n{text}\nprinted:\n{done.stdout}")
    return found
