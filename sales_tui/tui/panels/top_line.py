"""The first line: whose desk this is, which database, who is at it, and the time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sales_tui.tui.panels.line import Line, Part


@dataclass(frozen=True, slots=True)
class Place:
    """Where the person is working."""

    database: str
    store: str = ""
    operator: str = ""
    is_demo: bool = False
    read_only: bool = False
    zone: str = ""
    """Whose time it is, and whose days filters mean."""
    recording: str = ""
    """What is said while a macro is recorded."""

    def words(self) -> list[Part]:
        """What must be seen on every screen: DEMO where it is one, that nothing can be written, what is recorded."""
        found: list[Part] = []
        if self.is_demo:
            found.append(("DEMO", "bold $warning"))
        if self.read_only:
            found.append(("read-only", "bold $warning"))
        if self.recording:
            found.append((self.recording, "bold $warning"))
        return [part for word in found for part in (word, ("   ", ""))]


class TopLine(Line):
    """Whose desk, which database, who, when."""

    def __init__(self, place: Place, clock: str = "") -> None:
        super().__init__(id="top")
        self._place = place
        self._clock = clock

    def show(self, place: Place, clock: str) -> None:
        """Another minute, or the store's name became known."""
        if (place, clock) != (self._place, self._clock):
            self._place, self._clock = place, clock
            self.refresh()

    def left(self) -> Sequence[Part]:
        """The program and the shop."""
        shop = self._place.store or self._place.database
        beside = f"   {self._place.database}" if self._place.store else ""
        return (("Sales", "bold $accent"), ("   ", ""), (shop, ""), (beside, "$text-muted"))

    def right(self) -> Sequence[Part]:
        """Demo, person, time."""
        person = (self._place.operator, "$text-muted")
        return (
            ("  ", ""),
            *self._place.words(),
            person,
            (f"   {self._clock}", ""),
            (f" {self._place.zone}", "$text-muted"),
        )
