"""When the demo shop's orders come in: more and more of them up to today, by day more than by night."""

from __future__ import annotations

import math
from bisect import bisect
from datetime import UTC, datetime, timedelta
from itertools import accumulate

DAYS = 400
"""How far back the first order lies."""

BY_HOUR = (1, 1, 1, 1, 1, 2, 4, 6, 9, 10, 10, 9, 9, 9, 8, 8, 8, 8, 9, 10, 11, 9, 5, 2)
"""How many orders come in by hour of the day (UTC)."""

STEADY, CURVE = 0.35, 1.8
"""The share of orders that is spread evenly; the others crowd towards today."""

_UP_TO = (0, *accumulate(BY_HOUR))


def elapsed(progress: float) -> float:
    """How much of the year shown (0 to 1) is over when that part (0 to 1) of all orders has come in."""
    return STEADY * progress + (1 - STEADY) * (1 - math.pow(1 - progress, CURVE))


def ordered_at(progress: float, now: datetime) -> datetime:
    """When the order at that place (0 to 1) among all came in: later places later, the last one just before `now`."""
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    today = _day_part((now - midnight) / timedelta(hours=1))
    position = (DAYS - 1 + today) * elapsed(progress)
    day = min(int(position), DAYS - 1)
    hours = _hour(min(position - day, 1.0))
    return midnight - timedelta(days=DAYS - 1 - day) + timedelta(seconds=int(hours * 3600))


def _day_part(hours: float) -> float:
    """The part of a day's orders that has come in by then."""
    hour = min(int(hours), 23)
    return (_UP_TO[hour] + (hours - hour) * BY_HOUR[hour]) / _UP_TO[24]


def _hour(part: float) -> float:
    """The hour by which that part of a day's orders has come in; undoes `_day_part`."""
    wanted = part * _UP_TO[24]
    hour = min(bisect(_UP_TO, wanted) - 1, 23)
    return hour + (wanted - _UP_TO[hour]) / BY_HOUR[hour]
