"""Moments as text and as what a clock on the shop's wall shows, without a datetime for each of a million cells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TypeVar

from sales_tui.workspaces.format import stored_instant

K = TypeVar("K")
V = TypeVar("V")

SECOND = 1_000_000
"""Microseconds, as the database counts."""
DAY = 86_400 * SECOND

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CLOCK = tuple(f"{minute:02d}:{second:02d}" for minute in range(60) for second in range(60))


class Remembered(dict[K, V]):
    """Values made when first asked for; they are forgotten before they become too many."""

    LIMIT = 50_000

    def __init__(self, make: Callable[[K], V]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: K) -> V:
        if len(self) >= self.LIMIT:
            self.clear()
        value = self[key] = self._make(key)
        return value


class WallClock:
    """Stored moments -> seconds since 1970 by the clocks of a zone, which are put forward and back."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._offsets: Remembered[int, int | None] = Remembered(self._offset_of_day)

    def __call__(self, value: int) -> int:
        """What the clock shows at that moment."""
        offset = self._offsets[value // DAY]
        return value // SECOND + (self._offset(value) if offset is None else offset)

    def _offset_of_day(self, day: int) -> int | None:
        """The offset in seconds on a day of UTC; None where it changes that day."""
        first, last = self._offset(day * DAY), self._offset((day + 1) * DAY - 1)
        return first if first == last else None

    def _offset(self, value: int) -> int:
        try:
            offset = stored_instant(value).astimezone(self._zone).utcoffset()
        except OverflowError:  # at the ends of the calendar the zone would lead out of it
            return 0
        return offset // timedelta(seconds=1) if offset else 0


class ClockText:
    """Seconds since 1970 as day and time, "2026-11-23 10:41:00"."""

    def __init__(self, between: str = " ") -> None:
        self._hours: Remembered[int, str] = Remembered(
            lambda hour: f"{(_EPOCH + timedelta(hours=hour)).isoformat(between)[:13]}:"
        )

    def __call__(self, seconds: int) -> str:
        """The text."""
        return f"{self._hours[seconds // 3600]}{_CLOCK[seconds % 3600]}"
