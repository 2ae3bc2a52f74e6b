"""Makes files of orders to import: the sample orders again and again with new ids, or orders of our own making."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "orders-2010-12-01.jsonl"

Record = dict[str, Any]


def models() -> list[Record]:
    """The orders to repeat."""
    if SAMPLE.exists():
        with SAMPLE.open(encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]
    return [_made(number) for number in range(1, 137)]


def _made(number: int) -> Record:
    items = [_item(number, place) for place in range(1 + number % 43)]
    total = round(sum(item["row_total"] for item in items), 2)
    address = {
        "firstname": "Zoë",
        "lastname": f"Müller {number}",
        "street": ["High Street 1"],
        "city": "Bath",
        "country_id": "GB",
        "postcode": "BA1 1AA",
    }
    return {
        "entity_id": number,
        "increment_id": str(number),
        "state": "new",
        "status": "pending",
        "created_at": "2024-05-01 08:30:00",
        "customer_id": 1 + number % 97,
        "customer_email": f"c{number % 97}@example.com",
        **dict.fromkeys(("order_currency_code", "base_currency_code"), "GBP"),
        **dict.fromkeys(("subtotal", "base_subtotal", "grand_total", "base_grand_total"), total),
        "items": items,
        "billing_address": address,
        "payment": {"method": "checkmo", "amount_ordered": total},
        "extension_attributes": {
            "shipping_assignments": [{"shipping": {"address": address, "method": "flatrate_flatrate"}, "items": items}]
        },
    }


def _item(number: int, place: int) -> Record:
    price, qty = 1.05 + place, 1 + place % 5
    return {
        "item_id": number * 100 + place,
        "sku": f"SKU-{place:04}",
        "name": f"A THING OF KIND {place}",
        "product_type": "simple",
        "qty_ordered": qty,
        "price": price,
        "base_price": price,
        "row_total": round(price * qty, 2),
        "base_row_total": round(price * qty, 2),
        "tax_percent": 0,
    }


def orders() -> Iterator[Record]:
    """Orders without end, each with ids of its own."""
    pattern = models()
    entity = item_id = 0
    while True:
        for record in pattern:
            entity += 1
            record["entity_id"], record["increment_id"] = entity, f"{entity:09}"
            copies = record["extension_attributes"]["shipping_assignments"][0]["items"]
            for place, item in enumerate(record["items"]):
                item_id += 1
                item["item_id"] = item_id
                if place < len(copies):
                    copies[place]["item_id"] = item_id
            yield record


def write(path: Path, *, count: int | None = None, size: int | None = None) -> int:
    """Write JSON Lines until there are so many orders or bytes. Returns how many orders it has."""
    written = 0
    with path.open("w", encoding="utf-8") as file:
        for number, record in enumerate(orders(), 1):
            written += file.write(json.dumps(record) + "\n")
            if number == count or (size is not None and written >= size):
                return number
    return 0
