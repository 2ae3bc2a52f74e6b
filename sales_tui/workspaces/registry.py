"""A registry that loads what is in it when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from sales_tui.workspaces.base import Workspace


class Entry(NamedTuple):
    """A workspace as the menu knows it. The file of that name says the same, and all the rest."""

    name: str
    title: str
    kind: str
    letter: str = ""
    digit: str = ""

    @property
    def has_tab(self) -> bool:
        """Whether it stands in the menu, with a letter and a digit."""
        return bool(self.letter)


class Registry(Mapping[str, "Workspace"]):
    """Workspaces by a key. Keys are known at once, a workspace from when it is first looked up."""

    def __init__(self, files: Mapping[str, str]) -> None:
        """Key -> the name of the workspace's file."""
        self._files = files

    def __getitem__(self, key: str) -> Workspace:
        return cast("Workspace", import_module(f"{__package__}.{self._files[key]}").WORKSPACE)

    def __contains__(self, key: object) -> bool:
        # A mapping's own would load it.
        return key in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)
