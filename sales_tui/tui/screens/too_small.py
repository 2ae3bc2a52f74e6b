"""What is shown while the window is too small; everything else stays behind it, as it is."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static


class TooSmallScreen(Screen[None]):
    """A sentence."""

    def compose(self) -> ComposeResult:
        """The sentence."""
        yield Static("The window is too small (needs 40 x 10)", markup=False)

    def on_key(self, event: events.Key) -> None:
        """No key reaches what can't be seen; q leaves."""
        event.stop()
        if event.key == "q":
            self.app.exit()
