"""The forms that stop an order, let it go on, or end what is open on it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from sales_tui.actions.preview import Preview
from sales_tui.core.money import ZERO, plain
from sales_tui.core.refusal import Refusal
from sales_tui.rules.records import Cancellation
from sales_tui.rules.statuses import status_label
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Block, Column, Entry, Form, Lines, Notes, Outcome
from sales_tui.tui.forms.lines import RowMaker
from sales_tui.tui.forms.words import becomes, listed, pieces


def declare_hold(case: Case) -> Form:
    """The reason."""
    stops = "Nothing can be invoiced, shipped or refunded until it is released."
    return _with_reason(case, lambda seen: Outcome(listed((becomes(case.order, seen.order), stops))))


def declare_release(case: Case) -> Form:
    """The reason."""
    return _with_reason(case, lambda seen: Outcome(becomes(case.order, seen.order)))


def declare_cancel(case: Case) -> Form:
    """The pieces and the money that it ends, and the reason."""
    view = case.look_ahead({})
    ended = None if isinstance(view, Refusal) else view.order.cancellations[-1]
    return Form(
        blocks=(*_ended(case, ended), Entry("comment", "Reason")),
        outcome=lambda seen: _outcome(case, seen),
        facts=order_facts(case),
    )


def order_facts(case: Case) -> tuple[str, ...]:
    """Status and money of the order."""
    money = case.order.money
    return (
        status_label(case.order.status),
        f"total {case.money(money.grand_total)}",
        f"due {case.coded(money.total_due)}",
    )


def _with_reason(case: Case, outcome: Callable[[Preview], Outcome]) -> Form:
    return Form(blocks=(Entry("comment", "Reason"),), outcome=outcome, facts=order_facts(case))


def _ended(case: Case, ended: Cancellation | None) -> tuple[Block, ...]:
    """What isn't invoiced: in one sentence, and line by line."""
    if ended is None:
        return ()
    qtys = {line.order_item_id: line.qty for line in ended.lines}
    maker = RowMaker(
        cells=lambda line: (
            plain(line.qty_ordered),
            plain(line.qty_invoiced),
            plain(line.qty_shipped),
            plain(qtys.get(line.id, ZERO)),
        )
    )
    columns = (
        Column("ordered", priority=2),
        Column("invoiced", priority=1),
        Column("shipped", priority=1),
        Column("cancel", width=8),
    )
    return (Notes((("Ends", _words(case, ended)),)), Lines(maker.rows(case.order), columns, ""))


def _words(case: Case, ended: Cancellation) -> str:
    return f"cancel what isn't invoiced: {pieces(_pieces(case, ended))}, {case.coded(ended.money.total_canceled)}"


def _pieces(case: Case, ended: Cancellation) -> Decimal:
    counted = {line.id for line in case.order.lines if not line.is_dummy}
    return sum((line.qty for line in ended.lines if line.order_item_id in counted), ZERO)


def _outcome(case: Case, seen: Preview) -> Outcome:
    ended = seen.order.cancellations[-1]
    stays = "What is invoiced stays." if any(line.qty_invoiced for line in case.order.lines) else ""
    sentence = listed((becomes(case.order, seen.order), stays, *ended.given_back))
    return Outcome(sentence, figure=pieces(_pieces(case, ended)))
