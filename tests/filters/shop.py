"""The fields and the calendar that the tests of the filter language share."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sales_tui.filters.calendar import Calendar
from sales_tui.filters.fields import Field, Fields, Kind
from sales_tui.filters.resolve import read
from sales_tui.filters.tree import Clause, Condition, Query

STATUSES = {
    "pending": "Pending",
    "processing": "Processing",
    "holded": "On Hold",
    "fraud": "Suspected Fraud",
    "complete": "Complete",
    "closed": "Closed",
}

FIELDS = Fields(
    (
        Field("increment_id", Kind.TEXT, ("number",), is_optional=False, help="the number of the order"),
        Field("status", Kind.CODE, words=STATUSES, is_optional=False),
        Field("paid", Kind.CODE, words={"yes": "Paid", "no": "Unpaid", "none": "Nothing to pay"}),
        Field("payment_method", Kind.CODE, ("method",)),
        Field("billing_name", Kind.TEXT, ("name", "customer")),
        Field("sku", Kind.TEXT),
        Field("coupon_code", Kind.TEXT, ("coupon",)),
        Field("store_name", Kind.NAME, ("store",)),
        Field("grand_total", Kind.AMOUNT, ("total",), help="what the customer pays"),
        Field("items", Kind.INTEGER),
        Field("created_at", Kind.DATE, ("date",), is_optional=False),
        Field("shipped_at", Kind.DATE, ("shipped",), words={"partly": "partly"}),
    ),
    "Orders",
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""A Monday."""

BERLIN = Calendar(NOON, ZoneInfo("Europe/Berlin"))


def query(text: str) -> Query:
    return read(text, FIELDS, BERLIN)


def clause(text: str) -> Clause:
    """The one clause of a filter."""
    (found,) = query(text)
    return found


def condition(text: str) -> Condition:
    """The one condition of a filter that isn't negated."""
    found = clause(text)
    (one,) = found.conditions
    assert not found.negated
    return one
