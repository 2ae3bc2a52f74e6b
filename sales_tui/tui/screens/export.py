"""What the grid shows, or what is marked in it, into a file: for whom, in which form, and how far it is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from sales_tui.exchange.export import ExportCancelled, ExportFailed, Row, Sheet, write_rows
from sales_tui.store.location import DatabaseUnusable
from sales_tui.tui.messages import Tone
from sales_tui.tui.panels.heading import Heading
from sales_tui.tui.panels.listing import Entry, Listing

if TYPE_CHECKING:
    from sales_tui.tui.app import SalesApp

HINT = "F2  write it   ← →  choose   escape  leave"
RUNNING = "escape  stop; nothing is kept"


@dataclass(frozen=True, slots=True)
class Exportable:
    """What may be written: how many rows, and where they come from."""

    counts: dict[str, int]
    """`shown` and, where there are marks, `marked` -> how many."""
    name: str
    """Of the file, without its ending."""
    rows: Callable[[str, bool], tuple[Sheet, Iterable[Row]]]
    """(which rows, all columns) -> the sheet for codes, and its rows; called in a thread."""


class ExportScreen(ModalScreen[None]):
    """Stays until the file is there, or was given up."""

    def __init__(self, what: Exportable) -> None:
        super().__init__(classes="sheet")
        self._what = what
        shown = [("shown", f"the {what.counts['shown']:,} shown")]
        marked = [("marked", f"the {what.counts['marked']:,} marked")] if what.counts.get("marked") else []
        self._choices: list[tuple[str, list[tuple[str, str]]]] = [
            ("Rows", [*marked, *shown]),
            ("Columns", [("shown", "as shown"), ("all", "all")]),
            ("Values", [("labels", "as people read them"), ("codes", "codes, for programs")]),
            ("Form", [(one, one.upper()) for one in ("csv", "xlsx", "json", "jsonl")]),
        ]
        self._chosen = [0, 0, 0, 0]
        self._at = 0
        self._stop = Event()
        self._written: int | None = None

    def compose(self) -> ComposeResult:
        """The choices, and the file."""
        with Vertical():
            yield Heading("Export", HINT)
            yield Listing()
            yield Input(self._default(), id="file", select_on_focus=False)

    @property
    def _desk(self) -> SalesApp:
        return cast("SalesApp", self.app)

    @property
    def _file(self) -> Input:
        return self.query_one("#file", Input)

    def _value(self, at: int) -> str:
        return self._choices[at][1][self._chosen[at]][0]

    def _default(self) -> str:
        return f"{self._what.name}.{self._value(3)}"

    def on_mount(self) -> None:
        """The choices first; tab goes to the file."""
        self._file.cursor_blink = False
        self.query_one(Listing).can_focus = False
        self._show()

    def _show(self, hint: str = HINT) -> None:
        entries = [
            Entry(label, "   ".join(_option(text, at == self._chosen[row]) for at, (_, text) in enumerate(options)))
            for row, (label, options) in enumerate(self._choices)
        ]
        listing = self.query_one(Listing)
        listing.show([*entries, Entry("File", "below; tab goes there and back")])
        listing.cursor = self._at
        listing.refresh()
        self.query_one(Heading).show("Export", hint)

    # --- keys

    async def on_key(self, event: events.Key) -> None:
        """Choose, write, or leave."""
        key = event.key
        if self._written is not None:
            event.stop()
            if key == "escape":
                self._stop.set()
        elif key == "escape":
            event.stop()
            self.dismiss()
        elif key in ("f2", "ctrl+s"):
            event.stop()
            self._begin()
        elif key in ("tab", "shift+tab", "up", "down", "enter"):
            event.stop()
            event.prevent_default()
            self._go({"up": -1, "shift+tab": -1}.get(key, 1), jumps=key.endswith("tab"))
        elif not self._file.has_focus and key in ("left", "right", "space"):
            event.stop()
            self._choose(-1 if key == "left" else 1)

    def _go(self, rows: int, *, jumps: bool) -> None:
        last = len(self._choices)
        self._at = (0 if self._at == last else last) if jumps else (self._at + rows) % (last + 1)
        self.set_focus(self._file if self._at == last else None)
        self._show()

    def _choose(self, by: int) -> None:
        if self._at < len(self._choices):
            was = self._default()
            options = self._choices[self._at][1]
            self._chosen[self._at] = (self._chosen[self._at] + by) % len(options)
            if self._file.value == was:
                self._file.value = self._default()
            self._show()

    # --- writing

    def _begin(self) -> None:
        file = Path(self._file.value.strip()).expanduser()
        if not self._file.value.strip():
            self._desk.bell()
            self.query_one(Heading).show("Export: name a file first", HINT)
            return
        self._written = 0
        self._show(RUNNING)
        self.run_worker(self._write(file), group="export")

    async def _write(self, file: Path) -> None:
        try:
            count = await asyncio.to_thread(self._write_rows, file)
        except ExportCancelled:
            self._end("Stopped; no file was written.", Tone.REFUSED)
        except (ExportFailed, DatabaseUnusable) as error:
            self._written = None
            self._desk.bell()
            self.query_one(Heading).show(str(error), HINT)
        else:
            self._end(f"{count:,} {'row' if count == 1 else 'rows'} written to {file.absolute()}.", Tone.DONE)

    def _end(self, sentence: str, tone: Tone) -> None:
        self._desk.say(sentence, tone)
        self.dismiss()

    def _write_rows(self, file: Path) -> int:
        which, columns, values, form = (self._value(at) for at in range(4))
        sheet, rows = self._what.rows(which, columns == "all")
        sheet = Sheet(sheet.title, sheet.columns, sheet.zone, sheet.zone_name, values == "labels")
        return write_rows(form, file, sheet, rows, progress=self._progress, is_cancelled=self._stop.is_set)

    def _progress(self, count: int) -> None:
        """In the writing thread."""
        self.app.call_later(self._show_progress, count)

    def _show_progress(self, count: int) -> None:
        of = self._what.counts[self._value(0)]
        self.query_one(Heading).show(f"Export: {count:,} of {of:,} rows", RUNNING)


def _option(text: str, chosen: bool) -> str:
    return f"{'(•)' if chosen else '( )'} {text}"
