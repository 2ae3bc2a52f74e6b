"""What the panes say, from REST shapes: words for every state, amounts in one column where the currencies are equal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from sales_tui.tui.panels.pane_layout import lay_out
from sales_tui.tui.panels.paragraphs import wrap
from sales_tui.workspaces import words
from sales_tui.workspaces.panes import Pane, PaneColumn, panes

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def order(**changes: Any) -> dict[str, Any]:
    """An order over 112.00 with one line of three pieces."""
    item = {"item_id": 7, "sku": "MUG", "name": "Mug", "qty_ordered": "3", "price": "35", "row_total": "105"}
    money = {"subtotal": "105", "shipping_amount": "7", "grand_total": "112", "total_paid": "0", "total_due": "112"}
    return {
        "increment_id": "000000012",
        "state": "new",
        "status": "pending",
        "created_at": "2026-11-12T10:00:00Z",
        "order_currency_code": "EUR",
        "base_currency_code": "EUR",
        "items": [item],
        **money,
        **{f"base_{name}": value for name, value in money.items()},
        **changes,
    }


def pane(key: str, record: dict[str, Any]) -> Pane:
    return next(pane for pane in panes("order", record, UTC, now=NOW) if pane.key == key)


@pytest.mark.parametrize(
    "changes, expected",
    [
        ({}, "Pending · not paid"),
        ({"total_due": "0"}, "Pending · not begun"),
        ({"state": "holded", "status": "holded", "hold_before_status": "processing"}, "On Hold · was Processing"),
        ({"state": "complete", "status": "complete", "shipments": [{}]}, "Complete · shipped, not yet delivered"),
        ({"state": "complete", "status": "complete", "items": [{"is_virtual": 1}]}, "Complete · nothing to ship"),
        ({"state": "complete", "status": "complete"}, "Complete"),
        (
            {"state": "closed", "status": "closed", "creditmemos": [{"created_at": "2026-11-12T10:00:00Z"}]},
            "Closed · refunded 12 Nov",
        ),
        ({"state": "closed", "status": "own_status"}, "own_status"),
    ],
)
def test_a_status_has_its_why(changes: dict[str, Any], expected: str) -> None:
    assert words.status("order", order(**changes), UTC, NOW) == expected


@pytest.mark.parametrize(
    "due, paid, expected",
    [
        ("112", "0", "to be paid by Check"),
        ("12", "100", "partly paid by Check"),
        ("0", "112", "paid by Check"),
    ],
)
def test_how_it_is_paid(due: str, paid: str, expected: str) -> None:
    payment = {"method": "checkmo", "method_title": "Check"}
    assert words.payment(order(total_due=due, total_paid=paid, payment=payment)) == expected


def test_pieces_are_counted_once() -> None:
    parts = [
        {"item_id": 1, "qty_ordered": "2", "qty_invoiced": "1", "qty_shipped": "1"},
        {"item_id": 2, "parent_item_id": 1, "qty_ordered": "2", "qty_invoiced": "1", "qty_shipped": "1"},
        {"item_id": 3, "qty_ordered": "1.5", "qty_canceled": "0.5", "is_virtual": 1},
    ]
    assert words.pieces(order(items=parts)) == ("1 of 3 invoiced", "1 of 2 shipped")


def test_equal_currencies_share_a_column() -> None:
    assert len(pane("totals", order()).columns) == 2
    columns = pane("totals", order(base_currency_code="USD")).columns
    assert [column.label for column in columns] == ["", "Customer paid EUR", "Shop currency USD"]


def test_what_no_field_explains_is_said() -> None:
    assert "Unexplained, from import" not in str(pane("totals", order()).rows)
    assert ("Unexplained, from import", "3.00") in pane("totals", order(other_amount="3")).rows


def test_notes_and_gift_messages() -> None:
    gift = {"sender": "Ada", "recipient": "Sam", "message": "Happy [b]day[/b]", "wrapping": "red"}
    record = order(customer_note="leave it\nthere", extension_attributes={"gift_messages": [gift]})
    assert pane("information", record).notes == (
        "Customer's note: leave it\nthere",
        "Gift message from Ada to Sam: Happy [b]day[/b]",
        "Gift: wrapped: red",
    )


def test_a_table_fits_and_its_wide_column_wraps() -> None:
    columns = (PaneColumn("A"), PaneColumn("Long", wide=True), PaneColumn("B", True, priority=1))
    laid = lay_out(Pane("x", "X", columns=columns, rows=(("a", "word " * 30, "12.00"),)), 50)
    assert len(laid.lines) > 4
    assert all(sum(len(text) for text, _ in line) <= 48 for line in laid.lines)
    assert laid.row_lines == (2,)


def test_a_column_gives_way_where_it_is_too_narrow() -> None:
    columns = (PaneColumn("A"), PaneColumn("B", True, priority=1), PaneColumn("C", True))
    laid = lay_out(Pane("x", "X", columns=columns, rows=(("a" * 12, "b" * 12, "c" * 12),)), 36)
    shown = "".join(text for line in laid.lines for text, _ in line)
    assert "b" not in shown
    assert "c" * 12 in shown


@pytest.mark.parametrize("text", ["山田" * 30, "x" * 200, "a b " * 50, "one\n\ntwo\x1b[2J", ""])
def test_paragraphs_are_never_too_wide(text: str) -> None:
    from rich.cells import cell_len

    lines = wrap(text, 21)
    assert lines
    assert all(cell_len(line) <= 21 and "\x1b" not in line for line in lines)
