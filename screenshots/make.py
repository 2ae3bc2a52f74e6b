"""Makes the pictures in this folder from the real application: `python -m screenshots.make [FOLDER]`."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from textual.pilot import Pilot

from sales_tui.demo.seeding import seed
from sales_tui.runtime import Runtime
from sales_tui.settings import Settings
from sales_tui.tui.app import SalesApp

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
SIZE = (120, 40)

PICTURES: dict[str, tuple[str, ...]] = {
    "quotes": ("g", "q"),
    "quote": ("g", "q", "/", *"status:submitted", "enter", "enter"),
    "quote-edit": ("g", "q", "/", *"status:created", "enter", "e", *["up"] * 4, "5"),
    "orders": (),
    "invoices": ("g", "i"),
    "shipments": ("g", "s"),
    "credit-memos": ("g", "c"),
    "returns": ("g", "r"),
    "parcel": ("g", "r", "/", *"todo:receive", "enter", "enter", "s", "down", "asterisk"),
    "transactions": ("g", "t"),
    "billing-agreements": ("g", "b"),
    "charge": ("/", *"payment:sandbox todo:invoice state:processing", "enter", "i"),
    "filter": ("/", *"status:processing total:>200 store:"),
    "views": ("v",),
    "several": ("/", *"todo:ship", "enter", "asterisk", "s"),
    "order": (*"1844", "enter"),
    "refund": (*"1844", "enter", "r", "1", "tab", "tab", "tab", "tab", "tab"),
    "outcomes": ("/", *"status:processing,holded", "enter", "asterisk", "s", "f2", "g", "j"),
}
"""Name of the picture, and the keys that lead there. The last one writes."""


async def take(database: Path, folder: Path, name: str, keys: tuple[str, ...]) -> None:
    """One picture."""
    app = SalesApp(Runtime(Settings(db=str(database), operator="ada")), demo=True, clock=lambda: NOW, watches=False)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        app.save_screenshot(f"{name}.svg", path=str(folder))


async def settle(pilot: Pilot[None]) -> None:
    """Until everything that was asked for is there."""
    for _ in range(5):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        while isinstance(pilot.app, SalesApp) and pilot.app.acting.jobs.open:
            await pilot.pause(0.05)


def main() -> None:
    """All pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    with tempfile.TemporaryDirectory() as temporary:
        database = Path(temporary) / "demo.sqlite"
        runtime = Runtime(Settings(db=str(database)))
        runtime.prepare(writes=True)
        seed(runtime.engine, orders=2_000, seed=1, now=NOW)
        runtime.close()
        for name, keys in PICTURES.items():
            asyncio.run(take(database, folder, name, keys))


if __name__ == "__main__":
    main()
