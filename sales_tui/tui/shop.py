"""What the screens must know of the shop before anything else: its first store's name and time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, tzinfo


@dataclass(frozen=True, slots=True)
class Shop:
    """Name of the first store (empty where there is none yet), and the zone in which instants are shown."""

    name: str = ""
    zone: tzinfo = UTC
