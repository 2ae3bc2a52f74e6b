"""What the records of a workspace are to filters, sorting and cells, told from the tables in plain Python.

It is written from the words that describe the fields; nothing in it is SQL but the reading of whole tables.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from sqlalchemy import Engine, text
from sqlmodel import SQLModel

from sales_tui.core.folding import needle, search_field
from sales_tui.filters.tree import OneOf, Query
from sales_tui.store.engine import reading
from tests.filters.plain import holds
from tests.store.grid_returns import PlainReturns

Row = Mapping[str, Any]
Tables = dict[str, list[Row]]

PAID_LATER = ("cashondelivery", "purchaseorder", "companycredit")
DATED = ("invoiced", "shipped", "refunded_on")
"""Fields that are asked for by day or by word; the words stand under the name with a blank behind it."""

DOCUMENTS = {"invoices": "invoice", "shipments": "shipment", "creditmemos": "creditmemo"}
STATUSES = {
    "invoices": {1: "open", 2: "paid", 3: "canceled"},
    "creditmemos": {1: "open", 2: "refunded", 3: "canceled"},
}
OWN_DATE = {"invoices": "invoiced", "shipments": "shipped", "creditmemos": "refunded_on"}


def load(engine: Engine) -> Tables:
    """All rows of all tables, as stored, oldest first."""
    with reading(engine) as connection:
        return {
            name: [dict(row) for row in connection.execute(text(f'SELECT * FROM "{name}" ORDER BY 1')).mappings()]
            for name in SQLModel.metadata.tables
        }


@dataclass
class Record:
    """A record of a workspace."""

    key: int
    order_id: int
    numbers: set[str]
    """A search finds it by the beginning or the end of each."""
    text: str
    """The texts that a search looks into."""
    fields: dict[str, Any]
    """As `tests.filters.plain` wants them."""
    cells: dict[str, Any]
    """What the columns show, as stored."""
    texts: dict[str, list[str]]
    """The texts of fields as they are written."""
    currencies: dict[str, str]
    """Codes of the order's, as `order`, and of the shop's, as `base`."""
    sorts: dict[str, Any] = field(default_factory=dict)
    """What a column is sorted by where that isn't the cell."""

    def found_by(self, word: str) -> bool:
        ends = any(
            number.startswith(spelling) or number.endswith(spelling)
            for number in self.numbers
            for spelling in (word, word.upper())
        )
        about_numbers = word.isdecimal() and len(word) < 3
        return ends or (not about_numbers and needle(word) in self.text)


class Plain:
    """All records of all workspaces."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        parts = _Parts(tables)
        self.orders = {row["id"]: OrderFacts(row, parts) for row in tables["sales_order"]}

    def rows(self, workspace: str) -> list[Row]:
        """The rows of a workspace's own table."""
        return self.tables[{**DOCUMENTS, "returns": "rma"}.get(workspace, "sales_order")]

    @cached_property
    def _records(self) -> dict[str, list[Record]]:
        documents = {
            name: [_document(name, row, self.orders[row["order_id"]]) for row in self.rows(name)] for name in DOCUMENTS
        }
        plain = PlainReturns(self.tables)
        returns = [_return(row, self.orders[row["order_id"]], plain) for row in self.rows("returns")]
        return {"orders": [_order(facts) for facts in self.orders.values()], **documents, "returns": returns}

    def records(self, workspace: str) -> list[Record]:
        """Those of a workspace, by key."""
        return self._records[workspace]


def found(query: Query, records: list[Record]) -> list[Record]:
    """The records that a query is about; without those that were put away, unless it asks for them itself."""
    is_asked = any(getattr(one, "field", "") == "archived" for clause in query for one in clause.conditions)
    records = [record for record in records if is_asked or "no" in record.fields.get("archived", ("no",))]
    meant = tuple(
        replace(clause, conditions=tuple(_worded(condition) for condition in clause.conditions)) for clause in query
    )
    return [record for record in records if holds(meant, record.fields, record.found_by)]


def _worded(condition: Any) -> Any:
    is_word = isinstance(condition, OneOf) and condition.field in DATED
    return replace(condition, field=f"{condition.field} ") if is_word else condition


def in_order(records: list[Record], *sort: tuple[str, bool]) -> list[int]:
    """Their keys, sorted by (column, descending); the first one's direction decides ties: order first, then key."""
    ordered = sorted(records, key=lambda record: (_tie(record, sort[0][0]), record.key), reverse=sort[0][1])
    for name, descending in reversed(sort):
        # Reversed sorting keeps equals in their order too.
        ordered.sort(key=lambda record: _rank(record.sorts.get(name, record.cells[name])), reverse=descending)
    return [record.key for record in ordered]


OF_ORDER = (
    *("billing_name", "shipping_name", "customer_name", "customer_email", "company", "sku", "tracking"),
    *("billing_address", "shipping_address", "order_created_at", "order_date"),
)


def _tie(record: Record, first: str) -> tuple[int, ...]:
    """Documents that are sorted by what their order says stay together."""
    if first == "store_name":
        return record.fields["store key"], record.order_id
    return (record.order_id,) if first in OF_ORDER else ()


def _rank(value: Any) -> Any:
    return value.encode() if isinstance(value, str) else value


class _Parts:
    """Rows by the order that they belong to."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.by_id = {
            name: {row["id"]: row for row in tables[name]} for name in ("store", "customer_group", "shipment", "rma")
        }

    @cached_property
    def grouped(self) -> dict[str, dict[int, list[Row]]]:
        groups: dict[str, dict[int, list[Row]]] = defaultdict(lambda: defaultdict(list))
        for name, rows in self.tables.items():
            for row in rows:
                if "order_id" in row:
                    groups[name][row["order_id"]].append(row)
        for parcel in ("shipment", "rma"):
            for track in self.tables[f"{parcel}_track"]:
                groups[f"{parcel}_track"][self.by_id[parcel][track["parent_id"]]["order_id"]].append(track)
        return groups

    def of(self, table: str, order_id: int) -> list[Row]:
        return self.grouped[table][order_id]


@dataclass
class OrderFacts:
    """What an order says to filters, columns and searches, of itself and on its documents."""

    row: Row
    parts: _Parts

    def of(self, table: str) -> list[Row]:
        rows: list[Row] = self.parts.of(table, self.row["id"])
        return rows

    @cached_property
    def store(self) -> Row:
        return self.parts.by_id["store"][self.row["store_id"]]

    @cached_property
    def group(self) -> str:
        key = self.row["customer_group_id"]
        return "" if key is None else self.parts.by_id["customer_group"][key]["code"]

    @cached_property
    def searched(self) -> dict[str, list[str]]:
        """Texts that people know the order by."""
        row, addresses, payments = self.row, self.of("order_address"), self.of("order_payment")
        first, middle, last = (row[f"customer_{part}name"] or "" for part in ("first", "middle", "last"))
        phones = [one["telephone"] or "" for one in addresses]
        tracks = [one["track_number"] for one in (*self.of("shipment_track"), *self.of("rma_track"))]
        values = {
            "billing_name": [row["billing_name"]],
            "shipping_name": [row["shipping_name"]],
            "customer_name": [f"{first} {last}", f"{first} {middle} {last}"],
            "customer_email": [row["customer_email"], *(one["email"] for one in addresses)],
            "telephone": [*phones, *(re.sub(r"[^+\d]", "", phone) for phone in phones)],
            **{name: [one[name] for one in addresses] for name in ("company", "street", "city", "postcode")},
            "sku": [one["sku"] for one in self.of("order_item")],
            "po_number": [one["po_number"] for one in payments],
            "transaction": [
                *(one["last_trans_id"] for one in payments),
                *(one["txn_id"] for one in self.of("payment_transaction")),
            ],
            "coupon_code": [row["coupon_code"]],
            "tracking": [*tracks, *("".join(track.split()) for track in tracks)],
        }
        return {name: [text for text in texts if text] for name, texts in values.items()}

    @cached_property
    def texts(self) -> dict[str, list[str]]:
        """The texts of each field."""
        row, searched = self.row, self.searched
        places = [*searched["street"], *searched["postcode"], *searched["city"]]
        names = [*searched["billing_name"], *searched["shipping_name"], *searched["customer_name"]]
        return {
            **searched,
            "phone": searched["telephone"],
            "name": names,
            "billing_address": places,
            "shipping_address": places,
            "shipping_description": [row["shipping_description"] or ""],
            "store_name": [self.store["name"]],
            "customer_group": [self.group],
            "payment_method": [row["payment_method"]],
        }

    @cached_property
    def fields(self) -> dict[str, Any]:
        texts = {name: search_field(values) for name, values in self.texts.items()}
        return {**texts, **self._steps, "store key": self.row["store_id"]}

    @property
    def archived(self) -> tuple[str, ...]:
        """What finds it."""
        return ("no" if self.row["archived_at"] is None else "yes", "any")

    @cached_property
    def _steps(self) -> dict[str, Any]:
        """How far the order is."""
        row = self.row
        is_open = row["state"] in ("new", "processing")
        is_paid = row["total_due"] <= 0
        todo = {
            "invoice": row["qty_to_invoice"] > 0 and is_open,
            "pay": not is_paid and row["state"] in ("new", "pending_payment", "processing"),
            "ship": row["qty_to_ship"] > 0 and is_open and (is_paid or row["payment_method"] in PAID_LATER),
        }
        has = {
            "comment": any(one["comment"] for one in self.of("order_status_history")),
            "company": self.searched["company"],
            "coupon": self.searched["coupon_code"],
            "creditmemo": self.of("creditmemo"),
            "gift": self.of("gift_message"),
            "invoice": self.of("invoice"),
            "note": row["customer_note"],
            "return": self.of("rma"),
            "shipment": self.of("shipment"),
            "tracking": self.searched["tracking"],
        }
        return {
            "has": tuple(name for name, there in has.items() if there),
            "todo": tuple(name for name, left in todo.items() if left),
            "tags": tuple(tag for tag in row["tags"].split(",") if tag),
            "paid": "yes" if is_paid else "partly" if row["total_paid"] > 0 else "no",
            **{
                name: tuple(document["created_at"] for document in self.of(table))
                for name, table in zip(DATED, ("invoice", "shipment", "creditmemo"), strict=True)
            },
            "invoiced ": _progress(row["qty_to_invoice"], bool(self.of("invoice"))),
            "shipped ": _progress(row["qty_to_ship"], bool(self.of("shipment"))),
        }

    @cached_property
    def cells(self) -> dict[str, Any]:
        """Columns that an order has, and its documents too."""
        row = self.row
        companies = sorted(self.of("order_address"), key=lambda one: (one["address_type"], one["id"]))
        tops = [one for one in self.of("order_item") if one["parent_id"] is None]
        return {
            "billing_name": row["billing_name"],
            "shipping_name": row["shipping_name"],
            "customer_name": f"{row['customer_firstname'] or ''} {row['customer_lastname'] or ''}".strip(),
            "customer_email": row["customer_email"],
            "customer_group": self.group,
            "store_name": self.store["name"],
            "payment_method": row["payment_method"],
            "tags": row["tags"].replace(",", ", "),
            "shipping_description": row["shipping_description"] or "",
            "billing_address": self._address("billing"),
            "shipping_address": self._address("shipping"),
            "company": next((one["company"] for one in companies if one["company"]), ""),
            "sku": ", ".join(one["sku"] for one in tops),
            "tracking": ", ".join(one["track_number"] for one in self.of("shipment_track")),
            "order_currency_code": row["order_currency_code"],
            "base_currency_code": row["base_currency_code"],
        }

    def _address(self, kind: str) -> str:
        one = next((one for one in self.of("order_address") if one["address_type"] == kind), {})
        return ", ".join(one[part] for part in ("street", "postcode", "city", "country_id") if one.get(part))

    @cached_property
    def sorts(self) -> dict[str, Any]:
        """Texts without regard to case and accents."""
        fields = self.fields
        names = ("billing_name", "shipping_name", "customer_name", "customer_email", "company", "sku", "tracking")
        return {**{name: fields[name] for name in names}, **dict.fromkeys(OF_ORDER[7:9], fields["street"])}

    @property
    def text(self) -> str:
        return "".join(search_field(texts) for texts in self.searched.values())


def _progress(left: int, begun: bool) -> str:
    return "yes" if left == 0 else "partly" if begun else "no"


def _order(facts: OrderFacts) -> Record:
    row = facts.row
    credits = [one["amount_refunded"] for one in facts.of("order_tender") if one["kind"] == "store_credit"]
    credits += [one["grand_total"] for one in facts.of("creditmemo") if one["refund_to"] == "store_credit"]
    names = (
        *("increment_id", "created_at", "grand_total", "base_grand_total", "status", "state", "subtotal", "updated_at"),
        *("shipping_amount", "total_paid", "total_due", "total_refunded", "total_qty_ordered"),
    )
    own = {name: row[name] for name in names} | {
        "coupon_code": row["coupon_code"] or "",
        "pickup_location_code": row["pickup_location_code"] or "",
        "refunded_to_store_credit": sum(credits),
    }
    numbers = {one["increment_id"] for table in (*DOCUMENTS.values(), "rma") for one in facts.of(table)}
    record = _record(row, row["id"], numbers | {row["increment_id"]}, facts, own)
    record.fields["archived"] = facts.archived
    return record


def _document(workspace: str, row: Row, facts: OrderFacts) -> Record:
    order = facts.row
    own = {
        "order_increment_id": order["increment_id"],
        "order_created_at": order["created_at"],
        "order_status": order["status"],
        "order_grand_total": order["grand_total"],
        "status": STATUSES[workspace][row["state"]] if workspace in STATUSES else "shipped",
        **{name: value for name, value in row.items() if name not in ("id", "order_id", "version")},
    }
    if workspace == "creditmemos":
        own["payout"] = _payout(row)
    record = _record(row, order["id"], {row["increment_id"], order["increment_id"]}, facts, own)
    if "state" in row:
        record.sorts["status"] = row["state"]
    record.fields |= {OWN_DATE[workspace]: row["created_at"], "archived": facts.archived}
    return record


def _return(row: Row, facts: OrderFacts, plain: PlainReturns) -> Record:
    order = facts.row
    record = _record(row, order["id"], {row["increment_id"], order["increment_id"]}, facts, plain.cells(row, order))
    record.fields |= plain.fields(row)
    record.sorts |= plain.sorts(row)
    return record


def _payout(memo: Row) -> str:
    """Whether an offline refund made here is paid out."""
    if memo["paid_out"]:
        return "done"
    is_offline = memo["refund_to"] == "offline" and memo["grand_total"] > 0 and memo["state"] != 3
    return "owed" if is_offline and memo["made_here"] else ""


def _record(row: Row, order_id: int, numbers: set[str], facts: OrderFacts, own: dict[str, Any]) -> Record:
    cells = facts.cells | own
    coded = ("status", "state", "order_status", "payout", "reason", "condition", "resolution", "tags")
    texts = {name: [value] for name, value in cells.items() if isinstance(value, str) and name not in coded}
    fields = cells | {name: search_field(values) for name, values in texts.items()} | facts.fields
    currencies = {kind: cells[f"{kind}_currency_code"] for kind in ("order", "base")}
    texts |= facts.texts
    return Record(row["id"], order_id, numbers, facts.text, fields, cells, texts, currencies, dict(facts.sorts))
