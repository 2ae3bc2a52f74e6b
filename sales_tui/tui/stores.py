"""Reads the shop: its first store's name and time zone."""

from __future__ import annotations

from datetime import UTC, tzinfo

from sales_tui.store.grid import Grid, GridQuery
from sales_tui.tui.shop import Shop
from sales_tui.workspaces.base import Column, Show, Workspace
from sales_tui.workspaces.format import store_name

STORES = Workspace(
    name="stores",
    title="Stores",
    kind="store",
    noun="store",
    beginning="",
    letter="",
    digit="",
    table="store st",
    alias="st",
    joins=(),
    order_currency="''",
    base_currency="''",
    order_id="st.id",
    columns=(
        Column("id", "Key", "st.id", Show.INTEGER),
        Column("name", "Store", "st.name", Show.STORE),
        Column("timezone", "Time zone", "st.timezone"),
    ),
    sort=("id", False),
    number="id",
)
"""The purchase points, oldest first; nobody works in them, so they are no entry of the menu."""


def read_shop(grid: Grid, timezone: str) -> Shop:
    """The shop as it is in the database; a time zone that the settings name wins. Raises DatabaseUnusable."""
    stores = grid.head(GridQuery(STORES, STORES.columns), 1)
    if not stores:
        return Shop("", find_zone(timezone))
    _, name, first, *_ = stores[0][1]
    return Shop(store_name(name).partition("/")[0], find_zone(timezone or first))


def find_zone(name: str) -> tzinfo:
    """The zone of that name; UTC where this machine doesn't know it."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name or "UTC")
    except (KeyError, ValueError, OSError):
        return UTC
