"""One record, whole, in Magento's REST shape: with lines, documents, payment, history and what can be done to it."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from sales_tui import model
from sales_tui.actions.base import Context, Target
from sales_tui.rules.quantities import line_status
from sales_tui.rules.records import Order
from sales_tui.rules.tagging import tags_of
from sales_tui.store.allowed import allowed_actions
from sales_tui.store.load import load_orders
from sales_tui.store.mapping import CREDITMEMO, INVOICE, LINE, ORDER, QUOTE, SHIPMENT, TRACK, table_of
from sales_tui.store.remarks import load_remarks
from sales_tui.store.rest import Shaper, grouped_by
from sales_tui.store.show_payments import PAYMENT_KINDS, open_attempts
from sales_tui.store.show_returns import OrderFacts, return_records
from sales_tui.store.show_tenders import tender_attributes
from sales_tui.store.show_transactions import TransactionFamily
from sales_tui.store.targets import find_records, target_of

Record = dict[str, Any]

_INVOICE_STATUS = {1: "open", 2: "paid", 3: "canceled"}
_MEMO_STATUS = {1: "open", 2: "refunded", 3: "canceled"}


def show(connection: Connection, kind: str, number: str, context: Context) -> Record | None:
    """The record of that kind with that number; None where there is none."""
    if kind in PAYMENT_KINDS:
        return PAYMENT_KINDS[kind](connection, number, context)
    found = find_records(connection, kind, [number]).get(number)
    if found is None:
        return None
    order_id, record_id = found
    view = _OrderView(connection, order_id, context)
    if kind == "order":
        return view.order()
    if kind == "return":
        return view.returns(record_id)[0]
    return view.document(kind, record_id)


def show_document(
    connection: Connection, kind: str, order_id: int, record_id: int, context: Context
) -> tuple[Record, Record] | None:
    """The document with that key, and its order; of an order, twice itself. None where it isn't there any more."""
    view = _OrderView(connection, order_id, context)
    order = view.order()
    found = [order] if kind == "order" else view.documents(kind, record_id)
    return (found[0], order) if found else None


class _OrderView:
    """Reads one order and shapes it."""

    def __init__(self, connection: Connection, order_id: int, context: Context) -> None:
        self.connection = connection
        self.order_id = order_id
        self.context = context
        self.records: Order = load_orders(connection, [order_id])[order_id].order
        load_remarks(connection, self.records)
        self.shaper = Shaper(self.records.order_currency_code, self.records.base_currency_code)
        self.row = self._rows(ORDER.table, "id")[0]
        self.entity_id = self.row.entity_id or self.row.id
        self.items = self._rows(LINE.table, "order_id")
        self.item_ids = {item.id: item.item_id or item.id for item in self.items}

    def order(self) -> Record:
        """The order with everything."""
        store = self._one(model.Store, self.row.store_id)
        customer = self._one(model.Customer, self.row.customer_id)
        group = self._one(model.CustomerGroup, self.row.customer_group_id)
        addresses = {row.address_type: self._plain(model.OrderAddress, row) for row in self._of(model.OrderAddress)}
        for address in addresses.values():
            address["street"] = address["street"].split("\n") if address["street"] else []
        payments = self._of(model.OrderPayment)
        return self.shaper.shape(
            ORDER.table,
            self.row,
            entity_id=self.entity_id,
            store_id=store.store_id if store else None,
            store_name=store.name if store else None,
            timezone=store.timezone if store else "UTC",
            customer_id=customer.customer_id or customer.id if customer else None,
            customer_group_id=group.customer_group_id if group else None,
            customer_group=group.code if group else None,
            other_amount=self.shaper.money(self.records.money.other_amount),
            base_other_amount=self.shaper.money(self.records.base.other_amount, base=True),
            items=[self._item(item) for item in self.items],
            billing_address=addresses.get("billing"),
            shipping_address=addresses.get("shipping"),
            payment=self._plain(model.OrderPayment, payments[0]) if payments else None,
            status_histories=[self._plain(model.OrderStatusHistory, row) for row in self._of(model.OrderStatusHistory)],
            invoices=self.documents("invoice"),
            shipments=self.documents("shipment"),
            creditmemos=self.documents("creditmemo"),
            returns=self.returns(),
            **self._quote(),
            transactions=TransactionFamily(self.connection, self.records, self.context).records(),
            attempts=open_attempts(self.connection, "order", self.order_id, self.context),
            extension_attributes=self._extension(addresses.get("shipping")),
            allowed_actions=self._allowed("order", Target(self.records)),
            extra=self._extra(),
        )

    def _quote(self) -> Record:
        """The number of the quote that the order was made from; nothing for any other."""
        if not self.records.from_quote:
            return {}
        table = QUOTE.table
        number = self.connection.scalar(select(table.c.increment_id).where(table.c.order_id == self.order_id))
        return {"quote_increment_id": number} if number else {}

    def document(self, kind: str, record_id: int) -> Record:
        """One document of the order."""
        return next(one for one in self.documents(kind, record_id))

    def returns(self, only: int | None = None) -> list[Record]:
        """The order's returns, oldest first."""
        store, customer = self._one(model.Store, self.row.store_id), self._one(model.Customer, self.row.customer_id)
        facts = OrderFacts(
            row=self.row,
            entity_id=self.entity_id,
            store_id=store.store_id if store else None,
            customer_id=customer.customer_id or customer.id if customer else None,
            item_ids=self.item_ids,
        )
        return return_records(self.connection, self.records, facts, self.context, only)

    def documents(self, kind: str, only: int | None = None) -> list[Record]:
        """The order's documents of that kind, oldest first."""
        table, items, comments = _DOCUMENT_TABLES[kind]
        rows = [row for row in self._rows(table, "order_id") if only is None or row.id == only]
        keys = [row.id for row in rows]
        lines = grouped_by(self._rows(table_of(items), "parent_id", keys), "parent_id")
        said = grouped_by(self._rows(table_of(comments), "parent_id", keys), "parent_id")
        tracks = grouped_by(self._rows(TRACK.table, "parent_id", keys), "parent_id") if kind == "shipment" else {}
        made = []
        for row in rows:
            more: Record = {
                "items": [self._document_item(table_of(items), line) for line in lines.get(row.id, [])],
                "comments": [self._plain(comments, comment) for comment in said.get(row.id, [])],
            }
            if kind == "shipment":
                more["tracks"] = [self._plain(model.ShipmentTrack, track) for track in tracks.get(row.id, [])]
            made.append(self._document(kind, table, row, more))
        return made

    def _document(self, kind: str, table: Table, row: Row[Any], more: Record) -> Record:
        invoices = {invoice.id: invoice.increment_id for invoice in self.records.invoices}
        more |= {
            "entity_id": row.entity_id or row.id,
            "order_id": self.entity_id,
            "order_increment_id": self.row.increment_id,
            "status": _status(kind, row),
            "allowed_actions": self._allowed(kind, target_of(self.records, kind, row.id)),
        }
        if kind == "creditmemo":
            more |= {"invoice_id": row.invoice_id, "invoice_increment_id": invoices.get(row.invoice_id)}
            more |= {"adjustment": self.shaper.money(row.adjustment_positive - row.adjustment_negative)}
        return self.shaper.shape(table, row, **more)

    def _document_item(self, table: Table, row: Row[Any]) -> Record:
        return self.shaper.shape(
            table, row, entity_id=row.id, parent_id=row.parent_id, order_item_id=self.item_ids[row.order_item_id]
        )

    def _item(self, row: Row[Any]) -> Record:
        line = self.records.line(row.id)
        return self.shaper.shape(
            LINE.table,
            row,
            item_id=self.item_ids[row.id],
            order_id=self.entity_id,
            parent_item_id=self.item_ids.get(row.parent_id),
            status=line_status(line),
        )

    def _extension(self, address: Record | None) -> Record:
        """What Magento keeps in extension attributes, and Commerce's gift messages and tenders."""
        item_ids = list(self.item_ids)
        tenders = self._of(model.OrderTender)
        pickup = self.row.pickup_location_code
        return {
            **({"pickup_location_code": pickup} if pickup else {}),
            "tags": tags_of(self.records),
            "shipping_assignments": [{"shipping": {"address": address, "method": self.row.shipping_method}}],
            "applied_taxes": [self._plain(model.OrderTax, row) for row in self._of(model.OrderTax)],
            **tender_attributes(tenders, self.shaper),
            "tenders": [self._plain(model.OrderTender, row) for row in tenders],
            "gift_messages": [
                self._plain(model.GiftMessage, row) | {"item_id": self.item_ids.get(row.order_item_id)}
                for row in self._of(model.GiftMessage)
            ],
            "product_taxes": [
                self._plain(model.ProductTax, row) | {"item_id": self.item_ids[row.order_item_id]}
                for row in self._rows(table_of(model.ProductTax), "order_item_id", item_ids)
            ],
        }

    def _extra(self) -> Any:
        """What the import kept beside the columns."""
        table = table_of(model.Imported)
        text = self.connection.scalar(
            select(table.c.extra).where(table.c.kind == "order", table.c.record_id == self.order_id)
        )
        return json.loads(text) if text else None

    def _allowed(self, kind: str, target: Target) -> list[str]:
        return allowed_actions(kind, target, self.context)

    def _plain(self, entity: type[Any], row: Row[Any]) -> Record:
        return self.shaper.shape(table_of(entity), row)

    def _of(self, entity: type[Any]) -> list[Row[Any]]:
        return self._rows(table_of(entity), "order_id")

    def _one(self, entity: type[Any], key: int | None) -> Row[Any] | None:
        if key is None:
            return None
        table = table_of(entity)
        return self.connection.execute(select(table).where(table.c.id == key)).first()

    def _rows(self, table: Table, owner: str, keys: list[int] | None = None) -> list[Row[Any]]:
        wanted = [self.order_id] if keys is None else keys
        if not wanted:
            return []
        return list(self.connection.execute(select(table).where(table.c[owner].in_(wanted)).order_by(table.c.id)))


_DOCUMENT_TABLES: dict[str, tuple[Table, type[Any], type[Any]]] = {
    "invoice": (INVOICE.table, model.InvoiceItem, model.InvoiceComment),
    "shipment": (SHIPMENT.table, model.ShipmentItem, model.ShipmentComment),
    "creditmemo": (CREDITMEMO.table, model.CreditmemoItem, model.CreditmemoComment),
}


def _status(kind: str, row: Row[Any]) -> str:
    if kind == "shipment":
        return "shipped"
    names = _INVOICE_STATUS if kind == "invoice" else _MEMO_STATUS
    return names.get(row.state, str(row.state))
