"""Keys that were pressed for the screen below while a form was still being worked off: they go there, in order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual import events
from textual.screen import Screen


def hand_on(form: Screen[Any], keys: Iterable[events.Key]) -> None:
    """Give keys to whatever hears them now that the form is gone. They don't pass the application's queue again."""
    app = form.app
    for key in keys:
        if app.screen is form:
            return
        (app.focused or app.screen)._forward_event(events.Key(key.key, key.character))
