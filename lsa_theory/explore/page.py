"""The page as text: markup, style, generated functions, own script and baked points, in one file."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

from lsa_theory import __version__
from lsa_theory.codegen.javascript.module import javascript_source
from lsa_theory.explore.formulas import functions
from lsa_theory.explore.observed import START, observed

_HERE = Path(__file__).parent


def to_page(points: list[dict[str, Any]] | None = None, *, draws: int = 20_000, seed: int = 0) -> str:
    """Return the page; it loads nothing, and its policy forbids that anything be loaded.

    Parameters
    ----------
    points : list, optional
        What `observed` returned; observed now if left out.
    draws, seed : int
        Prompts for each simulated point, and the root of their randomness.

    Examples
    --------
    >>> "<!doctype html>" in to_page([])
    True
    """
    found = observed(draws, seed) if points is None else points
    data = json.dumps({"settings": found, "start": START, "draws": draws, "seed": seed}).replace(
        "<", "\\u003c"
    )
    style = (_HERE / "explore.css").read_text(encoding="utf-8")
    parts = [javascript_source(functions(), inline=True), f"const BAKED = {data};"]
    parts += [(_HERE / name).read_text(encoding="utf-8") for name in ("plot.js", "explore.js")]
    # Functions as a script's own, not the page's.
    script = '"use strict";\n(() => {\n' + "\n".join(parts) + "\n})();\n"
    policy = f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}"
    markup = (_HERE / "explore.html").read_text(encoding="utf-8")
    for mark, text in {
        "{{policy}}": policy,
        "{{version}}": __version__,
        "{{style}}": style,
        "{{script}}": script,
    }.items():
        markup = markup.replace(mark, text)
    return markup


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
