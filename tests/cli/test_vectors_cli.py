"""Every vector once more as a user would do it: import, run, show; each figure that comes out is the engine's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.cli.robot import sales, script
from tests.rules.test_vectors import CENT, LINE_AMOUNTS, TOTALS, expected_differences
from tests.rules.vector_orders import ORDER_COLUMNS, PAYMENT_METHODS, vectors

Json = dict[str, Any]
Figure = tuple[str, str, str]
"""Name, ours, the vector's."""

ACTIONS = {
    "invoice": "order.invoice",
    "ship": "order.ship",
    "creditmemo": "order.refund",
    "cancel": "order.cancel",
    "hold": "order.hold",
    "unhold": "order.unhold",
}
VECTORS = {f"{number:09d}": vector for number, vector in enumerate(vectors(), 1)}


def rest_order(number: str, vector: Json) -> Json:
    """The vector's order as Magento's REST interface would give it."""
    source = vector["order"]
    order: Json = {"increment_id": number, "entity_id": int(number), "state": "new", "status": "pending"}
    order |= {"order_currency_code": "USD", "base_currency_code": "USD", "store_id": 1, "customer_email": "a@b.example"}
    order["base_to_order_rate"] = source.get("base_to_order_rate", "1")
    order["is_virtual"] = int(source["is_virtual"])
    order["created_at"] = "2026-11-23 10:00:00"
    for prefix in ("", "base_"):
        given = "base_" if prefix and "base_grand_total" in source else ""
        order |= {prefix + name: source[given + name] for name in ORDER_COLUMNS}
        hidden = sum(Decimal(row.get(f"{given}hidden_tax_amount", "0")) for row in source["lines"])
        order[f"{prefix}discount_tax_compensation_amount"] = str(hidden)
    order["items"] = [rest_item(int(number) * 100 + place, row) for place, row in enumerate(source["lines"])]
    order["payment"] = {"method": PAYMENT_METHODS[vector["payment"]]}
    return order


def rest_item(item_id: int, row: Json) -> Json:
    item: Json = {"item_id": item_id, "sku": row["sku"], "qty_ordered": row["qty"], "tax_percent": row["tax_percent"]}
    item |= {"product_type": "virtual" if row["is_virtual"] else "simple", "is_virtual": int(row["is_virtual"])}
    for prefix in ("", "base_"):
        given = "base_" if prefix and "base_price" in row else ""
        for name in ("price", "row_total", "tax_amount", "discount_amount"):
            item[prefix + name] = row[given + name]
        item[f"{prefix}discount_tax_compensation_amount"] = row.get(f"{given}hidden_tax_amount", "0")
    return item


def step_line(number: str, step: Json, invoices: list[str]) -> Json:
    """A step of a vector as a line of a script."""
    line: Json = {"do": ACTIONS[step["op"]], "target": number}
    if "qtys" in step:
        line["items"] = [{"sku": sku, "qty": qty} for sku, qty in step["qtys"].items()]
    if step["op"] == "ship":
        line["unpaid"] = True
    if "shipping" in step:
        line["shipping_amount"] = step["shipping"]
    if "invoice" in step:
        line["invoice"] = invoices[step["invoice"]]
    return line | {name: step[name] for name in ("adjustment_positive", "adjustment_negative") if name in step}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """All vectors' orders, imported."""
    folder: Path = tmp_path_factory.mktemp("vectors")
    file = folder / "orders.jsonl"
    file.write_text("".join(json.dumps(rest_order(*one)) + "\n" for one in VECTORS.items()))
    database = str(folder / "vectors.sqlite")
    answer = sales(database, "import", str(file))
    assert answer.status == 0, answer.err
    return database


@pytest.mark.parametrize("number", VECTORS, ids=lambda number: VECTORS[number]["name"])
def test_vector(database: str, number: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SALES_TUI_CREDITMEMO__ALLOW_ZERO_TOTAL", "false")
    vector = VECTORS[number]
    figures: list[tuple[int, Figure]] = []
    order: Json = {}
    invoices: list[str] = []
    for place, step in enumerate(vector["steps"]):
        answer = sales(database, "run", "-", stdin=script(step_line(number, step, invoices), show_line(number)))
        result, shown = answer.lines()
        assert answer.status == (1 if "error" in step["expect"] else 0), result
        assert result["outcome"] == ("refused" if "error" in step["expect"] else "ok"), result
        order = shown["record"]
        invoices = [one["increment_id"] for one in order["invoices"]]
        figures += [(place, figure) for figure in order_figures(order, step["order_after"], f"step {place} order")]
        figures += [(place, figure) for figure in document_figures(order, result, step["expect"], f"step {place}")]
    if "after" in vector:
        figures += [(len(vector["steps"]), figure) for figure in order_figures(order, vector["after"], "after")]
    different = [(place, figure) for place, figure in figures if Decimal(figure[1]) != Decimal(figure[2])]
    if vector["decimal_safe"]:
        ours = {name: (value, theirs) for _, (name, value, theirs) in different}
        assert ours == expected_differences(vector)
        return
    for place, (name, value, theirs) in different:
        assert place >= vector["float_tie_at_step"], name
        assert abs(Decimal(value) - Decimal(theirs)) <= CENT, name


def test_the_books_are_clean_afterwards(database: str):
    answer = sales(database, "db", "check")
    assert (answer.status, answer.out) == (0, "Everything adds up.\n")


def show_line(number: str) -> Json:
    return {"do": "show", "workspace": "orders", "target": number}


def order_figures(order: Json, expect: Json, where: str) -> Iterator[Figure]:
    assert (order["state"], order["status"]) == (expect["state"], expect["status"]), where
    can = {name: f"order.{name}" for name in ("invoice", "ship", "cancel", "hold", "unhold")}
    can["creditmemo"] = "order.refund"
    allowed = {name for name, action in can.items() if action in order["allowed_actions"]}
    assert allowed == set(expect["can"]) - {"edit"}, where
    for name, theirs in expect.items():
        if name not in ("state", "status", "can", "lines"):
            yield f"{where} {name}", order[name], theirs
    for item in order["items"]:
        row = expect["lines"][item["sku"]]
        assert item["status"] == row["status"], where
        for name in ("invoiced", "shipped", "refunded", "canceled"):
            yield f"{where} {item['sku']} {name}", item[f"qty_{name}"], row[name]


def document_figures(order: Json, result: Json, expect: Json, where: str) -> Iterator[Figure]:
    for workspace, (number,) in result["created"].items():
        document = next(one for one in order[workspace] if one["increment_id"] == number)
        if "total_qty" in expect:
            yield f"{where} total_qty", document["total_qty"], expect["total_qty"]
            continue
        assert document["status"] == expect["state"]
        for prefix, totals in (("", expect), ("base_", expect.get("base", {}))):
            label = f"{where} {prefix.replace('_', ' ')}"
            for name, column in TOTALS.items():
                if name in totals:
                    yield label + name, document[prefix + column], totals[name]
            for item in document["items"]:
                line = expect["lines"][item["sku"]]
                amounts = line if not prefix else line.get("base", {})
                for name, column in LINE_AMOUNTS.items():
                    if name in amounts:
                        yield f"{label}line {name}", item[prefix + column], amounts[name]
                yield f"{label}line qty", item["qty"], line["qty"]
