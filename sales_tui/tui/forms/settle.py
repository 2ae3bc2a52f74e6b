"""The forms of an open invoice: its payment is recorded, or it is cancelled."""

from __future__ import annotations

from sales_tui.actions.invoice_capture import CaptureInvoice
from sales_tui.actions.preview import Preview
from sales_tui.core.money import ZERO
from sales_tui.rules.records import Invoice
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Block, Entry, Form, Notes, Outcome
from sales_tui.tui.forms.money import charged, money_entry
from sales_tui.tui.forms.stop import order_facts
from sales_tui.tui.forms.words import becomes, listed, pieces


def declare_payment(case: Case) -> Form:
    """How much comes in; for a payment system's money whether it is charged now or came already."""
    invoice = _invoice(case)
    blocks: tuple[Block, ...] = (Notes((("Invoice", f"{_pieces(case, invoice)}, {_total(case, invoice)}"),)),)
    if entry := money_entry(case, later=False):
        blocks += (entry,)

    def outcome(seen: Preview) -> Outcome:
        due = seen.order.money.total_due
        rest = f"{case.coded(due)} stays due." if due else "Nothing stays due."
        assert isinstance(seen.command, CaptureInvoice)
        money = charged(case, seen.command.capture, invoice.base.grand_total)
        sentence = listed((money, rest, becomes(case.order, seen.order)))
        return Outcome(sentence, figure=case.money(invoice.money.grand_total))

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
