"""How a person left the desk: a file for each database in the platform's state folder, so that readers have it too.

It is a convenience: what can't be read or written never stops anybody.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sales_tui.core.ranges import ids_of, write_ranges
from sales_tui.store.location import Location

VERSION = 1
MOST_MARKS = 1_000_000
MOST_FILTERS = 100


@dataclass(frozen=True, slots=True)
class KeptMarks:
    """Records that were marked when the desk was left: to be offered, not to be active."""

    count: int
    ranges: str
    """Their ids, "1-5,9"."""
    kept_at: str
    """ISO 8601 in UTC."""

    @property
    def ids(self) -> Iterator[int]:
        """The ids, ascending. Those of a file that somebody changed may be fewer or more than `count`."""
        return ids_of(self.ranges, MOST_MARKS)

    @property
    def moment(self) -> datetime | None:
        """When they were kept, in UTC; None where the file doesn't say."""
        try:
            moment = datetime.fromisoformat(self.kept_at)
        except ValueError:
            return None
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def keep_marks(ids: Iterable[int], now: datetime) -> KeptMarks | None:
    """Marks to keep, from ascending ids; none where there are none, or more than are kept: never a part of them."""
    some = list(islice(ids, MOST_MARKS + 1))
    if not 0 < len(some) <= MOST_MARKS:
        return None
    return KeptMarks(len(some), write_ranges(some), now.astimezone(UTC).isoformat(timespec="seconds"))


@dataclass(frozen=True, slots=True)
class PlaceState:
    """How a workspace was left."""

    view: str = ""
    filter: str = ""
    sort: str = ""
    """`-created_at,id`; empty: the view's own."""
    columns: str = ""
    """`increment_id:12,status`; empty: the view's own."""
    cursor_id: int | None = None
    cursor_number: str = ""
    marks: KeptMarks | None = None


@dataclass(frozen=True, slots=True)
class KeptAction:
    """The last action, to be repeated after a restart."""

    title: str
    steps: tuple[str, ...] = ()
    """As macros have them: `order.invoice ship=true`."""
    note: str = ""
    """What of its choices isn't repeated."""
    why_not: str = ""
    """Why none of it is."""


@dataclass(frozen=True, slots=True)
class DeskState:
    """How the desk was left. Immutable: `with_…` gives a changed one."""

    workspace: str = ""
    """The workspace that was open; empty: none yet."""
    places: Mapping[str, PlaceState] = field(default_factory=dict)
    """By the workspace's name."""
    filters: tuple[str, ...] = ()
    """Filters that were used, the newest first, each once."""
    last: KeptAction | None = None
    """What was done last."""

    def place(self, workspace: str) -> PlaceState:
        """How that workspace was left."""
        return self.places.get(workspace, PlaceState())

    def with_workspace(self, workspace: str) -> DeskState:
        """That workspace is open."""
        return replace(self, workspace=workspace)

    def with_place(self, workspace: str, place: PlaceState) -> DeskState:
        """A workspace was left like this."""
        return replace(self, places={**self.places, workspace: place})

    def with_filter(self, text: str) -> DeskState:
        """A filter was used."""
        text = text.strip()
        others = (one for one in self.filters if one != text)
        return replace(self, filters=(text, *others)[:MOST_FILTERS]) if text else self


def state_file(location: Location) -> Path:
    """Where the state of the desk on that database is kept; the same whatever the password or the way to the file."""
    import platformdirs

    place = os.path.realpath(location.path) if location.path is not None else _without_password(location.url)
    name = hashlib.sha256(place.encode(errors="surrogatepass")).hexdigest()
    return Path(platformdirs.user_state_dir("sales-tui")) / "desks" / f"{name}.json"


def load(location: Location | None) -> DeskState:
    """How the desk was left, or an empty state; never raises. None: a database whose state isn't kept.

    A file that can't be understood is put aside as `.bad`.
    """
    if location is None:
        return DeskState()
    file = state_file(location)
    try:
        return _read(json.loads(file.read_bytes()))
    except FileNotFoundError:
        return DeskState()
    except (OSError, ValueError, RecursionError):
        with suppress(OSError):
            file.replace(file.with_suffix(".bad"))
        return DeskState()


def save(location: Location | None, state: DeskState) -> bool:
    """Keep the state, whole or not at all, for this user alone. Returns whether it was kept; never raises OSError."""
    if location is None:
        return False
    # Needed when the desk is left, not when it is opened.
    import tempfile

    file = state_file(location)
    text = json.dumps({"version": VERSION, "database": location.name, **asdict(state)}, indent=1)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Made with mode 0600.
        handle, partial = tempfile.mkstemp(dir=file.parent, prefix=f"{file.stem}.", suffix=".partial")
    except OSError:
        return False
    try:
        with open(handle, "w", encoding="ascii") as out:
            out.write(text)
        os.replace(partial, file)
    except OSError:
        with suppress(OSError):
            os.unlink(partial)
        return False
    return True


def _without_password(url: str) -> str:
    url = re.sub(r"^(\w[\w+]*://[^:/@]*):[^@]*@", r"\1@", url)
    return re.sub(r"(?<=[?&])password=[^&]*&?", "", url).rstrip("?&")


def _read(data: Any) -> DeskState:
    """The state in a file's data; what is wrong in a detail is left out. Raises ValueError where it is none at all."""
    if not isinstance(data, dict) or data.get("version") != VERSION:
        raise ValueError("not a state of the desk")
    places, filters = data.get("places"), data.get("filters")
    return DeskState(
        _text(data.get("workspace")),
        {name: _place(place) for name, place in places.items()} if isinstance(places, dict) else {},
        tuple(one for one in filters if isinstance(one, str))[:MOST_FILTERS] if isinstance(filters, list) else (),
        _action(data.get("last")),
    )


def _action(data: Any) -> KeptAction | None:
    match data:
        case {"title": str(title), "steps": list(steps), "note": str(note), "why_not": str(why_not)}:
            return KeptAction(title, tuple(one for one in steps if isinstance(one, str)), note, why_not)
    return None


def _place(data: Any) -> PlaceState:
    if not isinstance(data, dict):
        return PlaceState()
    texts = {one.name: _text(data.get(one.name)) for one in fields(PlaceState) if one.default == ""}
    cursor = data.get("cursor_id")
    return PlaceState(**texts, cursor_id=cursor if type(cursor) is int else None, marks=_marks(data.get("marks")))


def _marks(data: Any) -> KeptMarks | None:
    match data:
        case {"count": int(count), "ranges": str(ranges), "kept_at": str(kept_at)} if 0 < count <= MOST_MARKS:
            return KeptMarks(count, ranges, kept_at)
    return None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
