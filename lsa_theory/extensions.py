"""Things that go by a name and can be added from outside: witnesses and targets.

Three ways lead in: an entry point of an installed distribution, a call in one's own code, and `module:Name` where a
name is asked for, which any process can follow. Ours come first, in their order, and no other may take their names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import entry_points
from typing import Any, Generic, TypeVar

from lsa_theory.errors import InvalidArgument, UnknownName
from lsa_theory.loading.providers import function_named
from lsa_theory.near import did_you_mean

T = TypeVar("T")


class Registry(Generic[T]):
    """What goes by a name.

    Parameters
    ----------
    what : str
        The word for one, in messages.
    ours : mapping from name to "module:attribute"
        Loaded when they are first asked for.
    made : callable
        Makes one from what was loaded, or raises `InvalidArgument`.
    """

    def __init__(self, what: str, ours: Mapping[str, str], made: Callable[[Any], T]) -> None:
        self.what = what
        self._ours = dict(ours)
        self.made = made
        self._added: dict[str, T] = {}

    @property
    def group(self) -> str:
        """The group of entry points: lsa_theory.witnesses, lsa_theory.targets."""
        return f"lsa_theory.{self.what.replace('witness', 'witnesse')}s"

    def names(self) -> tuple[str, ...]:
        """Return ours, then what is installed, then what was added."""
        return tuple(dict.fromkeys((*self._ours, *_installed(self.group), *self._added)))

    def is_ours(self, name: str) -> bool:
        """Whether a name is one that the package brought."""
        return name in self._ours

    def get(self, name: str) -> T:
        """Return the one of a name, or of `module:Name`.

        Raises
        ------
        UnknownName
            If there is none; the message lists those that exist.
        InvalidArgument
            If nothing can be loaded from there, or what stands there is none.
        """
        if name in self._added:
            return self._added[name]
        place = self._ours.get(name) or _installed(self.group).get(name) or name
        if ":" not in place:
            raise UnknownName(
                f"there is no {self.what} {name!r}; those known are {', '.join(self.names())}."
                f"{did_you_mean(name, self.names())} One of your own is asked for as module:Name"
            )
        return self.made(function_named(place, f"the {self.what}", "module:Name"))

    def add(self, thing: Any) -> Any:
        """Add one and return what was given, so that it can decorate a class.

        Raises
        ------
        InvalidArgument
            If it is none, or its name is taken.
        """
        made = self.made(thing)
        name = str(getattr(made, "name", ""))
        if not name or ":" in name or "," in name:
            raise InvalidArgument(f"a {self.what} needs a name without ':' and ','; {thing!r} has {name!r}")
        if name in self._ours or name in _installed(self.group):
            raise InvalidArgument(f"the name {name!r} is taken by another {self.what}; choose another")
        self._added[name] = made
        return thing


@cache
def _installed(group: str) -> dict[str, str]:
    return {point.name: point.value for point in entry_points(group=group)}
