"""Print the lower bound of each dependency in pyproject.toml as a constraint for pip, `name==version` a line.

Usage: python .ci/lower_bounds.py [EXTRA]... > constraints.txt
"""

import re
import sys
import tomllib
from pathlib import Path


def constraints(project: dict[str, object], extras: list[str]) -> list[str]:
    """Return the constraints; a dependency without a lower bound is an error."""
    optional = project.get("optional-dependencies", {})
    wanted = [*project["dependencies"], *(line for extra in extras for line in optional[extra])]
    lines = []
    for line in wanted:
        found = re.fullmatch(r"([\w.-]+)(?:\[[\w,]+\])?\s*>=\s*([\d.]+).*", line)
        if found is None:
            raise SystemExit(f"{line!r} has no lower bound; write name>=version")
        lines.append(f"{found[1]}=={found[2]}")
    return lines


if __name__ == "__main__":
    text = Path(__file__).parents[1].joinpath("pyproject.toml").read_text(encoding="utf-8")
    print("\n".join(constraints(tomllib.loads(text)["project"], sys.argv[1:])))
