"""A short list to choose from: a letter chooses at once, or the arrows and enter."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from sales_tui.tui.panels.heading import Heading
from sales_tui.tui.panels.listing import Entry, Listing


class ChooseScreen(ModalScreen[str | None]):
    """Ends with the name that was chosen, or None."""

    def __init__(self, title: str, labels: Sequence[tuple[str, str]], chosen: str = "") -> None:
        super().__init__(classes="sheet")
        self._title = title
        self._names = [name for name, _ in labels]
        self._chosen_at = self._names.index(chosen) if chosen in self._names else 0
        self._entries = [
            Entry(letter, label, "now; again turns it round" if name == chosen else "")
            for letter, (name, label) in zip(ascii_lowercase, labels, strict=False)
        ]

    def compose(self) -> ComposeResult:
        """The question, and the answers."""
        with Vertical():
            yield Heading(self._title, "a letter, or enter   escape leaves it")
            yield Listing(self._entries, self._chosen_at)

    def on_mount(self) -> None:
        """The list takes the keys."""
        self.set_focus(self.query_one(Listing))

    def on_key(self, event: events.Key) -> None:
        """A letter chooses; escape leaves."""
        event.stop()
        if event.key == "escape":
            self.dismiss(None)
            return
        for at, entry in enumerate(self._entries):
            if event.character == entry.sign:
                self.dismiss(self._names[at])
                return
        self.query_one(Listing).move(event.key)

    @on(Listing.Chosen)
    def _choose(self, message: Listing.Chosen) -> None:
        self.dismiss(self._names[message.index])
