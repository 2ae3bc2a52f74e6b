"""Returns of Magento's REST API as rows; order and lines are named by the source's ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from sales_tui import model
from sales_tui.core.refusal import Refused
from sales_tui.rules.return_records import APPROVED, AUTHORIZED, DENIED, PENDING, RECEIVED, REJECTED
from sales_tui.rules.return_status import LABELS
from sales_tui.rules.return_terms import CONDITIONS, REASONS, RESOLUTIONS, code_of
from sales_tui.store.importing.digest import as_json, digest
from sales_tui.store.importing.documents import children_of, tracking_number
from sales_tui.store.importing.kinds import as_objects
from sales_tui.store.importing.layout import Extra, Layout, Row
from sales_tui.store.importing.transactions import id_of
from sales_tui.store.importing.values import Converter, FieldError, code, label

_SAID_BY_US = (
    *("customer_name", "order_date", "order_status", "allowed_actions", "next_step"),
    *("order_id", "order_increment_id", "store_id", "customer_id", "items", "comments", "tracks"),
)
"""Fields that follow from others, or are read elsewhere."""

_ITEM_SAID_BY_US = ("reason_label", "condition_label", "found_label", "resolution_label", "barcode")

_UNCONFIRMED = "unconfirmed"
"""Status of what a guest asked for and hasn't confirmed by mail: here it waits like others."""

_QTYS = ("qty_approved", "qty_returned", "qty_authorized", "qty_requested")
"""None of them may be more than the next."""

_SETTLED = ("creditmemo_increment_id", "exchange_order_increment_id")


def _one_of(known: Mapping[str, str], what: str) -> Converter:
    """Reads a status: its code, or its label."""

    def status(value: object) -> str:
        try:
            return code_of(known, code(value), what) or PENDING
        except Refused as refused:
            raise ValueError(str(refused).rstrip(".")) from None

    return status


def _choice(known: Mapping[str, str]) -> Converter:
    """Reads what a shop may have lists of its own for: a code that is known, else what came."""

    def chosen(value: object) -> str:
        words = code(value).strip()
        try:
            return code_of(known, words, "choice")
        except Refused:
            return words

    return chosen


_ITEM_STATUSES = {one: one for one in (PENDING, AUTHORIZED, RECEIVED, APPROVED, REJECTED, DENIED)}

RETURN = Layout(
    model.Rma,
    keyed=True,
    ours=("number_tail",),
    renamed={"date_requested": "created_at"},
    handled=_SAID_BY_US,
    required=("increment_id", "order_id", "items"),
    converters={"status": _one_of({**LABELS, _UNCONFIRMED: "Unconfirmed"}, "status")},
)
ITEM = Layout(
    model.RmaItem,
    handled=("order_item_id", "rma_entity_id", *_SETTLED, *_ITEM_SAID_BY_US),
    required=("order_item_id", "qty_requested"),
    converters={
        "reason": _choice(REASONS),
        "condition": _choice(CONDITIONS),
        "found": _choice(CONDITIONS),
        "resolution": _choice(RESOLUTIONS),
        "status": _one_of(_ITEM_STATUSES, "status"),
    },
)
COMMENT = Layout(
    model.RmaComment,
    renamed={
        "customer_notified": "is_customer_notified",
        "visible_on_front": "is_visible_on_front",
        "admin": "is_admin",
    },
    handled=("rma_entity_id", "parent_id"),
)
TRACK = Layout(
    model.RmaTrack,
    renamed={"track_title": "title"},
    handled=("rma_entity_id", "parent_id"),
    required=("track_number",),
    converters={"track_number": tracking_number},
)
_at = RETURN.index


@dataclass(frozen=True, slots=True)
class Named:
    """What an item of a return names, by the source's id and by numbers."""

    order_item: int
    creditmemo: str | None = None
    exchange: str | None = None


@dataclass(slots=True)
class ReturnRows:
    """One return, read."""

    head: Row
    digest: str
    order_entity: int
    items: list[Row] = field(default_factory=list)
    names: list[Named] = field(default_factory=list)
    """One for each of `items`."""
    comments: list[Row] = field(default_factory=list)
    tracks: list[Row] = field(default_factory=list)
    extra: str | None = None

    kind = "return"

    @property
    def number(self) -> str:
        """The increment id."""
        return str(self.head[_at["increment_id"]])

    @property
    def entity_id(self) -> int | None:
        """The id in the source."""
        found: int | None = self.head[_at["entity_id"]]
        return found

    @property
    def size(self) -> int:
        """About how many rows it makes."""
        return 2 + len(self.items)


def read_return(record: Mapping[str, Any]) -> ReturnRows:
    """Read a return. Raises FieldError."""
    extra: Extra = {}
    head = RETURN.read(record, "", extra)
    if not head[_at["increment_id"]].strip():
        raise FieldError("increment_id", "is empty")
    head[_at["number_tail"]] = head[_at["increment_id"]][::-1]
    head[_at["updated_at"]] = head[_at["updated_at"]] or head[_at["created_at"]]
    head[_at["made_here"]] = 0
    if head[_at["status"]] == _UNCONFIRMED:
        head[_at["status"]], extra["status"] = PENDING, _UNCONFIRMED
    rows = ReturnRows(head, digest(record), id_of(record, "order_id") or 0)
    unknown: Extra = {}
    for place, item in enumerate(as_objects(record["items"], "items")):
        _read_item(rows, item, f"items[{place}].", unknown)
    if unknown:
        extra["items"] = unknown
    rows.comments = children_of(COMMENT, record, "comments", head[_at["created_at"]], extra)
    rows.tracks = children_of(TRACK, record, "tracks", head[_at["created_at"]], extra)
    rows.extra = as_json({name: value for name, value in extra.items() if value not in ({}, [])})
    return rows


def _read_item(rows: ReturnRows, item: Mapping[str, Any], path: str, unknown: Extra) -> None:
    extra: Extra = {}
    row = ITEM.read(item, path, extra)
    if kept := {name: value for name, value in extra.items() if value not in ({}, [])}:
        unknown[str(len(rows.items))] = kept
    _order_quantities(row, item, path)
    settled = [_number(item.get(name), path + name) for name in _SETTLED]
    rows.items.append(row)
    rows.names.append(Named(id_of(item, "order_item_id", path) or 0, *settled))


def _order_quantities(row: Row, item: Mapping[str, Any], path: str) -> None:
    """Quantities that didn't come are at least the later ones; those that came have to be in order (RULES.md §6)."""
    for later, earlier in pairwise(_QTYS):
        if item.get(earlier) is None:
            row[ITEM.index[earlier]] = row[ITEM.index[later]]
        elif row[ITEM.index[later]] > row[ITEM.index[earlier]]:
            raise FieldError(path + later, f"is more than {earlier}")


def _number(value: object, path: str) -> str | None:
    if value is None:
        return None
    try:
        return str(label(value))
    except ValueError as error:
        raise FieldError(path, str(error)) from None
