"""The pages on the house name what stands there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "lsa_theory"
ROOMS = sorted(p.name for p in PACKAGE.iterdir() if p.is_dir() and (p / "__init__.py").exists())


@pytest.mark.parametrize("page", ["README.md", "docs/architecture.md"])
@pytest.mark.parametrize("room", ROOMS)
def test_every_room_is_named(page, room):
    assert f"{room}/" in (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/architecture.md"])
def test_every_file_that_is_named_exists(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    for name in re.findall(r"`([\w./]+\.(?:py|pyi|toml))`", text):
        assert (ROOT / name).exists() or list(PACKAGE.rglob(name.removeprefix("lsa_theory/"))), name
