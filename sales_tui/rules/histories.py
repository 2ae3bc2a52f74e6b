"""Rows for the order's history: what was done, at which status, caused by which document (RULES.md §1.1)."""

from __future__ import annotations

from sales_tui.core.money import amount_text
from sales_tui.rules.document_money import DocMoney
from sales_tui.rules.records import History, Order


def note(order: Order, comment: str, entity_name: str = "order") -> None:
    """Add a row at the order's present status. Nothing is promised to the customer."""
    order.new_history.append(History(order.status, comment, entity_name=entity_name))


def amount(order: Order, money: DocMoney) -> str:
    """A document's grand total as text, in the currency the customer paid."""
    return f"{amount_text(money.grand_total, order.digits)} {order.order_currency_code}"


def titled(kind: str, increment_id: str) -> str:
    """A document's name: with its number, once it has one."""
    return f"{kind} {increment_id}" if increment_id else kind
