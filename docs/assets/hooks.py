"""What the site adds: formulas as MathML, files from outside docs/, the text of every `--help`, the page to play with.

MathML is written when the site is built, by latex2mathml: browsers show it without a script, a font or a network, and
the page stays text for screen readers. A formula that latex2mathml cannot read stops the build.
"""

from __future__ import annotations

import html
import re
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
# Files outside docs/ that are pages, or are linked to: where they stand, what they are called on the site.
BROUGHT = {
    "ERRATA.md": "errata.md",
    "CHANGELOG.md": "changelog.md",
    "lsa_theory/verification/reports/verify.schema.json": "verify.schema.json",
}
# Where the page to play with stands on the site, within docs/explore.md and by itself.
PLAYGROUND = "assets/explore.html"
# What the theme's search loads from the network where pages are opened as files; the same, in docs/assets.
_SHIM = "https://unpkg.com/iframe-worker/shim"
_NAVIGATION = re.compile(
    r'aria-labelledby="(__nav_[\d_]+)_label"([^>]*>\s*<label class="md-nav__title" for="\1">)(.*?)</label>',
    re.DOTALL,
)
_FORMULA = re.compile(r'<(span|div) class="arithmatex">\s*\\[(\[](.*?)\\[)\]]\s*</\1>', re.DOTALL)


def with_mathml(page: str) -> str:
    r"""Return HTML with the formulas that arithmatex has marked as MathML.

    >>> with_mathml(r'<span class="arithmatex">\(d\)</span>')
    '<math xmlns="http://www.w3.org/1998/Math/MathML" display="inline"><mrow><mi>d</mi></mrow></math>'
    """
    from latex2mathml.converter import convert

    def one(found: re.Match[str]) -> str:
        display = "block" if found[1] == "div" else "inline"
        return str(convert(html.unescape(found[2]), display=display))

    return _FORMULA.sub(one, page)


def with_links(text: str, depth: int) -> str:
    """Return Markdown whose links to files outside docs/ lead to their places on the site.

    >>> with_links("[errata](../ERRATA.md)", 0)
    '[errata](errata.md)'
    """
    for source, place in BROUGHT.items():
        text = text.replace(f"]({'../' * (depth + 1)}{source}", f"]({'../' * depth}{place}")
    return text


def with_help(text: str) -> str:
    """Return Markdown with the marks `<!-- help: verify -->` replaced by what that command says of itself."""
    from click.testing import CliRunner

    from lsa_theory.cli import main

    def one(found: re.Match[str]) -> str:
        shown = CliRunner().invoke(main, [*found[1].split(), "--help"], prog_name="lsa-theory")
        return f"```text\n{shown.output.rstrip()}\n```"

    return re.sub(r"<!-- help:([ \w-]*)-->", one, text)


@cache
def page_to_play_with() -> str:
    """Return what `lsa-theory explore` writes; simulated once, however often `mkdocs serve` builds."""
    from lsa_theory.explore.page import to_page

    return to_page()


def on_files(files: Any, config: Any) -> Any:
    """Bring the files that stand outside docs/, and the page that is made."""
    from mkdocs.structure.files import File

    files.append(File.generated(config, PLAYGROUND, content=page_to_play_with()))

    for source, place in BROUGHT.items():
        files.append(File.generated(config, place, abs_src_path=str(ROOT / source)))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Point links at the site, and let the commands speak."""
    if page.file.src_uri in BROUGHT.values():
        # It stands beside docs/, not in it.
        markdown = markdown.replace("](docs/", "](")
    return with_help(with_links(markdown, page.file.src_uri.count("/")))


def on_page_content(content: str, page: Any, config: Any, files: Any) -> str:
    """Write formulas as MathML."""
    return with_mathml(content)


def with_names(page: str) -> str:
    """Return HTML whose search dialog and parts of the navigation have names; the theme names them by an icon.

    >>> nav = '<nav class="md-nav" aria-labelledby="__nav_2_label"><label class="md-nav__title" for="__nav_2">A</label>'
    >>> with_names(nav)
    '<nav class="md-nav" aria-label="A"><label class="md-nav__title" for="__nav_2">A</label>'
    """
    page = page.replace('role="dialog"', 'role="dialog" aria-label="Search"', 1)

    def one(found: re.Match[str]) -> str:
        name = re.sub(r"<[^>]+>", "", found[3]).strip()
        return f'aria-label="{name}"{found[2]}{found[3]}</label>'

    return _NAVIGATION.sub(one, page)


def on_post_page(output: str, page: Any, config: Any) -> str:
    """Load nothing from the network, and name what has no name."""
    from mkdocs.utils import get_relative_url

    return with_names(output.replace(_SHIM, get_relative_url("assets/iframe-worker.js", page.url)))


def on_post_template(output_content: str, template_name: str, config: Any) -> str:
    """Load nothing from the network on the page for addresses that do not exist either."""
    return output_content.replace(_SHIM, "assets/iframe-worker.js")
