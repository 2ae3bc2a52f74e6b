"""When the days of a store begin and end, as microseconds UTC, also where clocks are changed at midnight."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_DAY = timedelta(days=1) // _MICROSECOND


@dataclass(frozen=True, slots=True)
class Calendar:
    """What day it is, when days begin, and who wants to know."""

    now: datetime
    """With its zone, whichever."""
    zone: tzinfo
    """The store's."""
    me: str = ""
    """Who asks, for fields that name one of us."""

    @property
    def today(self) -> date:
        """The day it is at the store."""
        return self.now.astimezone(self.zone).date()

    def begin(self, day: date) -> int:
        """The first microsecond of a day, since 1970 UTC; where its midnight was skipped, the first that was not."""
        midnight = datetime.combine(day, time())
        early, late = self._instant(midnight), self._instant(midnight.replace(fold=1))
        return early if early <= late else self._behind_gap(midnight, late, early)

    def end(self, day: date) -> int:
        """The last microsecond of a day."""
        following = self.begin(day) + _DAY if day == date.max else self.begin(day + timedelta(days=1))
        return following - 1

    def _instant(self, local: datetime) -> int:
        # Integers, because instants of the first and last year may lie outside of what `datetime` holds.
        offset = local.replace(tzinfo=self.zone).utcoffset() or timedelta()
        return (local.replace(tzinfo=UTC) - _EPOCH) // _MICROSECOND - offset // _MICROSECOND

    def _behind_gap(self, midnight: datetime, before: int, after: int) -> int:
        """The first instant whose local time is not before midnight: `before` is too early, `after` is not."""
        while after - before > 1:
            middle = (before + after) // 2
            local = (_EPOCH + middle * _MICROSECOND).astimezone(self.zone)
            if local.replace(tzinfo=None) < midnight:
                before = middle
            else:
                after = middle
        return after
