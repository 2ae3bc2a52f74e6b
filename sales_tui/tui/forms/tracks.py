"""Tracking numbers: a line for each parcel, and an empty one below as soon as a number is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rich.text import Text
from textual.geometry import Region, Size

from sales_tui.actions.shared import CARRIERS
from sales_tui.tui.forms.box import FRAME, box, cursor_at
from sales_tui.tui.forms.declare import Entry, Values
from sales_tui.tui.forms.editor import Editor
from sales_tui.tui.forms.field import FormField, Host, Wrong
from sales_tui.tui.forms.part import GUTTER, HERE, LABEL, cut, joined

_CODES = tuple(CARRIERS)
_CARRIER = 12
"""Cells of the carrier with its arrows and a gap."""

_TITLE = "title "

NUMBER, CARRIER, TITLE = range(3)


@dataclass(slots=True)
class _Parcel:
    carrier: str
    number: Editor = field(default_factory=lambda: Editor(limit=100))
    title: Editor = field(default_factory=lambda: Editor(limit=60))


class Tracks(FormField):
    """Enter goes from number to number, and on from an empty one; tab also to carrier and title."""

    free_text = True

    def __init__(self, host: Host, entry: Entry, required: bool, carrier: str) -> None:
        super().__init__(host, entry.name)
        self.entry = entry
        self.required = required
        self.carrier = carrier
        self.parcels = [_Parcel(self.carrier)]
        self.row, self.cell = 0, NUMBER
        self._start(entry.preset or ())

    def arrive(self, forward: bool) -> None:
        """In the first number, or the last from below."""
        super().arrive(forward)
        self._go(0 if forward else len(self.parcels) - 1, NUMBER)

    def step(self, key: str) -> bool:
        """Through the cells, then on."""
        row, cell = self.row, self.cell
        filled = bool(self.parcels[row].number.text.strip())
        match key:
            case "enter":
                wanted = (row + 1, NUMBER) if filled or cell != NUMBER else (-1, NUMBER)
            case "tab":
                wanted = (row, cell + 1) if cell != TITLE else (row + 1, NUMBER)
            case "shift+tab":
                wanted = (row, cell - 1) if cell != NUMBER else (row - 1, TITLE)
            case _:
                wanted = (row + (1 if key in ("down", "pagedown") else -1), cell)
        if not 0 <= wanted[0] < len(self.parcels):
            return False
        self._go(*wanted)
        return True

    def press(self, key: str, character: str | None) -> bool:
        """Edit number or title, or choose the carrier."""
        parcel = self.parcels[self.row]
        if self.cell == CARRIER:
            return self._choose(key, character)
        editor = parcel.number if self.cell == NUMBER else parcel.title
        before = editor.text
        taken = editor.press(key, character)
        if editor.text != before:
            self._grow()
            self.edited()
        self.refresh()
        return taken

    def paste(self, text: str) -> None:
        """Each line into a number of its own."""
        if self.cell == TITLE:
            self.parcels[self.row].title.insert(" ".join(text.split()))
        else:
            for line in filter(None, (line.strip() for line in text.splitlines())):
                self._go(self.row, NUMBER)
                self.parcels[self.row].number.insert(line)
                self._grow()
                self.row = min(self.row + ("\n" in text.strip()), len(self.parcels) - 1)
        self.edited()

    def read(self) -> Values:
        """The numbers with their carriers. Raises Wrong for a title alone, and for a number that is there twice."""
        tracks, seen = [], set()
        for parcel in self.parcels:
            number, title = parcel.number.text.strip(), parcel.title.text.strip()
            if title and not number:
                raise Wrong(f"{self.entry.label}: “{title}” has no number; type it, or delete the title.")
            if number in seen:
                raise Wrong(f"{self.entry.label}: {number} stands here twice; delete one of them.")
            if number:
                seen.add(number)
                track = {"carrier_code": parcel.carrier, "track_number": number}
                tracks.append(track | {"title": title} if title else track)
        if self.required and not tracks:
            raise Wrong(self.entry.missing or f"{self.entry.label}: scan or type a number first.", missing=True)
        return {self.entry.name: tracks} if tracks else {}

    def hit(self, x: int, y: int) -> None:
        """A click goes to a cell; on the carrier it chooses the next one."""
        width, row = self._number_width(), min(y, len(self.parcels) - 1)
        carrier = GUTTER + LABEL + width + FRAME + 2
        if x < carrier - 1:
            self._go(row, NUMBER)
            self.parcels[row].number.place(cursor_at(self.parcels[row].number, width, x - GUTTER - LABEL))
        elif x < carrier + _CARRIER - 1:
            self._go(row, CARRIER)
            self.press("space", None)
        else:
            self._go(row, TITLE)

    def spot(self) -> Region:
        """The line of the cursor."""
        return Region(0, self.row, max(self.size.width, 1), 1)

    def hints(self) -> tuple[tuple[str, str], ...]:
        """How the carrier is chosen."""
        return (("← →", "carrier"),) if self.cell == CARRIER else (("tab", "carrier"),)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line for each parcel."""
        return len(self.parcels)

    def render(self) -> Text:
        """Number, carrier and title of each parcel."""
        text = Text(no_wrap=True, end="")
        for row, parcel in enumerate(self.parcels):
            text.append("\n" if row else "")
            text.append_text(self._line(row, parcel))
        return text

    def _line(self, row: int, parcel: _Parcel) -> Text:
        looks, here = self.looks, self.here and row == self.row
        edge = looks.accent if here and self.cell == CARRIER else looks.muted
        name = looks.here if here and self.cell == CARRIER else looks.plain
        label = self.entry.label if not row else ""
        text = joined(
            (f"{HERE} " if here else "  ", looks.accent),
            (cut(label, LABEL - 1).ljust(LABEL), looks.accent if self.here else looks.label),
        )
        at = self.cell if here else None
        wrong = self.wrong and self._doubtful(row)
        text.append_text(box(parcel.number, self._number_width(), looks, here=at == NUMBER, wrong=wrong))
        carrier = CARRIERS[parcel.carrier].center(_CARRIER - 6)
        text.append_text(joined(("  ‹ ", edge), (carrier, name), (" › ", edge), (_TITLE, looks.muted)))
        text.append_text(box(parcel.title, self._title_width(), looks, here=at == TITLE, wrong=False))
        return text

    def _doubtful(self, row: int) -> bool:
        """Whether this line is the one that can't be read."""
        number = self.parcels[row].number.text.strip()
        earlier = [one.number.text.strip() for one in self.parcels[:row]]
        return number in earlier if number else bool(self.parcels[row].title.text.strip())

    def find_wrong(self) -> None:
        """To the first line that can't be read."""
        self._go(next((row for row in range(len(self.parcels)) if self._doubtful(row)), 0), NUMBER)

    def _number_width(self) -> int:
        return max(
            10, min(34, self.size.width - GUTTER - LABEL - 2 * FRAME - _CARRIER - len(_TITLE) - 2 - self._title_width())
        )

    def _title_width(self) -> int:
        return 7 if self.size.width < 84 else 14

    def _start(self, tracks: Iterable[Mapping[str, str]]) -> None:
        for track in tracks:
            parcel = self.parcels[-1]
            parcel.carrier = track.get("carrier_code", self.carrier)
            parcel.number.replace(track.get("track_number", ""))
            parcel.title.replace(track.get("title", ""))
            self._grow()

    def _grow(self) -> None:
        """Keep one empty line at the end; carrier and title of the last parcel are likely those of the next."""
        last = self.parcels[-1]
        if last.number.text.strip():
            self.parcels.append(_Parcel(last.carrier))
            self.refresh(layout=True)

    def _go(self, row: int, cell: int) -> None:
        self.row, self.cell = row, cell
        parcel = self.parcels[row]
        if cell != CARRIER:
            (parcel.number if cell == NUMBER else parcel.title).arrive()
        self.refresh()

    def _choose(self, key: str, character: str | None) -> bool:
        parcel = self.parcels[self.row]
        at = _CODES.index(parcel.carrier) if parcel.carrier in _CODES else 0
        if key in ("left", "right", "space"):
            parcel.carrier = _CODES[(at + (-1 if key == "left" else 1)) % len(_CODES)]
        else:
            turn = [_CODES[(at + by) % len(_CODES)] for by in range(1, len(_CODES) + 1)]
            found = [code for code in turn if character and code[0] == character.casefold()]
            if not found:
                return False
            parcel.carrier = found[0]
        self.edited()
        return True
