"""The form of a shipment: tracking numbers first, and what the packer must read above everything else."""

from __future__ import annotations

from sales_tui.actions.preview import Preview
from sales_tui.core.money import ZERO, plain
from sales_tui.rules import shipping
from sales_tui.rules.quantities import offered_to_ship, to_ship
from sales_tui.rules.records import Line, Shipment
from sales_tui.tui.forms.case import Case
from sales_tui.tui.forms.declare import Block, Column, Entry, Form, Lines, Notes, Outcome
from sales_tui.tui.forms.lines import RowMaker
from sales_tui.tui.forms.packing import line_notes, packing_notes
from sales_tui.tui.forms.words import becomes, listed, pieces


def declare_ship(case: Case) -> Form:
    """What to read, tracking numbers, lines, and only then whether it is paid."""
    shipped = sum((line.qty_shipped for line in case.order.lines if not line.is_dummy), ZERO)
    ordered = sum((line.qty_ordered for line in case.order.lines if not line.is_dummy), ZERO)
    return Form(
        blocks=(
            *packing_notes(case),
            Entry("tracks", "Tracking"),
            _lines(case),
            *_unpaid(case),
            Entry("comment", "Comment", beside="internal"),
        ),
        outcome=lambda seen: _outcome(case, seen),
        facts=(*_method(case), f"shipped {plain(shipped)} of {plain(ordered)}"),
        start="tracks",
        refusals=_refusals(case),
        points={"ship.unpaid": "unpaid", "track": "tracks", "ship": "items", "item": "items"},
    )


def _method(case: Case) -> tuple[str, ...]:
    return (str(case.rest["shipping_description"]),) if case.rest.get("shipping_description") else ()


def _lines(case: Case) -> Lines:
    maker = RowMaker(
        cells=lambda line: (
            plain(line.weight) if line.weight else "",
            plain(line.qty_ordered),
            plain(line.qty_shipped),
        ),
        open=to_ship,
        preset=offered_to_ship,
        full=offered_to_ship,
        notes=lambda line: (*line_notes(case, line), *_refunded_before(line)),
    )
    columns = (Column("weight", priority=1), Column("ordered", priority=3), Column("shipped", priority=2))
    return Lines(maker.rows(case.order), columns, "ship")


def _refunded_before(line: Line) -> tuple[str, ...]:
    """Why less is offered than could be shipped (RULES.md §0.1)."""
    if (kept := to_ship(line) - offered_to_ship(line)) <= 0:
        return ()
    verb = "was" if kept == 1 else "were"
    return (f"{pieces(kept)} {verb} refunded before shipping; type a number to ship them all the same",)


def _unpaid(case: Case) -> tuple[Block, ...]:
    """Goods that aren't paid leave only when a person says so."""
    if shipping.why_not_unpaid(case.order, case.context.terms.require_payment) is None:
        return ()
    due = case.coded(shipping.money_owed(case.order))
    return (
        Notes((("Not paid", f"{due} due"),), close=True),
        Entry("unpaid", "ship although unpaid", takes_preset=False),
    )


def _refusals(case: Case) -> dict[str, str]:
    due = case.coded(shipping.money_owed(case.order))
    return {"ship.unpaid": f"Not paid: {due} is due. Invoice it first, or tick “ship although unpaid”."}


def _outcome(case: Case, seen: Preview) -> Outcome:
    shipment = next(one for one in seen.documents if isinstance(one, Shipment))
    weight = f"It weighs {plain(shipment.total_weight)}." if shipment.total_weight else ""
    return Outcome(
        sentence=listed((_goes_out(shipment), weight, becomes(case.order, seen.order))),
        figure=pieces(shipment.total_qty),
    )


def _goes_out(shipment: Shipment) -> str:
    numbers = len(shipment.tracks)
    parcels = "without a tracking number" if not numbers else f"with {numbers} tracking number{'s' * (numbers > 1)}"
    goes = "goes" if shipment.total_qty == 1 else "go"
    return f"{pieces(shipment.total_qty).capitalize()} {goes} out {parcels}."
