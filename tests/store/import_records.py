"""Records as Magento's REST interface gives them, made small for tests, and ways to bring them in and look at them."""

from __future__ import annotations

import copy
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text
from sqlmodel import SQLModel

from sales_tui.exchange.files import Source, opened
from sales_tui.exchange.magento_json import read_records
from sales_tui.store.engine import reading
from sales_tui.store.importing import ImportReport, import_records
from tests.store.fresh import fresh_engine

Json = dict[str, Any]
NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)


def new_engine(url: str) -> Engine:
    """An engine on a new database with all tables."""
    return fresh_engine(url)


def order(number: int = 1, /, **changes: Any) -> Json:
    """An order of two lines; `changes` replace fields, None takes them away."""
    address: Json = {"firstname": "Zoë", "middlename": "van", "lastname": "Müller", "street": ["Gasse 1", "2. Stock"]}
    address |= {"city": "Wien", "postcode": None, "country_id": "AT", "vat_id": "ATU1"}
    record: Json = {
        "entity_id": number,
        "increment_id": f"{number:09}",
        "state": "new",
        "status": "pending",
        "store_id": 3,
        "store_name": "Site\nStore\nView",
        "created_at": "2024-05-01 08:30:00",
        "updated_at": "2024-05-02 09:00:00",
        "customer_id": 7,
        "customer_group_id": 1,
        "customer_email": "zoe@example.com",
        "customer_firstname": "Zoë",
        "customer_lastname": "Müller",
        "order_currency_code": "EUR",
        "base_currency_code": "EUR",
        "subtotal": 30.0,
        "shipping_amount": 5,
        "tax_amount": "2.48",
        "discount_amount": -1.5,
        "grand_total": 35.98,
        "base_grand_total": 35.98,
        "items": [item(number * 10), item(number * 10 + 1, sku="B", price=20, row_total=20)],
        "billing_address": address,
        "payment": {"method": "checkmo", "amount_ordered": 35.98, "additional_information": ["Check / Money order"]},
        "extension_attributes": {
            "shipping_assignments": [{"shipping": {"address": dict(address), "method": "flatrate_flatrate"}}]
        },
    }
    return changed(record, changes)


def rich_order() -> Json:
    """An order with everything that can hang on one."""
    options = {"extension_attributes": {"custom_options": [{"option_id": "5", "option_value": "Blue"}]}}
    weee = '[{"title": "Eco", "amount": 0.5, "row_amount": 1.0, "base_amount": 0.5, "base_row_amount": 1}]'
    record = order(1, items=[item(10, product_option=options, weee_tax_applied=weee)])
    record["extension_attributes"] |= {
        "gift_message": {"sender": "Ada", "recipient": "Bob", "message": "Hi"},
        "gift_cards": [{"code": "G1", "amount": 10, "base_amount": 10}, {"code": "G2", "amount": 5, "base_amount": 5}],
        "gift_cards_invoiced": 12,
        "customer_balance_amount": "3.50",
        "applied_taxes": [{"code": "VAT", "title": "VAT 20", "percent": 20, "amount": 2.48, "base_amount": 2.48}],
        "payment_additional_info": [{"key": "method_title", "value": "By cheque"}],
    }
    record["status_histories"] = [
        {"comment": "second", "created_at": "2024-05-01 10:00:00", "status": "pending", "is_customer_notified": 2},
        {"comment": "first", "created_at": "2024-05-01 09:00:00", "status": "my_status"},
    ]
    return record


def item(item_id: int, /, **changes: Any) -> Json:
    """An order line of one piece at 10.00."""
    record = {"item_id": item_id, "sku": "A", "name": "Thing", "product_type": "simple", "qty_ordered": 1}
    return changed(record | {"price": 10, "row_total": 10.0, "tax_percent": 8.25}, changes)


def changed(record: Json, changes: Json) -> Json:
    """A copy with other fields."""
    record = copy.deepcopy(record) | changes
    return {name: value for name, value in record.items() if value is not None}


def invoice(number: int = 1, order_id: int = 1, /, **changes: Any) -> Json:
    """An invoice of both lines of `order(order_id)`."""
    record: Json = {"entity_id": number, "increment_id": f"{number:09}", "order_id": order_id, "state": 2}
    record |= {"created_at": "2024-05-03 08:00:00", "total_qty": 2, "base_grand_total": 35.98, "grand_total": 35.98}
    record |= {"subtotal": 30, "shipping_amount": 5, "tax_amount": 2.48, "discount_amount": -1.5}
    record |= {"order_currency_code": "EUR", "base_currency_code": "EUR"}
    record["items"] = [{"order_item_id": order_id * 10 + place, "qty": 1, "row_total": 10} for place in (0, 1)]
    return changed(record, changes)


def shipment(number: int = 1, order_id: int = 1, /, **changes: Any) -> Json:
    """A shipment of the first line of `order(order_id)`."""
    record: Json = {"entity_id": number, "increment_id": f"{number:09}", "order_id": order_id, "total_qty": 1}
    record["items"] = [{"order_item_id": order_id * 10, "qty": 1}]
    record["tracks"] = [{"entity_id": 5, "carrier_code": "ups", "title": "UPS", "track_number": "1Z 999"}]
    record["packages"] = [{"weight": 2.5}]
    return changed(record, changes)


def creditmemo(number: int = 1, order_id: int = 1, /, **changes: Any) -> Json:
    """A credit memo of the first line of `order(order_id)`."""
    record: Json = {"entity_id": number, "increment_id": f"{number:09}", "order_id": order_id, "state": 2}
    record |= {"subtotal": 10, "adjustment_positive": 2, "adjustment_negative": 1, "grand_total": 11.5}
    record |= {"base_grand_total": 11.5, "order_currency_code": "EUR", "base_currency_code": "EUR"}
    record["items"] = [{"order_item_id": order_id * 10, "qty": 1, "row_total": 10}]
    return changed(record, changes)


def lines_of(*records: Any) -> str:
    """JSON Lines."""
    return "".join(json.dumps(record) + "\n" for record in records)


def bring_in(engine: Engine, content: Any, **options: Any) -> ImportReport:
    """Import what a file of that content holds."""
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    options = dict[str, Any](source="magento", now=NOW) | options
    return import_records(engine, read_records(Source("orders.json", io.BytesIO(raw))), **options)


def bring_in_file(engine: Engine, path: Path, **options: Any) -> ImportReport:
    """Import a file."""
    options = dict[str, Any](source="magento", now=NOW) | options
    with opened(str(path)) as source:
        return import_records(engine, read_records(source), **options)


def counts(report: ImportReport, kind: str = "orders") -> tuple[int, int, int, int]:
    """New, updated, unchanged, refused."""
    found = report.kinds[kind]
    return found.new, found.updated, found.unchanged, found.refused


def faults(report: ImportReport) -> list[tuple[str, str]]:
    """Code and field of every refusal."""
    return [(refusal.code, refusal.field) for refusal in report.refused]


def rows(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    """What a query gives, as stored."""
    with reading(engine) as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def everything(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, as stored."""
    return {name: rows(engine, f'SELECT * FROM "{name}" ORDER BY 1, 2') for name in sorted(SQLModel.metadata.tables)}
