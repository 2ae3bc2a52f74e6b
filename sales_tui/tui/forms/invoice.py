"""The form of an invoice, with the shipment in the same step where it is asked for."""

from __future__ import annotations

from sales_tui.actions.order_invoice import InvoiceOrder
from sales_tui.actions.preview import Preview
from sales_tui.core.money import plain
from sales_tui.core.refusal import Refusal
from sales_tui.rules import shipping
from sales_tui.rules.quantities import to_invoice
from sales_tui.rules.records import Invoice
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Beside, Block, Column, Entry, Form, Lines, Outcome, Values
from sales_tui.tui.forms.lines import RowMaker, money_cells, money_columns
from sales_tui.tui.forms.money import charged, money_entry
from sales_tui.tui.forms.words import becomes, document_totals, grand_total, listed, pieces


def declare_invoice(case: Case) -> Form:
    """Lines with all that is open, the shipment, the money, a comment."""
    money = case.order.money
    left: tuple[Entry, ...] = (Entry("comment", "Comment", beside="internal"),)
    if entry := money_entry(case, later=True):
        left = (entry, *left)
    return Form(
        blocks=(_lines(case), *_shipment(case), Beside(left)),
        outcome=lambda seen: _outcome(case, seen),
        facts=(
            f"total {case.money(money.grand_total)}",
            f"invoiced {case.money(money.total_invoiced)}",
            f"due {case.coded(money.total_due)}",
        ),
        start="tracks" if case.preset.get("ship") else "items",
        currencies=case.currencies,
        idle=("Subtotal", "Shipping", "Tax", "Grand total"),
        refusals=_refusals(case),
        points={
            "ship.unpaid": "unpaid",
            "track": "tracks",
            "payment": "capture",
            "invoice.empty": "items",
            "item": "items",
        },
    )


def _refusals(case: Case) -> dict[str, str]:
    """Why the money can't be taken here, and which of the form's fields helps."""
    return {
        "payment.no_gateway": (
            f"The order is paid by '{case.order.payment_method}', whose gateway is not set up here: charge it in its "
            "own system and choose “already paid, only record”, or choose “charge later”."
        ),
        "ship.unpaid": "The order isn't paid with this invoice: tick “ship although unpaid”, or don't ship with it.",
    }


def _lines(case: Case) -> Lines:
    maker = RowMaker(
        cells=lambda line: (plain(line.qty_ordered), plain(line.qty_invoiced), plain(to_invoice(line))),
        open=to_invoice,
        preset=to_invoice,
    )
    columns = (Column("ordered", priority=3), Column("invoiced", priority=2), Column("open", priority=4))
    return Lines(maker.rows(case.order), columns, "invoice", live=money_columns(case, with_tax=True))


def _shipment(case: Case) -> tuple[Block, ...]:
    """The tick for the shipment, and what belongs to it once it is set."""
    if shipping.why_not(case.order) is not None:
        return ()
    return (
        Entry("ship", "ship the same pieces in the same step"),
        Entry("tracks", "Tracking", shown=_ships),
        Entry(
            "unpaid",
            "ship although unpaid",
            beside="only with a person's word",
            shown=_ships_unpaid,
            takes_preset=False,
        ),
    )


def _ships(values: Values, view: Preview | Refusal | None) -> bool:
    return bool(values.get("ship"))


def _ships_unpaid(values: Values, view: Preview | Refusal | None) -> bool:
    refused = isinstance(view, Refusal) and view.code == "ship.unpaid"
    return _ships(values, view) and (refused or bool(values.get("unpaid")))


def _outcome(case: Case, seen: Preview) -> Outcome:
    invoice = next(one for one in seen.documents if isinstance(one, Invoice))
    shipped = next((one for one in seen.order.shipments if one.id is None), None)
    due = seen.order.money.total_due
    assert isinstance(seen.command, InvoiceOrder)
    return Outcome(
        sentence=listed(
            (
                charged(case, seen.command.capture, invoice.base.grand_total),
                f"{pieces(shipped.total_qty).capitalize()} ship{'s' if shipped.total_qty == 1 else ''}."
                if shipped
                else "",
                becomes(case.order, seen.order),
                f"{case.coded(due)} stays due." if due else "",
            )
        ),
        figure=grand_total(case, invoice.money.grand_total),
        totals=document_totals(case, invoice.money, invoice.base, "Grand total"),
        lines=money_cells(case, invoice.lines, with_tax=True),
    )
