"""Keys that are pressed while rows are still being read: kept in order, and pressed again when the rows are there."""

from __future__ import annotations

from collections.abc import Callable

from textual import events


class TypeAhead:
    """What waits for rows.

    A key may already be past the grid, on its way to the application's bindings, when the wait begins; what it does
    to the grid arrives as a call. Such calls were typed before any key that is held here.
    """

    def __init__(self) -> None:
        self._calls: list[Callable[[], None]] = []
        self._keys: list[events.Key] = []
        self.draining = False

    def __bool__(self) -> bool:
        return self.draining or bool(self._keys or self._calls)

    @property
    def has_calls(self) -> bool:
        """Whether movements wait."""
        return bool(self._calls)

    def hold_key(self, event: events.Key) -> None:
        """Keep a key from going on to the bindings."""
        event.stop()
        event.prevent_default()
        self._keys.append(events.Key(event.key, event.character))

    def hold_call(self, call: Callable[[], None]) -> None:
        """Keep a movement until there are rows to move on."""
        self._calls.append(call)

    def clear(self) -> None:
        """Forget everything that waits."""
        self._calls.clear()
        self._keys.clear()

    def take_calls(self) -> list[Callable[[], None]]:
        """The movements that waited, in order."""
        calls, self._calls = self._calls, []
        return calls

    def take_keys(self) -> list[events.Key]:
        """The keys that waited, in order."""
        keys, self._keys = self._keys, []
        return keys
