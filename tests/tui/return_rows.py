"""Returns of the shop's orders, made as the desk makes them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sales_tui.runtime import Runtime
from sales_tui.settings import Settings
from sales_tui.store.requests import Request
from tests.tui.robot import NOW

BARCODE = "4006381333931"


class Shop:
    """The shop's database, to put returns into."""

    def __init__(self, database: Path) -> None:
        self.runtime = Runtime(Settings(db=str(database), operator="sam"))
        self.runtime.runner.clock = lambda: NOW

    def do(self, action: str, number: str, **values: Any) -> Mapping[str, list[str]]:
        """One action; what it made."""
        (outcome,) = self.runtime.runner.run([Request(action, number, values)])
        assert outcome.ok, outcome.message
        return outcome.created

    def make(self, number: str, *steps: str, pieces: Mapping[str, int], **said: str) -> str:
        """A return of these pieces (SKU -> how many) of the order, led on by these steps. Its number."""
        choices = {"reason": "wrong_size", "condition": "opened", "resolution": "refund", **said}
        items = [{"sku": sku, "qty": qty, **choices} for sku, qty in pieces.items()]
        made = self.do("return.create", number, items=items)["returns"][0]
        for step in steps:
            self.do(f"return.{step}", made)
        return made


def shippable(database: Path, count: int, pieces: int = 2) -> list[tuple[str, str]]:
    """Orders that are paid and shipped whole and of which nothing came back: number, and a SKU of so many pieces."""
    import sqlite3

    sql = f"""
        SELECT o.increment_id, i.sku FROM sales_order o JOIN order_item i ON i.order_id = o.id
        WHERE o.state = 'complete' AND i.parent_id IS NULL AND i.product_type = 'simple' AND i.qty_refunded = 0
        AND i.qty_shipped >= {pieces * 10000} AND i.qty_invoiced = i.qty_ordered AND o.total_refunded = 0
        AND o.order_currency_code = o.base_currency_code
        AND NOT EXISTS (SELECT 1 FROM rma r WHERE r.order_id = o.id)
        AND NOT EXISTS (SELECT 1 FROM product p WHERE p.sku = i.sku AND p.is_returnable = 0)
        AND (SELECT count(*) FROM order_item j WHERE j.order_id = o.id AND j.sku = i.sku) = 1
        GROUP BY o.id ORDER BY o.id DESC LIMIT {count}
    """
    with sqlite3.connect(database) as connection:
        found = [(str(number), str(sku)) for number, sku in connection.execute(sql)]
    assert len(found) == count, found
    return found
