"""Invoices, shipments and credit memos of Magento's REST API as rows; order and lines are named by the source's ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import SQLModel

from sales_tui import model
from sales_tui.store.importing.digest import as_json, digest
from sales_tui.store.importing.kinds import as_objects
from sales_tui.store.importing.layout import Currencies, Extra, Layout, Row, bounded
from sales_tui.store.importing.parts import notified
from sales_tui.store.importing.values import Converter, FieldError, label, small, whole

_RENAMED = {"base_shipping_discount_tax_compensation_amnt": "base_shipping_discount_tax_compensation_amount"}
_PARTS = (
    *("subtotal", "discount_amount", "shipping_amount", "tax_amount"),
    *("discount_tax_compensation_amount", "shipping_discount_tax_compensation_amount"),
)


def _told(value: object) -> int:
    return int(notified(value) == 1)


def _state_of(names: Mapping[int, str]) -> Converter:
    """Reads the state of a document, one of those."""

    def state(value: object) -> int:
        found: int = small(value)
        if found not in names:
            known = ", ".join(f"{number} ({name})" for number, name in names.items())
            raise ValueError(f"{found} is none of {known}")
        return found

    return state


def tracking_number(value: object) -> str:
    """Reads the number of a parcel. Raises ValueError."""
    words = label(value)
    if not words.strip():
        raise ValueError("is empty")
    return words


@dataclass(frozen=True, slots=True)
class Shape:
    """Where one kind of document is kept, and how it is read."""

    kind: str
    head: Layout
    item: Layout
    comment: Layout
    parts: tuple[tuple[str, int], ...] = ()
    """Amounts that make up the grand total, with their signs; none: it has no amounts."""


def _shape(kind: str, head: type[SQLModel], item: type[SQLModel], comment: type[SQLModel], **options: Any) -> Shape:
    ours = (*options.get("ours", ()), "other_amount", "base_other_amount", "number_tail")
    required = ("increment_id", "order_id", *options.get("required", ()))
    handled = ("order_id", "items", "comments", "tracks", "packages", "invoice_id", "store_id")
    return Shape(
        kind,
        Layout(
            head,
            keyed=True,
            ours=ours,
            renamed=options.get("renamed"),
            handled=handled,
            required=required,
            converters=options.get("converters"),
        ),
        Layout(item, handled=("order_item_id", "parent_id"), required=("order_item_id",)),
        Layout(comment, converters={"is_customer_notified": _told}, handled=("parent_id",)),
        options.get("parts", ()),
    )


_TOTALS = ("grand_total", "base_grand_total")
_PLUS = tuple((name, 1) for name in _PARTS)
SHAPES = {
    "invoice": _shape(
        *("invoice", model.Invoice, model.InvoiceItem, model.InvoiceComment),
        ours=("total_refunded", "opening_state"),
        renamed=_RENAMED,
        required=(*_TOTALS, "items"),
        converters={"state": _state_of({1: "open", 2: "paid", 3: "canceled"})},
        parts=_PLUS,
    ),
    "shipment": _shape(
        *("shipment", model.Shipment, model.ShipmentItem, model.ShipmentComment),
        ours=("packages",),
        required=("items",),
    ),
    "creditmemo": _shape(
        *("creditmemo", model.Creditmemo, model.CreditmemoItem, model.CreditmemoComment),
        ours=("refund_to", "paid_out"),
        renamed=_RENAMED,
        required=_TOTALS,
        converters={"state": _state_of({1: "open", 2: "refunded", 3: "canceled"})},
        parts=(*_PLUS, ("adjustment_positive", 1), ("adjustment_negative", -1)),
    ),
}
TRACK = Layout(
    model.ShipmentTrack,
    handled=("parent_id", "order_id"),
    required=("track_number",),
    converters={"track_number": tracking_number},
)


@dataclass(slots=True)
class DocumentRows:
    """One document, read."""

    shape: Shape
    head: Row
    digest: str
    order_entity: int
    invoice_entity: int | None
    items: list[Row] = field(default_factory=list)
    item_ids: list[int] = field(default_factory=list)
    """For each line the source's id of the order line."""
    comments: list[Row] = field(default_factory=list)
    tracks: list[Row] = field(default_factory=list)
    says_currencies: bool = True
    extra: str | None = None

    @property
    def kind(self) -> str:
        """invoice, shipment or creditmemo."""
        return self.shape.kind

    @property
    def number(self) -> str:
        """The increment id."""
        return str(self.head[self.shape.head.index["increment_id"]])

    @property
    def entity_id(self) -> int | None:
        """The id in the source."""
        found: int | None = self.head[self.shape.head.index["entity_id"]]
        return found

    @property
    def size(self) -> int:
        """About how many rows it makes."""
        return 2 + len(self.items)


def read_document(kind: str, record: Mapping[str, Any]) -> DocumentRows:
    """Read an invoice, shipment or credit memo. Raises FieldError."""
    shape = SHAPES[kind]
    extra: Extra = {}
    head = shape.head.read(record, "", extra)
    at = shape.head.index
    if not head[at["increment_id"]].strip():
        raise FieldError("increment_id", "is empty")
    head[at["number_tail"]] = head[at["increment_id"]][::-1]
    if head[at["updated_at"]] is None:
        head[at["updated_at"]] = head[at["created_at"]]
    head[at["made_here"]] = 0
    document = DocumentRows(shape, head, digest(record), _id(record, "order_id") or 0, _id(record, "invoice_id"))
    money = _read_totals(document, record)
    _read_items(document, record, money, extra)
    document.comments = children_of(shape.comment, record, "comments", head[at["created_at"]], extra)
    if kind == "shipment":
        document.tracks = children_of(TRACK, record, "tracks", head[at["created_at"]], extra)
        head[at["packages"]] = as_json(record.get("packages"))
    if document.invoice_entity:
        extra["invoice_id"] = document.invoice_entity
    document.extra = as_json(extra)
    return document


def _id(record: Mapping[str, Any], name: str) -> int | None:
    value = record.get(name)
    try:
        return None if value is None else whole(value)
    except ValueError as error:
        raise FieldError(name, str(error)) from None


def _read_totals(document: DocumentRows, record: Mapping[str, Any]) -> Currencies:
    """Base amounts, and what of the grand total no field explains (RULES.md §0.12)."""
    shape, head = document.shape, document.head
    if not shape.parts:
        return Currencies("", "", None)
    at = shape.head.index
    document.says_currencies = bool(record.get("order_currency_code") and record.get("base_currency_code"))
    codes = ("order_currency_code", "base_currency_code") if document.says_currencies else ("grand_total",) * 2
    given = head[at["base_to_order_rate"]] if record.get("base_to_order_rate") is not None else None
    money = Currencies(head[at[codes[0]]], head[at[codes[1]]], given)
    head[at["base_to_order_rate"]] = f"{money.rate:f}"
    shape.head.fill_base(head, money)
    for base in ("", "base_"):
        known = sum(head[at[base + name]] * sign for name, sign in shape.parts)
        total = f"{base}grand_total"
        head[at[f"{base}other_amount"]] = bounded(head[at[total]] - known, total)
    if document.kind == "invoice":  # REST tells it in base currency only
        head[at["total_refunded"]] = money.to_order(head[at["base_total_refunded"]])
    if document.kind == "creditmemo":
        head[at["refund_to"]] = "online" if head[at["transaction_id"]] else "offline"
    return money


def _read_items(document: DocumentRows, record: Mapping[str, Any], money: Currencies, extra: Extra) -> None:
    layout = document.shape.item
    unknown_items: Extra = {}
    for place, item in enumerate(as_objects(record.get("items"), "items")):
        unknown: Extra = {}
        row = layout.read(item, f"items[{place}].", unknown)
        layout.fill_base(row, money)
        document.items.append(row)
        try:
            document.item_ids.append(whole(item["order_item_id"]))
        except ValueError as error:
            raise FieldError(f"items[{place}].order_item_id", str(error)) from None
        if unknown:
            unknown_items[str(place)] = unknown
    if unknown_items:
        extra["items"] = unknown_items


def children_of(
    layout: Layout, record: Mapping[str, Any], name: str, created_at: int | None, extra: Extra
) -> list[Row]:
    """Comments or tracks, oldest first."""
    at, key = layout.index["created_at"], layout.index["entity_id"]
    rows = []
    for place, child in enumerate(as_objects(record.get(name), name)):
        unknown: Extra = {}
        row = layout.read(child, f"{name}[{place}].", unknown)
        if unknown:
            extra.setdefault(name, {})[str(place)] = unknown
        if row[at] is None:
            row[at] = created_at
        rows.append(row)
    return sorted(rows, key=lambda row: (row[at] or 0, row[key] or 0))
