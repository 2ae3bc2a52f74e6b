"""Invoices, packing slips, credit memos and orders on paper."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest

from sales_tui.documents.cells import width
from sales_tui.documents.papers import paper, papers

Record = dict[str, Any]

ADDRESS: Record = {
    "firstname": "太郎",
    "lastname": "山田",
    "street": ["1-2-3 Ginza"],
    "postcode": "104-0061",
    "city": "東京",
    "country_id": "JP",
}
SAME: Record = {"order_currency_code": "USD", "base_currency_code": "USD"}


def item(key: int, sku: str, name: str, ordered: str, **more: Any) -> Record:
    return {
        "item_id": key, "sku": sku, "name": name, "qty_ordered": ordered, "price": "1234.50",
        "row_total": "2469.00", "tax_amount": "5.60", **more,
    }  # fmt: skip


def order(**more: Any) -> Record:
    return {
        **SAME,
        "increment_id": "000000012",
        "created_at": "2026-11-20T09:00:00+00:00",
        "store_name": "Main\nShop\nEN",
        "status": "processing",
        "state": "processing",
        "billing_address": {**ADDRESS, "firstname": "Łukasz", "lastname": "Żółć", "street": ["ul. Długa 1"]},
        "shipping_address": ADDRESS,
        "shipping_description": "Flat Rate",
        "payment": {"method": "checkmo"},
        "total_paid": "10",
        "total_due": "0",
        "subtotal": "2489.00",
        "tax_amount": "5.60",
        "grand_total": "2494.60",
        "items": [
            item(1, "MUG-山", "Mug, 青い", "3", qty_shipped="2", options=[{"label": "Size", "value": "M"}]),
            item(2, "TEE", "T-shirt", "1", qty_shipped="1"),
        ],
        **more,
    }


def document(**more: Any) -> Record:
    return {
        **SAME,
        "increment_id": "000000003",
        "created_at": "2026-11-23T10:42:00+00:00",
        "order_increment_id": "000000012",
        "status": "paid",
        "items": [
            {
                "order_item_id": 1,
                **item(1, "MUG-山", "Mug, 青い", "3"),
                "qty": "2",
            },
            {"order_item_id": 2, "sku": "TEE", "name": "T-shirt", "qty": "1", "price": "20", "row_total": "20"},
        ],
        "subtotal": "2489.00",
        "shipping_amount": "5",
        "grand_total": "2494.60",
        **more,
    }


def lines(kind: str, record: Record, whole: Record) -> list[str]:
    text = paper(kind, record, whole, UTC)
    assert all(width(line) <= 80 for line in text.splitlines())
    return text.splitlines()


def test_an_invoice():
    found = lines("invoice", document(), order())
    assert found[0].startswith("INVOICE 000000003")
    assert found[0].endswith("Shop/EN")
    assert found[1].endswith("Order 000000012 of 20 Nov 2026 09:00")
    assert any(line.startswith("ul. Długa 1 ") and line.endswith("1-2-3 Ginza") for line in found)
    head, _, mug, tee = found[(at := next(at for at, line in enumerate(found) if line.startswith("SKU"))) : at + 4]
    assert mug.split() == ["MUG-山", "Mug,", "青い", "2", "1,234.50", "5.60", "2,469.00"]
    assert {width(line) for line in (head, mug, tee)} == {80}
    assert found[-1].endswith("Grand total USD  2,494.60")
    assert width(found[-1]) == width(found[-3]) == 80


@pytest.mark.parametrize("currency, amount", [("JPY", "2,495"), ("KWD", "2,494.600"), ("EUR", "2,494.60")])
def test_amounts_have_the_decimals_of_their_currency(currency: str, amount: str):
    whole = "2495" if currency == "JPY" else "2494.60"
    found = lines("invoice", document(order_currency_code=currency, grand_total=whole), order())
    assert found[-1].endswith(f"Grand total {currency}  {amount}")


def test_a_packing_slip_has_no_prices_but_what_is_to_come_and_what_the_customer_says():
    gift = {"item_id": None, "sender": "Ana", "recipient": "Bo", "message": "Happy birthday"}
    whole = order(customer_note="leave with\nthe neighbour\x1b[2J\f", extension_attributes={"gift_messages": [gift]})
    track = {"carrier_code": "ups", "title": "UPS", "track_number": "1Z999"}
    record = document(tracks=[track], total_weight="1.2")
    found = lines("shipment", record, whole)
    text = "\n".join(found)
    assert found[0].startswith("PACKING SLIP 000000003")
    assert "Tracking  UPS 1Z999" in text
    assert next(line for line in found if line.startswith("MUG-山")).split()[-3:] == ["2", "open", "1"]
    assert "Size: M" in text
    assert "Gift message from Ana to Bo: Happy birthday" in text
    assert "Customer's note: leave with\nthe neighbour␛[2J" in text
    assert not any(char in text for char in "\x1b\f")
    for price in ("1,234.50", "1234.50", "2,494.60", "20.00", "Grand total"):
        assert price not in text


def test_a_credit_memo_says_fee_and_invoice():
    record = document(adjustment_negative="2.50", invoice_increment_id="000000001", status="refunded")
    found = lines("creditmemo", record, order())
    assert found[0].startswith("CREDIT MEMO 000000003")
    assert any(line.split() == ["Fee", "2.50"] for line in found)
    assert "Of invoice  000000001" in "\n".join(found)


def test_an_order():
    whole = order()
    found = lines("order", whole, whole)
    assert found[0].startswith("ORDER 000000012")
    assert next(line for line in found if line.startswith("TEE")).split()[-4:] == ["1", "1,234.50", "5.60", "2,469.00"]


def test_amounts_of_any_size_stay_whole():
    many = "899999999999999.0000"
    record = document(grand_total=many, subtotal=many)
    record["items"] = [{**record["items"][0], "price": many, "row_total": many, "tax_amount": many}]
    text = "\n".join(lines("invoice", record, order()))
    assert text.count("899,999,999,999,999.00") == 4


def test_a_comment_for_the_customer_and_none_for_the_staff():
    said = [
        {"created_at": "2026-11-23T10:42:00+00:00", "comment": "Thank you", "is_visible_on_front": 1},
        {"created_at": "2026-11-23T10:43:00+00:00", "comment": "difficult", "is_visible_on_front": 0},
    ]
    text = paper("invoice", document(comments=said), order(), UTC)
    assert "Thank you" in text
    assert "difficult" not in text


def test_a_form_feed_stands_between_documents():
    assert papers(["one\n", "two\n"]) == "one\n\ftwo\n"
