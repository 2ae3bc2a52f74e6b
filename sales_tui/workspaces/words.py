"""A record's facts (in REST shape) in people's words: status with its why, payment, names, addresses, pieces, money."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any

from sales_tui.core.money import ZERO, currency_digits, plain
from sales_tui.rules.statuses import status_label
from sales_tui.workspaces.format import full_instant, grouped
from sales_tui.workspaces.payment_words import METHODS, OUTCOMES, account_status, transaction_status
from sales_tui.workspaces.quote_words import quote_status
from sales_tui.workspaces.return_words import return_status

Record = Mapping[str, Any]

TENDERS = {"gift_card": "gift card", "store_credit": "store credit", "reward_points": "reward points"}
"""What is paid with beside the payment method."""


def number(record: Record, name: str) -> Decimal:
    """An amount or quantity of the record; 0 where it has none."""
    value = record.get(name)
    return Decimal(str(value)) if value not in (None, "") else ZERO


def money(amount: Decimal, currency: str) -> str:
    """An amount with its currency's decimals, grouped."""
    return grouped(amount, currency_digits(currency))


def money_with_code(amount: Decimal, currency: str) -> str:
    """The same, with the currency's code."""
    return f"{money(amount, currency)} {currency}"


def read_instant(text: str) -> datetime:
    """A moment from the ISO 8601 text of a REST shape."""
    return datetime.fromisoformat(text)


def instant(record: Record, name: str, zone: tzinfo) -> str:
    """A moment of the record, with the year; empty where it has none."""
    return full_instant(read_instant(record[name]), zone) if record.get(name) else ""


def day(text: str, zone: tzinfo, now: datetime | None = None) -> str:
    """A day as in "12 Nov"; with the year where it isn't this one's."""
    local = read_instant(text).astimezone(zone)
    this_year = now is not None and now.astimezone(zone).year == local.year
    return f"{local:%d %b}".lstrip("0") if this_year else f"{local:%d %b %Y}".lstrip("0")


def join(*parts: str | None, by: str = ", ") -> str:
    """The parts that say something, joined."""
    return by.join(part.strip() for part in parts if part and part.strip())


def person(record: Record | None, prefix: str = "") -> str:
    """A full name from the fields that begin with `prefix`."""
    if not record:
        return ""
    names = ("prefix", "firstname", "middlename", "lastname", "suffix")
    return join(*(record.get(prefix + name) for name in names), by=" ")


def customer(order: Record) -> str:
    """Who bought."""
    return person(order, "customer_") or person(order.get("billing_address")) or order.get("customer_email") or "guest"


def group(order: Record) -> str:
    """The customer's group; Magento's name for those without an account says little."""
    code = str(order.get("customer_group") or "")
    return "guest" if code == "NOT LOGGED IN" else code


def address_line(address: Record | None) -> str:
    """An address on one line: "ul. Długa 1, 31-147 Kraków, PL"."""
    if not address:
        return ""
    place = join(address.get("postcode"), address.get("city"), by=" ")
    street: Sequence[str] = address.get("street") or ()
    return join(address.get("company"), *street, place, address.get("region"), address.get("country_id"))


def payment(order: Record) -> str:
    """How it is paid, and whether it is: "paid by check", "to be paid by bank transfer"."""
    paid = order.get("payment") or {}
    method = paid.get("method_title") or METHODS.get(paid.get("method", ""), paid.get("method") or "")
    if not method:
        return ""
    if paid.get("method") == "free":
        return METHODS["free"]
    due, total_paid = number(order, "total_due"), number(order, "total_paid")
    if due <= 0:
        return f"paid by {method}" if total_paid else method
    return f"partly paid by {method}" if total_paid else f"to be paid by {method}"


def leading(order: Record) -> list[Record]:
    """The order's lines that people count: those below a set or a configurable product move along with it."""
    return [item for item in order.get("items") or () if not item.get("parent_item_id")]


def pieces(order: Record) -> tuple[str, str]:
    """How far it is: "2 of 3 invoiced", "0 of 3 shipped"; empty where there is nothing to count."""
    lines = leading(order)
    goods = [line for line in lines if not line.get("is_virtual")]
    return _progress(lines, "qty_invoiced", "invoiced"), _progress(goods, "qty_shipped", "shipped")


def open_words(line: Record) -> str:
    """What is still open of a line: "open 2", "to ship 1"."""
    gone = number(line, "qty_canceled")
    left = number(line, "qty_ordered") - gone - number(line, "qty_invoiced")
    if left > 0:
        return f"open {plain(left)}"
    unsent = number(line, "qty_ordered") - gone - number(line, "qty_refunded") - number(line, "qty_shipped")
    if line.get("is_virtual") or unsent <= 0:
        return ""
    return f"to ship {plain(unsent)}"


def status(kind: str, record: Record, zone: tzinfo, now: datetime | None = None) -> str:
    """The status with its why: "Closed · refunded 12 Nov", "Pending · not paid"."""
    if kind in _OWN_STATUS:
        return _OWN_STATUS[kind](record)
    if kind != "order":
        return _DOCUMENT_STATUS[kind].get(str(record.get("status")), str(record.get("status") or ""))
    label = status_label(record.get("status") or "")
    if any(attempt.get("is_in_doubt") for attempt in record.get("attempts") or ()):
        return f"{label} · no answer from the payment system"
    return join(label, _why(record, zone, now), by=" · ")


def _why(order: Record, zone: tzinfo, now: datetime | None) -> str:
    match order.get("state"):
        case "new":
            return "not paid" if number(order, "total_due") > 0 else "not begun"
        case "pending_payment":
            return "waits for the payment"
        case "payment_review":
            return "the payment is looked at"
        case "holded":
            before = order.get("hold_before_status")
            return f"was {status_label(before)}" if before else ""
        case "complete":
            return _why_complete(order)
        case "closed":
            memos = order.get("creditmemos") or ()
            return f"refunded {day(memos[-1]['created_at'], zone, now)}" if memos else ""
        case "canceled":
            last = _last_history(order, "canceled")
            return f"on {day(last, zone, now)}" if last else ""
    return ""


def _why_complete(order: Record) -> str:
    lines = order.get("items") or ()
    if order.get("shipments") or any(number(line, "qty_shipped") for line in lines):
        return "shipped, not yet delivered"
    return "" if any(not line.get("is_virtual") for line in lines) else "nothing to ship"


def _last_history(order: Record, code: str) -> str | None:
    moments = [entry["created_at"] for entry in order.get("status_histories") or () if entry.get("status") == code]
    return max(moments, default=None)


def _progress(lines: Sequence[Record], name: str, word: str) -> str:
    ordered = sum((number(line, "qty_ordered") - number(line, "qty_canceled") for line in lines), ZERO)
    done = sum((number(line, name) for line in lines), ZERO)
    return f"{plain(done)} of {plain(ordered)} {word}" if ordered or done else ""


_DOCUMENT_STATUS = {
    "invoice": {"open": "Pending · not paid", "paid": "Paid", "canceled": "Canceled"},
    "shipment": {"shipped": "Shipped", "canceled": "Canceled"},
    "creditmemo": {"open": "Pending · not paid out", "refunded": "Refunded", "canceled": "Canceled"},
    "agreement": {"active": "Active", "canceled": "Canceled"},
}

_OWN_STATUS: Mapping[str, Callable[[Record], str]] = {
    "transaction": transaction_status,
    "account": account_status,
    "quote": quote_status,
    "return": return_status,
    "settlement_line": lambda line: OUTCOMES.get(str(line.get("outcome")), str(line.get("outcome") or "")),
}
