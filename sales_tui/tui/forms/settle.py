"""The forms of an open invoice: its payment is recorded, or it is cancelled."""

from __future__ import annotations

from sales_tui.actions.preview import Preview
from sales_tui.actions.shared import gateway_missing
from sales_tui.core.money import ZERO
from sales_tui.rules.records import Invoice
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Block, Entry, Form, Notes, Outcome
from sales_tui.tui.forms.stop import order_facts
from sales_tui.tui.forms.words import becomes, listed, pieces


def declare_payment(case: Case) -> Form:
    """How much came in; for a gateway's payment a person says that it did."""
    invoice = _invoice(case)
    blocks: tuple[Block, ...] = (Notes((("Invoice", f"{_pieces(case, invoice)}, {_total(case, invoice)}"),)),)
    if gateway_missing(case.order):
        blocks += (Entry("capture", "Money", options=(("offline", "already paid, only record"),)),)

    def outcome(seen: Preview) -> Outcome:
        due = seen.order.money.total_due
        rest = f"{case.coded(due)} stays due." if due else "Nothing stays due."
        return Outcome(listed((rest, becomes(case.order, seen.order))), figure=case.money(invoice.money.grand_total))

    return Form(
        blocks=blocks, outcome=outcome, facts=order_facts(case), points={"payment": "capture"}, refusals=_refusals(case)
    )


def declare_invoice_cancel(case: Case) -> Form:
    """What becomes open again, and the reason."""
    invoice = _invoice(case)
    again = f"{_pieces(case, invoice)} can be invoiced again, {_total(case, invoice)}"
    return Form(
        blocks=(Notes((("Opens", again),)), Entry("comment", "Reason")),
        outcome=lambda seen: Outcome(becomes(case.order, seen.order), figure=_total(case, invoice)),
        facts=order_facts(case),
    )


def _refusals(case: Case) -> dict[str, str]:
    return {
        "payment.no_gateway": (
            f"The order is paid by '{case.order.payment_method}', whose gateway is not set up here: charge it in its "
            "own system, then choose “already paid, only record”."
        )
    }


def _invoice(case: Case) -> Invoice:
    assert isinstance(case.opened.target.document, Invoice)
    return case.opened.target.document


def _total(case: Case, invoice: Invoice) -> str:
    return case.coded(invoice.money.grand_total)


def _pieces(case: Case, invoice: Invoice) -> str:
    counted = {line.id for line in case.order.lines if not line.is_dummy}
    return pieces(sum((line.qty for line in invoice.lines if line.order_item_id in counted), ZERO))
