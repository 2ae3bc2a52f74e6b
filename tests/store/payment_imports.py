"""Transactions and billing agreements as they come in, made small for tests."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Engine

from sales_tui.actions.base import Context
from sales_tui.store.engine import reading
from sales_tui.store.show import show
from tests.store.import_records import NOW, Json, changed, order

CARD = "4111 1111 1111 1111"


def paid_order(number: int = 1, /, *, authorized: Any = 35.98, paid: Any = 0, **changes: Any) -> Json:
    """An order paid by a payment system."""
    payment = {"entity_id": number * 7, "method": "paypal", "base_amount_authorized": authorized}
    return order(number, payment=payment | {"base_amount_paid_online": paid}, **changes)


def transaction(number: int = 1, /, **changes: Any) -> Json:
    """An authorization of order 1; `changes` replace fields, None takes them away."""
    record: Json = {"transaction_id": number, "order_id": 1, "payment_id": 7, "txn_id": f"T{number}"}
    record |= {"txn_type": "authorization", "is_closed": 0, "created_at": "2024-05-01 09:00:00"}
    return changed(record | {"additional_information": [], "child_transactions": []}, changes)


def capture(number: int = 2, /, **changes: Any) -> Json:
    """A capture of `transaction(1)`."""
    family: Json = {"parent_id": 1, "parent_txn_id": "T1", "txn_type": "capture", "is_closed": 1}
    return transaction(number, **(family | {"created_at": "2024-05-02 09:00:00"} | changes))


def raw(**details: Any) -> list[str]:
    """Details as Magento's REST interface gives them: an object as text, in a list."""
    return [json.dumps({"raw_details_info": details})]


def agreement(number: int = 7, /, **changes: Any) -> Json:
    """A billing agreement of the customer of `order(1)`."""
    record: Json = {"agreement_id": number, "reference_id": f"B-{number}", "customer_id": 7, "status": "active"}
    record |= {"method_code": "paypal_billing_agreement", "agreement_label": "PayPal", "store_id": 3}
    return changed(record | {"created_at": "2024-05-01 09:00:00", "updated_at": None}, changes)


def shown(engine: Engine, kind: str, number: str) -> Json:
    """The record as `show --json` tells it."""
    with reading(engine) as connection:
        record = show(connection, kind, number, Context(NOW))
    assert record is not None
    told: Json = json.loads(json.dumps(record))
    return told
