"""Orders built from the vectors, and the vectors' steps run through the rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from sales_tui.core.money import ZERO
from sales_tui.rules import canceling, crediting, editing, holding, invoicing, shipping
from sales_tui.rules.crediting import RefundRequest
from sales_tui.rules.records import CreditMemo, Invoice, Line, LineMoney, Order, OrderMoney, Shipment

Json = dict[str, Any]

PATH = Path(__file__).parent.parent / "data" / "vectors.jsonl"

ORDER_COLUMNS = (
    "subtotal",
    "tax_amount",
    "shipping_amount",
    "shipping_tax_amount",
    "shipping_incl_tax",
    "discount_amount",
    "shipping_discount_amount",
    "grand_total",
)
PAYMENT_METHODS = {"offline": "checkmo", "free": "free"}
"""The vectors' kinds of payment that need no gateway, and a method of each."""


def vectors() -> Iterator[Json]:
    """The vectors whose payment needs no gateway."""
    with PATH.open(encoding="utf-8") as file:
        for text in file:
            vector = json.loads(text)
            if vector["payment"] in PAYMENT_METHODS:
                yield vector


def build_order(vector: Json) -> Order:
    """The vector's order right after placing. Both currencies are dollars: the engine rounded all to two digits."""
    source = vector["order"]
    order = Order(
        id=1,
        increment_id="000000001",
        is_virtual=source["is_virtual"],
        payment_method=PAYMENT_METHODS[vector["payment"]],
        base_to_order_rate=Decimal(source.get("base_to_order_rate", "1")),
    )
    order.lines = [_line(number, row) for number, row in enumerate(source["lines"], start=1)]
    order.money = _order_money(source, "")
    order.base = _order_money(source, "base_" if "base_grand_total" in source else "")
    for own, side in ((order.money, "money"), (order.base, "base")):
        own.discount_tax_compensation_amount = sum(
            (getattr(line, side).discount_tax_compensation_amount for line in order.lines), ZERO
        )
    return order


def _line(number: int, row: Json) -> Line:
    return Line(
        id=number,
        sku=row["sku"],
        product_type="virtual" if row["is_virtual"] else "simple",
        is_virtual=row["is_virtual"],
        qty_ordered=Decimal(row["qty"]),
        money=_line_money(row, ""),
        base=_line_money(row, "base_" if "base_price" in row else ""),
    )


def _line_money(row: Json, prefix: str) -> LineMoney:
    def amount(name: str) -> Decimal:
        return Decimal(row.get(prefix + name, "0"))

    return LineMoney(
        price=amount("price"),
        row_total=amount("row_total"),
        tax_amount=amount("tax_amount"),
        discount_amount=amount("discount_amount"),
        discount_tax_compensation_amount=amount("hidden_tax_amount"),
    )


def _order_money(source: Json, prefix: str) -> OrderMoney:
    money = OrderMoney(**{column: Decimal(source[prefix + column]) for column in ORDER_COLUMNS})
    money.total_due = money.grand_total
    return money


def run_step(order: Order, step: Json) -> Invoice | CreditMemo | Shipment | None:
    """Do one step of a vector. Raises Refused where the rules say no."""
    match step["op"]:
        case "invoice":
            invoice = invoicing.prepare(order, _qtys(order, step))
            invoicing.register(order, invoice, paid=True)
            return invoice
        case "ship":
            shipment = shipping.prepare(order, _qtys(order, step))
            shipping.register(order, shipment)
            return shipment
        case "creditmemo":
            memo = crediting.prepare(order, _request(order, step))
            crediting.register(order, memo)
            return memo
        case "cancel":
            canceling.cancel(order)
        case "hold":
            holding.hold(order)
        case "unhold":
            holding.unhold(order)
    return None


def _qtys(order: Order, step: Json) -> dict[int, Decimal] | None:
    if "qtys" not in step:
        return None
    ids = {line.sku: line.id for line in order.lines}
    return {ids[sku]: Decimal(qty) for sku, qty in step["qtys"].items()}


def _request(order: Order, step: Json) -> RefundRequest:
    return RefundRequest(
        qtys=_qtys(order, step),
        invoice=order.invoices[step["invoice"]] if "invoice" in step else None,
        shipping_amount=Decimal(step["shipping"]) if "shipping" in step else None,
        adjustment_positive=step.get("adjustment_positive", ZERO),
        adjustment_negative=step.get("adjustment_negative", ZERO),
        allow_zero_total=False,
    )


def allowed(order: Order) -> list[str]:
    """What the order allows next, in the vectors' words and order."""
    guards = {
        "invoice": invoicing.why_not,
        "ship": shipping.why_not,
        "creditmemo": crediting.why_not,
        "cancel": canceling.why_not,
        "hold": holding.why_not_hold,
        "unhold": holding.why_not_unhold,
        "edit": editing.why_not,
    }
    return [name for name, why_not in guards.items() if why_not(order) is None]
