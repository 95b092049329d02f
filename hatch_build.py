"""The README for a package index: there, files beside it cannot be reached, so links to them are words again.

Pictures of this repository become what they show, in words; links to the web and within the page stay.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

# A picture or a link whose place has no scheme and is no anchor.
_PICTURE = re.compile(r"!\[([^\]]*)\]\((?![a-z]+:)[^)]+\)")
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?![a-z]+:|#)[^)]+\)")


def for_an_index(readme: str) -> str:
    """Return a README that has no link which leads nowhere."""
    return _LINK.sub(r"\1", _PICTURE.sub(r"*Picture: \1.*", readme))


class ReadmeForAnIndex(MetadataHookInterface):
    """Put it into the metadata."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Read the README that stands beside this file."""
        text = Path(self.root, "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": for_an_index(text)}
