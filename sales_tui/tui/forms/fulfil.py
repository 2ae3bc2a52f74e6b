"""The form of the whole work on an order: invoice, charge, ship and print what is open, as one step."""

from __future__ import annotations

from sales_tui.actions.order_fulfil import FulfilOrder, has_goods
from sales_tui.actions.preview import Preview
from sales_tui.core.refusal import Refusal
from sales_tui.rules import invoicing
from sales_tui.rules.printing import paper
from sales_tui.rules.records import Invoice, Shipment
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Entry, Form, Outcome, Values
from sales_tui.tui.forms.money import charged, money_entry
from sales_tui.tui.forms.packing import packing_notes
from sales_tui.tui.forms.stop import order_facts
from sales_tui.tui.forms.words import becomes, grand_total, listed, pieces


def declare_fulfil(case: Case) -> Form:
    """What the packer must read, tracking numbers, the money, a comment."""
    ships = has_goods(case.order)
    money = money_entry(case, later=True) if invoicing.why_not(case.order) is None else None
    unpaid = Entry(
        "unpaid", "ship although unpaid", beside="only with a person's word", shown=_is_unpaid, takes_preset=False
    )
    return Form(
        blocks=(
            *(packing_notes(case) if ships else ()),
            *((Entry("tracks", "Tracking"),) if ships else ()),
            *((money,) if money else ()),
            *((unpaid,) if ships else ()),
            Entry("comment", "Comment", beside="internal"),
        ),
        outcome=lambda seen: _outcome(case, seen),
        facts=order_facts(case),
        points={"ship.unpaid": "unpaid", "track": "tracks", "payment": "capture"},
        verb="do it all",
    )


def _is_unpaid(values: Values, view: Preview | Refusal | None) -> bool:
    return (isinstance(view, Refusal) and view.code == "ship.unpaid") or bool(values.get("unpaid"))


def _outcome(case: Case, seen: Preview) -> Outcome:
    invoice = next((one for one in seen.documents if isinstance(one, Invoice)), None)
    shipment = next((one for one in seen.documents if isinstance(one, Shipment)), None)
    assert isinstance(seen.command, FulfilOrder)
    due = seen.order.money.total_due
    sentence = listed(
        (
            charged(case, seen.command.capture, invoice.base.grand_total) if invoice else "",
            f"{pieces(shipment.total_qty).capitalize()} {_ship(shipment)}." if shipment else "",
            f"Queued for printing: {' and '.join(paper(one) for one in seen.order.new_prints)}.",
            becomes(case.order, seen.order),
            f"{case.coded(due)} stays due." if due else "",
        )
    )
    return Outcome(sentence, figure=grand_total(case, invoice.money.grand_total) if invoice else "")


def _ship(shipment: Shipment) -> str:
    return "ships" if shipment.total_qty == 1 else "ship"
